"""What hikari loses or raises, row by row of what Discord sends, and that reading here does neither.

What a later release learned is no loss of it any more: such rows say from which release on.
"""

from typing import Any, Final

import hikari
import pytest
from tests.unit.entries import GUILD, change, entry, page

from lightbulb_audit.catalog.permissions import BY_BIT
from lightbulb_audit.model.decode import entry_info
from lightbulb_audit.model.offline_app import OfflineApp

FACTORY: Final = OfflineApp().entity_factory
_IS_OLD: Final = hikari.__version__.startswith("2.6.")
_LEARNED: Final = (192, 193)
"""The types that hikari 2.7 has models for."""


def _unknown(*numbers: int) -> list[int]:
    """Those of some types that the hikari at hand does not know."""
    return [number for number in numbers if _IS_OLD or number not in _LEARNED]


GOOD: Final = entry(22, 6, entry_id=1_574_343_000_000_999_999)


def hikaris(*rows: Any, **maps: Any) -> hikari.AuditLog:
    """What hikari alone makes of a page."""
    names = ("users", "webhooks", "integrations", "threads", "auto_moderation_rules")
    lists: dict[str, list[Any]] = {name: [] for name in names}
    return FACTORY.deserialize_audit_log({"audit_log_entries": list(rows), **lists, **maps}, guild_id=GUILD)


@pytest.mark.parametrize(
    "action_type", _unknown(20, 25, 83, 84, 85, 121, 143, 144, 145, 146, 192, 193, 200, 201, 202, 180, 987)
)
def test_options_that_hikari_does_not_know_cost_it_the_entry(action_type: int) -> None:
    """An entry whose type has no options in hikari is dropped there and kept here."""
    row = entry(action_type, 6, options={"channel_id": "10", "integration_type": "twitch"})
    assert list(hikaris(row, GOOD).entries) == [int(GOOD["id"])]
    read = page(row, GOOD)
    assert [str(one.id) for one in read.records] == [row["id"], GOOD["id"]]
    assert read.records[0].entry.options is not None
    assert read.records[0].unread == ()


@pytest.mark.parametrize(
    ("row", "unread"),
    [
        (entry(31, 20, change("color", 0x1FFFFFF)), ("changes.color",)),
        (entry(25, 6, change("$add", [{"id": "20"}])), ("changes.$add",)),
        (entry(1, 40, change("afk_timeout", "soon")), ("changes.afk_timeout",)),
        ({key: value for key, value in entry(22).items() if key != "target_id"}, ()),
        (entry(22, ""), ()),
        (entry(22, "someone"), ("target_id",)),
        (entry(21, options={"delete_member_days": "7"}), ("options",)),
        (entry(26, options={"channel_id": "12"}), ("options",)),
        (entry(72, 6, options={"channel_id": None, "count": "1"}), ("options",)),
        (entry(72, 6, options={"channel_id": "", "count": "1"}), ("options",)),
    ],
    ids=[
        "a colour above 24 bits",
        "a role without a name",
        "a timeout that is no number",
        "no target",
        "an empty target",
        "a target in words",
        "a prune without members",
        "a move without a count",
        "a deletion with a null channel",
        "a deletion with an empty channel",
    ],
)
def test_what_raises_in_hikari_loses_nothing_here(row: dict[str, Any], unread: tuple[str, ...]) -> None:
    """One odd value raises out of hikari's whole page; here it stays raw in an entry that is otherwise read."""
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the odd value makes hikari raise
        hikaris(GOOD, row)
    read = page(GOOD, row)
    assert [str(one.id) for one in read.records] == [GOOD["id"], row["id"]]
    odd = read.records[1]
    assert odd.unread == unread
    assert odd.raw is row
    assert odd.entry.user_id == 5
    assert int(odd.entry.action_type) == row["action_type"]


def test_a_partial_thread_costs_hikari_the_page() -> None:
    """A thread that lacks its fields raises out of hikari's page and is merely missing among our threads."""
    partial = {"id": "15", "name": "ideas"}
    with pytest.raises(Exception):  # noqa: B017, PT011 - as above
        hikaris(GOOD, threads=[partial])
    read = page(GOOD, threads=[partial])
    assert list(read.audit_log.entries) == [int(GOOD["id"])]
    assert read.audit_log.threads == {}
    assert read.things("threads") == [partial]


@pytest.mark.parametrize("action_type", _unknown(146, 171, 172, 180, 192, 193, 200, 201, 202, 210, 211, 212, 213))
def test_types_without_a_name_in_hikari_stay_numbers(action_type: int) -> None:
    """A type that hikari has no name for is read as its number."""
    read = page(entry(action_type, 6)).records[0].entry
    assert not isinstance(read.action_type, hikari.AuditLogEventType)
    assert read.action_type == action_type


@pytest.mark.parametrize("action_type", _LEARNED)
@pytest.mark.parametrize("options", [{"channel_id": "10", "status": "on"}, {"status": "on"}, {"channel_id": "10"}])
def test_what_a_later_hikari_learned_is_read_alike(action_type: int, options: dict[str, str]) -> None:
    """Whatever hikari is at hand, the options of these types are read whole, also where one is absent."""
    read = page(entry(action_type, 6, options=options), GOOD).records[0]
    assert isinstance(read.entry.options, entry_info.VoiceStatusEntryInfo)
    assert read.entry.options.status == options.get("status")
    assert read.unread == ()


def test_the_permission_without_a_name_in_hikari_has_one_here() -> None:
    """The permission to set a voice channel's status has no name in hikari 2.6 and one in our table."""
    assert (1 << 48 not in [permission.value for permission in hikari.Permissions]) is _IS_OLD
    assert BY_BIT[48].name == "Set voice channel status"


def test_maps_that_hikari_leaves_out_are_kept() -> None:
    """Commands and scheduled events of a page stay readable beside hikari's model."""
    read = page(GOOD, application_commands=[{"id": "35", "name": "ban"}], guild_scheduled_events=[{"id": "31"}])
    assert not hasattr(read.audit_log, "application_commands")
    assert [thing["id"] for thing in read.things("application_commands")] == ["35"]
    assert [thing["id"] for thing in read.things("guild_scheduled_events")] == ["31"]
