"""What of the names in a server somebody may know: those of what they see, and of what entries name."""

from collections.abc import Collection, Sequence
from typing import Final

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known, Lookup
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model import Page, Record
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.remote import asked_ids
from lightbulb_audit.query.terms import facts_of
from lightbulb_audit.services.log.recent_cache import RecentEntries
from lightbulb_audit.services.names.known_server import VisibleServer
from lightbulb_audit.services.ports import ServerSeen

_CHANNELS: Final = frozenset({Kind.CHANNEL, Kind.THREAD})


class VisibleNames:
    """Keeps from somebody the names of channels that they may not see, unless entries name these anyway.

    Args:
        newest: The newest entries; None where Discord is not asked.
    """

    def __init__(self, newest: RecentEntries | None) -> None:
        self._newest = newest

    async def names_for(
        self, guild_id: hikari.Snowflake, seen: ServerSeen, query: Query, records: Sequence[Record]
    ) -> Lookup:
        """Return the names of today for somebody who asks about ids; what is closed to them, and unnamed, is unknown.

        Args:
            guild_id: Where.
            seen: The server as the asker may know it.
            query: What they ask.
            records: What they are shown anyway.
        """
        known = seen.server.names
        ids = [one for one in asked_ids(query) if (channel := known(Kind.CHANNEL, one)) and channel.name is not None]
        closed = await self.closed(guild_id, seen, ids, records)

        def open_to_them(kind: Kind, thing_id: int) -> Known | None:
            return None if thing_id in closed and kind in _CHANNELS else known(kind, thing_id)

        return open_to_them if closed else known

    async def closed(
        self, guild_id: hikari.Snowflake, server: VisibleServer, ids: Collection[int], records: Sequence[Record]
    ) -> frozenset[int]:
        """Return those of some channels that the asker may not see, and that no entry at hand names.

        Args:
            guild_id: Where.
            server: The same as the asker may know it.
            ids: The channels' and threads'.
            records: What the asker is shown anyway.
        """
        lines = [facts_of(record.raw) for record in records] if ids else ()
        asked = [NamedThing(Kind.CHANNEL, one, "", "") for one in ids if not any(_names(line, one) for line in lines)]
        return frozenset(one.id for one in set(asked).difference(await self.keep_knowable(guild_id, server, asked)))

    async def keep_knowable(
        self, guild_id: hikari.Snowflake, server: VisibleServer, called: Sequence[NamedThing]
    ) -> Sequence[NamedThing]:
        """Return those of the bot's cache that the asker may see, or that an entry names: the archive adds its own."""
        visible = await server.visible(called)
        closed = set(called).difference(visible)
        page = await self.newest_page(guild_id) if closed else None
        lines = [facts_of(record.raw) for record in page.records] if page is not None else ()
        return [*visible, *(one for one in closed if any(_names(line, one.id) for line in lines))]

    async def newest_page(self, guild_id: hikari.Snowflake) -> Page | None:
        """Return the newest entries; None where Discord is not asked, or does not answer."""
        if self._newest is None:
            return None
        try:
            return await self._newest.page(guild_id)
        except AuditError:
            return None


def _names(line: str, thing_id: int) -> bool:
    """Return whether an entry, given as a line of its facts, names somebody or something by the id."""
    return f" @{thing_id} " in line or f" @by:{thing_id} " in line
