"""Codes of Discord's that are words already, and what a person would say instead.

Source: Discord's published OpenAPI file, the schema named beside each table; the meanings are from the API reference.
A code that is in no table is told by itself, as words: "SOME_NEW_FEATURE" gives "Some new feature".
"""

from collections.abc import Mapping
from typing import Final

CODES: Final[Mapping[str, Mapping[str, str]]] = {
    # GuildFeatures
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
    """What a code means; None for one that nobody documents."""
    return CODES[table].get(code)
