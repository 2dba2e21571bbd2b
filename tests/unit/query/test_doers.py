"""Who did what AutoMod did."""

import pytest
from tests.unit.entries import BOB, entry, record

from lightbulb_audit.catalog.kinds import AUTOMOD_ID
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.remote import predicate_of


@pytest.mark.parametrize("action_type", [143, 144, 145, 146, 180])
def test_a_member_does_not_punish_himself(action_type: int) -> None:
    """Discord may name the member as the user of what was done to his message; he did not do it."""
    one = record({**entry(action_type, BOB), "user_id": str(BOB)})
    told = describe(one, Names())
    assert not predicate_of(Query.where(actor=BOB)).matches(one)
    assert predicate_of(Query.where(target=BOB)).matches(one)
    assert (told.actor.id, told.actor.name) == (None, told.row.actor)


def test_automod_did_what_its_account_did() -> None:
    """Asked for AutoMod's own account, its deeds are found."""
    assert predicate_of(Query.where(actor=AUTOMOD_ID)).matches(record({**entry(143, BOB), "user_id": str(AUTOMOD_ID)}))
