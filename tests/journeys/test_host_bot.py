"""Somebody's own bot on the public API, and what reaches it of the log."""

import asyncio
import contextlib
import datetime
import json
import logging
import pathlib
import sys
from collections.abc import AsyncGenerator
from typing import Any

import hikari
import lightbulb
import pytest
from tests.example_bot import bot as example

import lightbulb_audit
from discord_standin import Discord, GuildFile, Session
from discord_standin.example import example_guild
from lightbulb_audit.services.collector.schedule import Schedule

from .collected import HURRY, guild_of, past

_ENTRY = "GUILD_AUDIT_LOG_ENTRY_CREATE"
_EXAMPLE = pathlib.Path(example.__file__)


def _emit(discord: Discord, reason: str, **more: Any) -> dict[str, Any]:
    """Somebody is banned; the gateway says so, if the bot listens."""
    state = discord.world.state
    entry = {
        "id": state.snowflakes.next(),
        "guild_id": state.id,
        "action_type": 22,
        "user_id": state.guild["owner_id"],
        "target_id": "123456789012345678",
        "reason": reason,
        **more,
    }
    discord.emit(_ENTRY, entry)
    return entry


@contextlib.asynccontextmanager
async def _example(archive: str = "") -> AsyncGenerator[Session]:
    """The example bot as a process, for its tables are those of a process."""
    file = example_guild(datetime.datetime.now(datetime.UTC))
    channel = next(one["id"] for one in file["guild"]["channels"] if one["name"] == "general")
    argv = [sys.executable, str(_EXAMPLE), "{rest_url}"]
    env = {"DISCORD_TOKEN": "{token}", "ARCHIVE": archive, "MIRROR": channel}
    async with Discord(GuildFile.from_json(file)) as discord, Session(discord, argv, env) as session:
        yield session


def _said(result: Any) -> str:
    return "\n".join(answer["message"]["content"] for answer in result.to_json()["answers"])


async def _posted(session: Session, wanted: int = 1) -> list[str]:
    """What was posted, when so much came and then nothing for a second."""
    found: list[str] = []
    for _ in range(20):
        some = (await session.do("wait 1")).to_json()["posted"]
        if not some and len(found) >= wanted:
            break
        found += [one["message"]["content"] for one in some]
    return found


async def test_the_example_bot_searches(tmp_path: pathlib.Path) -> None:
    """Its own commands search as `/audit` does, by its own words, and are told what is wrong with a query."""
    async with _example(f"sqlite:///{tmp_path}/audit.sqlite3") as session:
        found = await session.do("/find")
        for _ in range(50):
            found = await session.do("/find query:action:exile limit:2")
            if _said(found).startswith("15 found in the archive\n"):
                break
            await asyncio.sleep(0.2)
        wrong = await session.do("/find query:foo:bar")
        last = await session.do("/last")
        theirs = await session.do("/audit search query:action:exiled count:1")
    head, first, *_, more = _said(found).splitlines()
    assert head == "15 found in the archive"
    assert first.startswith("🪃 anna banned spam\\*mer\\_42 — raid, see \\#mod\\-log · <t:")
    assert more.startswith("more before ")
    assert _said(wrong).startswith("I do not understand that. I know no filter called foo.")
    assert _said(last).startswith("🪃 ")
    embed = theirs.to_json()["answers"][0]["message"]["embeds"][0]
    assert "🪃 **anna** banned" in embed["description"]


async def test_each_new_entry_is_an_event_once(tmp_path: pathlib.Path) -> None:
    """What the gateway says twice comes once; what it lost comes late; what was before the archive comes not at all."""
    async with _example(f"sqlite:///{tmp_path}/audit.sqlite3") as session:
        await session.do("/find")
        assert await _posted(session, 0) == []
        entry = _emit(session.discord, "raid [ordered by anna/123456789012345678]")
        session.discord.world.dispatch(_ENTRY, entry)
        live = await _posted(session)
        await session.do("stop")
        _emit(session.discord, "while away")
        # What is late may be told before the step that starts the bot ends.
        late = [one["message"]["content"] for one in (await session.do("start")).to_json()["posted"]]
        late += await _posted(session, 1 - len(late))
    assert len(live) == 1
    assert live[0].startswith("🪃 Barliman Butterbur banned ")  # asked of Discord, since no cache has her
    assert live[0].endswith("[0 changes]")
    assert len(late) == 1
    assert late[0].startswith("late: ")
    assert "while away" in late[0]


async def test_without_an_archive_the_gateway_alone_tells() -> None:
    """Each entry comes once as it is made; what was made while the bot was away stays untold."""
    async with _example() as session:
        await session.do("/find")
        entry = _emit(session.discord, "one")
        session.discord.world.dispatch(_ENTRY, entry)
        _emit(session.discord, "of a type that nobody knows", action_type=987, options={"odd": "1"})
        live = await _posted(session, 2)
        await session.do("stop")
        _emit(session.discord, "while away")
        await session.do("start")
        late = await _posted(session, 0)
    assert sorted("action 987" in text for text in live) == [False, True]
    assert late == []


