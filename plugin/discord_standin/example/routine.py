"""The everyday of a week: what happens again and again, as short rows of the same kind."""

from collections.abc import Iterator
from typing import Final

from discord_standin.example.actions import Action
from discord_standin.example.wire import After, Entry, Id, gone, made

# age, who deleted, whose messages, where, how many
DELETIONS: Final = (
    ("20m", "@anna", "@bob", "#general", 5),
    ("2h31m", "@mila", "@karl", "#memes", 1),
    ("5h02m", "@anna", "@karl", "#general", 2),
    ("9h47m", "@samwise", "@zalgo", "#off-topic", 1),
    ("14h20m", "@kenji", "@gus", "#looking-for-group", 1),
    ("19h05m", "@anna", "@newbie", "#general", 3),
    ("1d05h", "@mila", "@under", "#art", 1),
    ("1d20h15m", "@olga", "@rude", "#off-topic", 14),
    ("2d08h", "@samwise", "@oskar", "#memes", 1),
    ("2d14h", "@priya", "@rtl", "#general", 1),
    ("3d03h30m", "@anna", "@bob", "#general", 2),
    ("3d17h", "@mila", "@karl", "#memes", 4),
    ("4d05h12m", "@kenji", "@raid01", "#general", 7),
    ("4d05h09m", "@anna", "@raid02", "#general", 9),
    ("4d05h03m", "@mila", "@raid05", "#off-topic", 3),
    ("4d04h58m", "@priya", "@raid09", "#art", 2),
    ("5d02h", "@samwise", "@gus", "#recipes", 1),
    ("5d15h", "@anna", "@quitter", "#general", 1),
    ("6d05h", "@kenji", "@ivan", "#game-night", 2),
    ("6d17h", "@priya", "@deleted", "#off-topic", 6),
    ("6d22h", "@tankard", "@karl", "#general", 1),
)
# age, who, to whom, given, taken
ROLE_CHANGES: Final = (
    ("38m", "@olga", "@bob", (("&vip", "VIP"),), ()),
    ("3h40m", "@anna", "@newbie", (("&guest", "Guest"),), ()),
    ("3h12m", "@anna", "@newbie", (), (("&guest", "Guest"),)),
    ("11h11m", "@giveaways", "@nadia", (("&vip", "VIP"),), ()),
    ("23h", "@mila", "@moss", (("&quiet", "Quiet table"),), ()),
    ("1d02h30m", "@tomas", "@freya", (("&dice", "Dice Goblins 🎲"),), ()),
    ("1d15h", "@olga", "@rude", (), (("&regular", "Regular"), ("&dice", "Dice Goblins 🎲"))),
    ("2d17h", "@mila", "@lena", (("&quiet", "Quiet table"),), ()),
    ("3d06h30m", "@olga", "@jo", (("&vip", "VIP"), ("&regular", "Regular")), (("&guest", "Guest"),)),
    ("4d10h", "@tomas", "@ivan", (), (("&regular", "Regular"),)),
    ("5d03h10m", "@tomas", "@gus", (("&winter", "Winter feast crew"),), ()),
    ("5d19h", "@petra", "@petra", (("&guest", "Guest"),), ()),
    ("6d10h30m", "@anna", "@nadia", (("&guest", "Guest"),), ()),
    ("6d09h", "@priya", "@samwise", (("&helper", "Helper"),), ()),
)
# age, who, whom, how long, why
TIMEOUTS: Final = (
    ("41m", "@anna", "@karl", "3h", "Third warning: no trolling in #general"),
    ("5h", "@anna", "@karl", "10m", "Cool down"),
    ("18h55m", "@mila", "@newbie", "1m", None),
    ("1d20h20m", "@olga", "@rude", "7d", "Insults"),
    ("2d20h", "@kenji", "@gus", "1h", "asked for it"),
    ("4d05h14m", "@kenji", "@raid10", "28d", "raid"),
    ("4d05h13m", "@kenji", "@raid11", "28d", "raid"),
    ("6d05h10m", "@priya", "@ivan", "1h", None),
)
# age, who, whom, when the timeout would have ended
PARDONS: Final = (("18h50m", "@anna", "@newbie", "1m"), ("6d04h50m", "@priya", "@ivan", "40m"))
# age, who, whom, old nickname, new nickname
NICKNAMES: Final = (
    ("1h20m", "@bob", "@bob", "bob!!!", "Bobby"),
    ("16h", "@mila", "@rtl", None, "\u202enimda"),
    ("1d03h50m", "@newbie", "@newbie", None, "*Fresh* **bread** ~~stale~~"),
    ("2d23h", "@tomas", "@tomas", "Tomás", "Tomás (away)"),
    ("5d05h", "@priya", "@zalgo", "aaaa_first_in_list", None),
)
# age, who, where to (None: out of voice), how many
VOICE: Final = (
    ("1h32m", "@anna", "#lounge", 3),
    ("7h15m", "@kenji", None, 1),
    ("1d01h", "@luthien", "#townhall", 12),
    ("1d23h30m", "@anna", None, 2),
    ("2d22h", "@tankard", "#afk", 1),
    ("4d04h40m", "@olga", None, 9),
    ("5d23h30m", "@priya", "#snug", 2),
)
# age, action, whose message, where, the rule's name, its trigger type
AUTOMOD: Final = (
    ("52m", 143, "@bob", "#general", "No shouting", "1"),
    ("52m", 144, "@bob", "#mod-log", "No shouting", "1"),
    ("6h40m", 143, "@karl", "#memes", "No shouting", "1"),
    ("12h30m", 144, "@zalgo", "#mod-log", "Suspected spam", "3"),
    ("1d02h45m", 146, "@newbie", "#mod-log", "Clean names", "6"),
    ("1d19h", 143, "@under", "#art", "Words we do not use", "4"),
    ("2d19h", 143, "@gus", "#looking-for-group", "Mention spam", "5"),
    ("2d19h", 145, "@gus", "#looking-for-group", "Mention spam", "5"),
    ("4d05h20m", 143, "@raid01", "#general", "Mention spam", "5"),
    ("4d05h20m", 145, "@raid01", "#general", "Mention spam", "5"),
    ("4d05h19m", 143, "@raid06", "#general", "No shouting", "1"),
    ("4d05h19m", 144, "@raid06", "#mod-log", "No shouting", "1"),
    ("4d05h18m", 143, "@raid08", "#off-topic", "Mention spam", "5"),
    ("5d09h30m", 143, "@samwise", "#stew", "No shouting", "1"),
    ("6d14h", 144, "@ivan", "#mod-log", "Suspected spam", "3"),
)
# age, who, code, where to, uses at most, seconds that it lives, temporary
INVITES: Final = (
    ("33m", "@freya", "hunter2", "#general", 10, 86400, False),
    ("4h30m", "@luthien", "op3nm1c", "#townhall", 0, 604800, False),
    ("22h", "@bob", "bobsFriend", "#welcome", 1, 1800, True),
    ("2d03h", "@hana", "zGq8mWvK", "#art", 0, 0, False),
    ("4d09h30m", "@quitter", "r41dm3pls", "#general", 0, 0, False),
    ("5d18h30m", "@olga", "fair2026", "#welcome", 100, 604800, False),
    ("6d12h", "@jo", "Kx3PbTqe", "#general", 5, 43200, False),
)


