"""Which doings an entry is: the conditions of `catalog.doings`, asked of what Discord sent."""

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from lightbulb_audit.catalog.doings import DOINGS, Became, Doing
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.decode.numbers import action_type_of, bits_of, moment_of, number_of
from lightbulb_audit.model.record import changes_of

_ENDINGS: Final = (Became.OFF, Became.OVER)


class FieldChange(NamedTuple):
    """One changed field, and when that was; None where nobody can tell."""

    key: str
    old: Any
    new: Any
    at: datetime.datetime | None


@functools.cache
def _rows() -> Mapping[tuple[int, str], Sequence[tuple[Doing, Became | int]]]:
    """Return the doings by type and changed field."""
    found: dict[tuple[int, str], list[tuple[Doing, Became | int]]] = {}
    for row in DOINGS:
        for condition in row.conditions:
            for number in condition.types:
                found.setdefault((number, condition.key), []).append((row, condition.became))
    return found


def doings_of(raw: Mapping[str, Any]) -> list[Doing]:
    """Return all doings that an entry is, each once.

    Args:
        raw: The entry as Discord sent it, of whatever shape.
    """
    number = action_type_of(raw.get("action_type"))
    if number is None:
        return []
    found = [row for row, _ in _rows().get((number, ""), ())]
    for change in field_changes(raw):
        found += doings_of_change(number, change)
    return list({row.slug: row for row in found}.values())


def doings_of_change(action_type: int, change: FieldChange) -> list[Doing]:
    """Return the doings that one changed field makes an entry of a type."""
    return [row for row, became in _rows().get((action_type, change.key), ()) if _holds(became, change)]


def ending_of(action_type: int, change: FieldChange) -> Doing | None:
    """Return the doing by which a field became off or is over: what the field is called says the opposite of that."""
    rows = _rows().get((action_type, change.key), ())
    return next((row for row, became in rows if became in _ENDINGS and _holds(became, change)), None)


def field_changes(raw: Mapping[str, Any]) -> Iterator[FieldChange]:
    """Yield the changed fields of an entry, of whatever shape."""
    changes = changes_of(raw)
    entry_id = snowflake.parse(raw.get("id")) if changes else None
    at = snowflake.time_of(entry_id) if entry_id else None
    for one in changes:
        if isinstance(one, dict):
            change = cast("dict[str, Any]", one)
            key = change.get("key")
            if isinstance(key, str):
                yield FieldChange(key, change.get("old_value"), change.get("new_value"), at)


def _holds(became: Became | int, change: FieldChange) -> bool:
    return _HOLDS[became](change) if isinstance(became, Became) else number_of(change.new) == became


def _is_later(change: FieldChange) -> bool:
    moment = moment_of(change.new)
    return moment is not None and (change.at is None or moment > change.at)


def _is_over(change: FieldChange) -> bool:
    moment = moment_of(change.new)
    return change.new is None or (moment is not None and change.at is not None and moment <= change.at)


def _has_more(old: Any, new: Any) -> bool:
    before, after = bits_of(old), bits_of(new)
    return bool((after or 0) & ~(before or 0))


def _is_on(change: FieldChange) -> bool:
    return change.new is True


def _is_off(change: FieldChange) -> bool:
    return change.new is False or (change.new is None and change.old is True)


_HOLDS: Final[Mapping[Became, Callable[[FieldChange], bool]]] = {
    Became.ANYTHING: lambda _: True,
    Became.ON: _is_on,
    Became.OFF: _is_off,
    Became.LATER: _is_later,
    Became.OVER: _is_over,
    Became.MORE: lambda change: _has_more(change.old, change.new),
    Became.FEWER: lambda change: _has_more(change.new, change.old),
}
