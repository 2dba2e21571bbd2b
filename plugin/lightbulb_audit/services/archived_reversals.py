"""Which entries later ones undid, out of the archive: the next ones about the same thing, where nothing is missing."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.reversals import later_types, name_of_thing, undone
from lightbulb_audit.model import Reader, Record
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.model.query import Later
from lightbulb_audit.query.predicate import IdBound, Predicate, TermTest
from lightbulb_audit.query.terms import fact_of
from lightbulb_audit.services.ports import Searchable

_ASKED_AT_ONCE: Final = 50
"""How many entries the archive is asked about at once; a list shows 25."""

_NEXT: Final = 30
"""How many later entries are looked at for each."""

_NEXT_OF_NAMED: Final = 500
"""How many for those together that no target tells apart."""

_CODE: Final = "code"


@dataclasses.dataclass(frozen=True, slots=True)
class LaterEntries:
    """What the archive has of the time after an entry, about the same thing.

    Attributes:
        records: The next entries.
        end: The last of them where there may be more: what lies beyond is not known. None where that is all.
    """

    records: Sequence[Record] = ()
    end: int | None = None


class ArchivedReversals:
    """Asks the archive. Every method raises `ArchiveError` where the database does not do its part.

    Args:
        store: The archive.
        reader: Reads what comes out of it.
    """

    def __init__(self, store: Searchable, reader: Reader) -> None:
        self._store = store
        self._reader = reader

    async def find(self, guild_id: hikari.Snowflake, records: Sequence[Record]) -> Mapping[int, Record]:
        """Return the entries that undid some, by the ids of those; whatever is not certain is left out."""
        asked = [record for record in records if later_types(record)]
        if not asked:
            return {}
        covered = (await self._store.progress(guild_id)).covered
        found: dict[int, Record] = {}
        for at in range(0, len(asked), _ASKED_AT_ONCE):
            some = asked[at : at + _ASKED_AT_ONCE]
            later = await self.later_entries(guild_id, some)
            for record in some:
                by = undone(record, later.get(int(record.id), LaterEntries()).records)
                # What is missing in between may have undone it before.
                if by is not None and any(one.low <= record.id and by.id <= one.high for one in covered):
                    found[int(record.id)] = by
        return found

    async def later_entries(self, guild_id: hikari.Snowflake, asked: Sequence[Record]) -> Mapping[int, LaterEntries]:
        """Return what came after some entries that can be undone, by their ids."""
        targeted = [(int(record.id), record.entry.target_id, later_types(record)) for record in asked]
        wanted = [Later(int(target), types, entry_id) for entry_id, target, types in targeted if target]
        rows = await self._store.later_entries(guild_id, wanted, limit=_NEXT) if wanted else ()
        found = {one.after: self._read(guild_id, some, _NEXT) for one, some in zip(wanted, rows, strict=True)}
        named = await self._later_of_named(guild_id, [record for record in asked if not record.entry.target_id])
        return {**found, **named}

    async def _later_of_named(self, guild_id: hikari.Snowflake, asked: Sequence[Record]) -> Mapping[int, LaterEntries]:
        """Return the same of those whose thing is told by a change, such as an invite's code."""
        named = [(record, name) for record in asked if (name := name_of_thing(record)) is not None]
        if not named:
            return {}
        types = {action_type for record, _ in named for action_type in later_types(record)}
        wanted = Predicate(
            (
                TermTest(_pieces([name for _, name in named])),
                TermTest(tuple(f" @type:{one} " for one in sorted(types))),
            ),
            (IdBound("above", (min(int(record.id) for record, _ in named),)),),
        )
        rows = await self._store.search(guild_id, wanted, limit=_NEXT_OF_NAMED, is_upwards=True)
        later = self._read(guild_id, rows, _NEXT_OF_NAMED)
        return {int(record.id): later for record, _ in named}

    def _read(self, guild_id: hikari.Snowflake, rows: Sequence[StoredEntry], limit: int) -> LaterEntries:
        page = self._reader.page([row.json() for row in rows], guild_id)
        return LaterEntries(page.records, rows[-1].entry_id if len(rows) == limit else None)


def _pieces(names: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """Return what a line of terms holds that names one of some things."""
    said = (f" @code:{fact_of(name)} " if key == _CODE else f" @{name} " for key, name in names)
    return tuple(dict.fromkeys(said))
