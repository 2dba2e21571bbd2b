"""What one thing was like at a moment."""

import dataclasses
import datetime
from collections.abc import Callable, Sequence

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.entry_references import references
from lightbulb_audit.describe.name_table import Names, names_of
from lightbulb_audit.errors import SeveralThingsError
from lightbulb_audit.model import Record
from lightbulb_audit.model.progress import MissingRange
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.remote import single_subject, subjects
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.history import HistoryReader
from lightbulb_audit.services.name_search import NameSearch
from lightbulb_audit.services.people import look_up_people, people_in
from lightbulb_audit.services.ports import Lookups, Server
from lightbulb_audit.services.resolve import unknown_in
from lightbulb_audit.services.search import ArchiveSearch
from lightbulb_audit.timeline.rebuild import TimelineState, settings_at


@dataclasses.dataclass(frozen=True, slots=True)
class StateAtMoment:
    """What a thing was like.

    Attributes:
        query: What was asked for.
        state: What it was like.
        names: What people and things are called.
        everyone: What the role everyone was like, of a server.
        missing: What the archive lacks since the first entry of it: something may have happened to it there.
    """

    query: Query
    state: TimelineState
    names: Names
    everyone: TimelineState | None = None
    missing: Sequence[MissingRange] = ()


class StateReader:
    """Rebuilds what things were like.

    Args:
        history: Finds the entries of one thing.
        archived: The archive, as it is searched; None where there is none.
        server: A server as the bot knows it.
        names: Who and what is called so.
        describer: Knows names of then.
    """

    def __init__(
        self,
        history: HistoryReader,
        archived: ArchiveSearch | None,
        server: Callable[[hikari.Snowflake], Server],
        names: NameSearch,
        describer: Describer,
    ) -> None:
        self._history = history
        self._archived = archived
        self._server = server
        self._names = names
        self._describer = describer

    async def read(
        self, guild_id: hikari.Snowflake, query: Query, moment: datetime.datetime | int, viewer: Viewer
    ) -> StateAtMoment:
        """Rebuild what the one thing that a query is about was like at a moment, or right after an entry.

        Raises:
            AuditError: If the log could not be read, or the query is about no one thing.
        """
        thing = single_subject(query)
        if thing is None:
            raise SeveralThingsError(subjects(query))
        server = self._server(guild_id)
        pages = await self._history.pages(guild_id, thing)
        records = [record for page in pages for record in page.records]
        behind = await self._names.visible_names(guild_id, server.seen_by(viewer), query, records)
        names = names_of(pages, behind, server.people)
        thing_id = int(thing) if thing.isdigit() else thing
        channel = names.get(Kind.CHANNEL, thing_id) if isinstance(thing_id, int) else None
        # The server's id is also that of its role everyone.
        kind, is_server = (Kind.SERVER, True) if thing_id == int(guild_id) else (None, False)
        state = settings_at(records, thing_id, moment, kind, None if channel is None else channel.channel_type)
        everyone = settings_at(records, thing_id, moment, Kind.ROLE) if is_server else None
        await self._complete(guild_id, names, server.lookups, state, everyone)
        return StateAtMoment(query, state, names, everyone, await self._missing(guild_id, records))

    async def _complete(self, guild_id: int, names: Names, lookups: Lookups, *states: TimelineState | None) -> None:
        """Give those without a name of today, who are told of, the last that the archive has of them, or Discord's."""
        known = [state for state in states if state is not None]
        wanted = dict.fromkeys(one for state in known for record in state.told_by() for one in references(record))
        wanted |= {(state.kind, state.thing_id): None for state in known if isinstance(state.thing_id, int)}
        await self._describer.recall_names(guild_id, names, wanted)
        told = [describe(record, names) for state in known for record in state.told_by()]
        for one in told:
            unknown_in(one)
        names.update(await look_up_people(lookups, people_in(told)))

    async def _missing(self, guild_id: int, records: Sequence[Record]) -> Sequence[MissingRange]:
        standing = None if self._archived is None else await self._archived.standing(guild_id)
        ids = [int(record.id) for record in records if record.id]
        if self._archived is None or standing is None or not ids:
            return ()
        return self._archived.lacking(guild_id, standing, Query.where(after=min(ids)))
