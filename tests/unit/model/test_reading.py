"""Raw JSON in, records out."""

from typing import Any

import hikari
import pytest
from hikari import audit_logs
from tests.unit.entries import GUILD, READER, change, entry, page, record

from lightbulb_audit.model import Reader
from lightbulb_audit.model.decode import entry_info
from lightbulb_audit.model.offline_app import OfflineApp, OfflineError


@pytest.mark.parametrize("action_type", [13, 14, 15])
@pytest.mark.parametrize(("whose", "kind"), [("0", 0), ("1", 1)])
def test_overwrite_options(action_type: int, whose: str, kind: int) -> None:
    """The options of permission overwrites become hikari's model, of a role and of a member."""
    options = record(entry(action_type, 10, options={"id": "20", "type": whose, "role_name": "Helper"})).entry.options
    assert isinstance(options, audit_logs.ChannelOverwriteEntryInfo)
    assert (options.id, options.type, options.role_name) == (20, kind, "Helper")


def test_prune_options() -> None:
    """The options of a prune become hikari's model."""
    options = record(entry(21, options={"delete_member_days": "7", "members_removed": "41"})).entry.options
    assert isinstance(options, audit_logs.MemberPruneEntryInfo)
    assert (options.delete_member_days.days, options.members_removed) == (7, 41)


def test_move_and_disconnect_options() -> None:
    """The options of moves and disconnects become hikari's models."""
    moved = record(entry(26, options={"channel_id": "12", "count": "3"})).entry.options
    gone = record(entry(27, options={"count": "2"})).entry.options
    assert isinstance(moved, audit_logs.MemberMoveEntryInfo)
    assert (moved.channel_id, moved.count) == (12, 3)
    assert isinstance(gone, audit_logs.MemberDisconnectEntryInfo)
    assert gone.count == 2


def test_message_options() -> None:
    """The options of deleted, bulk-deleted and pinned messages become hikari's models."""
    deleted = record(entry(72, 6, options={"channel_id": "10", "count": "5"})).entry.options
    bulk = record(entry(73, 10, options={"count": "99"})).entry.options
    assert isinstance(deleted, audit_logs.MessageDeleteEntryInfo)
    assert (deleted.channel_id, deleted.count) == (10, 5)
    assert isinstance(bulk, audit_logs.MessageBulkDeleteEntryInfo)
    assert bulk.count == 99
    for action_type in (74, 75):
        pin = record(entry(action_type, 6, options={"channel_id": "10", "message_id": "70"})).entry.options
        assert isinstance(pin, audit_logs.MessagePinEntryInfo)
        assert (pin.channel_id, pin.message_id) == (10, 70)


def fields(options: Any, *names: str) -> list[Any]:
    """Some fields of an entry's options."""
    return [getattr(options, name) for name in names]


@pytest.mark.parametrize(
    ("types", "options", "model", "values"),
    [
        ((20, 25), {"integration_type": "twitch"}, entry_info.IntegrationEntryInfo, {"integration_type": "twitch"}),
        ((83, 84, 85), {"channel_id": "13"}, entry_info.InChannelEntryInfo, {"channel_id": 13}),
        ((121,), {"application_id": "38"}, entry_info.CommandPermissionEntryInfo, {"application_id": 38}),
        (
            (143, 144, 145, 146),
            {
                "auto_moderation_rule_name": "No shouting",
                "auto_moderation_rule_trigger_type": "1",
                "channel_id": "10",
            },
            entry_info.AutoModActionEntryInfo,
            {"rule_name": "No shouting", "trigger_type": hikari.AutoModTriggerType.KEYWORD, "channel_id": 10},
        ),
        (
            (192, 193),
            {"channel_id": "12", "status": "movie night"},
            entry_info.VoiceStatusEntryInfo,
            {"channel_id": 12, "status": "movie night"},
        ),
        (
            (200, 201, 202),
            {"event_exception_id": "90"},
            entry_info.EventExceptionEntryInfo,
            {"event_exception_id": 90},
        ),
    ],
)
def test_options_that_hikari_lacks(
    types: tuple[int, ...], options: dict[str, str], model: type, values: dict[str, Any]
) -> None:
    """Each documented option decodes to a typed model that takes hikari's base; absent, null or empty gives None."""
    for action_type in types:
        decoded = record(entry(action_type, 6, options=options)).entry.options
        assert type(decoded) is model
        assert isinstance(decoded, audit_logs.BaseAuditLogEntryInfo)
        assert {name: getattr(decoded, name) for name in values} == values
        for nothing in (None, ""):
            bare = record(entry(action_type, 6, options=dict.fromkeys([*options, "later"], nothing)))
            assert fields(bare.entry.options, *values) == [None] * len(values)
            assert bare.unread == ()
        bare = record(entry(action_type, 6, options={"later": "1"}))
        assert fields(bare.entry.options, *values) == [None] * len(values)


@pytest.mark.parametrize("options", [None, {}, "", []])
@pytest.mark.parametrize("action_type", [1, 14, 20, 21, 26, 72, 143, 192, 987])
def test_empty_options(action_type: int, options: Any) -> None:
    """Options that are null or empty read as none at all."""
    row = entry(action_type, 6)
    row["options"] = options
    assert record(row).unread in ((), ("options",))
    assert record(row).options == {}
    assert record(row).entry.user_id == 5


def test_options_of_a_new_type_stay_raw() -> None:
    """Options that nobody documents are kept as they came, and cannot be changed by accident."""
    options = record(entry(987, 6, options={"seat": "3"})).entry.options
    assert isinstance(options, entry_info.RawEntryInfo)
    assert options.options == {"seat": "3"}
    with pytest.raises(TypeError):
        options.options["seat"] = "4"  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize("options", ["raid", [1], 7, True])
