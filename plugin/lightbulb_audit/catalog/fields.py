"""The fields that change: what each is called, and how its values read.

A key is a field of the changed object in Discord's published OpenAPI file, or one of the exceptions of the API
reference's "Audit Log Change Exceptions". `OF_OBJECT` wins over `COMMON`; a key in neither gets a label made of itself,
and its values are shown as they are.
"""

import dataclasses
from collections.abc import Mapping
from typing import Final


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """How one field reads.

    Attributes:
        label: What it is called, as a heading.
        value: How its values read: a name in `describe.values`, with an argument behind a colon.
        article: What stands before the label in a sentence.
    """

    label: str
    value: str = "text"
    article: str = "the "


COMMON: Final[Mapping[str, Field]] = {
    "id": Field("Id", "text"),
    "name": Field("Name"),
    "description": Field("Description"),
    "topic": Field("Topic"),
    "type": Field("Type", "enum:channel type"),
    "icon": Field("Icon", "picture"),
    "icon_hash": Field("Icon", "picture"),
    "splash": Field("Invite background", "picture"),
    "splash_hash": Field("Invite background", "picture"),
    "discovery_splash": Field("Discovery picture", "picture"),
    "discovery_splash_hash": Field("Discovery picture", "picture"),
    "banner": Field("Banner", "picture"),
    "banner_hash": Field("Banner", "picture"),
    "avatar": Field("Avatar", "picture"),
    "avatar_hash": Field("Avatar", "picture"),
    "image": Field("Picture", "picture"),
    "image_hash": Field("Picture", "picture"),
    "home_header": Field("Server guide header", "picture"),
    "home_header_hash": Field("Server guide header", "picture"),
    "asset": Field("Picture", "picture"),
    "unicode_emoji": Field("Emoji"),
    "emoji_id": Field("Emoji", "emoji"),
    "emoji_name": Field("Emoji"),
    "region": Field("Voice region"),
    "rtc_region": Field("Voice region"),
    "preferred_locale": Field("Language", "locale"),
    "owner_id": Field("Owner", "user"),
    "user_id": Field("User", "user"),
    "creator_id": Field("Creator", "user"),
    "inviter_id": Field("Inviter", "user"),
    "guild_id": Field("Server", "server"),
    "channel_id": Field("Channel", "channel"),
    "parent_id": Field("Category", "channel"),
    "afk_channel_id": Field("AFK channel", "channel"),
    "rules_channel_id": Field("Rules channel", "channel"),
    "public_updates_channel_id": Field("Channel for Discord's updates", "channel"),
    "safety_alerts_channel_id": Field("Channel for safety alerts", "channel"),
    "system_channel_id": Field("System channel", "channel"),
    "widget_channel_id": Field("Widget's channel", "channel"),
    "role_id": Field("Role", "role"),
    "afk_timeout": Field("AFK timeout", "seconds"),
    "mfa_level": Field("Two-factor requirement", "enum:two-factor"),
    "verification_level": Field("Verification level", "enum:verification"),
    "explicit_content_filter": Field("Content filter", "enum:content filter"),
    "default_message_notifications": Field("Default notifications", "enum:notifications", ""),
    "nsfw_level": Field("Content level", "enum:content level"),
    "premium_tier": Field("Boost level", "enum:boost level"),
    "premium_progress_bar_enabled": Field("Boost progress bar", "switch"),
    "system_channel_flags": Field("System messages", "flags:system channel", ""),
    "vanity_url_code": Field("Custom invite link"),
    "widget_enabled": Field("Widget", "switch"),
    "prune_delete_days": Field("Days before pruning", "days"),
    "features": Field("Features", "list"),
    "position": Field("Position", "number"),
    "permissions": Field("Permissions", "permissions"),
    "permission_overwrites": Field("Permissions", "overwrites"),
    "allow": Field("Allowed", "permissions"),
    "deny": Field("Denied", "permissions"),
    "nsfw": Field("Age restriction", "switch"),
    "bitrate": Field("Bitrate", "bitrate"),
    "user_limit": Field("User limit", "limit"),
    "video_quality_mode": Field("Video quality", "enum:video quality"),
    "rate_limit_per_user": Field("Slowmode", "seconds", ""),
    "default_thread_rate_limit_per_user": Field("Slowmode of new threads", "seconds", ""),
    "auto_archive_duration": Field("Time until it is archived", "minutes"),
    "default_auto_archive_duration": Field("Time until threads are archived", "minutes"),
    "available_tags": Field("Tags", "tags"),
    "applied_tags": Field("Tags", "list"),
    "default_reaction_emoji": Field("Default reaction", "reaction"),
    "default_sort_order": Field("Sort order", "enum:sort order"),
    "default_forum_layout": Field("Layout", "enum:layout"),
    "flags": Field("Flags", "number"),
    "status": Field("Status"),
    "color": Field("Colour", "colour"),
    "colors": Field("Colours", "colours"),
    "hoist": Field("Shown apart", "yes"),
    "mentionable": Field("Can be mentioned", "yes"),
    "managed": Field("Managed by an app", "yes"),
    "code": Field("Code"),
    "max_uses": Field("Uses", "limit"),
    "uses": Field("Used", "number"),
    "max_age": Field("Expires after", "age"),
    "temporary": Field("Temporary membership", "yes"),
    "target_type": Field("Target", "enum:invite target"),
    "deaf": Field("Deafened in voice", "yes"),
    "mute": Field("Muted in voice", "yes"),
    "nick": Field("Nickname"),
    "communication_disabled_until": Field("Timed out until", "time"),
    "bypasses_verification": Field("Skips the verification", "yes"),
    "pending": Field("Verification pending", "yes"),
    "$add": Field("Roles given", "things:role"),
    "$remove": Field("Roles taken", "things:role"),
    "enable_emoticons": Field("Emoji of the app", "switch"),
    "expire_behavior": Field("When a subscription ends", "enum:expiry"),
    "expire_grace_period": Field("Grace period", "days"),
    "scopes": Field("Scopes", "list"),
    "application_id": Field("App", "app"),
    "privacy_level": Field("Visible to", "enum:stage privacy"),
    "tags": Field("Related emoji"),
    "format_type": Field("Format", "enum:sticker format"),
    "available": Field("Available", "yes"),
    "volume": Field("Volume", "percent"),
    "sound_id": Field("Sound", "text"),
    "scheduled_start_time": Field("Starts", "time"),
    "scheduled_end_time": Field("Ends", "time"),
    "entity_type": Field("Takes place in", "enum:event place"),
    "entity_id": Field("Place", "text"),
    "location": Field("Place"),
    "entity_metadata": Field("Place", "place"),
    "recurrence_rule": Field("Repeats", "json"),
    "is_canceled": Field("Cancelled", "yes"),
    "archived": Field("Archived", "yes"),
    "locked": Field("Locked", "yes"),
    "invitable": Field("Members may invite others", "yes"),
    "event_type": Field("Checked when", "enum:automod event"),
    "trigger_type": Field("Looks for", "enum:automod trigger"),
    "trigger_metadata": Field("What is looked for", "json"),
    "actions": Field("Actions", "automod actions"),
    "enabled": Field("Enabled", "yes"),
    "exempt_roles": Field("Exempt roles", "ids:role"),
    "exempt_channels": Field("Exempt channels", "ids:channel"),
    "keyword_filter": Field("Words", "list"),
    "regex_patterns": Field("Patterns", "list"),
    "allow_list": Field("Allowed words", "list"),
    "presets": Field("Word lists", "list"),
    "mention_total_limit": Field("Mentions allowed", "number"),
    "mention_raid_protection_enabled": Field("Raid protection", "switch"),
    "$add_keyword_filter": Field("Words added", "list"),
    "$remove_keyword_filter": Field("Words removed", "list"),
    "$add_regex_patterns": Field("Patterns added", "list"),
    "$remove_regex_patterns": Field("Patterns removed", "list"),
    "$add_allow_list": Field("Allowed words added", "list"),
    "$remove_allow_list": Field("Allowed words removed", "list"),
    "title": Field("Title"),
    "options": Field("Answers", "answers"),
    "single_select": Field("One answer only", "yes"),
    "required": Field("Required", "yes"),
    "in_onboarding": Field("Asked when joining", "yes"),
    "prompts": Field("Questions", "answers"),
    "default_channel_ids": Field("Default channels", "ids:channel"),
    "mode": Field("Mode", "enum:onboarding mode"),
    "welcome_message": Field("Welcome message", "json"),
    "new_member_actions": Field("First steps", "json"),
    "resource_channels": Field("Resource pages", "json"),
    "verification_enabled": Field("Verification", "switch"),
    "manual_approval_enabled": Field("Approval by hand", "switch"),
    "form_fields": Field("Rules and questions", "json"),
    "server_tag": Field("Server tag"),
}

