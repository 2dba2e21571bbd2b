"""Counts, quotes, times, and the one setting that was changed."""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog import fields as field_table
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields.filling import Fill, quoted
from lightbulb_audit.describe.plain import plain
from lightbulb_audit.describe.settings import lower_first
from lightbulb_audit.describe.spans import Part, Parts, Timestamp, UntrustedText, is_raw
from lightbulb_audit.describe.values import count_phrase, moment_of, number_of, say

_LONGEST_VALUE: Final = 60
_BULKY: Final = (
    "codes", "enums", "list", "object", "off", "overwrites", "permissions", "picture", "recurrence", "role tags",
    "whole",
)  # fmt: skip
"""Kinds of values that are too long for a sentence, or better seen as what came and went."""


def _count(scene: EntryContext, words: str) -> Parts | None:
    key, noun = words.split()
    count = number_of(scene.options.get(key))
    return None if count is None or count < 0 else (count_phrase(count, noun),)


def _changes(scene: EntryContext, noun: str) -> Parts | None:
    return (count_phrase(len(scene.changes), noun),) if scene.changes else None


def _quote(scene: EntryContext, key: str) -> Parts | None:
    return quoted(scene.new(key))


def _quote_old(scene: EntryContext, key: str) -> Parts | None:
    return quoted(scene.old(key))


def _option_quote(scene: EntryContext, key: str) -> Parts | None:
    return quoted(scene.options.get(key))


def _moment(scene: EntryContext, key: str) -> Parts | None:
    moment = moment_of(scene.new(key))
    return None if moment is None else (Timestamp(moment),)


def _setting_name(scene: EntryContext, _: str) -> Parts | None:
    change = scene.only_change()
    if change is None:
        return None
    row = field_table.field(scene.row.changed, change.key)
    if row is None:
        return (UntrustedText(lower_first(field_table.label_of(change.key)), "plain"),)
    return (lower_first(row.label),)


def _setting(scene: EntryContext, _: str) -> Parts | None:
    change = scene.only_change()
    name = _setting_name(scene, "")
    if change is None or name is None:
        return None
    row = field_table.field(scene.row.changed, change.key)
    return ("the " if row is None else row.article, *name)


def _new_value(scene: EntryContext, _: str) -> Parts | None:
    """The value that was set, if it is short enough to stand within a sentence."""
    change = scene.only_change()
    row = None if change is None else field_table.field(scene.row.changed, change.key)
    if change is None or change.new is None or row is None or row.value.startswith(_BULKY):
        return None
    value = say(change.new, row.value, scene.names)
    if value is None or len(plain(value)) > _LONGEST_VALUE or any(map(is_raw, value)):
        return None
    return tuple(_in_quotes(part) for part in value)


def _switch(scene: EntryContext, _: str) -> Parts | None:
    value = _new_value(scene, "")
    return value if value in (("on",), ("off",)) else None


def _in_quotes(part: Part) -> Part:
    return UntrustedText(part.text, "quote") if isinstance(part, UntrustedText) and part.style == "plain" else part


FILLS: Final[Mapping[str, Fill]] = {
    "count": _count,
    "changes": _changes,
    "quote": _quote,
    "quote_old": _quote_old,
    "option_quote": _option_quote,
    "moment": _moment,
    "setting": _setting,
    "setting_name": _setting_name,
    "new_value": _new_value,
    "switch": _switch,
}
