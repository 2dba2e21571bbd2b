"""The week's tales of people: the raid on the third evening, sanctions, roles, bots and who may use what."""

from typing import Final

from discord_standin.example import permissions
from discord_standin.example.actions import Action
from discord_standin.example.people import RAIDERS
from discord_standin.example.permissions import allow
from discord_standin.example.wire import Entry, Id, gone, made, turned

LONG_REASON: Final = (
    "Appeal accepted after a long talk in #ban-appeals: Vic has read the rules again, has apologised to everybody whom "
    "it concerned, and has promised in writing (see the thread, third message from the bottom) not to argue about the "
    "price of ale, the weather, or dwarves ever again. Kenji and Priya agreed, olga abstained, Barliman slept. One "
    "year of probation: the next insult means a ban without appeal. Do not lift this early, and tell the others at the "
    "Sunday meeting, so that nobody bans him again by mistake. (Also: he "
)[:511] + "…"

RAID_BANS: Final = tuple(
    Entry(
        f"4d05h{15 - number // 3:02}m{50 - number * 4:02}s", "@kenji", Action.MEMBER_BAN_ADD, raider.key, reason="raid"
    )
    for number, raider in enumerate(RAIDERS[:-1])
)

RAID: Final = (
    Entry("4d05h16m", "@olga", Action.GUILD_UPDATE, "guild", turned(verification_level=(2, 4)), reason="raid"),
    Entry(
        "4d05h15m58s", "@anna", Action.CHANNEL_UPDATE, "#general", turned(rate_limit_per_user=(0, 120)), reason="raid"
    ),
    Entry("4d05h15m57s", "@anna", Action.CHANNEL_UPDATE, "#off-topic", turned(rate_limit_per_user=(0, 120))),
    *RAID_BANS,
    Entry(
        "4d05h10m",
        "@anna",
        Action.INVITE_DELETE,
        None,
        gone(
            code="r41dm3pls",
            channel_id=Id("#general"),
            inviter_id=Id("@quitter"),
            uses=43,
            max_uses=0,
            max_age=0,
            temporary=False,
            flags=0,
        ),
        reason="where they came from",
    ),
    Entry("4d05h08m", "@anna", Action.MESSAGE_BULK_DELETE, "#general", options={"count": "99"}, reason="raid"),
    Entry("4d05h07m", "@anna", Action.MESSAGE_BULK_DELETE, "#off-topic", options={"count": "38"}, reason="raid"),
    Entry(
        "4d05h05m", "@discord", Action.HARMFUL_LINKS_BLOCKED_MESSAGE, "@raid02", options={"channel_id": Id("#general")}
    ),
    Entry(
        "4d04h50m",
        "@kenji",
        Action.CHANNEL_CREATE,
        "#raid-bait",
        made(
            name="raid-bait",
            type=0,
            permission_overwrites=[],
            nsfw=False,
            rate_limit_per_user=0,
            flags=0,
        ),
    ),
    Entry("4d04h30m", None, Action.MEMBER_BAN_ADD, "@raid12", reason="Bulk ban"),
    Entry(
        "4d04h",
        "@kenji",
        Action.CHANNEL_DELETE,
        "#raid-bait",
        gone(
            name="raid-bait",
            type=0,
            permission_overwrites=[],
            nsfw=False,
            rate_limit_per_user=0,
            flags=0,
        ),
        reason="they did not bite",
    ),
    Entry("4d03h50m", "@olga", Action.MEMBER_PRUNE, None, options={"delete_member_days": "7", "members_removed": "41"}),
    Entry("4d03h10m", "@anna", Action.CHANNEL_UPDATE, "#general", turned(rate_limit_per_user=(120, 0))),
    Entry("4d03h09m", "@anna", Action.CHANNEL_UPDATE, "#off-topic", turned(rate_limit_per_user=(120, 0))),
    Entry("3d21h", "@olga", Action.GUILD_UPDATE, "guild", turned(verification_level=(4, 2)), reason="it is over"),
)

SANCTIONS: Final = (
    Entry("5m", "@anna", Action.MEMBER_BAN_ADD, "@spam42", reason="raid, see #mod-log"),
    Entry("1d19h30m", "@olga", Action.MEMBER_BAN_ADD, "@rude", reason="Insults, *again*. See <#123> and **@everyone**"),
    Entry("3d02h", "@anna", Action.MEMBER_BAN_REMOVE, "@pardoned", reason=LONG_REASON),
    Entry("5d10h", "@kenji", Action.MEMBER_BAN_ADD, "@petra", reason="wrong account, sorry"),
    Entry("5d09h55m", "@kenji", Action.MEMBER_BAN_REMOVE, "@petra"),
    Entry("2d12h", "@priya", Action.MEMBER_KICK, "@quitter", reason="asked to be kicked, could not find the button"),
    Entry("3d12h", "@anna", Action.MEMBER_KICK, "@deleted", options={"integration_type": "twitch"}),
    Entry(
        "8h20m",
        "@anna",
        Action.MEMBER_ROLE_UPDATE,
        "@lena",
        made({"$add": [{"id": Id("&subscriber"), "name": "Twitch Subscriber"}]}),
        {"integration_type": "twitch"},
    ),
    Entry(
        "2d10h",
        "@anna",
        Action.MEMBER_ROLE_UPDATE,
        "@hana",
        made({"$remove": [{"id": Id("&subscriber"), "name": "Twitch Subscriber"}]}),
        {"integration_type": "twitch"},
    ),
    Entry(
        "10h05m", "@anna", Action.MEMBER_UPDATE, "@ivan", turned(mute=(False, True)), reason="eats crisps into the mic"
    ),
    Entry("5d06h", "@kenji", Action.MEMBER_UPDATE, "@gus", turned(mute=(True, False), deaf=(True, False))),
    Entry("3d20h", "@olga", Action.MEMBER_UPDATE, "@hana", turned(bypasses_verification=(False, True))),
    Entry(
        "20h30m",
        "@priya",
        Action.MEMBER_UPDATE,
        "@moss",
        [
            *made(nick="moss (quiet)"),
            *turned(deaf=(True, False)),
            *gone(avatar_hash="ab12cd34ef56ab12cd34ef56ab12cd34"),
        ],
    ),
    Entry("20h10m", "@priya", Action.MEMBER_UPDATE, "@moss", gone(nick="moss (quiet)")),
)

