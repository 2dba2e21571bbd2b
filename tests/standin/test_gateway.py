"""An unpatched hikari bot connects, resumes, identifies anew, and hears what it may."""

import asyncio
import importlib.util
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import hikari
import pytest
from hikari.api.shard import GatewayCompression as Compression
from hikari.impl import config
from hikari.impl.shard import GatewayShardImpl
from tests.standin.worlds import GUILD_ID, guild_json

from discord_standin import Discord, GuildFile, Session
from discord_standin.example import example_guild

CAPTURED = Path(__file__).parents[3] / "shared" / "discord" / "payloads" / "guild_create.json"
GUILDS, MODERATION, MEMBERS = hikari.Intents.GUILDS, hikari.Intents.GUILD_MODERATION, hikari.Intents.GUILD_MEMBERS
_HEAD = f'{{"t":"GUILD_AUDIT_LOG_ENTRY_CREATE","d":{{"guild_id":"{GUILD_ID}","id":"%s","action_type":22,'
ENTRY = _HEAD + '"user_id":"1","target_id":"2"}}'


class Bot:
    """A hikari bot in this process, with what it heard."""

    def __init__(self, discord: Discord, intents: hikari.Intents) -> None:
        self.app = hikari.GatewayBot(
            discord.token,
            rest_url=discord.rest_url,
            intents=intents,
            banner=None,
            logs=None,
            suppress_optimization_warning=True,
            http_settings=config.HTTPSettings(),
        )
        self.heard: list[str] = []
        self.entries: list[str] = []
        self._news = asyncio.Condition()
        self.app.event_manager.subscribe(hikari.ShardPayloadEvent, self._hear)

    async def _hear(self, event: hikari.ShardPayloadEvent) -> None:
        if event.name == "GUILD_AUDIT_LOG_ENTRY_CREATE":
            self.entries.append(str(event.payload["id"]))
        async with self._news:
            self.heard.append(event.name)
            self._news.notify_all()

    async def until(self, name: str, count: int = 1) -> None:
        """Wait until an event was heard that often."""
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: self.heard.count(name) >= count)


@asynccontextmanager
async def _running(intents: hikari.Intents, **parts: Any) -> AsyncGenerator[tuple[Discord, Session, Bot]]:
    async with Discord(GuildFile.from_json(guild_json(**parts))) as discord, Session(discord) as session:
        bot = Bot(discord, intents)
        await bot.app.start(check_for_updates=False)
        try:
            await bot.until("GUILD_CREATE")
            yield discord, session, bot
        finally:
            await bot.app.close()


def _event_file(tmp_path: Path, *ids: int) -> Path:
    path = tmp_path / f"events-{ids[0]}.jsonl"
    path.write_text("\n".join(ENTRY % number for number in ids))
    return path


async def test_connects_and_sees_the_guild() -> None:
    """The bot's cache holds the guild; without GUILD_MEMBERS only itself, and unseen channels without names."""
    async with _running(GUILDS) as (_, __, bot):
        guild = bot.app.cache.get_guild(int(GUILD_ID))
        assert guild is not None
        assert [member.username for member in guild.get_members().values()] == ["auditor"]
        assert {str(channel.name) for channel in guild.get_channels().values()} == {"general", "___hidden___"}


async def test_members_intent_brings_members() -> None:
    """With GUILD_MEMBERS the bot has all members, and its request for chunks is answered."""
    async with _running(GUILDS | MEMBERS) as (_, __, bot):
        assert len(bot.app.cache.get_members_view_for_guild(int(GUILD_ID))) == 3
        await bot.app.request_guild_members(int(GUILD_ID), query="be", limit=5)
        await bot.until("GUILD_MEMBERS_CHUNK")


