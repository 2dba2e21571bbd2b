"""Several things of one name, whose history is meant, and what somebody was like whom the bot hears nothing of."""

import pathlib
from typing import Any

import pytest
from tests.journeys import seen, stories
from tests.journeys.conftest import Play
from tests.journeys.town import ADMINS, ANNA, BOB, CARL, DORA, GUESTS, MODS, OLGA, Town, change

from discord_standin import Session, StepResult
from lightbulb_audit.catalog import words


@pytest.fixture(params=[False, True], ids=["discord", "archive"])
def archive(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> str:
    """The address of an archive; empty for none."""
    return f"sqlite:///{tmp_path}/archive.sqlite3" if request.param else ""


def _menu(result: StepResult) -> list[dict[str, Any]]:
    (row,) = seen.message(result)["components"]
    return row["components"][0]["options"]


def _targets(town: Town, thing_id: int) -> list[str]:
    """The ids of the entries about a thing, newest first, as the raw log has them."""
    return [one["id"] for one in town.log if str(thing_id) in str(one)]


async def _read(session: Session, archive: str) -> None:
    await session.do("/audit recent")
    if archive:
        await session.do("wait 1")


async def test_several_things_of_a_name(play: Play, archive: str) -> None:
    """The menu says what each is, when it was made and deleted, and the chosen one's history is that of the raw log."""
    town = Town()
    stories.plans(town)
    new, old = (int(one["target_id"]) for one in town.log if one["action_type"] == 10)
    async with play(town.json(), archive=archive) as session:
        await _read(session, archive)
        asked = await session.do("/audit history of:plans count:7")
        there = await session.do(f"choose {new}")
        await session.do("/audit history of:plans")
        gone = await session.do(f"choose {old}")
        older = await session.do("press Refresh")
    options = {int(one["value"]): one for one in _menu(asked)}
    assert list(options) == [new, old]
    assert [one["label"] for one in options.values()] == ["#plans", "#plans"]
    assert options[new]["description"].startswith("channel, made ")
    assert "deleted" not in options[new]["description"]
    assert "deleted" in options[old]["description"]
    assert seen.text(asked).startswith(f"{words.HISTORY}\n{words.SEVERAL}\n• \\#plans · channel, made <t:")
    assert seen.entry_ids(there) == _targets(town, new)
    assert seen.message(there)["id"] == seen.message(asked)["id"]
    assert seen.entry_ids(gone) == seen.entry_ids(older) == _targets(town, old)


async def test_several_things_at_a_moment(play: Play, archive: str) -> None:
    """Where a moment was asked for, the chosen one is told as it was then, with the way to its history."""
    town = Town()
    stories.plans(town)
    new, old = (int(one["target_id"]) for one in town.log if one["action_type"] == 10)
    async with play(town.json(), archive=archive) as session:
        await _read(session, archive)
        asked = await session.do("/audit history of:plans at:25 days ago")
        then = await session.do(f"choose {old}")
        back = await session.do("press Back to the list")
        await session.do("/audit history of:plans at:25 days ago")
        not_yet = await session.do(f"choose {new}")
    assert words.SEVERAL in seen.text(asked)
    assert "**Name**: plans-2026" in seen.text(then)
    assert seen.entry_ids(back) == _targets(town, old)
    assert "It did not exist yet" in seen.text(not_yet)


async def test_several_people_of_a_name(play: Play, archive: str) -> None:
    """People of one display name are told apart by their usernames, and by who left."""
    town = Town()
    twin, other = 610_000_000_000_000_101, 610_000_000_000_000_102
    town.happens(5, OLGA, 24, twin, change("nick", "Bobby", "Robert"))
    town.happens(4, OLGA, 20, twin)
    town.happens(3, OLGA, 24, other, change("nick", "Bobby", "Rob"))
    file = town.json()
    people = [{"id": str(twin), "username": "rob_1", "global_name": "Bobby"},
              {"id": str(other), "username": "rob_2", "global_name": "Bobby"}]  # fmt: skip
    file["audit_log"]["users"] += people
    file["guild"]["members"].append({"user": people[1], "roles": []})
    async with play(file, archive=archive) as session:
        await _read(session, archive)
        asked = await session.do("/audit history of:Bobby")
        chosen = await session.do(f"choose {twin}")
    there, left = _menu(asked)
    assert (there["label"], there["value"], left["value"]) == ("Bobby", str(other), str(twin))
    assert there["description"].startswith("user, @rob_2, account made ")
    assert left["description"].startswith("user, @rob_1, account made ")
    assert ", left " in left["description"]
    assert seen.entry_ids(chosen) == _targets(town, twin)


async def test_another_ones_choice_stays(play: Play) -> None:
    """Who chooses in another one's menu gets an answer of their own; who may not see the log is refused."""
    town = Town()
    stories.plans(town)
    (new, _) = (int(one["target_id"]) for one in town.log if one["action_type"] == 10)
    async with play(town.json()) as session:
        asked = await seen.publicly(session, "/audit history of:plans private:false")
        await session.do(f"as {BOB}")
        refused = await session.do(f"choose {new}")
        await session.do(f"as {OLGA}")
        chosen = await session.do(f"choose {new}")
    assert "permission **View audit log**" in seen.text(refused)
    assert seen.message(chosen)["id"] != seen.message(asked)["id"]
    assert chosen.answers[0]["ephemeral"] is True


async def test_whose_deeds_come_first(play: Play, archive: str) -> None:
    """Of staff, what they did is shown first; of anybody else, also who left, what was done to them; each the other."""
    town = Town()
    left = 10**17 + 5
    for who in (BOB, OLGA, left):
        town.happens(3, CARL, 24, who, change("nick", "x"))
    town.happens(2, OLGA, 22, left)
    town.happens(1, BOB, 26, None)
    async with play(town.json(), archive=archive) as session:
        await _read(session, archive)
        shown: dict[int, tuple[list[str], bool, bool]] = {}
        for who in (BOB, OLGA, left):
            first = await session.do(f"user-command Audit history {who}")
            shown[who] = (seen.entry_ids(first), seen.is_on(first, "Did"), seen.is_on(first, "Was done to"))
        await session.do(f"user-command Audit history {BOB}")
        did = await session.do("press Did")
    done_to = {who: [one["id"] for one in town.log if one["target_id"] == str(who)] for who in shown}
    assert shown[BOB] == (done_to[BOB], True, False)
    assert shown[left] == (done_to[left], True, False)
    assert shown[OLGA] == ([one["id"] for one in town.log if one["user_id"] == str(OLGA)], False, True)
    assert seen.entry_ids(did) == [one["id"] for one in town.log if one["user_id"] == str(BOB)]


async def test_a_member_as_now(play: Play, archive: str) -> None:
    """A member's roles and nickname that nothing changed since are as now, asked of Discord once and each time anew."""
    town = Town()
    town.happens(3, ANNA, 25, CARL, change("$add", [{"id": str(MODS), "name": "Moderators"}]))
    file = town.json()
    (member,) = [one for one in file["guild"]["members"] if one["user"]["id"] == str(CARL)]
    member |= {"roles": [str(ADMINS), str(MODS)], "nick": "Charly"}
    async with play(file, archive=archive) as session:
        await _read(session, archive)
        before = len(session.discord.requests)
        first = await session.do(f"/audit history of:{CARL} at:5 days ago")
        asked = [one["path"] for one in session.discord.requests[before:] if f"/members/{CARL}" in one["path"]]
        session.discord.world.state.members[str(CARL)] |= {"roles": [str(MODS), str(GUESTS)], "nick": None}
        second = await session.do(f"/audit history of:{CARL} at:5 days ago")
    assert len(asked) == 1
    for role, held in (("Admins", "held"), ("Moderators", "not held")):
        assert f"🎭 **{role}**: {held}" in seen.text(first)
    assert "**Nickname**: Charly · as now, not changed since" in seen.text(first)
    assert "🎭 **Guests**: held · as now, not changed since" in seen.text(second)
    assert "Admins" not in seen.text(second)
    assert "Charly" not in seen.text(second)


async def test_who_is_named_as_now(play: Play, archive: str) -> None:
    """Whom only a value of now names is called by name, and what has no change at all says of whom."""
    town = Town()
    town.happens(3, ANNA, 1, int(town.json()["guild"]["id"]), change("name", "Riverside", "River"))
    file = {**town.json()}
    file["guild"] = {**file["guild"], "owner_id": str(DORA)}
    file["audit_log"]["users"] = []
    async with play(file, archive=archive, as_user=str(CARL)) as session:
        await _read(session, archive)
        server = await session.do(f"/audit history of:{file['guild']['id']} at:5 days ago")
        assert seen.is_on(await session.do("/audit history of:4321"), "State at")
        nobody = await session.do("/audit history of:4321 at:5 days ago")
    assert "**Owner**: **dora** · as now, not changed since" in seen.text(server)
    assert "The log has no change to 4321." in seen.text(nobody)
