"""Searching the archive: a page of what fits, how many there are, and what the archive lacks of the span asked for."""

import datetime
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Final, NamedTuple

import hikari

from lightbulb_audit.model import Page, Reader, Record, snowflake
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.model.page import Origin
from lightbulb_audit.model.progress import CollectionProgress, MissingRange
from lightbulb_audit.model.query import Cursor, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.predicate import IdBound, Predicate, compile_predicate
from lightbulb_audit.query.refinement import Relaxation, droppable_clauses, without
from lightbulb_audit.query.remote import bounds
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.collector.coverage import missing
from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.log.archive_walk import ArchiveWalk
from lightbulb_audit.services.log.archived_log import Currency
from lightbulb_audit.services.log.browse import Hits, Window, behind
from lightbulb_audit.services.ports import Searchable

_PATIENCE: Final = 20.0
"""Seconds that a search may take: the asker was told to wait, and Discord cannot do it better."""

_COUNTING: Final = 2.0
"""Seconds that counting may take."""

_ON_THEIR_WAY: Final = 0.3
"""Seconds that events which just came may take to get into the archive."""

_AT_ONCE: Final = 500
"""Entries that are read at once for a file."""

UNLIMITED: Final = 1 << 62
"""As many entries as there are."""

_RELAXED: Final = 8
"""Conditions of an empty search without which is counted."""

_RELAXED_AT_MOST: Final = 1000
"""Entries that are counted without one."""

COUNTED_AT_MOST: Final = 10_000
"""Hits that are counted."""


TALLIED_AT_MOST: Final = 3_000
"""Hits of which is told who did what how often: each must be read."""


class Extent(NamedTuple):
    """How many entries fit.

    Attributes:
        entries: How many.
        newest: The id of the newest; None where there is none.
        oldest: The id of the oldest; likewise.
    """

    entries: int
    newest: int | None
    oldest: int | None


