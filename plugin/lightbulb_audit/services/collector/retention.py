"""Letting go of what may not be kept: only by a clock that is known to be right, and never of much at once."""

import datetime
import logging
from collections.abc import Collection
from typing import Final

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.progress import Aged, Postponed
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.ports import Store

_log: Final = logging.getLogger(__name__)

_FIRST: Final = snowflake.time_of(0)
_EVERY: Final = datetime.timedelta(hours=6)
_RETRY: Final = datetime.timedelta(minutes=1)

WAIT: Final = datetime.timedelta(days=1)
"""How long a large pruning waits, so that whoever set a number wrong can still put it right."""

_LARGE: Final = 10
"""A pruning is large that takes more than one in so many entries of a server."""


class Retention:
    """Prunes entries that grew too old, and drops servers that were left long ago.

    Args:
        store: The archive.
        clock: Discord's time.
        keep_days: For how many days entries are kept; 0 for ever.
        left_days: For how many days a server's entries are kept after the bot left it.
    """

    def __init__(self, store: Store, clock: DiscordClock, keep_days: int, left_days: int) -> None:
        self._store = store
        self._clock = clock
        self._keep_days = keep_days
        self._left = datetime.timedelta(days=left_days)

    async def run(self, present: Collection[int]) -> datetime.timedelta:
        """Let go of all that is due, and tell when to look again.

        Args:
            present: The servers that the bot is in, as they are at each moment.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        if not self._clock.check():
            return _RETRY
        now = self._clock.now()
        await self._drop(now, present)
        known = await self._store.postponed_guilds()
        guild_ids = list(present if self._keep_days else known.keys() & set(present))
        waits = [await self._prune(guild_id, known.get(guild_id), now) for guild_id in guild_ids]
        return max(min([_EVERY, *(until - now for until in waits if until is not None)]), datetime.timedelta())

    async def _drop(self, now: datetime.datetime, present: Collection[int]) -> None:
        for guild_id in await self._store.left_guilds(now - self._left):
            if guild_id not in present and await self._is_said(guild_id):
                await self._store.drop(guild_id)
                _log.info("all that was kept of guild %s is deleted: the bot left it long ago", guild_id)

    async def _is_said(self, guild_id: int) -> bool:
        """Whether it was written down when that was; a moment before Discord was there is of a clock that knew none."""
        left_at = (await self._store.progress(guild_id)).marks.left_at
        return left_at is not None and left_at >= _FIRST

    async def _prune(self, guild_id: int, waits: Postponed | None, now: datetime.datetime) -> datetime.datetime | None:
        """Prune one server; None where that is done, else until when it waits."""
        if self._keep_days:
            before = now - datetime.timedelta(days=self._keep_days)
            aged = await self._store.count_older(guild_id, before)
            if aged.entries * _LARGE > aged.total:
                until = await self._postponed(guild_id, aged, waits, now)
                if until > now:
                    return until
            await self._store.prune(guild_id, before)
        if waits is not None:
            await self._store.postpone(guild_id, None)
        return None

    async def _postponed(
        self, guild_id: int, aged: Aged, waits: Postponed | None, now: datetime.datetime
    ) -> datetime.datetime:
        """Until when a large pruning waits. It is written down, so that starts change nothing about it."""
        # A shorter retention takes more than was said, and a wait for more than a day was written by a wrong clock.
        if waits is None or self._keep_days < waits.keep_days or waits.until > now + WAIT:
            waits = Postponed(now + WAIT, self._keep_days)
            await self._store.postpone(guild_id, waits)
        if waits.until > now:
            _log.warning(
                "%s of %s entries of guild %s are older than %s days: since they are many they are deleted at %s, "
                "unless `retention_days` is changed before",
                *(aged.entries, aged.total, guild_id, self._keep_days, f"{waits.until:%Y-%m-%d %H:%M} UTC"),
            )
        return waits.until
