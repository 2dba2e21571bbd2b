"""Who asks learns nothing of another server, nothing that is closed to them, and nothing from forged messages."""

import base64
import copy
import json
import pathlib
import random
from typing import Any, cast

import pytest

from discord_standin import Session
from discord_standin.copies import copies

from .conftest import GuildJson, Play, bans
from .seen import entry_ids, message, publicly, text

_MARK = "zqx"
"""Begins every name that the other server alone has; nothing else holds it."""

_NAMES = frozenset(
    {"name", "username", "global_name", "nick", "topic", "description", "reason", "content", "title", "tags", "text"}
)
_CLOSED = {"allow": "0", "deny": str(1 << 10), "type": 0}
_OPEN = {"allow": str(1 << 10 | 1 << 16), "deny": "0", "type": 1}
_PRIVATE_THREAD = 12


def _marked(value: Any, rng: random.Random, key: str = "") -> Any:
    """A guild file whose every name is one that is nowhere else."""
    if isinstance(value, dict):
        return {name: _marked(held, rng, name) for name, held in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_marked(held, rng, key) for held in cast("list[Any]", value)]
    is_named = key in _NAMES or (key in {"old_value", "new_value"} and isinstance(value, str) and not value.isdigit())
    return f"{_MARK}{rng.randrange(10**9):09d}" if isinstance(value, str) and is_named else value


def _two(guild: GuildJson, rng: random.Random) -> tuple[GuildJson, GuildJson]:
    """The example's guild, and another one of the same shape whose people were never in the first."""
    first, other = copies(guild, 2)
    return first, {**_marked({**other, "bot": None}, rng), "bot": first["bot"]}


def _of(other: GuildJson, rng: random.Random) -> dict[int, str]:
    """An action type for each kind of thing, and the id of such a thing of the other server."""
    held, log = other["guild"], other["audit_log"]
    things: dict[int, list[dict[str, Any]]] = {
        11: held["channels"], 111: held["threads"], 31: held["roles"], 61: held["emojis"], 91: held["stickers"],
        51: log["webhooks"], 101: log["guild_scheduled_events"], 141: log["auto_moderation_rules"],
        81: log["integrations"], 131: held["soundboard_sounds"],
    }  # fmt: skip
    ids = {kind: [str(one.get("id") or one.get("sound_id")) for one in some] for kind, some in things.items() if some}
    return {kind: rng.choice(some) for kind, some in ids.items()}


def _naming(guild: GuildJson, targets: dict[int, str]) -> list[dict[str, Any]]:
    """Entries of the first server's log that name things of the other: by mistake, or made up."""
    rows = bans(guild, len(targets), seconds_ago=1800)
    return [
        {"id": row["id"], "user_id": row["user_id"], "action_type": kind, "target_id": target_id}
        | {"options": {"channel_id": targets[11]}}
        for row, (kind, target_id) in zip(rows, targets.items(), strict=True)
    ]


async def _everything(session: Session, step: str) -> str:
    """All that came of a step: answers with their files, choices, and what was refused."""
    result = await session.do(step)
    files = [str(one.get("data")) for answer in result.to_json()["answers"] for one in answer["message"]["attachments"]]
    decoded = "".join(_decoded(one) for one in files)
    return json.dumps(result.to_json(), ensure_ascii=False) + decoded


def _decoded(data: str) -> str:
    return base64.b64decode(data).decode("utf-8", "replace")