OF_OBJECT: Final[Mapping[tuple[str, str], Field]] = {
    ("Channel", "flags"): Field("Flags", "flags:channel"),
    ("Channel", "icon_emoji"): Field("Emoji", "reaction"),
    ("Thread", "flags"): Field("Flags", "flags:channel"),
    ("Thread", "parent_id"): Field("Channel", "channel"),
    ("Channel Overwrite", "id"): Field("Whose", "overwritten"),
    ("Channel Overwrite", "type"): Field("For a", "enum:overwrite type"),
    ("Role", "flags"): Field("Flags", "flags:role"),
    ("Role", "tags"): Field("Belongs to", "json"),
    ("Member", "flags"): Field("Flags", "flags:member"),
    ("Invite and Invite Metadata", "type"): Field("Type", "enum:invite type"),
    ("Invite and Invite Metadata", "flags"): Field("Flags", "flags:invite"),
    ("Invite and Invite Metadata", "roles"): Field("Roles given", "ids:role"),
    ("Webhook", "type"): Field("Type", "enum:webhook type"),
    ("Sticker", "type"): Field("Type", "enum:sticker type"),
    ("Guild Scheduled Event", "privacy_level"): Field("Visible to", "enum:event privacy"),
    ("Guild Scheduled Event", "status"): Field("Status", "enum:event status"),
    ("Integration", "type"): Field("Type", "text"),
    ("Onboarding Prompt", "type"): Field("Type", "enum:question type"),
    ("AutoMod Rule", "type"): Field("Type", "json"),
}


def field(changed: str, key: str) -> Field | None:
    """The row for a key of a changed object; None for a key that nobody documents."""
    return OF_OBJECT.get((changed, key)) or COMMON.get(key)


def label_of(key: str) -> str:
    """A label made of a key that has no row: "some_new_id" gives "Some new id"."""
    words = " ".join(key.replace("$", "").replace("_", " ").split())
    return words[:1].upper() + words[1:] if words else "Unnamed field"
