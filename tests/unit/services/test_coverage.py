"""What the archive has of a server, and what it has not."""

import asyncio
import contextlib
import datetime
import time
import zoneinfo
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.errors import ArchiveAwayError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.intervals import (
    BEFORE,
    EXPIRED,
    FORBIDDEN,
    LEFT,
    OFFLINE,
    RETENTION,
    Gap,
    Interval,
    merge,
    subtract,
)
from lightbulb_audit.model.progress import ArchiveStats, ArchiveTrouble, CollectionProgress, Marks, MissingRange
from lightbulb_audit.query.syntax import parse, tokenize
from lightbulb_audit.query.values import ParseContext
from lightbulb_audit.services.collector.coverage import (
    CollectedArchive,
    CollectorStatus,
    Coverage,
    fetch_coverage,
    missing,
)
from lightbulb_audit.services.log.archive_search import missing_in_span

NOW: Final = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
STANDING: Final = CollectionProgress([Interval(10, 20)])
HOLDING: Final = ArchiveStats(3, 11, 19, NOW)


def at(days: float) -> int:
    """The first id of a moment so many days ago."""
    return int(snowflake.first_at(NOW - datetime.timedelta(days=days)))


FLOOR: Final = at(45)


@pytest.mark.parametrize("reason", [OFFLINE, FORBIDDEN, LEFT, None])
def test_what_discord_still_has_will_be_read(reason: str | None) -> None:
    """A stretch that reaches over the 45 days is lost below, and still to be read above."""
    hole = Interval(at(46), at(44))
    gaps = [] if reason is None else [Gap(hole, reason, NOW)]
    covered = [Interval(at(60), hole.low - 1), Interval(hole.high + 1, at(0))]
    assert missing(CollectionProgress(covered, gaps), NOW) == [
        MissingRange(Interval(FLOOR, hole.high), reason, is_pending=True),
        MissingRange(Interval(hole.low, FLOOR - 1), reason, is_pending=False),
    ]


@pytest.mark.parametrize("reason", [BEFORE, EXPIRED, RETENTION, "something new"])
def test_what_is_gone_for_good(reason: str) -> None:
    """What is missing for a reason that does not pass is not waited for, however young it is."""
    gap = Gap(Interval(at(9), at(8)), reason, NOW)
    standing = CollectionProgress([Interval(at(60), at(9) - 1), Interval(at(8) + 1, at(0))], [gap])
    assert missing(standing, NOW) == [MissingRange(gap.interval, reason, is_pending=False)]


def test_a_first_reading_is_not_done_before_the_45_days() -> None:
    """While older entries are being read, all down to the 45 days is still to be read, or to what is kept at all."""
    standing = CollectionProgress([Interval(at(2), at(0))])
    assert missing(standing, NOW) == [MissingRange(Interval(FLOOR, at(2) - 1), None, is_pending=True)]
    assert missing(standing, NOW, keep_days=10) == [MissingRange(Interval(at(10), at(2) - 1), None, is_pending=True)]
    assert missing(standing, NOW, keep_days=400) == missing(standing, NOW)
    assert missing(standing, NOW, keep_days=1) == []


IDS: Final = st.integers(FLOOR - 20, FLOOR + 20)
INTERVALS: Final = st.tuples(IDS, st.integers(0, 6)).map(lambda drawn: Interval(drawn[0], sum(drawn)))


@given(st.lists(INTERVALS, min_size=1), st.lists(st.tuples(INTERVALS, st.sampled_from([OFFLINE, BEFORE]))))
def test_every_id_is_there_or_missing(covered: list[Interval], noted: list[tuple[Interval, str]]) -> None:
    """Up to the newest, each id that should be there is covered or in one missing stretch, and never in both."""
    known = merge(covered)
    gaps: list[Gap] = []
    for interval, reason in noted:
        taken = [*known, *(gap.interval for gap in gaps)]
        gaps += [Gap(rest, reason, NOW) for rest in subtract(interval, taken)]
    found = missing(CollectionProgress(known, sorted(gaps, key=lambda gap: gap.interval)), NOW)
    told = [number for one in found for number in range(one.interval.low, one.interval.high + 1)]
    held = {number for one in known for number in range(one.low, one.high + 1)}
    assert len(told) == len(set(told))
    assert not held & set(told)
    lowest = min(FLOOR, *(one.low for one in known))
    assert set(range(lowest, known[-1].high + 1)) <= held | set(told)
    assert found == sorted(found, key=lambda one: one.interval, reverse=True)


def test_how_far_it_is_complete() -> None:
    """It is complete up to now while events come; else up to the newest entry, or to when Discord was last asked."""
    asked = NOW - datetime.timedelta(hours=1)
    standing = CollectionProgress([Interval(at(9), at(8)), Interval(at(7), at(3))], [], Marks(checked_at=asked))
    live, dead = CollectorStatus(is_current=True), CollectorStatus(is_connected=False)
    assert Coverage(NOW, may_read=True, standing=standing, course=live).until == NOW
    assert Coverage(NOW, may_read=False, standing=standing, course=live).until == asked
    assert Coverage(NOW, may_read=True, standing=standing, course=dead).until == asked
    unasked = Coverage(NOW, may_read=True, standing=CollectionProgress(standing.covered))
    assert (unasked.since, unasked.until) == (snowflake.time_of(at(7)), snowflake.time_of(at(3)))
    assert Coverage(NOW, may_read=True).until is None


