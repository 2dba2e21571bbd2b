"""The channels, threads and voices of the Prancing Pony, and what was said in them."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from discord_standin.example.permissions import allow
from discord_standin.example.wire import Id

CATEGORY, TEXT, VOICE, NEWS, STAGE, FORUM, PUBLIC_THREAD, PRIVATE_THREAD = 4, 0, 2, 5, 13, 15, 11, 12

READ_ONLY: Final = ("&everyone", "0", allow("SEND_MESSAGES", "CREATE_PUBLIC_THREADS"))
UNSEEN: Final = ("&everyone", "0", allow("VIEW_CHANNEL"))
STAFF_SEES: Final = ("&moderator", allow("VIEW_CHANNEL"), "0")


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A channel, in the order of the channel list; `overwrites` are (whom, allowed, denied)."""

    key: str
    name: str
    type: int
    made: str
    parent: str | None = None
    overwrites: tuple[tuple[str, str, str], ...] = ()
    topic: str | None = None
    slowmode: int = 0
    more: Mapping[str, Any] = dataclasses.field(default_factory=dict[str, Any])


@dataclasses.dataclass(frozen=True, slots=True)
class Thread:
    """A thread; the archived ones are no part of a guild's own list of threads."""

    key: str
    name: str
    made: str
    parent: str
    owner: str
    type: int = PUBLIC_THREAD
    archived: bool = False
    locked: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Message:
    """A message that still stands in its channel; files are (name, content type, bytes)."""

    key: str
    channel: str
    author: str
    age: str
    content: str
    pinned: bool = False
    files: tuple[tuple[str, str, int], ...] = ()


PLACES: Final = (
    Place("#c-door", "The Door", CATEGORY, "2021-03-04T19:01:00"),
    Place("#rules", "rules", TEXT, "2021-03-04T19:01:10", "#c-door", (READ_ONLY,), "Be kind. Tip the bard."),
    Place("#announcements", "announcements", NEWS, "2021-03-04T19:01:20", "#c-door", (READ_ONLY,), "From the bar"),
    Place("#welcome", "welcome", TEXT, "2021-03-04T19:01:30", "#c-door"),
    Place("#c-room", "The Common Room", CATEGORY, "2021-03-04T19:02:00"),
    Place("#general", "general", TEXT, "2021-03-04T19:02:10", "#c-room", topic="Pull up a chair", slowmode=5),
    Place("#off-topic", "off-topic", TEXT, "2021-03-04T19:02:20", "#c-room"),
    Place("#memes", "memes", TEXT, "2021-05-20", "#c-room", (("&guest", "0", allow("ATTACH_FILES", "EMBED_LINKS")),)),
    Place("#art", "art-and-crafts", TEXT, "2022-01-02", "#c-room", topic="Show what you made"),
    Place(
        "#recipes",
        "recipes",
        FORUM,
        "2023-10-01",
        "#c-room",
        topic="One post a dish",
        more={
            "available_tags": [
                {"id": Id("tag:stew"), "name": "Stew", "moderated": False, "emoji_id": None, "emoji_name": "🍲"},
                {"id": Id("tag:bread"), "name": "Bread", "moderated": True, "emoji_id": None, "emoji_name": None},
            ],
            "default_reaction_emoji": {"emoji_id": None, "emoji_name": "😋"},
            "default_sort_order": 0,
            "default_forum_layout": 1,
        },
    ),
    Place("#c-tables", "The Tables", CATEGORY, "2021-06-01"),
    Place("#looking-for-group", "looking-for-group", TEXT, "2021-06-01T10:00:00", "#c-tables", slowmode=60),
    Place(
        "#game-night", "game-night", TEXT, "2021-06-01T10:01:00", "#c-tables", (("&bard", allow("PIN_MESSAGES"), "0"),)
    ),
    Place("#old-plans", "old-plans", TEXT, "6d04h", "#c-tables", topic="What was planned for the autumn fair"),
    Place("#dev", "dev-log", TEXT, "2024-01-15", "#c-tables", topic="The Pony's own website and bots"),
    Place("#c-voice", "The Hearth", CATEGORY, "2021-03-04T19:03:00"),
    Place("#lounge", "Lounge", VOICE, "2021-03-04T19:03:10", "#c-voice", more={"bitrate": 96000, "user_limit": 0}),
    Place("#snug", "The Snug", VOICE, "2022-12-12", "#c-voice", (("&quiet", allow("CONNECT"), "0"),)),
    Place("#afk", "Asleep by the fire", VOICE, "2021-03-04T19:03:30", "#c-voice"),
    Place(
        "#townhall",
        "Townhall",
        STAGE,
        "2023-02-11T18:00:00",
        "#c-voice",
        (("&bard", allow("MANAGE_CHANNELS", "MUTE_MEMBERS", "MOVE_MEMBERS"), "0"),),
        more={"user_limit": 200},
    ),
    Place("#c-back", "The Back Room", CATEGORY, "2021-03-06T10:00:00", None, (UNSEEN, STAFF_SEES)),
    Place(
        "#mod-log", "mod-log", TEXT, "2021-03-06T10:01:00", "#c-back", (UNSEEN, STAFF_SEES, ("&auditor", "1024", "0"))
    ),
    Place("#staff", "staff", TEXT, "2021-03-06T10:02:00", "#c-back", (UNSEEN, STAFF_SEES, ("&auditor", "1024", "0"))),
    # What only the wardens see: the bot is kept out, so to it this channel's name is hidden.
    Place("#cellar", "cellar-accounts", TEXT, "2023-08-08", "#c-back", (UNSEEN, ("&auditor", "0", "1024"))),
)

