"""A channel's whole list of permission overwrites: who may do what, and what of it changed.

Source: Discord's API reference, "Overwrite Structure".
"""

from typing import Any, Final, NamedTuple

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.spans import Part, Parts, join, join_list
from lightbulb_audit.describe.values.scalars import NONE, as_list, as_object, permission_names
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.decode.numbers import number_of
from lightbulb_audit.model.decode.old_shapes import is_members, modern_overwrite

_SHOWN: Final = 10


class OverwriteRow(NamedTuple):
    """What one role or member may do in a channel, whatever their other roles say."""

    kind: Kind
    id: int
    allow: int
    deny: int


def whose_kind(names: Names, overwrite_type: Any, thing_id: int) -> Kind:
    """Return whether a role or a member has an overwrite: its type says so, else whichever of both is known."""
    is_member = is_members(overwrite_type)
    if is_member is not None:
        return Kind.USER if is_member else Kind.ROLE
    if thing_id == names.guild_id or names.get(Kind.ROLE, thing_id) is not None:
        return Kind.ROLE
    member = names.get(Kind.USER, thing_id)
    return Kind.ROLE_OR_MEMBER if member is None or member.name is None else Kind.USER


def read(value: Any, names: Names) -> dict[int, OverwriteRow] | None:
    """Return overwrites by whose they are; None where they cannot be read."""
    items = as_list(value)
    if items is None:
        return None
    found: dict[int, OverwriteRow] = {}
    for item in items:
        row = modern_overwrite(as_object(item) or {})
        whose, allow, deny = snowflake.parse(row.get("id")), number_of(row.get("allow")), number_of(row.get("deny"))
        if whose is None or allow is None or deny is None or allow < 0 or deny < 0:
            return None
        found[int(whose)] = OverwriteRow(whose_kind(names, row.get("type"), int(whose)), int(whose), allow, deny)
    return found


def say(value: Any, _argument: str, names: Names) -> Parts | None:
    """Return every overwrite: "Helper (allowed: Send messages; denied: Connect)"."""
    items = say_each(value, names)
    return None if items is None else join_list(items, _SHOWN) or NONE


def say_each(value: Any, names: Names) -> list[Parts] | None:
    """Return the same, one phrase an overwrite."""
    found = read(value, names)
    return None if found is None else [_whole(row, names) for row in found.values()]


def difference(old: Any, new: Any, names: Names) -> Parts | None:
    """Return only what changed: who came, who went, and what of the others."""
    groups = differences(old, new, names)
    if groups is None:
        return None
    said: list[Parts] = [(verb, *join_list(items, _SHOWN)) for verb, items in groups if items]
    return join(said, "; ") or ("no difference",)


def difference_each(old: Any, new: Any, names: Names) -> list[Parts] | None:
    """Return the same, one phrase an overwrite."""
    groups = differences(old, new, names)
    return None if groups is None else [(verb, *item) for verb, items in groups for item in items]


def differences(old: Any, new: Any, names: Names) -> list[tuple[str, list[Parts]]] | None:
    """Return the same, by what became of them."""
    before, after = (read([] if value is None else value, names) for value in (old, new))
    if before is None or after is None:
        return None
    added = [_whole(row, names) for whose, row in after.items() if whose not in before]
    removed = [references.thing(names, row.kind, whose) for whose, row in before.items() if whose not in after]
    changed: list[Parts] = [
        (*references.thing(names, row.kind, whose), *_states(*_moved_bits(before[whose], row)))
        for whose, row in after.items()
        if whose in before and (row.allow, row.deny) != (before[whose].allow, before[whose].deny)
    ]
    return [("added ", added), ("removed ", removed), ("changed ", changed)]


def _whole(row: OverwriteRow, names: Names) -> Parts:
    return (*references.thing(names, row.kind, row.id), *_states(row.allow, row.deny, 0))


def _moved_bits(old: OverwriteRow, new: OverwriteRow) -> tuple[int, int, int]:
    """Return what is newly allowed, newly denied, and left to the roles again."""
    neutral = (old.allow | old.deny) & ~(new.allow | new.deny)
    return new.allow & ~old.allow, new.deny & ~old.deny, neutral


def _states(allowed: int, denied: int, neutral: int) -> Parts:
    words = (("allowed: ", allowed), ("denied: ", denied), ("no longer either: ", neutral))
    said: list[tuple[Part, ...]] = [(word, *permission_names(bits)) for word, bits in words if bits]
    return (" (", *join(said, "; "), ")") if said else (" (nothing allowed or denied)",)
