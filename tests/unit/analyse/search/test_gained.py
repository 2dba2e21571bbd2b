"""Every way in which a permission is gained can be found."""

from typing import Any

import pytest
from tests.unit.entries import GENERAL, GIVEAWAYS, HELPER, PLANS, VIP, bits, change, entry, record

from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.remote import predicate_of
from lightbulb_audit.query.terms import terms_of


@pytest.mark.parametrize(
    "raw",
    [
        entry(30, HELPER, change("permissions", bits(3))),
        entry(31, HELPER, change("permissions_new", bits(3), "0")),
        entry(13, GENERAL, change("allow", bits(3)), options={"id": str(HELPER), "type": "role"}),
        entry(14, GENERAL, change("allow", 8, 0), change("allow_new", bits(3), "0")),
        entry(10, PLANS, change("permission_overwrites", [{"id": str(HELPER), "allow": bits(3), "deny": "0"}])),
    ],
)  # fmt: skip
def test_a_permission_itself(raw: Any) -> None:
    """A permission is found where it was given by itself, in any shape, or within the overwrites of a channel."""
    assert " @gain:administrator " in terms_of(raw)


@pytest.mark.parametrize(
    ("raw", "sign"),
    [
        (entry(40, None, change("role_ids", [str(HELPER)])), "add"),
        (entry(40, None, change("roles", [{"id": str(HELPER), "name": "Helper"}])), "add"),
        (entry(41, None, change("role_ids", [str(VIP)], [str(HELPER), str(VIP)])), "take"),
        (entry(42, None, change("role_ids", None, [str(HELPER)])), "take"),
    ],
)
def test_a_role_that_an_invite_gives(raw: Any, sign: str) -> None:
    """A role that an invite began to give, or gives no more, is found like one that was given or taken."""
    terms = terms_of(raw)
    assert f" @{sign}:{HELPER} " in terms
    assert f":{VIP} " not in terms


def test_a_bot_that_was_added() -> None:
    """Who added a bot whose own role has a permission gave that permission; another bot is none."""
    query = Query((Clause("gained", ("administrator",)),))
    for holder, is_found in ((GIVEAWAYS, True), (HELPER, False)):
        lore = SearchContext(holders={"administrator": frozenset({holder})})
        assert predicate_of(query, lore).matches(record(entry(28, GIVEAWAYS))) is is_found
        assert not predicate_of(query, lore).matches(record(entry(20, GIVEAWAYS)))


def test_the_roles_of_an_emoji_are_no_gain() -> None:
    """Who may use an emoji has gained no role."""
    assert "@add:" not in terms_of(entry(61, 35, change("roles", [str(HELPER)], [])))
