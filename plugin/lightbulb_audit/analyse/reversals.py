"""Which entry undid another: the next one about the same thing, if it does exactly the opposite.

An entry that made something is undone by the one that ended it. An entry that changed something is undone by the one
that changes all of it back, if nothing else touched any of it in between. Whatever is missing, odd or told twice is no
ground to say so.
"""

import dataclasses
import datetime
import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Final, TypeAlias, cast

from lightbulb_audit.catalog.kinds import HIDDEN_NAME
from lightbulb_audit.model import Change, Record, snowflake
from lightbulb_audit.model.decode.numbers import moment_of


@dataclasses.dataclass(frozen=True, slots=True)
class Family:
    """The types of entries that are about one sort of thing.

    Attributes:
        made: The type that makes such a thing, or begins it; None if there is none.
        changed: The type that changes it.
        ended: The type that ends it.
        options: The ids among the options that tell which one it is, beside the target.
        named_by: The change that tells which one it is where there is no target.
        has_target: Whether the target tells which one it is.
    """

    made: int | None = None
    changed: int | None = None
    ended: int | None = None
    options: tuple[str, ...] = ()
    named_by: str = ""
    has_target: bool = True

    @property
    def types(self) -> frozenset[int]:
        """All of its types."""
        return frozenset(one for one in (self.made, self.changed, self.ended) if one is not None)

    def thing(self, record: Record) -> tuple[Hashable, ...] | None:
        """Return which thing an entry is about; None where it does not say."""
        target: Hashable = record.entry.target_id
        if not target and self.named_by:
            target = _name(record, self.named_by)
        found = [target] if self.has_target else []
        found += [snowflake.parse(record.options.get(key)) for key in self.options]
        return tuple(found) if all(found) else None


FAMILIES: Final = (
    Family(changed=1),
    Family(10, 11, 12),
    Family(13, 14, 15, options=("id",)),
    Family(made=22, ended=23),
    Family(changed=24),
    Family(changed=25),
    Family(30, 31, 32),
    Family(40, 41, 42, named_by="code"),
    Family(50, 51, 52),
    Family(60, 61, 62),
    # The target is who wrote the message.
    Family(made=74, ended=75, options=("channel_id", "message_id"), has_target=False),
    Family(80, 81, 82),
    Family(83, 84, 85),
    Family(90, 91, 92),
    Family(100, 101, 102),
    Family(110, 111, 112),
    Family(changed=121, options=("application_id",)),
    Family(130, 131, 132, named_by="id"),
    Family(140, 141, 142),
    Family(163, 164, 165),
    Family(made=166, changed=167),
    Family(made=190, changed=191),
    Family(200, 201, 202, options=("event_exception_id",)),
    Family(changed=210),
    Family(changed=211),
)
"""One row a sort of thing. Types that stand in no row cannot be undone: a kick, deleted messages."""

UNDOABLE: Final = frozenset(one.made for one in FAMILIES if one.made is not None and one.ended is not None) | frozenset(
    one.changed for one in FAMILIES if one.changed is not None
)
"""The types of entries that another one can undo."""

_BY_TYPE: Final[Mapping[int, Family]] = {one: family for family in FAMILIES for one in family.types}
_NONE: Final[frozenset[int]] = frozenset()

_Effect: TypeAlias = tuple[str, str]
"""What a part of a thing was and what it became, as texts that are equal where the values are."""

_Effects: TypeAlias = dict[Hashable, _Effect | None]
"""What an entry did to each part that it touched; None where that cannot be told."""

_LISTED: Final[Mapping[str, _Effect]] = {"$add": ("out", "in"), "$remove": ("in", "out")}
"""How keys begin that name the items of a list that came or went, instead of its values."""


def later_types(record: Record) -> frozenset[int]:
    """Return the types of the later entries among which that is which undid a record; empty where none can be."""
    family = _BY_TYPE.get(record.entry.action_type)
    if family is None or not record.id or family.thing(record) is None:
        return _NONE
    made, ended, action_type = family.made, family.ended, record.entry.action_type
    if made is not None and ended is not None and action_type == made:
        return frozenset({made, ended})
    return family.types if action_type == family.changed else _NONE


def undone(record: Record, later: Iterable[Record]) -> Record | None:
    """Return the entry that undid a record; None where none is known for certain to have.

    Args:
        record: What may have been undone.
        later: Entries that are known, in any order. Those that are not later, or about something else, are passed over.
    """
    types, family = later_types(record), _BY_TYPE.get(record.entry.action_type)
    if family is None or not types:
        return None
    thing = family.thing(record)
    about = (
        one for one in later if one.entry.action_type in types and one.id > record.id and family.thing(one) == thing
    )
    following = sorted(about, key=lambda one: one.id)
    if record.entry.action_type == family.changed:
        return _find_change_back(record, following)
    return following[0] if following and following[0].entry.action_type == family.ended else None


