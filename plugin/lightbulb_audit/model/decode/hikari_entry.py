"""hikari's model of an entry, as the JSON that it came from: for entries that a bot has of hikari alone.

hikari turns values into objects of its own; each is turned back by what it is, and by its key where that alone tells.
What hikari dropped on the way is not there any more. Source: hikari's `EntityFactoryImpl`, its converters of changes.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import attrs
import hikari

_MINUTE: Final = datetime.timedelta(minutes=1)
_DAY: Final = datetime.timedelta(days=1)
_SECOND: Final = datetime.timedelta(seconds=1)
_UNITS: Final[Mapping[str, datetime.timedelta]] = {
    "auto_archive_duration": _MINUTE,
    "default_auto_archive_duration": _MINUTE,
    "prune_delete_days": _DAY,
    "expire_grace_period": _DAY,
}
"""Units of spans; seconds where none is given."""

_UNLIMITED: Final = frozenset({"max_uses", "max_age"})
"""Settings of invites of which hikari makes None what Discord sends as 0."""

_MADE: Final = 40
_DELETED: Final = 42

_OPTIONS: Final[Mapping[str, str]] = {
    "rule_name": "auto_moderation_rule_name",
    "trigger_type": "auto_moderation_rule_trigger_type",
}
"""What Discord calls an option, where our models call it something else."""


def raw_of(entry: hikari.AuditLogEntry) -> dict[str, Any]:
    """Return the JSON object that an entry was made of, as far as hikari kept it."""
    raw: dict[str, Any] = {
        "id": str(int(entry.id)),
        "guild_id": str(int(entry.guild_id)),
        "action_type": int(entry.action_type),
        "user_id": _id(entry.user_id),
        "target_id": _id(entry.target_id),
        "changes": [_change(change, int(entry.action_type)) for change in entry.changes],
    }
    options = None if entry.options is None else _options(entry.options)
    beside = {"options": options, "reason": entry.reason}
    return {**raw, **{key: value for key, value in beside.items() if value is not None}}


def _id(value: int | None) -> str | None:
    return None if value is None else str(int(value))


def _change(change: hikari.AuditLogChange, action_type: int) -> dict[str, Any]:
    key = str(change.key)
    sides = {"old_value": _value(key, change.old_value), "new_value": _value(key, change.new_value)}
    if key in _UNLIMITED:
        absent = {_MADE: "old_value", _DELETED: "new_value"}.get(action_type)
        sides = {name: 0 if value is None and name != absent else value for name, value in sides.items()}
    return {"key": key, **{name: value for name, value in sides.items() if value is not None}}


def _value(key: str, value: Any) -> Any:
    for kind, turn in _TURNS.items():
        if isinstance(value, kind):
            return turn(key, value)
    return value


def _span(key: str, value: datetime.timedelta) -> int:
    return value // _UNITS.get(key, _SECOND)


def _text(key: str, value: str) -> str | int:
    """Return a text; a type is a number, of which hikari makes a text."""
    return int(value) if key == "type" and value.isascii() and value.isdigit() else str(value)


def _gradient(value: hikari.ColorGradient) -> dict[str, int | None]:
    names = ("primary_color", "secondary_color", "tertiary_color")
    found = {name: getattr(value, name) for name in names}
    return {name: None if colour is None else int(colour) for name, colour in found.items()}


def _things(value: Mapping[Any, Any]) -> Any:
    """Roles and overwrites, which hikari keeps by their ids; any other object as it came."""
    things = list(value.values())
    if things and all(isinstance(one, hikari.PartialRole) for one in things):
        return [{"id": str(int(one.id)), "name": one.name} for one in things]
    if things and all(isinstance(one, hikari.PermissionOverwrite) for one in things):
        return [_overwrite(one) for one in things]
    return [] if not things and all(isinstance(key, hikari.Snowflake) for key in value) else value


def _overwrite(one: hikari.PermissionOverwrite) -> dict[str, Any]:
    return {"id": str(int(one.id)), "type": int(one.type), "allow": str(int(one.allow)), "deny": str(int(one.deny))}


def _options(info: Any) -> dict[str, Any] | None:
    """Return the options of an entry; None where nothing tells what they were."""
    kind: type[Any] = info.__class__
    if not attrs.has(kind):
        return None
    fields: dict[str, Any] = {one.name: getattr(info, one.name) for one in attrs.fields(kind)}
    fields.pop("app", None)
    if isinstance(fields.get("options"), Mapping):
        return dict(cast("Mapping[str, Any]", fields["options"]))
    return {_OPTIONS.get(name, name): _option(value) for name, value in fields.items() if value is not None}


def _option(value: Any) -> str:
    """Return an option: Discord sends all of them as strings."""
    if isinstance(value, datetime.timedelta):
        return str(value // _DAY)
    return str(int(value)) if isinstance(value, int) else str(value)


_TURNS: Final[Mapping[type, Callable[[str, Any], Any]]] = {
    bool: lambda _, value: value,
    hikari.Permissions: lambda _, value: str(int(value)),
    hikari.Snowflake: lambda _, value: str(int(value)),
    int: lambda _, value: int(value),
    datetime.timedelta: _span,
    datetime.datetime: lambda _, value: value.isoformat(),
    hikari.ColorGradient: lambda _, value: _gradient(value),
    str: _text,
    Mapping: lambda _, value: _things(value),
}
"""The kinds of values, the narrower before the wider."""
