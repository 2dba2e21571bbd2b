"""What lies around the entries that are judged, read once for all alerts of a server."""

import asyncio
import bisect
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Deed
from lightbulb_audit.query.predicate import IdBound, Predicate
from lightbulb_audit.services.alerts.ports import AlertStore

BATCH: Final = 2000


class DeedReader:
    """Reads a server's entries as rules see them, in batches.

    Args:
        store: Where they are.
        guild_id: Whose log.
    """

    def __init__(self, store: AlertStore, guild_id: int) -> None:
        self._store = store
        self._guild_id = guild_id
        self._held: list[Deed] = []
        self._floor: int | None = None

    async def since(self, low: int) -> AsyncIterator[Sequence[Deed]]:
        """Yield the entries from an id on, oldest first; they are held, so that no alert reads them again.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        if self._floor is None or low < self._floor:
            high = snowflake.LARGEST if self._floor is None else self._floor - 1
            earlier = [one async for deeds in self.between(low, high) for one in deeds]
            self._held, self._floor = earlier + self._held, low
        held = self._held
        first = bisect.bisect_left(held, low, key=lambda one: one.entry_id)
        for at in range(first, len(held), BATCH):
            yield held[at : at + BATCH]
            await asyncio.sleep(0)

    def between(self, low: int, high: int) -> AsyncIterator[Sequence[Deed]]:
        """Yield the entries with ids from one to another, both included, oldest first.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        return _pages(lambda at: self._store.between(self._guild_id, at, high, BATCH), low)

    def done_by(self, actor_id: int | None, tests: Predicate, below: int) -> AsyncIterator[Sequence[Deed]]:
        """Yield what somebody did, or what nobody knows who did, that passes a test, below an id, oldest first.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        before = tests.within(IdBound("below", (below,)))

        async def read(low: int) -> Sequence[Deed]:
            wanted = before.within(IdBound("above", (low - 1,)))
            return await self._store.done_by(self._guild_id, actor_id, wanted, BATCH)

        return _pages(read, 1)


async def _pages(read: Callable[[int], Awaitable[Sequence[Deed]]], low: int) -> AsyncIterator[Sequence[Deed]]:
    """Yield what is read from an id on, a batch at a time."""
    while True:
        deeds = await read(low)
        yield deeds
        if len(deeds) < BATCH:
            return
        low = deeds[-1].entry_id + 1