def test_a_saved_page_is_summed_up(tmp_path: pathlib.Path) -> None:
    """A page is read without a bot."""
    file = example_guild(datetime.datetime.now(datetime.UTC))
    path = tmp_path / "page.json"
    path.write_text(json.dumps(file["audit_log"]), encoding="utf-8")
    assert f": {len(file['audit_log']['audit_log_entries'])} entries by " in example.summary(path)


@contextlib.asynccontextmanager
async def _bot(
    discord: Discord, archive: str, intents: hikari.Intents
) -> AsyncGenerator[lightbulb.GatewayEnabledClient]:
    """A bot in this process, not loaded yet."""
    bot = hikari.GatewayBot(discord.token, rest_url=discord.rest_url, intents=intents, banner=None, logs=None)
    client = lightbulb.client_from_app(bot)
    registry = client.di.registry_for(lightbulb.di.Contexts.DEFAULT)
    registry.register_value(lightbulb_audit.Config, lightbulb_audit.Config(archive=archive))
    registry.register_value(Schedule, Schedule(**HURRY))
    await bot.start(check_for_updates=False)
    try:
        yield client
    finally:
        await bot.close()


async def test_without_the_intent_the_archive_tells(tmp_path: pathlib.Path) -> None:
    """Entries that no event can tell of are events all the same, once each, the earliest first."""
    got: list[lightbulb_audit.AuditEntryEvent] = []

    async def listen(event: lightbulb_audit.AuditEntryEvent) -> None:
        got.append(event)

    address = f"sqlite:///{tmp_path}/a.sqlite3"
    async with guild_of(entries=past(150)) as discord, _bot(discord, address, hikari.Intents.GUILDS) as client:
        client.app.event_manager.subscribe(lightbulb_audit.AuditEntryEvent, listen)
        await client.load_extensions("lightbulb_audit")
        await client.start()
        audit = await _registered(client)
        for _ in range(100):
            await asyncio.sleep(0.1)
            if (await audit.search(int(discord.world.state.id), limit=1)).is_archived:
                break
        made = [_emit(discord, f"number {number}")["id"] for number in range(3)]
        for _ in range(100):
            await asyncio.sleep(0.1)
            if len(got) >= 3:
                break
        await asyncio.sleep(1.0)
    assert [str(int(event.record.id)) for event in got] == made
    assert all(event.is_late for event in got)


async def _registered(client: lightbulb.Client) -> lightbulb_audit.AuditLog:
    async with client.di.enter_context(lightbulb.di.Contexts.DEFAULT) as container:
        return await container.get(lightbulb_audit.AuditLog)


async def test_the_log_of_a_client_outlives_a_reload(caplog: pytest.LogCaptureFixture) -> None:
    """What a command was given searches as long as the extension is loaded, and says so where it is not."""
    mine = lightbulb_audit.AuditLog()
    with pytest.raises(lightbulb_audit.AuditLogError, match="is not loaded"):
        await mine.search(1)
    async with guild_of(entries=past(150)) as discord, _bot(discord, "", hikari.Intents.GUILDS) as client:
        client.di.registry_for(lightbulb.di.Contexts.DEFAULT).register_value(lightbulb_audit.AuditLog, mine)
        guild_id = int(discord.world.state.id)
        await client.load_extensions("lightbulb_audit")
        await client.start()
        assert await _registered(client) is mine
        first = await mine.search(guild_id, limit=100)
        assert first.next_before is not None
        rest = await mine.search(guild_id, limit=100, before=first.next_before)
        ids = [text.id for text in (*first.entries, *rest.entries)]
        assert (len(ids), ids) == (150, sorted(ids, reverse=True))
        assert (rest.next_before, rest.is_archived, rest.is_complete) == (None, False, False)
        await client.unload_extensions("lightbulb_audit")
        assert not mine.is_running
        await client.load_extensions("lightbulb_audit")
        assert (await mine.search(guild_id, limit=1)).entries == first.entries[:1]
        with pytest.raises(lightbulb_audit.QueryError, match="no filter called foo"):
            await mine.search(guild_id, "foo:bar")
        await client.unload_extensions("lightbulb_audit")
        await discord_forbids(discord)
        await client.load_extensions("lightbulb_audit")
        with pytest.raises(lightbulb_audit.AuditLogError, match="permission View audit log"):
            await mine.search(guild_id)
    for limit in (0, 101):
        with pytest.raises(ValueError, match="limit"):
            await mine.search(guild_id, limit=limit)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def discord_forbids(discord: Discord) -> None:
    """The bot loses the permission."""
    async with Session(discord) as session:
        await session.do("fault forbid")


async def test_loaded_late_it_says_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    """A registry that is in use takes nothing: the log says what to register before."""
    async with guild_of(entries=past(3)) as discord, _bot(discord, "", hikari.Intents.GUILDS) as client:
        await client.start()
        async with client.di.enter_context(lightbulb.di.Contexts.DEFAULT):
            with caplog.at_level(logging.INFO, "lightbulb_audit"):
                await client.load_extensions("lightbulb_audit")
    assert any("register an AuditLog() before" in record.getMessage() for record in caplog.records)
