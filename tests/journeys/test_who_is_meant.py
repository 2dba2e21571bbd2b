"""Whoever is typed is found, by any of their names; who is meant of several is said, and can be chosen."""

import pathlib
from typing import Any, Final

import pytest
from tests.journeys.conftest import GuildJson, Play
from tests.journeys.seen import candidates, entry_ids, text
from tests.journeys.test_coverage import told
from tests.journeys.town import ANNA, GENERAL, GUILD, Town, change

from discord_standin import Session

both = pytest.mark.parametrize("is_kept", [False, True], ids=["discord", "archive"])

_PEOPLE: Final[dict[int, dict[str, Any]]] = {
    640_000_000_000_000_001: {"username": "bob"},
    640_000_000_000_000_002: {"username": "bob.", "global_name": "Bob"},
    640_000_000_000_000_003: {"username": "bobby"},
    640_000_000_000_000_004: {"username": "kyle_mods", "global_name": "Kyle V"},
    640_000_000_000_000_005: {"username": "flames", "global_name": "🔥🔥🔥"},
    640_000_000_000_000_006: {"username": "xx_m", "global_name": "Member"},
    640_000_000_000_000_007: {"username": "quiet"},
}
BOB, DOT, BOBBY, KYLE, FLAMES, MEMBER, QUIET = _PEOPLE
_MANY: Final = 60


def _town() -> tuple[Town, dict[int, str]]:
    """A town in which everybody kicked somebody once, and the entry of each."""
    town = Town()
    kicks = {one: town.happens(2 + at / 24, one, 20, 5) for at, one in enumerate(_PEOPLE)}
    return town, kicks


def _file(town: Town) -> GuildJson:
    file = town.json()
    people = [{"id": str(one), **names} for one, names in _PEOPLE.items()]
    many = [{"id": str(650_000_000_000_000_001 + at), "username": f"member{at}"} for at in range(_MANY)]
    file["guild"]["members"] += [{"user": one, "roles": []} for one in (*people, *many)]
    file["guild"]["members"][-_MANY - len(people) + 3]["nick"] = "Captain"
    file["audit_log"]["users"] += people
    file["guild"]["roles"].append({"id": str(GUILD + 5), "name": "Members", "permissions": "0", "position": 2})
    return file


def _archive(tmp_path: pathlib.Path, *, is_kept: bool) -> str:
    return f"sqlite:///{tmp_path}/archive.sqlite3" if is_kept else ""


def _searches(session: Session) -> int:
    """How often Discord was asked who is called so."""
    return len([row for row in session.discord.requests if row["path"].endswith("/members/search")])


