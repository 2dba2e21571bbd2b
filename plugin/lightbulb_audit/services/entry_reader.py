"""One entry with all that it names looked up."""

import dataclasses
from collections.abc import Callable

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.entry_references import references
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.errors import MissingEntryError
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.related import Relation, related
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.browse import fetch_entry
from lightbulb_audit.services.log.entry_lookup import find_entry
from lightbulb_audit.services.names.resolve import Resolution, Resolver, unknown_in
from lightbulb_audit.services.ports import AuditLog, Server
from lightbulb_audit.services.reversals import ReversalFinder


@dataclasses.dataclass(frozen=True, slots=True)
class EntryDetails:
    """One entry.

    Attributes:
        description: The entry in words.
        resolution: What was looked up for it.
    """

    description: Description
    resolution: Resolution


class EntryReader:
    """Reads single entries.

    Args:
        log: Where entries are read.
        server: A server as the bot knows it.
        describer: Tells entries in words.
        reversals: Finds what was undone.
    """

    def __init__(
        self,
        log: AuditLog,
        server: Callable[[hikari.Snowflake], Server],
        describer: Describer,
        reversals: ReversalFinder,
    ) -> None:
        self._log = log
        self._server = server
        self._describer = describer
        self._reversals = reversals

    async def find(self, guild_id: hikari.Snowflake, text: str) -> int:
        """Return the id of the entry that an id or a link means.

        Raises:
            AuditError: If there is none, or the log could not be read.
        """
        return await find_entry(self._log, self._server(guild_id).lookups, guild_id, text)

    async def related(self, guild_id: hikari.Snowflake, entry_id: int, relation: Relation) -> Query:
        """Return a query of the entries that belong to an entry so.

        Raises:
            AuditError: If it is gone, names nobody, or the log could not be read.
        """
        record, _ = await fetch_entry(self._log, guild_id, entry_id)
        query = related(record, relation)
        if query is None:
            raise MissingEntryError(entry_id)
        return query

    async def read(self, guild_id: hikari.Snowflake, entry_id: int, viewer: Viewer) -> EntryDetails:
        """Read an entry for somebody's eyes.

        Raises:
            AuditError: If it is gone, or the log could not be read.
        """
        record, page = await fetch_entry(self._log, guild_id, entry_id)
        server = self._server(guild_id)
        names = names_of([page], server.names, server.people)
        undoings = await self._reversals.find(guild_id, [page], [record])
        self._reversals.add_actors(undoings, names)
        unknown = unknown_in(describe(record, names, undoings.get(int(record.id))))
        named = [one for told in (record, *undoings.values()) for one in references(told)]
        await self._describer.recall_names(guild_id, names, named)
        resolver = Resolver(server.lookups, server.sight(viewer), server.cached_user)
        resolution = await resolver.resolve(record, page, names, unknown)
        names.update(resolution.known)
        await self._describer.learn(guild_id, resolution.known)
        (told,) = await self._describer.describe_with(guild_id, [record], names, undoings)
        return EntryDetails(told, resolution)
