"""Who is, was, or came for a raid to the Prancing Pony, and the roles they hold."""

import dataclasses
from typing import Final

from discord_standin.example import permissions


@dataclasses.dataclass(frozen=True, slots=True)
class Role:
    """A role; `bot` and `integration` name whom Discord made it for."""

    key: str
    name: str
    made: str
    permissions: str = "0"
    color: int = 0
    second_color: int | None = None
    hoist: bool = False
    mentionable: bool = False
    emoji: str | None = None
    bot: str | None = None
    integration: str | None = None
    booster: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """A user; without `joined` they are no member (any more), `known` tells whether the audit log still has them."""

    key: str
    username: str
    display: str | None
    made: str
    joined: str | None = None
    roles: tuple[str, ...] = ()
    nick: str | None = None
    bot: bool = False
    system: bool = False
    avatar: str | None = None
    known: bool = True
    muted: bool = False
    boosts_since: str | None = None
    timeout: str | None = None


# From the highest to the lowest.
ROLES: Final = (
    Role("&innkeeper", "Innkeeper", "2021-03-04T19:02:11", permissions.ADMIN, 0xC27C0E, hoist=True, emoji="🗝️"),
    Role("&warden", "Warden", "2021-03-04T19:05:40", permissions.ADMIN, 0xE74C3C, hoist=True, emoji="🛡️"),
    Role("&auditor", "auditor", "2026-01-09T17:12:00", permissions.AUDITOR, bot="@auditor"),
    Role("&moderator", "Moderator", "2021-03-06T10:00:00", permissions.MODERATOR, 0x3498DB, hoist=True),
    Role("&giveaways", "Giveaways", "6d02h10m", permissions.GIVEAWAYS, bot="@giveaways"),
    Role("&tankard", "Tankard", "2022-06-18T20:31:00", permissions.TANKARD, bot="@tankard"),
    Role("&helper", "Helper", "2022-09-01T18:00:00", permissions.HELPER_NOW, 0x2ECC71, hoist=True, mentionable=True),
    Role("&bard", "Bard", "2023-02-11T18:30:00", permissions.BARD, 0x9B59B6, 0xE91E63, mentionable=True, emoji="🎻"),
    Role("&subscriber", "Twitch Subscriber", "2022-11-05T12:00:00", color=0x6441A5, integration="integration:twitch"),
    Role("&booster", "Server Booster", "2022-04-30T09:00:00", color=0xF47FFF, booster=True),
    Role("&regular", "Regular", "2021-08-21T21:00:00", color=0xF1C40F, hoist=True),
    Role("&vip", "VIP", "3d06h40m", color=0x1ABC9C, mentionable=True),
    Role("&guest", "Guest", "2021-03-04T19:10:00", color=0x95A5A6),
    Role("&dice", "Dice Goblins 🎲", "2024-05-02T17:00:00", color=0xE67E22, mentionable=True),
    Role("&quiet", "Quiet table", "2d21h15m"),
    Role("&everyone", "@everyone", "2021-03-04T19:00:00", permissions.EVERYONE),
)

STAFF: Final = (
    Person(
        "@barliman", "barliman.b", "Barliman Butterbur", "2017-05-02", "2021-03-04T19:00:00", ("&innkeeper", "&regular")
    ),
    Person("@olga", "olga_ironfist", "olga", "2018-01-20", "2021-03-04T19:20:00", ("&warden",), avatar="olga"),
    Person(
        "@tomas", "tomas.h", "Tomás", "2019-10-11", "2021-04-17T08:14:00", ("&warden", "&dice"), nick="Tomás (away)"
    ),
    Person("@anna", "anna", "anna", "2018-07-14", "2021-03-05T17:41:00", ("&moderator", "&regular"), avatar="anna"),
    Person("@kenji", "kenji_w", "Kenji", "2020-02-02", "2022-01-30T12:00:00", ("&moderator", "&dice")),
    Person(
        "@priya", "priya.sews", "Priya", "2019-12-24", "2022-10-02T15:50:00", ("&moderator", "&booster"), avatar="p"
    ),
    Person("@mila", "milamila", "Mila", "2021-05-09", "2023-03-18T20:20:00", ("&helper", "&regular")),
    Person(
        "@samwise", "samwise_potato", "Sam", "2020-08-08", "2022-05-05T05:05:00", ("&helper", "&booster", "&regular")
    ),
    Person("@luthien", "luthien_sings", "Lúthien ✨", "2021-11-30", "2023-06-01T19:00:00", ("&bard", "&regular")),
)

