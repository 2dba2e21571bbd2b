"""The several things that one name is or was the name of: what each is, when it was made, and when it went."""

import dataclasses
import datetime
from collections.abc import Callable, Sequence

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Names, names_of
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.remote import named_ids, subjects
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.thing_history import HistoryReader
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.ports import Server
from lightbulb_audit.timeline.rebuild import Presence, TimelineState, settings_at


@dataclasses.dataclass(frozen=True, slots=True)
class Candidates:
    """Several things, one of which is meant.

    Attributes:
        query: The question that they all answer.
        things: What each is like now: those that are there first, then those that went last.
        names: What people and things are called.
    """

    query: Query
    things: Sequence[TimelineState]
    names: Names

    @property
    def typed(self) -> str:
        """The name by which they were found; empty where nobody remembers."""
        return next((one.typed for one in self.query.clauses if one.filter == "about"), "")


class CandidateReader:
    """Tells several things of a name apart.

    Args:
        history: Finds the entries of things.
        server: A server as the bot knows it.
        names: Who and what is called so.
        describer: Knows names of then.
        now: The time.
    """

    def __init__(
        self,
        history: HistoryReader,
        server: Callable[[hikari.Snowflake], Server],
        names: NameSearch,
        describer: Describer,
        now: Callable[[], datetime.datetime],
    ) -> None:
        self._history = history
        self._server = server
        self._names = names
        self._describer = describer
        self._now = now

    async def read(self, guild_id: hikari.Snowflake, query: Query, viewer: Viewer) -> Candidates:
        """Tell what the things are that a query is about.

        Raises:
            AuditError: If the log could not be read.
        """
        server, things = self._server(guild_id), subjects(query)
        pages = await self._history.read_several(guild_id, things)
        records = [record for page in pages for record in page.records]
        behind = await self._names.visible.names_for(guild_id, server.seen_by(viewer), query, records)
        names = names_of(pages, behind, server.people)
        self._names.recall_told(guild_id, names, named_ids(query))
        await self._describer.recall_names(guild_id, names, named_ids(query))
        states = [
            settings_at(records, int(one), self._now(), None if known is Kind.UNKNOWN else known)
            for one in things
            if one.isdigit()
            for known in (_kind(names, int(one)),)
        ]
        return Candidates(query, sorted(states, key=_rank), names)


def _kind(names: Names, thing_id: int) -> Kind:
    """Return what an id is the id of, where anybody knows a name for it."""
    known = ((kind, names.get(kind, thing_id)) for kind in FILTERS["about"].kinds)
    return next((kind for kind, one in known if one is not None and one.name is not None), Kind.UNKNOWN)


def _rank(state: TimelineState) -> tuple[bool, int]:
    is_gone = state.existence is Presence.GONE
    last = state.turn.id if is_gone and state.turn is not None else state.thing_id
    return is_gone, -int(last)
