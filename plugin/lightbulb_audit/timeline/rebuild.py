"""What a thing was like at a moment, rebuilt from the changes that the audit log tells of it."""

import bisect
import dataclasses
import datetime
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.catalog.schema.settings import ASKED, ASKED_OF_CHANNELS, OVERWRITES, PARTS, ROLES, TELLING, WORDS
from lightbulb_audit.model import Record, snowflake
from lightbulb_audit.model.decode.numbers import moment_of
from lightbulb_audit.timeline.current import CurrentState
from lightbulb_audit.timeline.existence import Existence, Presence, existence_at, rules_of
from lightbulb_audit.timeline.keyword_lists import word_steps
from lightbulb_audit.timeline.overwrites import OverwriteAt, overwrites_at
from lightbulb_audit.timeline.steps import OF_A_MEMBER, ReportedValue, changes_of, item_steps, resolve, setting_steps

__all__ = ["ItemAt", "OverwriteAt", "Presence", "SettingAt", "TimelineState", "settings_at"]

_SAME_IDS: Final = frozenset({Kind.CHANNEL, Kind.THREAD})
_TIMEOUT: Final = ("Member", "communication_disabled_until")
_CHANNEL: Final = "Channel"
_TYPE: Final = ("Channel", "type")
_AROUND: Final = 25
"""As many as a menu of moments has options."""


class SettingAt(NamedTuple):
    """One setting as it was.

    Attributes:
        changed: The changed object that it belongs to.
        key: The field.
        value: Its value, as it came; None for none.
        record: The entry that tells it; None where it is so now and no entry changed it since.
        is_later: Whether that is the first change after the moment, which tells what it changed.
        is_over: Whether it is a timeout that had run out by then.
    """

    changed: str
    key: str
    value: Any
    record: Record | None
    is_later: bool
    is_over: bool = False


class ItemAt(NamedTuple):
    """One item that was in a list or not: a role of a member, a word of a rule.

    Attributes:
        list: The list's name; "roles" for those of a member.
        item: As it came.
        is_in: Whether it was in the list.
        record: The entry that tells it; None as for a setting.
        is_later: Whether that is the first change after the moment.
    """

    list: str
    item: Any
    is_in: bool
    record: Record | None
    is_later: bool