MEMBERS: Final = (
    Person("@bob", "bobthebuilder", "bob", "2019-03-03", "2023-01-15T16:00:00", ("&regular", "&vip"), nick="Bobby"),
    Person("@freya", "freya.north", "Freya", "2020-06-21", "2022-02-14T14:14:00", ("&regular", "&dice")),
    Person("@gus", "gus_on_bass", "Gus", "2021-01-31", "2023-09-09T21:09:00", ("&dice", "&subscriber")),
    Person("@hana", "hanamori", "花", "2022-04-01", "2024-04-12T03:30:00", ("&regular",), avatar="hana"),
    Person("@ivan", "ivan_the_okay", "Ivan", "2018-09-12", "2021-12-25T10:00:00", ("&dice",), muted=True),
    Person("@jo", "jo", None, "2016-08-30", "2021-03-09T18:00:00", ("&regular", "&booster"), boosts_since="2022-04-30"),
    Person("@karl", "karl_marks_papers", "Karl", "2022-02-22", "2025-02-22T22:22:00", ("&guest",), timeout="-2h19m"),
    Person("@lena", "lena.reads", "Lena", "2023-07-19", "2025-10-10T19:19:00", ("&subscriber", "&quiet")),
    Person("@moss", "mossy.stone", "moss 🌿🪨", "2023-01-06", "2024-12-01T09:41:00", ("&quiet",)),
    Person("@nadia", "nadia_k", "Nadia", "2024-03-17", "6d11h", ("&vip",)),
    Person("@oskar", "oskar_o", "`oskar`\u2028the second", "2020-10-19", "2025-05-30T11:00:00", ("&dice",)),
    Person("@rtl", "yusuf_h", "\u202eيوسف\u202c", "2021-06-06", "2025-07-07T07:07:00", nick="\u202enimda"),
    Person("@zalgo", "he_comes_", "Z̸̢̛a̵͓̓l̷̰̈g̶̱͐o̴͚͠", "2022-10-31", "2024-10-31T23:59:00", ("&guest",)),
    Person("@under", "snake_case_fan", "snake_case_fan", "2023-03-13", "2025-08-15T13:00:00", ("&guest",)),
    Person("@newbie", "fresh_off_the_boat", "Fresh", "2026-10-30", "1d04h", nick="*Fresh* **bread** ~~stale~~"),
    Person("@petra", "petra_p", "Petra", "2021-02-27", "5d20h", ("&guest",)),
)

# Who is in the audit log but no member: some have left, some are banned, one has deleted the account.
GONE: Final = (
    Person("@quitter", "farewell_all", "Ned", "2019-06-06"),
    Person("@rude", "rude_dude", "Rude Dude", "2024-09-09"),
    Person("@pardoned", "second_chance", "Vic", "2020-12-12"),
    Person("@deleted", "deleted_user_5f3a9c21", None, "2019-01-01", known=False),
    Person("@oldbot", "dusty-bot", None, "2020-01-10", bot=True, known=False),
    Person("@spam42", "spammer_42", "spam*mer_42", "2026-11-18"),
)

RAIDERS: Final = (
    Person("@raid01", "gift_fairy_01", "@everyone", "4d09h"),
    Person("@raid02", "gift_fairy_02", "[click](https://evil.example)", "4d09h"),
    Person("@raid03", "gift_fairy_03", "**FREE** __nitro__ ||here||", "4d09h"),
    Person("@raid04", "gift_fairy_04", "<@&0> <#0> <t:0:R>", "4d09h"),
    Person("@raid05", "gift_fairy_05", "```\n# raid\n```", "4d09h"),
    Person("@raid06", "gift_fairy_06", "https://evil.example/nitro", "4d09h"),
    Person("@raid07", "gift_fairy_07", "\x1b[31mred alert\x1b[0m", "4d09h"),
    Person("@raid08", "gift_fairy_08", "[bold red]rich[/bold red]", "4d09h"),
    Person("@raid09", "gift_fairy_09", "👨‍👩‍👧‍👦🏴‍☠️", "4d09h"),
    Person("@raid10", "gift_fairy_10", "> quoted\n- listed", "4d09h", known=False),
    Person("@raid11", "gift_fairy_11", "=HYPERLINK(1)", "4d09h", known=False),
    Person("@raid12", "gift_fairy_12", "<script>alert(1)</script>", "4d09h", known=False),
)

# Discord's own accounts have ids that everybody knows.
BOTS: Final = (
    Person("@auditor", "auditor", None, "2026-01-09T17:00:00", "2026-01-09T17:12:00", ("&auditor",), bot=True),
    Person("@tankard", "Tankard", None, "2020-09-19", "2022-06-18T20:31:00", ("&tankard",), bot=True, avatar="beer"),
    Person("@giveaways", "Giveaways", None, "2019-11-11", "6d02h10m", ("&giveaways",), bot=True),
)
DISCORD: Final = (
    Person("@automod", "automod", "AutoMod", "1008776202191634432", bot=True, system=True),
    Person("@discord", "discord", "Discord", "643945264868098049", system=True),
)

MEMBERSHIP: Final = (*STAFF, *MEMBERS, *BOTS)
PEOPLE: Final = (*MEMBERSHIP, *GONE, *RAIDERS, *DISCORD)
