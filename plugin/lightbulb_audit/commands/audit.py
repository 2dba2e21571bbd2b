"""What the commands and the buttons share: from a question to a drawing."""

import asyncio
import dataclasses
import datetime
import functools
import zoneinfo
from collections.abc import Callable, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.locales import first_weekday
from lightbulb_audit.config import Config
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.name_table import Known, Lookup, names_of
from lightbulb_audit.errors import AuditError, SeveralThingsError
from lightbulb_audit.model import Reader, Record, snowflake
from lightbulb_audit.model.query import Cursor, Query
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.dates import parse_moment
from lightbulb_audit.query.predicate import people
from lightbulb_audit.query.remote import (
    asked_ids,
    leaves_gaps,
    named_ids,
    single_id,
    single_subject,
    subjects,
)
from lightbulb_audit.query.syntax import parse, tokenize
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.query.values import ParseContext
from lightbulb_audit.render import coverage, entry, listing, timeline
from lightbulb_audit.render.button_state import ButtonState, Verb, View, encode
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.query_footer import footer_text
from lightbulb_audit.services.browse import Window, browse, fetch_entry
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.coverage import CollectedArchive, fetch_coverage
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.entry_lookup import find_entry
from lightbulb_audit.services.history import HistoryReader
from lightbulb_audit.services.name_search import NameSearch, extend_with_page
from lightbulb_audit.services.ports import AuditLog, Server, ServerSeen
from lightbulb_audit.services.recent_cache import RecentEntries
from lightbulb_audit.services.resolve import Resolution, Resolver
from lightbulb_audit.services.reversals import ReversalFinder
from lightbulb_audit.services.search import ArchiveSearch
from lightbulb_audit.timeline.rebuild import settings_at

_CHANNELS: Final = frozenset({Kind.CHANNEL, Kind.THREAD})

_SUGGESTING: Final = 2.5
"""Seconds: Discord takes suggestions for 3 seconds."""