def deletions() -> Iterator[Entry]:
    """Messages that moderators deleted; Discord counts those of one author in one place together."""
    for age, actor, author, place, count in DELETIONS:
        yield Entry(age, actor, Action.MESSAGE_DELETE, author, options={"channel_id": Id(place), "count": str(count)})


def role_changes() -> Iterator[Entry]:
    """Roles given to and taken from members."""
    for age, actor, member, given, taken in ROLE_CHANGES:
        changes = [
            change
            for key, roles in (("$add", given), ("$remove", taken))
            if roles
            for change in made({key: [{"id": Id(role), "name": name} for role, name in roles]})
        ]
        yield Entry(age, actor, Action.MEMBER_ROLE_UPDATE, member, changes)


def timeouts() -> Iterator[Entry]:
    """Timeouts, and those that were ended early."""
    for age, actor, member, length, reason in TIMEOUTS:
        changes = made(communication_disabled_until=After(length))
        yield Entry(age, actor, Action.MEMBER_UPDATE, member, changes, reason=reason)
    for age, actor, member, left in PARDONS:
        yield Entry(age, actor, Action.MEMBER_UPDATE, member, gone(communication_disabled_until=After(left)))


def nicknames() -> Iterator[Entry]:
    """Nicknames, each with only the value that it had or got where there was no other."""
    for age, actor, member, old, new in NICKNAMES:
        change = {"key": "nick", **({"old_value": old} if old else {}), **({"new_value": new} if new else {})}
        yield Entry(age, actor, Action.MEMBER_UPDATE, member, [change])


def voice() -> Iterator[Entry]:
    """Members moved between voice channels, or out of them; Discord does not say who they were."""
    for age, actor, place, count in VOICE:
        if place is None:
            yield Entry(age, actor, Action.MEMBER_DISCONNECT, options={"count": str(count)})
        else:
            yield Entry(age, actor, Action.MEMBER_MOVE, options={"channel_id": Id(place), "count": str(count)})


def automod() -> Iterator[Entry]:
    """What AutoMod did by itself."""
    for age, action, author, place, rule, trigger in AUTOMOD:
        options = {
            "channel_id": Id(place),
            "auto_moderation_rule_name": rule,
            "auto_moderation_rule_trigger_type": trigger,
        }
        yield Entry(age, "@automod", Action(action), author, options=options)


def invites() -> Iterator[Entry]:
    """Invites that members made."""
    for age, actor, code, place, max_uses, max_age, temporary in INVITES:
        changes = made(
            code=code,
            channel_id=Id(place),
            inviter_id=Id(actor),
            uses=0,
            max_uses=max_uses,
            max_age=max_age,
            temporary=temporary,
            flags=0,
        )
        yield Entry(age, actor, Action.INVITE_CREATE, None, changes)


def entries() -> Iterator[Entry]:
    """Everything above."""
    for kind in (deletions, role_changes, timeouts, nicknames, voice, automod, invites):
        yield from kind()
