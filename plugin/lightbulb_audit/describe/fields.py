"""What the fields of the catalogue's templates stand for.

Each function takes the scene and the words behind the field's name, and gives what to say, or None where there is
nothing to say: then the template does not fit, and the next one is tried. A condition (`?…`) gives an empty phrase.
"""

import datetime
import functools
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from lightbulb_audit.catalog import fields as field_table
from lightbulb_audit.catalog.kinds import A_HIDDEN_NAME, CHANNEL_TYPES, HIDDEN_NAME, NAMING, Kind
from lightbulb_audit.catalog.permissions import BY_BIT, DANGEROUS, permissions_of
from lightbulb_audit.describe import naming, overwrites
from lightbulb_audit.describe.parts import Moment, Outside, Part, Parts, is_raw, listed
from lightbulb_audit.describe.plain import plain
from lightbulb_audit.describe.scalars import as_list
from lightbulb_audit.describe.scene import Scene
from lightbulb_audit.describe.values import counted, duration, moment_of, number_of, say, say_item
from lightbulb_audit.model import Change, snowflake

Fill = Callable[[Scene, str], Parts | None]

_YES: Final[Parts] = ()
_LONGEST_VALUE: Final = 60
_BULKY: Final = (
    "codes", "enums", "list", "object", "off", "overwrites", "permissions", "picture", "recurrence", "role tags",
    "whole",
)  # fmt: skip
"""Kinds of values that are too long for a sentence, or better seen as what came and went."""
_ROLE_PERMISSIONS: Final = "permissions"


def _when(condition: object) -> Parts | None:
    return _YES if condition else None


def _quoted(value: Any) -> Parts | None:
    return (Outside(value, "quote"),) if isinstance(value, str) and value.strip() else None


def _new(scene: Scene, key: str) -> Any:
    change = scene.changes.get(key)
    return None if change is None else change.new


def _old(scene: Scene, key: str) -> Any:
    change = scene.changes.get(key)
    return None if change is None else change.old


def _only_change(scene: Scene) -> Change | None:
    return next(iter(scene.changes.values())) if len(scene.changes) == 1 else None


@functools.cache
def _words(argument: str) -> frozenset[str]:
    """The words of a template's argument; there are only as many as the catalogue has."""
    return frozenset(argument.split())


# Conditions.


def _if_only(scene: Scene, keys: str) -> Parts | None:
    return _when(scene.changes and scene.changes.keys() <= _words(keys))


def _if_one(scene: Scene, _: str) -> Parts | None:
    return _when(len(scene.changes) == 1)


def _if_cleared(scene: Scene, _: str) -> Parts | None:
    change = _only_change(scene)
    return _when(change is not None and change.new is None and change.old is not None)


def _if_true(scene: Scene, key: str) -> Parts | None:
    return _when(_new(scene, key) is True)


def _if_own(scene: Scene, _: str) -> Parts | None:
    entry = scene.record.entry
    return _when(entry.user_id is not None and entry.user_id == entry.target_id)


def _if_became(scene: Scene, words: str) -> Parts | None:
    key, number = words.split()
    return _when(number_of(_new(scene, key)) == int(number))


def _if_by_integration(scene: Scene, _: str) -> Parts | None:
    return _when(scene.integration())


def _if_whole_app(scene: Scene, _: str) -> Parts | None:
    application_id = scene.option_id("application_id")
    return _when(application_id is not None and application_id == scene.record.entry.target_id)


# People and things.


def _target(scene: Scene, _: str) -> Parts | None:
    return scene.target()


def _the(scene: Scene, _: str) -> Parts | None:
    """With its noun: "the role Helper", but "role 123" and "a role that is gone (123)"."""
    target = scene.target()
    known = len(target) == 1 and isinstance(target[0], Outside)
    return ("the ", NAMING[scene.row.target].noun, " ", *target) if known else target


def _own_name(scene: Scene, _: str) -> Parts | None:
    return scene.target() if scene.own_name() is not None else None


def _target_id(scene: Scene, _: str) -> Parts | None:
    target_id = scene.record.raw.get("target_id")
    return (Outside(str(target_id), "plain"),) if target_id not in (None, "") else None


def _noun(scene: Scene, _: str) -> Parts | None:
    return (NAMING[scene.row.target].noun,)


def _named_change(scene: Scene, value: Any) -> Parts | None:
    if not isinstance(value, str) or not value.strip():
        return None
    if value == HIDDEN_NAME:
        return (A_HIDDEN_NAME,)
    return (naming.named(scene.row.target, value, scene.channel_type()),)


def _old_name(scene: Scene, key: str) -> Parts | None:
    return _named_change(scene, _old(scene, key))


def _new_name(scene: Scene, key: str) -> Parts | None:
    return _named_change(scene, _new(scene, key))