class ArchiveSearch:
    """Searches the archive.

    Args:
        store: The archive.
        reader: Reads what comes out of it.
        current: How current a server's archive is; None where nobody collects.
        keep_days: For how many days entries are kept; 0 for ever.
        clock: The time.
    """

    def __init__(
        self,
        store: Searchable,
        reader: Reader,
        current: Callable[[int], Currency | None],
        keep_days: int,
        clock: Callable[[], datetime.datetime] = local_time,
    ) -> None:
        self._store = store
        self._reader = reader
        self._current = current
        self._keep_days = keep_days
        self._clock = clock
        self._walk = ArchiveWalk(store, reader)

    async def search(
        self, guild_id: hikari.Snowflake, query: Query, cursor: Cursor | None, lore: SearchContext
    ) -> Window | None:
        """Return the entries to show at a place; None where the archive does not answer, or has nothing yet.

        Args:
            guild_id: Whose log.
            query: Which entries.
            cursor: From where on, and which way; None for the newest.
            lore: What must be known beside the entries.
        """
        current = self._current(guild_id)
        if current is not None and current.is_current:
            await current.kept(_ON_THEIR_WAY)
        return await wait_at_most(self._window(guild_id, query, cursor, compile_predicate(query, lore)), _PATIENCE)

    async def everything(
        self, guild_id: hikari.Snowflake, query: Query, lore: SearchContext, at_most: int
    ) -> AsyncGenerator[Page]:
        """Yield every entry that fits, newest first, in pages; no more than `at_most`.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        async for entries in self._batches(guild_id, query, lore, at_most):
            yield self._reader.page([one.json() for one in entries], guild_id)

    async def entries(
        self, guild_id: int, query: Query, lore: SearchContext, at_most: int
    ) -> AsyncGenerator[StoredEntry]:
        """Yield the same as they are kept, one by one.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        async for some in self._batches(guild_id, query, lore, at_most):
            for one in some:
                yield one

    async def _batches(
        self, guild_id: int, query: Query, lore: SearchContext, at_most: int
    ) -> AsyncGenerator[Sequence[StoredEntry]]:
        read = self._walk.read(hikari.Snowflake(guild_id), compile_predicate(query, lore), min(_AT_ONCE, at_most))
        async for batch in read:
            if batch.entries:
                yield batch.entries[:at_most]
            at_most -= len(batch.entries)
            if at_most <= 0:
                return

    async def extent(self, guild_id: int, query: Query, lore: SearchContext) -> Extent:
        """Return how many entries fit, and which are the first and the last of them.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        asked = compile_predicate(query, lore)
        if asked.undone:
            ids = [one.entry_id async for one in self.entries(guild_id, query, lore, UNLIMITED)]
            return Extent(len(ids), *(ids[:1] or (None,)), *(ids[-1:] or (None,)))
        newest, oldest = [
            [one.entry_id for one in await self._store.search(guild_id, asked, limit=1, is_upwards=is_upwards)]
            for is_upwards in (False, True)
        ]
        count = await self._store.count(guild_id, asked, UNLIMITED)
        return Extent(count, *(newest or (None,)), *(oldest or (None,)))

    async def relax(self, guild_id: hikari.Snowflake, query: Query, lore: SearchContext) -> Sequence[Relaxation]:
        """What a search that finds nothing would find without each of its conditions, as far as there is time."""
        found: list[Relaxation] = []

        async def count() -> None:
            for place in droppable_clauses(query)[:_RELAXED]:
                asked = compile_predicate(without(query, place), lore)
                number = await self._count(guild_id, asked, _RELAXED_AT_MOST + 1)
                found.append(Relaxation(place, min(number, _RELAXED_AT_MOST), is_all=number <= _RELAXED_AT_MOST))

        await wait_at_most(count(), _COUNTING, is_shared=False)
        return found

    async def matching(self, guild_id: hikari.Snowflake, window: Window, lore: SearchContext) -> Sequence[Record]:
        """Return all entries that fit, of which a window shows some; none where they are many, or take long."""
        hits, found = window.hits, list[Record]()
        if hits is None or not hits.is_all or hits.count > TALLIED_AT_MOST:
            return ()

        async def read() -> bool:
            async for page in self.everything(guild_id, window.query, lore, TALLIED_AT_MOST):
                found.extend(page.records)
            return True

        return found if await wait_at_most(read(), _COUNTING, is_shared=False) else ()

    async def progress(self, guild_id: int) -> CollectionProgress | None:
        """Return how complete a server's archive is; None where it does not say."""
        return await wait_at_most(self._store.progress(guild_id), _COUNTING)

    async def digest(self, guild_id: int) -> bytes | None:
        """Return the head of its chain; None where it does not say."""
        return await wait_at_most(self._store.digest(guild_id), _COUNTING)

    def lacking(self, guild_id: int, standing: CollectionProgress, query: Query) -> Sequence[MissingRange]:
        """Return what the archive lacks of the span that a query asks for, newest first."""
        current = self._current(guild_id)
        is_current = current is not None and current.is_current
        return missing_in_span(standing, query, self._keep_days, is_current=is_current, now=self._clock())

    async def _window(
        self, guild_id: hikari.Snowflake, query: Query, cursor: Cursor | None, asked: Predicate
    ) -> Window | None:
        standing = await self._store.progress(guild_id)
        is_upwards = cursor is not None and cursor.way == "newer"
        placed = asked if cursor is None else asked.within(_place(cursor))
        found = await self._walk.page(guild_id, placed, query, is_upwards=is_upwards)
        if is_upwards and not found.entries and found.is_all:
            return await self._window(guild_id, query, None, asked)
        if not found.entries and not standing.covered:
            return None
        is_more, further = len(found.entries) > query.count, None
        if not (found.is_all or is_more or found.place is None):
            further = Cursor("newer" if is_upwards else "older", found.place)
        shown = found.entries[: query.count]
        page = self._reader.page([one.json() for one in (shown[::-1] if is_upwards else shown)], guild_id)
        page.origin = Origin(standing.covered[-1].low if standing.covered else None)
        is_whole = cursor is None and found.is_all and not is_more
        return Window(
            query=query,
            cursor=cursor,
            records=page.records,
            pages=[page],
            has_newer=is_more if is_upwards else cursor is not None,
            has_older=True if is_upwards else is_more,
            scanned=found.scanned if asked.undone else 0,
            reached=None if found.is_all else found.place,
            further=further,
            hits=await self._hits(guild_id, asked, len(shown), is_all=is_whole),
            missing=self.lacking(guild_id, standing, query),
            **behind(query, found.records, len(shown), is_all=found.is_all),
            undoings=found.undoings if asked.undone else None,
        )

    async def _hits(self, guild_id: hikari.Snowflake, asked: Predicate, shown: int, *, is_all: bool) -> Hits | None:
        if is_all:
            return Hits(shown, is_all=True)
        if asked.undone:
            return await self._hits_so_far(guild_id, asked, shown)
        count = await wait_at_most(self._store.count(guild_id, asked, COUNTED_AT_MOST + 1), _COUNTING, is_shared=False)
        if count is None:
            return None
        return Hits(min(count, COUNTED_AT_MOST), is_all=count <= COUNTED_AT_MOST)

    async def _hits_so_far(self, guild_id: hikari.Snowflake, asked: Predicate, shown: int) -> Hits:
        """As many as can be counted in time, where each must be looked at."""
        seen = [0]

        async def count() -> bool:
            async for batch in self._walk.read(guild_id, asked, _AT_ONCE):
                seen[0] += len(batch.entries)
            return True

        is_all = await wait_at_most(count(), _COUNTING, is_shared=False)
        return Hits(max(seen[0], shown), is_all=bool(is_all), is_least=not is_all)

    async def _count(self, guild_id: hikari.Snowflake, asked: Predicate, at_most: int) -> int:
        """Return how many entries pass, counted no further than `at_most`."""
        if not asked.undone:
            return await self._store.count(guild_id, asked, at_most)
        count = 0
        async for batch in self._walk.read(guild_id, asked, _AT_ONCE):
            count += len(batch.entries)
            if count >= at_most:
                break
        return min(count, at_most)


def _place(cursor: Cursor) -> IdBound:
    return IdBound("above" if cursor.way == "newer" else "below", (cursor.id,))


def missing_in_span(
    standing: CollectionProgress,
    query: Query,
    keep_days: int,
    *,
    is_current: bool = True,
    now: datetime.datetime | None = None,
) -> Sequence[MissingRange]:
    """Return what the archive lacks of the span that a query asks for, newest first.

    Where the archive is not current, that begins with what came after the newest entry that it is sure of.

    Where nothing says since when, what was before all that is complete is left out, unless it is still to be read:
    the answer tells since when the archive is complete.
    """
    above, below = bounds(query)
    span = Interval(0 if above is None else above + 1, snowflake.LARGEST if below is None else below - 1)
    first = standing.covered[0].low if standing.covered else 0
    is_open = above is None and span.high >= first
    now = now or local_time()
    stretches = missing(standing, now, keep_days)
    if not is_current and standing.top is not None:
        newest = max(standing.top, int(snowflake.first_at(now)))
        stretches = [MissingRange(Interval(standing.top + 1, newest), None, is_pending=True), *stretches]
    found: list[MissingRange] = []
    for one in stretches:
        low, high = max(one.interval.low, span.low), min(one.interval.high, span.high)
        if low <= high and (one.is_pending or high >= first or not is_open):
            found.append(MissingRange(Interval(low, high), one.reason, one.is_pending))
    return found
