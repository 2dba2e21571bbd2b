"""What is told of a moment of a thing, one line a setting, each with the entry that tells it."""

from collections.abc import Iterable, Iterator
from typing import Final

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.actions import ENDS
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.catalog.schema.settings import FADING, OVERWRITES, ROLES
from lightbulb_audit.describe.entry_context import NOBODY, EntryContext
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.markdown import markdown, timestamp
from lightbulb_audit.describe.text.spans import Parts, UntrustedText, join
from lightbulb_audit.describe.values import settings
from lightbulb_audit.describe.values.formatter import compact, say
from lightbulb_audit.describe.values.overwrites import EVERYONE
from lightbulb_audit.model import Record, snowflake
from lightbulb_audit.timeline.rebuild import ItemAt, OverwriteAt, Presence, SettingAt, TimelineState
from lightbulb_audit.timeline.steps import OF_A_MEMBER, changes_of

_WHO: Final = 32
_LABEL: Final = 64
_VALUES: Final = (300, 80, 24)
"""Longest value within a line, from generous to tight: the first that makes a line that fits is taken."""
_LINE: Final = 700
_TOO_LONG: Final = "…"
_EVERYONE: Final = "everyone"
_NOTES: Final = {
    "since": (words.PAST_SINCE, words.PAST_SINCE_BY),
    "later": (words.PAST_LATER, words.PAST_LATER_BY),
    "removal": (words.PAST_REMOVAL, words.PAST_REMOVAL_BY),
}
"""How an entry tells something, without and with who did it."""


def lines(past: TimelineState, names: Names) -> Iterator[str]:
    """Yield all that is told, in markdown."""
    for setting in past.settings:
        yield _draw_setting(past, names, setting)
    yield from _items(past, names)
    for one in past.overwrites:
        yield _overwrite(past, names, one)
    if past.kind is Kind.CHANNEL and past.records and not past.overwrites and OVERWRITES not in past.unknown:
        yield words.PAST_NO_OVERWRITES


def _draw_setting(past: TimelineState, names: Names, one: SettingAt) -> str:
    change = None if one.record is None else changes_of(one.record).get(one.key)
    either = one.value if one.value is not None or change is None else change.either
    label = settings.label_of(one.changed, one.key, either, names)
    target_id = past.thing_id if isinstance(past.thing_id, int) else 0
    value = settings.value_of(one.changed, one.key, one.value, names, target_id)
    notes = [_source(past, names, one.record, is_later=one.is_later)]
    if (one.changed, one.key) in FADING and not one.is_later:
        notes.append(words.PAST_FADING)
    return _line(_bold(label), (*value, words.PAST_OVER) if one.is_over else value, notes)


def _bold(label: Parts) -> str:
    """Return a label in bold; a name is so by itself."""
    text = markdown(label, longest=_LABEL)
    return text if any(isinstance(part, UntrustedText) and part.style == "name" for part in label) else f"**{text}**"


def _line(label: str, value: Parts, notes: Iterable[str]) -> str:
    behind = " · ".join(["", *notes])
    texts = (f"{label}: {markdown(value, longest=longest)}{behind}" for longest in _VALUES)
    return next((text for text in texts if len(text) <= _LINE), f"{label}: {_TOO_LONG}{behind}")


def _source(past: TimelineState, names: Names, record: Record | None, *, is_later: bool) -> str:
    """Since when it was so and by whom; or which later entry tells it."""
    if record is None:
        return words.PAST_AS_NOW
    if record is past.turn and past.existence is Presence.GONE:
        return words.PAST_END
    how = "since" if not is_later else "removal" if record.entry.action_type in ENDS else "later"
    who = _who(names, record)
    return _NOTES[how][bool(who)].format(time=day(record), who=who)


def _who(names: Names, record: Record) -> str:
    """Return who did it, without markup; empty where nobody knows."""
    scene = EntryContext(record, names)
    actor = scene.integration() or scene.actor()
    if actor == NOBODY:
        return ""
    return markdown(
        (UntrustedText(part.text, "plain") if isinstance(part, UntrustedText) else part for part in actor), longest=_WHO
    )


def day(record: Record) -> str:
    """Return the day of an entry."""
    return timestamp(snowflake.time_of(record.id), "D")


def _items(past: TimelineState, names: Names) -> Iterator[str]:
    """Roles line by line; the words of a rule in one line a list."""
    lists: dict[str, list[ItemAt]] = {}
    for one in past.items:
        if one.list == OF_A_MEMBER:
            yield _role(past, names, one)
        else:
            lists.setdefault(one.list, []).append(one)
    for name, items in lists.items():
        row = fields.field("", name)
        label = (UntrustedText(fields.label_of(name), "plain"),) if row is None else (row.label,)
        said: list[Parts] = []
        for prefix, is_in in ((words.PAST_AMONG, True), (words.PAST_NOT_AMONG, False)):
            some = [one.item for one in items if one.is_in is is_in]
            said += [(prefix, *settings.words_of(some, name, names))] * bool(some)
        yield _line(_bold(label), join(said, "; "), ())


def _role(past: TimelineState, names: Names, one: ItemAt) -> str:
    name = say(one.item, "whole:role", names) or compact(one.item)
    held = words.PAST_ROLE_HELD if one.is_in else words.PAST_ROLE_NOT_HELD
    return _line(f"🎭 {_bold(name)}", (held,), [_source(past, names, one.record, is_later=one.is_later)])


def _overwrite(past: TimelineState, names: Names, one: OverwriteAt) -> str:
    said: list[Parts] = []
    sides = (
        (one.allow, words.PAST_MAY, words.PAST_ALLOWED_UNKNOWN),
        (one.deny, words.PAST_MAY_NOT, words.PAST_DENIED_UNKNOWN),
    )
    for bits, verb, unknown in sides:
        if bits is None:
            said.append((unknown,))
        elif bits:
            said.append((verb, *settings.permission_verbs(bits)))
    value = join(said, "; ") or (words.PAST_NEUTRAL,)
    return _line(
        f"🔐 {_bold(_whose(past, names, one))}", value, [_source(past, names, one.record, is_later=one.is_later)]
    )


def _whose(past: TimelineState, names: Names, one: OverwriteAt) -> Parts:
    known = names.get(one.kind, one.id)
    if one.id == past.guild_id or one.name == EVERYONE:
        return (_EVERYONE,)
    if one.name is not None and (known is None or known.name is None):
        return (UntrustedText(one.name),)
    return references.thing(names, one.kind, one.id)


def unknown_settings(past: TimelineState) -> str:
    """Return what no entry tells, in one line."""
    lists: dict[tuple[str, str], str] = {
        OVERWRITES: words.PAST_OVERWRITES[bool(past.overwrites)],
        ROLES: words.PAST_ROLES[bool(past.items)],
    }
    said = [lists.get(one) or settings.lower_first(settings.name_of(*one)) for one in past.unknown]
    return f"-# {words.PAST_UNKNOWN.format(settings=', '.join(dict.fromkeys(said)))}" if said else ""
