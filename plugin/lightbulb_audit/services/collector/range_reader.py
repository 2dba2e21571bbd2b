"""Reading a stretch of Discord's log, newest first: what each page gives, and what it completes."""

import dataclasses
import datetime
import logging
from collections.abc import Sequence
from typing import Final

import hikari

from lightbulb_audit.model import Page, Record, snowflake
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import Observation, Way
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.clock import KEPT
from lightbulb_audit.services.ports import AuditLog

_log: Final = logging.getLogger(__name__)

PAGE: Final = 100


@dataclasses.dataclass(frozen=True, slots=True)
class RangeResult:
    """What one page gave.

    Attributes:
        page: The page.
        records: Its entries that have an id, each id once, in the order in which they came.
        top: Up to which id the page is complete; None for an empty log.
        bottom: Down to which.
        observed: What of it is to be kept.
        covered: What is complete with that.
        is_done: Whether nothing is left of the stretch behind it.
        fresh: The ids of the entries of which nothing was known before it was kept.
    """

    page: Page
    records: Sequence[Record]
    top: int | None
    bottom: int
    observed: Sequence[Observation]
    covered: Sequence[Interval]
    is_done: bool
    fresh: frozenset[int] = frozenset()


@dataclasses.dataclass(slots=True)
class RangeReader:
    """A stretch that is being read.

    Attributes:
        way: Why it is read.
        low: Down to which id at least.
        before: Where the next page begins; None for the newest entry.
        is_from_top: Whether it begins at the newest entry.
        is_done: Whether nothing is left of it.
        pages: How many pages were read.
        began: When the first of them was asked for.
    """

    way: Way
    low: int = 0
    before: int | None = None
    is_done: bool = False
    pages: int = 0
    began: datetime.datetime | None = None
    is_from_top: bool = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        self.is_from_top = self.before is None

    async def fetch(self, log: AuditLog, guild_id: int, now: datetime.datetime) -> Page:
        """Read one page more. The same page is read again until `advance` is told what it gave.

        Raises:
            AuditError: If it could not be read.
        """
        self.began = self.began or now
        return await log.read(hikari.Snowflake(guild_id), PageRequest(PAGE, self.before))

    def result_of(self, page: Page, guild_id: int, now: datetime.datetime, oldest: int = 0) -> RangeResult:
        """See what a page gives, but for what is below the oldest id that is kept."""
        began = self.began or now
        by_id: dict[int, Record] = {}
        for record in page.records:
            if record.id:
                by_id.setdefault(int(record.id), record)
            else:
                _log.warning("an entry of guild %s has no readable id and cannot be kept", guild_id)
        ids = [entry_id for entry_id in by_id if self.before is None or entry_id < self.before]
        is_end = page.row_count < PAGE or not ids
        bottom = self._bottom(min(ids, default=None), began, is_end=is_end)
        top = max(ids, default=None) if self.before is None else self.before - 1
        observed = [
            Observation.of(record.raw, now, self.way)
            for entry_id, record in reversed(by_id.items())
            if entry_id >= oldest
        ]
        # What is older than Discord keeps may be there in part.
        low = max(bottom, oldest, int(snowflake.first_at(began - KEPT)))
        covered = [] if top is None or low > top else [Interval(low, top)]
        is_done = is_end or bottom <= max(self.low, oldest)
        return RangeResult(page, list(by_id.values()), top, bottom, observed, covered, is_done)

    def advance(self, result: RangeResult) -> None:
        """A page is kept: the next one is due."""
        self.pages += 1
        self.before = result.bottom
        self.is_done = result.is_done

    def _bottom(self, lowest: int | None, began: datetime.datetime, *, is_end: bool) -> int:
        """Down to which id a page is complete: where Discord has no more, to the end of what it keeps."""
        kept = int(snowflake.first_at(began - KEPT))
        if not is_end:
            return kept if lowest is None else lowest
        return max(self.low, kept if lowest is None else min(kept, lowest))