def _option_channel(scene: Scene, _: str) -> Parts | None:
    channel_id = scene.option_id("channel_id")
    return None if channel_id is None else naming.thing(scene.names, Kind.CHANNEL, channel_id)


def _channel_change(scene: Scene, key: str) -> Parts | None:
    channel_id = snowflake.parse(_new(scene, key)) or snowflake.parse(_old(scene, key))
    return None if channel_id is None else naming.thing(scene.names, Kind.CHANNEL, channel_id)


def _user_change(scene: Scene, key: str) -> Parts | None:
    user_id = snowflake.parse(_new(scene, key))
    return None if user_id is None else naming.thing(scene.names, Kind.USER, user_id)


def _channel_type(scene: Scene, _: str) -> Parts | None:
    channel_type = scene.channel_type()
    name = None if channel_type is None else CHANNEL_TYPES.get(channel_type)
    return None if name is None else (name,)


def _parent(scene: Scene, _: str) -> Parts | None:
    target_id = scene.record.entry.target_id
    known = None if target_id is None else naming.find(scene.names, Kind.THREAD, target_id)
    parent_id = snowflake.parse(_new(scene, "parent_id")) or (known and known.parent_id)
    return None if not parent_id else naming.thing(scene.names, Kind.CHANNEL, parent_id)


def _app(scene: Scene, _: str) -> Parts | None:
    application_id = scene.option_id("application_id")
    return None if application_id is None else naming.thing(scene.names, Kind.INTEGRATION, application_id)


def _roles(scene: Scene, key: str) -> Parts | None:
    roles = as_list(_new(scene, key)) or []
    said = [say_item(role, "things:role", scene.names) for role in roles]
    return None if None in said else listed(filter(None, said)) or None


# Values.


def _count(scene: Scene, words: str) -> Parts | None:
    key, noun = words.split()
    count = number_of(scene.options.get(key))
    return None if count is None or count < 0 else (counted(count, noun),)


def _changes(scene: Scene, noun: str) -> Parts | None:
    return (counted(len(scene.changes), noun),) if scene.changes else None


def _quote(scene: Scene, key: str) -> Parts | None:
    return _quoted(_new(scene, key))


def _quote_old(scene: Scene, key: str) -> Parts | None:
    return _quoted(_old(scene, key))


def _option_quote(scene: Scene, key: str) -> Parts | None:
    return _quoted(scene.options.get(key))


def _moment(scene: Scene, key: str) -> Parts | None:
    moment = moment_of(_new(scene, key))
    return None if moment is None else (Moment(moment),)


def _setting_name(scene: Scene, _: str) -> Parts | None:
    change = _only_change(scene)
    if change is None:
        return None
    row = field_table.field(scene.row.changed, change.key)
    if row is None:
        return (Outside(_lowered(field_table.label_of(change.key)), "plain"),)
    return (_lowered(row.label),)


def _setting(scene: Scene, _: str) -> Parts | None:
    change = _only_change(scene)
    name = _setting_name(scene, "")
    if change is None or name is None:
        return None
    row = field_table.field(scene.row.changed, change.key)
    return ("the " if row is None else row.article, *name)


