"""Many entries of one actor and one doing, as people see them: one line, that unfolds."""

import asyncio
import base64
import dataclasses
import datetime
import pathlib
from typing import Any, Final

import pytest
from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play

from discord_standin import Session
from lightbulb_audit.catalog import words

_STEP: Final = 9_000 << 22


@dataclasses.dataclass(frozen=True)
class Raid:
    """A log in which anna banned twelve, olga unbanned five of them, and anna deleted ten messages.

    Attributes:
        guild: The server.
        ids: The ids of all its entries, newest first.
    """

    guild: GuildJson
    ids: list[str]


@pytest.fixture
def raid(guild: GuildJson) -> Raid:
    """The example guild with a raid two hours ago."""
    users = [member["user"] for member in guild["guild"]["members"]]
    people = {name: user["id"] for user in users for name in (user["username"], user.get("global_name"))}
    anna, olga = people["anna"], people["olga"]
    rows: list[dict[str, Any]] = [
        *({"action_type": 22, "user_id": anna, "target_id": str(10**17 + at), "reason": "raid"} for at in range(12)),
        *({"action_type": 23, "user_id": olga, "target_id": str(10**17 + at)} for at in range(5)),
        *(
            {"action_type": 72, "user_id": anna, "target_id": olga, "options": {"count": str(at)}}
            for at in (1, 2, 3, 4)
        ),
    ]
    now = datetime.datetime.now(datetime.UTC).timestamp() - 7200
    first = (int(now * 1000) - 1_420_070_400_000) << 22
    log = [{**row, "id": str(first + at * _STEP)} for at, row in enumerate(rows)][::-1]
    return Raid({**guild, "audit_log": {"audit_log_entries": log}}, [row["id"] for row in log])


def _lines(result: Any) -> list[str]:
    """What the lines of a list say, without when it was."""
    return [line.partition(" · <t:")[0] for line in seen.text(result).splitlines()[1:] if not line.startswith("-#")]


_FOLDED: Final = [
    "🗑️ **anna** deleted 10 messages",
    "🕊️ **olga** unbanned 5 members",
    "🔨 **anna** banned 12 members — *raid* · ↩️ 5 undone",
]


async def _search(session: Session, step: str, wanted: str) -> Any:
    """What a search answers once the archive has read all."""
    result = await session.do(step)
    for _ in range(60):
        if wanted in seen.text(result):
            break
        await asyncio.sleep(0.25)
        result = await session.do(step)
    return result


@pytest.mark.parametrize("is_archived", [False, True], ids=["live", "archived"])
async def test_a_raid_is_three_lines(play: Play, raid: Raid, tmp_path: pathlib.Path, *, is_archived: bool) -> None:
    """What belongs together is one line, each entry keeps its option, and a button shows each by itself."""
    archive = f"sqlite:///{tmp_path / 'audit.sqlite3'}" if is_archived else ""
    async with play(raid.guild, archive=archive) as session:
        recent = await session.do("/audit recent count:25")
        assert _lines(recent) == _FOLDED
        assert seen.entry_ids(recent) == raid.ids
        unfolded = await session.do(f"press {words.UNFOLD}")
        assert len(_lines(unfolded)) == len(raid.ids)
        assert seen.entry_ids(unfolded) == raid.ids
        assert len(_lines(await session.do("press Refresh"))) == len(raid.ids)
        assert _lines(await session.do(f"press {words.FOLD}")) == _FOLDED
        searched = await _search(session, '/audit search text:"banned" count:25', "5 undone")
        assert _lines(searched) == [_FOLDED[2]]
        assert seen.entry_ids(searched) == raid.ids[9:]
        assert len(_lines(await session.do(f"press {words.UNFOLD}"))) == len(raid.ids[9:])
        again = await session.do("press Refresh")
        assert len(_lines(again)) == len(raid.ids[9:])


async def test_the_option_turns_it_off_on_every_page(play: Play, raid: Raid) -> None:
    """Who asks for each entry by itself gets that on the next page, in an entry's list and in a search too."""
    async with play(raid.guild) as session:
        first = await session.do("/audit recent count:10 fold:false")
        assert len(_lines(first)) == len(seen.entry_ids(first)) == 10
        older = await session.do("press Older")
        assert len(_lines(older)) == 10
        entry = await session.do(f"choose {raid.ids[-2]}")
        assert seen.text(entry)
        assert len(_lines(await session.do("press Back to the list"))) == 10
        searched = await session.do("/audit search query:action:member_ban_add count:10 fold:false")
        assert len(_lines(searched)) == 10
        assert len(_lines(await session.do("press Older"))) == 2


async def test_a_search_counts_who_did_what(play: Play, raid: Raid) -> None:
    """Above the entries of a search stands who did what how often, and whether that is of this page alone."""
    async with play(raid.guild) as session:
        whole = await session.do("/audit search query:after:2020-01-01 count:25")
        page = await session.do("/audit search query:after:2020-01-01 count:10")
    assert seen.text(whole).splitlines()[2] == (
        "-# **anna** banned 12 members · **olga** unbanned 5 members · **anna** deleted 10 messages"
    )
    assert seen.text(page).splitlines()[2] == (
        "-# On this page: **olga** unbanned 5 members · **anna** deleted 10 messages · 1 more"
    )


@pytest.mark.parametrize("is_archived", [False, True], ids=["live", "archived"])
async def test_a_raid_of_hundreds_is_one_line(
    play: Play, raid: Raid, tmp_path: pathlib.Path, *, is_archived: bool
) -> None:
    """A line at the end of a page tells all that belongs to it where an archive knows it, else that it goes on."""
    log = raid.guild["audit_log"]["audit_log_entries"]
    ban, other = log[-1], log[0]
    first = int(ban["id"]) + 1
    bans = [{**ban, "id": str(first + at), "target_id": str(10**17 + at)} for at in range(300)][::-1]
    older = [{**other, "id": str(int(ban["id"]) - (at << 32))} for at in range(1, 3)]
    guild = {**raid.guild, "audit_log": {"audit_log_entries": [*bans, *older]}}
    archive = f"sqlite:///{tmp_path / 'audit.sqlite3'}" if is_archived else ""
    async with play(guild, archive=archive) as session:
        shown = await _search(
            session, "/audit search query:created:>2020-01-01", "300 members" if is_archived else "10"
        )
        (line,) = [one for one in seen.text(shown).splitlines() if one.startswith("🔨")]
        assert line.startswith(f"🔨 **anna** banned {300 if is_archived else 10} members — *raid* · <t:")
        assert line.endswith(" · 10 of them on this page" if is_archived else " · and goes on")
        assert seen.entry_ids(shown) == [one["id"] for one in bans[:10]]
        assert seen.entry_ids(await session.do("press Older")) == [one["id"] for one in bans[10:20]]
        if is_archived:
            behind = await session.do(f"press {words.BEHIND}")
            assert seen.entry_ids(behind) == [one["id"] for one in older]
            counted = await session.do("/audit search query:-action:kick count:5")
            assert "-# In all: **anna** banned 300 members · " in seen.text(counted)
        files = await session.do("/audit export format:jsonl query:action:banned")
    lines = [base64.b64decode(one["data"]) for one in seen.message(files)["attachments"] if "jsonl" in one["filename"]]
    assert len(lines[0].splitlines()) == 300
