"""The week's tales of places: channels, and who may do what in them."""

from typing import Final

from discord_standin.example.actions import Action
from discord_standin.example.permissions import allow
from discord_standin.example.wire import Entry, Id, gone, made, turned


def overwrite(whom: str, kind: int, allowed: str = "0", denied: str = "0") -> dict[str, object]:
    """A permission overwrite as it stands in a channel's changes."""
    return {"id": Id(whom), "type": kind, "allow": allowed, "deny": denied}


CHANNELS: Final = (
    Entry(
        "6d04h",
        "@olga",
        Action.CHANNEL_CREATE,
        "#old-plans",
        made(
            name="plans",
            type=0,
            permission_overwrites=[overwrite("&everyone", 0, "0", allow("SEND_MESSAGES"))],
            nsfw=False,
            rate_limit_per_user=0,
            flags=0,
            topic="What is planned for the autumn fair",
        ),
    ),
    Entry("1d22h", "@olga", Action.CHANNEL_UPDATE, "#old-plans", turned(name=("plans", "old-plans"))),
    Entry(
        "1d21h55m",
        "@olga",
        Action.CHANNEL_UPDATE,
        "#old-plans",
        turned(topic=("What is planned for the autumn fair", "What was planned for the autumn fair")),
    ),
    Entry(
        "17h", "@kenji", Action.CHANNEL_UPDATE, "#general", turned(rate_limit_per_user=(0, 5)), reason="a bit heated"
    ),
    Entry(
        "1d20h",
        "@olga",
        Action.CHANNEL_CREATE,
        "#drama",
        made(name="drama", type=0, permission_overwrites=[], nsfw=True, rate_limit_per_user=21600, flags=0),
    ),
    Entry(
        "1d18h",
        "@olga",
        Action.CHANNEL_DELETE,
        "#drama",
        gone(
            name="drama",
            type=0,
            permission_overwrites=[],
            nsfw=True,
            rate_limit_per_user=21600,
            flags=0,
        ),
        reason="that was a bad idea",
    ),
    Entry(
        "5d",
        "@tomas",
        Action.CHANNEL_DELETE,
        "#karaoke",
        gone(
            name="Karaoke",
            type=2,
            permission_overwrites=[overwrite("&guest", 0, "0", allow("SPEAK"))],
            bitrate=64000,
            user_limit=10,
            nsfw=False,
            rate_limit_per_user=0,
            flags=0,
        ),
    ),
    Entry(
        "4d20h",
        "@tomas",
        Action.CHANNEL_UPDATE,
        "#lounge",
        [
            *turned(bitrate=(64000, 96000), user_limit=(10, 0), name=("Karaoke lounge", "Lounge")),
            *made(rtc_region="rotterdam"),
        ],
    ),
    Entry(
        "4d12h",
        "@tomas",
        Action.CHANNEL_UPDATE,
        "#recipes",
        turned(
            available_tags=(
                [{"id": Id("tag:stew"), "name": "Stew", "emoji_id": None, "emoji_name": "🍲", "moderated": False}],
                [
                    {"id": Id("tag:stew"), "name": "Stew", "emoji_id": None, "emoji_name": "🍲", "moderated": False},
                    {"id": Id("tag:bread"), "name": "Bread", "emoji_id": None, "emoji_name": None, "moderated": True},
                ],
            ),
            default_reaction_emoji=({"emoji_id": None, "emoji_name": "👍"}, {"emoji_id": None, "emoji_name": "😋"}),
        ),
    ),
    Entry("3d08h", "@barliman", Action.CHANNEL_UPDATE, "#cellar", turned(name=("cellar", "cellar-accounts"))),
    Entry(
        "2h05m",
        "@luthien",
        Action.VOICE_CHANNEL_STATUS_CREATE,
        "#lounge",
        None,
        {"channel_id": Id("#lounge"), "status": "movie night 🍿 (no spoilers)"},
    ),
    Entry("1h40m", "@luthien", Action.VOICE_CHANNEL_STATUS_DELETE, "#lounge", None, {"channel_id": Id("#lounge")}),
    Entry(
        "2d22h30m",
        "@gus",
        Action.VOICE_CHANNEL_STATUS_CREATE,
        "#snug",
        None,
        {"channel_id": Id("#snug"), "status": "bass practice, sorry"},
    ),
)

PERMISSIONS: Final = (
    Entry(
        "15m",
        "@olga",
        Action.CHANNEL_OVERWRITE_CREATE,
        "#game-night",
        made(
            id=Id("&helper"),
            type=0,
            allow=allow("MANAGE_MESSAGES", "SEND_MESSAGES"),
            deny="0",
        ),
        {"id": Id("&helper"), "type": "0", "role_name": "Helper"},
    ),
    Entry(
        "1d06h",
        "@anna",
        Action.CHANNEL_OVERWRITE_CREATE,
        "#general",
        made(
            id=Id("@karl"),
            type=1,
            allow="0",
            deny=allow("ADD_REACTIONS", "ATTACH_FILES"),
        ),
        {"id": Id("@karl"), "type": "1"},
        "reaction spam",
    ),
    Entry(
        "1d05h30m",
        "@anna",
        Action.CHANNEL_OVERWRITE_UPDATE,
        "#general",
        turned(
            deny=(allow("ADD_REACTIONS", "ATTACH_FILES"), allow("ADD_REACTIONS")),
            allow=("0", allow("EMBED_LINKS", "USE_EXTERNAL_EMOJIS")),
        ),
        {"id": Id("@karl"), "type": "1"},
    ),
    Entry(
        "13h",
        "@anna",
        Action.CHANNEL_OVERWRITE_DELETE,
        "#general",
        gone(
            id=Id("@karl"),
            type=1,
            allow=allow("EMBED_LINKS", "USE_EXTERNAL_EMOJIS"),
            deny=allow("ADD_REACTIONS"),
        ),
        {"id": Id("@karl"), "type": "1"},
    ),
    Entry(
        "2d21h",
        "@olga",
        Action.CHANNEL_OVERWRITE_CREATE,
        "#snug",
        made(
            id=Id("&quiet"),
            type=0,
            allow=allow("CONNECT"),
            deny="0",
        ),
        {"id": Id("&quiet"), "type": "0", "role_name": "Quiet table"},
    ),
    Entry(
        "3d14h",
        "@tomas",
        Action.CHANNEL_OVERWRITE_UPDATE,
        "#memes",
        turned(
            deny=(allow("ATTACH_FILES"), allow("ATTACH_FILES", "EMBED_LINKS")),
        ),
        {"id": Id("&guest"), "type": "0", "role_name": "Guest"},
    ),
    Entry(
        "6d07h30m",
        "@barliman",
        Action.CHANNEL_OVERWRITE_DELETE,
        "#memes",
        gone(
            id=Id("&muted"),
            type=0,
            allow="0",
            deny=allow("SEND_MESSAGES"),
        ),
        {"id": Id("&muted"), "type": "0", "role_name": "Muted"},
    ),
    Entry(
        "5d14h",
        "@barliman",
        Action.CHANNEL_OVERWRITE_UPDATE,
        "#cellar",
        turned(deny=("0", allow("VIEW_CHANNEL"))),
        {"id": Id("&auditor"), "type": "0", "role_name": "auditor"},
    ),
)

ENTRIES: Final = (*CHANNELS, *PERMISSIONS)
