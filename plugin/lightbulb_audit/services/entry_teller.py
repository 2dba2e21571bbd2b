"""Entries of the archive in words, by their ids, as they are now: for what the bot tells of its own accord."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.bursts import Raw, actor_key, claimed_in, tally
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.lookalikes import Lookalikes
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.describe.tallied import Tallied
from lightbulb_audit.model import Reader
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.services.describer import Describer
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

    async def tell(self, guild_id: int, ids: Sequence[int]) -> Sequence[Description]:
        """Tell entries, of very many the first, and what became of them; Discord is asked for some who are unknown.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        guild = hikari.Snowflake(guild_id)
        entries = await self._entries(guild_id, ids[:TOLD_AT_MOST])
        server, people = self._server(guild), Lookalikes()
        told: list[Description] = []
        for at in range(0, len(entries), _SLICE):
            page = self._reader.page([one.json() for one in entries[at : at + _SLICE]], guild)
            undoings = await self._reversals.find(guild, (), page.records)
            look_up = functools.partial(look_up_people, server.lookups)
            names = names_of([page], server.names, server.people)
            told += await self._describer.describe_with(
                guild, page.records, names, undoings, people=people, look_up=look_up
            )
            await asyncio.sleep(0)
        return told

    async def sum_up(self, guild_id: int, ids: Sequence[int], groups: int) -> Sequence[Tallied]:
        """Count entries by who did what, of very many the first, of which few are put into words.

        Nobody is looked up for it, nor what became of them.

        Args:
            guild_id: Whose.
            ids: Which, the first first.
            groups: How many groups at most; the largest are told, those first of which the first entry came first.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        guild, raws = hikari.Snowflake(guild_id), list[Raw]()
        for one in await self._entries(guild_id, ids[:TOLD_AT_MOST]):
            raws.append(one.json())
            if len(raws) % _SLICE == 0:
                await asyncio.sleep(0)
        found = await self._tell_tallied(guild, tally(raws, lambda _: None)[:groups])
        bots = {actor_key(one.raws[0]) for one in found if one.first.is_by_bot}
        if bots:  # whose reasons may name for whom they did it
            found = await self._tell_tallied(
                guild, tally(raws, lambda raw: claimed_in(raw) if actor_key(raw) in bots else None)[:groups]
            )
        order = {id(raw): at for at, raw in enumerate(raws)}
        return sorted(found, key=lambda one: order[id(one.raws[0])])

    async def _tell_tallied(self, guild: hikari.Snowflake, tallied: Sequence[Sequence[Raw]]) -> list[Tallied]:
        server = self._server(guild)
        page = self._reader.page([some[0] for some in tallied], guild)
        names = names_of([page], server.names, server.people)
        told = {id(one.record.raw): one for one in await self._describer.describe_with(guild, page.records, names)}
        return [Tallied(told[id(some[0])], some) for some in tallied if id(some[0]) in told]
