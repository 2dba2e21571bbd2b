"""Where what was done becomes too much: stretches of marks in which a rule's condition holds. Pure.

A mark is an entry that fits a rule, one of those that are counted together. Whether a stretch holds depends on the
marks alone, and never on the order in which they came: with a further mark, or more weight, each stretch that held
still does. So whoever looks at a stretch again whenever one of its marks comes finds, in the end, what a recount would.
"""

import bisect
import collections
import datetime
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Condition, ConditionKind, Window

FIRST: Final = 1
SECOND: Final = 2
"""Which of a rule's two queries a mark fits, as bits."""

_MILLISECOND: Final = datetime.timedelta(milliseconds=1)


class Mark(NamedTuple):
    """An entry that fits a rule.

    Attributes:
        entry_id: Which entry; marks are in the order of these.
        weight: How many it is.
        target_id: What it was done to.
        sides: Which of the rule's queries it fits, as bits.
    """

    entry_id: int
    weight: int = 1
    target_id: int | None = None
    sides: int = FIRST


class Stretch(NamedTuple):
    """All marks from one to another, both included.

    Attributes:
        first: The id of the first.
        last: The id of the last.
    """

    first: int
    last: int


def stretches(marks: Sequence[Mark], condition: Condition, began: int = 0) -> list[Stretch]:
    """Return where a condition holds, first ones first; those that meet are one.

    Args:
        marks: In the order of their ids.
        condition: What is asked; of what only the past tells, nothing holds here (see `broken_records`).
        began: The smallest id that is news: a stretch must end at such a one.
    """
    if condition.kind is ConditionKind.EVERY:
        found = [Stretch(one.entry_id, one.entry_id) for one in marks]
    elif condition.kind is ConditionKind.THEN:
        found = [one for window in condition.windows for one in _sequences(marks, window)]
    else:
        found = [one for window in condition.windows for one in _filled(marks, window, condition.kind)]
    return merge(one for one in found if one.last >= began)


def merge(found: "Iterator[Stretch] | Sequence[Stretch]") -> list[Stretch]:
    """Return stretches, those that meet made one."""
    merged: list[Stretch] = []
    for one in sorted(found):
        if merged and one.first <= merged[-1].last:
            merged[-1] = Stretch(merged[-1].first, max(merged[-1].last, one.last))
        else:
            merged.append(one)
    return merged


def within(marks: Sequence[Mark], some: Sequence[Stretch]) -> list[int]:
    """Return the ids of the marks that lie in stretches."""
    ids = [one.entry_id for one in marks]
    return [
        entry_id
        for one in some
        for entry_id in ids[bisect.bisect_left(ids, one.first) : bisect.bisect_right(ids, one.last)]
    ]


def total_at(marks: Sequence[Mark], at: int, window: Window) -> tuple[int, Stretch]:
    """Return the weight within a window that ends with a mark, and the stretch that it is of.

    Args:
        marks: In the order of their ids.
        at: The place of the mark.
        window: The window.
    """
    last = marks[at].entry_id
    low = snowflake.milliseconds_of(last) - _milliseconds(window) - snowflake.EPOCH_MS
    start = bisect.bisect_left(marks, (max(low, 0) << 22,))
    return sum(one.weight for one in marks[start : at + 1]), Stretch(marks[start].entry_id, last)


def broken_records(marks: Sequence[Mark], window: Window) -> list[Stretch]:
    """Return the windows that hold more than any that had ended before they began, and no less than asked."""
    found: list[Stretch] = []
    totals, ended, most = list[int](), 0, 0
    for at, one in enumerate(marks):
        total, stretch = total_at(marks, at, window)
        totals.append(total)
        while _is_apart(marks[ended], one, window):
            most = max(most, totals[ended])
            ended += 1
        if total >= window.count and total > most:
            found.append(stretch)
    return found


def _filled(marks: Sequence[Mark], window: Window, kind: ConditionKind) -> Iterator[Stretch]:
    """Yield the windows that end with each mark, where they hold enough: weight, or different targets."""
    if kind not in (ConditionKind.COUNT, ConditionKind.TARGETS):
        return
    total, start = 0, 0
    targets: collections.Counter[int] = collections.Counter()
    for one in marks:
        total += one.weight
        if one.target_id is not None:
            targets[one.target_id] += 1
        while _is_apart(marks[start], one, window):
            gone = marks[start]
            total -= gone.weight
            start += 1
            if gone.target_id is not None:
                targets[gone.target_id] -= 1
                if not targets[gone.target_id]:
                    del targets[gone.target_id]
        if (total if kind is ConditionKind.COUNT else len(targets)) >= window.count:
            yield Stretch(marks[start].entry_id, one.entry_id)


def _sequences(marks: Sequence[Mark], window: Window) -> Iterator[Stretch]:
    """Yield from the first mark of the one query to a mark of the other, within a window that ends with that."""
    before = collections.deque[Mark]()
    for one in marks:
        while before and _is_apart(before[0], one, window):
            before.popleft()
        if one.sides & SECOND and before:
            yield Stretch(before[0].entry_id, one.entry_id)
        if one.sides & FIRST:
            before.append(one)


def _is_apart(first: Mark, last: Mark, window: Window) -> bool:
    """Return whether more time lies between two marks than a window has."""
    between = snowflake.milliseconds_of(last.entry_id) - snowflake.milliseconds_of(first.entry_id)
    return between > _milliseconds(window)


def _milliseconds(window: Window) -> int:
    return window.within // _MILLISECOND
