"""How `/audit coverage` reads, a file a case: what Discord shows, as text."""

import dataclasses
import datetime
from typing import Final

import pytest
from tests.goldens.compare import assert_golden

from lightbulb_audit import errors
from lightbulb_audit.model import intervals, snowflake
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.progress import ArchiveStats, ArchiveTrouble, CollectionProgress, Marks, Postponed
from lightbulb_audit.render import coverage
from lightbulb_audit.services.collector.coverage import CollectorStatus, Coverage

NOW: Final = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)


def ago(**units: float) -> datetime.datetime:
    """A moment before now, such as `days=3`."""
    return NOW - datetime.timedelta(**units)


def stretch(first: datetime.datetime, last: datetime.datetime) -> Interval:
    """The ids from one moment to another."""
    return Interval(int(snowflake.first_at(first)), int(snowflake.first_at(last)) - 1)


def gap(reason: str, first: datetime.datetime, last: datetime.datetime) -> Gap:
    """A stretch that is missing."""
    return Gap(stretch(first, last), reason, ago(minutes=1))


MARKS: Final = Marks(checked_at=ago(minutes=5), reread_at=ago(minutes=2))
WHOLE: Final = CollectionProgress([stretch(ago(days=45), ago(minutes=1))], [], MARKS)
HOLDING: Final = ArchiveStats(
    1234, int(snowflake.first_at(ago(days=44))), int(snowflake.first_at(ago(minutes=1))), ago(minutes=1)
)
LIVE: Final = CollectorStatus(is_current=True, lag=datetime.timedelta(seconds=0.3))
COMPLETE: Final = Coverage(NOW, may_read=True, standing=WHOLE, holding=HOLDING, course=LIVE)
PLACE: Final = "postgresql://audit@db.example.com/audit"
FULL: Final = ArchiveTrouble(
    ago(minutes=9), errors.ArchiveFullError(PLACE, "the disk is full; make room"), is_writing=True
)
AWAY: Final = ArchiveTrouble(
    ago(minutes=3),
    errors.ArchiveError(PLACE, "the database refused (no route to db.example.com)"),
    is_writing=False,
)

CASES: Final = {
    "none": Coverage(NOW, may_read=True, is_kept=False),
    "none_forbidden": Coverage(NOW, may_read=False, is_kept=False),
    "complete": COMPLETE,
    "new": Coverage(
        NOW,
        may_read=True,
        standing=CollectionProgress(),
        holding=ArchiveStats(0, None, None, None),
        course=CollectorStatus(),
    ),
    "reading_back": Coverage(
        NOW,
        may_read=True,
        standing=CollectionProgress([stretch(ago(days=2), ago(minutes=1))], [], MARKS),
        holding=HOLDING,
        course=CollectorStatus(is_current=True, reached=int(snowflake.first_at(ago(days=2)))),
    ),
    "gaps": Coverage(
        NOW,
        may_read=True,
        standing=CollectionProgress(
            [
                stretch(ago(days=300), ago(days=200)),
                stretch(ago(days=190), ago(days=90)),
                stretch(ago(days=80), ago(days=46)),
                stretch(ago(days=44), ago(days=5)),
                stretch(ago(days=4), ago(minutes=1)),
            ],
            [
                Gap(Interval(0, int(snowflake.first_at(ago(days=330))) - 1), intervals.BEFORE, NOW),
                gap(intervals.EXPIRED, ago(days=330), ago(days=300)),
                gap(intervals.FORBIDDEN, ago(days=200), ago(days=190)),
                gap(intervals.LEFT, ago(days=90), ago(days=80)),
                gap(intervals.OFFLINE, ago(days=46), ago(days=44)),
            ],
            MARKS,
        ),
        holding=HOLDING,
        course=LIVE,
    ),
    "retention": Coverage(
        NOW,
        may_read=True,
        standing=CollectionProgress(
            [stretch(ago(days=10), ago(minutes=1))],
            [Gap(Interval(0, int(snowflake.first_at(ago(days=10))) - 1), intervals.RETENTION, NOW)],
            MARKS,
        ),
        holding=ArchiveStats(1, HOLDING.newest, HOLDING.newest, NOW),
        course=LIVE,
        keep_days=10,
    ),
    "postponed": Coverage(
        NOW,
        may_read=True,
        standing=dataclasses.replace(WHOLE, postponed=Postponed(NOW + datetime.timedelta(hours=23), 30)),
        holding=HOLDING,
        course=LIVE,
        keep_days=30,
    ),
    "clock_behind": dataclasses.replace(COMPLETE, lead=datetime.timedelta(days=-10)),
    "clock_ahead": dataclasses.replace(COMPLETE, lead=datetime.timedelta(hours=2)),
    "polled": Coverage(NOW, may_read=True, standing=WHOLE, holding=HOLDING, course=CollectorStatus(is_polled=True)),
    "disconnected": Coverage(
        NOW, may_read=True, standing=WHOLE, holding=HOLDING, course=CollectorStatus(is_connected=False)
    ),
    "uncollected": Coverage(NOW, may_read=True, standing=WHOLE, holding=HOLDING),
    "forbidden": Coverage(
        NOW,
        may_read=False,
        standing=CollectionProgress(WHOLE.covered, [], Marks(checked_at=ago(days=2), forbidden_at=ago(days=1))),
        holding=HOLDING,
        course=CollectorStatus(trouble=errors.ForbiddenError()),
    ),
    "failing": Coverage(
        NOW, may_read=True, standing=WHOLE, holding=HOLDING, course=CollectorStatus(trouble=errors.FailedError(503))
    ),
    "archive_full": Coverage(
        NOW, may_read=True, standing=WHOLE, holding=HOLDING, course=CollectorStatus(), trouble=FULL
    ),
    "archive_away": Coverage(NOW, may_read=True, course=CollectorStatus(trouble=AWAY.error), trouble=AWAY),
    "archive_silent": Coverage(NOW, may_read=True, course=LIVE),
    "archive_back": Coverage(
        NOW, may_read=True, standing=WHOLE, holding=HOLDING, course=CollectorStatus(trouble=FULL.error)
    ),
}  # fmt: skip


def shown(case: Coverage) -> str:
    """The embed from top to bottom."""
    embed = coverage.draw(case, "The *Prancing* Pony").embed
    assert embed is not None
    lines = [f"[{coverage.Health(embed.color).name}] {embed.title}", f"{embed.description}"]
    for field in embed.fields:
        lines += [f"{field.name}", *(f"    {line}" for line in field.value.splitlines())]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", CASES)
def test_coverage_reads_like_this(name: str) -> None:
    """Each case says what a moderator needs, without an address, as somebody has read it and found it good."""
    text = shown(CASES[name])
    assert "example.com" not in text
    assert "{" not in text
    assert_golden(f"coverage/{name}.txt", text)
