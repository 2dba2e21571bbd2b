"""Every command takes the same words in the same way."""

import pathlib
from typing import Any

import pytest

from discord_standin import Session

from .conftest import GuildJson, Play
from .seen import entry_ids, message, text

ARCHIVES = pytest.mark.parametrize("is_archived", [False, True], ids=["live", "archived"])


def _archive(folder: pathlib.Path, *, is_archived: bool) -> str:
    return f"sqlite:///{folder / 'audit.sqlite3'}" if is_archived else ""


def _reads(session: Session) -> int:
    return len([row for row in session.discord.requests if row["path"].endswith("/audit-logs")])


def _person(guild: GuildJson, name: str) -> str:
    """The id of a member by username or display name."""
    users = [one["user"] for one in guild["guild"]["members"]]
    return next(one["id"] for one in users if name in (one["username"], one.get("global_name")))


def _about(guild: GuildJson, *targets: str) -> list[str]:
    """The ids of the entries that were done to any of these, by a plain reading of the log."""
    return [one["id"] for one in guild["audit_log"]["audit_log_entries"] if str(one.get("target_id")) in targets]


@ARCHIVES
async def test_recent_takes_names(play: Play, guild: GuildJson, tmp_path: pathlib.Path, *, is_archived: bool) -> None:
    """A name, an id and a mention as `target` find all that the log has of it; an id costs one read."""
    bob = _person(guild, "bob")
    wanted = _about(guild, bob)
    archive = _archive(tmp_path, is_archived=is_archived)
    async with play(guild, archive=archive) as session:
        before = _reads(session)
        by_id = await session.do(f"/audit recent target:{bob} count:25")
        assert is_archived or _reads(session) == before + 1
        by_name = await session.do("/audit recent target:bob count:25")
        unknown = await session.do("/audit recent target:nobody_at_all")
    assert wanted
    assert entry_ids(by_id) == entry_ids(by_name) == wanted
    assert text(unknown).endswith(
        "I know nobody and nothing called `nobody_at_all`. Mention them, give an id, or choose from the list that "
        "appears while you type."
    )


async def test_a_name_of_several_walks_on(play: Play, guild: GuildJson) -> None:
    """Where several are called so all of them are meant, on the next page too."""
    log: list[dict[str, Any]] = guild["audit_log"]["audit_log_entries"]
    twins = [{"id": str(10**17 + at), "username": f"twin_{at}", "discriminator": "0", "avatar": None} for at in (1, 2)]
    rows: list[dict[str, Any]] = [
        {**log[at], "action_type": 20, "target_id": twins[at % 2]["id"], "changes": []} for at in range(6)
    ]
    file: GuildJson = {**guild, "users": twins, "audit_log": {"audit_log_entries": rows, "users": twins}}
    async with play(file) as session:
        first = await session.do("/audit recent target:twin count:3")
        second = await session.do("press Older")
    assert [*entry_ids(first), *entry_ids(second)] == [row["id"] for row in rows]


@ARCHIVES
async def test_empty_options_propose_what_is_recent(
    play: Play, guild: GuildJson, tmp_path: pathlib.Path, *, is_archived: bool
) -> None:
    """What the newest entries hold is proposed before a letter is typed, to those alone who may see them."""
    newest = guild["audit_log"]["audit_log_entries"][0]
    steps = {
        "/audit search actor:": newest["user_id"],
        "/audit search query:by:": newest["user_id"],
        "/audit search target:": newest["target_id"],
        "/audit recent target:": newest["target_id"],
        "/audit export target:": newest["target_id"],
    }
    others = ("/audit search channel:", "/audit search role:", "/audit history of:")
    async with play(guild, archive=_archive(tmp_path, is_archived=is_archived)) as session:
        for step, wanted in steps.items():
            choices = (await session.do(f"type {step}")).choices
            assert choices[0]["value"].endswith(wanted), step
        for step in others:
            assert (await session.do(f"type {step}")).choices, step
        await session.do(f"as {_person(guild, 'bob')}")
        for step in (*steps, *others):
            assert (await session.do(f"type {step}")).choices == [], step


@ARCHIVES
async def test_who_left_is_proposed(play: Play, guild: GuildJson, tmp_path: pathlib.Path, *, is_archived: bool) -> None:
    """Whom no cache knows is proposed by the name that the log or the archive has."""
    log = guild["audit_log"]["audit_log_entries"]
    left = {"id": "1300000000000000077", "username": "gone_mod", "avatar": None, "discriminator": "0"}
    rows = [{**log[0], "user_id": left["id"]}, *log[1:]]
    users = [*guild["audit_log"]["users"], left]
    file: GuildJson = {**guild, "users": [*guild["users"], left]}
    file["audit_log"] = {**guild["audit_log"], "audit_log_entries": rows, "users": users}
    async with play(file, archive=_archive(tmp_path, is_archived=is_archived)) as session:
        await session.do("wait 1")
        choices = (await session.do("type /audit search actor:")).choices
        assert choices[0]["value"].endswith(left["id"])
        assert "gone_mod" in choices[0]["name"]


async def test_an_export_is_named_after_its_question(play: Play) -> None:
    """The file's name says whose log it is, what was asked, and when."""
    async with play() as session:
        result = await session.do("/audit export action:member_ban_add format:csv")
    names = [file["filename"] for file in message(result)["attachments"]]
    assert names[0].startswith("audit-log-the-prancing-pony-member-banned-20")
