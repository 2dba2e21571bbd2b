"""Walking through Discord's log for what was undone: the entries that tell it are newer than the ones that they undid.

So the log is read from its newest entry on, however far back the page begins, without any filter of Discord's that
could leave out what undid something. Each press looks a thousand entries further than the last place that was reached.
"""

import dataclasses
from collections.abc import Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.reversals import undone_among
from lightbulb_audit.model import Page, Record
from lightbulb_audit.model.query import Cursor, PageRequest, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.predicate import asks_undone
from lightbulb_audit.query.remote import NO_LORE, endpoint_filters, predicate_of
from lightbulb_audit.services.log.browse import SCANNED_AT_MOST, Extend, Window, behind, browse, limits_of
from lightbulb_audit.services.ports import AuditLog

_PAGE: Final = 100


@dataclasses.dataclass(slots=True)
class _Stretch:
    """All that the log has from its newest entry to a place.

    Attributes:
        query: What is asked of it.
        cursor: Where the page begins; None for the newest entries.
        extend: Adds to the context what a page tells.
        context: What must be known beside the entries.
        pages: What was read, newest first.
        place: The last entry that was read.
        scanned: How many entries were read that may be on the page.
        is_ended: Whether nothing is left that may be.
    """

    query: Query
    cursor: Cursor | None
    extend: Extend
    context: SearchContext
    pages: list[Page] = dataclasses.field(default_factory=list[Page])
    lines: dict[int, str] = dataclasses.field(default_factory=dict[int, str])
    place: int | None = None
    scanned: int = 0
    is_ended: bool = False

    @property
    def is_upwards(self) -> bool:
        return self.cursor is not None and self.cursor.way == "newer"

    @property
    def limits(self) -> tuple[int | None, int | None]:
        """Above which id, and below which one, the page lies."""
        return limits_of(self.query, self.cursor)

    def take(self, page: Page, *, is_last: bool) -> None:
        """Take in the next page."""
        self.pages.append(page)
        self.context = self.extend(self.context, page)
        above, below = self.limits
        for record in page.records:
            self.place = int(record.id) or self.place
            self.scanned += below is None or (self.place or 0) < below
        is_past = above is not None and self.place is not None and self.place <= above
        self.is_ended = is_last or is_past

    def found(self) -> tuple[list[Record], dict[int, Record]]:
        """Return what fits and may be on the page, in the order of reading, and what undid entries."""
        records = list({record.id or -at: record for at, record in enumerate(self._records(), 1)}.values())
        undoings = undone_among(records)
        predicate, (above, below) = predicate_of(self.query, self.context), self.limits
        fitting: list[Record] = []
        place = 0
        for record in records:
            place = int(record.id) or place
            if (above is not None and place <= above) or (below is not None and place >= below):
                continue
            line = self._line(record)
            is_undone = int(record.id) in undoings
            if predicate.fits(int(record.id), line) and predicate.fits_later(line, is_undone=is_undone):
                fitting.append(record)
        return fitting[::-1] if self.is_upwards else fitting, undoings

    def _records(self) -> Sequence[Record]:
        return [record for page in self.pages for record in page.records]

    def _line(self, record: Record) -> str:
        if not record.id:
            return predicate_of(self.query, self.context).line_of(record)
        if int(record.id) not in self.lines:
            self.lines[int(record.id)] = predicate_of(self.query, self.context).line_of(record)
        return self.lines[int(record.id)]


async def browse_any(
    log: AuditLog,
    guild_id: hikari.Snowflake,
    query: Query,
    cursor: Cursor | None = None,
    context: SearchContext = NO_LORE,
    extend: Extend = lambda context, _: context,
    *,
    bots: int = 0,
) -> Window:
    """Read the entries to show at a place in the log; see `browse`.

    Raises:
        AuditError: If the log could not be read.
    """
    if not asks_undone(query):
        return await browse(log, guild_id, query, cursor, context, extend, bots=bots)
    stretch = _Stretch(query, cursor, extend, context)
    found, undoings = await _read(log, guild_id, stretch)
    if stretch.is_upwards and not found:
        return await browse_any(log, guild_id, query, None, context, extend)
    return _window(stretch, found, undoings)


async def _read(log: AuditLog, guild_id: hikari.Snowflake, stretch: _Stretch) -> tuple[list[Record], dict[int, Record]]:
    """Read on until the page is full; upwards, until it is reached."""
    query = stretch.query
    while not stretch.is_ended and (stretch.is_upwards or stretch.scanned < SCANNED_AT_MOST):
        place = stretch.place
        page = await log.read(guild_id, PageRequest(_PAGE, place, **endpoint_filters(query)))
        is_last = page.row_count < _PAGE or all(not one.id or one.id == place for one in page.records)
        stretch.take(page, is_last=is_last)
        if stretch.is_upwards or not stretch.scanned:
            continue
        found, undoings = stretch.found()
        if len(found) > query.count:
            return found, undoings
    return stretch.found()


def _window(stretch: _Stretch, found: list[Record], undoings: dict[int, Record]) -> Window:
    query, cursor, is_upwards = stretch.query, stretch.cursor, stretch.is_upwards
    is_all = stretch.is_ended
    is_more = len(found) > query.count
    shown = found[: query.count]
    further = None if is_all or is_more or stretch.place is None else Cursor("older", stretch.place)
    return Window(
        query=query,
        cursor=cursor,
        records=shown[::-1] if is_upwards else shown,
        pages=stretch.pages,
        has_newer=is_more if is_upwards else cursor is not None,
        has_older=True if is_upwards else is_more,
        scanned=stretch.scanned,
        reached=None if is_all or is_upwards else stretch.place,
        further=further,
        found=found[::-1] if is_upwards else found,
        **behind(query, found, len(shown), is_all=is_all),
        undoings={int(one.id): undoings[int(one.id)] for one in found if int(one.id) in undoings},
    )
