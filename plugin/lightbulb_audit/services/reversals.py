"""What came of entries: which later ones undid them, as far as is known without asking Discord."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.reversals import later_types, subject, undone
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known, Names, names_of
from lightbulb_audit.model import Page, Reader, Record
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.services.archived_reversals import ArchivedReversals, LaterEntries
from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.ports import Searchable

_PATIENCE: Final = 0.5
"""Seconds that the archive may take: without it the answer lacks a few words."""

PATIENCE_OF_A_FILE: Final = 20.0
"""Seconds that it may take where nobody waits for a line: what a file lacks is lacked for good."""

_ASKED_AT_ONCE: Final = 50
"""How many entries the archive is asked about at once, each time as long as it may take; a list shows 25."""

_REMEMBERED: Final = 5_000
_ACT: Final = (Kind.USER, Kind.WEBHOOK)


class ReversalFinder:
    """Finds which entries were undone: in the pages that were read, and in the archive.

    Without an archive it remembers what lists showed, so that an entry that is looked into says it too.

    Args:
        store: The archive; None where there is none.
        patience: The seconds that the archive may take for some entries.
    """

    def __init__(self, store: Searchable | None, patience: float = _PATIENCE) -> None:
        self._store = store
        self._archived = None if store is None else ArchivedReversals(store, Reader(OfflineApp()))
        self._patience = patience
        self._remembered: dict[tuple[int, int], Record] = {}
        self._actors: dict[tuple[int, Kind, int], Known] = {}

    async def find(
        self, guild_id: hikari.Snowflake, pages: Sequence[Page], records: Sequence[Record]
    ) -> Mapping[int, Record]:
        """Find the entries that undid some. It costs Discord nothing, and waits for the archive no longer than allowed.

        Args:
            guild_id: Whose entries.
            pages: What was read already.
            records: The entries to look at.

        Returns:
            The entries that undid others, by the ids of those; whatever is not certain is left out.
        """
        asked = [record for record in records if later_types(record)]
        kept: dict[int, LaterEntries] = {}
        for at in range(0, len(asked), _ASKED_AT_ONCE):
            kept |= await self._read_later(guild_id, asked[at : at + _ASKED_AT_ONCE])
        is_sure = await self._whole(guild_id, pages)
        read: dict[Hashable, list[Record]] = {}
        for record in (record for page in pages for record in page.records):
            read.setdefault(subject(record), []).append(record)
        found: dict[int, Record] = {}
        for record in asked:
            own = kept.get(int(record.id), LaterEntries())
            of_pages = [one for one in read.get(subject(record), ()) if own.end is None or one.id <= own.end]
            by = undone(record, [*own.records, *of_pages])
            if by is not None and is_sure(record, by):
                found[int(record.id)] = by
        return found if self._store is not None else self._recall(guild_id, pages, asked, found)

    def add_actors(self, undoings: Mapping[int, Record], names: Names) -> None:
        """Add those who undid something to names that lack them, as the list called them that showed it."""
        keys = {(by.entry.guild_id, kind, int(by.entry.user_id or 0)) for by in undoings.values() for kind in _ACT}
        known = {(kind, user_id): self._actors.get((guild_id, kind, user_id)) for guild_id, kind, user_id in keys}
        names.update({key: one for key, one in known.items() if one is not None and names.get(*key) is None})

    async def _read_later(self, guild_id: hikari.Snowflake, asked: Sequence[Record]) -> Mapping[int, LaterEntries]:
        """Return what the archive has of the time after some entries, by their ids; nothing where it does not say."""
        if self._archived is None:
            return {}
        return await wait_at_most(self._archived.later_entries(guild_id, asked), self._patience) or {}

    async def _whole(self, guild_id: hikari.Snowflake, pages: Sequence[Page]) -> Callable[[Record, Record], bool]:
        """Tells of two entries whether all that lies between them is known; else something may have come first."""
        if self._store is None:
            return lambda _record, _by: True  # both are of one stretch that was read
        standing = await wait_at_most(self._store.progress(guild_id), self._patience)
        covered = () if standing is None else standing.covered
        read = {int(record.id) for page in pages if page.origin is None for record in page.records}

        def is_whole(record: Record, by: Record) -> bool:
            low, high = int(record.id), int(by.id)
            return {low, high} <= read or any(one.low <= low and high <= one.high for one in covered)

        return is_whole

    def _recall(
        self, guild_id: hikari.Snowflake, pages: Sequence[Page], asked: Sequence[Record], found: dict[int, Record]
    ) -> Mapping[int, Record]:
        """Return what was found, and what was found before of those behind which nothing was read now."""
        newest = max((int(record.id) for page in pages for record in page.records), default=0)
        if len(self._remembered) > _REMEMBERED:
            self._remembered.clear()
            self._actors.clear()
        if found:
            actors = _actors(found.values(), names_of(pages))
            self._actors |= {(int(guild_id), *key): known for key, known in actors.items()}
        for record in asked:
            key = (int(guild_id), int(record.id))
            if record.id < newest:
                self._remembered.pop(key, None)
            elif key in self._remembered:
                found[int(record.id)] = self._remembered[key]
        self._remembered |= {(int(guild_id), entry_id): by for entry_id, by in found.items()}
        return found


def _actors(undoing: Iterable[Record], names: Names) -> dict[tuple[Kind, int], Known]:
    """Return who did it, as far as their names are known."""
    keys = [(kind, int(by.entry.user_id)) for by in undoing if by.entry.user_id for kind in _ACT]
    return {key: known for key in keys if (known := names.get(*key)) is not None}