def undone_among(records: Iterable[Record]) -> dict[int, Record]:
    """The entries that undid others, by the ids of those, where the records are a stretch of a log without gaps."""
    about: dict[Hashable, list[Record]] = {}
    for record in records:
        about.setdefault(subject(record), []).append(record)
    pairs = ((record, undone(record, some)) for key, some in about.items() if key is not None for record in some)
    return {int(record.id): by for record, by in pairs if by is not None}


def subject(record: Record) -> Hashable | None:
    """Return what an entry is about, of whatever sort: as those are that can undo it; None where nothing can."""
    family = _BY_TYPE.get(record.entry.action_type)
    thing = None if family is None else family.thing(record)
    return None if thing is None else (family, thing)


def name_of_thing(record: Record) -> tuple[str, str] | None:
    """The key of the change that tells which thing an entry without a target is about, and what that is called."""
    family = _BY_TYPE.get(record.entry.action_type)
    name = None if family is None or not family.named_by else _name(record, family.named_by)
    return None if family is None or name is None else (family.named_by, name)


def _find_change_back(record: Record, following: Iterable[Record]) -> Record | None:
    """Return the first entry that touches anything that a record changed, if it changes all of it back."""
    done = _effects(record) or {}
    opposite = {part: effect and effect[::-1] for part, effect in done.items()}
    if not done or None in done.values():
        return None
    for one in following:
        theirs = _effects(one)
        if theirs is None:
            return None
        touched = {part: theirs[part] for part in done if part in theirs}
        if touched:
            is_back = one.entry.action_type == record.entry.action_type and touched == opposite
            return one if is_back else None
    return None


def _effects(record: Record) -> _Effects | None:
    """Return what an entry changed; None where it cannot be told what it touched at all."""
    effects: _Effects = {}
    for change in record.changes():
        if change.key == "?":
            return None
        begins = next((begins for begins in _LISTED if change.key.startswith(begins)), None)
        found = {change.key: _effect(change, record)} if begins is None else _list_effects(change, begins)
        if found is None:
            return None
        # What is told twice is not told.
        effects |= {part: None if part in effects else effect for part, effect in found.items()}
    return effects


def _effect(change: Change, record: Record) -> _Effect | None:
    """Return what a value was and became; None where it did not change, or is odd."""
    if HIDDEN_NAME in (change.old, change.new):
        return None
    read, at = _READ.get(change.key), record.created_at
    try:
        old, new = (value if read is None or at is None else read(value, at) for value in (change.old, change.new))
        before, after = _text(old), _text(new)
    except (ValueError, RecursionError):
        return None
    return None if before == after else (before, after)


def _list_effects(change: Change, begins: str) -> _Effects | None:
    """Return what became of each item of a list; None where they cannot be told apart."""
    value = change.new
    items = [_item(item) for item in cast("list[Any]", value)] if isinstance(value, list) else []
    if change.old is not None or not items or None in items or len(set(items)) < len(items):
        return None
    return {(change.key.removeprefix(begins), item): _LISTED[begins] for item in items}


def _item(item: Any) -> str | None:
    """Return what an item of a list is known by: a role by its id, a word by itself."""
    if isinstance(item, dict):
        item_id = snowflake.parse(cast("dict[str, Any]", item).get("id"))
        return str(item_id) if item_id else None
    return json.dumps(item) if isinstance(item, str) and item else None


def _until(value: Any, at: datetime.datetime) -> str | None:
    """Return when a timeout ends, seen from an entry: one that is over is none, so nobody ended it."""
    if value is None:
        return None
    end = moment_of(value)
    if end is None:
        raise ValueError
    return end.isoformat() if end > at else None


def _is_on(value: Any, _at: datetime.datetime) -> Any:
    """Return whether a member is muted or deafened: nothing means no."""
    return False if value is None else value


_READ: Final[Mapping[str, Callable[[Any, datetime.datetime], Any]]] = {
    "communication_disabled_until": _until,
    "mute": _is_on,
    "deaf": _is_on,
}
"""The keys whose values can mean the same without being equal."""


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _name(record: Record, key: str) -> str | None:
    """Return the one text that a change of a record gives; None where there is none, or more than one."""
    found = [change.either for change in record.changes() if change.key == key]
    name = found[0] if len(found) == 1 else None
    return name if isinstance(name, str) and name.strip() else None