def test_options_that_are_no_object_are_named(options: Any) -> None:
    """Options of a wrong shape are named as unread, and the entry stays."""
    for action_type in (20, 26, 143, 987):
        row = {**entry(action_type, 6), "options": options}
        assert "options" in record(row).unread
        assert record(row).raw["options"] == options


@pytest.mark.parametrize(
    ("value", "expected"),
    [("5", 5), (5, 5), (None, None), ("", None), ("abc", None), (-1, None), ("1_0", None), (" 5", None),
     ("\u0665", None),
     (1.5, None), (True, None), ([], None), ({}, None), (1 << 63, None), ("9" * 30, None)],
)  # fmt: skip
@pytest.mark.parametrize("key", ["user_id", "target_id"])
def test_odd_ids(key: str, value: Any, expected: int | None) -> None:
    """An id is a number of at most 63 bits, in a string or bare; everything else is no id, and is named as unread."""
    read = record({**entry(22, 6), key: value})
    assert getattr(read.entry, key) == expected
    assert read.unread == (() if expected is not None or value in (None, "") else (key,))


@pytest.mark.parametrize("value", ["abc", -1, 1.5, True, [], {}, 1 << 63, "1_0", ""])
def test_an_entry_without_a_readable_id_is_kept(value: Any) -> None:
    """An id that cannot be read is 0, without a time; the entry is kept."""
    read = record({**entry(22, 6), "id": value})
    assert (read.id, read.created_at) == (0, None)
    assert read.entry.target_id == 6


@pytest.mark.parametrize(
    ("value", "expected"),
    [(22, 22), ("22", 22), (987, 987), (22.0, 22), (True, -1), ([22], -1), ({}, -1), ("ban", -1), ("", -1), (-3, -1)],
)
def test_odd_types(value: Any, expected: int) -> None:
    """A type that is no number reads as -1 and is named as unread."""
    read = record(entry(value, 6))
    assert read.entry.action_type == expected
    assert ("action_type" in read.unread) == (expected == -1)


@pytest.mark.parametrize(
    "row", [None, 7, "entry", [], {}, {"id": "1"}, {"action_type": 1}, {"id": "1", "action_type": None}]
)
def test_what_is_no_entry(row: Any) -> None:
    """Rows without an id or a type are no entries, and cost no other row."""
    good = entry(22, 6)
    read = page(row, good)
    assert [str(one.id) for one in read.records] == [good["id"]]
    assert read.row_count == 2


@pytest.mark.parametrize("reason", [7, [], {}, True, ["raid"]])
def test_odd_reasons(reason: Any) -> None:
    """A reason that is no text is named as unread."""
    read = record(entry(22, 6, reason=reason))
    assert (read.entry.reason, read.unread) == (None, ("reason",))


@pytest.mark.parametrize("changes", ["x", 7, {"key": "name"}, [None], ["x"], [[]], [{}], [{"key": 7}], [{"key": None}]])
def test_odd_changes(changes: Any) -> None:
    """Changes of any shape are told one by one."""
    read = record({**entry(11, 10), "changes": changes})
    assert len(list(read.changes())) == 1
    assert len(read.entry.changes) == 1


@pytest.mark.parametrize("payload", [None, 7, "page", {}, {"audit_log_entries": None}, {"audit_log_entries": {}}, []])
def test_pages_without_entries(payload: Any) -> None:
    """Whatever comes instead of a page reads as a page without entries."""
    read = READER.page(payload, GUILD)
    assert (list(read.records), read.row_count) == ([], 0)
    assert read.audit_log.entries == {}


def test_a_bad_thing_in_a_map_costs_nothing_else() -> None:
    """A user, webhook, rule or integration that cannot be decoded is missing alone."""
    user = {"id": "5", "username": "anna", "discriminator": "0", "avatar": None}
    rubbish: list[Any] = [None, 7, {"id": "6"}, {"id": None}, {"id": "7", "username": []}]
    read = page(entry(22, 6), users=[*rubbish, user], webhooks=rubbish, integrations=rubbish, threads="none")
    assert list(read.audit_log.users) == [5]
    assert read.audit_log.webhooks == {}
    assert read.audit_log.integrations == {}
    assert len(read.audit_log.entries) == 1
    assert read.things("threads") == []


def test_changes_are_typed_as_hikari_types_them() -> None:
    """A change beside one that hikari refuses is still decoded by hikari."""
    read = record(entry(31, 20, change("color", "red"), change("permissions", "8"), change("hoist", new=True)))
    colour, permissions, hoist = read.entry.changes
    assert colour.new_value == "red"
    assert permissions.new_value == hikari.Permissions.ADMINISTRATOR
    assert (hoist.key, hoist.new_value) == (hikari.AuditLogChangeKey.HOIST, True)
    assert read.unread == ("changes.color",)


async def test_models_without_discord_ask_nobody() -> None:
    """A model out of a file says that there is no Discord to ask."""
    info = record(entry(83, 31, options={"channel_id": "13"})).entry.options
    assert isinstance(info, entry_info.InChannelEntryInfo)
    with pytest.raises(OfflineError):
        await info.fetch_channel()
    empty = Reader(OfflineApp()).entry(entry(83, 31, options={"channel_id": ""}), GUILD)
    assert empty is not None
    assert isinstance(empty.entry.options, entry_info.InChannelEntryInfo)
    assert await empty.entry.options.fetch_channel() is None
