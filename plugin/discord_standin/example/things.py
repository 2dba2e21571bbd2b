"""What the Prancing Pony owns besides people and places, in Discord's own JSON with marks for ids and times.

`made` beside each object tells when it was created, and so its id; the builder adds the id and the guild's.
"""

from typing import Any, Final, TypeAlias

from discord_standin.example.wire import Ago, Id

Thing: TypeAlias = tuple[str, str, dict[str, Any]]
"""The name that tables use, when it was made, and the object."""

EMOJIS: Final[tuple[Thing, ...]] = (
    ("emoji:pony", "2021-03-10", {"name": "pony", "animated": False, "user": Id("@barliman")}),
    ("emoji:party", "5d12h", {"name": "party", "animated": True, "user": Id("@freya")}),
    ("emoji:ale", "2022-08-08", {"name": "second_breakfast", "animated": False, "user": Id("@samwise")}),
)
STICKERS: Final[tuple[Thing, ...]] = (
    ("sticker:wave", "2022-03-05", {"name": "Hello", "tags": "wave", "description": "A pony waves", "format_type": 1}),
    ("sticker:cheers", "4d18h", {"name": "Cheers!", "tags": "🍻", "description": None, "format_type": 2}),
)
SOUNDS: Final[tuple[Thing, ...]] = (
    ("sound:airhorn", "3d19h", {"name": "Airhorn", "volume": 0.6, "emoji_name": "📯", "user": Id("@gus")}),
    ("sound:bell", "2023-05-06", {"name": "Last orders", "volume": 1.0, "emoji_name": "🔔", "user": Id("@barliman")}),
)
WEBHOOKS: Final[tuple[Thing, ...]] = (
    (
        "webhook:deploys",
        "5d18h",
        {"type": 1, "name": "Deploys", "channel_id": Id("#dev"), "application_id": None, "user": Id("@tomas")},
    ),
    (
        "webhook:news",
        "2025-01-02",
        {
            "type": 2,
            "name": "The Green Dragon #news",
            "channel_id": Id("#announcements"),
            "application_id": None,
            "user": Id("@olga"),
            "source_guild": {"id": "611000000000000001", "name": "The Green Dragon", "icon": None},
            "source_channel": {"id": "611000000000000002", "name": "news"},
        },
    ),
    (
        "webhook:giveaways",
        "5d23h",
        {"type": 1, "name": "Giveaways", "channel_id": Id("#general"), "application_id": Id("@giveaways")},
    ),
)
INTEGRATIONS: Final[tuple[Thing, ...]] = (
    (
        "integration:twitch",
        "2022-11-05",
        {"name": "pony_live", "type": "twitch", "account": {"id": "88112233", "name": "pony_live"}},
    ),
    (
        "integration:giveaways",
        "6d02h10m",
        {
            "name": "Giveaways",
            "type": "discord",
            "account": {"id": Id("@giveaways"), "name": "Giveaways"},
            "application_id": Id("@giveaways"),
        },
    ),
)
COMMANDS: Final[tuple[Thing, ...]] = (
    (
        "command:giveaway",
        "2023-01-01",
        {"type": 1, "name": "giveaway", "description": "Start a giveaway", "default_member_permissions": "32"},
    ),
    (
        "command:ban",
        "2023-01-01T00:00:01",
        {"type": 1, "name": "ban", "description": "Ban somebody", "default_member_permissions": "4"},
    ),
)
COMMON: Final[dict[str, Any]] = {
    "event_type": 1,
    "enabled": True,
    "exempt_roles": [Id("&moderator")],
    "exempt_channels": [],
}
ALERT: Final[dict[str, Any]] = {"type": 2, "metadata": {"channel_id": Id("#mod-log")}}
BLOCK: Final[dict[str, Any]] = {"type": 1, "metadata": {"custom_message": "Not at this table, please."}}
RULES: Final[tuple[Thing, ...]] = (
    (
        "automod:shouting",
        "2022-10-12",
        {
            "name": "No shouting",
            "creator_id": Id("@anna"),
            "trigger_type": 1,
            "trigger_metadata": {
                "keyword_filter": ["AAAA*", "free nitro", "*airdrop*"],
                "regex_patterns": ["[A-Z ]{40,}"],
                "allow_list": ["HAPPY BIRTHDAY"],
            },
            "actions": [BLOCK, ALERT],
            **COMMON,
        },
    ),
    (
        "automod:mentions",
        "2023-02-02",
        {
            "name": "Mention spam",
            "creator_id": Id("@olga"),
            "trigger_type": 5,
            "trigger_metadata": {"mention_total_limit": 8, "mention_raid_protection_enabled": True},
            "actions": [BLOCK, ALERT, {"type": 3, "metadata": {"duration_seconds": 600}}],
            **COMMON,
        },
    ),
    (
        "automod:words",
        "4d03h30m",
        {
            "name": "Words we do not use",
            "creator_id": Id("@olga"),
            "trigger_type": 4,
            "trigger_metadata": {"presets": [1, 3], "allow_list": ["cock ale"]},
            "actions": [BLOCK],
            **COMMON,
        },
    ),
    (
        "automod:spam",
        "2022-10-11",
        {
            "name": "Suspected spam",
            "creator_id": Id("@automod"),
            "trigger_type": 3,
            "trigger_metadata": {},
            "actions": [ALERT],
            **COMMON,
        },
    ),
    (
        "automod:names",
        "2025-03-03",
        {
            "name": "Clean names",
            "creator_id": Id("@priya"),
            "trigger_type": 6,
            "trigger_metadata": {"keyword_filter": ["*.example*"], "regex_patterns": [], "allow_list": []},
            "actions": [{"type": 4, "metadata": {}}, ALERT],
            **COMMON,
            "event_type": 2,
        },
    ),
)
WEEKLY: Final[dict[str, Any]] = {
    "start": Ago("-2d20h"),
    "end": None,
    "frequency": 2,
    "interval": 1,
    "by_weekday": [4],
    "by_n_weekday": None,
    "by_month": None,
    "by_month_day": None,
    "by_year_day": None,
    "count": None,
}
EVENTS: Final[tuple[Thing, ...]] = (
    (
        "event:game-night",
        "1d10h30m",
        {
            "name": "Game night",
            "description": "Bring dice. Bring snacks. **Do not** bring the goose.",
            "channel_id": Id("#lounge"),
            "creator_id": Id("@luthien"),
            "scheduled_start_time": Ago("-2d20h"),
            "scheduled_end_time": None,
            "entity_type": 2,
            "entity_metadata": None,
            "recurrence_rule": WEEKLY,
            "user_count": 17,
            "guild_scheduled_event_exceptions": [
                {
                    "event_id": Id("event:game-night"),
                    "event_exception_id": Id("exception:first"),
                    "scheduled_start_time": Ago("-9d21h"),
                    "scheduled_end_time": None,
                    "is_canceled": False,
                }
            ],
        },
    ),
    (
        "event:open-mic",
        "3d01h",
        {
            "name": "Open mic",
            "description": None,
            "channel_id": Id("#townhall"),
            "creator_id": Id("@luthien"),
            "scheduled_start_time": Ago("-1d03h"),
            "scheduled_end_time": None,
            "entity_type": 1,
            "entity_metadata": {},
            "recurrence_rule": None,
            "user_count": 9,
            "guild_scheduled_event_exceptions": [],
        },
    ),
    (
        "event:fair",
        "5d21h",
        {
            "name": "Autumn fair",
            "description": "Meet at the gate.",
            "channel_id": None,
            "creator_id": Id("@olga"),
            "scheduled_start_time": Ago("-6d"),
            "scheduled_end_time": Ago("-5d18h"),
            "entity_type": 3,
            "entity_metadata": {"location": "The market square, Bree"},
            "recurrence_rule": None,
            "user_count": 31,
            "guild_scheduled_event_exceptions": [],
        },
    ),
)
STAGE: Final[Thing] = ("stage:now", "1h10m", {"topic": "Q&A with the wardens", "channel_id": Id("#townhall")})
VOICES: Final = (("@luthien", "#townhall"), ("@bob", "#lounge"), ("@freya", "#lounge"), ("@ivan", "#afk"))

