"""What `lightbulb-audit archive status` says of a server."""

import datetime
from typing import Final

import pytest

from lightbulb_audit.archive.chain.head import Head
from lightbulb_audit.archive.stats import ArchiveStatus
from lightbulb_audit.cli import status as archive_status
from lightbulb_audit.model import intervals, snowflake
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.progress import ArchiveStats, Marks, Postponed

NOW: Final = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
FIRST, SECOND, THIRD, LAST = (
    int(snowflake.first_at(NOW - datetime.timedelta(days=days))) for days in (100, 50, 20, 10)
)
HEAD: Final = Head(9, 12, b"\xab\xcd", 4, b"\xef")
NOTHING: Final = ArchiveStats(0, None, None, None)


def test_all_that_is_known_has_a_line() -> None:
    """Counts, marks, what is complete, what is missing and why, what was pruned, and the chain's head."""
    status = ArchiveStatus(
        head=HEAD,
        holding=ArchiveStats(1234, FIRST, LAST, NOW),
        observations=2345,
        covered=[Interval(FIRST, SECOND - 1), Interval(THIRD, LAST)],
        gaps=[
            Gap(Interval(0, FIRST - 1), intervals.RETENTION, NOW),
            Gap(Interval(SECOND, THIRD - 1), intervals.OFFLINE, NOW),
        ],
        marks=Marks(checked_at=NOW, reread_at=NOW, forbidden_at=NOW, left_at=NOW, is_polled=True),
    )
    assert list(archive_status.lines(status, NOW)) == [
        "guild 9: 1,234 entries, 2,345 observations of them",
        "  entries from 2026-08-16 14:00:00 UTC to 2026-11-14 14:00:00 UTC",
        "  last observed 2026-11-24 14:00:00 UTC",
        "  collected by asking now and then",
        "  Discord last asked 2026-11-24 14:00:00 UTC",
        "  last read again 2026-11-24 14:00:00 UTC",
        "  no permission since 2026-11-24 14:00:00 UTC",
        "  left 2026-11-24 14:00:00 UTC",
        "  complete from 2026-08-16 14:00:00 UTC to 2026-10-05 13:59:59 UTC",
        "  complete from 2026-11-04 14:00:00 UTC to 2026-11-14 14:00:00 UTC",
        "  not yet read from 2026-10-10 14:00:00 UTC to 2026-11-04 13:59:59 UTC: offline",
        "  missing from 2026-10-05 14:00:00 UTC to 2026-10-10 13:59:59 UTC: offline",
        "  missing before 2026-08-16 14:00:00 UTC: older than retention",
        "  the first 4 rows were pruned",
        "  head 9=abcd",
    ]


def test_a_clock_that_is_behind_shows_against_what_is_complete() -> None:
    """Without Discord, the newest id that came from it tells what time it is at least."""
    covered = [Interval(FIRST, SECOND - 1), Interval(THIRD, LAST)]
    status = ArchiveStatus(HEAD, NOTHING, 0, covered, [], Marks(), Postponed(NOW, 30))
    lines = list(archive_status.lines(status, datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)))
    assert lines == list(archive_status.lines(status, NOW - datetime.timedelta(days=10)))
    assert "  what is older than 30 days is deleted after 2026-11-24 14:00:00 UTC" in lines


def test_what_is_not_known_has_none() -> None:
    """An archive into which nobody collects says nothing of collecting."""
    status = ArchiveStatus(Head(9, 0, b"\xab", 0, b"\xab"), NOTHING, 0, [], [], Marks())
    assert list(archive_status.lines(status, NOW)) == ["guild 9: 0 entries, 0 observations of them", "  head 9=ab"]


@pytest.mark.parametrize(
    ("marks", "line"),
    [
        (Marks(checked_at=NOW), "  collected by events"),
        (Marks(checked_at=NOW, is_polled=True), "  collected by asking now and then"),
    ],
)
def test_how_it_is_collected(marks: Marks, line: str) -> None:
    """A bot that collected here did so by events, or by asking."""
    assert line in archive_status.lines(ArchiveStatus(HEAD, NOTHING, 0, [], [], marks), NOW)


def test_what_nobody_noted() -> None:
    """A hole that nobody noted is still to be read, or lost for a reason that nobody knows."""
    covered = [Interval(FIRST, SECOND - 1), Interval(THIRD, LAST)]
    said = list(archive_status.lines(ArchiveStatus(HEAD, NOTHING, 0, covered, [], Marks()), NOW))
    assert "  not yet read from 2026-10-10 14:00:00 UTC to 2026-11-04 13:59:59 UTC" in said
    assert "  missing from 2026-10-05 14:00:00 UTC to 2026-10-10 13:59:59 UTC: nobody noted why" in said