THREADS: Final = (
    Thread("#ideas", "ideas for the winter feast", "2d05h20m", "#general", "@freya"),
    Thread("#stew", "Mushroom stew, but make it dwarven", "5d08h", "#recipes", "@samwise"),
    Thread("#appeals", "ban appeals", "3d02h05m", "#staff", "@anna", type=PRIVATE_THREAD),
    Thread(
        "#oneshot", "one-shot: The Missing Keg", "2026-10-03", "#game-night", "@luthien", archived=True, locked=True
    ),
)

# Their ids stand in the audit log, and nothing else of them is left.
VANISHED: Final = {
    "#raid-bait": "4d04h50m",
    "#karaoke": "2024-02-14",
    "#drama": "1d20h",
    "&muted": "2021-07-07",
    "&winter": "5d03h",
    "webhook:dusty": "2022-08-01",
    "emoji:sadpony": "2022-03-03",
    "sticker:oldwave": "2022-03-04",
    "sound:horn": "2023-05-05",
    "integration:dusty": "2021-12-01",
    "automod:shh": "2022-10-10",
    "event:crawl": "5d22h",
    "stage:qa": "2d02h",
    "prompt:where": "6d00h50m",
    "prompt:spam": "6d00h40m",
    "tag:stew": "2023-10-01T10:00:00",
    "tag:bread": "2023-10-01T10:01:00",
    "thread:spoilers": "1d17h20m",
    "prompt:option": "6d00h50m",
    "message:chat-pin": "6h12m",
    "message:gone": "2d09h",
    "exception:first": "1d10h",
    "exception:second": "1d10h10m",
}

MESSAGES: Final = (
    Message(
        "message:rules", "#rules", "@barliman", "2021-03-04T19:30:00", "1. Be kind.\n2. Tip the bard.", pinned=True
    ),
    Message("message:hi", "#welcome", "@nadia", "6d10h55m", "Hello everybody! Is this where the dwarves drink?"),
    Message("message:menu", "#general", "@samwise", "5d09h", "**This week:** potatoes, five ways", pinned=True),
    Message("message:chat", "#general", "@bob", "45m", "I did not say it three times. I said it five times."),
    Message("message:last", "#general", "@freya", "3m", "Did anybody else see that spam just now?"),
    Message(
        "message:map",
        "#game-night",
        "@luthien",
        "1d02h",
        "The map for tonight, and the handout",
        pinned=True,
        files=(("bree.png", "image/png", 482113), ("handout.txt", "text/plain", 2048)),
    ),
    Message("message:lfg", "#looking-for-group", "@gus", "2d", "Two seats left at Friday's table"),
    Message("message:plan", "#old-plans", "@olga", "6d03h50m", "Stalls by the gate, music by the well."),
    Message("message:deploy", "#dev", "@tomas", "1d12h", "The booking page is up again."),
    Message("message:stew", "#stew", "@samwise", "5d08h", "Soak the mushrooms overnight. Yes, overnight."),
    Message("message:feast", "#ideas", "@freya", "2d05h20m", "Lanterns! And a contest for the worst pun."),
    Message("message:raid", "#mod-log", "@anna", "4d03h", "Raid over. 12 banned, slow mode off again."),
    Message("message:again", "#mod-log", "@anna", "6m", "spam*mer_42 is the same crowd as the raid. Banning."),
    Message("message:staff", "#staff", "@olga", "25m", "Helpers need more room tonight, I will sort it out."),
)
