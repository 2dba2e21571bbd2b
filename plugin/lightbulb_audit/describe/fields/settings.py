"""Counts, quotes, times, and the one setting that was changed."""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog import fields as field_table
from lightbulb_audit.describe.fields.filling import Fill, quoted
from lightbulb_audit.describe.parts import Moment, Outside, Part, Parts, is_raw
from lightbulb_audit.describe.plain import plain
from lightbulb_audit.describe.scene import Scene
from lightbulb_audit.describe.settings import lowered
from lightbulb_audit.describe.values import counted, moment_of, number_of, say

_LONGEST_VALUE: Final = 60
_BULKY: Final = (
    "codes", "enums", "list", "object", "off", "overwrites", "permissions", "picture", "recurrence", "role tags",
    "whole",
)  # fmt: skip
"""Kinds of values that are too long for a sentence, or better seen as what came and went."""


def _count(scene: Scene, words: str) -> Parts | None:
    key, noun = words.split()
    count = number_of(scene.options.get(key))
    return None if count is None or count < 0 else (counted(count, noun),)


def _changes(scene: Scene, noun: str) -> Parts | None:
    return (counted(len(scene.changes), noun),) if scene.changes else None


def _quote(scene: Scene, key: str) -> Parts | None:
    return quoted(scene.new(key))


def _quote_old(scene: Scene, key: str) -> Parts | None:
    return quoted(scene.old(key))


def _option_quote(scene: Scene, key: str) -> Parts | None:
    return quoted(scene.options.get(key))


def _moment(scene: Scene, key: str) -> Parts | None:
    moment = moment_of(scene.new(key))
    return None if moment is None else (Moment(moment),)


def _setting_name(scene: Scene, _: str) -> Parts | None:
    change = scene.only_change()
    if change is None:
        return None
    row = field_table.field(scene.row.changed, change.key)
    if row is None:
        return (Outside(lowered(field_table.label_of(change.key)), "plain"),)
    return (lowered(row.label),)


def _setting(scene: Scene, _: str) -> Parts | None:
    change = scene.only_change()
    name = _setting_name(scene, "")
    if change is None or name is None:
        return None
    row = field_table.field(scene.row.changed, change.key)
    return ("the " if row is None else row.article, *name)


def _new_value(scene: Scene, _: str) -> Parts | None:
    """The value that was set, if it is short enough to stand within a sentence."""
    change = scene.only_change()
    row = None if change is None else field_table.field(scene.row.changed, change.key)
    if change is None or change.new is None or row is None or row.value.startswith(_BULKY):
        return None
    value = say(change.new, row.value, scene.names)
    if value is None or len(plain(value)) > _LONGEST_VALUE or any(map(is_raw, value)):
        return None
    return tuple(_in_quotes(part) for part in value)


def _switch(scene: Scene, _: str) -> Parts | None:
    value = _new_value(scene, "")
    return value if value in (("on",), ("off",)) else None


def _in_quotes(part: Part) -> Part:
    return Outside(part.text, "quote") if isinstance(part, Outside) and part.style == "plain" else part


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
