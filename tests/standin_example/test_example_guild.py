"""The example guild is a guild file that Discord itself could have sent."""

import datetime as dt
import itertools
import json
from typing import Any, Final

import pytest

from discord_standin.example import example_guild

NOW: Final = dt.datetime(2026, 11, 22, 22, 0, tzinfo=dt.UTC)
EPOCH_MS: Final = 1420070400000
WEEK: Final = dt.timedelta(days=7)

DOCUMENTED_TYPES: Final = frozenset(
    {1, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30, 31, 32, 40, 41, 42, 50, 51, 52, 60, 61, 62}
    | {72, 73, 74, 75, 80, 81, 82, 83, 84, 85, 90, 91, 92, 100, 101, 102, 110, 111, 112, 121, 130, 131, 132}
    | {140, 141, 142, 143, 144, 145, 146, 150, 151, 163, 164, 165, 166, 167, 171, 172, 180, 190, 191, 192, 193}
    | {200, 201, 202, 210, 211, 212, 213}
)
UNHEARD_OF: Final = 987

# The options that each type may have; what is not here has none.
OVERWRITE: Final = {"id", "type", "role_name"}
AUTOMOD: Final = {"auto_moderation_rule_name", "auto_moderation_rule_trigger_type", "channel_id"}
MESSAGE: Final = {"channel_id", "message_id"}
OPTIONS: Final[dict[int, set[str]]] = {
    **dict.fromkeys((13, 14, 15), OVERWRITE),
    20: {"integration_type"},
    25: {"integration_type"},
    21: {"delete_member_days", "members_removed"},
    26: {"channel_id", "count"},
    27: {"count"},
    72: {"channel_id", "count"},
    73: {"count"},
    **dict.fromkeys((74, 75), MESSAGE),
    **{key: {"channel_id"} for key in (83, 84, 85)},
    121: {"application_id"},
    **dict.fromkeys((143, 144, 145, 146), AUTOMOD),
    # Nobody documents these three; they name the message as the neighbouring actions do.
    **dict.fromkeys((171, 172), MESSAGE),
    180: {"channel_id"},
    192: {"channel_id", "status"},
    193: {"channel_id"},
    **{key: {"event_exception_id"} for key in (200, 201, 202)},
    UNHEARD_OF: {"seat", "count"},
}
MAY_LACK: Final[dict[int, set[str]]] = {
    **{key: {"role_name"} for key in (13, 14, 15)},
    20: {"integration_type"},
    25: {"integration_type"},
}


@pytest.fixture(scope="module")
def file() -> dict[str, Any]:
    """The guild file of one moment."""
    return example_guild(NOW)


@pytest.fixture(scope="module")
def entries(file: dict[str, Any]) -> list[dict[str, Any]]:
    """Its audit log entries."""
    return file["audit_log"]["audit_log_entries"]


def made_at(snowflake: str) -> dt.datetime:
    """Tell the moment that an id was made at."""
    return dt.datetime.fromtimestamp(((int(snowflake) >> 22) + EPOCH_MS) / 1000, dt.UTC)


def test_every_documented_type_occurs_and_one_unheard_of(entries: list[dict[str, Any]]) -> None:
    """The week holds every action type of Discord's, and one that Discord has not made yet."""
    assert {entry["action_type"] for entry in entries} == DOCUMENTED_TYPES | {UNHEARD_OF}
    assert 150 <= len(entries) <= 250


def test_entries_are_of_the_last_week_newest_first(entries: list[dict[str, Any]]) -> None:
    """Ids are unique and fall strictly; their times lie within the seven days before now."""
    ids = [int(entry["id"]) for entry in entries]
    assert all(newer > older for newer, older in itertools.pairwise(ids))
    assert NOW - WEEK <= made_at(entries[-1]["id"]) < NOW - dt.timedelta(days=6, hours=12)
    assert NOW - dt.timedelta(minutes=10) < made_at(entries[0]["id"]) <= NOW


def test_options_are_those_that_discord_documents(entries: list[dict[str, Any]]) -> None:
    """Each type has its documented options, all of them strings, and no others."""
    for entry in entries:
        options: dict[str, Any] = entry.get("options", {})
        kind = entry["action_type"]
        allowed = OPTIONS.get(kind, set())
        assert allowed - MAY_LACK.get(kind, set()) <= options.keys() <= allowed, entry
        assert all(isinstance(value, str) for value in options.values()), entry


def test_targets_are_null_where_discord_names_none(entries: list[dict[str, Any]]) -> None:
    """Prunes, voice moves, invites and sounds have no target; everything else has one."""
    untargeted = {21, 26, 27, 40, 41, 42, 130, 131, 132}
    for entry in entries:
        assert (entry["target_id"] is None) == (entry["action_type"] in untargeted), entry


