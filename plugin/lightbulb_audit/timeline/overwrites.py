"""The permissions that roles and members had in a channel at a moment.

Source: Discord's API reference, "Overwrite Structure"; the entries of 13 to 15 name whose they are in their options.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias, cast

from lightbulb_audit.catalog.actions import ENDS, action
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.schema.settings import OVERWRITES
from lightbulb_audit.model import Change, Record, snowflake
from lightbulb_audit.model.decode.numbers import bits_of
from lightbulb_audit.model.decode.old_shapes import is_members, modern_overwrite
from lightbulb_audit.timeline.steps import UNTOLD, ReportedValue, Step, changes_of, last_of, resolve

_IN_FORCE: Final = "in force"
_SIDES: Final = ("allow", "deny")
_ANYBODY_ELSE: Final = -1
"""Only a whole list tells of them: that they have none."""

_List: TypeAlias = Mapping[int, Mapping[str, Any]]


class OverwriteAt(NamedTuple):
    """What one role or member was allowed and denied in a channel.

    Attributes:
        kind: Whether it is a role's or a member's.
        id: Whose.
        name: What an entry calls the role; None where none does.
        allow: What was allowed, as a bit field; None where no entry tells.
        deny: What was denied, as a bit field; None where no entry tells.
        record: The entry that tells it; None where it is so now and no entry changed it since.
        is_later: Whether that is the first change after the moment.
    """

    kind: Kind
    id: int
    name: str | None
    allow: int | None
    deny: int | None
    record: Record | None
    is_later: bool


class _Whose(NamedTuple):
    kind: Kind
    name: str | None


class _Form(NamedTuple):
    """Whether an overwrite was in force before and after a type of entry."""

    before: bool = True
    after: bool = True


_FORMS: Final[Mapping[int, _Form]] = {13: _Form(before=False), 14: _Form(), 15: _Form(after=False)}


def overwrites_at(earlier: Sequence[Record], later: Sequence[Record]) -> tuple[list[OverwriteAt], bool, frozenset[int]]:
    """Return the overwrites that were in force, whether these are all that there were, and whose any entry tells.

    Args:
        earlier: The channel's entries up to the moment, oldest first.
        later: Those after it, oldest first.
    """
    people = _people([*earlier, *later])
    told = resolve(_steps(earlier, people), _steps(later, people))
    in_force = {whose: told.get((whose, _IN_FORCE)) for whose in people}
    found = [_overwrite(whose, people[whose], told) for whose, one in in_force.items() if one is not None and one.value]
    return found, (_ANYBODY_ELSE, _IN_FORCE) in told, frozenset(people)


def _overwrite(whose: int, row: _Whose, told: Mapping[Any, ReportedValue]) -> OverwriteAt:
    allow, deny = (told.get((whose, side)) for side in _SIDES)
    parts = [part for part in (told[whose, _IN_FORCE], allow, deny) if part is not None]
    source = max(parts, key=_nearness)
    allowed, denied = (None if part is None else part.value for part in (allow, deny))
    return OverwriteAt(row.kind, whose, row.name, allowed, denied, source.record, source.is_later)


def _nearness(told: ReportedValue) -> tuple[bool, bool, int]:
    """Return which tells since when it was so: the last change up to the moment, else the first one after it."""
    entry_id = int(told.record.id)
    is_change = told.record.entry.action_type not in ENDS
    return not told.is_later, is_change, -entry_id if told.is_later else entry_id


def _people(records: Iterable[Record]) -> dict[int, _Whose]:
    """Return all whose overwrites are told, and what an entry calls them."""
    found: dict[int, _Whose] = {}
    for record in records:
        whose = _whose(record)
        if whose is not None:
            kind = _kind(record.options.get("type"), changes_of(record).get("type"))
            name = record.options.get("role_name")
            found[whose] = _Whose(kind, name if isinstance(name, str) and name.strip() else None)
        for listed in _lists(record):
            for one, row in (listed or {}).items():
                found.setdefault(one, _Whose(_kind(row.get("type")), None))
    return found


def _whose(record: Record) -> int | None:
    """Return whose overwrite an entry is about; None for an entry that is about none."""
    if record.entry.action_type not in _FORMS:
        return None
    change = changes_of(record).get("id")
    found = (snowflake.parse(value) for value in (record.options.get("id"), change and change.either))
    return next((int(whose) for whose in found if whose is not None), None)


def _kind(number: Any, change: Change | None = None) -> Kind:
    value = change.either if change is not None and number is None else number
    return Kind.USER if is_members(value) else Kind.ROLE


def _steps(records: Iterable[Record], people: Iterable[int]) -> Iterator[Step]:
    everybody = (*people, _ANYBODY_ELSE)
    for record in records:
        whose = _whose(record)
        if whose is not None:
            yield from _own_steps(record, whose, _FORMS[int(record.entry.action_type)])
        old, new = _lists(record)
        if old is not None or new is not None:
            for one in everybody:
                yield from _steps_of_lists(record, one, old, new)


def _own_steps(record: Record, whose: int, form: _Form) -> Iterator[Step]:
    """Yield what an entry about one overwrite tells; beyond its making and its removal no side is carried on."""
    yield Step((whose, _IN_FORCE), form.before, form.after, record)
    changes = changes_of(record)
    for side in _SIDES:
        change = changes.get(side)
        old, new = (UNTOLD, UNTOLD) if change is None else (_bits_or_untold(change.old), _bits_or_untold(change.new))
        if change is not None or not (form.before and form.after):
            yield Step((whose, side), old, new, record)


def _steps_of_lists(record: Record, whose: int, old: _List | None, new: _List | None) -> Iterator[Step]:
    """Yield what an entry tells of one overwrite by telling all of them."""
    before, after = (UNTOLD if listed is None else whose in listed or whose == _ANYBODY_ELSE for listed in (old, new))
    yield Step((whose, _IN_FORCE), before, after, record)
    for side in _SIDES:
        yield Step((whose, side), _bits_of_list(old, whose, side), _bits_of_list(new, whose, side), record)


def _bits_of_list(listed: _List | None, whose: int, side: str) -> Any:
    return UNTOLD if listed is None or whose not in listed else _bits_or_untold(listed[whose].get(side))


def _bits_or_untold(value: Any) -> Any:
    bits = bits_of(value)
    return UNTOLD if bits is None else bits


def _lists(record: Record) -> tuple[_List | None, _List | None]:
    """Return all overwrites of a channel before and after an entry; None where it does not tell."""
    row = action(record.entry.action_type)
    change = changes_of(record).get(OVERWRITES[1]) if row.changed == OVERWRITES[0] else None
    if change is None:
        return None, None
    if row.type in ENDS:
        last = _read(last_of(change))
        return last, last
    return _read(change.old), _read(change.new)


def _read(value: Any) -> _List | None:
    """Return a list of overwrites by whose they are; None where it cannot be read."""
    if not isinstance(value, list):
        return None
    rows = [
        modern_overwrite(cast("Mapping[str, Any]", item)) for item in cast("list[Any]", value) if isinstance(item, dict)
    ]
    by_id = {snowflake.parse(row.get("id")): row for row in rows}
    return {int(whose): row for whose, row in by_id.items() if whose is not None}
