"""With what name the change of a nickname is told."""

from typing import Any

import pytest
from tests.unit.entries import ANNA, BOB, GUILD, READER, change, entry

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.name_table import Known, names_of
from lightbulb_audit.describe.text.plain import plain

USERS = [
    {"id": str(ANNA), "username": "anna_01", "global_name": "anna"},
    {"id": str(BOB), "username": "bob_01", "global_name": "Bob"},
]


def _said(raw: dict[str, Any], now: str, *, users: list[dict[str, Any]] = USERS) -> str:
    """The sentence of an entry, where the bot's cache has this nickname of bob's now."""
    page = READER.page({"audit_log_entries": [raw], "users": users}, GUILD)
    known = {BOB: Known(now, username="bob_01")}
    names = names_of([page], lambda kind, thing_id: known.get(thing_id) if kind is Kind.USER else None)
    told = describe(page.records[0], names)
    assert told.target.username == "bob_01"
    return plain(told.sentence)


@pytest.mark.parametrize("now", ["ok", "later", "Bob"])
def test_it_is_told_with_the_name_before(now: str) -> None:
    """Whatever somebody is called now, a nickname is told with the one before, the first with the account's name."""
    assert _said(entry(24, BOB, change("nick", "ok")), now) == "anna changed Bob's nickname to “ok”"
    assert _said(entry(24, BOB, change("nick", "ok", "Bobby")), now) == "anna changed Bobby's nickname to “ok”"
    assert _said(entry(24, BOB, change("nick", None, "ok")), now) == "anna removed Bob's nickname"
    assert _said(entry(24, BOB, change("nick", "ok"), user=BOB), now) == "Bob changed their own nickname to “ok”"


def test_the_new_name_never_stands_for_the_old() -> None:
    """Where nothing but the new nickname and the username is known, it is told with the username."""
    raw = entry(24, BOB, change("nick", "ok"))
    assert _said(raw, "ok", users=USERS[:1]) == "anna changed bob_01's nickname to “ok”"


def test_who_undid_it_goes_by_the_name_of_then() -> None:
    """Who takes back their old nickname is called what they were called when they did."""
    given, back = entry(24, BOB, change("nick", "ok", "Bobby")), entry(24, BOB, change("nick", "Bobby", "ok"), user=BOB)
    page = READER.page({"audit_log_entries": [back, given], "users": USERS}, GUILD)
    told = describe(page.records[1], names_of([page]), page.records[0])
    assert told.undoing is not None
    assert plain(told.undoing.brief) == "undone by ok"
