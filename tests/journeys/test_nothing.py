"""An empty answer says which condition emptied it, what was meant, and what nobody keeps; a press leaves it out."""

import pathlib
import sqlite3

import pytest
from tests.journeys import stories
from tests.journeys.conftest import GuildJson, Play
from tests.journeys.seen import buttons, entry_ids, text
from tests.journeys.test_coverage import told
from tests.journeys.test_search import footer, reads
from tests.journeys.town import ANNA, CARL, DORA, GUILD, Town

from discord_standin import Session
from lightbulb_audit.model import snowflake

both = pytest.mark.parametrize("is_kept", [False, True], ids=["discord", "archive"])


def _town() -> Town:
    made = Town()
    for happens in (stories.power, stories.plans, stories.event_team):
        happens(made)
    return made


def _archive(tmp_path: pathlib.Path, *, is_kept: bool) -> str:
    return f"sqlite:///{tmp_path}/archive.sqlite3" if is_kept else ""


async def _ready(session: Session, *, is_kept: bool) -> None:
    if is_kept:
        await told(session, "✅ Complete")


@both
async def test_which_condition_emptied_it(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """Without the condition that rules them out there are as many as the log has, and its button shows just those."""
    town = _town()
    of_roles = [row["id"] for row in town.log if row["action_type"] in (25, 30, 31, 32)]
    async with play(town.json(), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        await _ready(session, is_kept=is_kept)
        result = await session.do('/audit search query:category:roles "no such words" count:25')
        before = reads(session)
        again = await session.do('/audit search query:category:roles "no such words" count:25')
        assert reads(session) - before <= (0 if is_kept else 2)
        pressed = await session.do(f"press Without: no such words · {len(of_roles)}")
        carried = footer(pressed)
        newest = await session.do("press Refresh")
    said = f"Without “no such words”, {len(of_roles)} entries would fit."
    assert f"Nothing in the audit log fits this. {said}" in text(result)
    assert text(again) == text(result)
    assert f"Without: no such words · {len(of_roles)}" in buttons(result)
    assert [label for label in buttons(result) if label.startswith("Without: All of")] == []
    assert entry_ids(pressed) == of_roles == entry_ids(newest)
    assert carried == "🔎 category:roles"


@both
async def test_the_time_emptied_it(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """A span of time is one condition: both its bounds go together."""
    town = _town()
    of_carl = [row["id"] for row in town.log if row["user_id"] == str(CARL)]
    async with play(town.json(), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        await _ready(session, is_kept=is_kept)
        await session.do("type /audit entry id:x")  # the newest entries are at hand then
        result = await session.do("/audit search actor:@carl query:created:2026-01-01..2026-01-05")
        (button,) = [label for label in buttons(result) if label.startswith("Without: the limits of time")]
        pressed = await session.do(f"press {button}")
    assert of_carl
    assert f"Without “the limits of time”, {len(of_carl)} entries" in text(result)
    assert entry_ids(pressed) == of_carl[:10]
    assert footer(pressed) == f"🔎 actor:{CARL}"
    assert ("It asks for what is older than 45 days" in text(result)) is not is_kept


async def test_no_single_condition_emptied_it(play: Play, tmp_path: pathlib.Path) -> None:
    """Where leaving out any one of them does not help, it says so and has no such button."""
    async with play(_town().json(), archive=_archive(tmp_path, is_kept=True)) as session:
        await _ready(session, is_kept=True)
        result = await session.do('/audit search query:"no such words" "nor these" category:roles')
    assert "Nothing in the audit log fits this. Leaving out any one of the conditions does not help." in text(result)
    assert [label for label in buttons(result) if label.startswith("Without")] == []


@both
async def test_nothing_was_done_to_somebody_who_did_much(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """A history tells what was done to a person; of what they did themselves it says where it is, a press away."""
    town = Town()
    made = [town.happens(days, CARL, 22, DORA) for days in (3, 2, 1)]
    async with play(town.json(), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        await _ready(session, is_kept=is_kept)
        carl = await session.do("/audit history of:carl")
        pressed = await session.do("press 🧑 All by them")
        dora = await session.do("/audit history of:dora")
        channel = await session.do("/audit history of:#general")
    said = "What they did themselves stands under All by them."
    assert f"Nothing in the audit log fits this. {said}" in text(carl)
    assert entry_ids(pressed) == made[::-1]
    assert entry_ids(dora) == made[::-1]
    assert said not in text(dora)
    assert "🧑 All by them" in buttons(dora)
    assert "🧑 All by them" not in buttons(channel)


@both
async def test_what_was_meant(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """A name that nothing has is answered by the nearest that the asker may know, wherever it stands."""
    async with play(_town().json(), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        await _ready(session, is_kept=is_kept)
        actor = await session.do("/audit search actor:cral")
        role = await session.do("/audit search role:moderatros")
        history = await session.do("/audit history of:gusets")
        words = await session.do("/audit search query:gusets")
        nobody = await session.do("/audit search actor:zzzzzzzz")
    assert "I know nobody and nothing called `cral`. Did you mean `carl`?" in text(actor)
    assert "Did you mean `Moderators`?" in text(role)
    assert "and no invite with this code. Did you mean **Guests**?" in text(history)
    assert "Nothing in the audit log fits this. Did you mean **Guests**?" in text(words)
    assert "Did you mean" not in text(nobody)


async def test_what_is_closed_is_not_proposed(play: Play) -> None:
    """A channel that the asker may not see, and that no entry names, is never proposed."""
    town = Town()
    town.happens(1, ANNA, 22, 5)
    file = town.json()
    staff = next(one for one in file["guild"]["channels"] if one["name"] == "staff")
    everyone = file["guild"]["id"]
    staff["permission_overwrites"] = [
        {"id": everyone, "type": 0, "allow": "0", "deny": str(1 << 10)},
        {"id": "630000000000000008", "type": 0, "allow": str(1 << 10), "deny": "0"},
    ]
    async with play(file) as session:
        owner = await session.do("/audit search channel:satff")
        await session.do("as 610000000000000002")
        other = await session.do("/audit search channel:satff")
    assert "Did you mean `staff`?" in text(owner)
    assert "Did you mean" not in text(other)
    assert "I know nobody and nothing called `satff`." in text(other)


async def test_a_part_that_is_missing_may_have_it(play: Play, tmp_path: pathlib.Path) -> None:
    """An answer of an archive with a gap in the span says that the gap may have it."""
    town = _town()
    gone, kept = (int(snowflake.first_at(town.now)) - (days * 86_400_000 << 22) for days in (60, 46))
    async with play(town.json(), archive=_archive(tmp_path, is_kept=True)) as session:
        await _ready(session, is_kept=True)
        with sqlite3.connect(tmp_path / "archive.sqlite3") as database:
            database.execute("INSERT INTO coverage VALUES (?, ?, ?)", (GUILD, gone - (86_400_000 << 22), gone))
            database.execute("INSERT INTO gaps VALUES (?, ?, ?, 'expired', 0)", (GUILD, gone + 1, kept))
        lately = await session.do("/audit search query:nosuchwords after:10 days ago")
        all_of_it = await session.do("/audit search query:nosuchwords after:58 days ago")
    assert "may have it" not in text(lately)
    assert "A part of the time that is asked for is not there, see below, and may have it." in text(all_of_it)
    assert "⚠️ not complete: <t:" in text(all_of_it)


async def test_a_file_of_nothing_reads_once(play: Play, many_entries: GuildJson) -> None:
    """What was read for a file that would be empty tells why it is, too: no page of the log is read for it again."""
    async with play(many_entries) as session:
        result = await session.do("/audit export query:zzyzx action:ban")
        asked = [str(row["query"]) for row in session.discord.requests if row["path"].endswith("/audit-logs")]
        asked = [one for one in asked if "before" in one]
    assert "Nothing in the audit log fits this, so there is no file." in text(result)
    assert len(asked) == len(set(asked)) == 2
