"""What happened in the town: a story for each thing that a moderator looks for."""

from tests.journeys.town import (
    ADMINISTRATOR,
    ADMINS,
    ANNA,
    BOB,
    CARL,
    DORA,
    GENERAL,
    GIVEAWAYS,
    GUESTS,
    KICK,
    MANAGE_MESSAGES,
    MODS,
    OLGA,
    SEND,
    STAFF,
    VIEW,
    Town,
    change,
)


def _role(role_id: int, name: str) -> list[dict[str, str]]:
    return [{"id": str(role_id), "name": name}]


def power(town: Town) -> None:
    """Administrator is given by a role's permissions and by a role, taken again, and much else happens."""
    town.happens(40, ANNA, 25, DORA, change("$add", _role(ADMINS, "Admins")), reason="founding team")
    town.happens(20, ANNA, 25, CARL, change("$add", _role(ADMINS, "Admins")), reason="helps with the server")
    town.happens(12, CARL, 31, MODS, change("permissions", str(KICK | ADMINISTRATOR), str(KICK)))
    town.happens(12 - 1 / 24, ANNA, 31, MODS, change("permissions", str(KICK), str(KICK | ADMINISTRATOR)),
                 reason="not like that")  # fmt: skip
    town.happens(8, OLGA, 25, BOB, change("$add", _role(GUESTS, "Guests")))
    town.happens(5, CARL, 25, BOB, change("$add", _role(ADMINS, "Admins")))
    town.happens(4, ANNA, 25, BOB, change("$remove", _role(ADMINS, "Admins")), reason="not agreed on")
    town.happens(3, OLGA, 31, GUESTS, change("permissions", str(SEND), "0"))


def plans(town: Town) -> None:
    """A channel is made, renamed and deleted; another one of that name is there now."""
    old, new = town.made(30, "the old #plans"), town.made(2, "the new #plans")
    town.channels[new] = "plans"
    made = [change("name", "plans-2026"), change("type", 0), change("topic", "What we do next")]
    town.happens(30, OLGA, 10, old, *made)
    town.happens(20, OLGA, 11, old, change("name", "plans", "plans-2026"))
    town.happens(15, CARL, 72, BOB, options={"channel_id": str(old), "count": "3"})
    gone = [change("name", None, "plans"), change("type", None, 0), change("topic", None, "What we do next")]
    town.happens(6, CARL, 12, old, *gone, reason="nobody uses it")
    town.happens(2, ANNA, 10, new, change("name", "plans"), change("type", 0))


def event_team(town: Town) -> None:
    """All that can happen to a role happens to one."""
    team = town.made(40, "Event team")
    before = [change("name", "new role"), change("permissions", str(VIEW)), change("color", 0), change("hoist", False),
              change("mentionable", False)]  # fmt: skip
    town.happens(40, ANNA, 30, team, *before)
    town.happens(40 - 1 / 24, ANNA, 31, team, change("name", "Event team", "new role"))
    town.happens(39, OLGA, 31, team, change("color", 0xE67E22, 0))
    town.happens(35, OLGA, 25, BOB, change("$add", _role(team, "Event team")))
    town.happens(30, ANNA, 31, team, change("permissions", str(VIEW | KICK), str(VIEW)))
    for days_ago, channel in ((28, GENERAL), (27, STAFF)):
        overwrite = {"id": str(team), "type": "0", "role_name": "Event team"}
        made = [
            change("id", str(team)),
            change("type", 0),
            change("allow", str(VIEW | SEND)),
            change("deny", "0"),
        ]
        town.happens(days_ago, OLGA, 13, channel, *made, options=overwrite)
    town.happens(20, GIVEAWAYS, 25, CARL, change("$add", _role(team, "Event team")))
    town.happens(10, CARL, 31, team, change("permissions", str(VIEW | MANAGE_MESSAGES), str(VIEW | KICK)))
    town.happens(9, ANNA, 25, BOB, change("$remove", _role(team, "Event team")), reason="moved on")
    gone = [
        change("name", None, "Event team"),
        change("permissions", None, str(VIEW | MANAGE_MESSAGES)),
        change("color", None, 0xE67E22),
        change("hoist", None, False),
        change("mentionable", None, False),
    ]
    town.happens(3, OLGA, 32, team, *gone, reason="the event is over")
