"""What changed between two values: only the difference, where the values are made of several things."""

import json
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final, TypeAlias

from lightbulb_audit.catalog.kinds import HIDDEN_NAME
from lightbulb_audit.catalog.schema.shapes import SHAPES, Shape
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.spans import Part, Parts, join, join_list
from lightbulb_audit.describe.text.text_difference import text_difference
from lightbulb_audit.describe.values import overwrite_lists
from lightbulb_audit.describe.values.formatter import (
    LISTS,
    SHOWN,
    as_row,
    explained_keys,
    head_of,
    say_item,
    say_or_show,
)
from lightbulb_audit.describe.values.scalars import NONE, as_list, flag_names, permission_names
from lightbulb_audit.model.decode.numbers import number_of
from lightbulb_audit.model.decode.old_shapes import drop_empty_ids

Differ: TypeAlias = Callable[[Any, Any, str, Names], Parts | None]

_UNAWARE: Final = frozenset({"emoji", "reaction"})
"""Kinds of values that may differ though they mean the same: none, and an emoji without an id."""

_VERBS: Final = ("added ", "removed ", "changed ")
_VERBS_OF_PHRASES: Final = ("now also ", "no longer ", "changed ")
UNCHANGED: Final[Parts] = ("no difference",)


def change(old: Any, new: Any, kind: str, names: Names, none: str = "none") -> Parts:
    """Return a change in words: what came and went, or the old value and the new.

    Args:
        old: The old value; None for none.
        new: The new value; None for none.
        kind: The kind of value.
        names: What people and things are called.
        none: What having no value means.
    """
    old, new = drop_empty_ids(old), drop_empty_ids(new)
    differ = DIFFERENCES.get(kind.partition(":")[0])
    said = None if differ is None or (old is None and new is None) else differ(old, new, kind, names)
    return arrow(old, new, kind, names, none) if said is None else said


def arrow(old: Any, new: Any, kind: str, names: Names, none: str = "none") -> Parts:
    """Return the old value and the new: "a → b"."""
    if old is None and new is None:
        return (none,)
    if old == new:
        return (*say_or_show(new, kind, names), ", as before")
    before: Parts = (none,) if old is None else say_or_show(old, kind, names)
    after: Parts = (none,) if new is None else say_or_show(new, kind, names)
    if before == after and kind in _UNAWARE:
        return before
    return (*before, " → ", *after)


def _bits(old: Any, new: Any) -> tuple[int, int, int] | None:
    """Return the bits gained, those lost, and all that are set now; None where they are no bit fields."""
    after, before = (0 if value is None else number_of(value) for value in (new, old))
    if after is None or before is None or after < 0 or before < 0:
        return None
    return after & ~before, before & ~after, after


def _permissions(old: Any, new: Any, _kind: str, _names: Names) -> Parts | None:
    bits = _bits(old, new)
    if bits is None:
        return None
    gained, lost, now = bits
    said = [permission_names(some, sign) for some, sign in ((gained, "+"), (lost, "−")) if some]
    return join(said) or (UNCHANGED if now else NONE)


def _flags(old: Any, new: Any, kind: str, _names: Names) -> Parts | None:
    return _flag_difference(old, new, kind, ("+", ""), ("−", ""))


def _off(old: Any, new: Any, kind: str, _names: Names) -> Parts | None:
    return _flag_difference(old, new, kind, ("", " off"), ("", " on"))


def _flag_difference(old: Any, new: Any, kind: str, came: tuple[str, str], went: tuple[str, str]) -> Parts | None:
    bits, table = _bits(old, new), kind.partition(":")[2]
    if bits is None:
        return None
    said = ", ".join([*flag_names(bits[0], table, *came), *flag_names(bits[1], table, *went)])
    return (said,) if said else UNCHANGED


def _lists(old: Any, new: Any, kind: str, names: Names) -> Parts | None:
    """Return what came into a list and what left it."""
    before, after = as_list([] if old is None else old), as_list([] if new is None else new)
    if before is None or after is None:
        return None
    shape = SHAPES[kind.partition(":")[2]] if kind.startswith("objects:") else None
    olds, news = _by_identity(before, shape), _by_identity(after, shape)
    if olds is None or news is None:
        return None
    added, removed = _say_moves(olds, news, kind, names)
    if None in added or None in removed:
        return None
    changed = [] if shape is None else _say_changed_items(olds, news, shape, names)
    verbs = _VERBS_OF_PHRASES if shape is not None and shape.is_phrase else _VERBS
    groups = zip(verbs, (added, removed, changed), strict=True)
    said: list[Parts] = [(verb, *join_list(filter(None, items), SHOWN)) for verb, items in groups if items]
    return join(said, "; ") or (UNCHANGED if before == after else ("put into another order",))


