"""Which servers a bot without a gateway is in: nobody tells, so Discord is asked."""

import asyncio
import logging
from typing import Final

import aiohttp
import hikari

from lightbulb_audit.services.collector.collector import Collector
from lightbulb_audit.services.collector.schedule import Schedule, back_off

_log: Final = logging.getLogger(__name__)


class GuildList:
    """Tells a collector of the bot's servers, at first and now and then.

    Args:
        rest: The bot's client.
        collector: Whom to tell.
        rhythm: How often.
    """

    def __init__(self, rest: hikari.api.RESTClient, collector: Collector, rhythm: Schedule) -> None:
        self._rest = rest
        self._collector = collector
        self._rhythm = rhythm
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to ask."""
        self._task = asyncio.create_task(self._run(), name="servers of the audit archive")

    async def stop(self) -> None:
        """Ask no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        known: set[int] | None = None
        failures = 0
        while True:
            try:
                found = {int(guild.id) async for guild in self._rest.fetch_my_guilds()}
            except (hikari.HikariError, aiohttp.ClientError, OSError) as error:
                _log.info("the bot's servers could not be listed: %s", type(error).__name__)
                await asyncio.sleep(back_off(self._rhythm.failed, failures))
                failures += 1
                continue
            failures = 0
            self._tell(known, found)
            known = found
            await asyncio.sleep(self._rhythm.guilds)

    def _tell(self, known: set[int] | None, found: set[int]) -> None:
        if known is None:
            self._collector.session(0, 1, sorted(found))
            return
        for guild_id in sorted(found - known):
            self._collector.arrived(0, guild_id, None)
        for guild_id in sorted(known - found):
            self._collector.on_leave(guild_id)
