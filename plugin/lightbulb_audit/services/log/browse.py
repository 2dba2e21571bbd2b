"""Walking through a log page by page, so that each entry is shown exactly once, whatever arrives meanwhile.

A place in the log is the id of an entry, not a number of a page: so neither new entries nor a restart move anything.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias, TypedDict

import hikari

from lightbulb_audit.analyse.bursts import PageEnd, page_end
from lightbulb_audit.errors import ExpiredEntryError, MissingEntryError
from lightbulb_audit.model import Page, Record, snowflake
from lightbulb_audit.model.progress import MissingRange
from lightbulb_audit.model.query import Cursor, PageRequest, Query, Way
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.query.remote import NO_LORE, bounds, endpoint_filters, is_filtered_by_endpoint, predicate_of
from lightbulb_audit.services.clock import KEPT, local_time
from lightbulb_audit.services.log.bot_deeds import BotDeeds, find_bot_deeds, has_bot_deeds
from lightbulb_audit.services.ports import AuditLog

SCANNED_AT_MOST: Final = 1000
"""Entries looked at for one press, where Discord cannot filter."""

_PAGE: Final = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Hits:
    """How many entries fit.

    Attributes:
        count: How many were counted.
        is_all: Whether those are all; counting stops where nobody would read on.
        is_least: Whether there was no time to count so far: there are so many at least.
    """

    count: int
    is_all: bool
    is_least: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """The entries to show, and what lies around them.

    Attributes:
        query: What was asked.
        cursor: Where the reading began; None for the newest.
        records: What was found, newest first.
        pages: What was read for it, for the names.
        has_newer: Whether something newer fits the query, or may.
        has_older: Whether something older does, or may.
        scanned: How many entries were looked at.
        reached: The entry that the looking got to; None if it got to the end.
        further: Where to go on, if the search stopped before it had enough.
        hits: How many entries fit in all; None where nobody counted.
        missing: What is not there of the span that was asked for.
        is_instead: Whether Discord was asked since the archive did not answer.
        unnamed: Words that were not looked for in names, since very many are called so.
        bots: How far was looked for what bots did for somebody; None where it was not looked for apart.
        found: All that was found in what was read, newest first: perhaps more than is shown.
        beyond: What lies just behind, in the order of reading, and belongs to the same line as the last that is shown.
        goes_on: Whether there may be more of that than is known.
        undoings: The entries that undid some of those shown, by the ids of those; None where nobody looked yet.
    """

    query: Query
    cursor: Cursor | None
    records: Sequence[Record]
    pages: Sequence[Page]
    has_newer: bool
    has_older: bool
    scanned: int
    reached: int | None = None
    further: Cursor | None = None
    hits: Hits | None = None
    missing: Sequence[MissingRange] = ()
    is_instead: bool = False
    unnamed: Sequence[str] = ()
    bots: BotDeeds | None = None
    found: Sequence[Record] = ()
    beyond: Sequence[Record] = ()
    goes_on: bool = False
    undoings: Mapping[int, Record] | None = None

    @property
    def is_read_upwards(self) -> bool:
        """Whether the reading began below the entries, so that the lowest is the one next to its place."""
        return self.cursor is not None and self.cursor.way == "newer"

    @property
    def is_filtered_here(self) -> bool:
        """Whether entries were looked at that did not fit."""
        return not is_filtered_by_endpoint(self.query)


Extend: TypeAlias = Callable[[SearchContext, Page], SearchContext]
"""What is known beside the entries, with what a page tells."""


@dataclasses.dataclass(slots=True)
class _Walk:
    """Entries that fit, as they are found on the way in one direction."""

    query: Query
    way: Way
    place: int | None
    extend: Extend
    context: SearchContext = NO_LORE
    looked: list[tuple[Record, str]] = dataclasses.field(default_factory=list[tuple[Record, str]])
    predicate: Predicate | None = None
    found: list[Record] = dataclasses.field(default_factory=list[Record])
    pages: list[Page] = dataclasses.field(default_factory=list[Page])
    scanned: int = 0
    ended: bool = False

    @property
    def is_enough(self) -> bool:
        """One more than is shown tells whether there is more; without any id nobody could go on to it."""
        return len(self.found) > self.query.count and any(record.id for record in self.found)

    def take(self, page: Page, limit: int) -> None:
        self.pages.append(page)
        self.scanned += page.row_count
        self.ended = page.row_count < limit
        predicate = self.wanted(page)
        new: list[tuple[Record, str]] = []
        for record in page.records:
            if record.id:
                self.place = int(record.id)
            if self._is_out_of_bounds(record):
                self.ended = True
                break
            new.append((record, predicate.line_of(record)))
        self.looked += new
        # What this page names is known of those before it as well.
        tested = new if predicate == self.predicate else self.looked
        found = [record for record, line in tested if predicate.fits(int(record.id), line)]
        self.found = [*self.found, *found] if predicate == self.predicate else found
        self.predicate = predicate

    def wanted(self, page: Page) -> Predicate:
        """Return what is asked of an entry, with what the pages up to this one tell beside it."""
        self.context = self.extend(self.context, page)
        return predicate_of(self.query, self.context)

    def has_all_in(self, deeds: BotDeeds) -> bool:
        """Take what was found for bots for all there is to show, where it is: then one read was enough."""
        is_enough = deeds.is_whole or len(deeds.records) > self.query.count
        # What has no id is not looked for there.
        if not is_enough or not all(record.id for page in deeds.pages for record in page.records):
            return False
        self.found, self.pages, self.scanned = deeds.records, deeds.pages, deeds.scanned
        self.place, self.ended, deeds.is_whole = deeds.place, deeds.is_whole, True
        return True

    def add(self, deeds: BotDeeds) -> None:
        """Take in what bots did for the same person; who looked no further there can go on from there."""
        known = {record.id for record in self.found if record.id}
        placed: list[tuple[int, Record]] = []
        for record in self.found:
            # What has no id stays behind what it came behind.
            placed.append((int(record.id) or (placed[-1][0] if placed else 0), record))
        placed += [(int(record.id), record) for record in deeds.records if record.id not in known]
        self.found = [record for _, record in sorted(placed, key=_place, reverse=self.way == "older")]
        self.pages = [*self.pages, *deeds.pages]
        if self.ended and not deeds.is_whole:
            self.ended, self.place = False, deeds.place

    def _is_out_of_bounds(self, record: Record) -> bool:
        after, before = bounds(self.query)
        bound = after if self.way == "older" else before
        if bound is None or not record.id:
            return False
        return record.id <= bound if self.way == "older" else record.id >= bound


async def browse(
    log: AuditLog,
    guild_id: hikari.Snowflake,
    query: Query,
    cursor: Cursor | None = None,
    context: SearchContext = NO_LORE,
    extend: Extend = lambda context, _: context,
    *,
    bots: int = 0,
) -> Window:
    """Read the entries to show at a place in the log.

    Args:
        log: Where to read.
        guild_id: Whose log.
        query: Which entries.
        cursor: From where on, and which way; None for the newest.
        context: What must be known beside the entries.
        extend: Adds to that what a page tells.
        bots: How many entries are looked at for what bots did for somebody.

    Raises:
        AuditError: If the log could not be read.
    """
    way: Way = "older" if cursor is None else cursor.way
    walk = _Walk(query, way, _start(query, cursor), extend, context)
    deeds = BotDeeds(walk.place) if bots and has_bot_deeds(query) else None
    if deeds is not None:
        await find_bot_deeds(log, guild_id, query, walk.wanted, deeds, way=way, at_most=_PAGE)
    if deeds is None or not walk.has_all_in(deeds):
        await _read(log, guild_id, walk)
        if deeds is not None:
            stop = walk.place if walk.is_enough else None
            await find_bot_deeds(log, guild_id, query, walk.wanted, deeds, way=way, stop=stop, at_most=bots)
            walk.add(deeds)
    if way == "newer" and not walk.found and walk.ended:
        # What was newer has expired, or fits no more: the newest page is what is meant.
        return await browse(log, guild_id, query, None, context, extend, bots=bots)
    return dataclasses.replace(_window(walk, cursor), bots=deeds)


async def _read(log: AuditLog, guild_id: hikari.Snowflake, walk: _Walk) -> None:
    """Walk on until there is enough, with all the filters that Discord's endpoint has."""
    query = walk.query
    limit = min(query.count + 1, _PAGE) if is_filtered_by_endpoint(query) else _PAGE
    while not walk.ended and not walk.is_enough and walk.scanned < SCANNED_AT_MOST:
        before, after = (walk.place, None) if walk.way == "older" else (None, walk.place)
        place = walk.place
        page = await log.read(guild_id, PageRequest(limit, before, after, **endpoint_filters(query)))
        if limit < min(page.row_count + 1, _PAGE) and not any(record.id for record in page.records):
            # Nothing here tells where to go on, so look as far as one read can.
            limit = _PAGE
            continue
        walk.take(page, limit)
        walk.ended = walk.ended or walk.place == place


