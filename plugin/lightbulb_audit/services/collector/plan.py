"""What is left to do of one server's log, and what follows from what was read. No input or output.

It is worked out from what the archive holds, so a start after a crash is like any other.
"""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import NamedTuple

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.intervals import BEFORE, EXPIRED, FORBIDDEN, LEFT, OFFLINE, Gap, Interval, subtract
from lightbulb_audit.model.progress import GROWING, CollectionProgress, Marks
from lightbulb_audit.services.clock import KEPT
from lightbulb_audit.services.collector.range_reader import RangeReader, RangeResult
from lightbulb_audit.services.collector.rereads import Rereads
from lightbulb_audit.services.collector.schedule import Schedule, back_off


class Notes(NamedTuple):
    """What to write down.

    Attributes:
        marks: How far the collecting has come.
        gaps: What is missing, and why.
    """

    marks: Marks
    gaps: tuple[Gap, ...] = ()


class Plan:
    """What is left to do of one server's log.

    Args:
        rhythm: How often what is asked.
        is_polled: Whether no events come.

    Attributes:
        marks: How far the collecting has come, as it was last written down.
        top: Up to which id the archive is complete while the session lasts; None until the newest page was read.
        joined_at: When the bot joined the server; None where nobody said.
    """

    def __init__(self, rhythm: Schedule, *, is_polled: bool) -> None:
        self.marks = Marks()
        self.top: int | None = None
        self.joined_at: datetime.datetime | None = None
        self._rhythm = rhythm
        self._is_polled = is_polled
        self._growth = Rereads(rhythm)
        self._walks: list[RangeReader] = []
        self._quiet_polls = 0
        self._poll_due: datetime.datetime | None = None
        self._sweep_due: datetime.datetime | None = None

    def start(self, standing: CollectionProgress, young: Iterable[int], now: datetime.datetime) -> None:
        """Begin with what the archive holds.

        Args:
            standing: How far the collecting has come.
            young: The entries that may have grown since they were seen.
            now: The time.
        """
        self.marks, self.top = standing.marks, None
        self._growth.remember(young, now)
        self._walks = [_news(standing.top)]

    def stop(self) -> None:
        """What comes from now on does not follow what is here: only a start knows what is left to do."""
        self.top = None
        self._walks = []

    def check_soon(self) -> None:
        """See soon what is new."""
        if self.top is not None and not any(walk.before is None for walk in self._walks):
            self._walks.insert(0, _news(self.top))

    def note_entry(self, action_type: int, entry_id: int, now: datetime.datetime) -> None:
        """An entry was seen as it is now."""
        if action_type in GROWING:
            self._growth.saw(entry_id, now)

    @property
    def reached(self) -> int | None:
        """Down to which id older entries were read so far; None if none are being read."""
        return next((walk.before for walk in self._walks if walk.way != "re-read"), None)

    @property
    def is_busy(self) -> bool:
        """Whether something is to be read at once."""
        return bool(self._walks)

    @property
    def next_due(self) -> datetime.datetime | None:
        """When the clock asks for something; None if never."""
        return min((one for one in (self._growth.next_due, self._sweep_due, self._poll_due) if one), default=None)

    def next_range(self, now: datetime.datetime) -> RangeReader:
        """Return what to read now: what is young goes before what is old."""
        young = self._growth.lowest_due(now)
        if young is not None and not any(walk.is_from_top for walk in self._walks):
            self._walks.insert(0, RangeReader("re-read", low=young))
        if not self._walks:
            is_sweep = self._sweep_due is not None and self._sweep_due <= now
            self._walks.append(RangeReader("re-read", low=self.marks.settled_through) if is_sweep else _news(self.top))
        return self._walks[0]

    def after_newest_page(self, walk: RangeReader, read: RangeResult, now: datetime.datetime) -> Notes:
        """Note that the newest page was read: from here on, events are enough."""
        before = self.top
        self.top = max(before or 0, read.bottom - 1 if read.top is None else read.top)
        self._quiet_polls = self._quiet_polls + 1 if before == self.top else 0
        if self._is_polled:
            self._poll_due = now + datetime.timedelta(seconds=back_off(self._rhythm.poll, self._quiet_polls))
        known, gaps = self.marks, ()
        marks = dataclasses.replace(known, checked_at=now, forbidden_at=None, left_at=None, is_polled=self._is_polled)
        if walk.way == "re-read":
            marks = dataclasses.replace(marks, reread_at=now)
        if not marks.settled_through:
            # All that is found further down is old enough already.
            marks = dataclasses.replace(marks, settled_through=self._settled_at(now))
        if walk.way == "catch-up" and read.bottom > walk.low + 1:
            reason = LEFT if known.left_at is not None else FORBIDDEN if known.forbidden_at is not None else OFFLINE
            gaps = (Gap(Interval(walk.low + 1, read.bottom - 1), reason, now),)
        self.marks = marks
        if self._sweep_due is None:
            self._sweep_due = max(now + datetime.timedelta(seconds=self._rhythm.sweep_wait), self._next_sweep())
        return Notes(marks, gaps)

    def after_range(self, walk: RangeReader, now: datetime.datetime) -> Marks:
        """Note that a stretch was read to its end."""
        self._walks.remove(walk)
        began = walk.began or now
        if walk.way == "re-read":
            self._growth.read_down_to(walk.low, began)
        if walk.is_from_top and walk.low <= self.marks.settled_through:
            settled = max(self.marks.settled_through, self._settled_at(began))
            self.marks = dataclasses.replace(self.marks, settled_through=settled)
            self._sweep_due = self._next_sweep()
        return self.marks

    def fill(
        self, standing: CollectionProgress, walk: RangeReader, oldest: int, now: datetime.datetime
    ) -> tuple[Gap, ...]:
        """See what is still missing once a stretch is done, and go on with it.

        Args:
            standing: How far the collecting has come.
            walk: The stretch.
            oldest: The smallest id that is kept.
            now: The time.

        Returns:
            What can never be had, where that is not noted yet.
        """
        if walk.way == "re-read" or self._walks or standing.top is None:
            return ()
        floor = max(int(snowflake.first_at((walk.began or now) - KEPT)), oldest)
        holes = list(subtract(Interval(floor, standing.top), standing.covered))
        if holes:
            hole = holes[-1]
            is_oldest = hole.low <= standing.covered[0].low
            self._walks.append(RangeReader("backfill" if is_oldest else "catch-up", hole.low, hole.high + 1))
            return ()
        if any(gap.interval.low == 0 for gap in standing.gaps):
            return ()
        return tuple(self._beginning(standing.covered[0].low, now))

    def _beginning(self, first: int, now: datetime.datetime) -> Iterable[Gap]:
        """Yield why there is nothing from before the first id."""
        joined = 0 if self.joined_at is None else min(int(snowflake.first_at(self.joined_at)), first)
        if joined < first:
            yield Gap(Interval(joined, first - 1), EXPIRED, now)
        if joined > 0:
            yield Gap(Interval(0, joined - 1), BEFORE, now)

    def _settled_at(self, moment: datetime.datetime) -> int:
        return int(snowflake.first_at(moment - self._rhythm.settled))

    def _next_sweep(self) -> datetime.datetime:
        last = snowflake.time_of(self.marks.settled_through) + self._rhythm.settled
        return last + datetime.timedelta(seconds=self._rhythm.sweep)


def _news(top: int | None) -> RangeReader:
    """From the newest entry down to what is here."""
    return RangeReader("backfill") if top is None else RangeReader("catch-up", low=top)
