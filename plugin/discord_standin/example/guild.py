"""Builds the payload of GUILD_CREATE from the tables of people, places and things."""

import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from discord_standin.example import things
from discord_standin.example.people import MEMBERSHIP, PEOPLE, ROLES, Person, Role
from discord_standin.example.places import (
    FORUM,
    MESSAGES,
    PLACES,
    STAGE,
    THREADS,
    VANISHED,
    VOICE,
    Place,
    Thread,
)
from discord_standin.example.wire import Clock

FOUNDED: Final = "2021-03-04T19:00:00"
LIVE_THINGS: Final = (
    *things.EMOJIS,
    *things.STICKERS,
    *things.SOUNDS,
    *things.WEBHOOKS,
    *things.INTEGRATIONS,
    *things.COMMANDS,
    *things.RULES,
    *things.EVENTS,
    things.STAGE,
)
TALKATIVE: Final = frozenset({0, 2, 5, 13})


def register(clock: Clock) -> None:
    """Give everything that the tables name its id; the role of everybody has the guild's own, as Discord has it."""
    clock.register("guild", FOUNDED)
    clock.register("&everyone", clock.id("guild"))
    for row in (*(role for role in ROLES if role.key != "&everyone"), *PEOPLE, *PLACES, *THREADS):
        clock.register(row.key, row.made)
    for message in MESSAGES:
        clock.register(message.key, message.age)
    for key, made, _ in LIVE_THINGS:
        clock.register(key, made)
    for key, made in VANISHED.items():
        clock.register(key, made)


def picture(word: str) -> str:
    """Make up the hash of a picture."""
    return "".join(f"{zlib.crc32(f'{word}{part}'.encode()):08x}" for part in range(4))


def user_of(person: Person, clock: Clock) -> dict[str, Any]:
    """Make a user object."""
    user: dict[str, Any] = {
        "id": clock.id(person.key),
        "username": person.username,
        "avatar": picture(person.avatar) if person.avatar else None,
        "discriminator": "0000" if person.system else f"{len(person.username):04}" if person.bot else "0",
        "public_flags": 0,
        "flags": 0,
        "banner": None,
        "accent_color": None,
        "global_name": person.display,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
    }
    if person.bot:
        user["bot"] = True
    if person.system:
        user["system"] = True
    return user


def member_of(person: Person, user: Mapping[str, Any], clock: Clock) -> dict[str, Any]:
    """Make a member object."""
    return {
        "user": dict(user),
        "nick": person.nick,
        "avatar": None,
        "banner": None,
        "roles": clock.ids(person.roles),
        "joined_at": clock.iso(person.joined or FOUNDED),
        "premium_since": clock.iso(person.boosts_since) if person.boosts_since else None,
        "deaf": False,
        "mute": person.muted,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": clock.iso(person.timeout) if person.timeout else None,
    }


def role_of(role: Role, position: int, clock: Clock) -> dict[str, Any]:
    """Make a role object; the tags that say yes do so by being there with null."""
    tags: dict[str, Any] = {}
    if role.bot:
        tags["bot_id"] = clock.id(role.bot)
    if role.integration:
        tags["integration_id"] = clock.id(role.integration)
    if role.booster:
        tags["premium_subscriber"] = None
    colors = {"primary_color": role.color, "secondary_color": role.second_color, "tertiary_color": None}
    return {
        "id": clock.id(role.key),
        "name": role.name,
        "permissions": role.permissions,
        "position": position,
        "color": role.color,
        "colors": colors,
        "hoist": role.hoist,
        "managed": bool(tags),
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": role.emoji,
        "flags": 0,
        **({"tags": tags} if tags else {}),
    }


def overwrites_of(place: Place, clock: Clock) -> list[dict[str, Any]]:
    """Make a channel's permission overwrites; users' keys begin with an @, roles' with an &."""
    return [
        {"id": clock.id(whom), "type": int(whom.startswith("@")), "allow": allowed, "deny": denied}
        for whom, allowed, denied in place.overwrites
    ]


def newest_message(key: str, clock: Clock) -> str | None:
    """Find the id of the last message in a channel."""
    return max((clock.id(message.key) for message in MESSAGES if message.channel == key), key=int, default=None)


