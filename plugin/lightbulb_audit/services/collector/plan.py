"""What is left to do of one server's log, and what follows from what was read. No input or output.

It is worked out from what the archive holds, so a start after a crash is like any other.
"""

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.intervals import BEFORE, EXPIRED, FORBIDDEN, LEFT, OFFLINE, Gap, Interval, merge, subtract
from lightbulb_audit.model.progress import GROWING, CollectionProgress, Marks, Standing
from lightbulb_audit.services.clock import KEPT
from lightbulb_audit.services.collector.range_reader import RangeReader, RangeResult
from lightbulb_audit.services.collector.rereads import Rereads
from lightbulb_audit.services.collector.schedule import Schedule, back_off

_UNKNOWN: Final = Marks()


class Notes(NamedTuple):
    """What follows from a page.

    Attributes:
        marks: How far the collecting has come with it; None where that does not change.
        gaps: What is missing, and why.
        standing: What the archive then has; None where nobody needs to know it any more.
        missing: What is to be read next; None where nothing follows.
    """

    marks: Marks | None = None
    gaps: Sequence[Gap] = ()
    standing: CollectionProgress | None = None
    missing: RangeReader | None = None


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

    __slots__ = (
        "_growth", "_is_polled", "_poll_due", "_quiet_polls", "_rhythm", "_standing", "_sweep_due", "_walks",
        "joined_at", "marks", "top",
    )  # fmt: skip

    def __init__(self, rhythm: Schedule, *, is_polled: bool) -> None:
        self.marks = _UNKNOWN
        self.top: int | None = None
        self.joined_at: datetime.datetime | None = None
        self._rhythm = rhythm
        self._is_polled = is_polled
        self._growth = Rereads(rhythm)
        self._walks: list[RangeReader] = []
        self._standing: CollectionProgress | None = None
        self._quiet_polls = 0
        self._poll_due: datetime.datetime | None = None
        self._sweep_due: datetime.datetime | None = None

    def start(self, standing: Standing, now: datetime.datetime) -> None:
        """Begin with what the archive holds."""
        self._standing = standing.progress
        self.marks, self.top = standing.progress.marks, None
        self._growth.remember(standing.young, now)
        self._walks = [_news(standing.progress.top)]

    def stop(self) -> None:
        """What comes from now on does not follow what is here: only a start knows what is left to do."""
        self.top = self._standing = None
        self._walks = []

    def check_soon(self) -> None:
        """See soon what is new."""
        if self.top is not None and not any(walk.before is None for walk in self._walks):
            self._walks.insert(0, _news(self.top))

    def note_entry(self, action_type: int, entry_id: int, now: datetime.datetime) -> None:
        """An entry was seen as it is now."""
        if action_type in GROWING:
            self._growth.saw(entry_id, now)

    def note_covered(self, covered: Sequence[Interval]) -> None:
        """Events made the archive complete so far."""
        if self._standing is not None and covered:
            self._standing = _with(self._standing, covered)

    @property
    def may_grow(self) -> bool:
        """Whether entries are known that may still grow."""
        return self._growth.is_open

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

    def notes_of(self, walk: RangeReader, read: RangeResult, oldest: int, now: datetime.datetime) -> Notes:
        """See what is to be written down with a page, and what follows from it. Nothing changes by that.

        Args:
            walk: The stretch that it is of.
            read: What it gave.
            oldest: The smallest id that is kept.
            now: The time.
        """
        marks = self._marks_after(walk, read, now)
        gaps: list[Gap] = []
        if walk.before is None and walk.way == "catch-up" and read.bottom > walk.low + 1:
            known = self.marks
            reason = LEFT if known.left_at is not None else FORBIDDEN if known.forbidden_at is not None else OFFLINE
            gaps.append(Gap(Interval(walk.low + 1, read.bottom - 1), reason, now))
        standing = self._standing
        if standing is None:
            return Notes(marks, gaps)
        standing = _with(standing, read.covered, gaps)
        if not read.is_done or walk.way == "re-read" or len(self._walks) > 1 or standing.top is None:
            return Notes(marks, gaps, standing)
        floor = max(int(snowflake.first_at((walk.began or now) - KEPT)), oldest)
        if holes := list(subtract(Interval(floor, standing.top), standing.covered)):
            return Notes(marks, gaps, standing, _hole(holes[-1], standing))
        if not any(gap.interval.low == 0 for gap in standing.gaps):
            gaps += self._beginning(standing.covered[0].low, now)
        return Notes(marks, gaps)

    def advance(self, walk: RangeReader, read: RangeResult, notes: Notes, now: datetime.datetime) -> None:
        """A page is kept, with what was to be written down with it: see what is left to do."""
        self.marks = notes.marks or self.marks
        if walk.before is None:
            self._have_newest(read, now)
        walk.advance(read)
        self._standing = notes.standing
        if not walk.is_done:
            return
        self._walks.remove(walk)
        if walk.way == "re-read":
            self._growth.read_down_to(walk.low, walk.began or now)
        if walk.is_from_top and walk.low <= self.marks.settled_through:
            self._sweep_due = self._next_sweep()
        if notes.missing is not None and not self._walks:
            self._walks.append(notes.missing)

    def _have_newest(self, read: RangeResult, now: datetime.datetime) -> None:
        """The newest page was read: from here on, events are enough."""
        before = self.top
        self.top = max(before or 0, read.bottom - 1 if read.top is None else read.top)
        self._quiet_polls = self._quiet_polls + 1 if before == self.top else 0
        if self._is_polled:
            self._poll_due = now + datetime.timedelta(seconds=back_off(self._rhythm.poll, self._quiet_polls))
        if self._sweep_due is None:
            self._sweep_due = max(now + datetime.timedelta(seconds=self._rhythm.sweep_wait), self._next_sweep())

    def _marks_after(self, walk: RangeReader, read: RangeResult, now: datetime.datetime) -> Marks | None:
        """Return how far the collecting has come with a page; None where that does not change."""
        marks = self.marks
        if walk.before is None:
            marks = dataclasses.replace(
                marks, checked_at=now, forbidden_at=None, left_at=None, is_polled=self._is_polled,
                reread_at=now if walk.way == "re-read" else marks.reread_at,
                # At first, all that is found further down is old enough already.
                settled_through=marks.settled_through or self._settled_at(now),
            )  # fmt: skip
        if read.is_done and walk.is_from_top and walk.low <= marks.settled_through:
            settled = max(marks.settled_through, self._settled_at(walk.began or now))
            marks = dataclasses.replace(marks, settled_through=settled)
        return None if marks == self.marks else marks

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


def _with(known: CollectionProgress, covered: Sequence[Interval], gaps: Sequence[Gap] = ()) -> CollectionProgress:
    """Return what the archive has with a page more."""
    return dataclasses.replace(known, covered=merge([*known.covered, *covered]), gaps=[*known.gaps, *gaps])


def _hole(hole: Interval, standing: CollectionProgress) -> RangeReader:
    """What is missing, to be read from its end."""
    is_oldest = hole.low <= standing.covered[0].low
    return RangeReader("backfill" if is_oldest else "catch-up", hole.low, hole.high + 1)


def _news(top: int | None) -> RangeReader:
    """From the newest entry down to what is here."""
    return RangeReader("backfill") if top is None else RangeReader("catch-up", low=top)
