"""Which entry undid another."""

import datetime
import itertools
from typing import Any, Final

import pytest
from tests.unit.entries import BOB, ENTRY_ID, GENERAL, GUEST, HELPER, OLGA, VIP, change, entry, record

from lightbulb_audit.analyse.reversals import FAMILIES, later_types, undone
from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.model import Record, snowflake

_MADE: Final = datetime.datetime(2026, 11, 20, 10, 2, 55, tzinfo=datetime.UTC)
"""When the first entry of each case was made."""

Raw = dict[str, Any]


def later(minutes: float, raw: Raw) -> Raw:
    """An entry as of some minutes later."""
    return {**raw, "id": str(int(snowflake.first_at(_MADE + datetime.timedelta(minutes=minutes))) + 1)}


def found(first: Raw, *following: Raw) -> int | None:
    """Which of the following entries, a minute after one another, undid the first, by its place from 1; None if none.

    The order in which they are given means nothing: each is tried.
    """
    records = [record(later(minutes, raw)) for minutes, raw in enumerate((first, *following))]
    answers = {_place(records, undone(records[0], given)) for given in itertools.permutations(records)}
    assert len(answers) == 1
    return answers.pop()


def _place(records: list[Record], one: Record | None) -> int | None:
    return None if one is None else next(place for place, record in enumerate(records) if record is one)


def until(minutes: float | None) -> str | None:
    """A timeout's end, so many minutes after the first entry."""
    return None if minutes is None else (_MADE + datetime.timedelta(minutes=minutes)).isoformat()


def timeout(new: float | None, old: float | None = None, target: int = BOB, **more: Any) -> Raw:
    """A change of a timeout."""
    return entry(24, target, change("communication_disabled_until", until(new), until(old)), **more)


def roles(given: tuple[int, ...] = (), taken: tuple[int, ...] = (), target: int = BOB) -> Raw:
    """A change of a member's roles."""
    rows = [("$add", given), ("$remove", taken)]
    return entry(25, target, *(change(key, [{"id": str(one), "name": "x"} for one in ids]) for key, ids in rows if ids))


def overwrite(action_type: int, *changes: Raw, of: int = HELPER, channel: int = GENERAL) -> Raw:
    """A change of somebody's permissions in a channel."""
    return entry(action_type, channel, *changes, options={"id": str(of), "type": "0"})


def pin(action_type: int, message: int = 900, channel: int = GENERAL) -> Raw:
    """A message pinned or unpinned."""
    return entry(action_type, BOB, options={"channel_id": str(channel), "message_id": str(message)})


def invite(action_type: int, code: Any = "hunter2") -> Raw:
    """An invite made or deleted."""
    return entry(action_type, None, change("code", *((code,) if action_type == 40 else (None, code))))


MADE_AND_ENDED: Final = [
    (family.made, family.ended) for family in FAMILIES if family.ended is not None and family.has_target
]
CHANGED: Final = [family.changed for family in FAMILIES if family.changed not in (None, 25)]


def about(action_type: int | None, *changes: Any, thing: int = 77) -> Raw:
    """An entry of any type about a thing."""
    ids = dict.fromkeys(("id", "application_id", "event_exception_id"), str(thing + 1))
    return entry(action_type, thing, *changes, options=ids)


@pytest.mark.parametrize(("made", "ended"), MADE_AND_ENDED)
def test_what_was_made_and_ended(made: int, ended: int) -> None:
    """What was made is undone by what ends the very same thing, and not by what ends another."""
    assert found(about(made), about(ended)) == 1
    assert found(about(made), about(ended, thing=90), about(ended)) == 2
    assert found(about(made), about(ended, thing=90)) is None
    assert found(about(ended), about(made)) is None
    assert found(about(made), about(made), about(ended)) is None


@pytest.mark.parametrize("changed", CHANGED)
def test_what_was_changed_and_changed_back(changed: int) -> None:
    """A change is undone by the next one of the same key of the same thing that is exactly its opposite."""
    first, back = about(changed, change("k", 2, 1)), about(changed, change("k", 1, 2))
    assert found(first, back) == 1
    assert found(first, about(changed, change("other", 1, 2)), back) == 2
    assert found(first, about(changed, change("k", 1, 2), thing=90), back) == 2
    for between in (change("k", 3, 2), change("k"), change("k", 2, 2), change("?", 1), 7, [change("k", 1, 2)]):
        assert found(first, about(changed, between), back) is None, between