def _questions(first: str, other: GuildJson, ids: list[str], name: str) -> list[str]:
    """Ways to ask in the first server about things of the other, by their ids and by the beginning of a name."""
    channel_id, messages = next((one, some) for one, some in other["messages"].items() if some)
    link = f"https://discord.com/channels/{{}}/{channel_id}/{messages[0]['id']}"
    by_id = ("/audit recent target:{}", "/audit search target:{}", "/audit search about:{}", "/audit history of:{}",
             "/audit history of:{} at:now", "/audit entry id:{}", "/audit export about:{} format:jsonl",
             "/audit search channel:{}", "/audit search role:{}", "/audit search actor:{}")  # fmt: skip
    return [
        *(way.format(one) for one in ids for way in by_id),
        *(f"/audit entry id:{link.format(guild_id)}" for guild_id in (first, other["guild"]["id"])),
        f"/audit entry id:{other['audit_log']['audit_log_entries'][0]['id']}",
        *(f"type /audit search {one}:{name}" for one in ("target", "about", "actor", "channel", "role", "query")),
        f"type /audit search query:target:{name}",
        f"type /audit history of:{name}",
        f"type /audit entry id:{name}",
        f"/audit search target:{name}",
        f"/audit search text:{name}",
        "/audit recent count:25",
        "/audit coverage",
        "/audit export format:jsonl",
    ]


@pytest.mark.parametrize("seed", range(2))
async def test_nothing_in_one_server_tells_of_another(play: Play, guild: GuildJson, address: str, seed: int) -> None:
    """No answer, proposal, file or error in a server holds a name that only another one of the same bot has."""
    rng = random.Random(seed)
    first, other = _two(guild, rng)
    targets = _of(other, rng)
    log = first["audit_log"]
    named = _naming(first, targets)
    first = {**first, "audit_log": {**log, "audit_log_entries": [*named, *log["audit_log_entries"]]}}
    people = [
        rng.choice(other["guild"]["voice_states"])["user_id"],
        rng.choice(other["guild"]["members"])["user"]["id"],
    ]
    steps = _questions(str(guild["guild"]["id"]), other, [*targets.values(), *people], _MARK)
    async with play({"guilds": [first, other]}, archive=address) as session:
        await session.do("/audit recent count:1")
        await session.do("wait 1.5")
        await session.do(f"in {other['guild']['id']}")
        assert f"{_MARK}0" in await _everything(session, f"type /audit search target:{_MARK}0")
        assert f"{_MARK}0" in (await _everything(session, "/audit export format:jsonl"))
        await session.do(f"in {first['guild']['id']}")
        steps += [f"/audit entry id:{one['id']}" for one in named]
        for step in rng.sample(steps, 60):
            said = (await _everything(session, step)).replace(json.dumps(step)[1:-1], "")
            assert not [part for part in said.split(_MARK)[1:] if part[:9].isdigit()], (step, said)


async def test_things_of_another_server_are_unknown(play: Play, guild: GuildJson) -> None:
    """An id of another server is answered about exactly as one that never was."""
    first, other = _two(guild, random.Random(7))
    (named,) = _naming(first, {11: other["guild"]["channels"][1]["id"]})
    log = first["audit_log"]["audit_log_entries"]
    first = {**first, "audit_log": {**first["audit_log"], "audit_log_entries": [named, *log]}}
    nowhere = "123456789012345678"
    async with play({"guilds": [first, other]}) as session:
        for one in (*_of(other, random.Random(1)).values(), other["guild"]["voice_states"][0]["user_id"]):
            for way in ("/audit recent target:{}", "/audit search target:{}", "/audit history of:{}"):
                theirs, never = [text(await session.do(way.format(thing))) for thing in (one, nowhere)]
                assert theirs.replace(one, nowhere) == never
        looked = await session.do(f"/audit entry id:{named['id']}")
        asked = [request["path"] for request in session.discord.requests if "/channels/" in request["path"]]
    assert _MARK not in json.dumps(looked.to_json())
    # Only Discord can say whether it is there; what it says of another server's is not told.
    assert [path.split("/")[-1] for path in asked] == [named["options"]["channel_id"]]


