"""Where what was done becomes too much: stretches of marks in which a rule's condition holds. Pure.

A mark is an entry that fits a rule, one of those that are counted together. Whether a stretch holds depends on the
marks alone, and never on the order in which they came: with a further mark, or more weight, each stretch that held
still does. So whoever looks at a stretch again whenever one of its marks comes finds, in the end, what a recount would.
"""

import bisect
import collections
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
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
        began: The smallest id at which a stretch may end; no window that ends before is looked at.
    """
    first = bisect.bisect_left(marks, (began,))
    if condition.kind is ConditionKind.EVERY:
        found = [Stretch(one.entry_id, one.entry_id) for one in marks[first:]]
    elif first == len(marks) or condition.kind not in _WINDOWS:
        found = []
    else:
        found = [one for window in condition.windows for one in _WINDOWS[condition.kind](marks, window, first)]
    return merge(found)


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
    return [
        mark.entry_id
        for one in some
        for mark in marks[bisect.bisect_left(marks, (one.first,)) : bisect.bisect_left(marks, (one.last + 1,))]
    ]


def total_at(marks: Sequence[Mark], at: int, window: Window) -> tuple[int, Stretch]:
    """Return the weight within a window that ends with a mark, and the stretch that it is of.

    Args:
        marks: In the order of their ids.
        at: The place of the mark.
        window: The window.
    """
    start = _start(marks, at, window)
    return sum(one.weight for one in marks[start : at + 1]), Stretch(marks[start].entry_id, marks[at].entry_id)


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


def _start(marks: Sequence[Mark], at: int, window: Window) -> int:
    """Return the place of the first mark within a window that ends with one."""
    low = snowflake.milliseconds_of(marks[at].entry_id) - _milliseconds(window) - snowflake.EPOCH_MS
    return bisect.bisect_left(marks, (max(low, 0) << 22,))


def _heavy(marks: Sequence[Mark], window: Window, first: int) -> Iterator[Stretch]:
    """Yield the windows that end with each mark from a place on, where they hold weight enough."""
    start, span = _start(marks, first, window), _milliseconds(window)
    total = sum([one.weight for one in marks[start:first]])
    for one in marks[first:]:
        total += one.weight
        while snowflake.milliseconds_between(marks[start].entry_id, one.entry_id) > span:
            total -= marks[start].weight
            start += 1
        if total >= window.count:
            yield Stretch(marks[start].entry_id, one.entry_id)


def _broad(marks: Sequence[Mark], window: Window, first: int) -> Iterator[Stretch]:
    """Yield the same where they hold enough different targets."""
    start, span = _start(marks, first, window), _milliseconds(window)
    targets = collections.Counter([one.target_id for one in marks[start:first]])
    for one in marks[first:]:
        targets[one.target_id] += 1
        while snowflake.milliseconds_between(marks[start].entry_id, one.entry_id) > span:
            gone = marks[start].target_id
            start += 1
            targets[gone] -= 1
            if not targets[gone]:
                del targets[gone]
        if len(targets) - (None in targets) >= window.count:
            yield Stretch(marks[start].entry_id, one.entry_id)


def _sequences(marks: Sequence[Mark], window: Window, first: int) -> Iterator[Stretch]:
    """Yield from the first mark of the one query to a mark of the other from a place on, within a window."""
    before, start = collections.deque[Mark](), _start(marks, first, window)
    for at, one in enumerate(marks[start:], start):
        while before and _is_apart(before[0], one, window):
            before.popleft()
        if at >= first and one.sides & SECOND and before:
            yield Stretch(before[0].entry_id, one.entry_id)
        if one.sides & FIRST:
            before.append(one)


def _is_apart(first: Mark, last: Mark, window: Window) -> bool:
    """Return whether more time lies between two marks than a window has."""
    return snowflake.milliseconds_between(first.entry_id, last.entry_id) > _milliseconds(window)


def _milliseconds(window: Window) -> int:
    return window.within // _MILLISECOND


_WINDOWS: Final[Mapping[ConditionKind, Callable[[Sequence[Mark], Window, int], Iterator[Stretch]]]] = {
    ConditionKind.COUNT: _heavy,
    ConditionKind.TARGETS: _broad,
    ConditionKind.THEN: _sequences,
}
"""What looks for the windows of a condition that end with a mark from a place on."""