async def fetch_entry(log: AuditLog, guild_id: hikari.Snowflake, entry_id: int) -> tuple[Record, Page]:
    """Read a single entry: Discord has no endpoint for one, but a page of one that ends right behind it.

    Raises:
        MissingEntryError: If Discord has no such entry any more.
        AuditError: If the log could not be read.
    """
    page = await log.read(guild_id, PageRequest(limit=1, before=min(entry_id + 1, snowflake.LARGEST)))
    for record in page.records:
        if record.id == entry_id:
            return record, page
    is_old = local_time() - snowflake.time_of(entry_id) > KEPT
    raise (ExpiredEntryError if is_old else MissingEntryError)(entry_id)


def _place(placed: tuple[int, Record]) -> int:
    return placed[0]


def limits_of(query: Query, cursor: Cursor | None) -> tuple[int | None, int | None]:
    """Return above which id, and below which one, a page lies; None where nothing bounds it."""
    after, before = bounds(query)
    if cursor is None:
        return after, before
    if cursor.way == "newer":
        return max(cursor.id, after or 0), before
    return after, cursor.id if before is None else min(cursor.id, before)


def _start(query: Query, cursor: Cursor | None) -> int | None:
    after, before = limits_of(query, cursor)
    return after if cursor is not None and cursor.way == "newer" else before


