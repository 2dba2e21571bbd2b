"""The week's tales of what goes on in places: threads, pins, webhooks, stages, and invites that went."""

from typing import Final

from discord_standin.example.actions import Action
from discord_standin.example.wire import Entry, Id, gone, made, turned

THREADS: Final = (
    Entry(
        "5d08h",
        "@samwise",
        Action.THREAD_CREATE,
        "#stew",
        made(
            name="Mushroom stew, but make it dwarven",
            type=11,
            archived=False,
            locked=False,
            auto_archive_duration=4320,
            rate_limit_per_user=0,
            flags=0,
            applied_tags=[Id("tag:stew")],
        ),
    ),
    Entry(
        "2d05h20m",
        "@freya",
        Action.THREAD_CREATE,
        "#ideas",
        made(
            name="ideas",
            type=11,
            archived=False,
            locked=False,
            auto_archive_duration=1440,
            rate_limit_per_user=0,
            flags=0,
        ),
    ),
    Entry(
        "2d05h",
        "@freya",
        Action.THREAD_UPDATE,
        "#ideas",
        turned(name=("ideas", "ideas for the winter feast"), auto_archive_duration=(1440, 10080)),
    ),
    Entry(
        "3d02h05m",
        "@anna",
        Action.THREAD_CREATE,
        "#appeals",
        made(
            name="ban appeals",
            type=12,
            archived=False,
            locked=False,
            auto_archive_duration=10080,
            rate_limit_per_user=0,
            invitable=False,
            flags=0,
        ),
    ),
    Entry("21h", "@kenji", Action.THREAD_UPDATE, "#oneshot", turned(archived=(False, True), locked=(False, True))),
    Entry(
        "1d17h",
        "@mila",
        Action.THREAD_DELETE,
        "thread:spoilers",
        gone(
            name="spoilers!!",
            type=11,
            archived=False,
            locked=False,
            auto_archive_duration=1440,
            rate_limit_per_user=0,
            flags=0,
        ),
        reason="they were",
    ),
)

PINS: Final = (
    Entry(
        "5d08h50m",
        "@kenji",
        Action.MESSAGE_PIN,
        "@samwise",
        None,
        {"channel_id": Id("#general"), "message_id": Id("message:menu")},
    ),
    Entry(
        "1d01h50m",
        "@luthien",
        Action.MESSAGE_PIN,
        "@luthien",
        None,
        {"channel_id": Id("#game-night"), "message_id": Id("message:map")},
    ),
    Entry(
        "6h10m",
        "@anna",
        Action.MESSAGE_PIN,
        "@bob",
        None,
        {"channel_id": Id("#general"), "message_id": Id("message:chat-pin")},
        "wisdom",
    ),
    Entry(
        "5h50m",
        "@anna",
        Action.MESSAGE_UNPIN,
        "@bob",
        None,
        {"channel_id": Id("#general"), "message_id": Id("message:chat-pin")},
        "not wisdom",
    ),
    Entry(
        "2d07h",
        "@priya",
        Action.MESSAGE_UNPIN,
        "@quitter",
        None,
        {"channel_id": Id("#off-topic"), "message_id": Id("message:gone")},
    ),
    Entry(
        "3d15h",
        "@olga",
        Action.GUILD_HOME_FEATURE_ITEM,
        "@samwise",
        None,
        {"channel_id": Id("#recipes"), "message_id": Id("message:stew")},
    ),
    Entry(
        "2d15h",
        "@olga",
        Action.GUILD_HOME_REMOVE_ITEM,
        "@samwise",
        None,
        {"channel_id": Id("#recipes"), "message_id": Id("message:stew")},
    ),
)

WEBHOOKS: Final = (
    Entry(
        "5d18h",
        "@tomas",
        Action.WEBHOOK_CREATE,
        "webhook:deploys",
        made(name="Deploys", type=1, channel_id=Id("#general"), application_id=None),
    ),
    Entry(
        "5d17h50m",
        "@tomas",
        Action.WEBHOOK_UPDATE,
        "webhook:deploys",
        turned(channel_id=(Id("#general"), Id("#dev"))),
        reason="wrong channel, too loud",
    ),
    Entry(
        "5d23h",
        "@giveaways",
        Action.WEBHOOK_CREATE,
        "webhook:giveaways",
        made(name="Giveaways", type=1, channel_id=Id("#general"), application_id=Id("@giveaways")),
    ),
    Entry(
        "23h40m",
        "@olga",
        Action.WEBHOOK_UPDATE,
        "webhook:news",
        [
            *turned(name=("Green Dragon", "The Green Dragon #news")),
            *made(avatar_hash="77aa77aa77aa77aa77aa77aa77aa77aa"),
        ],
    ),
    Entry(
        "15h30m",
        None,
        Action.WEBHOOK_DELETE,
        "webhook:dusty",
        gone(name="Dusty hook", type=1, channel_id=Id("#karaoke"), application_id=None),
    ),
)

STAGES: Final = (
    Entry(
        "2d02h",
        "@luthien",
        Action.STAGE_INSTANCE_CREATE,
        "stage:qa",
        made(topic="Story hour", privacy_level=2),
        {"channel_id": Id("#townhall")},
    ),
    Entry(
        "2d01h",
        "@luthien",
        Action.STAGE_INSTANCE_DELETE,
        "stage:qa",
        gone(topic="Story hour", privacy_level=2),
        {"channel_id": Id("#townhall")},
    ),
    Entry(
        "1h10m",
        "@luthien",
        Action.STAGE_INSTANCE_CREATE,
        "stage:now",
        made(topic="Q&A", privacy_level=2),
        {"channel_id": Id("#townhall")},
    ),
    Entry(
        "1h05m",
        "@luthien",
        Action.STAGE_INSTANCE_UPDATE,
        "stage:now",
        turned(topic=("Q&A", "Q&A with the wardens")),
        {"channel_id": Id("#townhall")},
    ),
)

INVITES: Final = (
    Entry(
        "21h40m",
        "@anna",
        Action.INVITE_DELETE,
        None,
        gone(
            code="bobsFriend",
            channel_id=Id("#welcome"),
            inviter_id=Id("@bob"),
            uses=0,
            max_uses=1,
            max_age=1800,
            temporary=True,
            flags=0,
        ),
    ),
    Entry(
        "4d17h",
        "@olga",
        Action.INVITE_UPDATE,
        None,
        [*made(code="fair2026"), *turned(max_uses=(100, 250), uses=(61, 61))],
    ),
)

ENTRIES: Final = (*THREADS, *PINS, *WEBHOOKS, *STAGES, *INVITES)
