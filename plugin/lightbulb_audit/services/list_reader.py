"""The entries of one page of a list, described for somebody's eyes."""

import dataclasses
import enum
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.bursts import FOLDED_FROM, Behind, tally_records
from lightbulb_audit.analyse.reason import claim_in, fold_name
from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.name_table import Names, names_of
from lightbulb_audit.model import Page, Record
from lightbulb_audit.model.query import Cursor, Query, View
from lightbulb_audit.model.search import NamedThing, SearchContext
from lightbulb_audit.query.predicate import people
from lightbulb_audit.query.remote import NO_LORE, leaves_gaps, named_ids, single_id, single_subject
from lightbulb_audit.query.syntax import loosen_phrases
from lightbulb_audit.services.causes import NO_CAUSES, CauseFinder, Causes
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.archive_search import ArchiveSearch
from lightbulb_audit.services.log.bot_deeds import LOOKED_AT
from lightbulb_audit.services.log.browse import Window, browse
from lightbulb_audit.services.log.undone_browse import browse_any
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.names.other_names import OtherName, find_called, other_names, references_of
from lightbulb_audit.services.names.page_names import extend_with_page
from lightbulb_audit.services.names.people import look_up_people
from lightbulb_audit.services.ports import AuditLog, Server, ServerSeen
from lightbulb_audit.services.reversals import ReversalFinder

_TALLIED: Final = 3
"""Of how many is told who did what how often."""


class Reach(enum.Enum):
    """Which entries are counted."""

    PAGE = enum.auto()
    READ = enum.auto()
    ALL = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """Who did what how often.

    Attributes:
        reach: Of which entries.
        groups: Entries by that, those of which there are most first: one of each in words, and all of them.
        rest: How many entries are in none of the groups.
    """

    reach: Reach
    groups: Sequence[tuple[Description, Sequence[Record]]]
    rest: int


