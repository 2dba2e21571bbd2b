"""What one changed setting is called, and what of its value came and went."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from lightbulb_audit.catalog.schema import fields as field_table
from lightbulb_audit.catalog.schema import phrases
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields.fill import Fill
from lightbulb_audit.describe.single_change import is_empty
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.describe.text.spans import (
    Link,
    Part,
    Parts,
    Rest,
    Timestamp,
    UntrustedText,
    is_raw,
    join,
    join_list,
)
from lightbulb_audit.describe.values import differences
from lightbulb_audit.describe.values.formatter import LISTS, count_phrase, moment_of, number_of, say
from lightbulb_audit.describe.values.scalars import as_list, as_object
from lightbulb_audit.describe.values.settings import lower_first
from lightbulb_audit.model import Change

_LONGEST_VALUE: Final = 60
_LONGEST_DIFFERENCE: Final = 120
_NAMED_AT_MOST: Final = 3
_BULKY: Final = (
    "codes", "enums", "list", "object", "off", "overwrites", "permissions", "picture", "recurrence", "role tags",
)  # fmt: skip
"""Kinds of values that are too long for a sentence, or better seen as what came and went."""


_NEVER_QUOTED: Final = frozenset({"code", "codes", "locale", "objects", "reaction"})


def _row(scene: EntryContext) -> tuple[Change, field_table.Field] | None:
    change = scene.only_change()
    row = None if change is None else field_table.field(scene.row.changed, change.key)
    return None if change is None or row is None else (change, row)


def noun(changed: str, key: str) -> Part:
    """Return what a setting is called within a sentence."""
    row, own = field_table.field(changed, key), phrases.phrase(changed, key).noun
    if own:
        return own
    return UntrustedText(lower_first(field_table.label_of(key)), "plain") if row is None else lower_first(row.label)


def _setting_name(scene: EntryContext, _: str) -> Parts | None:
    change = scene.only_change()
    return None if change is None else (noun(scene.row.changed, change.key),)


def _setting(scene: EntryContext, _: str) -> Parts | None:
    change = scene.only_change()
    if change is None:
        return None
    row, own = field_table.field(scene.row.changed, change.key), phrases.phrase(scene.row.changed, change.key).noun
    return ("the " if row is None or own else row.article, noun(scene.row.changed, change.key))


def _settings(scene: EntryContext, _: str) -> Parts | None:
    """Return all that was changed by name, where that is no more than three."""
    named = list(dict.fromkeys(noun(scene.row.changed, key) for key in scene.changes))
    if not 0 < len(named) <= _NAMED_AT_MOST:
        return None
    *first, last = ((one,) for one in named)
    return (*join(first), " and ", *last) if first else last


def _switches(scene: EntryContext, _: str) -> Parts | None:
    """Return whether it is "on" or "off": where all that was changed are switches that were turned the same way."""
    rows = [(field_table.field(scene.row.changed, key), change.new) for key, change in scene.changes.items()]
    values = {new for row, new in rows if row is not None and row.value == "switch" and isinstance(new, bool)}
    fits = len(values) == 1 and len(rows) > 1 and all(row is not None and row.value == "switch" for row, _ in rows)
    return None if not fits else ("on",) if values.pop() else ("off",)


def _changes(scene: EntryContext, words: str) -> Parts | None:
    return (count_phrase(len(scene.changes), words),) if scene.changes else None


def _new_value(scene: EntryContext, _: str) -> Parts | None:
    """Return the value that was set, if it is short enough to stand within a sentence."""
    found = _row(scene)
    return None if found is None or found[1].value.startswith(_BULKY) else _say(scene, found[0].new, found[1].value)


def _value(scene: EntryContext, _: str) -> Parts | None:
    """Return the same, whatever kind of value it is."""
    found = _row(scene)
    return None if found is None else _say(scene, found[0].either, found[1].value)


def _old_value(scene: EntryContext, _: str) -> Parts | None:
    found = _row(scene)
    return None if found is None else _say(scene, found[0].old, found[1].value)


def _say(scene: EntryContext, value: Any, kind: str) -> Parts | None:
    said = None if is_empty(value) else say(value, kind, scene.names)
    return _fit(said, _LONGEST_VALUE, is_quoted=kind.partition(":")[0] not in _NEVER_QUOTED)


def _a_value(scene: EntryContext, _: str) -> Parts | None:
    """With its article: "an announcement channel"."""
    value = _new_value(scene, "")
    if value is None or not isinstance(value[0], str):
        return None
    return (f"{'an' if value[0][0] in 'aeiou' else 'a'} {value[0]}", *value[1:])


def _switch(scene: EntryContext, _: str) -> Parts | None:
    found = _row(scene)
    if found is None:
        return None
    change, row = found
    if change.new is None and isinstance(change.old, bool) and row.value in ("switch", "inverted"):
        return ("off",) if row.value == "switch" else ("on",)
    value = _new_value(scene, "")
    return value if value in (("on",), ("off",)) else None


def _nothing(scene: EntryContext, _: str) -> Parts | None:
    """Return what having no value means, where that is more than that there is none."""
    found = _row(scene)
    return None if found is None or found[1].none in ("", "not set", "never", "no limit") else (found[1].none,)


def _difference(scene: EntryContext, _: str) -> Parts | None:
    """Return what came and went, if that is short enough to stand within a sentence."""
    found = _row(scene)
    if found is None or found[1].value.partition(":")[0] not in differences.DIFFERENCES:
        return None
    change, row = found
    if row.value in ("prose", "quoted") or (is_empty(change.old) and is_empty(change.new)):
        return None
    if row.value.startswith("object:") and is_empty(change.old):
        said = say(change.new, row.value, scene.names) or ()
    else:
        said = differences.change(change.old, change.new, row.value, scene.names, row.nothing)
    if not said or any(isinstance(part, Link) for part in said):
        return None
    is_short = said != differences.UNCHANGED and len(plain(said)) <= _LONGEST_DIFFERENCE
    return said if is_short and not any(map(is_raw, said)) else None


def _items(scene: EntryContext) -> tuple[list[Parts | None], list[Parts | None]] | None:
    """Return what came into a list and what left it."""
    found = _row(scene)
    if found is None or found[1].value.partition(":")[0] not in LISTS:
        return None
    change, kind = found[0], found[1].value
    old, new = as_list(change.old or []), as_list(change.new or [])
    return None if old is None or new is None else differences.moved(old, new, kind, scene.names)


def _say_added(scene: EntryContext, _: str) -> Parts | None:
    moved = _items(scene)
    return None if moved is None or not moved[0] or moved[1] else _list(scene, moved[0])


def _say_removed(scene: EntryContext, _: str) -> Parts | None:
    moved = _items(scene)
    return None if moved is None or not moved[1] or moved[0] else _list(scene, moved[1])


def _list(scene: EntryContext, items: Iterable[Parts | None]) -> Parts | None:
    said = list(items)
    found = _row(scene)
    is_quoted = found is not None and found[1].value.partition(":")[0] not in _NEVER_QUOTED
    parts = join_list([one for one in said if one is not None])
    return None if None in said else _fit(parts, _LONGEST_DIFFERENCE, is_quoted=is_quoted)


def _fit(said: Parts | None, longest: int, *, is_quoted: bool = True) -> Parts | None:
    if said is None or len(plain(said)) > longest or any(map(is_raw, said)):
        return None
    return tuple(_in_quotes(part) for part in said) if is_quoted else said


def _in_quotes(part: Part) -> Part:
    if isinstance(part, Rest):
        return part
    is_text = isinstance(part, UntrustedText) and part.style == "plain" and any(map(str.isalnum, part.text))
    return UntrustedText(part.text, "quote") if isinstance(part, UntrustedText) and is_text else part


def _incidents(scene: EntryContext, _: str) -> Parts | None:
    """Return which safety measures were taken and ended: "paused the server's invites until …"."""
    change = scene.only_change()
    old, new = (None, None) if change is None else (as_object(change.old) or {}, as_object(change.new) or {})
    if old is None or new is None or not {*old, *new} <= phrases.INCIDENTS.keys():
        return None
    said: list[Parts] = []
    for key, (set_, cleared) in phrases.INCIDENTS.items():
        moment = moment_of(new.get(key))
        if old.get(key) != new.get(key) and (moment is not None or new.get(key) is None):
            said.append((cleared,) if moment is None else (set_, Timestamp(moment)))
    return join(said, " and ") or None


def _number(scene: EntryContext, words: str) -> Parts | None:
    key, noun_ = words.split()
    count = number_of(scene.new(key))
    return None if count is None or count < 0 else (count_phrase(count, noun_),)


FILLS: Final[Mapping[str, Fill]] = {
    "setting": _setting,
    "setting_name": _setting_name,
    "settings": _settings,
    "switches": _switches,
    "changes": _changes,
    "new_value": _new_value,
    "old_value": _old_value,
    "value": _value,
    "a_value": _a_value,
    "switch": _switch,
    "nothing": _nothing,
    "difference": _difference,
    "added": _say_added,
    "removed": _say_removed,
    "incidents": _incidents,
    "number": _number,
}