@pytest.mark.parametrize("compression", [None, Compression.TRANSPORT_ZLIB_STREAM, Compression.PAYLOAD_ZLIB_STREAM])
async def test_compressions(compression: Compression | None) -> None:
    """Hikari's shard understands the stand-in without compression, with packed payloads, and with a packed stream."""
    async with _running(GUILDS) as (discord, _, bot):
        shard = GatewayShardImpl(
            compression=compression,
            event_factory=bot.app.event_factory,
            event_manager=bot.app.event_manager,
            http_settings=config.HTTPSettings(),
            proxy_settings=config.ProxySettings(),
            intents=GUILDS,
            token=discord.token,
            url=discord.world.gateway.url,
        )
        await shard.start()
        try:
            await bot.until("GUILD_CREATE", 2)
        finally:
            await shard.close()


async def test_zstd_needs_its_module() -> None:
    """A zstd stream is served where Python has zstd, else the connection is closed."""
    has_zstd = any(importlib.util.find_spec(name) for name in ("compression", "backports"))
    async with Discord(GuildFile.from_json(guild_json())) as discord, aiohttp.ClientSession() as client:
        url = f"{discord.world.gateway.url}?v=10&encoding=json&compress=zstd-stream"
        async with client.ws_connect(url) as socket:
            message = await socket.receive()
    assert message.type is (aiohttp.WSMsgType.BINARY if has_zstd else aiohttp.WSMsgType.CLOSE)


async def test_audit_log_events_need_intent_and_permission(tmp_path: Path) -> None:
    """Entries reach the bot with GUILD_MODERATION and VIEW_AUDIT_LOG, and not while that is taken from it."""
    async with _running(GUILDS | MODERATION) as (_, session, bot):
        await session.do(f"event {_event_file(tmp_path, 1)}")
        await session.do("fault forbid")
        await bot.until("GUILD_ROLE_UPDATE")
        await session.do(f"event {_event_file(tmp_path, 2)}")
        await session.do("fault calm")
        await session.do(f"event {_event_file(tmp_path, 3)}")
        assert bot.entries == ["1", "3"]
    async with _running(GUILDS) as (_, session, bot):
        await session.do(f"event {_event_file(tmp_path, 1)}")
        assert bot.entries == []


async def test_resumes_after_a_disconnect(tmp_path: Path) -> None:
    """After a cut connection the bot resumes and hears what it missed."""
    async with _running(GUILDS | MODERATION) as (discord, session, bot):
        await session.do("fault disconnect")
        await session.do(f"event {_event_file(tmp_path, 1, 2)}")
        await bot.until("RESUMED")
        assert bot.entries == ["1", "2"]
        assert discord.world.gateway.identified == 1


async def test_identifies_anew_after_an_invalid_session(tmp_path: Path) -> None:
    """After an invalid session the bot begins anew, and what happened meanwhile is lost to it."""
    async with _running(GUILDS | MODERATION) as (discord, session, bot):
        await session.do("fault invalid-session")
        await session.do(f"event {_event_file(tmp_path, 1)}")
        await bot.until("READY", 2)
        await session.do(f"event {_event_file(tmp_path, 2)}")
        assert bot.entries == ["2"]
        assert discord.world.gateway.identified == 2


async def test_a_forgotten_session_cannot_be_resumed() -> None:
    """Where the session is gone with the connection, a bot that wants to resume begins anew, and events are lost."""
    async with _running(GUILDS | MODERATION) as (discord, _, bot):
        discord.world.gateway.forget()
        discord.emit("GUILD_AUDIT_LOG_ENTRY_CREATE", json.loads(ENTRY % 1)["d"])
        await bot.until("READY", 2)
        discord.emit("GUILD_AUDIT_LOG_ENTRY_CREATE", json.loads(ENTRY % 2)["d"])
        await bot.until("GUILD_AUDIT_LOG_ENTRY_CREATE")
        assert bot.entries == ["2"]
        assert "RESUMED" not in bot.heard


