"""What no entry tells is told from the other end: as it is now."""

import datetime
from typing import Final

from tests.unit.entries import BOB, GENERAL, HELPER, VIP, at, change, entry, record

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.timeline.current import CurrentOverwrite, CurrentState
from lightbulb_audit.timeline.existence import Presence
from lightbulb_audit.timeline.rebuild import settings_at

_NOW: Final = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
_THEN: Final = _NOW - datetime.timedelta(days=3)
_ROLE: Final = CurrentState(
    Kind.ROLE, {("Role", "name"): "Helper", ("Role", "hoist"): True, ("Role", "color"): 5, ("Role", "permissions"): "0"}
)


def test_what_nothing_changed_since_is_as_it_is_now() -> None:
    """A value that no entry tells is the one of now; one that an entry changed later is the one before that."""
    later = record(entry(31, HELPER, change("name", "Helper", "Aide"), entry_id=at(_NOW)))
    state = settings_at([later], HELPER, _THEN, now=_ROLE)
    told = {one.key: (one.value, one.record is None) for one in state.settings}
    assert told == {"name": ("Aide", False), "hoist": (True, True), "color": (5, True), "permissions": ("0", True)}
    assert state.unknown == [("Role", "mentionable")]


def test_what_no_entry_names_is_told_too() -> None:
    """Of a thing without any entry all is as now; without what is so now nothing is known."""
    state = settings_at([], HELPER, _THEN, now=_ROLE)
    assert (state.kind, state.existence) == (Kind.ROLE, Presence.PRESUMED)
    assert all(one.record is None for one in state.settings)
    assert settings_at([], HELPER, _THEN, Kind.ROLE).existence is Presence.UNTOLD


def test_a_member_had_the_roles_that_nobody_gave_since() -> None:
    """Of the roles of now those were held that no later entry gave, and those that a later one took."""
    later = [
        record(entry(25, BOB, change("$add", [{"id": str(VIP), "name": "VIP"}]), entry_id=at(_NOW))),
        record(entry(25, BOB, change("$remove", [{"id": "77", "name": "Old"}]), entry_id=at(_NOW) + 1)),
    ]
    now = CurrentState(Kind.USER, {("Member", "nick"): None}, roles=frozenset({VIP, HELPER}))
    state = settings_at(later, BOB, _THEN, now=now)
    assert {int(one.item["id"]): one.is_in for one in state.items} == {VIP: False, 77: True, HELPER: True}
    assert ("Member", "roles") not in state.unknown


def test_a_channel_had_the_overwrites_that_nobody_made_since() -> None:
    """Overwrites of now were in force unless a later entry made them."""
    made = record(
        entry(13, GENERAL, change("id", str(VIP)), change("type", 0), change("allow", "8"), change("deny", "0"),
              options={"id": str(VIP), "type": "0", "role_name": "VIP"}, entry_id=at(_NOW))
    )  # fmt: skip
    overwrites = {VIP: CurrentOverwrite(Kind.ROLE, 8, 0), HELPER: CurrentOverwrite(Kind.ROLE, 1, 2)}
    now = CurrentState(Kind.CHANNEL, {("Channel", "name"): "general"}, overwrites=overwrites)
    state = settings_at([made], GENERAL, _THEN, now=now)
    assert [(one.id, one.allow, one.deny, one.record) for one in state.overwrites] == [(HELPER, 1, 2, None)]


def test_what_is_gone_is_not_told_from_now() -> None:
    """Of what was gone by then, or not made yet, nothing of now is told: ids come back for members alone."""
    gone = record(entry(22, BOB, entry_id=at(_THEN) - 5))
    now = CurrentState(Kind.USER, {("Member", "nick"): "bobby"}, roles=frozenset({VIP}))
    state = settings_at([gone], BOB, _NOW, now=now)
    assert state.existence is Presence.GONE
    assert [*state.settings, *state.items] == []
