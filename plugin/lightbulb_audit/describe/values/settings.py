"""A setting by itself, as it was at a moment: what it is called, and its value."""

from typing import Any, Final

from lightbulb_audit.catalog.kinds import COMMAND_PERMISSIONS
from lightbulb_audit.catalog.permissions import permissions_of
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.catalog.schema.settings import PARTS
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.spans import Parts, UntrustedText, join_list
from lightbulb_audit.describe.values.formatter import SHOWN, compact, say_item, say_or_show
from lightbulb_audit.describe.values.pictures import path_of, picture
from lightbulb_audit.describe.values.scalars import as_object
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.decode.numbers import number_of

_COMMAND_PERMISSION: Final = "Application Command Permission"
_VERBS_SHOWN: Final = 24
_NOT_SET: Final[Parts] = ("not set",)


def name_of(changed: str, key: str) -> str:
    """Return what a setting that the catalogue knows is called."""
    row = fields.field(changed, key)
    label = fields.label_of(key) if row is None else row.label
    part = PARTS.get(changed)
    return label if part is None else f"{part}: {lower_first(label)}"


def label_of(changed: str, key: str, value: Any, names: Names) -> Parts:
    """Return what a setting is called; one of a part of the server is called by that part too."""
    row = fields.field(changed, key)
    if row is None:
        whose = _whose(changed, value, names)
        return whose or (UntrustedText(fields.label_of(key), "plain"),)
    return (name_of(changed, key),)


def value_of(changed: str, key: str, value: Any, names: Names, target_id: int) -> Parts:
    """Return a value of a setting in words, or else as it came.

    Args:
        changed: The changed object.
        key: The field.
        value: Its value; None for none.
        names: What people and things are called.
        target_id: The thing's id, for the addresses of its pictures; 0 where it has none.
    """
    row = fields.field(changed, key)
    if row is None:
        return _command_permission(changed, value) or (_NOT_SET if value is None else compact(value))
    if value is None:
        return (row.nothing,)
    if row.value == "picture":
        return picture(value, path_of(changed, key), guild=names.guild_id, target=target_id) or compact(value)
    return say_or_show(value, row.value, names)


def words_of(items: list[Any], key: str, names: Names) -> Parts:
    """Return some items of a list, each as its own kind of value reads."""
    row = fields.field("", key)
    kind = "list" if row is None else row.value
    return join_list([said for item in items if (said := say_item(item, kind, names) or compact(item))], SHOWN)


def permission_verbs(bits: int) -> Parts:
    """Return permissions as they read after "may": dangerous ones are marked, and come first."""
    rows = sorted(permissions_of(bits), key=lambda row: not row.dangerous)
    return join_list([(f"{row.verb}{' ⚠️' * row.dangerous}",) for row in rows], _VERBS_SHOWN)


def lower_first(label: str) -> str:
    """Return a label within a sentence; "AFK channel" stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _whose(changed: str, value: Any, names: Names) -> Parts:
    """Return whose permission for a command it is; empty for what is none."""
    row = as_object(value) if changed == _COMMAND_PERMISSION else None
    kind = None if row is None else COMMAND_PERMISSIONS.get(number_of(row.get("type")) or 0)
    thing_id = None if row is None else snowflake.parse(row.get("id"))
    return () if kind is None or thing_id is None else references.thing(names, kind, thing_id)


def _command_permission(changed: str, value: Any) -> Parts:
    """Return whether a command is allowed; empty for what is no permission for one."""
    row = as_object(value) if changed == _COMMAND_PERMISSION else None
    may = None if row is None else row.get("permission")
    return ("allowed" if may else "denied",) if isinstance(may, bool) else ()
