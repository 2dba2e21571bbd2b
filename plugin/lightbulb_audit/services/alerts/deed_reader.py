"""What lies around the entries that are judged, read once for all alerts of a server."""

import asyncio
import bisect
from collections.abc import AsyncIterator, Sequence
from typing import Final

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Deed
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

    async def between(self, low: int, high: int) -> AsyncIterator[Sequence[Deed]]:
        """Yield the entries with ids from one to another, both included, oldest first.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        while True:
            deeds = await self._store.between(self._guild_id, low, high, BATCH)
            yield deeds
            if len(deeds) < BATCH:
                return
            low = deeds[-1].entry_id + 1
