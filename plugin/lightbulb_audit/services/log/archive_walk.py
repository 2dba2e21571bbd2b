"""Reading on in the archive until a page is full: later entries may tell what fits, and a burst ends somewhere."""

import dataclasses
import time
from collections.abc import AsyncGenerator, Sequence
from typing import Final, NamedTuple

import hikari

from lightbulb_audit.analyse.bursts import page_end
from lightbulb_audit.model import Reader, Record
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.predicate import IdBound, Predicate
from lightbulb_audit.services.archived_reversals import ArchivedReversals
from lightbulb_audit.services.ports import Searchable

_LOOKING: Final = 6.0
"""Seconds after which a page is shown as far as it came, with a button that looks further."""

_AT_ONCE: Final = 200
"""Candidates that are read at once, once the first few were not enough."""


_FURTHEST: Final = 1000
"""Entries behind a page that are looked at for the end of its last line."""


class Batch(NamedTuple):
    """Some entries that fit.

    Attributes:
        entries: They, in the order of reading.
        undoings: The entries that undid some of them, by the ids of those, where that was asked for.
        scanned: How many entries were looked at.
        place: The last that was looked at; None where there was none.
        is_last: Whether there are no others.
    """

    entries: Sequence[StoredEntry]
    undoings: dict[int, Record]
    scanned: int
    place: int | None
    is_last: bool


@dataclasses.dataclass(slots=True)
class FoundPage:
    """What was found for a page.

    Attributes:
        query: What was asked.
        entries: The entries that fit, in the order of reading, perhaps more than the page has.
        records: The same, read.
        undoings: As in a batch.
        scanned: How many entries were looked at.
        place: The last of them; None where there was none.
        is_all: Whether there are no others.
    """

    query: Query
    entries: list[StoredEntry] = dataclasses.field(default_factory=list[StoredEntry])
    records: list[Record] = dataclasses.field(default_factory=list[Record])
    undoings: dict[int, Record] = dataclasses.field(default_factory=dict[int, Record])
    scanned: int = 0
    place: int | None = None
    is_all: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether the page is full, and where its last line ends is known, or too far away."""
        found, query = len(self.records), self.query
        if found <= query.count:
            return self.is_all
        is_far = not query.is_folded or found > query.count + _FURTHEST
        return is_far or not page_end(self.records, query.count, is_all=self.is_all).is_open


class ArchiveWalk:
    """Reads an archive. Every method raises `ArchiveError` where the database does not do its part.

    Args:
        store: The archive.
        reader: Reads what comes out of it.
    """

    def __init__(self, store: Searchable, reader: Reader) -> None:
        self._store = store
        self._reader = reader
        self._reversals = ArchivedReversals(store, reader)

    async def page(self, guild_id: hikari.Snowflake, asked: Predicate, query: Query, *, is_upwards: bool) -> FoundPage:
        """Return the entries that fit until a page is full, or as far as there is time."""
        found, until = FoundPage(query), time.monotonic() + _LOOKING
        async for batch in self.read(guild_id, asked, query.count + 1, is_upwards=is_upwards):
            records = self._records(guild_id, batch.entries)
            ids = {int(record.id) for record in records}
            found.entries += [one for one in batch.entries if one.entry_id in ids]
            found.records += records
            found.undoings |= batch.undoings
            found.scanned += batch.scanned
            found.place, found.is_all = batch.place or found.place, batch.is_last
            if found.is_enough or time.monotonic() > until:
                break
        return found

    async def read(
        self, guild_id: hikari.Snowflake, asked: Predicate, first: int, *, is_upwards: bool = False
    ) -> AsyncGenerator[Batch]:
        """Yield the entries that fit, newest first or oldest first, from the first few on."""
        size, place = max(first, _AT_ONCE) if asked.undone else first, None
        while True:
            bound = IdBound("above" if is_upwards else "below", () if place is None else (place,))
            here = asked if place is None else asked.within(bound)
            rows = await self._store.search(guild_id, here, limit=size, is_upwards=is_upwards)
            place = rows[-1].entry_id if rows else place
            kept, undoings = await self._filter(guild_id, asked, rows)
            yield Batch(kept, undoings, len(rows), place, is_last=len(rows) < size)
            if len(rows) < size:
                return
            size = max(first, _AT_ONCE)

    async def _filter(
        self, guild_id: hikari.Snowflake, asked: Predicate, rows: Sequence[StoredEntry]
    ) -> tuple[Sequence[StoredEntry], dict[int, Record]]:
        """Return those of some candidates that fit, and what undid them."""
        if not asked.undone:
            return rows, {}
        records = self._records(guild_id, rows)
        undoings = await self._reversals.find(guild_id, records)
        fitting = {
            int(one.id) for one in records if asked.fits_later(asked.line_of(one), is_undone=int(one.id) in undoings)
        }
        return [one for one in rows if one.entry_id in fitting], {
            entry_id: by for entry_id, by in undoings.items() if entry_id in fitting
        }

    def _records(self, guild_id: hikari.Snowflake, rows: Sequence[StoredEntry]) -> Sequence[Record]:
        return self._reader.page([row.json() for row in rows], guild_id).records
