"""What the commands and the buttons share: from a question to a drawing."""

import dataclasses
import zoneinfo
from collections.abc import Callable, Sequence

import hikari

from lightbulb_audit.config import Config
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names import Lookup, Names, names_of
from lightbulb_audit.model import Page
from lightbulb_audit.model.query import Cursor, Query
from lightbulb_audit.render import entry, listing
from lightbulb_audit.render.drawing import Drawing
from lightbulb_audit.services.browse import browse, one
from lightbulb_audit.services.ports import AuditLog


@dataclasses.dataclass(frozen=True)
class Audit:
    """The log, the settings, and what is known without asking.

    Attributes:
        log: Where entries are read.
        config: The settings.
        cached: A server's names in the bot's cache.
        server_name: What a server is called; None where nobody knows.
    """

    log: AuditLog
    config: Config
    cached: Callable[[hikari.Snowflake], Lookup]
    server_name: Callable[[hikari.Snowflake], str | None]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone in which times are meant."""
        return self.config.zone

    async def recent(self, guild_id: hikari.Snowflake, query: Query, cursor: Cursor | None = None) -> Drawing:
        """The list of entries at a place in the log.

        Raises:
            AuditError: If the log could not be read.
        """
        window = await browse(self.log, guild_id, query, cursor)
        names = self._names(guild_id, window.pages)
        told = [describe(record, names) for record in window.records]
        return listing.draw(listing.Listing(window, told, names, self.server_name(guild_id), self.zone))

    async def entry(self, guild_id: hikari.Snowflake, entry_id: int) -> Drawing:
        """One entry by itself.

        Raises:
            AuditError: If it is gone, or the log could not be read.
        """
        record, page = await one(self.log, guild_id, entry_id)
        return entry.draw(describe(record, self._names(guild_id, [page])))

    def _names(self, guild_id: hikari.Snowflake, pages: Sequence[Page]) -> Names:
        return names_of(pages, self.cached(guild_id))
