"""The entries of one page of a list, described for somebody's eyes."""

import dataclasses
import functools
from collections.abc import Callable, Sequence

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.name_table import Names, names_of
from lightbulb_audit.model.query import Cursor, Query, View
from lightbulb_audit.model.search import NamedThing, SearchContext
from lightbulb_audit.query.predicate import people
from lightbulb_audit.query.remote import NO_LORE, leaves_gaps, named_ids, single_id
from lightbulb_audit.query.syntax import loosen_phrases
from lightbulb_audit.services.causes import NO_CAUSES, CauseFinder, Causes
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.archive_search import ArchiveSearch
from lightbulb_audit.services.log.bot_deeds import LOOKED_AT
from lightbulb_audit.services.log.browse import Window, browse
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.names.page_names import extend_with_page
from lightbulb_audit.services.names.people import look_up_people
from lightbulb_audit.services.ports import AuditLog, Server, ServerSeen
from lightbulb_audit.services.reversals import ReversalFinder


@dataclasses.dataclass(frozen=True, slots=True)
class EntryList:
    """One page of a list.

    Attributes:
        window: The entries, and what lies around them.
        descriptions: The same entries in words, in the same order.
        names: What people and things are called today.
        server: The server's name; None where nobody knows it.
        view: What kind of list it is.
        namesakes: What else is or was called like the one thing that is asked for.
        causes: Why a search found nothing.
    """

    window: Window
    descriptions: Sequence[Description]
    names: Names
    server: str | None
    view: View = View.RECENT
    namesakes: Sequence[NamedThing] = ()
    causes: Causes = NO_CAUSES


class ListReader:
    """Reads pages of lists.

    Args:
        log: Where entries are read.
        archived: The archive, as it is searched; None where there is none.
        server: A server as the bot knows it.
        names: Who and what is called so.
        describer: Tells entries in words.
        reversals: Finds what was undone.
    """

    def __init__(
        self,
        log: AuditLog,
        archived: ArchiveSearch | None,
        server: Callable[[hikari.Snowflake], Server],
        names: NameSearch,
        describer: Describer,
        reversals: ReversalFinder,
    ) -> None:
        self._log = log
        self._archived = archived
        self._server = server
        self._names = names
        self._describer = describer
        self._reversals = reversals
        self._causes = CauseFinder(archived, names, log)

    async def read(
        self, guild_id: hikari.Snowflake, query: Query, viewer: Viewer, view: View = View.RECENT,
        cursor: Cursor | None = None,
    ) -> EntryList:  # fmt: skip
        """Read the page at a place in the log.

        Args:
            guild_id: Whose log.
            query: Which entries.
            viewer: For whose eyes.
            view: What kind of list it is.
            cursor: From where on, and which way; None for the newest.

        Raises:
            AuditError: If the log could not be read.
        """
        server = self._server(guild_id)
        seen = server.seen_by(viewer)
        window, context = await self._search(guild_id, seen, query, view, cursor)
        # Between what was found and what undid it something else could be hidden: only a whole stretch tells.
        whole = () if not window.scanned or leaves_gaps(query) else window.pages
        undoings = await self._reversals.find(guild_id, whole, window.records)
        behind = await self._names.visible_names(guild_id, seen, query, window.records)
        names = names_of(window.pages, behind, server.people)
        self._reversals.add_actors(undoings, names)
        look_up = functools.partial(look_up_people, server.lookups)
        told = await self._describer.describe_with(
            guild_id, window.records, names, undoings, named_ids(query), look_up=look_up
        )
        namesakes = await self._namesakes(guild_id, seen, view, window)
        causes = NO_CAUSES
        if query and not window.records and window.cursor is None:
            causes = await self._causes.find(guild_id, seen, window, context)
        return EntryList(window, told, names, server.name, view, namesakes, causes)

    async def _search(
        self, guild_id: hikari.Snowflake, seen: ServerSeen, query: Query, view: View, cursor: Cursor | None
    ) -> tuple[Window, SearchContext]:
        """What fits; where nothing does, what fits the words of phrases, wherever they stand."""
        window, context = await self._window(guild_id, seen.server, query, view, cursor)
        # Where no text has the words, they may be the name of somebody whom only an id names.
        is_empty = view.is_searched and not window.records
        if is_empty and await self._names.find_strangers(guild_id, seen, query):
            window, context = await self._window(guild_id, seen.server, query, view, cursor)
        looser = loosen_phrases(query)
        if not view.is_searched or window.records or looser == query:
            return window, context
        found = await self._search(guild_id, seen, looser, view, cursor)
        return found if found[0].records else (window, context)

    async def _window(
        self, guild_id: hikari.Snowflake, server: Server, query: Query, view: View, cursor: Cursor | None
    ) -> tuple[Window, SearchContext]:
        is_of_person = view is View.SIDES and bool(people(query))
        if not view.is_searched and not is_of_person:
            return await browse(self._log, guild_id, query, cursor), NO_LORE
        context = await self._names.context_for(guild_id, server, query)
        window = None
        if self._archived is not None and context.is_whole:
            window = await self._archived.search(guild_id, query, cursor, context)
        is_instead = window is None and self._archived is not None
        if window is None:
            extend = functools.partial(extend_with_page, query)
            window = await browse(self._log, guild_id, query, cursor, context, extend, bots=LOOKED_AT)
        return dataclasses.replace(window, is_instead=is_instead, unnamed=context.unnamed), context

    async def _namesakes(
        self, guild_id: hikari.Snowflake, seen: ServerSeen, view: View, window: Window
    ) -> Sequence[NamedThing]:
        """Whatever else is or was called like the one channel or role that is asked for, as far as one may know.

        Who types `#plans` gets the channel that is called so now, and may mean the one before it.
        """
        thing_id = single_id(window.query)
        if not view.is_searched or thing_id is None or window.cursor is not None or window.further is not None:
            return ()
        if window.records and view is not View.LIFE:
            return ()
        for kind in (Kind.CHANNEL, Kind.ROLE):
            known = seen.server.names(kind, thing_id)
            if known is not None and known.name is not None:
                alike = await self._names.namesakes(guild_id, seen, kind, known.name)
                return sorted((one for one in alike if one.id != thing_id), key=_id, reverse=True)
        return ()


def _id(thing: NamedThing) -> int:
    return thing.id