ROLES: Final = (
    Entry(
        "12m", "@olga", Action.ROLE_UPDATE, "&helper", turned(permissions=(permissions.HELPER, permissions.HELPER_NOW))
    ),
    Entry(
        "1d11h", "@olga", Action.ROLE_UPDATE, "&bard", turned(permissions=(permissions.BARD_BEFORE, permissions.BARD))
    ),
    Entry(
        "2d01h30m",
        "@tomas",
        Action.ROLE_UPDATE,
        "&bard",
        turned(
            color=(0x71368A, 0x9B59B6),
            colors=(
                {"primary_color": 0x71368A, "secondary_color": None, "tertiary_color": None},
                {"primary_color": 0x9B59B6, "secondary_color": 0xE91E63, "tertiary_color": None},
            ),
            unicode_emoji=("🎵", "🎻"),
        ),
    ),
    Entry(
        "2d21h15m",
        "@olga",
        Action.ROLE_CREATE,
        "&quiet",
        made(
            name="Quiet table",
            permissions="0",
            color=0,
            hoist=False,
            mentionable=False,
            colors={"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        ),
    ),
    Entry(
        "3d06h40m",
        "@olga",
        Action.ROLE_CREATE,
        "&vip",
        made(name="new role", permissions="0", color=0, hoist=False, mentionable=False),
    ),
    Entry(
        "3d06h39m",
        "@olga",
        Action.ROLE_UPDATE,
        "&vip",
        turned(name=("new role", "VIP"), color=(0, 0x1ABC9C), mentionable=(False, True)),
    ),
    Entry(
        "5d03h",
        "@tomas",
        Action.ROLE_CREATE,
        "&winter",
        made(
            name="Winter feast crew", permissions=allow("CREATE_EVENTS"), color=0x3498DB, hoist=True, mentionable=True
        ),
    ),
    Entry(
        "2d04h",
        "@olga",
        Action.ROLE_DELETE,
        "&winter",
        gone(
            name="Winter feast crew", permissions=allow("CREATE_EVENTS"), color=0x3498DB, hoist=True, mentionable=True
        ),
    ),
    Entry(
        "6d08h",
        "@barliman",
        Action.ROLE_DELETE,
        "&muted",
        gone(
            name="Muted",
            permissions="0",
            color=0x607D8B,
            hoist=False,
            mentionable=False,
        ),
        reason="Discord has timeouts now",
    ),
    Entry(
        "6d07h",
        "@tomas",
        Action.ROLE_UPDATE,
        "&dice",
        [
            *turned(name=("Dice Goblins", "Dice Goblins 🎲"), hoist=(True, False)),
            *made(icon_hash="0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
        ],
    ),
)

APPS: Final = (
    Entry("6d02h10m", "@olga", Action.BOT_ADD, "@giveaways"),
    Entry(
        "6d02h09m59s",
        "@olga",
        Action.INTEGRATION_CREATE,
        "integration:giveaways",
        made(name="Giveaways", type="discord", enabled=True, account={"id": Id("@giveaways"), "name": "Giveaways"}),
    ),
    Entry(
        "4d23h",
        "@tomas",
        Action.INTEGRATION_UPDATE,
        "integration:twitch",
        turned(enable_emoticons=(False, True), expire_behavior=(1, 0), expire_grace_period=(7, 3)),
    ),
    Entry(
        "6d01h30m",
        "@tomas",
        Action.INTEGRATION_DELETE,
        "integration:dusty",
        gone(name="dusty-bot", type="discord"),
        reason="nobody knows what it did",
    ),
    Entry(
        "1d08h",
        "@olga",
        Action.APPLICATION_COMMAND_PERMISSION_UPDATE,
        "command:ban",
        [
            {"key": Id("&helper"), "new_value": {"id": Id("&helper"), "type": 1, "permission": True}},
            {"key": Id("#general"), "new_value": {"id": Id("#general"), "type": 3, "permission": False}},
            {
                "key": Id("@karl"),
                "old_value": {"id": Id("@karl"), "type": 2, "permission": True},
                "new_value": {"id": Id("@karl"), "type": 2, "permission": False},
            },
        ],
        {"application_id": Id("@giveaways")},
    ),
    Entry(
        "1d08h20m",
        "@olga",
        Action.APPLICATION_COMMAND_PERMISSION_UPDATE,
        "@giveaways",
        [
            {"key": Id("&everyone"), "old_value": {"id": Id("&everyone"), "type": 1, "permission": True}},
        ],
        {"application_id": Id("@giveaways")},
    ),
    Entry(
        "1d08h30m",
        "@olga",
        Action.APPLICATION_COMMAND_PERMISSION_UPDATE,
        "command:giveaway",
        [
            {"key": Id("&bard"), "new_value": {"id": Id("&bard"), "type": 1, "permission": True}},
        ],
        {"application_id": Id("@giveaways")},
    ),
)

ENTRIES: Final = (*RAID, *SANCTIONS, *ROLES, *APPS)
