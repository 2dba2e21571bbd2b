"""Discord's published contract and hikari both take the example guild as it is."""

import datetime as dt
import json
import os
import pathlib
from typing import Any, Final

import hikari
import hikari.api
import jsonschema
import pytest

from discord_standin.example import example_guild

NOW: Final = dt.datetime(2026, 11, 22, 22, 0, tzinfo=dt.UTC)
ROOT: Final = pathlib.Path(__file__).parents[2]
CONTRACT: Final = pathlib.Path(os.environ.get("DISCORD_OPENAPI", ROOT.parent / "shared/discord/openapi.json"))

# Entries that the contract refuses, by type, and why they are in the example all the same.
REFUSED: Final = {
    210: "documented by users of Discord, but not published",
    212: "as above",
    213: "as above",
    987: "a type that Discord may add tomorrow",
}


@pytest.fixture(scope="module")
def file() -> dict[str, Any]:
    """The guild file of one moment."""
    return example_guild(NOW)


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    """Discord's OpenAPI file."""
    if not CONTRACT.exists():
        pytest.skip("Discord's openapi.json is not at hand: set DISCORD_OPENAPI to its path")
    return json.loads(CONTRACT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def factory() -> hikari.api.EntityFactory:
    """Hikari's own reader."""
    return hikari.GatewayBot("MQ.no.token", banner=None, suppress_optimization_warning=True).entity_factory


def faults(contract: dict[str, Any], schema: str, value: Any) -> list[str]:
    """List what breaks a schema of the contract."""
    reference = {"$ref": f"#/components/schemas/{schema}", "components": contract["components"]}
    # jsonschema declares what it checks as JSON, and what it finds as unknown.
    validator: Any = jsonschema.Draft202012Validator(reference)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


def test_each_entry_keeps_the_contract(file: dict[str, Any], contract: dict[str, Any]) -> None:
    """Every entry is an AuditLogEntryResponse, but for the listed types."""
    for entry in file["audit_log"]["audit_log_entries"]:
        found = faults(contract, "AuditLogEntryResponse", entry)
        assert bool(found) == (entry["action_type"] in REFUSED), (entry, found)


@pytest.mark.parametrize(
    "key",
    [
        "users",
        "integrations",
        "webhooks",
        "guild_scheduled_events",
        "threads",
        "application_commands",
        "auto_moderation_rules",
    ],
)
def test_each_map_keeps_the_contract(key: str, file: dict[str, Any], contract: dict[str, Any]) -> None:
    """The maps beside the entries hold whole objects."""
    empty: dict[str, Any] = {name: [] for name in file["audit_log"]}
    for thing in file["audit_log"][key]:
        assert faults(contract, "GuildAuditLogResponse", {**empty, key: [thing]}) == []


@pytest.mark.parametrize(
    ("key", "schema"),
    [
        ("roles", "GuildRoleResponse"),
        ("members", "GuildMemberResponse"),
        ("threads", "ThreadResponse"),
        ("emojis", "EmojiResponse"),
        ("stickers", "GuildStickerResponse"),
        ("soundboard_sounds", "SoundboardSoundResponse"),
        ("stage_instances", "StageInstanceResponse"),
    ],
)
def test_the_guilds_parts_keep_the_contract(
    key: str, schema: str, file: dict[str, Any], contract: dict[str, Any]
) -> None:
    """Roles, members and what else the guild holds are whole objects."""
    for thing in file["guild"][key]:
        assert faults(contract, schema, thing) == []


def test_channels_and_messages_keep_the_contract(file: dict[str, Any], contract: dict[str, Any]) -> None:
    """Channels are whole but for the guild's id, which GUILD_CREATE leaves out; messages are whole."""
    for channel in file["guild"]["channels"]:
        assert faults(contract, "GuildChannelResponse", {**channel, "guild_id": file["guild"]["id"]}) == []
    for rows in file["messages"].values():
        for row in rows:
            assert faults(contract, "MessageResponse", row) == []


def test_hikari_reads_the_guild_without_loss(file: dict[str, Any], factory: hikari.api.EntityFactory) -> None:
    """Hikari finds every role, channel, thread, member, emoji, sticker and voice state."""
    guild = file["guild"]
    read = factory.deserialize_gateway_guild(guild, user_id=hikari.Snowflake(file["bot"]["id"]))
    assert read.guild().name == "The Prancing Pony"
    assert read.guild().owner_id == int(guild["owner_id"])
    for key, found in {
        "roles": read.roles(),
        "channels": read.channels(),
        "threads": read.threads(),
        "emojis": read.emojis(),
        "stickers": read.stickers(),
    }.items():
        assert {int(thing["id"]) for thing in guild[key]} == set(found), key
    assert {int(member["user"]["id"]) for member in guild["members"]} == set(read.members())
    assert len(read.voice_states()) == len(guild["voice_states"])
    assert len(read.presences()) == 0


def test_hikari_reads_events_stages_and_messages(file: dict[str, Any], factory: hikari.api.EntityFactory) -> None:
    """What hikari reads apart from the guild is whole too."""
    for event in file["guild"]["guild_scheduled_events"]:
        assert factory.deserialize_scheduled_event(event).id == int(event["id"])
    for stage in file["guild"]["stage_instances"]:
        assert factory.deserialize_stage_instance(stage).id == int(stage["id"])
    for rows in file["messages"].values():
        for row in rows:
            assert factory.deserialize_message(row).content == row["content"]


def test_hikari_reads_the_log_as_far_as_it_can(file: dict[str, Any], factory: hikari.api.EntityFactory) -> None:
    """Hikari takes the page whole and drops just the entries whose options it does not know."""
    unread = {20, 25, 83, 84, 85, 121, 143, 144, 145, 146, 171, 172, 180, 192, 193, 200, 201, 202, 987}
    log = factory.deserialize_audit_log(file["audit_log"], guild_id=hikari.Snowflake(file["guild"]["id"]))
    rows = file["audit_log"]["audit_log_entries"]
    lost = [row for row in rows if int(row["id"]) not in log.entries]
    assert all(row["action_type"] in unread and row.get("options") for row in lost)
    for key, found in {"users": log.users, "threads": log.threads, "webhooks": log.webhooks}.items():
        assert len(found) == len(file["audit_log"][key]), key
    assert len(log.integrations) == 2
