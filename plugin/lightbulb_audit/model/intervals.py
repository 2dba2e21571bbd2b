"""Inclusive intervals of ids: what of a log is known to be complete, and what is not."""

import dataclasses
import datetime
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

OFFLINE: Final = "offline"
FORBIDDEN: Final = "no permission"
LEFT: Final = "not a member"
BEFORE: Final = "before the bot came"
EXPIRED: Final = "older than 45 days"
RETENTION: Final = "older than retention"
"""Why a stretch of a log is not in the archive, in the words that are kept with it."""


class Interval(NamedTuple):
    """All ids from `low` to `high`, both included."""

    low: int
    high: int


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """An interval that is not covered, and why.

    Attributes:
        interval: Which ids.
        reason: Why, in a word such as "offline".
        noted_at: Since when that is known, with a time zone.
    """

    interval: Interval
    reason: str
    noted_at: datetime.datetime


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the same ids in as few intervals as can be, lowest first; empty intervals (`low` above `high`) vanish."""
    found: list[Interval] = []
    for interval in sorted([interval for interval in intervals if interval.low <= interval.high]):
        if found and interval.low <= found[-1].high + 1:
            found[-1] = Interval(found[-1].low, max(found[-1].high, interval.high))
        else:
            found.append(interval)
    return found


def subtract(interval: Interval, taken: Iterable[Interval]) -> Iterator[Interval]:
    """Yield what is left of an interval when others are taken out of it, lowest first."""
    low = interval.low
    for other in merge(taken):
        if other.high < low:
            continue
        if other.low > interval.high:
            break
        if low < other.low:
            yield Interval(low, other.low - 1)
        low = other.high + 1
    if low <= interval.high:
        yield Interval(low, interval.high)
