"""The settings that people ask for when they ask what a thing was like at a moment.

Keys are those of the changed objects, as in `catalog.schema.fields`. Any other key that an entry tells is told too;
only these are said to be unknown where none does.
"""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.catalog.kinds import Kind

ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "Guild": (
        "name", "description", "owner_id", "icon_hash", "vanity_url_code", "verification_level",
        "explicit_content_filter", "mfa_level", "default_message_notifications", "afk_channel_id", "afk_timeout",
        "system_channel_id", "rules_channel_id", "public_updates_channel_id", "preferred_locale", "widget_enabled",
    ),
    "Channel": ("name", "type", "topic", "parent_id", "rate_limit_per_user", "nsfw"),
    "Thread": ("name", "type", "archived", "locked", "rate_limit_per_user", "auto_archive_duration"),
    "Role": ("name", "permissions", "color", "hoist", "mentionable"),
    "Member": ("nick", "communication_disabled_until", "mute", "deaf"),
    "Invite and Invite Metadata": ("channel_id", "inviter_id", "max_uses", "max_age", "temporary"),
    "Webhook": ("name", "channel_id", "avatar_hash"),
    "Emoji": ("name", "roles"),
    "Sticker": ("name", "description", "tags"),
    "Soundboard Sound": ("name", "volume", "emoji_name"),
    "Integration": ("name", "type", "enabled"),
    "Stage Instance": ("topic", "privacy_level"),
    "Guild Scheduled Event": (
        "name", "description", "scheduled_start_time", "scheduled_end_time", "entity_type", "location", "channel_id",
        "status", "recurrence_rule",
    ),
    "AutoMod Rule": (
        "name", "enabled", "event_type", "trigger_type", "trigger_metadata", "actions", "exempt_roles",
        "exempt_channels",
    ),
    "Onboarding Prompt": ("title", "type", "options", "single_select", "required", "in_onboarding"),
    "Onboarding": ("enabled", "mode", "default_channel_ids"),
    "New Member Welcome": ("enabled", "welcome_message", "new_member_actions", "resource_channels"),
    "Member Verification": ("verification_enabled", "manual_approval_enabled"),
    "Guild Profile": ("server_tag", "description", "visibility"),
}  # fmt: skip
"""Changed object to the keys that are asked for, in the order in which they are told."""

_SPOKEN: Final = ("name", "type", "parent_id", "user_limit", "bitrate", "rtc_region", "rate_limit_per_user", "nsfw")
_FORUM: Final = ("name", "type", "topic", "parent_id", "available_tags", "rate_limit_per_user", "nsfw")
ASKED_OF_CHANNELS: Final[Mapping[int, tuple[str, ...]]] = {
    2: _SPOKEN,
    4: ("name", "type"),
    13: _SPOKEN,
    15: _FORUM,
    16: _FORUM,
}
"""The same for the types of channels that have other settings than a text channel."""

PARTS: Final[Mapping[str, str]] = {
    "Onboarding": "Onboarding",
    "New Member Welcome": "Server guide",
    "Member Verification": "New members",
    "Guild Profile": "Server profile",
}
"""The objects that are parts of the server, and what stands before their settings."""

OVERWRITES: Final = ("Channel", "permission_overwrites")
ROLES: Final = ("Member", "roles")
WORDS: Final = ("AutoMod Rule", "trigger_metadata")
"""The settings that are lists, which entries tell item by item."""

UNLOGGED: Final = frozenset(
    {
        "id", "code", "guild_id", "prompts", "position", "uses", "last_message_id", "last_pin_timestamp",
        "message_count", "member_count", "total_message_sent", "approximate_member_count",
        "approximate_presence_count", "premium_subscription_count", "user_count", "subscriber_count", "synced_at",
        "syncing", "version",
    }
)  # fmt: skip
"""Keys of which no entry tells what they were at a moment: a thing's own ids, what changes without an entry, and the
onboarding's questions, which have entries of their own.

Source: Discord's API reference, "Audit Log Change Object"; reordering roles and channels is never logged.
"""

FADING: Final = frozenset({("Thread", "archived"), ("Guild Scheduled Event", "status")})
"""Settings that also change by themselves: threads are archived when nobody writes, events begin and end."""

_PASSING: Final = frozenset({192, 193, 200, 201, 202})
"""What is no setting: a voice channel's status is gone when everybody leaves, and a date is not the whole event."""

TELLING: Final[Mapping[Kind, frozenset[int]]] = {
    kind: frozenset({row.type for row in ROWS if row.target is kind and row.changed} - _PASSING) for kind in Kind
}
"""Kind of thing to the types of entries that tell its settings."""

JOINS: Final = frozenset({28})
"""The types before which a member was not there: only bots' joining is logged."""
LEAVES: Final = frozenset({20, 22})
"""The types after which a member is not there; who leaves of their own accord is never logged."""
PRESENT: Final = frozenset({20, 24, 25, 28})
"""The types that are of members alone."""
