"""The steps by which settings change, and what they were between two steps."""

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, cast

from lightbulb_audit.catalog.actions import ENDS, action
from lightbulb_audit.catalog.schema.settings import OVERWRITES, UNLOGGED
from lightbulb_audit.model import Change, Record, snowflake

UNTOLD: Final = object()
"""Instead of a value that an entry does not tell."""

_NO_SETTINGS: Final = frozenset({"", "Channel Overwrite", "Partial Role"})
_SIGNS: Final = {"$add": True, "$remove": False}
OF_A_MEMBER: Final = "roles"


class Step(NamedTuple):
    """One change of one setting.

    Attributes:
        key: Of which.
        old: What it was until then; `UNTOLD` where the entry does not tell.
        new: What it was from then on; of what ended, what it was in the end.
        record: The entry.
    """

    key: Hashable
    old: Any
    new: Any
    record: Record


class ReportedValue(NamedTuple):
    """What a setting was at a moment.

    Attributes:
        value: The value, as it came.
        record: The entry that tells it.
        is_later: Whether that is the first change after the moment, which tells what it changed.
    """

    value: Any
    record: Record
    is_later: bool


def resolve(earlier: Iterable[Step], later: Iterable[Step]) -> dict[Hashable, ReportedValue]:
    """Return what each setting was between the earlier steps and the later ones, both given oldest first."""
    before: dict[Hashable, ReportedValue] = {}
    for step in earlier:
        known = before.get(step.key)
        # What says only that it is still the same does not tell since when.
        if known is None or step.old != step.new or known.value != step.new:
            before[step.key] = ReportedValue(step.new, step.record, is_later=False)
    after: dict[Hashable, ReportedValue] = {}
    for step in later:
        after.setdefault(step.key, ReportedValue(step.old, step.record, is_later=True))
    told = {key: one for key, one in before.items() if one.value is not UNTOLD}
    return told | {key: one for key, one in after.items() if key not in told and one.value is not UNTOLD}


def setting_steps(record: Record) -> Iterator[Step]:
    """Yield a step for each plain setting, its key the changed object and the field."""
    row = action(record.entry.action_type)
    if row.changed in _NO_SETTINGS:
        return
    is_made = row.slug.endswith("_create")
    for change in changes_of(record).values():
        if change.key in UNLOGGED or change.key.startswith(("$", "?")) or (row.changed, change.key) == OVERWRITES:
            continue
        if row.type in ENDS:
            yield Step((row.changed, change.key), last_of(change), last_of(change), record)
        else:
            yield Step((row.changed, change.key), UNTOLD if is_made else change.old, change.new, record)


def item_steps(record: Record) -> Iterator[Step]:
    """Yield a step for each item that came into a list or left it: a member's roles, the words of a rule.

    Its key is the list's name and the item's identity, its value whether it is in the list, and the item.
    """
    for change in changes_of(record).values():
        sign, _, name = change.key.partition("_")
        for item in list_of(change.new) if sign in _SIGNS else ():
            is_in = _SIGNS[sign]
            identity = _identity(item, is_thing=not name)
            if identity is not None:
                yield Step((name or OF_A_MEMBER, identity), (not is_in, item), (is_in, item), record)


def changes_of(record: Record) -> Mapping[str, Change]:
    """Return the changes of an entry by key; the last one wins where a key comes twice."""
    return {change.key: change for change in record.changes()}


def list_of(value: Any) -> list[Any]:
    """Return a JSON array; empty for anything else."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def last_of(change: Change) -> Any:
    """Return the value that something had in the end, out of the entry of its end."""
    return change.old if change.old is not None else change.new


def _identity(item: Any, *, is_thing: bool) -> Hashable | None:
    """Return what tells items apart; None for what is none."""
    if is_thing:
        return snowflake.parse(cast("dict[str, Any]", item).get("id")) if isinstance(item, dict) else None
    return json.dumps(item, sort_keys=True, default=str)
