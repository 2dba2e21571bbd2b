"""Routes answer as Discord's do, where a bot may not, or asks for what does not exist."""

import json
from pathlib import Path

import pytest
from tests.standin.worlds import BOT_ID, GUILD_ID, guild_json, serving

from discord_standin import Discord, GuildFile, StandinError
from discord_standin.step_faults import set_fault


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/channels/77", 404, 10003),
        ("/channels/11", 403, 50001),
        ("/channels/11/messages", 403, 50001),
        ("/channels/10/messages/5", 404, 10008),
        ("/users/77", 404, 10013),
        (f"/guilds/{GUILD_ID}/members/3", 404, 10007),
        (f"/guilds/{GUILD_ID}/members/77", 404, 10013),
        (f"/guilds/{GUILD_ID}/roles/77", 404, 10011),
        (f"/guilds/{GUILD_ID}/webhooks", 403, 50013),
        ("/guilds/77", 404, 10004),
        ("/webhooks/77/token/messages/@original", 404, 10015),
        (f"/applications/{BOT_ID}/commands/5", 404, 10063),
        ("/nonsense", 501, 0),
        (f"/guilds/{GUILD_ID}/onboarding", 501, 0),
    ],
)
async def test_refusals(path: str, status: int, code: int) -> None:
    """Unknown ids, lacking permissions and unknown routes have Discord's statuses and codes."""
    async with serving() as client:
        answer_status, body = await client.ask("GET", path)
    assert (answer_status, body["code"]) == (status, code)


async def test_token_and_log() -> None:
    """A wrong token is refused, and every request is logged without any token."""
    async with serving() as client:
        status, _ = await client.ask("GET", "/users/@me", headers={"Authorization": "Bot wrong"})
        await client.ask("POST", "/interactions/5/secret/callback", json={"type": 4})
        log = client.discord.requests
        assert client.discord.token not in json.dumps(log)
    assert status == 401
    assert [(row["method"], row["path"], row["status"]) for row in log] == [
        ("GET", "/users/@me", 401),
        ("POST", "/interactions/5/{token}/callback", 404),
    ]
    assert log[1]["body"] == {"type": 4}


async def test_rate_limit_headers() -> None:
    """Answers carry the headers of a bucket, which is the same for the same route."""
    async with serving() as client:
        first, second = await client.headers("/users/2"), await client.headers("/users/1")
    assert first["X-RateLimit-Bucket"] == second["X-RateLimit-Bucket"]
    assert int(second["X-RateLimit-Remaining"]) == int(first["X-RateLimit-Remaining"]) - 1


async def test_error_429_is_a_rate_limit() -> None:
    """The next requests get what Discord sends with a 429, the one after them is answered."""
    async with serving() as client:
        set_fault(client.discord.world, "error 429 2")
        headers = await client.headers("/users/2")
        status, body = await client.ask("GET", "/users/2")
        after, _ = await client.ask("GET", "/users/2")
    assert (status, body) == (429, {"message": "You are being rate limited.", "retry_after": 1.0, "global": False})
    assert (headers["Retry-After"], headers["X-RateLimit-Remaining"]) == ("1", "0")
    assert {"X-RateLimit-Bucket", "X-RateLimit-Reset", "X-RateLimit-Reset-After", "X-RateLimit-Scope"} <= set(headers)
    assert after == 200


async def test_hidden_channels_are_left_out() -> None:
    """The list of channels leaves out what the bot cannot view."""
    async with serving() as client:
        _, channels = await client.ask("GET", f"/guilds/{GUILD_ID}/channels")
    assert [channel["id"] for channel in channels] == ["10"]


async def test_messages_of_a_channel() -> None:
    """A channel's messages come newest first, by page; edits and deletions hold."""
    held = [{"id": str(number), "content": str(number), "author": {"id": "1"}} for number in (3, 1, 2)]
    async with serving(messages={"10": held}) as client:
        _, page = await client.ask("GET", "/channels/10/messages", params={"limit": "2"})
        _, rest = await client.ask("GET", "/channels/10/messages", params={"before": "2"})
        status, _ = await client.ask("PATCH", "/channels/10/messages/1", json={"content": "x"})
        _, own = await client.ask("POST", "/channels/10/messages", json={"content": "own"})
        _, edited = await client.ask("PATCH", f"/channels/10/messages/{own['id']}", json={"content": "new"})
        gone, _ = await client.ask("DELETE", f"/channels/10/messages/{own['id']}")
        after, _ = await client.ask("GET", f"/channels/10/messages/{own['id']}")
    assert [message["id"] for message in page] == ["3", "2"]
    assert [message["id"] for message in rest] == ["1"]
    assert (status, edited["content"], gone, after) == (403, "new", 204, 404)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"guild": {}}', '{"guild": {"id": "1", "roles": 5}}', "[" * 9999])
def test_bad_guild_file(tmp_path: Path, text: str) -> None:
    """A guild file that is none is refused with one sentence."""
    path = tmp_path / "guild.json"
    path.write_text(text)
    with pytest.raises(StandinError):
        GuildFile.read(path)


async def test_bare_guild_is_completed() -> None:
    """A guild alone, in its envelope or not, gets a bot that may view the audit log, and an owner."""
    for value in ({"id": "5"}, {"guild": {"id": 5}}, {"guild": {"t": "GUILD_CREATE", "d": {"id": "5"}}}):
        async with Discord(GuildFile.from_json(value)) as discord:
            state = discord.world.state
            assert state.bot["id"] in state.members
            assert state.guild["owner_id"] in state.members
            assert state.permissions(state.bot["id"]) & 128


async def test_taken_port(tmp_path: Path) -> None:
    """A port or a log that cannot be had is said in one sentence."""
    file = GuildFile.from_json(guild_json())
    async with Discord(file) as discord:
        port = int(discord.rest_url.split(":")[2].split("/")[0])
        with pytest.raises(StandinError, match=str(port)):
            async with Discord(file, port):
                pass
    with pytest.raises(StandinError, match="cannot be written"):
        async with Discord(file, requests_path=tmp_path / "no" / "log"):
            pass
