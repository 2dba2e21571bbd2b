"""What the archive holds of each server at the beginning of its collecting, read for many servers at once."""

import asyncio
import time
from typing import Final

from lightbulb_audit.model.progress import Standing
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.collector.pace import Pacer
from lightbulb_audit.services.ports import Store

_AT_ONCE: Final = 100
"""Servers whose standing is read together."""

_GOOD_FOR: Final = 60.0
"""Seconds after which what was read is read again. What it lacks by then is but read once more from Discord."""


class Standings:
    """Reads where servers stand: of one whose turn it is, and of those that are next in line.

    Args:
        store: The archive.
        pace: Knows who is next.
        clock: Discord's time.
    """

    def __init__(self, store: Store, pace: Pacer, clock: DiscordClock) -> None:
        self._store = store
        self._pace = pace
        self._clock = clock
        self._expected: set[int] = set()
        self._wanted: set[int] = set()
        self._outdated: set[int] = set()
        self._read: dict[int, tuple[float, Standing]] = {}
        self._lock = asyncio.Lock()

    def expect(self, guild_id: int) -> None:
        """A server begins anew: what was read of it counts no more, and will be wanted."""
        self.forget(guild_id)
        self._expected.add(guild_id)

    def forget(self, guild_id: int) -> None:
        """What was read of a server counts no more."""
        self._read.pop(guild_id, None)
        self._expected.discard(guild_id)
        self._outdated.add(guild_id)

    async def take(self, guild_id: int) -> Standing:
        """Return where a server stands; what was read is told once.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        self._wanted.add(guild_id)
        try:
            async with self._lock:
                known = self._read.pop(guild_id, None)
                return known[1] if known is not None and _is_fresh(known[0]) else await self._fetch(guild_id)
        finally:
            self._wanted.discard(guild_id)
            self._expected.discard(guild_id)

    async def _fetch(self, guild_id: int) -> Standing:
        """Read where a server stands, and keep where those stand that wait for the same or come next."""
        line = (one for one in self._pace.next_in_line(_AT_ONCE) if one in self._expected)
        others = [one for one in dict.fromkeys([*self._wanted, *line]) if one not in self._read and one != guild_id]
        self._outdated.clear()
        began = time.monotonic()
        found = await self._store.standings([guild_id, *others], self._clock.now())
        # Of what began anew meanwhile it may tell too little.
        self._read.update((one, (began, found[one])) for one in others if one not in self._outdated)
        return found[guild_id]


def _is_fresh(began: float) -> bool:
    return began + _GOOD_FOR > time.monotonic()
