"""Values of changes in words. One row a kind of value; what does not fit its kind is shown as it came."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lightbulb_audit.catalog.schema.fields import label_of
from lightbulb_audit.catalog.schema.shapes import SHAPES, Shape
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.spans import Part, Parts, UntrustedText, join, join_list
from lightbulb_audit.describe.values import overwrite_lists
from lightbulb_audit.describe.values.numbers import count_phrase, duration
from lightbulb_audit.describe.values.recurrence import recurrence
from lightbulb_audit.describe.values.scalars import NONE, SCALARS, Say, as_list, as_object, compact, permission_names
from lightbulb_audit.model.decode.numbers import moment_of, number_of

__all__ = [
    "LISTS",
    "SHOWN",
    "VALUES",
    "as_row",
    "compact",
    "count_phrase",
    "duration",
    "explained_keys",
    "head_of",
    "moment_of",
    "number_of",
    "permission_names",
    "say",
    "say_item",
    "say_or_show",
]  # fmt: skip

SHOWN: Final = 10
"""How many items of a list are told."""

LISTS: Final[Mapping[str, str]] = {
    "list": "text",
    "ids": "",
    "things": "whole",
    "codes": "code",
    "enums": "enum",
    "objects": "object",
}
"""Kind of list to the kind of each item; the items of `ids` are of the kind that the argument names."""


def say(value: Any, kind: str, names: Names) -> Parts | None:
    """Return a value in words.

    Returns:
        The words; None where the value is not of its kind, so that it must be shown as it came.
    """
    name, _, argument = kind.partition(":")
    row = VALUES.get(name)
    return None if row is None else row(value, argument, names)


def say_or_show(value: Any, kind: str, names: Names) -> Parts:
    """Return a value in words, or else as it came."""
    said = say(value, kind, names)
    return compact(value) if said is None else said


def say_item(value: Any, kind: str, names: Names) -> Parts | None:
    """Return one item of a list of that kind in words."""
    name, _, argument = kind.partition(":")
    return say(value, f"{LISTS[name]}:{argument}" if LISTS[name] else argument, names)


def _list(name: str) -> Say:
    def say_list(value: Any, argument: str, names: Names) -> Parts | None:
        items = as_list(value)
        if items is None:
            return None
        said = [say_item(item, f"{name}:{argument}", names) for item in items]
        return None if None in said else join_list([item for item in said if item is not None], SHOWN) or NONE

    return say_list


def _object(value: Any, argument: str, names: Names) -> Parts | None:
    """Return an object by its name, and in brackets what is to be said of it: "“Stew” (emoji 🍲)"."""
    shape, row = SHAPES[argument], as_row(value)
    if row is None:
        return None
    head, details = head_of(row, shape, names), [*_details(row, shape, names)]
    if not details:
        return head or (None if shape.head else NONE)
    if not head:
        return join(details, " " if shape.is_phrase else "; ")
    return (*head, " ", *join(details, " ")) if shape.is_phrase else (*head, " (", *join(details, "; "), ")")


def head_of(row: Mapping[str, Any], shape: Shape, names: Names) -> Parts:
    """Return what an object is called; empty where it has no name."""
    name = row.get(shape.head) if shape.head else None
    return () if name is None or name == "" else say_or_show(name, shape.head_kind, names)


def as_row(value: Any) -> dict[str, Any] | None:
    """Return a JSON object whose emoji is one value, however Discord spreads it over keys; None for anything else."""
    row = as_object(value)
    spread = () if row is None else [key for key in ("emoji_id", "emoji_name", "emoji_animated") if key in row]
    if row is None or not spread:
        return row
    rest = {key: inner for key, inner in row.items() if key not in spread}
    return rest if "emoji" in rest else {**rest, "emoji": {key: row[key] for key in spread}}


def explained_keys(row: Iterable[str], shape: Shape) -> Iterator[tuple[str, Part, str]]:
    """The keys of an object that are to be told, each with its label and its kind; those that nobody documents last.

    The kind of those is empty: they are shown as they came.
    """
    keys = list(row)
    for key, field in shape.fields.items():
        if key in keys:
            yield key, field.label, field.value
    for key in keys:
        if key not in shape.fields and key not in shape.untold and key != shape.head:
            yield key, UntrustedText(_lower_first(label_of(key)), "plain"), ""


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]


def _details(row: Mapping[str, Any], shape: Shape, names: Names) -> Iterator[Parts]:
    for key, label, kind in explained_keys(row, shape):
        value = row[key]
        if value is None or value is False or value in ("", [], {}):
            continue
        said = say_or_show(value, kind, names)
        if value is True and kind == "yes":
            yield (label,)
        elif said != NONE:
            yield (label, " " if shape.head or shape.is_phrase else ": ", *said) if label else said


VALUES: Final[Mapping[str, Say]] = {
    **SCALARS,
    **{name: _list(name) for name in LISTS},
    "object": _object,
    "overwrites": overwrite_lists.say,
    "recurrence": recurrence,
}
"""Kind of value to how it is said. None means that the value is not of its kind."""
