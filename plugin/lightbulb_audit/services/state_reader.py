"""What one thing was like at a moment."""

import contextlib
import dataclasses
import datetime
from collections.abc import Callable, Iterator, Sequence

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.entry_references import Reference, ids_in, references
from lightbulb_audit.describe.names.name_table import Names, names_of
from lightbulb_audit.describe.names.references import is_unknown
from lightbulb_audit.errors import AuditError, OutdatedError
from lightbulb_audit.model import Record, snowflake
from lightbulb_audit.model.progress import CollectionProgress, MissingRange
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.remote import single_subject
from lightbulb_audit.services.clock import KEPT
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.archive_search import ArchiveSearch
from lightbulb_audit.services.log.thing_history import HistoryReader, ThingHistory
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.names.people import look_up_named
from lightbulb_audit.services.ports import Lookups, Server, ServerSeen
from lightbulb_audit.timeline.current import CurrentState
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
        now: The time.
    """

    def __init__(
        self,
        history: HistoryReader,
        archived: ArchiveSearch | None,
        server: Callable[[hikari.Snowflake], Server],
        names: NameSearch,
        describer: Describer,
        now: Callable[[], datetime.datetime],
    ) -> None:
        self._now = now
        self._history = history
        self._archived = archived
        self._server = server
        self._names = names
        self._describer = describer

    async def read(
        self,
        guild_id: hikari.Snowflake,
        query: Query,
        moment: datetime.datetime | int,
        viewer: Viewer,
        known_as: Kind | None = None,
    ) -> StateAtMoment:
        """Rebuild what the one thing that a query is about was like at a moment, or right after an entry.

        Args:
            guild_id: Where.
            query: About what.
            moment: When.
            viewer: For whose eyes.
            known_as: What it is, where the asker has said so.

        Raises:
            AuditError: If the log could not be read, or the query is about no one thing.
        """
        thing = single_subject(query)
        if thing is None:
            raise OutdatedError
        server = self._server(guild_id)
        history = await self._history.read(guild_id, thing)
        records = history.records
        behind = await self._names.visible.names_for(guild_id, server.seen_by(viewer), query, records)
        names = names_of(history.pages, behind, server.people)
        thing_id = int(thing) if thing.isdigit() else thing
        channel = names.get(Kind.CHANNEL, thing_id) if isinstance(thing_id, int) else None
        # The server's id is also that of its role everyone.
        kind, is_server = (Kind.SERVER, True) if thing_id == int(guild_id) else (known_as, False)
        now, now_everyone = None, None
        standing = None if self._archived is None else await self._archived.progress(guild_id)
        if isinstance(thing_id, int) and self._is_whole(guild_id, moment, history, standing):
            now = await self._current(server.seen_by(viewer), kind or Kind.UNKNOWN, thing_id)
            if now is None and _may_be_member(kind, thing_id, records, names):
                now = await _current_member(server, thing_id)
            now_everyone = server.current(Kind.ROLE, thing_id) if is_server else None
        channel_type = None if channel is None else channel.channel_type
        state = settings_at(records, thing_id, moment, kind, channel_type, now)
        everyone = settings_at(records, thing_id, moment, Kind.ROLE, now=now_everyone) if is_server else None
        await self._complete(guild_id, names, server.lookups, state, everyone)
        return StateAtMoment(query, state, names, everyone, self._find_missing(guild_id, records, standing))

    @staticmethod
    async def _current(seen: ServerSeen, kind: Kind, thing_id: int) -> CurrentState | None:
        """Return what something is like now, unless it is a channel that the asker may not see."""
        now = seen.server.current(kind, thing_id)
        if now is None or now.kind is not Kind.CHANNEL:
            return now
        return now if await seen.visible([NamedThing(Kind.CHANNEL, thing_id, "", "")]) else None

    def _is_whole(
        self,
        guild_id: hikari.Snowflake,
        moment: datetime.datetime | int,
        history: ThingHistory,
        standing: CollectionProgress | None,
    ) -> bool:
        """Return whether no entry since the moment can be missing among those at hand."""
        bound = moment if isinstance(moment, int) else int(snowflake.first_at(moment))
        if history.is_cut:
            return False
        if self._archived is not None and history.is_archived:
            # The first entry itself is at hand.
            asked = Query.where(after=max(bound - 1, 0))
            return standing is not None and not self._archived.lacking(guild_id, standing, asked)
        return bound >= int(snowflake.first_at(self._now() - KEPT))

    async def _complete(self, guild_id: int, names: Names, lookups: Lookups, *states: TimelineState | None) -> None:
        """Give those without a name of today, who are told of, the last that the archive has of them, or Discord's."""
        known = [state for state in states if state is not None]
        as_now = [one for state in known for one in _find_current(state)]
        wanted = dict.fromkeys(one for state in known for record in state.told_by() for one in references(record))
        wanted |= dict.fromkeys(as_now)
        wanted |= {(state.kind, state.thing_id): None for state in known if isinstance(state.thing_id, int)}
        await self._describer.recall_names(guild_id, names, wanted)
        told = [describe(record, names) for state in known for record in state.told_by()]
        strange = [one for one in as_now if one[0] is Kind.USER and is_unknown(names, *one)]
        names.update(await look_up_named(lookups, told, strange))

    def _find_missing(
        self, guild_id: int, records: Sequence[Record], standing: CollectionProgress | None
    ) -> Sequence[MissingRange]:
        ids = [int(record.id) for record in records if record.id]
        if self._archived is None or standing is None or not ids:
            return ()
        return self._archived.lacking(guild_id, standing, Query.where(after=min(ids)))


def _may_be_member(kind: Kind | None, thing_id: int, records: Sequence[Record], names: Names) -> bool:
    """Return whether an id is somebody's, as far as the entries about it or any name tell."""
    if kind is not None and kind is not Kind.USER:
        return False
    kinds = {action(record.entry.action_type).target for record in records if record.entry.target_id == thing_id}
    return kind is Kind.USER or Kind.USER in kinds or (not kinds and names.get(Kind.USER, thing_id) is not None)


async def _current_member(server: Server, user_id: int) -> CurrentState | None:
    """Return what a member is like now; None where Discord does not say, which costs only what nothing else tells."""
    with contextlib.suppress(AuditError):
        return await server.current_member(user_id)
    return None


def _find_current(state: TimelineState) -> Iterator[Reference]:
    """Yield whom and what the values name that no entry tells, but what is so now."""
    for one in state.settings:
        row = fields.field(one.changed, one.key)
        if one.record is None and row is not None:
            yield from ids_in(one.value, row.value)
    for item in state.items:
        if item.record is None:
            yield from ids_in(item.item, Kind.ROLE.value)
    for overwrite in state.overwrites:
        if overwrite.record is None:
            yield overwrite.kind, overwrite.id