def test_every_type_that_changes_something_is_known() -> None:
    """Each documented type whose name says that it updates stands in a row; no type stands in two."""
    types = [one for family in FAMILIES for one in family.types]
    assert len(types) == len(set(types))
    assert {row.type for row in ROWS if row.slug.endswith("_update")} == {
        family.changed for family in FAMILIES if family.changed is not None
    }


@pytest.mark.parametrize("action_type", [20, 21, 23, 26, 27, 28, 72, 73, 75, 121, 143, 145, 180, 987, -1, "x", None])
def test_what_cannot_be_undone(action_type: Any) -> None:
    """A kick, deleted messages and the like are never undone, whatever follows."""
    raw = entry(action_type, BOB, options={"channel_id": "5", "message_id": "6", "count": "3"})
    if action_type is not None:
        first = record(raw)
        everything = [record(later(1, {**raw, "action_type": row.type})) for row in ROWS]
        assert undone(first, everything) is None
        assert later_types(first) == frozenset()


EVERYTHING: Final[dict[str, tuple[int | None, tuple[Raw, ...]]]] = {
    "ban": (1, (entry(22, BOB), entry(23, BOB, user=OLGA))),
    "ban, another unban": (None, (entry(22, BOB), entry(23, OLGA))),
    "ban of nobody": (None, (entry(22), entry(23))),
    "ban of id 0": (None, (entry(22, 0), entry(23, 0))),
    "ban of an odd id": (None, (entry(22, "x"), entry(23, "x"))),
    "a second ban": (2, (entry(22, BOB), entry(22, OLGA), entry(23, BOB))),
    "timeout ended": (1, (timeout(10), timeout(None, 10))),
    "timeout ended by a time that is over": (1, (timeout(10), timeout(0.5, 10))),
    "timeout ended after an old one had run out": (1, (timeout(10, -90), timeout(None, 10))),
    "timeout ended, of another": (None, (timeout(10), timeout(None, 10, target=OLGA))),
    "timeout ended, another end": (None, (timeout(10), timeout(None, 11))),
    "timeout ended, unknown which": (None, (timeout(10), timeout(None))),
    "timeout run out, then tidied up": (None, (timeout(0.5), timeout(None, 0.5))),
    "timeout over before it began": (None, (timeout(-5), timeout(None, -5))),
    "timeout made longer": (None, (timeout(10), timeout(20, 10), timeout(None, 20))),
    "longer timeout made short again": (2, (timeout(20, 10), roles((VIP,)), timeout(10, 20))),
    "timeout with an odd end": (None, (entry(24, BOB, change("communication_disabled_until", "soon")), timeout(None))),
    "timeout and nickname": (
        None,
        (
            entry(24, BOB, change("communication_disabled_until", until(10)), change("nick", "x")),
            timeout(None, 10),
            entry(24, BOB, change("nick", None, "x")),
        ),
    ),
    "mute": (1, (entry(24, BOB, change("mute", True, False)), entry(24, BOB, change("mute", False, True)))),
    "mute, no old value": (1, (entry(24, BOB, change("mute", True)), entry(24, BOB, change("mute", False, True)))),
    "mute and deafen": (
        1,
        (
            entry(24, BOB, change("mute", True, False), change("deaf", True, False)),
            entry(24, BOB, change("deaf", False, True), change("mute", False, True), change("nick", "x")),
        ),
    ),
    "mute and deafen, one by one": (
        None,
        (
            entry(24, BOB, change("mute", True, False), change("deaf", True, False)),
            entry(24, BOB, change("deaf", False, True)),
            entry(24, BOB, change("mute", False, True)),
        ),
    ),
    "nickname": (1, (entry(24, BOB, change("nick", "x")), entry(24, BOB, change("nick", None, "x")))),
    "a number is no truth": (None, (entry(24, BOB, change("k", 1, 0)), entry(24, BOB, change("k", False, True)))),
    "objects, their keys in any order": (
        1,
        (
            entry(11, GENERAL, change("o", {"a": 1, "b": [2]}, {})),
            entry(11, GENERAL, change("o", {}, {"b": [2], "a": 1})),
        ),
    ),
    "a hidden name": (
        None,
        (
            entry(11, GENERAL, change("name", "___hidden___", "a")),
            entry(11, GENERAL, change("name", "a", "___hidden___")),
        ),
    ),
    "a key told twice": (
        None,
        (entry(11, GENERAL, change("k", 2, 1), change("k", 2, 1)), entry(11, GENERAL, change("k", 1, 2))),
    ),
    "no changes": (None, (entry(11, GENERAL), entry(11, GENERAL))),
    "changed and deleted": (None, (entry(11, GENERAL, change("k", 2, 1)), entry(12, GENERAL, change("k", None, 2)))),
    "role given": (1, (roles((VIP,)), roles((), (VIP,)))),
    "role taken": (1, (roles((), (VIP,)), roles((VIP,)))),
    "roles given and taken": (1, (roles((VIP, HELPER), (GUEST,)), roles((GUEST, 29), (HELPER, VIP)))),
    "roles taken again one by one": (None, (roles((VIP, HELPER)), roles((), (VIP,)), roles((), (HELPER,)))),
    "role given twice": (None, (roles((VIP,)), roles((VIP,)), roles((), (VIP,)))),
    "role of another": (None, (roles((VIP,)), roles((), (VIP,), target=OLGA))),
    "role between others": (2, (roles((VIP,)), roles((HELPER,)), roles((), (VIP,)))),
    "roles that nobody can read": (None, (roles((VIP,)), entry(25, BOB, change("$add", "x")), roles((), (VIP,)))),
    "role of id 0": (None, (roles((0,)), roles((), (0,)))),
    "role given and taken at once": (None, (roles((VIP,), (VIP,)), roles((VIP,), (VIP,)))),
    "overwrite of another": (None, (overwrite(13), overwrite(15, of=VIP))),
    "overwrite elsewhere": (None, (overwrite(13), overwrite(15, channel=11))),
    "overwrite changed, then removed": (
        2,
        (overwrite(13, change("allow", "8")), overwrite(14, change("allow", "0", "8")), overwrite(15)),
    ),
    "overwrite made anew in between": (
        None,
        (
            overwrite(14, change("allow", "8", "0")),
            overwrite(15, change("allow", None, "8")),
            overwrite(13, change("allow", "8")),
            overwrite(14, change("allow", "0", "8")),
        ),
    ),
    "overwrite without an id": (None, (entry(13, GENERAL), entry(15, GENERAL))),
    "pin": (1, (pin(74), pin(75))),
    "pin of another message": (None, (pin(74), pin(75, message=901))),
    "pin elsewhere": (None, (pin(74), pin(75, channel=11))),
    "pin of nothing": (None, (entry(74, BOB), entry(75, BOB))),
    "unpinned and pinned again": (None, (pin(75), pin(74))),
    "invite": (1, (invite(40), invite(42))),
    "another invite": (None, (invite(40), invite(42, "hunter3"))),
    "invite without a code": (None, (entry(40), entry(42))),
    "invite with an odd code": (None, (invite(40, {"a": 1}), invite(42, {"a": 1}))),
    "sound": (1, (entry(130, None, change("id", "5")), entry(132, None, change("id", None, "5")))),
    "words of an AutoMod rule": (
        1,
        (
            entry(141, 30, change("$add_keyword_filter", ["a", "b"])),
            entry(141, 30, change("$remove_keyword_filter", ["b", "a", "c"])),
        ),
    ),
    "words of another list": (
        None,
        (
            entry(141, 30, change("$add_keyword_filter", ["a"])),
            entry(141, 30, change("$remove_allow_list", ["a"])),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EVERYTHING)
def test_what_was_undone(name: str) -> None:
    """Each case as it is named: what was undone, by which entry, and what only looks like it."""
    place, rows = EVERYTHING[name]
    assert found(*rows) == place


def test_what_is_no_later_undoes_nothing() -> None:
    """An unban before the ban, in the same entry's place, or without a readable id is passed over."""
    ban = record(entry(22, BOB, entry_id=ENTRY_ID + 5))
    for entry_id in (ENTRY_ID, ENTRY_ID + 5, 0):
        assert undone(ban, [record(entry(23, BOB, entry_id=entry_id))]) is None
    assert undone(record({**entry(22, BOB), "id": "x"}), [record(entry(23, BOB))]) is None


def test_what_to_ask_for() -> None:
    """Asked for are only the types that could undo an entry, or come in between."""
    assert later_types(record(entry(22, BOB))) == {22, 23}
    assert later_types(record(overwrite(14))) == {13, 14, 15}
    assert later_types(record(entry(10, GENERAL))) == {10, 12}
    assert later_types(record(entry(22))) == later_types(record(entry(12, GENERAL))) == frozenset()


def test_values_too_deep_to_compare() -> None:
    """A value that cannot be compared is left out."""
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    first, second = record(entry(11, GENERAL, change("k", 2, 1))), record(entry(11, GENERAL, change("k", 2, 1)))
    for one in (first, second):
        one.raw["changes"][0]["new_value"] = deep
    assert undone(first, [second]) is None