@dataclasses.dataclass(frozen=True, slots=True)
class TimelineState:
    """What a thing was like at a moment, as far as the log tells.

    Attributes:
        kind: What it is; unknown where neither the asker nor an entry says.
        thing_id: Its id; of an invite, its code.
        guild_id: The server that it is in; 0 where no entry says.
        moment: When.
        existence: Whether it was there.
        turn: The entry that made it, or that ended it; None where none tells.
        again: Of what was gone, the first later entry that shows it.
        settings: What is told of it, the most asked for first. Of what was gone: what it was in the end.
        items: What is told of its lists, item by item.
        overwrites: The permissions of roles and members in it.
        told_overwrites: Whose permissions in it any entry tells.
        unknown: The settings that people ask for and no entry tells, each as changed object and key.
        records: All entries about it that were given, oldest first.
    """

    kind: Kind
    thing_id: int | str
    guild_id: int
    moment: datetime.datetime
    existence: Presence
    turn: Record | None = None
    again: Record | None = None
    settings: Sequence[SettingAt] = ()
    items: Sequence[ItemAt] = ()
    overwrites: Sequence[OverwriteAt] = ()
    told_overwrites: frozenset[int] = frozenset()
    unknown: Sequence[tuple[str, str]] = ()
    records: Sequence[Record] = ()

    def around(self, count: int) -> Sequence[Record]:
        """Return the entries about it that lie around the moment, oldest first and at most so many."""
        place = bisect.bisect_right(self.records, snowflake.last_at(self.moment), key=lambda record: record.id)
        start = max(0, min(place - count // 2, len(self.records) - count))
        return self.records[start : start + count]

    def told_by(self) -> Iterator[Record]:
        """Yield the entries that tell what it was like, and those around the moment."""
        yield from (record for record in (self.turn, self.again) if record is not None)
        told = (one.record for some in (self.settings, self.items, self.overwrites) for one in some)
        yield from (record for record in told if record is not None)
        yield from self.around(_AROUND)


def settings_at(
    records: Iterable[Record],
    thing_id: int | str,
    moment: datetime.datetime | int,
    kind: Kind | None = None,
    channel_type: int | None = None,
    now: CurrentState | None = None,
) -> TimelineState:
    """Rebuild what a thing was like.

    Each setting has the value that its last change up to the moment gave it; where there is none, the value that its
    first change after the moment took from it; else it is unknown.

    Args:
        records: The entries about it, in any order; those about something else are left out.
        thing_id: Its id; of an invite, its code.
        moment: When, with a zone; or the id of an entry for the state right after it.
        kind: What it is, where that is known: the server's own id is its everyone role's too.
        channel_type: The number of a channel's type as it is today: which settings it has hangs on it.
        now: What it is like now, if all entries since the moment are at hand: what none of them changed was so then.
    """
    bound = min(moment, snowflake.LARGEST) if isinstance(moment, int) else snowflake.last_at(moment)
    at = snowflake.time_of(bound) if isinstance(moment, int) else moment
    kind, about = _about(records, thing_id, now.kind if kind is None and now is not None else kind)
    split = bisect.bisect_right(about, bound, key=lambda record: record.id)
    life = existence_at(about[:split], about[split:], kind)
    if split == 0 and life.existence is not Presence.NOT_YET and _is_made_after(thing_id, bound):
        life = Existence(Presence.NOT_YET)
    past = TimelineState(
        kind=kind,
        thing_id=thing_id,
        guild_id=int(about[0].entry.guild_id) if about else 0,
        moment=at,
        existence=life.existence,
        turn=life.turn,
        again=life.again,
        records=about,
    )
    if life.existence is Presence.UNTOLD and now is not None:
        past = dataclasses.replace(past, existence=Presence.PRESUMED)
    if life.existence is Presence.NOT_YET:
        return past
    filled = _fill(past, life, channel_type)
    return filled if now is None or life.existence is Presence.GONE else _complete(filled, now)


def _about(records: Iterable[Record], thing_id: int | str, kind: Kind | None) -> tuple[Kind, list[Record]]:
    """Return what the thing is, and its entries, oldest first; one without a readable id has no place among them."""
    wanted = {*Kind} - {Kind.UNKNOWN} if kind in {None, Kind.UNKNOWN} else _SAME_IDS if kind in _SAME_IDS else {kind}
    by_id = {record.id: record for record in records if record.id and _is_about(record, thing_id)}
    found = [by_id[number] for number in sorted(by_id) if _kind_of(by_id[number]) in wanted]
    own = _kind_of(found[-1]) if found else kind or Kind.UNKNOWN
    return own, [record for record in found if _kind_of(record) is own]


def _kind_of(record: Record) -> Kind:
    """Return the kind of thing that an entry tells something of; unknown for none."""
    row = action(record.entry.action_type)
    rules = rules_of(row.target)
    return row.target if row.type in TELLING[row.target] | rules.begins | rules.ends else Kind.UNKNOWN


def _is_about(record: Record, thing_id: int | str) -> bool:
    if isinstance(thing_id, int):
        return record.entry.target_id == thing_id
    code = changes_of(record).get("code")
    is_invite = action(record.entry.action_type).target is Kind.INVITE
    return is_invite and code is not None and thing_id in (code.old, code.new)


def _is_made_after(thing_id: int | str, bound: int) -> bool:
    """Return whether its very id was made after the moment."""
    return isinstance(thing_id, int) and snowflake.milliseconds_of(thing_id) > snowflake.milliseconds_of(bound)


def _fill(past: TimelineState, life: Existence, channel_type: int | None) -> TimelineState:
    settings = _settings(life, past.moment)
    overwrites, has_all_overwrites, told_overwrites = overwrites_at(life.earlier, life.later)
    asked = _list_asked(past, _channel_type(past.records, channel_type))
    labels = {_label(one.changed, one.key) for one in settings}
    unknown = [one for one in asked if _label(*one) not in labels]
    if past.kind is Kind.CHANNEL and not has_all_overwrites:
        unknown.append(OVERWRITES)
    if past.kind is Kind.USER:
        unknown.append(ROLES)
    items = [one for one in _items(life) if one.list == OF_A_MEMBER or WORDS in unknown]
    order = {one: index for index, one in enumerate(asked)}
    settings.sort(key=lambda one: order.get((one.changed, one.key), len(order)))
    return dataclasses.replace(
        past,
        settings=settings,
        items=items,
        overwrites=overwrites,
        unknown=unknown,
        told_overwrites=told_overwrites,
    )


def _complete(past: TimelineState, now: CurrentState) -> TimelineState:
    """Fill in what no entry tells with what is so now."""
    settings = [*past.settings, *(
        SettingAt(*key, now.settings[key], None, is_later=True) for key in past.unknown if key in now.settings
    )]  # fmt: skip
    unknown = [key for key in past.unknown if key not in now.settings]
    items, overwrites = [*past.items], [*past.overwrites]
    if now.roles is not None and ROLES in unknown:
        unknown.remove(ROLES)
        told = {snowflake.parse(one.item.get("id")) for one in items if one.list == OF_A_MEMBER}
        rest = [{"id": str(role_id)} for role_id in sorted(now.roles - told)]
        items += [ItemAt(OF_A_MEMBER, one, is_in=True, record=None, is_later=True) for one in rest]
    if now.overwrites is not None and OVERWRITES in unknown:
        unknown.remove(OVERWRITES)
        told_of = past.told_overwrites
        overwrites += [
            OverwriteAt(one.kind, whose, None, one.allow, one.deny, None, is_later=True)
            for whose, one in now.overwrites.items()
            if whose not in told_of
        ]
    order = {key: index for index, key in enumerate(_list_asked(past, cast("int | None", now.settings.get(_TYPE))))}
    settings.sort(key=lambda one: order.get((one.changed, one.key), len(order)))
    return dataclasses.replace(past, settings=settings, items=items, overwrites=overwrites, unknown=unknown)


def _settings(life: Existence, moment: datetime.datetime) -> list[SettingAt]:
    steps = [step for record in (*life.earlier, *life.later) for step in setting_steps(record)]
    steps += word_steps([*life.earlier, *life.later])
    steps.sort(key=lambda step: step.record.id)
    earlier = {record.id for record in life.earlier}
    told = resolve(
        (step for step in steps if step.record.id in earlier),
        (step for step in steps if step.record.id not in earlier),
    )
    return [_setting_at(cast("tuple[str, str]", key), one, moment) for key, one in told.items()]


def _setting_at(key: tuple[str, str], told: ReportedValue, moment: datetime.datetime) -> SettingAt:
    until = moment_of(told.value) if key == _TIMEOUT else None
    return SettingAt(*key, *told, is_over=until is not None and until <= moment)


def _items(life: Existence) -> list[ItemAt]:
    """Return what is told of lists item by item: what is in them first."""
    earlier, later = (
        (step for record in records for step in item_steps(record)) for records in (life.earlier, life.later)
    )
    told: Mapping[Hashable, ReportedValue] = resolve(earlier, later)
    found = [
        ItemAt(cast("tuple[str, Any]", key)[0], one.value[1], one.value[0], one.record, one.is_later)
        for key, one in told.items()
    ]
    return sorted(found, key=lambda one: not one.is_in)


def _channel_type(records: Iterable[Record], known: int | None) -> int | None:
    """Return the type of a channel, as the last of its entries that tells it has it; else as it is known today."""
    changes = (changes_of(record).get("type") for record in records if _changed_object(record) == _CHANNEL)
    numbers = [change.either for change in changes if change is not None and isinstance(change.either, int)]
    return numbers[-1] if numbers else known


def _changed_object(record: Record) -> str:
    return action(record.entry.action_type).changed


def _list_asked(past: TimelineState, channel_type: int | None) -> list[tuple[str, str]]:
    """Return the settings that people ask for of such a thing."""
    told = {_changed_object(record) for record in past.records}
    types = sorted(TELLING[past.kind])
    objects = dict.fromkeys(action(number).changed for number in types)
    # Of the parts of a server only those that were ever touched.
    parts = [one for one in objects if one in ASKED and (one not in PARTS or one in told)]
    own = {_CHANNEL: ASKED_OF_CHANNELS.get(-1 if channel_type is None else channel_type, ASKED[_CHANNEL])}
    return [(changed, key) for changed in parts for key in own.get(changed, ASKED[changed])]


def _label(changed: str, key: str) -> tuple[str, str]:
    """Return what tells settings apart: a picture has two keys."""
    row = fields.field(changed, key)
    return changed, key if row is None else row.label
