"""Forms that a press opens: a list from a date on, and what a thing was like at one."""

import pathlib
from typing import Any

import pytest
from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play
from tests.journeys.town import ADMINS, ANNA, BOB, CARL, GUESTS, OLGA, STAFF, Town, change

from discord_standin import Session, StepResult
from lightbulb_audit.catalog import words
from lightbulb_audit.model import snowflake

_DAY = 86_400_000


def _town() -> Town:
    """A town with an entry every six hours for three weeks."""
    town = Town()
    for number in range(80):
        town.happens(number / 4 + 0.1, OLGA, 25, BOB, change("$add", [{"id": str(GUESTS), "name": "Guests"}]))
    return town


def _ids_before(log: list[dict[str, Any]], milliseconds: int) -> list[str]:
    """The ids of the entries made before a moment, newest first."""
    return [one["id"] for one in log if snowflake.milliseconds_of(int(one["id"])) < milliseconds]


def _is_private(result: StepResult) -> bool:
    return bool(result.answers[0]["ephemeral"])


def _message_id(result: StepResult) -> str:
    return str(seen.message(result)["id"])


async def _archived(session: Session, *, is_archived: bool) -> None:
    await session.do("/audit recent")
    if is_archived:
        await session.do("wait 1")


@pytest.fixture(params=[False, True], ids=["discord", "archive"])
def archive(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> str:
    """The address of an archive; empty for none."""
    return f"sqlite:///{tmp_path}/archive.sqlite3" if request.param else ""


@pytest.mark.parametrize(
    "step",
    [
        "/audit recent count:5",
        "/audit search actor:@olga count:5",
        "/audit history of:@bob count:5",
        f"user-command Audit history {OLGA}",
    ],
)
async def test_a_list_jumps_to_a_day(play: Play, archive: str, step: str) -> None:
    """Each list goes on from the last entry of the day that was typed, in place, and can be walked from there."""
    town = _town()
    day = (snowflake.milliseconds_of(int(town.log[30]["id"])) // _DAY) * _DAY
    text = snowflake.time_of(int(town.log[30]["id"])).date().isoformat()
    async with play(town.json(), archive=archive) as session:
        await _archived(session, is_archived=bool(archive))
        shown = await session.do(step)
        count = len(seen.entry_ids(shown))
        opened = await session.do(f"press {words.JUMP_TO}")
        there = await session.do(f"submit {text}")
        older = await session.do("press Older")
        newer = await session.do("press Newer")
    expected = _ids_before(town.log, day + _DAY)
    assert opened.to_json()["modal"]["title"] == words.JUMP_FORM
    assert seen.entry_ids(there) == expected[:count]
    assert _message_id(there) == _message_id(shown)
    assert seen.entry_ids(older) == expected[count : 2 * count]
    assert seen.entry_ids(newer) == expected[:count]


async def test_an_id_and_a_time_that_is_none(play: Play, archive: str) -> None:
    """An entry's id begins the list with it; what is no time is told privately, and the list stays."""
    town = _town()
    async with play(town.json(), archive=archive) as session:
        await seen.publicly(session, "/audit recent count:5 private:false")
        await session.do(f"press {words.JUMP_TO}")
        there = await session.do(f"submit {town.log[12]['id']}")
        await session.do(f"press {words.JUMP_TO}")
        wrong = await session.do("submit banana")
        await session.do(f"press {words.JUMP_TO}")
        ahead = await session.do("submit next year")
        again = await session.do("press Refresh")
    assert seen.entry_ids(there) == [one["id"] for one in town.log[12:17]]
    assert not _is_private(there)
    assert seen.text(wrong).startswith("I do not understand “banana” as a time for **When**.")
    assert seen.text(ahead) == "“next year” is still to come, and the log tells only what was: give an earlier time."
    assert _is_private(wrong)
    assert _message_id(wrong) != _message_id(there)
    assert seen.entry_ids(again) == seen.entry_ids(there)


async def test_whose_list_jumps(play: Play) -> None:
    """Another one's list stays as it is, and who may not see the log gets no form; who lost it gets no answer."""
    town = _town()
    async with play(town.json()) as session:
        shown = await seen.publicly(session, "/audit recent count:5 private:false")
        await session.do(f"as {CARL}")
        await session.do(f"press {words.JUMP_TO}")
        there = await session.do("submit 5 days ago")
        await session.do(f"as {ANNA}")
        await seen.publicly(session, "/audit recent count:5 private:false")
        await session.do(f"as {BOB}")
        refused = await session.do(f"press {words.JUMP_TO}")
        await session.do(f"as {CARL}")
        await session.do(f"press {words.JUMP_TO}")
        session.discord.world.state.members[str(CARL)]["roles"] = []
        lost = await session.do("submit 5 days ago")
    assert _is_private(there)
    assert _message_id(there) != _message_id(shown)
    assert refused.modal is None
    assert "permission **View audit log**" in seen.text(refused)
    assert "permission **View audit log**" in seen.text(lost)
    assert _is_private(refused)
    assert _is_private(lost)


async def test_a_form_outlives_a_restart(play: Play) -> None:
    """A form that was opened before the bot was killed is answered after it."""
    town = _town()
    async with play(town.json()) as session:
        await session.do("/audit search actor:@olga count:3")
        await session.do(f"press {words.JUMP_TO}")
        await session.do("kill")
        await session.do("start")
        there = await session.do(f"submit {town.log[40]['id']}")
    assert seen.entry_ids(there) == [one["id"] for one in town.log[40:43]]


async def test_state_at_asks_for_the_moment(play: Play, archive: str) -> None:
    """State at tells what was so then, with the menu of moments and the way back; an error stands beside the list."""
    town = Town()
    town.happens(9, OLGA, 31, ADMINS, change("name", "Admins", "Elders"))
    town.happens(3, OLGA, 31, ADMINS, change("color", 5, 0))
    async with play(town.json(), archive=archive) as session:
        await _archived(session, is_archived=bool(archive))
        shown = await session.do("/audit history of:@Admins")
        opened = await session.do(f"press {words.PAST_BUTTON}")
        wrong = await session.do("submit soon")
        await session.do(f"press {words.PAST_BUTTON}")
        before = await session.do("submit 12 days ago")
        after = await session.do(f"choose {town.log[0]['id']}")
        back = await session.do("press Back to the list")
    assert opened.to_json()["modal"]["title"] == words.PAST_FORM
    assert seen.text(wrong).startswith("I do not understand “soon” as a time for **When**.")
    assert "**Name**: Elders" in seen.text(before)
    assert _message_id(before) == _message_id(shown)
    assert "**Name**: Admins" in seen.text(after)
    assert seen.entry_ids(back) == seen.entry_ids(shown)


async def test_somebodys_history_has_a_file_and_a_state(play: Play, archive: str) -> None:
    """The context menu's lists save the side that is shown, and tell what the one was like, and lead back."""
    town = Town()
    town.happens(9, OLGA, 24, BOB, change("nick", "Bobby", "Bo"))
    town.happens(5, OLGA, 25, BOB, change("$add", [{"id": str(GUESTS), "name": "Guests"}]))
    town.happens(2, BOB, 11, STAFF, change("topic", "new", "old"))
    async with play(town.json(), archive=archive) as session:
        await _archived(session, is_archived=bool(archive))
        await session.do(f"user-command Audit history {BOB}")
        saved = await session.do("press Save as file")
        other = await session.do("press JSON lines")
        shown = await session.do(f"user-command Audit history {BOB}")
        await session.do(f"press {words.PAST_BUTTON}")
        then = await session.do("submit 7 days ago")
        early = await session.do(f"choose {town.log[1]['id']}")
        back = await session.do("press Back to the list")
    assert seen.message(saved)["embeds"][0]["description"].startswith("2 entries")
    assert seen.message(other)["attachments"][0]["filename"].endswith(".jsonl")
    assert "**Nickname**: Bobby" in seen.text(then)
    assert "🎭 **Guests**: not held" in seen.text(then)
    assert "🎭 **Guests**: held" in seen.text(early)
    assert seen.entry_ids(back) == seen.entry_ids(shown) == [town.log[1]["id"], town.log[2]["id"]]


async def test_a_form_of_a_made_up_id_is_left_alone(play: Play, guild: GuildJson) -> None:
    """A submission that carries another press than those that ask for a moment is answered as outdated."""
    async with play(guild) as session:
        await session.do("/audit recent")
        await session.do(f"press {words.JUMP_TO}")
        assert session.opened is not None
        assert session.opened.modal is not None
        session.opened.modal["custom_id"] = session.opened.modal["custom_id"].replace("|g", "|o")
        answered = await session.do("submit yesterday")
    assert seen.text(answered).startswith("This list was made by another version of me")
