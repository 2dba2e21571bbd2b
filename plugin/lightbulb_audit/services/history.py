"""Every entry that tells what one thing is like: for its settings at a moment."""

import dataclasses
from collections.abc import Sequence
from typing import Final

import hikari

from lightbulb_audit.model import Page, Reader
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
_INVITES: Final = (40, 41, 42)


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

    async def pages(self, guild_id: hikari.Snowflake, thing: str) -> Sequence[Page]:
        """Pages that hold the entries of a thing, given its id or an invite's code.

        Raises:
            AuditError: If the log could not be read.
        """
        kept = await self._kept(guild_id, thing)
        if kept is not None:
            return [kept]
        if thing.isdigit():
            return await self._read(guild_id, PageRequest(_PAGE, target_id=int(thing)))
        pages = [await self._read(guild_id, PageRequest(_PAGE, action_type=action_type)) for action_type in _INVITES]
        return [page for some in pages for page in some]

    async def _kept(self, guild_id: hikari.Snowflake, thing: str) -> Page | None:
        if self._store is None or self._reader is None:
            return None
        asked = Query((Clause("target" if thing.isdigit() else "about", (thing,)),))
        wanted = compile_predicate(asked, NO_LORE)
        entries = await wait_at_most(self._store.search(guild_id, wanted, limit=_AT_MOST), _PATIENCE)
        if entries is None or (not entries and not await self._is_filled(guild_id)):
            return None
        return self._reader.page([one.json() for one in entries], guild_id)

    async def _is_filled(self, guild_id: int) -> bool:
        """Whether the archive has anything; one that is still empty knows less than Discord."""
        standing = None if self._store is None else await wait_at_most(self._store.standing(guild_id), _PATIENCE)
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
