"""The newest entries of each server, for suggestions while somebody types: one read serves a whole word."""

import time
from collections.abc import Callable
from typing import Final

import hikari

from lightbulb_audit.model import Page
from lightbulb_audit.services.ports import AuditLog

SECONDS: Final = 20.0
"""For how long a page is good enough to suggest from."""

COUNT: Final = 100


class Newest:
    """Reads a page when it is first asked for, and keeps it for a moment.

    Args:
        log: Where to read.
        clock: Seconds that only grow.
    """

    def __init__(self, log: AuditLog, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock = clock
        self._pages: dict[hikari.Snowflake, tuple[float, Page]] = {}

    async def page(self, guild_id: hikari.Snowflake) -> Page:
        """The newest entries, at most some seconds old.

        Raises:
            AuditError: If the log could not be read.
        """
        now = self._clock()
        self._pages = {guild: kept for guild, kept in self._pages.items() if now - kept[0] < SECONDS}
        kept = self._pages.get(guild_id)
        if kept is None:
            kept = now, await self._log.read(guild_id, limit=COUNT)
            self._pages[guild_id] = kept
        return kept[1]
