"""What the archive has of a server and what it lacks: trouble first, then how complete it is."""

import datetime
import enum
import math
from collections.abc import Callable, Iterator
from typing import Final

import hikari

from lightbulb_audit.catalog import words
from lightbulb_audit.describe.text.markdown import escape, timestamp
from lightbulb_audit.describe.values.numbers import count_phrase, duration
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.progress import ArchiveStats, ArchiveTrouble, MissingRange
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.clock import difference
from lightbulb_audit.services.collector.coverage import CollectorStatus, Coverage

_STRETCHES: Final = 5
_LONGEST_NAME: Final = 100
_LONGEST_REASON: Final = 40
_LONGEST_PROBLEM: Final = 200
_SOON: Final = 10.0
"""Seconds within which a server's turn is as good as there."""


class Health(enum.Enum):
    """How an archive does, at a glance."""

    WELL = hikari.Color(0x57F287)
    PARTLY = hikari.Color(0xFEE75C)
    ILL = hikari.Color(0xED4245)
    NONE = hikari.Color(0x5865F2)


def draw(coverage: Coverage, server: str | None) -> MessagePayload:
    """Draw it so that Discord takes it, however much there is.

    Args:
        coverage: What is known.
        server: The server's name; None where nobody knows it.
    """
    troubles = list(_troubles(coverage))
    body = "\n\n".join("\n".join(lines) for lines in (troubles, _say_amount(coverage)) if lines)
    heading = words.COVERAGE if server is None else words.COVERAGE_OF.format(server=escape(server, _LONGEST_NAME))
    health = _health(coverage, is_troubled=bool(troubles))
    embed = hikari.Embed(title=heading, description=body, color=health.value)
    for name, text in ((words.MISSING, _say_missing(coverage)), (words.COLLECTED, "\n".join(_say_progress(coverage)))):
        if text:
            embed.add_field(name, text)
    return MessagePayload(embed)


def _health(coverage: Coverage, *, is_troubled: bool) -> Health:
    if is_troubled:
        return Health.ILL
    if not coverage.is_kept:
        return Health.NONE
    return Health.WELL if coverage.is_complete else Health.PARTLY


def _troubles(coverage: Coverage) -> Iterator[str]:
    """Yield what is wrong, and what comes of it."""
    if not coverage.may_read:
        yield " ".join(_say_closed(coverage))
    if coverage.lead is not None:
        yield words.CLOCK.format(difference=difference(coverage.lead))
    away = _away(coverage)
    if away is not None:
        yield f"{away} {words.MEANWHILE}" if coverage.may_read else away
    problem = None if coverage.course is None else coverage.course.trouble
    if problem is None or isinstance(problem, ArchiveError) or not coverage.may_read:
        return
    yield words.TRY_AGAIN.format(problem=words.TROUBLES.get(type(problem), words.TROUBLE))


def _say_closed(coverage: Coverage) -> Iterator[str]:
    yield words.CLOSED
    since = None if coverage.standing is None else coverage.standing.marks.forbidden_at
    if since is not None:
        yield words.CLOSED_SINCE.format(time=timestamp(since))
    if coverage.is_kept:
        yield words.READ_LATER


def _away(coverage: Coverage) -> str | None:
    """Return what the archive does not do; None where it does its part."""
    if coverage.trouble is not None:
        return _say_trouble(coverage.trouble)
    return words.UNANSWERED if coverage.is_kept and coverage.standing is None else None


def _say_trouble(trouble: ArchiveTrouble) -> str:
    """Return what a database does not do. What stands in brackets are its own words, which may tell where it is."""
    template = words.UNWRITABLE if trouble.is_writing else words.UNREADABLE
    problem = trouble.error.problem.partition(" (")[0]
    return template.format(time=timestamp(trouble.since), problem=escape(problem, _LONGEST_PROBLEM))


def _say_amount(coverage: Coverage) -> list[str]:
    """Return how complete it is, and how much there is."""
    return list(_amount(coverage)) if coverage.is_kept else [words.NO_ARCHIVE]


