"""What the commands and the buttons share: from a question to a drawing."""

import asyncio
import dataclasses
import datetime
import functools
import zoneinfo
from collections.abc import Callable, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.filters import asked_ids, leaves_gaps, one_thing, pointed_at, search_of, several
from lightbulb_audit.analyse.moments import read_moment
from lightbulb_audit.analyse.past import settings_at
from lightbulb_audit.analyse.search.language import scan, understood
from lightbulb_audit.analyse.search.reading import Sense
from lightbulb_audit.analyse.search.terms import words_of
from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.config import Config
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names import Known, Lookup, names_of
from lightbulb_audit.errors import AuditError, SeveralThingsError
from lightbulb_audit.model import Reader, Record, snowflake
from lightbulb_audit.model.query import Cursor, Query
from lightbulb_audit.model.search import Called, Search
from lightbulb_audit.render import coverage, entry, listing, past
from lightbulb_audit.render.carrying import carried
from lightbulb_audit.render.drawing import Drawing
from lightbulb_audit.render.state import State, Verb, View, encode
from lightbulb_audit.services.aftermath import Aftermath
from lightbulb_audit.services.browse import Window, browse, one
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.coverage import Kept, cover
from lightbulb_audit.services.find import find_entry
from lightbulb_audit.services.life import Lives
from lightbulb_audit.services.lore import Knowing, with_page
from lightbulb_audit.services.newest import Newest
from lightbulb_audit.services.ports import AuditLog, Server, ServerSeen
from lightbulb_audit.services.resolve import Resolved, Resolver
from lightbulb_audit.services.search import Archived
from lightbulb_audit.services.telling import Teller

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
    newest: Newest
    config: Config
    server: Callable[[hikari.Snowflake], Server]
    kept: Kept | None = None
    archived: Archived | None = None
    reader: Reader | None = None
    clock: DiscordClock = dataclasses.field(default_factory=DiscordClock)

    @functools.cached_property
    def teller(self) -> Teller:
        """Tells entries in words."""
        return Teller(None if self.kept is None else self.kept.store)

    @functools.cached_property
    def knowing(self) -> Knowing:
        """Knows what a search needs beside the log."""
        return Knowing(None if self.kept is None else self.kept.store, self.newest, self.log)

    @functools.cached_property
    def _aftermath(self) -> Aftermath:
        return Aftermath(None if self.kept is None else self.kept.store)

    @functools.cached_property
    def _lives(self) -> Lives:
        return Lives(self.log, self.reader, None if self.kept is None else self.kept.store)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone in which times are meant."""
        return self.config.zone

    async def listed(self, guild_id: hikari.Snowflake, state: State, viewer: Viewer) -> Drawing:
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
        names = names_of(window.pages, behind)
        self._aftermath.introduce(undoings, names)
        told = await self.teller.told(guild_id, window.records, names, undoings)
        namesakes = await self._namesakes(guild_id, server.seen_by(viewer), state, window)
        shown = listing.Listing(window, told, names, server.name, self.zone, state.view, namesakes)
        drawing = listing.draw(shown)
        return listing.draw(shown) if await self.teller.recall(guild_id, names) else drawing

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
        self, guild_id: hikari.Snowflake, seen: ServerSeen, state: State, window: Window
    ) -> Sequence[int]:
        """Whatever else is or was called like the one channel or role that is asked for, as far as one may know.

        Who types `#plans` gets the channel that is called so now, and may mean the one before it.
        """
        thing_id = pointed_at(state.query.search)
        if thing_id is None or state.cursor is not None or window.further is not None:
            return ()
        if window.records and state.view is not View.LIFE:
            return ()
        for kind in (Kind.CHANNEL, Kind.ROLE):
            known = seen.server.names(kind, thing_id)
            if known is not None and known.name is not None:
                alike = await self.knowing.namesakes(guild_id, seen, kind, known.name)
                return sorted(alike - {thing_id}, reverse=True)
        return ()

    async def _window(self, guild_id: hikari.Snowflake, server: Server, state: State) -> Window:
        if not state.view.is_searched:
            return await browse(self.log, guild_id, state.query, state.cursor)
        search = search_of(state.query)
        lore = await self.knowing.lore(guild_id, server, search)
        window = None
        if self.archived is not None and lore.is_whole:
            window = await self.archived.search(guild_id, state.query, state.cursor, lore)
        is_instead = window is None and self.archived is not None
        if window is None:
            pages = functools.partial(with_page, lore, search)
            window = await browse(self.log, guild_id, state.query, state.cursor, pages)
        return dataclasses.replace(window, is_instead=is_instead, unnamed=lore.unnamed)

    async def understood(self, guild_id: hikari.Snowflake, text: str, viewer: Viewer) -> Search:
        """What a search means to somebody: what they may not know of is called nothing.

        Raises:
            SearchError: If it cannot be understood; it says which word is at fault.
        """
        typed = scan(text)
        found = await self.knowing.found(guild_id, self.server(guild_id).seen_by(viewer), typed)
        sense = Sense(guild_id, self.clock.now(), self.zone, found)
        # Its first use of the date parser's tables takes a while.
        return await asyncio.to_thread(understood, text, typed, sense)

    async def moment(self, text: str, option: str) -> datetime.datetime | int:
        """A moment, or the id of an entry, out of what was typed into an option.

        Raises:
            NotAMomentError: If it is neither.
        """
        now = self.clock.now()
        # Its first use of the date parser's tables takes a while.
        return await asyncio.to_thread(read_moment, text, option, now=now, zone=self.zone)

    async def about(self, guild_id: hikari.Snowflake, text: str, viewer: Viewer) -> Search:
        """A search for all that happened to what is called so, or has this id or code.

        Raises:
            SearchError: If there is no such thing.
        """
        quoted = text.strip().replace('"', "")
        return await self.understood(guild_id, f'about:"{quoted}"', viewer)

    async def past(
        self, guild_id: hikari.Snowflake, state: State, moment: datetime.datetime | int, viewer: Viewer
    ) -> Drawing:
        """What the one thing that a search is about was like at a moment, or right after an entry.

        Raises:
            AuditError: If the log could not be read, or the search is about no one thing.
        """
        thing = one_thing(state.query.search)
        if thing is None:
            raise SeveralThingsError(several(state.query.search))
        server = self.server(guild_id)
        pages = await self._lives.pages(guild_id, thing)
        records = [record for page in pages for record in page.records]
        names = names_of(pages, await self.names_for(guild_id, server.seen_by(viewer), state.query, records))
        thing_id = int(thing) if thing.isdigit() else thing
        channel = names.get(Kind.CHANNEL, thing_id) if isinstance(thing_id, int) else None
        # The server's id is also that of its role everyone.
        kind, is_server = (Kind.SERVER, True) if thing_id == int(guild_id) else (None, False)
        channel_type = None if channel is None else channel.channel_type
        known = settings_at(records, thing_id, moment, kind, channel_type)
        everyone = settings_at(records, thing_id, moment, Kind.ROLE) if is_server else None
        menu, back = (encode(state._replace(verb=verb)) for verb in (Verb.MOMENT, Verb.BACK))
        shown = past.PastView(known, names, menu, back, everyone)
        drawing = past.draw(shown)
        if await self.teller.recall(guild_id, names):
            drawing = past.draw(shown)
        if drawing.embed is not None:
            drawing.embed.set_footer(carried(state.query.search))
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
        return listing.lacks(self.archived.lacking(guild_id, standing, Query(after=min(ids))))

    async def called(
        self, guild_id: hikari.Snowflake, text: str, kinds: Sequence[Kind], viewer: Viewer
    ) -> Sequence[Called]:
        """What is or was called so and may be of these kinds, for suggestions to somebody."""
        said = " ".join(words_of(text))
        if not said:
            return ()
        return (await self.knowing.called(guild_id, self.server(guild_id).seen_by(viewer), [(said, kinds)]))[said]

    async def entry(self, guild_id: hikari.Snowflake, entry_id: int, viewer: Viewer, back: State) -> Drawing:
        """One entry with all that it names looked up, for somebody's eyes.

        Raises:
            AuditError: If it is gone, or the log could not be read.
        """
        told, resolved = await self._resolved(guild_id, entry_id, viewer)
        return entry.draw(entry.EntryView(told, resolved, back._replace(entry_id=None)))

    async def _resolved(
        self, guild_id: hikari.Snowflake, entry_id: int, viewer: Viewer
    ) -> tuple[Description, Resolved]:
        record, page = await one(self.log, guild_id, entry_id)
        server = self.server(guild_id)
        names = names_of([page], server.names)
        resolver = Resolver(server.lookups, server.sight(viewer), server.cached_user)
        resolved = await resolver.resolve(record, page, names)
        names.learn(resolved.known)
        undoings = await self._aftermath.find(guild_id, [page], [record])
        self._aftermath.introduce(undoings, names)
        (told,) = await self.teller.told(guild_id, [record], names, undoings)
        return told, resolved

    async def found(self, guild_id: hikari.Snowflake, text: str, viewer: Viewer) -> Drawing:
        """The entry that an id or a link means; the list behind it begins there.

        Raises:
            AuditError: If there is none, or the log could not be read.
        """
        entry_id = await find_entry(self.log, self.server(guild_id).lookups, guild_id, text)
        place = Cursor("older", min(entry_id + 1, snowflake.LARGEST))
        return await self.entry(guild_id, entry_id, viewer, State(Verb.BACK, Query(count=self.config.count), place))

    async def whole(self, guild_id: hikari.Snowflake, entry_id: int, viewer: Viewer) -> str:
        """All that an entry says, as plain text.

        Raises:
            AuditError: If it is gone, or the log could not be read.
        """
        told, _ = await self._resolved(guild_id, entry_id, viewer)
        return entry.in_full(told)

    async def covered(self, guild_id: hikari.Snowflake, *, may_read: bool) -> Drawing:
        """What the archive has of a server, and what it lacks; `may_read` tells whether the bot may read its log."""
        known = await cover(self.kept, guild_id, may_read=may_read, keep_days=self.config.retention_days)
        return coverage.draw(known, self.server(guild_id).name)

    async def suggested(self, guild_id: hikari.Snowflake) -> Sequence[Description]:
        """The newest entries in words; none where the log cannot be read, or not in time."""
        try:
            async with asyncio.timeout(_SUGGESTING):
                page = await self.newest.page(guild_id)
                records = [record for record in page.records if record.id]
                told, _ = await self.teller.tell(guild_id, [page], records, self.server(guild_id).names)
        except (AuditError, TimeoutError):
            return []
        return told
