"""What is said of many entries of one actor and one doing at once, such as "banned 40 members".

A row for each type of entry that Discord logs again and again, and for each doing that says more than its type. What
stands in no row is never told together.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Summary(NamedTuple):
    """One row.

    Attributes:
        says: What was done, without to how many: "banned".
        noun: What is counted: "member". Empty where only how often is told: "moved members 5 times".
        counted: "targets" where the things that entries name are counted, each once; "entries" where each entry is one;
            else the option that holds how many an entry stands for.
    """

    says: str
    noun: str = ""
    counted: str = "targets"


_BY_NOUN: Final[Mapping[str, Mapping[str, str]]] = {
    "member": {
        "member_ban_add": "banned",
        "member_ban_remove": "unbanned",
        "member_kick": "kicked",
        "member_update": "changed",
        "member_role_update": "changed the roles of",
        "member_timeout": "timed out",
        "timeout_end": "ended the timeout of",
        "member_nickname": "changed the nickname of",
        "member_mute": "muted",
        "member_unmute": "unmuted",
        "member_deafen": "deafened",
        "member_undeafen": "undeafened",
        "role_given": "gave roles to",
        "role_taken": "took roles from",
        "auto_moderation_user_communication_disabled": "timed out",
        "auto_moderation_quarantine_user": "quarantined",
    },
    "bot": {"bot_add": "added"},
    "channel": {
        "channel_create": "created",
        "channel_update": "changed",
        "channel_delete": "deleted",
        "channel_overwrite_create": "added permissions in",
        "channel_overwrite_update": "changed permissions in",
        "channel_overwrite_delete": "removed permissions in",
        "slowmode": "changed the slowmode of",
        "channel_topic": "changed the topic of",
        "channel_renamed": "renamed",
        "channel_moved": "moved",
        "voice_channel_status_create": "set the status of",
        "voice_channel_status_delete": "removed the status of",
    },
    "role": {
        "role_create": "created",
        "role_update": "changed",
        "role_delete": "deleted",
        "role_renamed": "renamed",
        "role_coloured": "recoloured",
    },
    "webhook": {"webhook_create": "created", "webhook_update": "changed", "webhook_delete": "deleted"},
    "emoji": {"emoji_create": "added", "emoji_update": "changed", "emoji_delete": "removed"},
    "app": {"integration_create": "added", "integration_update": "changed", "integration_delete": "removed"},
    "sticker": {"sticker_create": "added", "sticker_update": "changed", "sticker_delete": "removed"},
    "sound": {
        "soundboard_sound_create": "added",
        "soundboard_sound_update": "changed",
        "soundboard_sound_delete": "removed",
    },
    "event": {
        "guild_scheduled_event_create": "scheduled",
        "guild_scheduled_event_update": "changed",
        "guild_scheduled_event_delete": "cancelled",
        "guild_scheduled_event_exception_create": "changed dates of",
        "guild_scheduled_event_exception_update": "changed dates of",
        "guild_scheduled_event_exception_delete": "put back dates of",
    },
    "thread": {
        "thread_create": "started",
        "thread_update": "changed",
        "thread_delete": "deleted",
        "thread_archived": "archived",
        "thread_reopened": "reopened",
        "thread_locked": "locked",
        "thread_unlocked": "unlocked",
        "thread_renamed": "renamed",
    },
    "AutoMod rule": {
        "auto_moderation_rule_create": "created",
        "auto_moderation_rule_update": "changed",
        "auto_moderation_rule_delete": "deleted",
    },
    "onboarding question": {
        "onboarding_prompt_create": "added",
        "onboarding_prompt_update": "changed",
        "onboarding_prompt_delete": "removed",
    },
}
"""By what is counted: the slugs of types and doings, and what is said of them."""

SUMMARIES: Final[Mapping[str, Summary]] = {
    **{slug: Summary(says, noun) for noun, rows in _BY_NOUN.items() for slug, says in rows.items()},
    "invite_create": Summary("created", "invite", "entries"),
    "invite_delete": Summary("deleted", "invite", "entries"),
    "message_delete": Summary("deleted", "message", "count"),
    "message_bulk_delete": Summary("bulk-deleted", "message", "count"),
    "member_prune": Summary("pruned", "member", "members_removed"),
    # Somebody may be moved twice, so it is not so many members.
    "member_move": Summary("moved members between voice channels", counted="count"),
    "member_disconnect": Summary("disconnected members from voice", counted="count"),
    "message_pin": Summary("pinned messages", counted="entries"),
    "message_unpin": Summary("unpinned messages", counted="entries"),
    "stage_instance_create": Summary("started a stage", counted="entries"),
    "stage_instance_update": Summary("changed a stage", counted="entries"),
    "stage_instance_delete": Summary("ended a stage", counted="entries"),
    "application_command_permission_update": Summary("changed who may use commands", counted="entries"),
    "auto_moderation_block_message": Summary("blocked messages or profiles", counted="entries"),
    "auto_moderation_flag_to_channel": Summary("flagged messages or profiles", counted="entries"),
    "harmful_links_blocked_message": Summary("blocked messages with links", counted="entries"),
    "guild_update": Summary("changed the server", counted="entries"),
    "onboarding_update": Summary("changed onboarding", counted="entries"),
    "home_settings_update": Summary("changed the server guide", counted="entries"),
    "guild_member_verification_update": Summary("changed how members are verified", counted="entries"),
    "guild_profile_update": Summary("changed the server's profile", counted="entries"),
}
"""The slug of a type or of a doing to what is said of many."""