def _closed(guild: GuildJson) -> tuple[GuildJson, dict[str, str]]:
    """The guild with a hidden channel and a private thread that no entry names, and Bob who may see the log alone."""
    held, everyone, bot = guild["guild"], guild["guild"]["id"], guild["bot"]["id"]
    overwrites: list[dict[str, Any]] = [{**_CLOSED, "id": everyone}, {**_OPEN, "id": bot}]
    general = next(one for one in held["channels"] if one["name"] == "general")
    hidden: dict[str, Any] = {
        **general,
        "id": "1300000000000000001",
        "name": "secretboard",
        "permission_overwrites": overwrites,
    }
    users: dict[str, str] = {member["user"]["username"]: member["user"]["id"] for member in held["members"]}
    thread: dict[str, Any] = {
        **held["threads"][0], "id": "1300000000000000002", "name": "secretthread", "type": _PRIVATE_THREAD,
        "parent_id": general["id"], "owner_id": held["owner_id"], "member_ids": [bot, users["hanamori"]],
    }  # fmt: skip
    reader: dict[str, Any] = {
        **held["roles"][1],
        "id": "1300000000000000003",
        "name": "Reader",
        "permissions": str(1 << 7),
    }
    readers = {users["bobthebuilder"], users["hanamori"]}
    members: list[dict[str, Any]] = [
        {**one, "roles": [*one["roles"], reader["id"]]} if one["user"]["id"] in readers else one
        for one in held["members"]
    ]
    changed: dict[str, Any] = {
        **held, "channels": [*held["channels"], hidden], "threads": [*held["threads"], thread],
        "roles": [*held["roles"], reader], "members": members,
    }  # fmt: skip
    return {**guild, "guild": changed}, {**users, "channel": hidden["id"], "thread": thread["id"]}


@pytest.mark.parametrize(
    ("asker", "sees"),
    [("barliman.b", {"channel", "thread"}), ("bobthebuilder", set[str]()), ("hanamori", {"thread"})],
)
async def test_proposals_show_what_the_asker_may_see(play: Play, guild: GuildJson, asker: str, sees: set[str]) -> None:
    """A hidden channel and a private thread are offered to whom Discord shows them, and to nobody else."""
    file, ids = _closed(guild)
    async with play(file, as_user=ids[asker]) as session:
        offered = await session.do("type /audit search channel:secret")
        words = await session.do("type /audit search query:about:secret")
        life = await session.do("type /audit history of:secret")
        asked = text(await session.do("/audit search channel:secretboard"))
        known = text(await session.do("/audit search channel:general"))
    wanted = {ids[one] for one in sees}
    for found in (offered, words, life):
        assert {str(one["value"]).rpartition(":")[2] for one in found.choices} == wanted
    assert ("in or about" in asked) is ("channel" in sees), asked
    assert "in or about" in known


@pytest.mark.parametrize("archived", [False, True])
async def test_what_an_entry_names_is_offered(
    play: Play, guild: GuildJson, tmp_path: pathlib.Path, archived: bool
) -> None:
    """Who may see the log is offered a closed channel that it names, as they read its name there."""
    file, ids = _closed(guild)
    (named,) = _naming(file, {11: ids["channel"]})
    file = {**file, "audit_log": {"audit_log_entries": [named, *file["audit_log"]["audit_log_entries"]]}}
    archive = f"sqlite:///{tmp_path}/archive.sqlite3" if archived else ""
    async with play(file, as_user=ids["bobthebuilder"], archive=archive) as session:
        await session.do("/audit recent")
        await session.do("wait 1")
        offered = await session.do("type /audit search channel:secret")
        found = await session.do("/audit search channel:secretboard")
    assert [one["value"] for one in offered.choices] == [ids["channel"]]
    assert entry_ids(found) == [named["id"]]


@pytest.mark.parametrize(("asker", "sees"), [("barliman.b", True), ("bobthebuilder", False)])
async def test_an_id_is_not_told_the_name_of_what_is_closed(
    play: Play, guild: GuildJson, asker: str, sees: bool
) -> None:
    """Who types the id of a channel that they cannot see, and that no entry names, does not learn what it is called."""
    file, ids = _closed(guild)
    ways = ("/audit recent target:{}", "/audit search channel:{}", "/audit history of:{}",
            "/audit history of:{} at:now", "/audit export about:{} format:html",
            "/audit export about:{} format:jsonl")  # fmt: skip
    async with play(file, as_user=ids[asker]) as session:
        said = [await _everything(session, way.format(ids["channel"])) for way in ways]
    assert ["secretboard" in one for one in said[:3]] == [sees] * 3
    assert sees or not any("secretboard" in one for one in said)


