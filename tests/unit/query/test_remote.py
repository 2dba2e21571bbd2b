"""Which entries a query means."""

import pytest
from tests.unit.entries import entry, record

from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.query.remote import endpoint_filters, is_filtered_by_endpoint, predicate_of


@pytest.mark.parametrize(
    ("query", "asked", "is_all"),
    [
        (Query(), {}, True),
        (Query.where(actor=5), {"user_id": 5}, True),
        (Query.where(action="22"), {"action_type": 22}, True),
        (Query.where(action="22", actor=5), {"user_id": 5, "action_type": 22}, True),
        (Query.where(target=6), {"target_id": 6}, True),
        (Query.where(target=6, actor=5), {"user_id": 5}, False),
        (Query.where(target=6, action="22"), {"action_type": 22}, False),
        (Query.where(action="members"), {}, False),
        (Query.where(action="members", target=6), {"target_id": 6}, False),
        (Query.where(action="members", actor=5), {"user_id": 5}, False),
        (Query.where(action="other"), {}, False),
        (Query.where(before=9, after=1), {}, True),
    ],
)
def test_what_discord_is_asked_for(query: Query, asked: dict[str, int], is_all: bool) -> None:
    """Discord filters what it can; the target goes alone, and a category is filtered here unless it is one type."""
    assert (endpoint_filters(query), is_filtered_by_endpoint(query)) == (asked, is_all)


def test_new_types_are_of_the_category_other() -> None:
    """The category for what is new to us finds entries of types without a row, and no others."""
    assert predicate_of(Query.where(action="other")).matches(record(entry(987, 6)))
    assert not predicate_of(Query.where(action="other")).matches(record(entry(22, 6)))


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        (Query(), True),
        (Query.where(actor=5), True),
        (Query.where(actor=6), False),
        (Query.where(action="22"), True),
        (Query.where(action="23"), False),
        (Query.where(action="members"), True),
        (Query.where(action="roles"), False),
        (Query.where(target=6), True),
        (Query.where(target=5), False),
        (Query.where(actor=5, action="members", target=6), True),
        (Query.where(actor=5, action="members", target=7), False),
    ],
)
def test_matches(query: Query, fits: bool) -> None:
    """An entry fits if every part of the query does."""
    assert predicate_of(query).matches(record(entry(22, 6))) is fits


@pytest.mark.parametrize(
    ("values", "asked", "is_all"),
    [
        (("member_ban_add",), {"action_type": 22}, True),
        (("member_nickname",), {"action_type": 24}, False),
        (("member_mute", "member_nickname"), {"action_type": 24}, False),
        (("member_mute", "member_update"), {"action_type": 24}, False),
        (("member_timeout", "auto_moderation_user_communication_disabled"), {}, False),
        (("deleted",), {}, False),
        (("members",), {}, False),
        (("other", "22"), {}, False),
    ],
)
def test_doings_of_one_type(values: tuple[str, ...], asked: dict[str, int], is_all: bool) -> None:
    """Discord is asked for the type where all that is wanted is of one, and what it sends is looked through."""
    query = Query((Clause("action", values),))
    assert endpoint_filters(query) == asked
    assert is_filtered_by_endpoint(query) is is_all
    assert not endpoint_filters(Query((Clause("action", values, is_negated=True),)))
