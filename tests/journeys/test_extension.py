"""The extension in other people's bots: real hikari bots in this process, with more or less than we would like."""

import asyncio
import contextlib
import datetime
import logging
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import hikari
import hikari.impl
import lightbulb
import pytest

import lightbulb_audit
from discord_standin import Discord, GuildFile, Session
from discord_standin.example import example_guild
from lightbulb_audit.commands.answers import permissions, responder
from lightbulb_audit.discord.source import RestAuditLog
from lightbulb_audit.errors import SilentError
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.render.message import MessagePayload

from .seen import is_on, publicly, text


@contextlib.asynccontextmanager
async def running(
    *,
    intents: hikari.Intents = hikari.Intents.GUILDS | hikari.Intents.GUILD_MODERATION,
    cache: hikari.api.CacheComponents = hikari.api.CacheComponents.ALL,
    values: Sequence[object] = (),
    times: int = 1,
    commands: Sequence[type[lightbulb.SlashCommand]] = (),
) -> AsyncGenerator[tuple[Session, lightbulb.GatewayEnabledClient]]:
    """A bot as the README has it, with the extension loaded so many times."""
    file = GuildFile.from_json(example_guild(datetime.datetime.now(datetime.UTC)))
    async with Discord(file) as discord, Session(discord) as session:
        bot = hikari.GatewayBot(
            discord.token,
            rest_url=discord.rest_url,
            intents=intents,
            banner=None,
            logs=None,
            cache_settings=hikari.impl.CacheSettings(components=cache),
        )
        client = lightbulb.client_from_app(bot)
        for value in values:
            registry: Any = client.di.registry_for(lightbulb.di.Contexts.DEFAULT)
            registry.register_value(type(value), value)

        @bot.listen(hikari.StartingEvent)
        async def starting(_: hikari.StartingEvent) -> None:  # pyright: ignore[reportUnusedFunction] - hikari calls it
            for command in commands:
                client.register(command)
            for _time in range(times):
                await client.load_extensions("lightbulb_audit")
            await client.start()

        await bot.start(check_for_updates=False)
        try:
            yield session, client
        finally:
            await bot.close()


def _tree(client: lightbulb.Client) -> dict[str, list[str]]:
    """The registered commands by name, and their subcommands."""
    groups = [command for command in client.registered_commands if isinstance(command, lightbulb.Group)]
    return {group.name: sorted(group.subcommands) for group in groups}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"cache": hikari.api.CacheComponents.NONE},
        {"intents": hikari.Intents.GUILDS},
        {"intents": hikari.Intents.NONE},
        {"times": 2},
    ],
    ids=["as the README has it", "without a cache", "without GUILD_MODERATION", "without any intent", "twice"],
)
async def test_loading_works(options: dict[str, Any]) -> None:
    """The commands are there, once, and answer."""
    async with running(**options) as (session, client):
        tree = _tree(client)
        result = await session.do("/audit recent count:2")
        older = await session.do("press Older")
    assert tree == {"audit": ["alert", "coverage", "entry", "export", "feed", "history", "recent", "search"]}
    assert "**anna** banned **spam" in text(result)
    assert is_on(older, "Newer")


async def test_unloading_leaves_nothing_behind() -> None:
    """Loading, unloading and loading again leaves the same listeners, tasks and commands as loading once."""
    async with running() as (session, client):
        await session.do("/audit recent count:2")
        listeners = len(client.app.event_manager.get_listeners(hikari.InteractionCreateEvent))
        tasks = len(asyncio.all_tasks())
        await client.unload_extensions("lightbulb_audit")
        without = len(client.app.event_manager.get_listeners(hikari.InteractionCreateEvent))
        empty = _tree(client)
        await client.load_extensions("lightbulb_audit")
        result = await session.do("/audit recent count:2")
        older = await session.do("press Older")
        after = len(client.app.event_manager.get_listeners(hikari.InteractionCreateEvent)), len(asyncio.all_tasks())
    assert without == listeners - 1
    assert empty == {}
    assert after == (listeners, tasks)
    assert "2 entries" in text(result)
    assert "2 entries" in text(older)


