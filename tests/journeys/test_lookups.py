"""Whom and what entries name by id alone: looked up once an hour, a few at a time, and never called gone unasked."""

import copy
import pathlib
from typing import Any

from discord_standin import Session, StepResult

from .conftest import GuildJson, Play, bans
from .seen import message, text

_SOME_TIME = "2026-11-20T08:00:00+00:00"


def strangers(count: int) -> list[dict[str, Any]]:
    """Accounts of people whom neither page nor cache knows, by ids that rise."""
    return [
        {"id": str(10**17 + index), "username": f"stranger{index}", "discriminator": "0", "avatar": None}
        for index in range(count)
    ]


def logged(guild: GuildJson, *entries: dict[str, Any], users: list[dict[str, Any]] | None = None) -> GuildJson:
    """The guild with a log of these entries, and these accounts beside its members."""
    owner = [user for user in guild["audit_log"]["users"] if user["id"] == guild["guild"]["owner_id"]]
    log = {"audit_log_entries": list(entries), "users": owner}
    return {**guild, "audit_log": log, "users": [*guild.get("users", []), *(users or [])]}


def entry(guild: GuildJson, action_type: int, *, minutes_ago: int = 60, **parts: Any) -> dict[str, Any]:
    """An entry of the owner's."""
    (ban,) = bans(guild, 1, seconds_ago=60 * minutes_ago)
    return {"id": ban["id"], "user_id": ban["user_id"], "action_type": action_type, "target_id": None, **parts}


def asked(session: Session, since: int = 0) -> list[str]:
    """What the bot asked Discord for beside the log, its commands and its answers."""
    paths = [row["path"] for row in session.discord.requests[since:] if row["method"] == "GET"]
    aside = ("audit-logs", "/interactions", "/webhooks", "/gateway", "/applications")
    return [path for path in paths if not any(one in path for one in aside)]


def fields(result: StepResult) -> dict[str, str]:
    """The fields of the entry's embed by heading."""
    return {field["name"]: field["value"] for field in message(result)["embeds"][0].get("fields", [])}


async def test_people_of_a_list(play: Play, guild: GuildJson) -> None:
    """A list asks for five unknown people at most, the next one for the others, and nobody is asked for twice."""
    file = logged(guild, *bans(guild, 9), users=strangers(7))
    async with play(file) as session:
        first = text(await session.do("/audit recent count:25 fold:False"))
        asked_first = asked(session)
        second = text(await session.do("/audit recent count:25 fold:False"))
        asked_second = asked(session)[len(asked_first) :]
        third = text(await session.do("/audit recent count:25 fold:False"))
        asked_third = asked(session)[len(asked_first) + len(asked_second) :]
    assert asked_first == [f"/users/{10**17 + index}" for index in range(5)]
    assert [f"**stranger{index}**" in first for index in range(7)] == [True] * 5 + [False] * 2
    assert "banned user 100000000000000006" in first
    assert asked_second == [f"/users/{10**17 + index}" for index in range(5, 9)]
    assert "**stranger6**" in second
    assert "banned user 100000000000000008" in second
    assert (asked_third, third) == ([], second)


async def test_one_read_one_answer(play: Play, guild: GuildJson) -> None:
    """Where page and cache know all names, a list costs one read of the log and one answer."""
    async with play(guild) as session:
        await session.do("/audit recent count:25")
        before = len(session.discord.requests)
        await session.do("/audit recent count:25")
        rows = [(row["method"], row["path"]) for row in session.discord.requests[before:]]
    assert [method for method, _ in rows] == ["GET", "POST"]
    assert rows[0][1].endswith("/audit-logs")


