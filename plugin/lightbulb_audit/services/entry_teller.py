"""Entries of the archive in words, by their ids, as they are now: for what the bot tells of its own accord."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import hikari

from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.lookalikes import Lookalikes
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.model import Reader
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.services.describer import NOTHING_UNDONE, Describer
from lightbulb_audit.services.names.people import look_up_people
from lightbulb_audit.services.ports import Server
from lightbulb_audit.services.reversals import ReversalFinder

TOLD_AT_MOST: Final = 2000
"""Entries that are looked at for one message; of more, the number is told."""

_SLICE: Final = 200
"""Entries that are told before anybody else has a turn."""

Entries = Callable[[int, Sequence[int]], Awaitable[Sequence[StoredEntry]]]
"""Today's states of some entries of a server, in their order; those that are no more are left out."""


class EntryTeller:
    """Tells entries as they are now.

    Args:
        entries: Where they are.
        reader: Reads what comes out of there.
        server: A server as the bot knows it.
        describer: Tells entries in words.
        reversals: Finds what was undone.
    """

    def __init__(
        self,
        entries: Entries,
        reader: Reader,
        server: Callable[[hikari.Snowflake], Server],
        describer: Describer,
        reversals: ReversalFinder,
    ) -> None:
        self._entries = entries
        self._reader = reader
        self._server = server
        self._describer = describer
        self._reversals = reversals

    async def tell(
        self, guild_id: int, ids: Sequence[int], *, finds_undone: bool = True, asks_for_names: bool = True
    ) -> Sequence[Description]:
        """Tell entries, of very many the first.

        Args:
            guild_id: Whose.
            ids: Which.
            finds_undone: Whether to find out what became of them.
            asks_for_names: Whether to ask Discord for some of the people whom nobody knows.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        guild = hikari.Snowflake(guild_id)
        entries = await self._entries(guild_id, ids[:TOLD_AT_MOST])
        server, people = self._server(guild), Lookalikes()
        told: list[Description] = []
        for at in range(0, len(entries), _SLICE):
            page = self._reader.page([one.json() for one in entries[at : at + _SLICE]], guild)
            undoings = await self._reversals.find(guild, (), page.records) if finds_undone else NOTHING_UNDONE
            look_up = functools.partial(look_up_people, server.lookups) if asks_for_names else None
            names = names_of([page], server.names, server.people)
            told += await self._describer.describe_with(
                guild, page.records, names, undoings, people=people, look_up=look_up
            )
            await asyncio.sleep(0)
        return told