async def test_the_bot_leaves_and_joins() -> None:
    """A bot that left hears of the guild no more and may ask nothing of it, until it joins again."""
    async with _running(GUILDS | MODERATION) as (discord, _, bot):
        discord.leave()
        await bot.until("GUILD_DELETE")
        discord.emit("GUILD_AUDIT_LOG_ENTRY_CREATE", json.loads(ENTRY % 1)["d"])
        with pytest.raises(hikari.NotFoundError):
            await bot.app.rest.fetch_guild(int(GUILD_ID))
        assert [guild async for guild in bot.app.rest.fetch_my_guilds()] == []
        discord.join()
        await bot.until("GUILD_CREATE", 2)
        assert (await bot.app.rest.fetch_guild(int(GUILD_ID))).name == "Pony"
        assert bot.entries == []


async def test_reconnects_when_asked() -> None:
    """RECONNECT is followed by a RESUME."""
    async with _running(GUILDS) as (discord, _, bot):
        discord.world.gateway.ask_to_reconnect()
        await bot.until("RESUMED")


async def test_grow_changes_an_entry_silently(tmp_path: Path) -> None:
    """A grown entry has the new count over REST, and no event tells of it."""
    async with _running(GUILDS | MODERATION) as (discord, session, bot):
        await session.do(f"event {_event_file(tmp_path, 1)}")
        before = len(bot.heard)
        assert (await session.do("grow 1 7")).error is None
        entry = discord.world.state.audit_log.find("1")
        assert entry is not None
        assert entry["options"] == {"count": "7"}
        assert len(bot.heard) == before
        assert (await session.do("grow 99 7")).is_malformed


async def test_rest_faults() -> None:
    """Errors, rate limits and dropped connections are what hikari takes them for, and are over in time."""
    async with _running(GUILDS) as (discord, session, bot):
        rest = bot.app.rest
        await session.do("fault error 403 1")
        with pytest.raises(hikari.ForbiddenError):
            await rest.fetch_user(2)
        await session.do("fault rate-limit 0.2")
        assert (await rest.fetch_user(2)).username == "bert"
        await session.do("fault rate-limit 600")
        with pytest.raises(hikari.RateLimitTooLongError):
            await rest.fetch_user(2)
        await session.do("fault calm")
        assert 429 in [row["status"] for row in discord.requests]


async def test_wrong_token_is_closed_for_good() -> None:
    """A wrong token is refused by closing with 4004."""
    async with Discord(GuildFile.from_json(guild_json())) as discord, aiohttp.ClientSession() as client:
        async with client.ws_connect(f"{discord.world.gateway.url}?v=10&encoding=json") as socket:
            await socket.receive()
            await socket.send_json({"op": 2, "d": {"token": "x", "intents": 1}})
            message = await socket.receive()
        assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 4004)


@pytest.mark.parametrize("name", ["example", "captured"])
async def test_hikari_takes_whole_guilds(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Hikari reads every part of the example guild, and of a guild that was captured from Discord."""
    if name == "captured" and not CAPTURED.is_file():
        pytest.skip("the captured payloads are not there")
    file = GuildFile.read(CAPTURED) if name == "captured" else GuildFile.from_json(example_guild(datetime.now(UTC)))
    async with Discord(file) as discord:
        bot = Bot(discord, hikari.Intents.ALL)
        await bot.app.start(check_for_updates=False)
        try:
            await bot.until("GUILD_CREATE")
            state, cache, guild_id = discord.world.state, bot.app.cache, int(discord.world.state.id)
            assert len(cache.get_roles_view_for_guild(guild_id)) == len(state.roles)
            assert len(cache.get_guild_channels_view_for_guild(guild_id)) == len(state.channels)
            assert len(cache.get_members_view_for_guild(guild_id)) == len(state.members)
            assert len(cache.get_threads_view_for_guild(guild_id)) == len(state.visible_threads())
            assert len(await bot.app.rest.fetch_guild_channels(guild_id)) <= len(state.channels)
            assert (await bot.app.rest.fetch_guild(guild_id)).name == state.guild["name"]
        finally:
            await bot.app.close()
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
