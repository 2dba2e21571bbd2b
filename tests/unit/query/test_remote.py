"""Which entries a query means."""

import pytest
from tests.unit.entries import entry, record

from lightbulb_audit.model.query import Query
from lightbulb_audit.query.remote import endpoint_filters, is_filtered_by_endpoint, matches


@pytest.mark.parametrize(
    ("query", "asked", "is_all"),
    [
        (Query(), {}, True),
        (Query(user_id=5), {"user_id": 5}, True),
        (Query(action="22"), {"action_type": 22}, True),
        (Query(action="22", user_id=5), {"user_id": 5, "action_type": 22}, True),
        (Query(target_id=6), {"target_id": 6}, True),
        (Query(target_id=6, user_id=5), {"user_id": 5}, False),
        (Query(target_id=6, action="22"), {"action_type": 22}, False),
        (Query(action="members"), {}, False),
        (Query(action="members", target_id=6), {"target_id": 6}, False),
        (Query(action="members", user_id=5), {"user_id": 5}, False),
        (Query(action="other"), {}, False),
        (Query(before=9, after=1), {}, True),
    ],
)
def test_what_discord_is_asked_for(query: Query, asked: dict[str, int], is_all: bool) -> None:
    """Discord filters what it can; the target goes alone, and a category is filtered here unless it is one type."""
    assert (endpoint_filters(query), is_filtered_by_endpoint(query)) == (asked, is_all)


def test_new_types_are_of_the_category_other() -> None:
    """The category for what is new to us finds entries of types without a row, and no others."""
    assert matches(Query(action="other"), record(entry(987, 6)))
    assert not matches(Query(action="other"), record(entry(22, 6)))


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        (Query(), True),
        (Query(user_id=5), True),
        (Query(user_id=6), False),
        (Query(action="22"), True),
        (Query(action="23"), False),
        (Query(action="members"), True),
        (Query(action="roles"), False),
        (Query(target_id=6), True),
        (Query(target_id=5), False),
        (Query(user_id=5, action="members", target_id=6), True),
        (Query(user_id=5, action="members", target_id=7), False),
    ],
)
def test_matches(query: Query, fits: bool) -> None:
    """An entry fits if every part of the query does."""
    assert matches(query, record(entry(22, 6))) is fits