class Shelf:
    """As much of an archive as is asked: it answers, takes its time, or fails."""

    def __init__(self, *, takes: float = 0.0, clings: float = 0.0, error: Exception | None = None) -> None:
        self.trouble: ArchiveTrouble | None = None
        self._takes, self._clings, self._error = takes, clings, error

    async def progress(self, _: int) -> CollectionProgress:  # noqa: D102 - the port tells
        await self._wait()
        return STANDING

    async def stats(self, _: int) -> ArchiveStats:  # noqa: D102 - the port tells
        await self._wait()
        return HOLDING

    async def _wait(self) -> None:
        try:
            await asyncio.sleep(self._takes)
        except asyncio.CancelledError:
            # A driver may wait for the database even when nobody wants its answer any more.
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(self._clings)
            raise
        if self._error is not None:
            raise self._error


def kept(shelf: Any) -> CollectedArchive:
    """An archive for which nobody collects."""
    return CollectedArchive(shelf, lambda _: None)


async def test_what_the_archive_says() -> None:
    """What there is, and what is missing, is asked of the archive; without one nothing is."""
    known = await fetch_coverage(kept(Shelf()), 1, may_read=True, keep_days=3)
    assert (known.is_kept, known.standing, known.holding, known.keep_days) == (True, STANDING, HOLDING, 3)
    assert (await fetch_coverage(None, 1, may_read=False, keep_days=0)).is_kept is False


async def test_an_archive_that_is_away() -> None:
    """Where the archive fails, the rest is told, with what is wrong."""
    shelf = Shelf(error=ArchiveAwayError("somewhere", "it is away"))
    shelf.trouble = ArchiveTrouble(NOW, ArchiveAwayError("somewhere", "it is away"), is_writing=False)
    known = await fetch_coverage(kept(shelf), 1, may_read=True, keep_days=0)
    assert (known.standing, known.holding, known.trouble) == (None, None, shelf.trouble)


@pytest.mark.parametrize("shelf", [Shelf(takes=60), Shelf(takes=60, clings=60)], ids=["hangs", "clings"])
async def test_an_archive_that_hangs(shelf: Shelf) -> None:
    """A database that does not answer, even to being left alone, holds nobody up as long."""
    began = time.monotonic()
    known = await fetch_coverage(kept(shelf), 1, may_read=True, keep_days=0)
    assert time.monotonic() - began < 20  # of its sixty
    assert (known.standing, known.holding) == (None, None)


async def test_a_mistake_is_not_hidden() -> None:
    """What is no trouble of the archive's is raised, so that it gets into the log."""
    with pytest.raises(ZeroDivisionError):
        await fetch_coverage(kept(Shelf(error=ZeroDivisionError())), 1, may_read=True, keep_days=0)


def test_what_is_still_to_be_read_is_lacking() -> None:
    """A stretch before all that is complete is named where Discord still has it, or where the search asks for it."""
    standing = CollectionProgress([Interval(at(2), at(0))], [Gap(Interval(0, at(50)), BEFORE, NOW)])

    def lacks(text: str) -> list[bool]:
        search = parse(text, tokenize(text), ParseContext(1, NOW, zoneinfo.ZoneInfo("UTC")))
        return [one.is_pending for one in missing_in_span(standing, search, 0)]

    assert lacks("") == [True]
    assert lacks(f"after:{at(1)}") == []
    assert lacks(f"before:{at(51)}") == [False]
    assert True in lacks(f"before:{at(10)}")
    assert False in lacks(f"before:{at(10)}")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [(at(8), at(6)), (at(3), at(2))]),
        (f"after:{at(7)}", [(at(7) + 1, at(6)), (at(3), at(2))]),
        (f"before:{at(7)}", [(at(8), at(7) - 1)]),
        (f"after:{at(5)} before:{at(4)}", []),
        (f"after:{at(7)} after:{at(2.5)}", [(at(2.5) + 1, at(2))]),
        (f"-after:{at(7)}", [(at(8), at(6)), (at(3), at(2))]),
        ("after:9223372036854775807", []),
        ("before:0", []),
    ],
)
def test_what_the_archive_lacks_of_a_span(asked: str, found: list[tuple[int, int]]) -> None:
    """Of what is missing only that counts which a search asks for."""
    holes = [Interval(at(8), at(6)), Interval(at(3), at(2))]
    covered = [Interval(at(9), at(8) - 1), Interval(at(6) + 1, at(3) - 1), Interval(at(2) + 1, at(0))]
    gaps = [Gap(hole, BEFORE, NOW) for hole in (Interval(0, at(9) - 1), *holes)]
    standing = CollectionProgress(covered, gaps)
    search = parse(asked, tokenize(asked), ParseContext(1, NOW, zoneinfo.ZoneInfo("UTC")))
    lacks = [(int(one.interval.low), int(one.interval.high)) for one in missing_in_span(standing, search, 0)]
    within = [one for one in lacks if one[0] < at(0)]
    assert sorted(within) == found
    assert within == sorted(within, reverse=True)