def channel_of(place: Place, position: int, clock: Clock) -> dict[str, Any]:
    """Make a channel object with the fields of its kind."""
    channel: dict[str, Any] = {
        "id": clock.id(place.key),
        "type": place.type,
        "name": place.name,
        "position": position,
        "parent_id": clock.id(place.parent) if place.parent else None,
        "permission_overwrites": overwrites_of(place, clock),
        "flags": 0,
    }
    if place.type in TALKATIVE:
        channel |= {"nsfw": False, "rate_limit_per_user": place.slowmode}
        channel |= {"last_message_id": newest_message(place.key, clock)}
    if place.type in {0, 5, FORUM}:
        channel |= {"topic": place.topic, "nsfw": False, "rate_limit_per_user": place.slowmode}
        channel |= {"default_auto_archive_duration": 1440}
    if place.type == FORUM:
        posts = [clock.id(thread.key) for thread in THREADS if thread.parent == place.key]
        channel |= {"last_message_id": max(posts, key=int, default=None), "default_thread_rate_limit_per_user": 0}
    if place.type in {VOICE, STAGE}:
        channel |= {"topic": None, "bitrate": 64000, "user_limit": 0, "rtc_region": None, "video_quality_mode": 1}
    return channel | clock.value(dict(place.more))


def thread_of(thread: Thread, clock: Clock) -> dict[str, Any]:
    """Make a thread object."""
    said = sum(message.channel == thread.key for message in MESSAGES)
    return {
        "id": clock.id(thread.key),
        "type": thread.type,
        "guild_id": clock.id("guild"),
        "parent_id": clock.id(thread.parent),
        "owner_id": clock.id(thread.owner),
        "name": thread.name,
        "last_message_id": newest_message(thread.key, clock),
        "rate_limit_per_user": 0,
        "flags": 0,
        "message_count": said,
        "member_count": 1 + said,
        "total_message_sent": said,
        "thread_metadata": {
            "archived": thread.archived,
            "archive_timestamp": clock.iso("21h" if thread.archived else thread.made),
            "auto_archive_duration": 10080,
            "locked": thread.locked,
            "create_timestamp": clock.iso(thread.made),
        },
    }


def objects(rows: Iterable[things.Thing], clock: Clock, **shared: Any) -> list[dict[str, Any]]:
    """Fill in the ids and times of a table of things."""
    return [{"id": clock.id(key), **clock.value(fields), **shared} for key, _, fields in rows]


def with_users(rows: list[dict[str, Any]], users: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put the whole user where a thing names its maker by id."""
    by_id = {user["id"]: user for user in users.values()}
    return [{**row, "user": dict(by_id[row["user"]])} if "user" in row else row for row in rows]


def sounds(clock: Clock, users: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Make the soundboard; Discord calls a sound's id `sound_id`."""
    rows = objects(things.SOUNDS, clock, guild_id=clock.id("guild"), emoji_id=None, available=True)
    return [{"sound_id": row.pop("id"), **row} for row in with_users(rows, users)]


def events(clock: Clock, users: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Make the scheduled events, each with its creator."""
    by_id = {user["id"]: user for user in users.values()}
    shared = {"image": None, "status": 1, "privacy_level": 2, "entity_id": None, "guild_id": clock.id("guild")}
    rows = objects(things.EVENTS, clock, **shared)
    return [{**row, "creator": dict(by_id[row["creator_id"]])} for row in rows]


def voice_state(member: str, channel: str, clock: Clock) -> dict[str, Any]:
    """Make the state of somebody who sits in a voice channel."""
    return {
        "channel_id": clock.id(channel),
        "user_id": clock.id(member),
        "session_id": picture(member),
        "deaf": False,
        "mute": False,
        "self_deaf": False,
        "self_mute": False,
        "self_video": False,
        "suppress": False,
        "request_to_speak_timestamp": None,
    }


def guild_create(clock: Clock, users: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Make the payload of GUILD_CREATE."""
    guild_id = clock.id("guild")
    emoji: dict[str, Any] = {"roles": [], "require_colons": True, "managed": False, "available": True}
    sticker = {"type": 2, "available": True, "guild_id": guild_id}
    stage = {"guild_id": guild_id, "privacy_level": 2, "discoverable_disabled": True, "guild_scheduled_event_id": None}
    return {
        "id": guild_id,
        **clock.value(things.GUILD),
        "member_count": len(MEMBERSHIP),
        "roles": [role_of(role, place, clock) for place, role in enumerate(reversed(ROLES))],
        "channels": [channel_of(place, position, clock) for position, place in enumerate(PLACES)],
        "threads": [thread_of(thread, clock) for thread in THREADS if not thread.archived],
        "members": [member_of(person, users[person.key], clock) for person in MEMBERSHIP],
        "emojis": with_users(objects(things.EMOJIS, clock, **emoji), users),
        "stickers": objects(things.STICKERS, clock, **sticker),
        "soundboard_sounds": sounds(clock, users),
        "stage_instances": objects([things.STAGE], clock, **stage),
        "guild_scheduled_events": events(clock, users),
        "voice_states": [voice_state(member, channel, clock) for member, channel in things.VOICES],
    }
