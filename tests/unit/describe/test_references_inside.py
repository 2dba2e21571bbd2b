"""Whom and what entries name inside, by keys that a table knows and by keys that none does."""

from typing import Any, Final

import pytest
from tests.unit.entries import change, entry, record

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.entry_references import references
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.text.plain import whole

_ID: Final = 123456789012345678
_NAMES: Final = Names(behind=lambda _, thing_id: Known("Wendel") if thing_id == _ID else None)


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("owner_id", str(_ID), Kind.USER),
        ("inviter", {"id": str(_ID)}, Kind.USER),
        ("creator_id", _ID, Kind.USER),
        ("roles", [str(_ID)], Kind.ROLE),
        ("exempt_channels", [str(_ID)], Kind.CHANNEL),
        ("approver_user_id", str(_ID), Kind.USER),
        ("first_channel_ids", [str(_ID)], Kind.CHANNEL),
        ("thanked_role_id", str(_ID), Kind.ROLE),
    ],
)
def test_an_id_is_told_by_name(key: str, value: Any, kind: Kind) -> None:
    """An id is listed and told by name wherever a key says of what it is one, were the key new to everybody."""
    told = record(entry(1, 7, change(key, value)))
    assert (kind, _ID) in references(told)
    (line,) = describe(told, _NAMES).changes
    assert "Wendel" in whole(line.text)
    assert str(_ID) not in whole(line.text)


def test_a_new_key_stays_named() -> None:
    """What nobody documents is among the unread parts, whatever its value probably means."""
    told = describe(
        record(entry(1, 7, change("approver_user_id", str(_ID)), options={"shown_channel_id": "5"})), _NAMES
    )
    assert told.unread == ("changes.approver_user_id", "options.shown_channel_id")
