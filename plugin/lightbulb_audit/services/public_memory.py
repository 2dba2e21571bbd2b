"""The channels in which somebody said yes to answers that all see: remembered here, and in the archive where one is."""

import logging
from typing import Final

from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.ports import PublicChannels

_log: Final = logging.getLogger(__name__)

_PATIENCE: Final = 0.5
_MOST: Final = 10_000


class PublicMemory:
    """Remembers a yes for as long as this process runs, and for ever with an archive.

    Args:
        store: The archive's part; None without one.
    """

    def __init__(self, store: PublicChannels | None) -> None:
        self._store = store
        self._known: dict[tuple[int, int], None] = {}

    async def has(self, guild_id: int, channel_id: int) -> bool:
        """Return whether somebody said yes in a channel; an archive that does not answer knows of nobody."""
        if (guild_id, channel_id) in self._known:
            return True
        is_kept = self._store is not None and await wait_at_most(self._store.has(guild_id, channel_id), _PATIENCE)
        if is_kept:
            self._keep(guild_id, channel_id)
        return bool(is_kept)

    async def add(self, guild_id: int, channel_id: int) -> None:
        """Remember a yes; where the archive is away, until this process ends."""
        self._keep(guild_id, channel_id)
        if self._store is not None and await wait_at_most(_add(self._store, guild_id, channel_id), _PATIENCE) is None:
            _log.info("a yes for channel %s could not be kept in the archive: it is asked again later", channel_id)

    def _keep(self, guild_id: int, channel_id: int) -> None:
        while len(self._known) >= _MOST:
            del self._known[next(iter(self._known))]
        self._known[guild_id, channel_id] = None


async def _add(store: PublicChannels, guild_id: int, channel_id: int) -> bool:
    await store.add(guild_id, channel_id)
    return True