def test_the_file_is_json_and_the_same_each_time(file: dict[str, Any]) -> None:
    """One moment gives one file, which is JSON through and through."""
    assert json.dumps(example_guild(NOW)) == json.dumps(file)
    assert json.loads(json.dumps(file)) == file


def test_old_things_keep_their_ids(file: dict[str, Any]) -> None:
    """Who types `--as` an id today can do so tomorrow."""
    later = example_guild(NOW + dt.timedelta(days=3, seconds=7))
    assert later["bot"]["id"] == file["bot"]["id"]
    assert later["guild"]["owner_id"] == file["guild"]["owner_id"]
    assert [member["user"]["id"] for member in later["guild"]["members"]] == [
        member["user"]["id"] for member in file["guild"]["members"]
    ]


def test_another_time_zone_is_the_same_moment(file: dict[str, Any]) -> None:
    """The file does not depend on the zone that the moment is told in."""
    assert example_guild(NOW.astimezone(dt.timezone(dt.timedelta(hours=9)))) == file


def test_the_maps_name_what_the_entries_name(file: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    """Actors, webhooks, rules, commands, events and threads are there, but for what is gone."""
    log: dict[str, Any] = file["audit_log"]
    users = {user["id"] for user in log["users"]}
    actors = {entry["user_id"] for entry in entries} - {None}
    assert actors <= users
    for key, kinds in {
        "webhooks": {50, 51},
        "integrations": {80, 81},
        "threads": {110, 111},
        "auto_moderation_rules": {140, 141},
        "guild_scheduled_events": {101, 200, 201, 202},
    }.items():
        there = {thing["id"] for thing in log[key]}
        assert {entry["target_id"] for entry in entries if entry["action_type"] in kinds} <= there, key
    commands = {command["id"] for command in log["application_commands"]}
    asked = [entry for entry in entries if entry["action_type"] == 121]
    assert commands <= {entry["target_id"] for entry in asked}
    assert any(entry["target_id"] == entry["options"]["application_id"] for entry in asked)


def test_some_targets_are_gone(file: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    """Users who left, deleted channels and unknown actors occur, as they do in any real log."""
    users = {user["id"] for user in file["audit_log"]["users"]}
    members = {member["user"]["id"] for member in file["guild"]["members"]}
    channels = {channel["id"] for channel in file["guild"]["channels"]}
    member_targets = {entry["target_id"] for entry in entries if entry["action_type"] in {20, 22, 24, 72}}
    assert member_targets - members
    assert member_targets - users
    assert {entry["target_id"] for entry in entries if entry["action_type"] in {10, 12}} - channels
    assert any(entry["user_id"] is None for entry in entries)


def test_pins_name_messages_that_stand_in_their_channels(file: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    """What is pinned can be looked at, one of them with files; an unpinned one may be gone."""
    standing = {(where, row["id"]): row for where, rows in file["messages"].items() for row in rows}
    pins = [(row["options"]["channel_id"], row["options"]["message_id"]) for row in entries if row["action_type"] == 74]
    found = [standing[pin] for pin in pins if pin in standing]
    assert len(found) >= 2
    assert any(message["attachments"] for message in found)
    assert any(message["pinned"] for message in found)
    assert all(row["channel_id"] == where for (where, _), row in standing.items())


def test_the_bot_may_read_the_log_and_is_kept_out_of_one_channel(file: dict[str, Any]) -> None:
    """The auditor holds VIEW_AUDIT_LOG by a role of its own, and an overwrite hides one channel from it."""
    guild: dict[str, Any] = file["guild"]
    bot = file["bot"]["id"]
    member = next(member for member in guild["members"] if member["user"]["id"] == bot)
    own = [role for role in guild["roles"] if role["id"] in member["roles"]]
    assert [role["tags"] for role in own] == [{"bot_id": bot}]
    assert int(own[0]["permissions"]) & 1 << 7
    view = 1 << 10
    hidden = [
        channel["name"]
        for channel in guild["channels"]
        for row in channel["permission_overwrites"]
        if row["id"] == own[0]["id"] and int(row["deny"]) & view
    ]
    assert hidden == ["cellar-accounts"]


def test_the_long_reason_is_as_long_as_discord_allows(entries: list[dict[str, Any]]) -> None:
    """One reason has exactly 512 characters, none has more."""
    assert max(len(entry.get("reason", "")) for entry in entries) == 512


def test_users_beside_the_guild_are_no_members(file: dict[str, Any]) -> None:
    """`users` holds those who are no members any more, and the two keep apart."""
    members = {member["user"]["id"] for member in file["guild"]["members"]}
    assert not members & {user["id"] for user in file["users"]}
    assert file["bot"]["id"] in members
