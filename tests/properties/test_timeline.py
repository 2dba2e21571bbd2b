"""What a thing was like at a moment is what replaying its changes gives, and nothing makes it raise."""

import copy
import random
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.drawn import past_views
from tests.unit.entries import BOB, GENERAL, HELPER, bits, change, entry, record

from lightbulb_audit.model import Record
from lightbulb_audit.timeline.rebuild import Presence, TimelineState, settings_at

RANDOMS: Final = st.randoms(use_true_random=True)
FIRST: Final = 1_500_000_000_000 << 20
ROLE_KEYS: Final = ("name", "permissions", "hoist", "color")
_STEP: Final = 1 << 22
_ROLES: Final = range(20, 25)
_WHOSE: Final = {20: "0", 21: "0", 6: "1"}


class Replay:
    """A thing whose every change is written down, and what it was after each.

    Attributes:
        states: After each number of entries, what was so.
        records: The entries.
    """

    def __init__(self, state: dict[Any, Any]) -> None:
        self.state = state
        self.states = [copy.deepcopy(state)]
        self.records: list[Record] = []

    def note(self, action_type: int, target: int, *changes: dict[str, Any], options: Any = None) -> None:
        """Write down an entry about what is so now."""
        entry_id = FIRST + len(self.states) * _STEP
        self.records.append(record(entry(action_type, target, *changes, options=options, entry_id=entry_id)))
        self.states.append(copy.deepcopy(self.state))


def role(rng: random.Random) -> Replay:
    """A role whose settings change."""
    values: list[Any] = [None, "", "a", "b", 0, False, True, [], {}]
    replay = Replay({key: rng.choice(values) for key in ROLE_KEYS})
    for _ in range(rng.randint(0, 8)):
        changes: list[dict[str, Any]] = []
        for key in rng.sample(ROLE_KEYS, rng.randint(0, 3)):
            old, new = replay.state[key], rng.choice(values)
            changes.append(change(key, new, old))
            replay.state[key] = new
        replay.note(31, HELPER, *changes)
    return replay


def member(rng: random.Random) -> Replay:
    """A member who is given roles and loses them."""
    replay = Replay(dict.fromkeys(_ROLES, False) | {number: True for number in _ROLES if rng.random() < 0.5})
    for _ in range(rng.randint(0, 8)):
        moved = rng.sample(_ROLES, rng.randint(0, 3))
        lists: dict[bool, list[Any]] = {True: [], False: []}
        for number in moved:
            replay.state[number] = not replay.state[number]
            lists[replay.state[number]].append({"id": str(number), "name": f"r{number}"})
        replay.note(25, BOB, *(change(key, lists[side]) for key, side in (("$add", True), ("$remove", False))))
    return replay


def channel(rng: random.Random) -> Replay:
    """A channel whose overwrites are made, changed and removed."""
    replay = Replay({whose: _sides(rng) for whose in _WHOSE if rng.random() < 0.5})
    for _ in range(rng.randint(0, 10)):
        whose = rng.choice(list(_WHOSE))
        options = {"id": str(whose), "type": _WHOSE[whose]}
        old, new = replay.state.get(whose), _sides(rng)
        if old is None or rng.random() < 0.3:
            replay.state = {key: value for key, value in replay.state.items() if key != whose}
            new = new if old is None else None
        replay.state |= {} if new is None else {whose: new}
        before, after = (_told(side) for side in (old, new))
        changes = [change(side, after.get(side), before.get(side)) for side in ("allow", "deny")
                   if old is None or new is None or before[side] != after[side]]  # fmt: skip
        replay.note(13 if old is None else 15 if new is None else 14, GENERAL, *changes, options=options)
    return replay


def _sides(rng: random.Random) -> tuple[int, int]:
    return int(bits(*rng.sample(range(8), 2))), int(bits(*rng.sample(range(8, 16), rng.randint(0, 2))))


def _told(sides: tuple[int, int] | None) -> dict[str, str]:
    return {} if sides is None else {"allow": str(sides[0]), "deny": str(sides[1])}


def rebuilt(replay: Replay, target: int, rng: random.Random) -> list[TimelineState]:
    """What the thing was like after each of its entries, given in any order."""
    records = rng.sample(replay.records, len(replay.records))
    return [settings_at(records, target, FIRST + number * _STEP) for number in range(len(replay.states))]


@settings(max_examples=300, deadline=None)
@given(rng=RANDOMS)
def test_settings_are_those_of_a_replay(rng: random.Random) -> None:
    """Every setting that ever changed has at each moment the value that replaying the changes gives it."""
    replay = role(rng)
    ever = {one.key for each in replay.records for one in each.changes()}
    for past, state in zip(rebuilt(replay, HELPER, rng), replay.states, strict=True):
        assert {one.key: one.value for one in past.settings} == {key: state[key] for key in ever}


@settings(max_examples=300, deadline=None)
@given(rng=RANDOMS)
def test_roles_are_those_of_a_replay(rng: random.Random) -> None:
    """Every role that ever came or went is held just when replaying says so."""
    replay = member(rng)
    ever = {int(item["id"]) for each in replay.records for one in each.changes() for item in one.new or ()}
    for past, state in zip(rebuilt(replay, BOB, rng), replay.states, strict=True):
        assert {int(one.item["id"]): one.is_in for one in past.items} == {number: state[number] for number in ever}


@settings(max_examples=300, deadline=None)
@given(rng=RANDOMS)
def test_overwrites_are_those_of_a_replay(rng: random.Random) -> None:
    """Every overwrite that ever changed is in force just when replaying says so; no side is told wrong."""
    replay = channel(rng)
    ever = {int(each.options["id"]) for each in replay.records}
    for past, state in zip(rebuilt(replay, GENERAL, rng), replay.states, strict=True):
        found = {one.id: one for one in past.overwrites}
        assert found.keys() == state.keys() & ever
        made = {int(one.options["id"]) for one in past.records if one.entry.action_type == 13 and made_by(one, past)}
        for whose, one in found.items():
            unknown: set[Any] = set() if whose in made else {None}
            assert one.allow in {*unknown, state[whose][0]}
            assert one.deny in {*unknown, state[whose][1]}


def made_by(one: Record, past: TimelineState) -> bool:
    """Whether an entry is of the moment or before."""
    return one.created_at is not None and one.created_at <= past.moment


@settings(max_examples=200, deadline=None)
@given(rng=RANDOMS)
def test_nothing_makes_it_raise(openapi: dict[str, Any], rng: random.Random) -> None:
    """Of any entries, at any moment, it gives an answer whose every part an entry of that thing tells."""
    for view in past_views(openapi, rng):
        past = view.past
        ids = [one.id for one in past.records]
        assert ids == sorted(set(ids))
        tellers = [one.record for part in (past.settings, past.items, past.overwrites) for one in part if one.record]
        assert {one.id for one in tellers} <= set(ids)
        if past.existence in {Presence.UNTOLD, Presence.NOT_YET}:
            assert tellers == []
