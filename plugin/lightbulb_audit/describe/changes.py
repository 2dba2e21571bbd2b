"""The changes of an entry, one line each."""

from typing import Any, Final, NamedTuple

from lightbulb_audit.catalog.categories import Tone
from lightbulb_audit.catalog.kinds import COMMAND_PERMISSIONS
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.catalog.schema.fields import Field
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.text.spans import Part, Parts, UntrustedText, is_raw, join
from lightbulb_audit.describe.values import differences, overwrite_lists, overwrites
from lightbulb_audit.describe.values.formatter import compact, number_of, say_or_show
from lightbulb_audit.describe.values.pictures import path_of, picture
from lightbulb_audit.describe.values.scalars import as_object
from lightbulb_audit.model import Change, snowflake

_COMMAND_PERMISSION: Final = "Application Command Permission"


class ChangeLine(NamedTuple):
    """One change in words.

    Attributes:
        change: As it came.
        label: What was changed.
        text: The old value and the new, or the difference between them.
        read: Whether key and values were understood; if not they are shown as they came.
        items: The parts of the text that may stand in lines of their own; empty where it is one.
    """

    change: Change
    label: Part
    text: Parts
    read: bool
    items: tuple[Parts, ...] = ()


def lines(scene: EntryContext) -> list[ChangeLine]:
    """Return every change of a record, in the order in which they came."""
    return [line(scene, change) for change in scene.record.changes()]


def line(scene: EntryContext, change: Change) -> ChangeLine:
    """Return one change in words."""
    row = fields.field(scene.row.changed, change.key)
    if row is None:
        return _command_permission(scene, change) or _unknown(scene, change)
    text = _text(scene, change, row)
    return ChangeLine(change, row.label, text, not any(map(is_raw, text)), _items(scene, change, row))


def _items(scene: EntryContext, change: Change, row: Field) -> tuple[Parts, ...]:
    """Return overwrites one by one: a channel may have many, each with much to say."""
    if row.value != "overwrites":
        return ()
    is_one, value = _one_side(scene, change)
    if is_one:
        return tuple(overwrite_lists.say_each(value, scene.names) or ())
    items = overwrite_lists.difference_each(change.old, change.new, scene.names)
    return tuple(items or ())


def _text(scene: EntryContext, change: Change, row: Field) -> Parts:
    if row.value == "overwritten":
        return overwrites.whose(scene)
    if row.value == "picture":
        return _pictures(scene, change)
    is_one, value = _one_side(scene, change)
    if scene.row.changed == "Channel Overwrite" and change.key == "deny" and is_one:
        return overwrites.denied(scene, value) or say_or_show(value, row.value, scene.names)
    if is_one:
        return say_or_show(value, row.value, scene.names)
    if scene.row.changed == "Channel Overwrite" and row.value == "permissions":
        moved = overwrites.difference(scene, change)
        if moved is not None:
            return moved
    return differences.change(change.old, change.new, row.value, scene.names, row.nothing)


def _one_side(scene: EntryContext, change: Change) -> tuple[bool, Any]:
    """Return whether just one value is to be told, and which: what was made or removed has no other."""
    slug, tone = scene.row.slug, scene.row.tone
    is_made = tone is Tone.ADD or slug.endswith("_create") or change.key.startswith("$")
    is_removed = tone is Tone.REMOVE or slug.endswith("_delete") or change.key.startswith("$")
    if change.old is None and change.new is not None:
        return is_made, change.new
    if change.new is None and change.old is not None:
        return is_removed, change.old
    return False, None


def _unknown(scene: EntryContext, change: Change) -> ChangeLine:
    is_one, value = _one_side(scene, change)
    kind, names = fields.kind_of_key(change.key), scene.names
    text = say_or_show(value, kind, names) if is_one else differences.arrow(change.old, change.new, kind, names)
    return ChangeLine(change, UntrustedText(fields.label_of(change.key), "plain"), text, read=False)


def _pictures(scene: EntryContext, change: Change) -> Parts:
    """Pictures by links that show them."""
    is_one, value = _one_side(scene, change)
    if is_one or change.old is None or change.new is None:
        sides = [value] if is_one else [change.old, change.new]
        return _join_sides([_picture(scene, change.key, side, "picture") for side in sides])
    sides = [
        _picture(scene, change.key, change.old, "old picture"),
        _picture(scene, change.key, change.new, "new picture"),
    ]
    # Where nobody knows their addresses, all that can be said is that they are two.
    return ("another picture",) if sides == [("an old picture",), ("a new picture",)] else _join_sides(sides)


def _picture(scene: EntryContext, key: str, value: Any, text: str) -> Parts:
    if value is None:
        return ("none",)
    entry = scene.record.entry
    ids = {"guild": entry.guild_id, "target": entry.target_id or 0}
    return picture(value, path_of(scene.row.changed, key), text, **ids) or compact(value)


def _join_sides(sides: list[Parts]) -> Parts:
    return join(dict.fromkeys(sides) if sides == [("none",), ("none",)] else sides, " → ")


def _command_permission(scene: EntryContext, change: Change) -> ChangeLine | None:
    """121 has ids as its keys: who is allowed or denied. None for what is no such change."""
    if scene.row.changed != _COMMAND_PERMISSION:
        return None
    whose: Parts = ()
    said: list[str] = []
    for value in (change.old, change.new):
        row = as_object(value)
        if row is None:
            said.append("" if value is None else "?")
            continue
        kind, thing_id = COMMAND_PERMISSIONS.get(number_of(row.get("type")) or 0), snowflake.parse(row.get("id"))
        if kind is None or thing_id is None or not isinstance(row.get("permission"), bool):
            return None
        whose = references.thing(scene.names, kind, thing_id)
        said.append("allowed" if row["permission"] else "denied")
    if not whose or "?" in said:
        return None
    return ChangeLine(change, whose[0], (" → ".join(word or "not set" for word in said),), read=True)
