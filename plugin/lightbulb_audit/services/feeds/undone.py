"""The message to which an undoing replies: that of what it undid."""

from collections.abc import Sequence
from typing import Final

from lightbulb_audit.analyse.reversals import later_types, undone
from lightbulb_audit.describe import Description
from lightbulb_audit.model import Reader, Record
from lightbulb_audit.model.feed import Feed
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.feeds.ports import FeedStore
from lightbulb_audit.services.ports import Store

_LOOKED_AT: Final = 30
"""Earlier entries about the same thing that are looked at."""


class UndoneFinder:
    """Finds which message of a feed told what an entry undid.

    Args:
        feeds: Where messages are.
        store: Where entries are.
        reader: Reads them.
    """

    def __init__(self, feeds: FeedStore, store: Store, reader: Reader) -> None:
        self._feeds = feeds
        self._store = store
        self._reader = reader

    async def message_of(self, feed: Feed, told: Sequence[Description]) -> int | None:
        """The id of the message of what an entry undid; None where it is not alone, or undid nothing that was told.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        if len(told) != 1 or not told[0].record.id or not told[0].record.entry.target_id:
            return None
        record = told[0].record
        request = PageRequest(_LOOKED_AT, before=int(record.id), target_id=int(record.entry.target_id or 0))
        rows = await self._store.page(feed.guild_id, request)
        page = self._reader.page([row.json() for row in rows], record.entry.guild_id)
        found = _find_undone(record, page.records)
        return None if found is None else await self._feeds.told_in(feed.guild_id, feed.feed_id, int(found.id))


def _find_undone(record: Record, earlier: Sequence[Record]) -> Record | None:
    """Return the newest of some entries that a record undid."""
    for one in earlier:
        if record.entry.action_type in later_types(one) and undone(one, [*earlier, record]) is record:
            return one
    return None
