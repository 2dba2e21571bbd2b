"""A channel's whole list of permission overwrites: who may do what, and what of it changed.

Source: Discord's API reference, "Overwrite Structure".
"""

from typing import Any, Final, NamedTuple

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import references
from lightbulb_audit.describe.name_table import Names
from lightbulb_audit.describe.scalars import NONE, as_list, as_object, permission_names
from lightbulb_audit.describe.spans import Part, Parts, join, join_list
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.numbers import number_of

_MEMBER: Final = 1
_SHOWN: Final = 10


class OverwriteRow(NamedTuple):
    """What one role or member may do in a channel, whatever their other roles say."""

    kind: Kind
    id: int
    allow: int
    deny: int


def read(value: Any) -> dict[int, OverwriteRow] | None:
    """Overwrites by whose they are; None where they cannot be read."""
    items = as_list(value)
    if items is None:
        return None
    found: dict[int, OverwriteRow] = {}
    for item in items:
        row = as_object(item) or {}
        whose, allow, deny = snowflake.parse(row.get("id")), number_of(row.get("allow")), number_of(row.get("deny"))
        if whose is None or allow is None or deny is None or allow < 0 or deny < 0:
            return None
        kind = Kind.USER if number_of(row.get("type")) == _MEMBER else Kind.ROLE
        found[int(whose)] = OverwriteRow(kind, int(whose), allow, deny)
    return found


def say(value: Any, _argument: str, names: Names) -> Parts | None:
    """Every overwrite: "Helper (allowed: Send messages; denied: Connect)"."""
    found = read(value)
    if found is None:
        return None
    return join_list([_whole(row, names) for row in found.values()], _SHOWN) or NONE


def difference(old: Any, new: Any, names: Names) -> Parts | None:
    """Only what changed: who came, who went, and what of the others."""
    before, after = read(old), read(new)
    if before is None or after is None:
        return None
    added = [_whole(row, names) for whose, row in after.items() if whose not in before]
    removed = [references.thing(names, row.kind, whose) for whose, row in before.items() if whose not in after]
    changed = [
        (*references.thing(names, row.kind, whose), *_states(*_moved(before[whose], row)))
        for whose, row in after.items()
        if whose in before and (row.allow, row.deny) != (before[whose].allow, before[whose].deny)
    ]
    groups = (("added ", added), ("removed ", removed), ("changed ", changed))
    said: list[Parts] = [(verb, *join_list(items, _SHOWN)) for verb, items in groups if items]
    return join(said, "; ") or ("no difference",)


def _whole(row: OverwriteRow, names: Names) -> Parts:
    return (*references.thing(names, row.kind, row.id), *_states(row.allow, row.deny, 0))


def _moved(old: OverwriteRow, new: OverwriteRow) -> tuple[int, int, int]:
    """What is newly allowed, newly denied, and left to the roles again."""
    neutral = (old.allow | old.deny) & ~(new.allow | new.deny)
    return new.allow & ~old.allow, new.deny & ~old.deny, neutral


def _states(allowed: int, denied: int, neutral: int) -> Parts:
    words = (("allowed: ", allowed), ("denied: ", denied), ("neutral: ", neutral))
    said: list[tuple[Part, ...]] = [(word, *permission_names(bits)) for word, bits in words if bits]
    return (" (", *join(said, "; "), ")") if said else (" (all neutral)",)
