"""People and things, by the names that the entry or its surroundings give them."""

from collections.abc import Mapping
from typing import Any, Final

from lightbulb_audit.catalog.kinds import A_HIDDEN_NAME, CHANNEL_TYPES, HIDDEN_NAME, NAMING, Kind
from lightbulb_audit.describe.dangers import mark
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields.fill import Fill
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import name_of
from lightbulb_audit.describe.text.spans import Parts, Timestamp, UntrustedText, join_list
from lightbulb_audit.describe.values.formatter import say_item
from lightbulb_audit.describe.values.scalars import as_list, as_object
from lightbulb_audit.model import snowflake

_THREADS: Final = (10, 12)
_WITHOUT_NOUN: Final = (Kind.USER, Kind.CHANNEL)


def _target(scene: EntryContext, _: str) -> Parts | None:
    return scene.target()


def _the(scene: EntryContext, _: str) -> Parts | None:
    """With its noun: "the role Helper", but "role 123" and "a role that is gone (123)"."""
    target = scene.target()
    known = len(target) == 1 and isinstance(target[0], UntrustedText) and scene.row.target not in _WITHOUT_NOUN
    return ("the ", _noun_of(scene), " ", *target) if known else target


def _noun_of(scene: EntryContext) -> str:
    """Return what it is called: a thread that is not for everybody is called so."""
    kind = scene.row.target
    channel_type = scene.channel_type() if kind is Kind.THREAD else None
    return CHANNEL_TYPES[channel_type] if channel_type in _THREADS else NAMING[kind].noun


def _whose(scene: EntryContext, _: str) -> Parts | None:
    """Somebody's: "bob's", "their own"."""
    return ("their own",) if scene.is_own else (*scene.target(), "'s")


def _author(scene: EntryContext, _: str) -> Parts | None:
    """Behind a message, whose it is: " by bob", " of their own"."""
    return (" of their own",) if scene.is_own else (" by ", *scene.target())


def _stage(scene: EntryContext, _: str) -> Parts | None:
    """Return a stage by its channel."""
    channel = _option_channel(scene, "")
    return ("a stage",) if channel is None else ("the stage in ", *channel)


def _date(scene: EntryContext, _: str) -> Parts | None:
    """Return which date of an event that repeats: the id of an exception is its first date."""
    exception_id = scene.option_id("event_exception_id") or snowflake.parse(scene.new("event_exception_id"))
    return ("the date ", Timestamp(snowflake.time_of(exception_id))) if exception_id else ("one date",)


def _say_followed(scene: EntryContext, _: str) -> Parts | None:
    """Return the channel of another server, whose messages come through a webhook."""
    channel, server = as_object(scene.new("source_channel")), as_object(scene.new("source_guild"))
    name, whose = (None if row is None else name_of(row) for row in (channel, server))
    if name is None or whose is None:
        return None
    return (references.reference(Kind.SERVER, whose), "'s ", references.reference(Kind.CHANNEL, name))


def _odd_type(scene: EntryContext, _: str) -> Parts | None:
    """Behind a channel, that its type is none that Discord documents."""
    channel_type = scene.channel_type()
    return () if channel_type is None else (f" of an unknown type ({channel_type})",)


def _own_name(scene: EntryContext, _: str) -> Parts | None:
    return scene.target() if scene.own_name() is not None else None


def _target_id(scene: EntryContext, _: str) -> Parts | None:
    target_id = scene.record.raw.get("target_id")
    return (UntrustedText(str(target_id), "plain"),) if target_id not in (None, "") else None


def _noun(scene: EntryContext, _: str) -> Parts | None:
    return (NAMING[scene.row.target].noun,)


def _say_name(scene: EntryContext, value: Any) -> Parts | None:
    if not isinstance(value, str) or not value.strip():
        return None
    if value == HIDDEN_NAME:
        return (A_HIDDEN_NAME,)
    return (references.reference(scene.row.target, value, scene.channel_type()),)


def _old_name(scene: EntryContext, key: str) -> Parts | None:
    return _say_name(scene, scene.old(key))


def _new_name(scene: EntryContext, key: str) -> Parts | None:
    return _say_name(scene, scene.new(key))


def _option_channel(scene: EntryContext, _: str) -> Parts | None:
    channel_id = scene.option_id("channel_id")
    return None if channel_id is None else references.thing(scene.names, Kind.CHANNEL, channel_id)


def _channel_change(scene: EntryContext, key: str) -> Parts | None:
    channel_id = snowflake.parse(scene.new(key)) or snowflake.parse(scene.old(key))
    return None if channel_id is None else references.thing(scene.names, Kind.CHANNEL, channel_id)


def _user_change(scene: EntryContext, key: str) -> Parts | None:
    user_id = snowflake.parse(scene.new(key))
    return None if user_id is None else references.thing(scene.names, Kind.USER, user_id)


def _channel_type(scene: EntryContext, _: str) -> Parts | None:
    channel_type = scene.channel_type()
    name = None if channel_type is None else CHANNEL_TYPES.get(channel_type)
    return None if name is None else (name,)


def _parent(scene: EntryContext, _: str) -> Parts | None:
    target_id = scene.record.entry.target_id
    known = None if target_id is None else references.lookup(scene.names, Kind.THREAD, target_id)
    parent_id = snowflake.parse(scene.new("parent_id")) or (known and known.parent_id)
    return None if not parent_id else references.thing(scene.names, Kind.CHANNEL, parent_id)


def _app(scene: EntryContext, _: str) -> Parts | None:
    application_id = scene.option_id("application_id")
    return None if application_id is None else references.thing(scene.names, Kind.INTEGRATION, application_id)


def _roles(scene: EntryContext, key: str) -> Parts | None:
    roles = as_list(scene.new(key)) or []
    said = [_role(scene, role, is_given=key == "$add") for role in roles]
    return None if None in said else join_list(filter(None, said)) or None


def _role(scene: EntryContext, role: Any, *, is_given: bool) -> Parts | None:
    """Return a role; one that was given is marked where it can do harm."""
    said, row = say_item(role, "things:role", scene.names), as_object(role) or {}
    danger = mark(scene.names, Kind.ROLE, snowflake.parse(row.get("id"))) if is_given else ()
    return None if said is None else (*said, *danger)


FILLS: Final[Mapping[str, Fill]] = {
    "target": _target,
    "whose": _whose,
    "author": _author,
    "stage": _stage,
    "date": _date,
    "followed": _say_followed,
    "odd_type": _odd_type,
    "the": _the,
    "own_name": _own_name,
    "target_id": _target_id,
    "noun": _noun,
    "old": _old_name,
    "new": _new_name,
    "channel": _option_channel,
    "channel_change": _channel_change,
    "channel_type": _channel_type,
    "user": _user_change,
    "parent": _parent,
    "app": _app,
    "roles": _roles,
}
