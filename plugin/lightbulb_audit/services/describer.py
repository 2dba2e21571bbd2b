"""Entries in words, with the names of then where the archive has them."""

from collections.abc import Mapping, Sequence
from typing import Final

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.name_table import Known, Lookup, Names, names_of
from lightbulb_audit.model import Page, Record
from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.name_history import NameHistory, name_at
from lightbulb_audit.services.ports import Store

_PATIENCE: Final = 1.0
"""Seconds that the archive may take: without it, all is called as it is today."""

NOTHING_UNDONE: Final[Mapping[int, Record]] = {}


class Describer:
    """Tells entries; what they name is called as it was called then.

    Args:
        store: The archive; None where there is none, so that everything is called as it is today.
    """

    def __init__(self, store: Store | None) -> None:
        self._store = store

    async def describe(
        self,
        guild_id: int,
        pages: Sequence[Page],
        records: Sequence[Record],
        behind: Lookup,
        undoings: Mapping[int, Record] = NOTHING_UNDONE,
    ) -> tuple[list[Description], Names]:
        """Tell entries.

        Args:
            guild_id: Whose entries.
            pages: What was read with them.
            records: The entries.
            behind: What the bot's cache knows.
            undoings: The entries that undid some of them, by the ids of those; see `services.reversals`.

        Returns:
            The entries in words, and what their people and things are called today.
        """
        today = names_of(pages, behind)
        return await self.describe_with(guild_id, records, today, undoings), today

    async def describe_with(
        self,
        guild_id: int,
        records: Sequence[Record],
        today: Names,
        undoings: Mapping[int, Record] = NOTHING_UNDONE,
    ) -> list[Description]:
        """Tell entries, given what their people and things are called today."""
        told = [describe(record, today, undoings.get(int(record.id))) for record in records]
        past = await self._past(guild_id, told, today)
        if not past:
            return told
        return [describe(record, names_at(record, past, today), undoings.get(int(record.id))) for record in records]

    async def recall_names(self, guild_id: int, names: Names) -> bool:
        """Give those who were asked for in vain the last name that the archive has of them; tell whether it had any."""
        unknown = [key for key, known in names.requested.items() if known is None or known.name is None]
        if self._store is None or not unknown:
            return False
        past = await wait_at_most(self._store.names(guild_id, unknown), _PATIENCE)
        if past is None:
            return False
        names.update(
            {
                key: Known(seen[-1].name, seen[-1].channel_type, bot=seen[-1].bot)
                for key in unknown
                if (seen := past.get(key)) and not _is_hidden(names, key)
            }
        )
        return bool(past)

    async def _past(self, guild_id: int, told: Sequence[Description], today: Names) -> NameHistory:
        if self._store is None:
            return {}
        for one in told:
            _ = one.changes, one.options, one.actor, one.target, one.undoing
        return await wait_at_most(self._store.names(guild_id, list(today.requested)), _PATIENCE) or {}


def _is_hidden(names: Names, key: tuple[Kind, int]) -> bool:
    known = names.get(*key)
    return known is not None and known.hidden


def names_at(record: Record, past: NameHistory, today: Names) -> Names:
    """The names as they were when an entry was made."""
    at = record.created_at
    if at is None:
        return today

    def then(kind: Kind, thing_id: int) -> Known | None:
        return name_at(past, kind, thing_id, at, today.get(kind, thing_id))

    return Names(behind=then, guild_id=today.guild_id)
