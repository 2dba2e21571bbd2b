"""A client that is gone leaves nothing behind: no task, no thread, no listener, and not itself."""

import asyncio
import gc
import logging
import pathlib
import threading
from typing import Any

import hikari
import lightbulb
import pytest
from tests.journeys.feed_kit import channel_of
from tests.journeys.hosts import bots
from tests.journeys.hosts.bots import Host
from tests.journeys.hosts.test_hosts import GUILD, NO_SERVER_WARNINGS, check_commands, check_presses, errors, text

from discord_standin import Discord, GuildFile, Session
from lightbulb_audit import Config, plugin


def _all_listeners(client: lightbulb.Client) -> int:
    """How many listeners a gateway's bot has, of whatever event."""
    app: Any = client.app
    return 0 if isinstance(app, hikari.RESTBot) else sum(map(len, app.event_manager._listeners.values()))


def _clients() -> list[lightbulb.Client]:
    """All clients that the process has; they take no weak reference."""
    return [one for one in gc.get_objects() if issubclass(type(one), lightbulb.Client)]


async def _use(session: Session, discord: Discord, host: Host) -> None:
    await check_commands(session, host)
    await check_presses(session, host)
    if host.config.archive:
        made = await session.do(f"/audit feed add channel:{channel_of(discord)} query:banned")
        assert made.error is None
        assert "Feed 1 posts" in text(await session.do("press Yes"), host)


def _kept() -> int:
    """How many clients the module-level table holds."""
    of_all: Any = plugin
    return len(of_all._plugin._running)


@NO_SERVER_WARNINGS
@pytest.mark.parametrize("is_rest", [False, True], ids=["gateway", "no gateway"])
@pytest.mark.parametrize("has_archive", [False, True], ids=["live", "archive and a feed"])
@pytest.mark.parametrize("unloads", [False, True], ids=["not unloaded", "unloaded"])
async def test_a_closed_client_leaves_nothing(
    is_rest: bool, has_archive: bool, unloads: bool, tmp_path: pathlib.Path, caplog: pytest.LogCaptureFixture
) -> None:
    """After each command was used once and the bot closed, all is as before and the client freed, unloaded or not."""
    # The log of the forged signature would hold the bot by its traceback.
    caplog.set_level(logging.CRITICAL, "hikari.interaction_server")
    config = Config(archive=f"sqlite:///{tmp_path}/audit.sqlite3" if has_archive else "")
    # Bots of other tests may have ended without unloading: what they hold is theirs.
    gc.collect()
    alive, kept = len(_clients()), _kept()
    before: list[int] = []

    async def count(_: Any, client: lightbulb.Client) -> None:
        before.append(_all_listeners(client))
        await bots.load(_, client)

    host = Host(count, is_rest=is_rest, config=config)
    async with Discord(GuildFile.from_json(GUILD), has_endpoint=is_rest) as discord, Session(discord) as session:
        tasks, threads = asyncio.all_tasks(), set(threading.enumerate())
        async with host.run(discord) as client:
            await _use(session, discord, host)
            if unloads:
                await client.unload_extensions(bots.EXTENSION)
                assert [_all_listeners(client)] == before
            del client
        caplog.clear()
        del host, count
        for _ in range(50):
            gc.collect()
            if len(_clients()) <= alive and asyncio.all_tasks() <= tasks:
                break
            await asyncio.sleep(0.05)
        left = [one for one in set(threading.enumerate()) - threads if not one.name.startswith("asyncio_")]
        assert (asyncio.all_tasks() - tasks, left) == (set(), [])
    assert _kept() == kept
    assert len(_clients()) <= alive
    assert errors(caplog) == []
