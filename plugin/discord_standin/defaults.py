"""Fields that Discord always sends, for guild files that leave them out."""

import copy

from discord_standin.values import Payload, timestamp

GUILD: Payload = {
    "name": "Guild",
    "icon": None,
    "splash": None,
    "discovery_splash": None,
    "banner": None,
    "description": None,
    "home_header": None,
    "features": [],
    "application_id": None,
    "region": "deprecated",
    "afk_channel_id": None,
    "afk_timeout": 300,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "rules_channel_id": None,
    "public_updates_channel_id": None,
    "safety_alerts_channel_id": None,
    "widget_enabled": False,
    "widget_channel_id": None,
    "verification_level": 1,
    "default_message_notifications": 1,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "nsfw": False,
    "nsfw_level": 0,
    "max_presences": None,
    "max_members": 500000,
    "max_video_channel_users": 25,
    "max_stage_video_channel_users": 50,
    "vanity_url_code": None,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "premium_progress_bar_enabled": False,
    "preferred_locale": "en-US",
    "hub_type": None,
    "incidents_data": None,
    "large": False,
    "unavailable": False,
    "emojis": [],
    "stickers": [],
    "voice_states": [],
    "presences": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
}
ROLE: Payload = {
    "name": "new role",
    "description": None,
    "color": 0,
    "hoist": False,
    "icon": None,
    "unicode_emoji": None,
    "position": 0,
    "permissions": "0",
    "managed": False,
    "mentionable": False,
    "flags": 0,
}
CHANNEL: Payload = {
    "name": "channel",
    "type": 0,
    "position": 0,
    "parent_id": None,
    "permission_overwrites": [],
    "nsfw": False,
    "flags": 0,
}
TEXT: Payload = {"topic": None, "rate_limit_per_user": 0, "last_message_id": None}
VOICE: Payload = {
    **TEXT,
    "bitrate": 64000,
    "user_limit": 0,
    "rtc_region": None,
}
BY_CHANNEL_TYPE: dict[int, Payload] = {
    0: TEXT,
    2: VOICE,
    5: TEXT,
    13: VOICE,
    15: {**TEXT, "available_tags": [], "default_reaction_emoji": None, "default_sort_order": None},
    16: {**TEXT, "available_tags": [], "default_reaction_emoji": None, "default_sort_order": None},
}
THREAD: Payload = {
    "name": "thread",
    "type": 11,
    "last_message_id": None,
    "rate_limit_per_user": 0,
    "message_count": 0,
    "member_count": 1,
    "total_message_sent": 0,
    "flags": 0,
    "thread_metadata": {
        "archived": False,
        "auto_archive_duration": 4320,
        "archive_timestamp": "2026-01-01T00:00:00.000000+00:00",
        "locked": False,
    },
}
MEMBER: Payload = {
    "nick": None,
    "avatar": None,
    "banner": None,
    "roles": [],
    "joined_at": "2026-01-01T00:00:00.000000+00:00",
    "premium_since": None,
    "deaf": False,
    "mute": False,
    "pending": False,
    "flags": 0,
    "communication_disabled_until": None,
}
USER: Payload = {
    "username": "user",
    "discriminator": "0",
    "global_name": None,
    "avatar": None,
    "public_flags": 0,
    "primary_guild": None,
    "flags": 0,
}
EMOJI: Payload = {
    "roles": [],
    "require_colons": True,
    "managed": False,
    "animated": False,
    "available": True,
}
MESSAGE: Payload = {
    "type": 0,
    "content": "",
    "mentions": [],
    "mention_roles": [],
    "mention_everyone": False,
    "attachments": [],
    "embeds": [],
    "components": [],
    "edited_timestamp": None,
    "flags": 0,
    "tts": False,
    "pinned": False,
}


def filled(payload: Payload, *defaults: Payload) -> Payload:
    """Copy a payload and add the fields that it lacks; ids become strings."""
    result = copy.deepcopy(payload)
    for fields in defaults:
        for key, value in fields.items():
            if key not in result:
                result[key] = copy.deepcopy(value)
    if "id" in result:
        result["id"] = str(result["id"])
    return result


def user(payload: Payload) -> Payload:
    """Complete a user."""
    return filled(payload, USER)


def role(payload: Payload) -> Payload:
    """Complete a role."""
    result = filled(payload, ROLE)
    colors = {"primary_color": result["color"], "secondary_color": None, "tertiary_color": None}
    return filled(result, {"colors": colors})


def member(payload: Payload) -> Payload:
    """Complete a member with its user."""
    result = filled(payload, MEMBER)
    result["user"] = user(result["user"])
    result["roles"] = list(map(str, result["roles"] or ()))
    result["joined_at"] = result["joined_at"] or MEMBER["joined_at"]
    return result


def channel(payload: Payload, guild_id: str) -> Payload:
    """Complete a channel of the guild; `guild_id` is part of it over REST."""
    kind = payload.get("type", 0)
    return filled(payload, CHANNEL, BY_CHANNEL_TYPE.get(kind, {}), {"guild_id": guild_id})


def thread(payload: Payload, guild_id: str, owner_id: str) -> Payload:
    """Complete a thread of the guild."""
    result = filled(payload, THREAD, {"guild_id": guild_id, "owner_id": owner_id, "parent_id": None})
    result["thread_metadata"] = filled(result["thread_metadata"] or {}, THREAD["thread_metadata"])
    return result


def message(payload: Payload, channel_id: str, author: Payload) -> Payload:
    """Complete a message of a channel."""
    result = filled(payload, MESSAGE, {"channel_id": channel_id, "author": author, "timestamp": timestamp()})
    result["author"] = user(result["author"])
    return result