def _amount(coverage: Coverage) -> Iterator[str]:
    since, until = coverage.since, coverage.until
    if since is not None and until is not None:
        template = words.COMPLETE if coverage.is_complete else words.COMPLETE_UNTIL
        yield template.format(since=timestamp(since), until=_until(coverage, until))
    elif coverage.standing is not None:
        yield words.NOT_YET
    if coverage.holding is not None:
        yield _count(coverage.holding)
    if coverage.keep_days:
        yield words.KEPT_FOR.format(days=count_phrase(coverage.keep_days, "day"))
        postponed = None if coverage.standing is None else coverage.standing.postponed
        if postponed is not None:
            yield words.POSTPONED.format(time=timestamp(postponed.until, "R"))


def _until(coverage: Coverage, until: datetime.datetime) -> str:
    return words.NOW if until == coverage.now else timestamp(until)


def _count(holding: ArchiveStats) -> str:
    if holding.oldest is None or holding.newest is None:
        return words.HELD_NONE
    template = words.HELD_ONE if holding.entries == 1 else words.HELD
    return template.format(count=f"{holding.entries:,}", oldest=_time(holding.oldest), newest=_time(holding.newest))


def _say_missing(coverage: Coverage) -> str:
    missing = coverage.missing
    lines = [f"• {stretch(one)}" for one in missing[:_STRETCHES]]
    if len(missing) > len(lines):
        lines.append(words.AND_MORE.format(count=f"{len(missing) - len(lines):,}"))
    return "\n".join(lines)


def stretch(missing: MissingRange, time: Callable[[datetime.datetime], str] = timestamp) -> str:
    """From when to when something is missing, and why; `time` tells how a moment is written."""
    low, high = (time(_moment(bound)) for bound in (missing.interval.low, missing.interval.high + 1))
    template = (
        words.STRETCH_FIRST if missing.interval.low == 0 else words.STRETCH_SHORT if low == high else words.STRETCH
    )
    return template.format(low=low, high=high, why=_why(missing))


def _why(missing: MissingRange) -> str:
    reason = None if missing.reason is None else words.REASONS.get(missing.reason)
    if reason is None and missing.reason is not None:
        reason = escape(missing.reason, _LONGEST_REASON)
    if missing.is_pending:
        return words.PENDING if reason is None else words.PENDING_SINCE.format(reason=reason)
    return reason or words.UNNOTED


def _say_progress(coverage: Coverage) -> Iterator[str]:
    if not coverage.is_kept:
        return
    if coverage.standing is None:
        return
    if coverage.may_read and coverage.trouble is None:
        yield from _course(coverage.course)
    for template, moment in (
        (words.CHECKED, coverage.standing.marks.checked_at),
        (words.REREAD, coverage.standing.marks.reread_at),
    ):
        if moment is not None:
            yield template.format(time=timestamp(moment, "R"))


def _course(course: CollectorStatus | None) -> Iterator[str]:
    """Yield how entries come in just now."""
    if course is None:
        yield words.UNCOLLECTED
        return
    if isinstance(course.trouble, ArchiveError):
        yield words.ARCHIVE_BACK
    elif course.trouble is None:
        yield _way(course)
    if course.reached is not None:
        yield words.REACHED.format(time=_time(course.reached))


def _way(course: CollectorStatus) -> str:
    """By events, or by asking."""
    if course.is_polled:
        return words.POLLED
    if not course.is_connected:
        return words.DISCONNECTED
    if not course.is_current:
        return _catching_up(course)
    return words.LIVE if course.lag is None else f"{words.LIVE} {words.LAG.format(time=_length(course.lag))}"


def _catching_up(course: CollectorStatus) -> str:
    """Return what was before the session is being read, or will be: Discord is asked for one server after the other."""
    if course.turn_in is None or course.turn_in < _SOON or course.since is None:
        return words.CATCHING_UP
    minutes = math.ceil(course.turn_in / 60) * 60
    return words.UNCHECKED.format(time=timestamp(course.since, "t"), wait=duration(minutes))


def _length(lag: datetime.timedelta) -> str:
    seconds = lag.total_seconds()
    return words.LESS_THAN_A_SECOND if seconds < 1 else duration(math.ceil(seconds))


def _time(entry_id: int) -> str:
    return timestamp(_moment(entry_id))


def _moment(entry_id: int) -> datetime.datetime:
    return snowflake.time_of(min(entry_id, snowflake.LARGEST))