async def test_a_registered_config_is_used() -> None:
    """A `Config` in the client's DI is taken before loading, and the bot may still register more afterwards."""
    async with running(values=[lightbulb_audit.Config(count=3, private=False)]) as (session, client):
        result = await publicly(session, "/audit recent")
        frozen = client.di.registry_for(lightbulb.di.Contexts.DEFAULT)
    assert "3 entries" in text(result)
    assert result.to_json()["answers"][0]["ephemeral"] is False
    assert lightbulb_audit.Config in frozen


async def test_taking_the_config_does_not_freeze_the_registry() -> None:
    """A bot may register values of its own after it loaded the extension."""
    bot = hikari.GatewayBot("MQ.x.y", banner=None, logs=None)
    client = lightbulb.client_from_app(bot)
    registry = client.di.registry_for(lightbulb.di.Contexts.DEFAULT)
    registry.register_value(lightbulb_audit.Config, lightbulb_audit.Config(count=3))
    await client.load_extensions("lightbulb_audit")
    registry.register_value(int, 5)
    assert _tree(client) == {"audit": ["alert", "coverage", "entry", "export", "feed", "history", "recent", "search"]}


async def test_settings_that_cannot_be_used_are_named(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """A bot with a broken settings file goes on without the extension, and its log says what to mend."""
    (tmp_path / "mine.toml").write_text('[audit]\ntimezone = "Mars"\n', encoding="utf-8")
    monkeypatch.setenv("LIGHTBULB_AUDIT_CONFIG", str(tmp_path / "mine.toml"))
    client = lightbulb.client_from_app(hikari.GatewayBot("MQ.x.y", banner=None, logs=None))
    with caplog.at_level(logging.ERROR):
        await client.load_extensions("lightbulb_audit")
    said = "".join(str(record.exc_info and record.exc_info[1]) for record in caplog.records)
    assert _tree(client) == {}
    assert "mine.toml" in said
    assert "timezone is 'Mars'; it must be" in said


class TooLarge(lightbulb.SlashCommand, name="toolarge", description="Answers with what Discord refuses"):
    """A message that breaks a limit, at once or after it was put off."""

    seconds = lightbulb.number("seconds", "How long it takes", default=0.0)

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        """Answer as our own commands do."""

        async def work(_is_private: bool) -> MessagePayload:
            await asyncio.sleep(self.seconds)
            return MessagePayload(hikari.Embed(title="x" * 300))

        await responder.respond(ctx.interaction, work, responder.ResponseMode(edits=False, private=True))


async def test_a_refused_answer_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """Where Discord refuses a message of ours the asker gets a sentence, and no secret address gets into the log."""
    async with running(commands=[TooLarge]) as (session, _):
        at_once = await session.do("/toolarge")
        later = await session.do("/toolarge seconds:2.5")
    assert text(at_once).startswith("Something went wrong on my side")
    assert text(later).startswith("Something went wrong on my side")
    assert "Must be 256 or fewer" in caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("lightbulb_audit")]
    assert not any("/interactions/" in said or "/webhooks/" in said for said in ours)


async def test_loading_twice_at_once_loads_once() -> None:
    """Two loads side by side leave one listener and one set of commands."""
    async with running() as (_, client):
        before = len(client.app.event_manager.get_listeners(hikari.InteractionCreateEvent))
        loadables = lightbulb_audit.loader
        await asyncio.gather(loadables.add_to_client(client), loadables.add_to_client(client))
        after = len(client.app.event_manager.get_listeners(hikari.InteractionCreateEvent))
    assert before == after


async def test_patience_has_an_end() -> None:
    """In a bot whose hikari would wait for minutes, a read that takes too long is given up and said to be silent."""
    async with running() as (session, client):
        await session.do("fault latency 1500")
        guild_id = hikari.Snowflake(session.discord.world.state.id)
        with pytest.raises(SilentError) as caught:
            await RestAuditLog(client.app, patience=0.3).read(guild_id, PageRequest(limit=1))
    assert permissions.error_message(caught.value).startswith("Discord did not answer within 1 second")
