"""The example guild: a believable week of a community, ending now, for those who have no guild file at hand."""

import datetime as dt
from typing import Any

from discord_standin.example.guild import guild_create, register, user_of
from discord_standin.example.log import audit_log, messages
from discord_standin.example.people import DISCORD, GONE, PEOPLE, RAIDERS
from discord_standin.example.wire import Clock

__all__ = ["example_guild"]


def example_guild(now: dt.datetime) -> dict[str, Any]:
    """Make the guild file of the Prancing Pony as it stands at `now`.

    The same moment gives the same file. What is older than the week (people, most channels and roles) has the same ids
    at every moment.

    Args:
        now: The moment that the week ends at, with its time zone.

    Returns:
        The keys `guild`, `audit_log`, `messages`, `users` and `bot`, all in Discord's own JSON.
    """
    clock = Clock(now)
    register(clock)
    users = {person.key: user_of(person, clock) for person in PEOPLE}
    return {
        "guild": guild_create(clock, users),
        "audit_log": audit_log(clock, users),
        "messages": messages(clock, users),
        "users": [users[person.key] for person in (*GONE, *RAIDERS, *DISCORD)],
        "bot": users["@auditor"],
    }