def _lowered(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _new_value(scene: Scene, _: str) -> Parts | None:
    """The value that was set, if it is short enough to stand within a sentence."""
    change = _only_change(scene)
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


# Members.


def _timeout_end(scene: Scene, _: str) -> Parts | None:
    end = _timeout(scene)
    return None if end is None else (Moment(end),)


def _timeout_length(scene: Scene, _: str) -> Parts | None:
    end, start = _timeout(scene), scene.record.created_at
    # Discord's own menu gives round lengths; the clock of the entry is a moment late.
    return None if end is None or start is None else (duration(_rounded(round((end - start).total_seconds()))),)


def _timeout(scene: Scene) -> datetime.datetime | None:
    end, start = moment_of(_new(scene, "communication_disabled_until")), scene.record.created_at
    return None if end is None or (start is not None and end <= start) else end


def _rounded(seconds: int) -> int:
    minute = 60
    nearest = round(seconds / minute) * minute
    return nearest if nearest and abs(seconds - nearest) <= 3 else max(seconds, 1)  # noqa: PLR2004 - seconds of delay


def _more_changes(scene: Scene, _: str) -> Parts | None:
    count = len(scene.changes) - 1
    return (counted(count, "more setting"),) if count > 0 else None


_VOICE: Final[Mapping[tuple[str, bool], str]] = {
    ("mute", True): "muted",
    ("mute", False): "unmuted",
    ("deaf", True): "deafened",
    ("deaf", False): "undeafened",
}
_THREAD: Final[Mapping[tuple[str, bool], str]] = {
    ("archived", True): "archived",
    ("archived", False): "reopened",
    ("locked", True): "locked",
    ("locked", False): "unlocked",
}


def _verbs(scene: Scene, table: Mapping[tuple[str, bool], str]) -> Parts | None:
    values = [(key, change.new) for key, change in scene.changes.items()]
    verbs = [table[value] for value in values if isinstance(value[1], bool) and value in table]
    return (", ".join(verbs),) if verbs and len(verbs) == len(scene.changes) else None


def _voice_verbs(scene: Scene, _: str) -> Parts | None:
    return _verbs(scene, _VOICE)


def _thread_verbs(scene: Scene, _: str) -> Parts | None:
    if "name" not in scene.changes:
        return _verbs(scene, _THREAD)
    others = [(key, change.new) for key, change in scene.changes.items() if key != "name"]
    verbs = [_THREAD[value] for value in others if isinstance(value[1], bool)]
    return (", ".join([*verbs, "renamed"]),) if len(verbs) == len(others) else None


# Permissions.


def _permission_change(scene: Scene) -> tuple[int, int] | None:
    change = scene.changes.get(_ROLE_PERMISSIONS)
    if change is None:
        return None
    new, old = number_of(change.new) or 0, number_of(change.old) or 0
    return None if new < 0 or old < 0 else (new & ~old, old & ~new)


def _permission_phrase(bits: int) -> Parts | None:
    """How many, "2 permissions"; one alone is called by its name."""
    count = bits.bit_count()
    if not count:
        return None
    name = next(permissions_of(bits)).name if count == 1 else ""
    return (f"the permission {name}" if name else counted(count, "permission"),)


def _gain(scene: Scene, _: str) -> Parts | None:
    change = _permission_change(scene)
    return None if change is None else _permission_phrase(change[0])


def _loss(scene: Scene, _: str) -> Parts | None:
    change = _permission_change(scene)
    return None if change is None else _permission_phrase(change[1])


def _dangerous_gain(scene: Scene, _: str) -> Parts | None:
    """What can do harm, said first: "the permission Administrator ⚠️ and 2 more"."""
    change = _permission_change(scene)
    if change is None or not change[0] & DANGEROUS:
        return None
    gained = change[0]
    # Administrator holds all the others.
    first = BY_BIT[3] if gained & BY_BIT[3].mask else next(permissions_of(gained & DANGEROUS))
    more = gained.bit_count() - 1
    return (f"the permission {first.name} ⚠️{f' and {more} more' if more else ''}",)


def _invite_terms(scene: Scene, _: str) -> Parts | None:
    uses, age = number_of(_new(scene, "max_uses")), number_of(_new(scene, "max_age"))
    terms: list[str] = []
    if uses is not None and uses >= 0:
        terms.append(counted(uses, "use") if uses else "unlimited uses")
    if age is not None and age >= 0:
        terms.append(duration(age) if age else "never expires")
    return (f" ({', '.join(terms)})",) if terms else _YES


def _automod_rule(scene: Scene, _: str) -> Parts | None:
    name = scene.options.get("auto_moderation_rule_name")
    return (" (", Outside(name), ")") if isinstance(name, str) and name.strip() else _YES


_COMMAND_KINDS: Final[Mapping[int, Kind]] = {1: Kind.ROLE, 2: Kind.USER, 3: Kind.CHANNEL}


def _command_permissions(scene: Scene, _: str) -> Parts | None:
    """Who may and who may not, in brackets. Source: API reference, "Application Command Permissions Structure"."""
    phrases: list[Parts] = []
    for change in scene.changes.values():
        values: tuple[Any, Any] = (change.new, change.old)
        rows = [cast("dict[str, Any]", value) for value in values if isinstance(value, dict)]
        row: dict[str, Any] = rows[0] if rows else {}
        thing_id, kind = snowflake.parse(row.get("id")), _COMMAND_KINDS.get(number_of(row.get("type")) or 0)
        if thing_id is None or kind is None:
            continue
        verb = "reset " if change.new is None else ("allowed " if row.get("permission") is True else "denied ")
        phrases.append((verb, *naming.thing(scene.names, kind, thing_id)))
    return (" (", *listed(phrases), ")") if phrases else _YES


FILLS: Final[Mapping[str, Fill]] = {
    "?only": _if_only,
    "?one": _if_one,
    "?cleared": _if_cleared,
    "?true": _if_true,
    "?own": _if_own,
    "?became": _if_became,
    "?by_integration": _if_by_integration,
    "?whole_app": _if_whole_app,
    "target": _target,
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
    "timeout_end": _timeout_end,
    "timeout_length": _timeout_length,
    "more_changes": _more_changes,
    "voice_verbs": _voice_verbs,
    "thread_verbs": _thread_verbs,
    "gain": _gain,
    "loss": _loss,
    "dangerous_gain": _dangerous_gain,
    "invite_terms": _invite_terms,
    "automod_rule": _automod_rule,
    "command_permissions": _command_permissions,
    "overwritten": overwrites.whose,
    "overwrite_sentence": overwrites.sentence,
    "overwrite_counts": overwrites.counts,
}
"""Field name to what fills it."""
