"""What was done, out of an entry's type and changes."""

import hashlib
from typing import Any, Final

import pytest
from tests.unit.entries import BOB, GENERAL, HELPER, bits, change, entry

from lightbulb_audit.analyse.doings import doings_of
from lightbulb_audit.catalog.actions import BY_SLUG, BY_TYPE
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.doings import BY_DOING, DOINGS
from lightbulb_audit.catalog.schema.fields import field
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Cursor, Query
from lightbulb_audit.query.terms import VERSION
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.custom_id import encode

TIMEOUT: Final = "communication_disabled_until"
LATER: Final = "2099-01-01T00:00:00+00:00"
PAST: Final = "2016-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("raw", "slugs"),
    [
        (entry(24, BOB, change(TIMEOUT, LATER, None)), "member_timeout"),
        (entry(24, BOB, change(TIMEOUT, LATER, LATER)), "member_timeout"),
        (entry(24, BOB, change(TIMEOUT, None, LATER)), "timeout_end"),
        (entry(24, BOB, change(TIMEOUT, PAST, LATER)), "timeout_end"),
        (entry(24, BOB, change(TIMEOUT, "soon", None)), ""),
        (entry(24, BOB, change("nick", "Bobby", None)), "member_nickname renamed"),
        (entry(24, BOB, change("nick", None, "Bobby")), "member_nickname renamed"),
        (entry(24, BOB, change("mute", new=True, old=False)), "member_mute"),
        (entry(24, BOB, change("mute", new=False, old=True)), "member_unmute"),
        (entry(24, BOB, change("deaf", new=True, old=False), change("mute", new=False, old=True)),
         "member_deafen member_unmute"),
        (entry(24, BOB, change("deaf", new=None, old=True)), "member_undeafen"),
        (entry(25, BOB, change("$add", [{"id": "20"}], None)), "role_given"),
        (entry(25, BOB, change("$remove", [{"id": "20"}], None)), "role_taken"),
        (entry(31, HELPER, change("permissions", bits(1, 2), bits(1))), "permission_given"),
        (entry(31, HELPER, change("permissions", "0", bits(1))), "permission_taken"),
        (entry(14, GENERAL, change("deny", "0", bits(1))), "permission_given"),
        (entry(15, GENERAL, change("allow", None, bits(1)), change("deny", None, "0")), "permission_taken"),
        (entry(11, GENERAL, change("name", "old-plans", "plans")), "channel_renamed renamed"),
        (entry(11, GENERAL, change("rate_limit_per_user", 10), change("topic", None, "a")), "slowmode channel_topic"),
        (entry(61, None, change("name", "b", "a")), "renamed"),
        (entry(101, None, change("status", 2, 1)), "event_started"),
        (entry(101, None, change("status", "3", 2)), "event_ended"),
        (entry(111, None, change("archived", new=True, old=False)), "thread_archived"),
        (entry(12, GENERAL, change("name", None, "plans")), ""),
        (entry(22, BOB), ""),
        ({"action_type": "24", "changes": [{"key": "nick"}, 5, {"key": ["nick"]}]}, "member_nickname renamed"),
        ({"action_type": None, "changes": [{"key": "nick"}]}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_what_was_done(raw: dict[str, Any], slugs: str) -> None:
    """Type and changes tell what was done, both ways; what cannot be read tells nothing."""
    told = [one.slug for one in doings_of(raw) if not one.is_of_types]
    assert sorted(told) == sorted(slugs.split())


def test_all_deletions() -> None:
    """What Discord itself calls a deletion is one, and nothing else is."""
    deleted = BY_DOING["deleted"]
    assert {BY_TYPE[number].slug for number in deleted.types} == {slug for slug in BY_SLUG if slug.endswith("_delete")}
    assert [one.slug for one in doings_of(entry(12, GENERAL))] == ["deleted"]


def test_rows_of_doings() -> None:
    """No two are called alike, none is called like a type or a category, each has an icon, and each key is one."""
    names = [*BY_DOING, *BY_SLUG, *(one.value for one in Category)]
    assert len(set(names)) == len(DOINGS) + len(BY_SLUG) + len(Category)
    assert len({row.name for row in (*DOINGS, *BY_TYPE.values())}) == len(DOINGS) + len(BY_TYPE)
    for row in DOINGS:
        assert row.icon
        assert row.words == row.words.lower()
        for condition in row.conditions:
            keys = [field(BY_TYPE[number].changed, condition.key) for number in condition.types if condition.key]
            assert None not in keys


@pytest.mark.parametrize("row", DOINGS, ids=lambda row: row.slug)
def test_a_button_has_room_for_it(row: Any) -> None:
    """A custom id has at most 100 characters, whatever else it carries."""
    most = snowflake.LARGEST
    query = Query.where(count=25, actor=most, action=row.slug, target=most, before=most, after=most)
    assert len(encode(ButtonState(Verb.BACK, query, Cursor("older", most), most))) <= 100


def test_an_archive_notices_other_doings() -> None:
    """An archive keeps which doings its entries are: whoever changes the table raises `VERSION`, and this."""
    table = [(row.slug, row.conditions) for row in DOINGS if not row.is_of_types]
    assert (VERSION, hashlib.sha256(repr(table).encode()).hexdigest()[:12]) == (8, "177d7e613dad")