@dataclasses.dataclass(frozen=True)
class Audit:
    """The log, the settings, and the servers.

    Attributes:
        log: Where entries are read.
        newest: The newest of them, for suggestions.
        config: The settings.
        server: A server as the bot knows it.
        kept: The archive; None where there is none.
        archived: The same, as it is searched.
        reader: Reads what comes out of it.
        clock: Discord's time.
    """

    log: AuditLog
    newest: RecentEntries
    config: Config
    server: Callable[[hikari.Snowflake], Server]
    kept: CollectedArchive | None = None
    archived: ArchiveSearch | None = None
    reader: Reader | None = None
    clock: DiscordClock = dataclasses.field(default_factory=DiscordClock)

    @functools.cached_property
    def teller(self) -> Describer:
        """Tells entries in words."""
        return Describer(None if self.kept is None else self.kept.store)

    @functools.cached_property
    def knowing(self) -> NameSearch:
        """Knows what a search needs beside the log."""
        return NameSearch(None if self.kept is None else self.kept.store, self.newest, self.log)

    @functools.cached_property
    def _aftermath(self) -> ReversalFinder:
        return ReversalFinder(None if self.kept is None else self.kept.store)

    @functools.cached_property
    def _lives(self) -> HistoryReader:
        return HistoryReader(self.log, self.reader, None if self.kept is None else self.kept.store)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone in which times are meant."""
        return self.config.zone

    async def listed(self, guild_id: hikari.Snowflake, state: ButtonState, viewer: Viewer) -> MessagePayload:
        """The list of entries at a place in the log, for somebody's eyes.

        Raises:
            AuditError: If the log could not be read.
        """
        server = self.server(guild_id)
        window = await self._window(guild_id, server, state)
        # Between what was found and what undid it something else could be hidden: only a whole stretch tells.
        whole = () if not window.scanned or leaves_gaps(state.query) else window.pages
        undoings = await self._aftermath.find(guild_id, whole, window.records)
        behind = await self.names_for(guild_id, server.seen_by(viewer), state.query, window.records)
        names = names_of(window.pages, behind, server.people)
        self._aftermath.add_actors(undoings, names)
        asked = named_ids(state.query)
        told = await self.teller.describe_with(guild_id, window.records, names, undoings, asked)
        namesakes = await self._namesakes(guild_id, server.seen_by(viewer), state, window)
        shown = listing.Listing(window, told, names, server.name, state.view, namesakes)
        return listing.draw(shown)

    async def names_for(
        self, guild_id: hikari.Snowflake, seen: ServerSeen, query: Query, records: Sequence[Record]
    ) -> Lookup:
        """The names of today for somebody who asks about ids: what is closed to them, and no entry names, is gone."""
        known = seen.server.names
        ids = [one for one in asked_ids(query) if (channel := known(Kind.CHANNEL, one)) and channel.name is not None]
        closed = await self.knowing.closed(guild_id, seen, ids, records)

        def open_to_them(kind: Kind, thing_id: int) -> Known | None:
            return Known(None, gone=True) if thing_id in closed and kind in _CHANNELS else known(kind, thing_id)

        return open_to_them if closed else known

    async def _namesakes(
        self, guild_id: hikari.Snowflake, seen: ServerSeen, state: ButtonState, window: Window
    ) -> Sequence[int]:
        """Whatever else is or was called like the one channel or role that is asked for, as far as one may know.

        Who types `#plans` gets the channel that is called so now, and may mean the one before it.
        """
        thing_id = single_id(state.query)
        if not state.view.is_searched or thing_id is None or state.cursor is not None or window.further is not None:
            return ()
        if window.records and state.view is not View.LIFE:
            return ()
        for kind in (Kind.CHANNEL, Kind.ROLE):
            known = seen.server.names(kind, thing_id)
            if known is not None and known.name is not None:
                alike = await self.knowing.namesakes(guild_id, seen, kind, known.name)
                return sorted(alike - {thing_id}, reverse=True)
        return ()

    async def _window(self, guild_id: hikari.Snowflake, server: Server, state: ButtonState) -> Window:
        # What bots did for somebody only the archive finds without reading the whole log.
        is_of_person = state.view is View.SIDES and self.archived is not None and bool(people(state.query))
        if not state.view.is_searched and not is_of_person:
            return await browse(self.log, guild_id, state.query, state.cursor)
        search = state.query
        lore = await self.knowing.context_for(guild_id, server, search)
        window = None
        if self.archived is not None and lore.is_whole:
            window = await self.archived.search(guild_id, state.query, state.cursor, lore)
        is_instead = window is None and self.archived is not None
        if window is None:
            pages = functools.partial(extend_with_page, lore, search)
            window = await browse(self.log, guild_id, state.query, state.cursor, pages)
        return dataclasses.replace(window, is_instead=is_instead, unnamed=lore.unnamed)

    async def understood(self, guild_id: hikari.Snowflake, text: str, viewer: Viewer, locale: str = "") -> Query:
        """What a search means to somebody of a locale: what they may not know of is called nothing.

        Raises:
            SearchError: If it cannot be understood; it says which word is at fault.
        """
        typed = tokenize(text)
        found = await self.knowing.resolve_names(guild_id, self.server(guild_id).seen_by(viewer), typed)
        sense = ParseContext(guild_id, self.clock.now(), self.zone, found, first_weekday(locale))
        # Its first use of the date parser's tables takes a while.
        return await asyncio.to_thread(parse, text, typed, sense)

    async def moment(self, text: str, option: str, locale: str = "") -> datetime.datetime | int:
        """A moment, or the id of an entry, out of what was typed into an option.

        Raises:
            NotAMomentError: If it is neither.
        """
        now = self.clock.now()
        # Its first use of the date parser's tables takes a while.
        return await asyncio.to_thread(
            parse_moment, text, option, now=now, zone=self.zone, first_weekday=first_weekday(locale)
        )

    async def about(self, guild_id: hikari.Snowflake, text: str, viewer: Viewer) -> Query:
        """A search for all that happened to what is called so, or has this id or code.

        Raises:
            SearchError: If there is no such thing.
        """
        quoted = text.strip().replace('"', "")
        return await self.understood(guild_id, f'about:"{quoted}"', viewer)

    async def past(
        self, guild_id: hikari.Snowflake, state: ButtonState, moment: datetime.datetime | int, viewer: Viewer
    ) -> MessagePayload:
        """What the one thing that a search is about was like at a moment, or right after an entry.

        Raises:
            AuditError: If the log could not be read, or the search is about no one thing.
        """
        thing = single_subject(state.query)
        if thing is None:
            raise SeveralThingsError(subjects(state.query))
        server = self.server(guild_id)
        pages = await self._lives.pages(guild_id, thing)
        records = [record for page in pages for record in page.records]
        names = names_of(
            pages, await self.names_for(guild_id, server.seen_by(viewer), state.query, records), server.people
        )
        thing_id = int(thing) if thing.isdigit() else thing
        channel = names.get(Kind.CHANNEL, thing_id) if isinstance(thing_id, int) else None
        # The server's id is also that of its role everyone.
        kind, is_server = (Kind.SERVER, True) if thing_id == int(guild_id) else (None, False)
        channel_type = None if channel is None else channel.channel_type
        known = settings_at(records, thing_id, moment, kind, channel_type)
        everyone = settings_at(records, thing_id, moment, Kind.ROLE) if is_server else None
        menu, back = (encode(state._replace(verb=verb)) for verb in (Verb.MOMENT, Verb.BACK))
        shown = timeline.PastView(known, names, menu, back, everyone)
        drawing = timeline.draw(shown)
        if await self.teller.recall_names(guild_id, names):
            drawing = timeline.draw(shown)
        if drawing.embed is not None:
            drawing.embed.set_footer(footer_text(state.query))
            lacks = await self._lacks(guild_id, records)
            if lacks:
                drawing.embed.add_field(words.MISSING, lacks)
        return drawing

    async def _lacks(self, guild_id: hikari.Snowflake, records: Sequence[Record]) -> str:
        """What the archive lacks since the first entry of a thing: something may have happened to it there."""
        standing = None if self.archived is None else await self.archived.standing(guild_id)
        ids = [int(record.id) for record in records if record.id]
        if self.archived is None or standing is None or not ids:
            return ""
        return listing.missing_text(self.archived.lacking(guild_id, standing, Query.where(after=min(ids))))

    async def called(
        self, guild_id: hikari.Snowflake, text: str, kinds: Sequence[Kind], viewer: Viewer
    ) -> Sequence[NamedThing]:
        """What is or was called so and may be of these kinds, for suggestions to somebody."""
        said = " ".join(words_of(text))
        if not said:
            return ()
        return (await self.knowing.find(guild_id, self.server(guild_id).seen_by(viewer), [(said, kinds)]))[said]

    async def entry(
        self, guild_id: hikari.Snowflake, entry_id: int, viewer: Viewer, back: ButtonState
    ) -> MessagePayload:
        """One entry with all that it names looked up, for somebody's eyes.

        Raises:
            AuditError: If it is gone, or the log could not be read.
        """
        told, resolved = await self._resolved(guild_id, entry_id, viewer)
        return entry.draw(entry.EntryView(told, resolved, back._replace(entry_id=None)))

    async def _resolved(
        self, guild_id: hikari.Snowflake, entry_id: int, viewer: Viewer
    ) -> tuple[Description, Resolution]:
        record, page = await fetch_entry(self.log, guild_id, entry_id)
        server = self.server(guild_id)
        names = names_of([page], server.names, server.people)
        resolver = Resolver(server.lookups, server.sight(viewer), server.cached_user)
        resolved = await resolver.resolve(record, page, names)
        names.update(resolved.known)
        undoings = await self._aftermath.find(guild_id, [page], [record])
        self._aftermath.add_actors(undoings, names)
        (told,) = await self.teller.describe_with(guild_id, [record], names, undoings)
        return told, resolved

    async def found(self, guild_id: hikari.Snowflake, text: str, viewer: Viewer) -> MessagePayload:
        """The entry that an id or a link means; the list behind it begins there.

        Raises:
            AuditError: If there is none, or the log could not be read.
        """
        entry_id = await find_entry(self.log, self.server(guild_id).lookups, guild_id, text)
        place = Cursor("older", min(entry_id + 1, snowflake.LARGEST))
        return await self.entry(
            guild_id, entry_id, viewer, ButtonState(Verb.BACK, Query(count=self.config.count), place)
        )

    async def whole(self, guild_id: hikari.Snowflake, entry_id: int, viewer: Viewer) -> str:
        """All that an entry says, as plain text.

        Raises:
            AuditError: If it is gone, or the log could not be read.
        """
        told, _ = await self._resolved(guild_id, entry_id, viewer)
        return entry.in_full(told)

    async def covered(self, guild_id: hikari.Snowflake, *, may_read: bool) -> MessagePayload:
        """What the archive has of a server, and what it lacks; `may_read` tells whether the bot may read its log."""
        known = await fetch_coverage(self.kept, guild_id, may_read=may_read, keep_days=self.config.retention_days)
        return coverage.draw(known, self.server(guild_id).name)

    async def suggested(self, guild_id: hikari.Snowflake) -> Sequence[Description]:
        """The newest entries in words; none where the log cannot be read, or not in time."""
        try:
            async with asyncio.timeout(_SUGGESTING):
                page = await self.newest.page(guild_id)
                records = [record for record in page.records if record.id]
                server = self.server(guild_id)
                told, _ = await self.teller.describe(guild_id, [page], records, server.names, called=server.people)
        except (AuditError, TimeoutError):
            return []
        return told