def _window(walk: _Walk, cursor: Cursor | None) -> Window:
    count = walk.query.count
    more = walk.is_enough
    shown = _whole(walk.found, count) if more else walk.found
    further = None if walk.ended or more or walk.place is None else Cursor(walk.way, walk.place)
    newer = walk.way == "newer"
    return Window(
        query=walk.query,
        cursor=cursor,
        records=shown[::-1] if newer else shown,
        pages=walk.pages,
        has_newer=more if newer else cursor is not None,
        has_older=True if newer else more,
        scanned=walk.scanned,
        reached=None if walk.ended else walk.place,
        further=further,
        found=walk.found[::-1] if newer else walk.found,
        **behind(walk.query, walk.found, len(shown), is_all=walk.ended),
    )


class Behind(TypedDict):
    """What is known of the last line of a window; see there."""

    beyond: Sequence[Record]
    goes_on: bool


def behind(query: Query, found: Sequence[Record], shown: int, *, is_all: bool) -> Behind:
    """Return what lies behind a page and belongs to its last line, where the end of that was read.

    Args:
        query: What was asked.
        found: What fits, in the order of reading.
        shown: How many of them are on the page.
        is_all: Whether there are no others.
    """
    end = page_end(found, shown, is_all=is_all) if query.is_folded and shown else PageEnd(shown)
    beyond = () if end.is_open else found[shown : shown + end.beyond]
    return Behind(beyond=beyond, goes_on=end.is_open)


def _whole(records: list[Record], count: int) -> list[Record]:
    """Records up to one with an id: what cannot be named as a place goes with those that follow it.

    Among so many without an id that none of the first `count` has one, more than that are shown, or nobody could go on.
    """
    places = [index for index, record in enumerate(records) if record.id]
    within = [index for index in places if index < count]
    last = within[-1] if within else places[0]
    return records[: last + 1]