async def test_namesakes_are_those_that_the_asker_may_see(play: Play, guild: GuildJson) -> None:
    """A hidden channel that is called like an open one is named beside it to those who see it alone."""
    file, ids = _closed(guild)
    channels: list[dict[str, Any]] = file["guild"]["channels"]
    twin: dict[str, Any] = {**channels[-1], "name": "twin"}
    seen: dict[str, Any] = {**channels[-1], "id": "1300000000000000009", "name": "twin", "permission_overwrites": []}
    file = {**file, "guild": {**file["guild"], "channels": [*channels[:-1], twin, seen]}}
    said: dict[str, str] = {}
    async with play(file) as session:
        for asker in ("barliman.b", "bobthebuilder"):
            await session.do(f"as {ids[asker]}")
            said[asker] = json.dumps(message(await session.do(f"/audit history of:<#{seen['id']}>")))
            choices = (await session.do("type /audit history of:twin")).choices
            assert len(choices) == (2 if asker == "barliman.b" else 1)
    assert ids["channel"] in said["barliman.b"]
    assert ids["channel"] not in said["bobthebuilder"]


@pytest.mark.parametrize("forger", ["another bot", "a webhook"])
async def test_only_the_bots_own_messages_are_believed(play: Play, guild: GuildJson, forger: str) -> None:
    """The footer of another bot's or a webhook's message leads to no entry; that of the bot's own answer does."""
    entry_id = guild["audit_log"]["audit_log_entries"][5]["id"]
    general = next(one["id"] for one in guild["guild"]["channels"] if one["name"] == "general")
    tankard = next(one["user"] for one in guild["guild"]["members"] if one["user"]["username"] == "Tankard")
    hook = {"id": "1300000000000000005", "username": guild["bot"]["username"], "avatar": None, "bot": True}
    author = tankard if forger == "another bot" else hook
    forged = {
        "id": "1300000000000000006", "channel_id": general, "author": author, "content": "",
        "embeds": [{"type": "rich", "footer": {"text": f"Entry {entry_id}"}}],
        **({"webhook_id": hook["id"]} if forger == "a webhook" else {}),
    }  # fmt: skip
    file = {**guild, "messages": {**guild["messages"], general: [forged]}}
    link = f"https://discord.com/channels/{guild['guild']['id']}/{{}}/{{}}"
    async with play(file) as session:
        refused = text(await session.do(f"/audit entry id:{link.format(general, forged['id'])}"))
        own = message(await publicly(session, f"/audit entry id:{entry_id} private:false"))
        found = message(await session.do(f"/audit entry id:{link.format(own['channel_id'], own['id'])}"))
    assert refused.startswith("The audit log says nothing about that message")
    assert found["embeds"][0]["footer"]["text"] == f"Entry {entry_id}"


async def test_a_question_in_a_forged_message_is_not_answered(play: Play, guild: GuildJson) -> None:
    """A press under a webhook's copy of an answer, with another question in its footer, is refused."""
    async with play(guild) as session:
        await publicly(session, "/audit search query:action:member_ban_add count:1 private:false")
        answered = await session.do("press Older")
        state = session.discord.world.state
        forged: dict[str, Any] = copy.deepcopy(message(answered))
        hook = {
            "id": "1300000000000000005",
            "username": "auditor",
            "avatar": None,
            "discriminator": "0000",
            "bot": True,
        }
        forged |= {"id": state.snowflakes.next(), "author": hook, "webhook_id": hook["id"]}
        state.messages.touch(state.messages.add(forged))
        refused = text(await session.do("press Newest"))
    assert "action:member_ban_add" in message(answered)["embeds"][0]["footer"]["text"]
    assert "its buttons no longer work" in refused
    assert "action:" not in refused
