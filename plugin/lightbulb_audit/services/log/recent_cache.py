"""The newest entries of each server, for suggestions while somebody types: one read serves a whole word."""

import asyncio
import dataclasses
import time
from collections.abc import Callable
from typing import Final

import hikari

from lightbulb_audit.errors import SilentError
from lightbulb_audit.model import Page
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.ports import AuditLog

SECONDS: Final = 20.0
"""For how long a page is good enough to suggest from, and a failure is not asked about again."""

PATIENCE: Final = 2.0
"""Seconds that are waited for a page: Discord takes suggestions for 3 seconds."""

COUNT: Final = 100


@dataclasses.dataclass(slots=True)
class _Read:
    """A read that goes on, or how it ended.

    Attributes:
        task: The read.
        ended: When it ended, by the clock; None while it goes on.
    """

    task: asyncio.Task[Page]
    ended: float | None = None


class RecentEntries:
    """Reads a page when it is first asked for, and keeps it for a moment.

    Each server is read once at a time, whoever asks meanwhile. A read that takes too long for one keystroke goes on
    for the next.

    Args:
        log: Where to read; it bounds how long a read may take.
        clock: Seconds that only grow.
        patience: Seconds to wait for a page.
    """

    def __init__(self, log: AuditLog, clock: Callable[[], float] = time.monotonic, patience: float = PATIENCE) -> None:
        self._log = log
        self._clock = clock
        self._patience = patience
        self._reads: dict[hikari.Snowflake, _Read] = {}

    def at_hand(self, guild_id: hikari.Snowflake) -> Page | None:
        """Return the same without a read; None where there was none in the last moments, or it failed."""
        read = self._reads.get(guild_id)
        if read is None or read.ended is None or self._clock() - read.ended >= SECONDS or read.task.cancelled():
            return None
        return None if read.task.exception() is not None else read.task.result()

    async def page(self, guild_id: hikari.Snowflake) -> Page:
        """Return the newest entries, at most some seconds old.

        Raises:
            SilentError: If the log is still being read.
            AuditError: If the log could not be read.
        """
        now = self._clock()
        self._reads = {
            guild: read for guild, read in self._reads.items() if read.ended is None or now - read.ended < SECONDS
        }
        read = self._reads.get(guild_id)
        if read is None:
            read = self._reads[guild_id] = self._begin(guild_id)
        await asyncio.wait({read.task}, timeout=self._patience)
        if not read.task.done() or read.task.cancelled():
            raise SilentError(self._patience)
        return read.task.result()

    def _begin(self, guild_id: hikari.Snowflake) -> _Read:
        read = _Read(asyncio.create_task(self._read(guild_id)))
        read.task.add_done_callback(lambda _: self._end(read))
        return read

    async def _read(self, guild_id: hikari.Snowflake) -> Page:
        return await self._log.read(guild_id, PageRequest(COUNT))

    def _end(self, read: _Read) -> None:
        read.ended = self._clock()
        if not read.task.cancelled():
            # Looked at here, since perhaps nobody waits any more to be told.
            read.task.exception()

    async def close(self) -> None:
        """Leave no read behind."""
        tasks = [read.task for read in self._reads.values()]
        self._reads = {}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
