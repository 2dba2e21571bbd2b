"""The week's tales of rules: AutoMod, onboarding, and what no documentation tells of."""

from typing import Final

from discord_standin.example.actions import Action
from discord_standin.example.wire import Entry, Id, gone, made, turned

RULES: Final = (
    Entry(
        "4d03h30m",
        "@olga",
        Action.AUTO_MODERATION_RULE_CREATE,
        "automod:words",
        made(
            name="Words we do not use",
            event_type=1,
            trigger_type=4,
            enabled=True,
            actions=[{"type": 1, "metadata": {}}],
            trigger_metadata={"presets": [1, 3], "allow_list": ["cock ale"]},
            exempt_roles=[Id("&moderator")],
            exempt_channels=[],
        ),
        reason="after the raid",
    ),
    Entry(
        "4d03h20m",
        "@olga",
        Action.AUTO_MODERATION_RULE_UPDATE,
        "automod:shouting",
        made(
            {
                "$add_keyword_filter": ["free nitro", "*airdrop*"],
                "$remove_keyword_filter": ["AAAAAAA"],
                "$add_regex_patterns": ["[A-Z ]{40,}"],
                "$add_allow_list": ["HAPPY BIRTHDAY"],
            }
        ),
    ),
    Entry(
        "4d03h15m",
        "@olga",
        Action.AUTO_MODERATION_RULE_UPDATE,
        "automod:mentions",
        turned(
            trigger_metadata=(
                {"mention_total_limit": 20, "mention_raid_protection_enabled": False},
                {"mention_total_limit": 8, "mention_raid_protection_enabled": True},
            ),
            actions=(
                [{"type": 1, "metadata": {}}],
                [{"type": 1, "metadata": {}}, {"type": 3, "metadata": {"duration_seconds": 600}}],
            ),
            enabled=(False, True),
        ),
    ),
    Entry(
        "3d20h30m",
        "@olga",
        Action.AUTO_MODERATION_RULE_DELETE,
        "automod:shh",
        gone(
            name="Shh",
            event_type=1,
            trigger_type=1,
            enabled=False,
            exempt_roles=[],
            exempt_channels=[Id("#memes")],
            actions=[{"type": 1, "metadata": {}}],
            trigger_metadata={"keyword_filter": ["goose"], "regex_patterns": [], "allow_list": []},
        ),
        reason="the goose is welcome now",
    ),
)

OPTION: Final = {
    "id": Id("prompt:option"),
    "title": "The Shire",
    "description": "",
    "role_ids": [Id("&guest")],
    "emoji": {"id": None, "name": "🌻", "animated": False},
    "channel_ids": [Id("#recipes")],
}
ONBOARDING: Final = (
    Entry(
        "6d01h",
        "@olga",
        Action.ONBOARDING_CREATE,
        "guild",
        made(default_channel_ids=[Id("#rules"), Id("#welcome"), Id("#general")], enabled=False, mode=0, prompts=[]),
    ),
    Entry(
        "6d00h50m",
        "@olga",
        Action.ONBOARDING_PROMPT_CREATE,
        "prompt:where",
        made(
            id=Id("prompt:where"),
            title="Where from?",
            type=0,
            single_select=True,
            required=False,
            in_onboarding=True,
            options=[OPTION],
        ),
    ),
    Entry(
        "6d00h45m",
        "@olga",
        Action.ONBOARDING_PROMPT_UPDATE,
        "prompt:where",
        turned(title=("Where from?", "Where do you come from?"), required=(False, True)),
    ),
    Entry(
        "6d00h40m",
        "@olga",
        Action.ONBOARDING_PROMPT_CREATE,
        "prompt:spam",
        made(
            id=Id("prompt:spam"),
            title="May we send you mail?",
            type=1,
            single_select=False,
            required=True,
            in_onboarding=False,
            options=[],
        ),
    ),
    Entry(
        "6d00h30m",
        "@barliman",
        Action.ONBOARDING_PROMPT_DELETE,
        "prompt:spam",
        gone(
            id=Id("prompt:spam"),
            title="May we send you mail?",
            type=1,
            single_select=False,
            required=True,
            in_onboarding=False,
            options=[],
        ),
        reason="no.",
    ),
    Entry("6d00h20m", "@olga", Action.ONBOARDING_UPDATE, "guild", turned(enabled=(False, True), mode=(0, 1))),
)

# What a careful reader must still take: an action and keys that nobody has documented.
ODDITIES: Final = (
    Entry(
        "28m",
        "@olga",
        Action.UNHEARD_OF,
        "@freya",
        turned({"$set_seats": (["bar"], ["window", "hearth"]), "sparkle_level": (3, {"level": 4, "until": None})}),
        {"seat": "by the window", "count": "2"},
        "why not",
    ),
    Entry(
        "55m",
        "@anna",
        Action.CHANNEL_UPDATE,
        "#art",
        [
            *turned(hologram_mode=("off", "on"), voice_background_display=(None, {"type": 0, "resource_id": None})),
            *made(icon_emoji={"id": None, "name": "🎨"}, theme_color=0x1ABC9C),
        ],
    ),
)

ENTRIES: Final = (*RULES, *ONBOARDING, *ODDITIES)
