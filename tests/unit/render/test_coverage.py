"""What `/audit coverage` shows of anything."""

import datetime
import random
import re
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties import hostile
from tests.properties.drawn import assert_fits, embed_of

from discord_standin.markdown import Kind, spans
from lightbulb_audit import errors
from lightbulb_audit.catalog import words
from lightbulb_audit.model import intervals, snowflake
from lightbulb_audit.model.intervals import Gap, Interval, merge
from lightbulb_audit.model.progress import ArchiveStats, ArchiveTrouble, CollectionProgress, Marks
from lightbulb_audit.render import coverage
from lightbulb_audit.services.collector.coverage import CollectorStatus, Coverage

NOW: Final = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
REASONS: Final = (
    intervals.OFFLINE,
    intervals.FORBIDDEN,
    intervals.LEFT,
    intervals.BEFORE,
    intervals.EXPIRED,
    intervals.RETENTION,
)
ERRORS: Final = (*words.TROUBLES, errors.AuditError)
OURS: Final = {Kind.TEXT, Kind.BOLD, Kind.CODE, Kind.TIME}


def _error(rng: random.Random) -> errors.AuditError | errors.ArchiveError:
    made: dict[type[errors.AuditError], errors.AuditError] = {
        errors.BusyError: errors.BusyError(1e9),
        errors.FailedError: errors.FailedError(503),
        errors.SilentError: errors.SilentError(1e9),
    }
    kind = rng.choice(ERRORS)
    return rng.choice((made.get(kind) or kind(), errors.ArchiveError(hostile.text(rng), hostile.text(rng) * 50)))


def _moment(rng: random.Random) -> datetime.datetime | None:
    return rng.choice((None, NOW, snowflake.time_of(rng.randint(0, snowflake.LARGEST))))


def _interval(rng: random.Random) -> Interval:
    low = rng.choice((0, rng.randint(0, snowflake.LARGEST)))
    return Interval(low, rng.choice((low, snowflake.LARGEST, rng.randint(low, snowflake.LARGEST))))


def _standing(rng: random.Random) -> CollectionProgress:
    gaps = [
        Gap(_interval(rng), rng.choice((*REASONS, hostile.text(rng) * 20)), NOW)
        for _ in range(rng.choice((0, 1, 5, 6, 100)))
    ]
    marks = Marks(checked_at=_moment(rng), reread_at=_moment(rng), forbidden_at=_moment(rng))
    covered = merge(_interval(rng) for _ in range(rng.choice((0, 1, 3))))
    return CollectionProgress(covered, sorted(gaps, key=lambda gap: gap.interval), marks)


def _course(rng: random.Random) -> CollectorStatus:
    flags = {name: rng.random() < 0.5 for name in ("is_current", "is_connected", "is_polled")}
    return CollectorStatus(
        **flags,
        trouble=rng.choice((None, _error(rng))),
        lag=rng.choice((None, datetime.timedelta(), datetime.timedelta(days=999_999_999))),
        reached=rng.choice((None, 0, snowflake.LARGEST)),
        since=_moment(rng),
        turn_in=rng.choice((None, 0.0, 170.0, 1e9)),
    )


def any_coverage(rng: random.Random) -> Coverage:
    """Whatever could be known, be it odd."""
    ends = rng.choice((None, 0, snowflake.LARGEST))
    problem = errors.ArchiveError(hostile.text(rng), hostile.text(rng) * 50)
    return Coverage(
        NOW,
        may_read=rng.random() < 0.7,
        is_kept=rng.random() < 0.9,
        standing=rng.choice((None, _standing(rng))),
        holding=rng.choice((None, ArchiveStats(rng.choice((0, 1, 10**18)), ends, ends, None))),
        course=rng.choice((None, _course(rng))),
        trouble=rng.choice((None, ArchiveTrouble(NOW, problem, is_writing=rng.random() < 0.5))),
        keep_days=rng.choice((0, 1, 36_500)),
    )


@settings(max_examples=300, deadline=None)
@given(rng=st.randoms(use_true_random=True))
def test_anything_fits(rng: random.Random) -> None:
    """Whatever is known fits into a message in which only our own markup is alive, and every stretch is counted."""
    case = any_coverage(rng)
    drawing = coverage.draw(case, rng.choice((None, hostile.text(rng))))
    assert_fits(drawing)
    embed = embed_of(drawing)
    fields: dict[str, str] = {field["name"]: field["value"] for field in embed.get("fields", ())}
    for text in (embed["description"], *fields.values()):
        assert {span.kind for span in spans(text)} <= OURS
    lines = fields[words.MISSING].split("\n") if case.missing else []
    more = re.fullmatch(r"and ([\d,]+) more", lines[-1]) if lines else None
    assert len(lines) - bool(more) + (int(more[1].replace(",", "")) if more else 0) == len(case.missing)


def test_thousands_of_stretches() -> None:
    """Of thousands the newest five are told, and how many more there are."""
    step = 1 << 42
    gaps = [Gap(Interval(number * step, number * step + 5), intervals.OFFLINE, NOW) for number in range(1, 5001)]
    case = Coverage(NOW, may_read=True, standing=CollectionProgress([], gaps))
    (field,) = embed_of(coverage.draw(case, None))["fields"][:1]
    lines = field["value"].split("\n")
    newest = snowflake.time_of(5000 * step)
    assert len(lines) == 6
    assert lines[0].startswith(f"• <t:{int(newest.timestamp())}:f>")
    assert lines[-1] == "and 4,995 more"


def test_the_address_stays_a_secret() -> None:
    """Of a database's trouble neither its address nor its own words are shown."""
    error = errors.ArchiveError("postgresql://me@db.example/x", "the database refused (db.example: no route)")
    case = Coverage(NOW, may_read=True, trouble=ArchiveTrouble(NOW, error, is_writing=True))
    said = str(embed_of(coverage.draw(case, None))["description"])
    assert "the database refused." in said
    assert "example" not in said


def test_a_server_that_waits_for_its_turn() -> None:
    """While it waits it says since when nothing was checked, and in about how many minutes something will be."""
    course = CollectorStatus(since=NOW, turn_in=170.0)
    case = Coverage(NOW, may_read=True, standing=CollectionProgress(), course=course)
    (field,) = embed_of(coverage.draw(case, None))["fields"]
    assert field["value"].startswith(
        f"Not checked since the reconnect at <t:{int(NOW.timestamp())}:t>: its turn comes in about 3 minutes,"
    )


def test_every_reason_has_words() -> None:
    """Each reason that the collecting notes is said in words of its own."""
    noted = {value for name, value in vars(intervals).items() if name.isupper()}
    assert noted == set(words.REASONS) == set(REASONS)
    assert len(set(words.REASONS.values())) == len(noted)
