"""Several guilds with one bot: each route, event and step is of one of them."""

import asyncio
import datetime
import json
from pathlib import Path

import aiohttp
import pytest

from discord_standin import Discord, GuildFile, Session, StandinError
from discord_standin.copies import copies
from discord_standin.example import example_guild
from discord_standin.rate_limits import REQUESTS_A_SECOND
from discord_standin.values import Payload

from .worlds import BOT_ARGV, BOT_ENV, GUILD_ID, Client, entries, guild_json

OTHER = "2000000000000000000"


def other() -> Payload:
    """A guild file of a second guild: its own channel, role and people, and the log of its own."""
    return {
        "guild": {
            "id": OTHER,
            "name": "Green Dragon",
            "owner_id": "7",
            "roles": [{"id": OTHER, "name": "@everyone", "permissions": "1024"}],
            "channels": [{"id": "20", "type": 0, "name": "hobbits"}],
            "members": [{"user": {"id": "7", "username": "sam"}, "roles": []}],
            "webhooks": [{"id": "70", "type": 1, "channel_id": "20", "guild_id": OTHER, "name": "hook"}],
        },
        "audit_log": {"audit_log_entries": entries(500)},
    }


def both() -> GuildFile:
    """Both guilds."""
    return GuildFile.from_json({"guilds": [guild_json(audit_log={"audit_log_entries": entries(400)}), other()]})


async def test_each_route_is_of_the_guild_that_it_names() -> None:
    """A guild's id, a channel's id and a user's id each find what is theirs, in whichever guild it is."""
    async with Discord(both()) as discord, aiohttp.ClientSession() as http:
        client = Client(discord, http)
        named = [(await client.ask("GET", f"/guilds/{one}"))[1]["name"] for one in (GUILD_ID, OTHER)]
        channels = [(await client.ask("GET", f"/channels/{one}"))[1]["guild_id"] for one in ("10", "20")]
        users = [(await client.ask("GET", f"/users/{one}"))[1]["username"] for one in ("1", "7")]
        logs = [(await client.ask("GET", f"/guilds/{one}/audit-logs"))[1] for one in (GUILD_ID, OTHER)]
        foreign = (await client.ask("GET", f"/guilds/{GUILD_ID}/members/7"))[0]
        mine = (await client.ask("GET", "/users/@me/guilds"))[1]
        after = (await client.ask("GET", f"/users/@me/guilds?after={GUILD_ID}"))[1]
        before = (await client.ask("GET", f"/users/@me/guilds?before={OTHER}&limit=1"))[1]
    assert named == ["Pony", "Green Dragon"]
    assert channels == [GUILD_ID, OTHER]
    assert users == ["anna", "sam"]
    assert [[entry["id"] for entry in log["audit_log_entries"]] for log in logs] == [["400"], ["500"]]
    assert foreign == 404
    assert [[guild["id"] for guild in some] for some in (mine, after, before)] == [
        [GUILD_ID, OTHER],
        [OTHER],
        [GUILD_ID],
    ]


async def test_steps_happen_in_the_guild_that_was_entered(tmp_path: Path) -> None:
    """`in` changes where people act, and who acts where nobody of that id is; events go where they say."""
    event = tmp_path / "event.jsonl"
    role = {"guild_id": OTHER, "role": {"id": "60", "name": "Gardeners"}}
    event.write_text(json.dumps({"t": "GUILD_ROLE_CREATE", "d": role}))
    async with Discord(both()) as discord, Session(discord, BOT_ARGV, BOT_ENV) as session:
        first = await session.do(f"event {event}")
        moved = await session.do(f"in {OTHER}")
        stranger = await session.do("as 2")
        nowhere = await session.do("in 5")
        back = await session.do(f"in {GUILD_ID}")
        states = discord.world.states
    assert (first.error, moved.error, back.error) == (None, None, None)
    assert (moved.as_user, back.as_user) == ("7", "1")
    assert stranger.is_malformed
    assert nowhere.is_malformed
    assert "60" in states[OTHER].roles
    assert "60" not in states[GUILD_ID].roles


def test_copies_have_ids_of_their_own() -> None:
    """Of all ids in the copies of the example only the bot's is in two, and each copy reads as the first does."""
    made = copies(example_guild(datetime.datetime.now(datetime.UTC)), 3)
    files = GuildFile.from_json({"guilds": made})
    held = [files, *files.others]
    seen = [
        {one["id"] for name in ("roles", "channels", "members") for one in file.guild[name] if "id" in one}
        | {entry["id"] for entry in file.audit_log["audit_log_entries"]}
        | {member["user"]["id"] for member in file.guild["members"]}
        for file in held
    ]
    bot = {str(made[0]["bot"]["id"])}
    for index, some in enumerate(seen):
        assert len(some) == len(seen[0])
        assert all(some & more <= bot for more in seen[index + 1 :])
    for file in held[1:]:
        roles = {role["id"] for role in file.guild["roles"]}
        assert all(role in roles for member in file.guild["members"] for role in member["roles"])
        assert [role["permissions"] for role in file.guild["roles"]] == [
            role["permissions"] for role in files.guild["roles"]
        ]


def test_copies_are_of_each_shard() -> None:
    """The copies' own moments differ, as the shard goes by those: of four shards each has two of eight guilds."""
    made = copies(guild_json(), 8)
    assert sorted((int(one["guild"]["id"]) >> 22) % 4 for one in made) == [0, 0, 1, 1, 2, 2, 3, 3]


async def test_many_guilds_share_the_limit_over_all_routes() -> None:
    """Of 60 requests at once to two guilds the last are refused, until the second is over; answers are not counted."""
    async with Discord(both()) as discord, aiohttp.ClientSession() as http:
        client = Client(discord, http)
        paths = [f"/guilds/{(GUILD_ID, OTHER)[number % 2]}" for number in range(60)]
        asked = asyncio.gather(*(client.ask("GET", path) for path in paths))
        answers, headers = await asyncio.gather(asked, client.headers(f"/guilds/{OTHER}"))
        answer, _ = await client.ask("POST", "/interactions/5/secret/callback", json={"type": 4})
        refused = [body for status, body in answers if status == 429]
        await asyncio.sleep(refused[-1]["retry_after"])
        later, _ = await client.ask("GET", f"/guilds/{OTHER}")
    assert sum(status == 200 for status, _ in answers) == REQUESTS_A_SECOND
    assert all(body["global"] for body in refused)
    assert (headers["X-RateLimit-Global"], headers["X-RateLimit-Scope"]) == ("true", "global")
    assert (answer, later) == (404, 200)


async def test_one_guild_alone_is_not_held_to_it() -> None:
    """What is tried in a single guild goes as fast as it can."""
    async with Discord(GuildFile.from_json(guild_json())) as discord, aiohttp.ClientSession() as http:
        client = Client(discord, http)
        answers = await asyncio.gather(*(client.ask("GET", f"/guilds/{GUILD_ID}") for _ in range(60)))
    assert {status for status, _ in answers} == {200}


def test_two_guilds_of_one_id_are_refused() -> None:
    """A file whose guilds are the same one is a mistake, and says so."""
    with pytest.raises(StandinError, match="same id"):
        Discord(GuildFile.from_json({"guilds": [guild_json(), guild_json()]}))
