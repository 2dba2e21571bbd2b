"""Codes of Discord's that are words already, and what a person would say instead.

Source: Discord's published OpenAPI file, the schema named beside each table; the meanings are from the API reference.
A code that is in no table is told by itself, as words: "SOME_NEW_FEATURE" gives "Some new feature".
"""

from collections.abc import Mapping
from typing import Final

CODES: Final[Mapping[str, Mapping[str, str]]] = {
    # GuildFeatures, and those that users of Discord document
    "feature": {
        "ANIMATED_BANNER": "animated banner",
        "ANIMATED_ICON": "animated icon",
        "APPLICATION_COMMAND_PERMISSIONS_V2": "old command permissions",
        "AUTO_MODERATION": "AutoMod",
        "BANNER": "banner",
        "COMMUNITY": "Community",
        "CREATOR_MONETIZABLE_PROVISIONAL": "monetization",
        "CREATOR_STORE_PAGE": "store page",
        "DEVELOPER_SUPPORT_SERVER": "support server of an app",
        "DISCOVERABLE": "Discovery",
        "FEATURABLE": "can be featured in Discovery",
        "INVITES_DISABLED": "invites paused",
        "INVITE_SPLASH": "invite background",
        "MEMBER_VERIFICATION_GATE_ENABLED": "membership screening",
        "MORE_STICKERS": "more stickers",
        "NEWS": "announcement channels",
        "OFFICIAL_GAME_GUILD": "official server of a game",
        "PARTNERED": "partnered",
        "PREVIEW_ENABLED": "preview before joining",
        "PRUNE_REQUIRES_ADMIN": "only administrators prune",
        "RAID_ALERTS_DISABLED": "raid alerts off",
        "ROLE_ICONS": "role icons",
        "ROLE_SUBSCRIPTIONS_AVAILABLE_FOR_PURCHASE": "role subscriptions on sale",
        "ROLE_SUBSCRIPTIONS_ENABLED": "role subscriptions",
        "TICKETED_EVENTS_ENABLED": "events with tickets",
        "VANITY_URL": "custom invite link",
        "VERIFIED": "verified",
        "VIP_REGIONS": "384 kbit/s in voice",
        "WELCOME_SCREEN_ENABLED": "welcome screen",
        "ACTIVITY_FEED_DISABLED_BY_USER": "activity feed off",
        "ACTIVITY_FEED_ENABLED_BY_USER": "activity feed",
        "AGE_VERIFICATION_LARGE_GUILD": "age verification",
        "AUDIO_BITRATE_128_KBPS": "128 kbit/s in voice",
        "AUDIO_BITRATE_256_KBPS": "256 kbit/s in voice",
        "AUDIO_BITRATE_384_KBPS": "384 kbit/s in voice",
        "BYPASS_SLOWMODE_PERMISSION_MIGRATION_COMPLETE": "a slowmode permission of its own",
        "CHANNEL_ICON_EMOJIS_GENERATED": "emoji of channels",
        "CREATOR_MONETIZABLE": "full monetization",
        "CREATOR_MONETIZABLE_DISABLED": "monetization forbidden by Discord",
        "CREATOR_MONETIZABLE_RESTRICTED": "restricted monetization",
        "DISCOVERABLE_DISABLED": "Discovery forbidden by Discord",
        "ENABLED_DISCOVERABLE_BEFORE": "Discovery in the past",
        "ENABLED_MODERATION_EXPERIENCE_FOR_NON_COMMUNITY": "members tab",
        "ENHANCED_ROLE_COLORS": "gradient role colours",
        "FORWARDING_DISABLED": "forwarding of messages off",
        "GAME_SERVERS": "game servers",
        "GUESTS_ENABLED": "guests",
        "GUILD_ONBOARDING": "onboarding",
        "GUILD_ONBOARDING_EVER_ENABLED": "onboarding in the past",
        "GUILD_ONBOARDING_HAS_PROMPTS": "onboarding questions",
        "GUILD_PRODUCTS": "products of the server",
        "GUILD_SERVER_GUIDE": "server guide",
        "GUILD_TAGS": "server tags",
        "HAS_DIRECTORY_ENTRY": "entry in a student hub",
        "HUB": "student hub",
        "INCREASED_THREAD_LIMIT": "more than 1,000 active threads",
        "INTERNAL_EMPLOYEE_ONLY": "only for Discord's staff",
        "LINKED_TO_HUB": "link to a student hub",
        "MAX_FILE_SIZE_50_MB": "files of 50 MB",
        "MAX_FILE_SIZE_100_MB": "files of 100 MB",
        "MAX_FILE_SIZE_250_MB": "files of 250 MB",
        "MEMBER_VERIFICATION_MANUAL_APPROVAL": "approval of new members by hand",
        "MORE_EMOJI": "more emoji",
        "MORE_SOUNDBOARD": "more sounds",
        "NON_COMMUNITY_RAID_ALERTS": "raid alerts",
        "PIN_PERMISSION_MIGRATION_COMPLETE": "a pin permission of its own",
        "PRODUCTS_AVAILABLE_FOR_PURCHASE": "products on sale",
        "SOUNDBOARD": "soundboard",
        "STAGE_CHANNEL_VIEWERS_50": "50 viewers on stages",
        "STAGE_CHANNEL_VIEWERS_150": "150 viewers on stages",
        "STAGE_CHANNEL_VIEWERS_300": "300 viewers on stages",
        "SUMMARIES_DISABLED_BY_USER": "summaries off",
        "SUMMARIES_ENABLED_BY_USER": "summaries of conversations",
        "SUMMARIES_ENABLED_GA": "summaries available",
        "TIERLESS_BOOSTING": "boosting without levels",
        "VIDEO_BITRATE_ENHANCED": "better video",
        "VIDEO_QUALITY_720_60FPS": "streams of 720p at 60 frames a second",
        "VIDEO_QUALITY_1080_60FPS": "streams of 1080p at 60 frames a second",
        "VOICE_IN_THREADS": "voice in threads",
    },
    # IntegrationTypes
    "integration": {
        "discord": "app",
        "guild_subscription": "server subscriptions",
        "twitch": "Twitch",
        "youtube": "YouTube",
    },
    # ThreadSearchTagSetting
    "tag search": {"match_all": "posts with all tags", "match_some": "posts with any of the tags"},
    # GuildMemberVerificationFormFieldType
    "form field": {
        "TERMS": "rules to agree to",
        "TEXT_INPUT": "short answer",
        "PARAGRAPH": "long answer",
        "MULTIPLE_CHOICE": "multiple choice",
    },
    # NameplatePalette
    "palette": {"bubble_gum": "bubble gum"},
    # the ids of GET /voice/regions, which are in no schema
    "region": {
        "hongkong": "Hong Kong",
        "southafrica": "South Africa",
        "us-central": "US Central",
        "us-east": "US East",
        "us-south": "US South",
        "us-west": "US West",
    },
}
"""Name of a table to its codes."""


def code_words(table: str, code: str) -> str | None:
    """Return what a code means; None for one that nobody documents."""
    return CODES[table].get(code)
