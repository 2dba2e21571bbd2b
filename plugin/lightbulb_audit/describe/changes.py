"""The changes of an entry, one line each."""

from typing import Any, NamedTuple, cast

from lightbulb_audit.catalog import fields
from lightbulb_audit.catalog.categories import Tone
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import naming, overwrites
from lightbulb_audit.describe.parts import Outside, Part, Parts
from lightbulb_audit.describe.scene import Scene
from lightbulb_audit.describe.values import compact, number_of, permission_names, say
from lightbulb_audit.model import Change, snowflake

_NONE: Parts = ("none",)


class ChangeLine(NamedTuple):
    """One change in words.

    Attributes:
        change: As it came.
        label: What was changed.
        text: The old value and the new.
        read: Whether key and values were understood; if not they are shown as they came.
    """

    change: Change
    label: Part
    text: Parts
    read: bool


def lines(scene: Scene) -> list[ChangeLine]:
    """Every change of a record, in the order in which they came."""
    return [line(scene, change) for change in scene.record.changes()]


def line(scene: Scene, change: Change) -> ChangeLine:
    """One change in words."""
    row = fields.field(scene.row.changed, change.key)
    if row is None:
        return _unknown(scene, change)
    if row.value == "permissions":
        difference = _permission_difference(change)
        if difference is not None:
            return ChangeLine(change, row.label, difference, read=True)
    if row.value == "overwritten":
        return ChangeLine(change, row.label, overwrites.whose(scene), read=True)
    if row.value == "picture" and _is_picture(change.old) and _is_picture(change.new):
        return ChangeLine(change, row.label, ("another picture",), read=True)
    old, old_read = _value(scene, change.old, row.value)
    new, new_read = _value(scene, change.new, row.value)
    if change.key.startswith("$") and old is None and new is not None:
        return ChangeLine(change, row.label, new, new_read)
    return ChangeLine(change, row.label, _arrow(scene, old, new), old_read and new_read)


def _is_picture(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _unknown(scene: Scene, change: Change) -> ChangeLine:
    command = _command_permission(scene, change)
    if command is not None:
        return command
    old = None if change.old is None else compact(change.old)
    new = None if change.new is None else compact(change.new)
    label = Outside(fields.label_of(change.key), "plain")
    return ChangeLine(change, label, _arrow(scene, old, new), read=False)


def _command_permission(scene: Scene, change: Change) -> ChangeLine | None:
    """121 has ids as its keys: who is allowed or denied."""
    kinds = {1: Kind.ROLE, 2: Kind.USER, 3: Kind.CHANNEL}
    said: list[Parts | None] = []
    whose: Parts = ()
    values: tuple[Any, Any] = (change.old, change.new)
    for value in values:
        if not isinstance(value, dict):
            said.append(None)
            continue
        value = cast("dict[str, Any]", value)
        kind, thing_id = kinds.get(number_of(value.get("type")) or 0), snowflake.parse(value.get("id"))
        if kind is None or thing_id is None or not isinstance(value.get("permission"), bool):
            return None
        whose = naming.thing(scene.names, kind, thing_id)
        said.append(("allowed" if value["permission"] else "denied",))
    if not whose or scene.row.changed != "Application Command Permission":
        return None
    return ChangeLine(change, whose[0], _arrow(scene, said[0], said[1]), read=True)


def _value(scene: Scene, value: object, kind: str) -> tuple[Parts | None, bool]:
    if value is None:
        return None, True
    said = say(value, kind, scene.names)
    return (compact(value), kind == "json") if said is None else (said, True)


def _arrow(scene: Scene, old: Parts | None, new: Parts | None) -> Parts:
    """The old value and the new: "a → b"; what was made or removed has one side only."""
    slug, tone = scene.row.slug, scene.row.tone
    if (tone is Tone.ADD or slug.endswith("_create")) and old is None and new is not None:
        return new
    if (tone is Tone.REMOVE or slug.endswith("_delete")) and new is None and old is not None:
        return old
    if old is None and new is None:
        return _NONE
    return (*(old or _NONE), " → ", *(new or _NONE))


def _permission_difference(change: Change) -> Parts | None:
    """What was gained and lost, not both states."""
    new, old = (0 if value is None else number_of(value) for value in (change.new, change.old))
    if new is None or old is None or new < 0 or old < 0:
        return None
    gained, lost = new & ~old, old & ~new
    parts: list[Part] = []
    if gained:
        parts.extend(permission_names(gained, "+"))
    if lost:
        parts.extend((", ", *permission_names(lost, "−")) if parts else permission_names(lost, "−"))
    return tuple(parts) or (("no difference",) if new else _NONE)