@both
async def test_each_name_finds_them(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """Username, display name, nickname and a name of signs alone find who has it; the answer says what was typed."""
    town, kicks = _town()
    async with play(_file(town), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        if is_kept:
            await told(session, "✅ Complete")
        shown = {
            typed: await session.do(f"/audit search actor:{typed}")
            for typed in ("kyle_mods", "Kyle V", "captain", "🔥🔥🔥", "flames", "xx_m")
        }
        flames = await session.do("/audit search query:🔥🔥🔥")
        signs = await session.do('/audit search query:"🔥🔥🔥"')
    for typed, who in (("kyle_mods", KYLE), ("Kyle V", KYLE), ("captain", KYLE), ("🔥🔥🔥", FLAMES),
                       ("flames", FLAMES), ("xx_m", MEMBER)):  # fmt: skip
        assert entry_ids(shown[typed]) == [kicks[who]], (typed, text(shown[typed]))
    assert entry_ids(flames) == entry_ids(signs) == [kicks[FLAMES]]
    assert "by **Captain** (“kyle\\_mods”) (or a bot for them)" in text(shown["kyle_mods"])
    assert "by **Captain** (“Kyle V”) (or" in text(shown["Kyle V"])
    assert "by **🔥🔥🔥** (“flames”)" in text(shown["flames"])


@both
async def test_several_of_a_name(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """A name of two means either, says who they are, and a menu leads to the one that is meant."""
    town, kicks = _town()
    async with play(_file(town), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        if is_kept:
            await told(session, "✅ Complete")
        either = await session.do("/audit search actor:bob")
        which = candidates(either)
        chosen = await session.do("choose Bob (bob.)")
        restarted = await session.do("press Refresh")
        begun = await session.do("/audit search actor:bobb")
        one = await session.do("/audit search actor:@kyle_mods")
    assert entry_ids(either) == [kicks[BOB], kicks[DOT]]
    assert "by **bob** (bob) or **Bob** (bob.) (“bob”) (or a bot for them)" in text(either)
    assert which == {"bob (bob)": str(BOB), "Bob (bob.)": str(DOT)}
    assert entry_ids(chosen) == entry_ids(restarted) == [kicks[DOT]]
    assert "by **Bob** (or" in text(chosen)
    assert candidates(chosen) == candidates(begun) == candidates(one) == {}
    assert entry_ids(begun) == [kicks[BOBBY]]


@both
async def test_the_very_name_is_meant(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """Who is called just so is meant, whoever else has a name that begins so."""
    town, _ = _town()
    ban = town.happens(1, ANNA, 22, MEMBER)
    town.happens(1, ANNA, 31, GUILD + 5, change("name", "Members", "Member-s"))
    async with play(_file(town), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        if is_kept:
            await told(session, "✅ Complete")
        found = await session.do("/audit search target:Member")
    assert entry_ids(found) == [ban]
    assert candidates(found) == {}


async def test_too_many_of_a_name(play: Play) -> None:
    """Of more than 50 nobody means all: it says how many there are, under the word, and asks for more letters."""
    town, _ = _town()
    async with play(_file(town)) as session:
        result = await session.do("/audit search actor:member1,membe")
        few = await session.do("/audit search query:actor:member5")
    assert "```\nactor:member1,membe\n              ^^^^^\n```" in text(result)
    assert "61 people and things have names that begin like `membe`, and I look for 50 at most" in text(result)
    assert "```" not in text(few)


@both
async def test_one_request_for_a_name(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """Whom neither page nor archive knows is asked for once in ten minutes, whom they know never, nobody else."""
    town = Town()
    town.happens(1, ANNA, 22, BOB)
    async with play(_file(town), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        if is_kept:
            await told(session, "✅ Complete")
        counts: list[int] = []
        for typed in ("captain", "captain", "Captain", "nobodyatall", "nobodyatall", "@anna"):
            await session.do(f"/audit search actor:{typed}")
            counts.append(_searches(session))
        looked_up = [row["path"] for row in session.discord.requests if "/users/6" in row["path"]]
    assert counts == [1, 1, 1, 2, 2, 2]
    assert looked_up == []


@both
async def test_the_name_of_the_server(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """The server's name means the server, and words do not mean everyone, who have the same id, by it."""
    town, _ = _town()
    renamed = town.happens(1, ANNA, 1, GUILD, change("name", "Riverside", "Harbor"))
    allowed = town.happens(1.5, ANNA, 31, GUILD, change("permissions", "0", "1024"))
    async with play(_file(town), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        if is_kept:
            await told(session, "✅ Complete")
        target = await session.do("/audit search target:Riverside")
        words = await session.do("/audit search query:riverside")
        role = await session.do("/audit search role:Riverside")
        named = [
            await session.do(f"/audit history of:{one}") for one in ("riverside", "this server", "server", "harbor")
        ]
        again = await session.do("press Refresh")
        everyone = await session.do("/audit history of:@everyone")
        typed = [(await session.do(f"type /audit history of:{one}")).choices for one in ("River", "serv")]
        proposed = (await session.do("type /audit history of:")).choices
    assert entry_ids(target) == [renamed, allowed]
    assert "done to this server or everyone (“Riverside”)" in text(target)
    assert entry_ids(words) == [renamed]
    assert "`Riverside` is this server itself." in text(role)
    for one in (*named, again):
        assert entry_ids(one) == [renamed]
        assert "🔎 about this server" in text(one)
    assert entry_ids(everyone) == [allowed]
    assert "🔎 about everyone\n" in text(everyone)
    assert [[one["value"] for one in some] for some in typed] == [[str(GUILD)]] * 2
    assert {"name": f"Riverside (server {GUILD})", "value": str(GUILD)} in proposed


@both
async def test_proposals_tell_people_apart(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """Two people of one name are proposed with their usernames, before a letter is typed and after."""
    town, twins = Town(), (640_000_000_000_000_021, 640_000_000_000_000_022)
    for one in twins:
        town.happens(one % 10, ANNA, 20, one)
    file = _file(town)
    people = [{"id": str(one), "username": f"rob_{one % 10}", "global_name": "Robert"} for one in twins]
    file["audit_log"]["users"] += people
    file["guild"]["members"].append({"user": people[0], "roles": []})
    async with play(file, archive=_archive(tmp_path, is_kept=is_kept)) as session:
        if is_kept:
            await told(session, "✅ Complete")
        shown = [(await session.do(f"type /audit search target:{one}")).choices for one in ("", "Rob", "rob_2")]
    labels = [[one["name"] for one in some if one["value"] in map(str, twins)] for some in shown]
    first, second = (f"Robert, rob_{one % 10} (user {one})" for one in twins)
    assert labels == [[first, second], [first, second], [f"rob_2, Robert (user {twins[1]})"]]


@both
async def test_words_that_find_another_name(play: Play, tmp_path: pathlib.Path, *, is_kept: bool) -> None:
    """What words find by a name that no line shows, such as one of then, is said above the lines, with that name."""
    town, kicks = _town()
    town.happens(9, ANNA, 11, GENERAL, change("name", "general", "plans"))
    deleted = town.happens(1, ANNA, 72, BOB, options={"channel_id": str(GENERAL), "count": "3"})
    async with play(_file(town), archive=_archive(tmp_path, is_kept=is_kept)) as session:
        if is_kept:
            await told(session, "✅ Complete")
        of_then = await session.do("/audit search query:who deleted #plans")
        again = await session.do("press Refresh")
        of_now = await session.do("/audit search query:kicked kyle_mods")
        shown = await session.do("/audit search query:deleted general")
    assert entry_ids(of_then) == entry_ids(again) == entry_ids(shown) == [deleted]
    for one in (of_then, again):
        assert "with “deleted” · with “plans” (or **\\#general**, then called plans)\n" in text(one)
    assert entry_ids(of_now) == [kicks[KYLE]]
    assert "with “kicked” · with “kyle mods” (or **Kyle V** (kyle\\_mods))\n" in text(of_now)
    assert "with “deleted” · with “general”\n" in text(shown)
