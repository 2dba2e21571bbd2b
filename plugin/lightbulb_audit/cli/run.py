"""A bot of its own, for those who have none: `lightbulb-audit run`."""

import asyncio
import contextlib
import functools
import logging
import signal
from collections.abc import Coroutine, Generator
from typing import Any, Final

import hikari
import hikari.impl
import lightbulb
from aiohttp import web

from lightbulb_audit.cli.addresses import Address
from lightbulb_audit.cli.connection import bot_token, explain_failures, probe
from lightbulb_audit.cli.health import find_problem, serve, serve_health
from lightbulb_audit.cli.metrics import OPTION, check, format_metrics
from lightbulb_audit.config import Config
from lightbulb_audit.plugin import archiver_of

_log: Final = logging.getLogger(__name__)

INTENTS: Final = hikari.Intents.GUILDS | hikari.Intents.GUILD_MODERATION

_CACHE: Final = (
    hikari.api.CacheComponents.ME
    | hikari.api.CacheComponents.GUILDS
    | hikari.api.CacheComponents.GUILD_CHANNELS
    | hikari.api.CacheComponents.GUILD_THREADS
    | hikari.api.CacheComponents.ROLES
    | hikari.api.CacheComponents.MEMBERS
    | hikari.api.CacheComponents.EMOJIS
    | hikari.api.CacheComponents.GUILD_STICKERS
)
"""What names are told from, and nothing more."""


_LONGEST_WAIT: Final = 20.0
"""Seconds. A rate limit that is longer is told at once instead of being slept through."""


def stop_signals() -> list[signal.Signals]:
    """Return the signals that end a bot in good order. Whoever ignores SIGHUP, as `nohup` does, goes on ignoring it."""
    hangup: signal.Signals | None = getattr(signal, "SIGHUP", None)  # Windows has none
    is_heard = hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([hangup] if hangup is not None and is_heard else [])]


def run(
    config: Config, rest_url: str | None = None, health: Address | None = None, metrics: Address | None = None
) -> None:
    """Run the bot until it is told to stop by SIGINT, SIGTERM or SIGHUP, be it while it starts.

    Args:
        config: The extension's settings.
        rest_url: A server that speaks Discord's API; Discord itself if None.
        health: Where to tell whether it is well; nowhere if None.
        metrics: Where Prometheus scrapes; nowhere if None.

    Raises:
        InputError: If there is no token, Discord cannot be reached with it, nobody can listen at `health` or `metrics`,
            or the package for metrics is missing.
    """
    if metrics is not None:
        check()
    token = bot_token()
    with explain_failures(rest_url or "Discord"):
        asyncio.run(_serve(token, config, rest_url, health, metrics))


async def _serve(
    token: str, config: Config, rest_url: str | None, health: Address | None, metrics: Address | None
) -> None:
    end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    bot = _make_bot(token, rest_url)
    client = _extend(bot, config, end)

    async def scrape(_: web.BaseRequest) -> web.Response:
        return web.Response(text=format_metrics(archiver_of(client)))

    with _ended_by_signals(end):
        async with (
            serve_health(health, functools.partial(find_problem, bot, client)),
            serve(metrics, OPTION, scrape),
        ):
            if rest_url is not None:
                await _unless(end, probe(rest_url))
            try:
                await _unless(end, bot.start(check_for_updates=False))
                if not end.done():
                    _log.info("the bot is up")
                await _unless(end, bot.join())
            finally:
                if bot.is_alive:
                    await bot.close()


def _make_bot(token: str, rest_url: str | None) -> hikari.GatewayBot:
    return hikari.GatewayBot(
        token,
        intents=INTENTS,
        rest_url=rest_url,
        banner=None,
        logs=None,
        suppress_optimization_warning=True,
        max_rate_limit=_LONGEST_WAIT,
        cache_settings=hikari.impl.CacheSettings(components=_CACHE),
    )


def _extend(bot: hikari.GatewayBot, config: Config, end: asyncio.Future[None]) -> lightbulb.GatewayEnabledClient:
    """Load the extension as the bot starts; what fails then ends the bot."""
    client = lightbulb.client_from_app(bot)
    client.di.registry_for(lightbulb.di.Contexts.DEFAULT).register_value(Config, config)

    @bot.listen(hikari.StartingEvent)
    async def starting(_: hikari.StartingEvent) -> None:  # pyright: ignore[reportUnusedFunction] - hikari calls it
        try:
            await client.load_extensions("lightbulb_audit")
            await client.start()
        except Exception as error:  # noqa: BLE001 - hikari would log it and run on without commands
            if not end.done():
                end.set_exception(error)

    return client


@contextlib.contextmanager
def _ended_by_signals(end: asyncio.Future[None]) -> Generator[None]:
    """Let signals ask for the end, instead of ending the process in the middle of something."""
    loop = asyncio.get_running_loop()
    names = stop_signals()
    for name in names:
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, lambda: end.done() or end.set_result(None))
    try:
        yield
    finally:
        for name in names:
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(name)


async def _unless(end: asyncio.Future[None], work: Coroutine[Any, Any, None]) -> None:
    """Do something, but no longer than until the end is asked for; then give up, and raise why, if it was an error."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task, end}, return_when=asyncio.FIRST_COMPLETED)
    if end.done():
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        end.result()
    else:
        task.result()
