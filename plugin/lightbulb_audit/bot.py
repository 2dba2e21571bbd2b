"""A bot of its own, for those who have none: `lightbulb-audit run`."""

import asyncio
import contextlib
import logging
import os
import signal
from typing import Final

import aiohttp
import hikari
import hikari.impl
import lightbulb

from lightbulb_audit.config import Config
from lightbulb_audit.errors import InputError

_log: Final = logging.getLogger(__name__)

TOKEN: Final = "DISCORD_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable that holds the bot's token. It stands in no file and on no command line."""

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


def run(config: Config, rest_url: str | None = None) -> None:
    """Run the bot until it is told to stop.

    Args:
        config: The extension's settings.
        rest_url: A server that speaks Discord's API; Discord itself if None.

    Raises:
        InputError: If there is no token, or Discord cannot be reached with it.
    """
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise InputError(TOKEN, "put your bot's token into this environment variable")
    try:
        asyncio.run(_serve(token, config, rest_url))
    except hikari.UnauthorizedError as error:
        raise InputError(TOKEN, "Discord does not accept this token; copy it anew from the developer portal") from error
    except (hikari.HikariError, aiohttp.ClientError, OSError, ValueError) as error:
        raise InputError(rest_url or "Discord", f"the bot could not start ({_one_line(error)})") from error


async def _serve(token: str, config: Config, rest_url: str | None) -> None:
    bot = hikari.GatewayBot(
        token,
        intents=INTENTS,
        rest_url=rest_url,
        banner=None,
        logs=None,
        cache_settings=hikari.impl.CacheSettings(components=_CACHE),
    )
    failures: list[Exception] = []
    client = lightbulb.client_from_app(bot)
    client.di.registry_for(lightbulb.di.Contexts.DEFAULT).register_value(Config, config)

    @bot.listen(hikari.StartingEvent)
    async def starting(_: hikari.StartingEvent) -> None:  # pyright: ignore[reportUnusedFunction] - hikari calls it
        try:
            await client.load_extensions("lightbulb_audit")
            await client.start()
        except Exception as error:  # noqa: BLE001 - hikari would log it and run on without commands
            failures.append(error)

    try:
        await bot.start(check_for_updates=False)
        if failures:
            raise failures[0]
        _log.info("the bot is up")
        await _until_stopped(bot)
    finally:
        if bot.is_alive:
            await bot.close()


async def _until_stopped(bot: hikari.GatewayBot) -> None:
    """Wait for SIGINT, SIGTERM, or the end of the bot."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    ended, stopped = asyncio.ensure_future(bot.join()), asyncio.ensure_future(stop.wait())
    await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if ended.done():
        ended.result()
    else:
        ended.cancel()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