def moved(
    old: list[Any], new: list[Any], kind: str, names: Names
) -> tuple[list[Parts | None], list[Parts | None]] | None:
    """What came into a list and what left it; None where some of it stayed and changed, or cannot be told apart."""
    shape = SHAPES[kind.partition(":")[2]] if kind.startswith("objects:") else None
    olds, news = _by_identity(drop_empty_ids(old), shape), _by_identity(drop_empty_ids(new), shape)
    if olds is None or news is None or any(olds[key] != news[key] for key in olds.keys() & news.keys()):
        return None
    return _say_moves(olds, news, kind, names)


def _say_moves(
    olds: Mapping[Hashable, Any], news: Mapping[Hashable, Any], kind: str, names: Names
) -> tuple[list[Parts | None], list[Parts | None]]:
    shape = SHAPES[kind.partition(":")[2]] if kind.startswith("objects:") else None
    added = [say_item(item, kind, names) for key, item in news.items() if key not in olds]
    return added, [_say_head(item, shape, kind, names) for key, item in olds.items() if key not in news]


def _by_identity(items: list[Any], shape: Shape | None) -> dict[Hashable, Any] | None:
    """Items by what tells them apart; None where two cannot be told apart."""
    found: dict[Hashable, Any] = {}
    for item in items:
        row = None if shape is None else as_row(item)
        own = None if row is None or shape is None else row.get(shape.key)
        found[json.dumps(item if own is None else own, sort_keys=True, default=str)] = item
    return found if shape is None or len(found) == len(items) else None


def _say_head(item: Any, shape: Shape | None, kind: str, names: Names) -> Parts | None:
    row = None if shape is None else as_row(item)
    head = () if row is None or shape is None else head_of(row, shape, names)
    return head or say_item(item, kind, names)


def _say_changed_items(
    olds: Mapping[Hashable, Any], news: Mapping[Hashable, Any], shape: Shape, names: Names
) -> list[Parts]:
    said: list[Parts] = []
    for key, new in news.items():
        before, after = as_row(olds.get(key)), as_row(new)
        if before is None or after is None or before == after:
            continue
        head = head_of(before, shape, names)
        details = _inner_changes(before, after, shape, names)
        if shape.head and before.get(shape.head) != after.get(shape.head):
            details.insert(0, ("called ", *head_of(after, shape, names)))
        said.append((*head, " (", *join(details, "; "), ")") if details else head)
    return said


def _inner_changes(before: Mapping[str, Any], after: Mapping[str, Any], shape: Shape, names: Names) -> list[Parts]:
    """Return the keys of an object that changed, each with its label."""
    said: list[Parts] = []
    for key, label, kind in explained_keys(dict.fromkeys([*before, *after]), shape):
        old, new = before.get(key), after.get(key)
        if old != new:
            text: tuple[Part, ...] = change(old, new, kind, names)
            said.append((label, ": ", *text) if label else text)
    return said


def _objects(old: Any, new: Any, kind: str, names: Names) -> Parts | None:
    """Return what changed within one object."""
    before, after, shape = as_row(old), as_row(new), SHAPES[kind.partition(":")[2]]
    if before is None or after is None or shape.head or len(shape.fields) == 1:
        return None
    return join(_inner_changes(before, after, shape, names), "; ") or UNCHANGED


def _texts(old: Any, new: Any, _kind: str, _names: Names) -> Parts | None:
    if not isinstance(old, str) or not isinstance(new, str) or HIDDEN_NAME in (old, new):
        return None
    return text_difference(old, new)


def _overwrites(old: Any, new: Any, _kind: str, names: Names) -> Parts | None:
    return overwrite_lists.difference(old, new, names)


DIFFERENCES: Final[Mapping[str, Differ]] = {
    "permissions": _permissions,
    "flags": _flags,
    "off": _off,
    **dict.fromkeys(LISTS, _lists),
    "object": _objects,
    "prose": _texts,
    "quoted": _texts,
    "overwrites": _overwrites,
}
"""Kind of value to how its difference is told; None means that both values are told."""
