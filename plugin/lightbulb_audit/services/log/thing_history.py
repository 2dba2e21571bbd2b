"""Every entry that tells what one thing is like: for its settings at a moment."""

import asyncio
import dataclasses
from collections.abc import Sequence
from typing import Final, NamedTuple

import hikari

from lightbulb_audit.model import Page, Reader, Record
from lightbulb_audit.model.query import Clause, PageRequest, Query
from lightbulb_audit.query.predicate import compile_predicate
from lightbulb_audit.query.remote import NO_LORE
from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.ports import AuditLog, Searchable

_PATIENCE: Final = 5.0
"""Seconds that the archive may take."""

_AT_MOST: Final = 2000
"""Entries: the newest are taken, as they tell the most."""

_PAGE: Final = 100
_PAGES: Final = 3
_TOLD_APART: Final = 5
"""Things of one name that Discord is asked about: a request for each."""

_INVITES: Final = (40, 41, 42)


class ThingHistory(NamedTuple):
    """The entries of one thing.

    Attributes:
        pages: Pages that hold them.
        is_archived: Whether the archive gave them.
        is_cut: Whether there may be older ones.
    """

    pages: Sequence[Page]
    is_archived: bool
    is_cut: bool

    @property
    def records(self) -> list[Record]:
        """All entries of the pages."""
        return [record for page in self.pages for record in page.records]


class HistoryReader:
    """Finds the entries of one thing.

    Args:
        log: Discord's log.
        reader: Reads what comes out of the archive; None where there is none.
        store: The archive; None where there is none.
    """

    def __init__(self, log: AuditLog, reader: Reader | None, store: Searchable | None) -> None:
        self._log = log
        self._reader = reader
        self._store = store

    async def read(self, guild_id: hikari.Snowflake, thing: str) -> ThingHistory:
        """Read the entries of a thing, given its id or an invite's code.

        Raises:
            AuditError: If the log could not be read.
        """
        kept = await self._read_archive(guild_id, (thing,))
        if kept is not None:
            return ThingHistory([kept], is_archived=True, is_cut=kept.row_count >= _AT_MOST)
        requests = [PageRequest(_PAGE, action_type=action_type) for action_type in _INVITES]
        if thing.isdigit():
            requests = [PageRequest(_PAGE, target_id=int(thing))]
        pages = [await self._read(guild_id, request) for request in requests]
        # Reading ends with a page that is not full.
        is_cut = any(some[-1].row_count >= _PAGE for some in pages)
        return ThingHistory([page for some in pages for page in some], is_archived=False, is_cut=is_cut)

    async def read_several(self, guild_id: hikari.Snowflake, things: Sequence[str]) -> Sequence[Page]:
        """Read what is needed to tell several things apart: all that is kept of them, or the newest of a few.

        Raises:
            AuditError: If the log could not be read.
        """
        kept = await self._read_archive(guild_id, things)
        if kept is not None:
            return [kept]
        requests = [PageRequest(_PAGE, target_id=int(one)) for one in things[:_TOLD_APART] if one.isdigit()]
        return await asyncio.gather(*(self._log.read(guild_id, request) for request in requests))

    async def _read_archive(self, guild_id: hikari.Snowflake, things: Sequence[str]) -> Page | None:
        if self._store is None or self._reader is None:
            return None
        asked = Query((Clause("target" if all(map(str.isdigit, things)) else "about", tuple(things)),))
        wanted = compile_predicate(asked, NO_LORE)
        entries = await wait_at_most(self._store.search(guild_id, wanted, limit=_AT_MOST), _PATIENCE)
        if entries is None or (not entries and not await self._is_filled(guild_id)):
            return None
        return self._reader.page([one.json() for one in entries], guild_id)

    async def _is_filled(self, guild_id: int) -> bool:
        """Return whether the archive has anything; one that is still empty knows less than Discord."""
        standing = None if self._store is None else await wait_at_most(self._store.progress(guild_id), _PATIENCE)
        return standing is not None and bool(standing.covered)

    async def _read(self, guild_id: hikari.Snowflake, request: PageRequest) -> list[Page]:
        pages: list[Page] = []
        for _ in range(_PAGES):
            page = await self._log.read(guild_id, request)
            pages.append(page)
            ids = [int(record.id) for record in page.records if record.id]
            if page.row_count < _PAGE or not ids:
                break
            request = dataclasses.replace(request, before=min(ids))
        return pages
