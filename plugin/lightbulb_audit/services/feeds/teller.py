"""The entries of a feed's message in words."""

import asyncio
import functools
from collections.abc import Callable
from typing import Final

import hikari

from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.lookalikes import Lookalikes
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.model import Reader
from lightbulb_audit.model.feed import Post
from lightbulb_audit.services.describer import NOTHING_UNDONE, Describer
from lightbulb_audit.services.feeds.ports import FeedStore, PostView
from lightbulb_audit.services.names.people import look_up_people
from lightbulb_audit.services.ports import Server
from lightbulb_audit.services.reversals import ReversalFinder

_SUMMED_AT_MOST: Final = 2000
"""Entries that are looked at for a sum; of more, the number is told."""

_SLICE: Final = 200
"""Entries that are told before anybody else has a turn."""


class PostTeller:
    """Tells the entries of a message as they are now.

    Args:
        store: Where they are.
        reader: Reads what comes out of it.
        server: A server as the bot knows it.
        describer: Tells entries in words.
        reversals: Finds what was undone.
    """

    def __init__(
        self,
        store: FeedStore,
        reader: Reader,
        server: Callable[[hikari.Snowflake], Server],
        describer: Describer,
        reversals: ReversalFinder,
    ) -> None:
        self._store = store
        self._reader = reader
        self._server = server
        self._describer = describer
        self._reversals = reversals

    async def tell(self, post: Post) -> PostView:
        """Tell a message's entries.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        guild_id = hikari.Snowflake(post.guild_id)
        entries = await self._store.entries(guild_id, post.entry_ids[:_SUMMED_AT_MOST])
        server, people = self._server(guild_id), Lookalikes()
        told: list[Description] = []
        for at in range(0, len(entries), _SLICE):
            page = self._reader.page([one.json() for one in entries[at : at + _SLICE]], guild_id)
            undoings = NOTHING_UNDONE if post.is_summary else await self._reversals.find(guild_id, (), page.records)
            # Whom a sum names, several of its entries name: nobody is looked up for it.
            look_up = None if post.is_summary else functools.partial(look_up_people, server.lookups)
            names = names_of([page], server.names, server.people)
            told += await self._describer.describe_with(
                guild_id, page.records, names, undoings, people=people, look_up=look_up
            )
            await asyncio.sleep(0)
        return PostView(post, told, len(post.entry_ids))
