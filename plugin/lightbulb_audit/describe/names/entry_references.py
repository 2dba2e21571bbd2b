"""Everybody and everything that an entry names, found before it is described: what is to be resolved for it. Pure.

The kinds of ids stand in the tables by which values are described (`catalog.schema.fields`, `catalog.schema.shapes`,
`describe.options`), so whatever a table can describe is found here as well.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from lightbulb_audit.analyse.reason import claim_in
from lightbulb_audit.catalog.actions import Action, action
from lightbulb_audit.catalog.kinds import COMMAND_PERMISSIONS, Kind
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.catalog.schema.shapes import SHAPES
from lightbulb_audit.describe.options import OPTIONS
from lightbulb_audit.describe.values.formatter import LISTS, as_row, explained_keys
from lightbulb_audit.describe.values.scalars import as_list, as_object
from lightbulb_audit.model import Record, snowflake
from lightbulb_audit.model.decode.numbers import number_of

Reference: TypeAlias = tuple[Kind, int]

_KINDS: Final[Mapping[str, Kind]] = {kind.value: kind for kind in Kind if kind is not Kind.UNKNOWN}
_ALSO: Final[Mapping[Kind, tuple[Kind, ...]]] = {
    Kind.CHANNEL: (Kind.THREAD,),
    Kind.THREAD: (Kind.CHANNEL,),
    Kind.COMMAND: (Kind.INTEGRATION, Kind.USER),
    Kind.INTEGRATION: (Kind.USER,),
    Kind.ROLE_OR_MEMBER: (Kind.ROLE, Kind.USER),
}
"""What else an id of a kind may be the id of: threads are channels, an app has the id of its bot."""

_COMMAND_PERMISSION: Final = "Application Command Permission"

_EMOJI_ID: Final = 15
"""Digits from which the emoji of a sticker is an id: the first that Discord gave had 15."""


def references(record: Record) -> dict[Reference, None]:
    """List what an entry names, each once: who did it and the target first, then options, then changes.

    Args:
        record: The entry.
    """
    found: dict[Reference, None] = {}
    for kind, thing_id in _references(record):
        found[kind, thing_id] = None
        for other in _ALSO.get(kind, ()):
            found[other, thing_id] = None
    return found


def _references(record: Record) -> Iterator[Reference]:
    entry, row = record.entry, action(record.entry.action_type)
    if entry.user_id is not None:
        yield Kind.USER, int(entry.user_id)
        yield Kind.WEBHOOK, int(entry.user_id)
    if entry.target_id is not None:
        yield row.target, int(entry.target_id)
    table = OPTIONS.get(entry.action_type, {})
    for key, value in record.options.items():
        yield from ids_in(value, table[key].value if key in table else fields.kind_of_key(key))
    for change in record.changes():
        yield from _of_change(row, change.key, change.old, change.new)
    claim = claim_in(entry.reason)
    if claim is not None and claim.user_id is not None:
        yield Kind.USER, claim.user_id


def _of_change(row: Action, key: str, *sides: Any) -> Iterator[Reference]:
    field = fields.field(row.changed, key)
    for value in sides:
        yield from ids_in(value, fields.kind_of_key(key) if field is None else field.value)
        if field is None or row.changed == _COMMAND_PERMISSION:
            # Whoever may use a command stands in the value, whatever the key.
            yield from _command_permission(value)


def _command_permission(value: Any) -> Iterator[Reference]:
    row = as_object(value) or {}
    kind, thing_id = COMMAND_PERMISSIONS.get(number_of(row.get("type")) or 0), snowflake.parse(row.get("id"))
    if kind is not None and thing_id is not None:
        yield kind, int(thing_id)


def ids_in(value: Any, kind: str) -> Iterator[Reference]:
    """List the people and things within a value.

    Args:
        value: A JSON value, of whatever shape.
        kind: Its kind, as a table of fields has it: a name of `describe.values.formatter.VALUES`, with an argument.
    """
    name, _, argument = kind.partition(":")
    if name in LISTS:
        item_kind = f"{LISTS[name]}:{argument}" if LISTS[name] else argument
        for item in as_list(value) or ():
            yield from ids_in(item, item_kind)
    elif name == "object":
        yield from _of_object(value, argument)
    elif name in _SPECIAL:
        yield from _SPECIAL[name](value, argument)
    elif name in _KINDS:
        # Given by itself, or as an object with an id: a list may hold either.
        row = as_object(value)
        thing_id = snowflake.parse(value if row is None else row.get("id"))
        if thing_id is not None:
            yield _KINDS[name], int(thing_id)


def _of_object(value: Any, argument: str) -> Iterator[Reference]:
    row, shape = as_row(value), SHAPES[argument]
    if row is None:
        return
    yield from ids_in(row.get(shape.head), shape.head_kind)
    for key, _, kind in explained_keys(row, shape):
        yield from ids_in(row[key], kind)


def _whole(value: Any, argument: str) -> Iterator[Reference]:
    return ids_in(value, argument)


def _overwrites(value: Any, _argument: str) -> Iterator[Reference]:
    for item in as_list(value) or ():
        yield from _overwritten((as_object(item) or {}).get("id"), "")


def _overwritten(value: Any, _argument: str) -> Iterator[Reference]:
    """Yield a role or a member: what its type says is left aside, since it may be missing, or a word."""
    yield from ids_in(value, Kind.ROLE_OR_MEMBER.value)


def _emoji(value: Any, _argument: str) -> Iterator[Reference]:
    row = as_object(value)
    if row is not None:
        yield from ids_in(row.get("emoji_id") or row.get("id"), Kind.EMOJI.value)
    elif isinstance(value, str) and len(value) >= _EMOJI_ID:
        yield from ids_in(value, Kind.EMOJI.value)


def _role_tags(value: Any, _argument: str) -> Iterator[Reference]:
    row = as_object(value) or {}
    yield from ids_in(row.get("bot_id"), Kind.USER.value)
    yield from ids_in(row.get("integration_id"), Kind.INTEGRATION.value)


_SPECIAL: Final = {
    "whole": _whole,
    "overwrites": _overwrites,
    "overwritten": _overwritten,
    "emoji or text": _emoji,
    "reaction": _emoji,
    "role tags": _role_tags,
}
"""Kinds of values that hold ids in a way of their own."""