GUILD: Final[dict[str, Any]] = {
    "name": "The Prancing Pony",
    "description": "An inn for those who play, brew, sew and tell stories.",
    "icon": "8d1f0a3c5b7e9f2a4c6d8e0f1a2b3c4d",
    "splash": None,
    "discovery_splash": None,
    "banner": None,
    "home_header": None,
    "owner_id": Id("@barliman"),
    "application_id": None,
    "region": "deprecated",
    "afk_channel_id": Id("#afk"),
    "afk_timeout": 900,
    "verification_level": 2,
    "default_message_notifications": 1,
    "explicit_content_filter": 2,
    "features": [
        "AUTO_MODERATION",
        "COMMUNITY",
        "ENABLED_MODERATION_EXPERIENCE_FOR_NON_STAFF",
        "GUILD_ONBOARDING",
        "GUILD_SERVER_GUIDE",
        "NEWS",
        "SOUNDBOARD",
        "WELCOME_SCREEN_ENABLED",
    ],
    "mfa_level": 1,
    "system_channel_id": Id("#welcome"),
    "system_channel_flags": 4,
    "rules_channel_id": Id("#rules"),
    "public_updates_channel_id": Id("#staff"),
    "safety_alerts_channel_id": Id("#mod-log"),
    "widget_enabled": False,
    "widget_channel_id": None,
    "vanity_url_code": None,
    "premium_tier": 1,
    "premium_subscription_count": 4,
    "premium_progress_bar_enabled": True,
    "preferred_locale": "en-GB",
    "nsfw": False,
    "nsfw_level": 0,
    "max_presences": None,
    "max_members": 500000,
    "max_video_channel_users": 25,
    "max_stage_video_channel_users": 50,
    "incidents_data": None,
    "large": False,
    "unavailable": False,
    "presences": [],
    "joined_at": "2026-01-09T17:12:00.000000+00:00",
}
