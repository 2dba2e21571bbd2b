"""The log as the archive has it, and Discord's where the archive is not complete."""

import datetime
import logging
from collections.abc import Callable, Sequence
from typing import Final, Protocol

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Lookup
from lightbulb_audit.errors import AuditError, ForbiddenError, GoneError
from lightbulb_audit.model import Page, Reader, snowflake
from lightbulb_audit.model.intervals import Interval, subtract
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.model.page import Origin
from lightbulb_audit.model.progress import CollectionProgress
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.clock import KEPT, local_time
from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.names.name_history import sightings_of_page
from lightbulb_audit.services.ports import AuditLog, Searchable

_log: Final = logging.getLogger(__name__)

_PATIENCE: Final = 1.0
"""Seconds that the archive may take: a person waits, and Discord may be faster."""

_ON_THEIR_WAY: Final = 0.3
"""Seconds that events which just came may take to get into the archive."""

_LEARNING: Final = 0.5
"""Seconds that names may take to be written down, while a person waits for the answer that they are in."""

_ASKED_FOR: Final = frozenset({Kind.USER, Kind.WEBHOOK, Kind.THREAD, Kind.RULE, Kind.EVENT, Kind.COMMAND})
"""What Discord names beside the entries of a page."""

_MOST_UNKNOWN: Final = 10_000


class Currency(Protocol):
    """Whether a server's archive has all that Discord has."""

    @property
    def is_current(self) -> bool:
        """Whether it has, but for events that are on their way."""
        ...

    async def kept(self, seconds: float) -> bool:
        """Wait for these, but no longer than so many seconds; tell whether they are there."""
        ...


class ArchivedLog:
    """See `services.ports.AuditLog`.

    Args:
        discord: Discord's log.
        store: The archive.
        reader: Reads what comes out of it.
        current: How current a server's archive is; None where nobody collects.
        names: What a server's people and things are called now.
        clock: The time.
    """

    def __init__(
        self,
        discord: AuditLog,
        store: Searchable,
        reader: Reader,
        current: Callable[[int], Currency | None],
        names: Callable[[int], Lookup],
        clock: Callable[[], datetime.datetime] = local_time,
    ) -> None:
        self._discord = discord
        self._store = store
        self._reader = reader
        self._current = current
        self._names = names
        self._clock = clock
        self._teller = Describer(store)
        self._nameless: set[tuple[int, int]] = set()

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """Read a page out of the archive, where it is sure to have all of it; else out of Discord's log."""
        kept, is_whole = await self._read_archive(guild_id, request)
        if kept is not None and is_whole:
            return kept
        try:
            page = await self._discord.read(guild_id, request)
        except (ForbiddenError, GoneError):
            raise
        except AuditError as error:
            if kept is None or not kept.records:
                raise
            kept.origin = Origin(None if kept.origin is None else kept.origin.since, error)
            return kept
        if kept is not None:
            await self._learn(guild_id, page)
        return page

    async def _read_archive(self, guild_id: hikari.Snowflake, request: PageRequest) -> tuple[Page | None, bool]:
        """Return what the archive has, and whether that is all there is to say; None where it cannot be read."""
        current = self._current(guild_id)
        is_current = current is not None and current.is_current and await current.kept(_ON_THEIR_WAY)
        read = await wait_at_most(self._read_store(guild_id, request, is_current=is_current), _PATIENCE)
        if read is None:
            _log.debug("the archive is passed by")
        return read or (None, False)

    async def _read_store(
        self, guild_id: hikari.Snowflake, request: PageRequest, *, is_current: bool
    ) -> tuple[Page | None, bool]:
        standing = await self._store.progress(guild_id)
        entries = await self._store.page(guild_id, request)
        page = self._page(guild_id, entries, standing)
        is_whole = _is_whole(entries, standing, request, self._floor(), is_current=is_current)
        return page, is_whole and await self._is_named(guild_id, page)

    def _page(self, guild_id: hikari.Snowflake, entries: Sequence[StoredEntry], standing: CollectionProgress) -> Page:
        page = self._reader.page([entry.json() for entry in entries], guild_id)
        page.origin = Origin(standing.covered[-1].low if standing.covered else None)
        return page

    async def _is_named(self, guild_id: hikari.Snowflake, page: Page) -> bool:
        """Return whether all whom Discord would name beside these entries have a name, or were asked about in vain."""
        told, _ = await self._teller.describe(guild_id, [page], page.records, self._names(guild_id))
        floor = self._floor()
        parties = {party for one in told if int(one.record.id or 0) > floor for party in (one.actor, one.target)}
        nameless = {
            (int(guild_id), party.id)
            for party in parties
            if party.id is not None and party.name is None and party.kind in _ASKED_FOR
        }
        if nameless <= self._nameless:
            return True
        if len(self._nameless) > _MOST_UNKNOWN:
            self._nameless.clear()
        self._nameless |= nameless
        return False

    def _floor(self) -> int:
        """Return the smallest id that Discord still has."""
        return int(snowflake.first_at(self._clock() - KEPT))

    async def _learn(self, guild_id: hikari.Snowflake, page: Page) -> None:
        seen = sightings_of_page(page, self._names(guild_id), self._clock())
        await wait_at_most(self._store.learn(guild_id, seen), _LEARNING, is_shared=False)


def _is_whole(
    entries: Sequence[StoredEntry], standing: CollectionProgress, request: PageRequest, floor: int, *, is_current: bool
) -> bool:
    """Return whether a page of the archive has every entry that Discord's would have, from its first id to its last."""
    top, is_full = standing.top, len(entries) == request.limit
    if top is None:
        return False
    low, high = 0, snowflake.LARGEST
    if request.before is not None:
        high = request.before - 1
    elif request.after is not None:
        low = request.after + 1
    if is_full:
        last = entries[-1].entry_id
        low, high = (low, last) if request.is_upwards else (last, high)
    if is_current:
        # Nothing is above what is complete.
        high = min(high, top)
    return not any(subtract(Interval(max(low, floor), high), standing.covered))