@dataclasses.dataclass(frozen=True, slots=True)
class EntryList:
    """One page of a list.

    Attributes:
        window: The entries, and what lies around them.
        descriptions: The same entries in words, in the same order.
        beyond: In words, newest first, what lies behind them and belongs to the same line as the last of them.
        names: What people and things are called today.
        server: The server's name; None where nobody knows it.
        view: What kind of list it is.
        namesakes: What else is or was called like the one thing that is asked for.
        causes: Why a search found nothing.
        other_names: By which names that are not shown its words found what is in the entries, by the words.
        tally: Who did what how often; None where that would say no more than the lines.
    """

    window: Window
    descriptions: Sequence[Description]
    names: Names
    server: str | None
    view: View = View.RECENT
    namesakes: Sequence[NamedThing] = ()
    causes: Causes = NO_CAUSES
    beyond: Sequence[Description] = ()
    tally: Tally | None = None
    other_names: Mapping[str, Sequence[OtherName]] = dataclasses.field(default_factory=dict[str, Sequence[OtherName]])

    @property
    def person(self) -> int | None:
        """Of whom it tells what was done to them alone; None where it is about nobody, or tells both sides."""
        subject = single_subject(self.window.query) if self.view is View.LIFE else None
        if subject is None or not subject.isdigit():
            return None
        return int(subject) if self.names.get(Kind.USER, int(subject)) else None


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
        cursor: Cursor | None = None, found: tuple[Window, SearchContext] | None = None,
    ) -> EntryList:  # fmt: skip
        """Read the page at a place in the log.

        Args:
            guild_id: Whose log.
            query: Which entries.
            viewer: For whose eyes.
            view: What kind of list it is.
            cursor: From where on, and which way; None for the newest.
            found: What was read of the same already, and what was known beside it; None where nothing was.

        Raises:
            AuditError: If the log could not be read.
        """
        server = self._server(guild_id)
        seen = server.seen_by(viewer)
        window, context = await self._search(guild_id, seen, query, view, cursor, found)
        # Between what was found and what undid it something else could be hidden: only a whole stretch tells.
        whole = () if not window.scanned or leaves_gaps(query) else window.pages
        undoings = window.undoings
        if undoings is None:
            undoings = await self._reversals.find(guild_id, whole, [*window.records, *window.beyond])
        behind = await self._names.visible.names_for(guild_id, seen, query, window.records)
        names = names_of(window.pages, behind, server.people)
        self._names.recall_told(guild_id, names, named_ids(query))
        self._reversals.add_actors(undoings, names)
        look_up = functools.partial(look_up_people, server.lookups)
        beyond = window.beyond[::-1] if window.is_read_upwards else window.beyond
        reach, groups, rest = await self._group(guild_id, window, context, view, names)
        shown = [*window.records, *beyond]
        called = find_called(window.query, context, window.records)
        also = [*named_ids(query), *references_of(called)]
        told = await self._describer.describe_with(
            guild_id, [*shown, *(some[0] for some in groups)], names, undoings, also, look_up=look_up
        )
        tally = Tally(reach, list(zip(told[len(shown) :], groups, strict=True)), rest) if groups else None
        told, behind = told[: len(window.records)], told[len(window.records) : len(shown)]
        namesakes = await self._namesakes(guild_id, seen, view, window)
        causes = NO_CAUSES
        if query and not window.records and window.cursor is None:
            causes = await self._causes.find(guild_id, seen, window, context)
        others = other_names(called, told, names, server.names_of_user)
        return EntryList(window, told, names, server.name, view, namesakes, causes, behind, tally, others)

    async def _group(
        self, guild_id: hikari.Snowflake, window: Window, context: SearchContext, view: View, names: Names
    ) -> tuple[Reach, Sequence[Sequence[Record]], int]:
        """The entries to count, by who did what, and how many are left out: all that fit, where that is bounded."""
        here, reach = window.records, Reach.ALL
        if view is not View.SEARCH or len(here) < FOLDED_FROM:
            return reach, (), 0
        records: Sequence[Record] = here
        if window.has_newer or window.has_older or window.further is not None:
            is_archived = self._archived is not None and any(page.origin is not None for page in window.pages)
            all_of_it = (
                await self._archived.matching(guild_id, window, context) if is_archived and self._archived else ()
            )
            # Of what Discord filters by itself, a little more was read than is shown: no stretch that the answer names.
            is_told = window.is_filtered_here and len(window.found) > len(here) + 1
            records = all_of_it or (window.found if is_told else here)
            reach = Reach.ALL if all_of_it else Reach.PAGE if records is here else Reach.READ
        groups = [some for some in tally_records(records, _behind(names, context)) if len(some) > 1][:_TALLIED]
        return reach, groups, len(records) - sum(map(len, groups))

    async def _search(
        self,
        guild_id: hikari.Snowflake,
        seen: ServerSeen,
        query: Query,
        view: View,
        cursor: Cursor | None,
        known: tuple[Window, SearchContext] | None = None,
    ) -> tuple[Window, SearchContext]:
        """Return what fits; where nothing does, what fits the words of phrases, wherever they stand."""
        if known is None:
            window, context = await self._window(guild_id, seen.server, query, view, cursor)
        else:
            window, context = dataclasses.replace(known[0], query=query), known[1]
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

            def extend(known: SearchContext, page: Page) -> SearchContext:
                nonlocal context
                context = extend_with_page(query, known, page)
                return context

            window = await browse_any(self._log, guild_id, query, cursor, context, extend, bots=LOOKED_AT)
        return dataclasses.replace(window, is_instead=is_instead, unnamed=context.unnamed), context

    async def _namesakes(
        self, guild_id: hikari.Snowflake, seen: ServerSeen, view: View, window: Window
    ) -> Sequence[NamedThing]:
        """Return whatever else is or was called like the one channel or role that is asked for, as far as one may know.

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


def _behind(names: Names, context: SearchContext) -> Behind:
    """Return what tells for whom a bot did an entry, by id where that is known; a human's reason is no order."""
    known = {name: user_id for user_id, called in context.people.items() for name in called - context.shared}

    def find(record: Record) -> int | str | None:
        user_id = int(record.entry.user_id or 0)
        actor = names.get(Kind.USER, user_id)
        if user_id not in context.bots and not (actor is not None and actor.bot):
            return None
        claim = claim_in(record.entry.reason)
        if claim is None or claim.user_id is not None:
            return None if claim is None else int(claim.user_id or 0)
        name = fold_name(claim.name)
        called = names.people_called(name)
        return next(iter(called)) if len(called) == 1 else known.get(name, name)

    return find
