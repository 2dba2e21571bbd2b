"""Builds the audit log, with the maps that come beside its entries, and the messages of the channels."""

import zlib
from collections.abc import Mapping
from typing import Any, Final

from discord_standin.example import (
    routine,
    story_people,
    story_places,
    story_rules,
    story_server,
    story_traffic,
    things,
)
from discord_standin.example.guild import events, objects, thread_of, with_users
from discord_standin.example.people import PEOPLE
from discord_standin.example.places import MESSAGES, THREADS, Message
from discord_standin.example.wire import Clock, Entry, snowflake

ENTRIES: Final = (
    *routine.entries(),
    *story_people.ENTRIES,
    *story_places.ENTRIES,
    *story_traffic.ENTRIES,
    *story_server.ENTRIES,
    *story_rules.ENTRIES,
)


def entry_of(entry: Entry, number: int, clock: Clock) -> dict[str, Any]:
    """Make an entry; like Discord it leaves out what there is none of."""
    moment = clock.moment(entry.age)
    made: dict[str, Any] = {
        "id": snowflake(moment, number),
        "user_id": clock.id(entry.actor) if entry.actor else None,
        "target_id": clock.id(entry.target) if entry.target else None,
        "action_type": int(entry.action),
    }
    if entry.changes is not None:
        made["changes"] = [clock.value(change, moment) for change in entry.changes]
    if entry.options is not None:
        made["options"] = clock.value(dict(entry.options), moment)
    if entry.reason is not None:
        made["reason"] = entry.reason
    return made


def named_ids(entries: list[dict[str, Any]]) -> set[str]:
    """Collect the ids that entries name as who did it, to whom, and in changes that name an inviter."""
    ids = {entry[key] for entry in entries for key in ("user_id", "target_id")}
    inviters = {
        change.get("new_value") or change.get("old_value")
        for entry in entries
        for change in entry.get("changes", ())
        if change["key"] == "inviter_id"
    }
    return {name for name in ids | inviters if name is not None}


def audit_log(clock: Clock, users: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Make the whole log, newest first."""
    rows = [entry_of(entry, number, clock) for number, entry in enumerate(ENTRIES)]
    rows.sort(key=lambda row: int(row["id"]), reverse=True)
    named = named_ids(rows)
    guild_id = clock.id("guild")
    command = {"application_id": clock.id("@giveaways"), "version": clock.id("command:giveaway"), "nsfw": False}
    known = [users[person.key] for person in PEOPLE if person.known]
    webhooks = objects(things.WEBHOOKS, clock, guild_id=guild_id, avatar=None)
    return {
        "audit_log_entries": rows,
        "users": [dict(user) for user in known if user["id"] in named],
        "integrations": objects(things.INTEGRATIONS, clock),
        "webhooks": with_users(webhooks, users),
        "guild_scheduled_events": events(clock, users),
        "threads": [thread_of(thread, clock) for thread in THREADS],
        "application_commands": objects(things.COMMANDS, clock, **command),
        "auto_moderation_rules": objects(things.RULES, clock, guild_id=guild_id),
    }


def attachments(message: Message, clock: Clock) -> list[dict[str, Any]]:
    """Make a message's attachments; the addresses lead nowhere."""
    base = f"https://cdn.discordapp.com/attachments/{clock.id(message.channel)}"
    moment = clock.moment(message.age)
    return [
        {
            "id": (number := snowflake(moment, zlib.crc32(name.encode()))),
            "filename": name,
            "size": size,
            "content_type": kind,
            "url": f"{base}/{number}/{name}",
            "proxy_url": f"{base}/{number}/{name}".replace("cdn.discordapp.com", "media.discordapp.net"),
            **({"width": 1280, "height": 720} if kind.startswith("image/") else {}),
        }
        for name, kind, size in message.files
    ]


def message_of(message: Message, clock: Clock, users: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Make a message object."""
    return {
        "id": clock.id(message.key),
        "channel_id": clock.id(message.channel),
        "type": 0,
        "author": dict(users[message.author]),
        "content": message.content,
        "timestamp": clock.iso(message.age),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": attachments(message, clock),
        "embeds": [],
        "components": [],
        "pinned": message.pinned,
        "flags": 0,
    }


def messages(clock: Clock, users: Mapping[str, Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Make the messages of each channel, oldest first."""
    channels: dict[str, list[dict[str, Any]]] = {}
    for message in sorted(MESSAGES, key=lambda row: int(clock.id(row.key))):
        channels.setdefault(clock.id(message.channel), []).append(message_of(message, clock, users))
    return channels