async def test_what_the_archive_has(play: Play, guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """Whose name and username the archive has is not asked for, in a list or an entry, and reads the same."""
    rows = guild["audit_log"]["audit_log_entries"]
    ban = next(row for row in rows if row["action_type"] == 22)
    async with play(guild) as session:
        without = await session.do(f"/audit entry id:{ban['id']}")
    async with play(guild, archive=f"sqlite:///{tmp_path}/archive.sqlite3") as session:
        await session.do("/audit recent count:25")
        await session.do("wait 1")
        await session.do("/audit recent count:25")
        told = await session.do(f"/audit entry id:{ban['id']}")
        paths = asked(session)
    assert paths == []
    assert (text(told), fields(told)) == (text(without), fields(without))


async def test_a_slow_discord_costs_names_alone(play: Play, guild: GuildJson) -> None:
    """A list does not wait for names once it is a second and a half old; the next one has them."""
    file = logged(guild, *bans(guild, 2), users=strangers(2))
    async with play(file) as session:
        await session.do("fault latency 900")
        slow = await session.do("/audit recent")
        await session.do("fault calm")
        await session.do("wait 1")
        since = len(session.discord.requests)
        later = text(await session.do("/audit recent"))
        again = asked(session, since)
    assert "stranger" not in text(slow)
    assert "user 100000000000000000" in text(slow)
    assert "**stranger0**" in later
    assert again == []


async def test_an_entry_asks_for_five(play: Play, guild: GuildJson) -> None:
    """An entry that names nine unknown people costs five look-ups, those of its sentence first; none is made twice."""
    people = [user["id"] for user in strangers(9)]
    overwrites = [{"id": one, "type": 1, "allow": "1024", "deny": "0"} for one in people[1:]]
    changes = [
        {"key": "name", "new_value": "pier"},
        {"key": "permission_overwrites", "new_value": overwrites},
        {"key": "owner_id", "old_value": guild["guild"]["owner_id"], "new_value": people[0]},
    ]
    moved = entry(guild, 1, target_id=guild["guild"]["id"], changes=changes[2:])
    made = entry(guild, 10, minutes_ago=90, target_id="1500000000000000000", changes=changes[:2])
    async with play(logged(guild, moved, made, users=strangers(9))) as session:
        told = await session.do(f"/audit entry id:{moved['id']}")
        one = asked(session)
        wide = await session.do(f"/audit entry id:{made['id']}")
        five = asked(session)[len(one) :]
        await session.do(f"/audit entry id:{made['id']}")
        rest = asked(session)[len(one) + len(five) :]
        await session.do(f"/audit entry id:{made['id']}")
        every = asked(session)
    assert "transferred the server to **stranger0**" in text(told)
    assert one == ["/users/100000000000000000"]
    assert len(five) == 5
    assert "stranger1" in fields(wide)["Changes"]
    assert len(rest) == 3
    assert sorted(every) == sorted(f"/users/{one}" for one in people)


async def test_everybody_inside(play: Play, guild: GuildJson) -> None:
    """Inviter, creator, those whom a command is allowed to, members of overwrites and apps are called by name."""
    names = strangers(5)
    inviter, creator, member, app, author = (one["id"] for one in names)
    channel = next(one["id"] for one in guild["guild"]["channels"] if one["type"] == 0)
    allowed = {"id": member, "type": 2, "permission": True}
    rows = [
        entry(guild, 42, minutes_ago=61, changes=[{"key": "code", "old_value": "gull"},
              {"key": "inviter_id", "old_value": inviter}]),
        entry(guild, 140, minutes_ago=62, target_id="5", changes=[{"key": "name", "new_value": "Calm"},
              {"key": "creator_id", "new_value": creator}]),
        entry(guild, 121, minutes_ago=63, target_id="1500000000000000001", options={"application_id": app},
              changes=[{"key": member, "new_value": allowed}]),
        entry(guild, 14, minutes_ago=64, target_id=channel, options={"id": member, "type": "1"},
              changes=[{"key": "deny", "old_value": "0", "new_value": "2048"}]),
        entry(guild, 191, minutes_ago=65, changes=[{"key": "welcome_message",
              "new_value": {"author_ids": [author], "message": "Hi"}}]),
    ]  # fmt: skip
    async with play(logged(guild, *rows, users=names)) as session:
        told = [await session.do(f"/audit entry id:{row['id']}") for row in rows]
    shown = [f"{text(one)}\n{fields(one)}" for one in told]
    for who, said in zip(("stranger0", "stranger1", "stranger2", "stranger2", "stranger4"), shown, strict=True):
        assert who in said
    assert "of **stranger3**" in shown[2]


def _archived(guild: GuildJson, **parts: Any) -> dict[str, Any]:
    parent = next(one for one in guild["guild"]["channels"] if one["name"] == "general")
    return {
        "id": "1500000000000000007", "guild_id": guild["guild"]["id"], "parent_id": parent["id"], "type": 11,
        "owner_id": guild["guild"]["owner_id"], "name": "night shift", "last_message_id": None,
        "rate_limit_per_user": 0, "message_count": 1, "member_count": 1, "flags": 0,
        "thread_metadata": {"archived": True, "locked": False, "archive_timestamp": _SOME_TIME,
                            "auto_archive_duration": 1440},
        **parts,
    }  # fmt: skip


def _pinned(guild: GuildJson, thread: dict[str, Any]) -> tuple[GuildJson, dict[str, Any], dict[str, Any]]:
    """The guild with an archived thread and a message in it; a pin of that message, and a deletion in the thread."""
    owner = next(user for user in guild["audit_log"]["users"] if user["id"] == guild["guild"]["owner_id"])
    kept: dict[str, Any] = {
        "id": "1500000000000000008", "channel_id": thread["id"], "author": owner, "content": "the lamp is out",
        "type": 0, "timestamp": _SOME_TIME, "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": True,
    }  # fmt: skip
    places = {"channel_id": thread["id"]}
    pin = entry(guild, 74, target_id=owner["id"], options={**places, "message_id": kept["id"]})
    gone = entry(guild, 72, minutes_ago=70, target_id=owner["id"], options={**places, "count": "1"})
    file = logged(guild, pin, gone)
    inside = copy.deepcopy(guild["guild"])
    inside["threads"] = [*inside.get("threads", []), thread]
    return {**file, "guild": inside, "messages": {thread["id"]: [kept]}}, pin, gone


async def test_an_archived_thread(play: Play, guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """What lies in an archived thread is never called gone: a list tells its id, an entry its name and its message."""
    file, pin, gone = _pinned(guild, _archived(guild))
    for archive in ("", f"sqlite:///{tmp_path}/archive.sqlite3"):
        async with play(file, archive=archive) as session:
            listed = text(await session.do("/audit recent"))
            await session.do("wait 1")
            told = await session.do(f"/audit entry id:{gone['id']}")
            looked = await session.do(f"/audit entry id:{pin['id']}")
            await session.do(f"/audit entry id:{pin['id']}")
            named = text(await session.do("/audit recent"))
            channels = [path for path in asked(session) if path == "/channels/1500000000000000007"]
        assert "gone" not in listed
        assert "1500000000000000007" in listed
        assert "in **night shift**" in text(told)
        assert "in **night shift**" in text(looked)
        assert "the lamp is out" in fields(looked)["The message"]
        assert "in **night shift**" in named
        assert len(channels) == 1


async def test_gone_and_hidden(play: Play, guild: GuildJson) -> None:
    """404 means gone, and 403 hidden; what an entry deleted keeps its name in a list, at no request."""
    held = copy.deepcopy(guild["guild"])
    closed = {"id": held["id"], "type": 0, "allow": "0", "deny": str(1 << 10)}
    general = next(one for one in held["channels"] if one["name"] == "general")
    attic = {**general, "id": "1500000000000000010", "name": "attic", "permission_overwrites": [closed]}
    held["channels"].append(attic)
    held["roles"] = [{**one, "permissions": str(int(one["permissions"]) & ~(1 << 3))} for one in held["roles"]]
    held["threads"] = [_archived(guild, parent_id=attic["id"])]
    place, inside = "1500000000000000009", "1500000000000000007"
    owner = held["owner_id"]
    deleted = entry(guild, 72, target_id=owner, options={"channel_id": place, "count": "2"})
    hidden = entry(guild, 72, minutes_ago=55, target_id=owner, options={"channel_id": inside, "count": "2"})
    removed = entry(guild, 12, minutes_ago=50, target_id=place, changes=[{"key": "name", "old_value": "cellar"}])
    async with play({**logged(guild, removed, hidden, deleted), "guild": held}) as session:
        listed = text(await session.do("/audit recent"))
        assert asked(session) == []
        gone = text(await session.do(f"/audit entry id:{deleted['id']}"))
        closed_off = text(await session.do(f"/audit entry id:{hidden['id']}"))
        paths = asked(session)
    assert "in **\\#cellar**" in listed
    assert f"in channel {inside}" in listed
    assert f"a channel that is gone ({place})" in gone
    assert f"a channel hidden from the bot ({inside})" in closed_off
    assert paths == [f"/channels/{place}", f"/channels/{inside}"]


async def test_found_by_name(play: Play, guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """Who stands only inside changes is found by name, be they a member or long gone, with an archive or without."""
    names = strangers(1)
    invite = entry(guild, 42, changes=[{"key": "code", "old_value": "gull"},
                   {"key": "inviter_id", "old_value": names[0]["id"]}])  # fmt: skip
    for archive in ("", f"sqlite:///{tmp_path}/archive.sqlite3"):
        async with play(logged(guild, invite, users=names), archive=archive) as session:
            await session.do("/audit recent")
            await session.do("wait 1")
            found = text(await session.do("/audit history of:stranger0"))
            again = text(await session.do("/audit search query:about:@stranger0"))
            nobody = text(await session.do("/audit search query:about:nobodyelse"))
        assert "deleted the invite **gull**" in found
        assert "about **stranger0**" in found
        assert "deleted the invite **gull**" in again
        assert "nobodyelse" in nobody


async def test_words_that_are_a_name(play: Play, guild: GuildJson) -> None:
    """Words that no text has find whom an entry names by id alone; what they cost is paid once."""
    names = strangers(1)
    invite = entry(guild, 42, changes=[{"key": "inviter_id", "old_value": names[0]["id"]}])
    async with play(logged(guild, invite, users=names)) as session:
        found = text(await session.do("/audit search query:stranger0"))
        await session.do("/audit search query:stranger0")
        nobody = text(await session.do("/audit search query:gibberish"))
        await session.do("/audit search query:gibberish")
        paths = asked(session)
    assert "deleted an invite" in found
    assert "Nothing in the audit log fits this." in nobody
    assert len([path for path in paths if path.endswith("/members/search")]) == 2
    assert [path for path in paths if path.startswith("/users/")] == [f"/users/{names[0]['id']}"]


async def test_nobody_is_in_the_way(play: Play, guild: GuildJson) -> None:
    """Those whom Discord does not know take nobody's place: the next answer asks for five others."""
    apps = [str(10**17 + 50 + index) for index in range(6)]
    rows = [
        entry(guild, 121, minutes_ago=60 + index, target_id=app, options={"application_id": app})
        for index, app in enumerate(apps)
    ]
    ban = {**bans(guild, 1, seconds_ago=9000)[0], "target_id": "100000000000000000"}
    async with play(logged(guild, *rows, ban, users=strangers(1))) as session:
        first = text(await session.do("/audit recent fold:False"))
        second = text(await session.do("/audit recent fold:False"))
    assert "stranger0" not in first
    assert "banned **stranger0**" in second
    assert f"app {apps[0]}" in second
