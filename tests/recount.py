"""A recount of rules over everything there is, as plain as can be: what the judging of alerts is held against."""

from collections.abc import Mapping, Sequence

from lightbulb_audit.analyse.windows import FIRST, SECOND, Mark
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Condition, ConditionKind, Window


def recount(marks: Sequence[Mark], condition: Condition, began: int = 0) -> set[int]:
    """The ids of all entries of one key that lie in any window that holds, and ends with what is news."""
    if condition.kind is ConditionKind.EVERY:
        return {one.entry_id for one in marks if one.entry_id >= began}
    found: set[int] = set()
    for window in condition.windows:
        for last in marks:
            if last.entry_id >= began:
                found |= _ending_with(last, marks, condition.kind, window)
    return found


def recount_all(marks: Mapping[int | None, Sequence[Mark]], condition: Condition, began: int = 0) -> set[int]:
    """The same of every key."""
    return {one for some in marks.values() for one in recount(some, condition, began)}


def _ending_with(last: Mark, marks: Sequence[Mark], kind: ConditionKind, window: Window) -> set[int]:
    end = snowflake.time_of(last.entry_id)
    before = [one for one in marks if one.entry_id <= last.entry_id]
    held = [one for one in before if end - snowflake.time_of(one.entry_id) <= window.within]
    if kind is ConditionKind.COUNT:
        is_enough = sum(one.weight for one in held) >= window.count
    elif kind is ConditionKind.TARGETS:
        is_enough = len({one.target_id for one in held} - {None}) >= window.count
    else:
        first = [one.entry_id for one in held if one.sides & FIRST and one.entry_id < last.entry_id]
        if not (last.sides & SECOND and first):
            return set()
        return {one.entry_id for one in held if one.entry_id >= min(first)}
    return {one.entry_id for one in held} if is_enough else set()
