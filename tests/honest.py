"""Honest months of three servers, drawn by seed: what people and bots of a server do to whom nobody means harm.

Days and hours are drawn evenly, what happens within minutes in bursts as people work: whoever clears up does several
things at once, and a bot that guards the door kicks whole groups.
"""

import datetime
import random
from collections.abc import Callable
from typing import Any, Final

from lightbulb_audit.model import snowflake

START: Final = datetime.datetime(2026, 9, 1, tzinfo=datetime.UTC)
HISTORY: Final = datetime.timedelta(days=45)
MONTH: Final = datetime.timedelta(days=30)
DAYS: Final = 75
OWNER: Final = 1
STAFF_ROLE: Final = 900
"""A role with dangerous permissions; who is made a moderator gets it."""

_BAN, _KICK, _TIMEOUT, _ROLES, _BOT = 22, 20, 24, 25, 28
_CHANNEL_MADE, _CHANNEL_CHANGED, _CHANNEL_GONE = 10, 11, 12
_ROLE_GONE, _WEBHOOK = 32, 50
_RENAMED: Final = [{"key": "name", "old_value": "Members: 1", "new_value": "Members: 2"}]


class Month:
    """Draws what happens in a server, over the days before and in the month that counts.

    Args:
        rng: Chance.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.entries: list[dict[str, Any]] = []

    def put(self, at: datetime.datetime, actor: int, action_type: int, **fields: Any) -> None:
        """Something is done."""
        entry_id = int(snowflake.first_at(at)) + len(self.entries) % (1 << 22)
        target = fields.pop("target", self.rng.randrange(10**6, 10**7))
        entry: dict[str, Any] = {
            "id": str(entry_id),
            "user_id": str(actor),
            "action_type": action_type,
            "changes": [],
            **fields,
        }
        self.entries.append({**entry, "target_id": None if target is None else str(target)})

    def moments(self, a_day: float) -> list[datetime.datetime]:
        """Moments that come about so often a day, between nine and midnight."""
        found: list[datetime.datetime] = []
        for day in range(DAYS):
            count = int(a_day) + (self.rng.random() < a_day % 1)
            found += [
                START - HISTORY + datetime.timedelta(days=day, hours=9, seconds=self.rng.randrange(15 * 3600))
                for _ in range(count)
            ]
        return sorted(found)

    def burst(self, at: datetime.datetime, count: int, apart: float, do: Callable[[datetime.datetime], None]) -> None:
        """Something is done several times, about so many seconds apart."""
        for _ in range(count):
            do(at)
            at += datetime.timedelta(seconds=apart * self.rng.uniform(0.5, 1.5))

    def promote(self, a_month: float, admins: list[int]) -> None:
        """Somebody becomes a moderator, now and then; the owner does that most."""
        for at in self.moments(a_month / 30):
            actor = OWNER if self.rng.random() < 0.8 else self.rng.choice(admins)
            given = [{"id": str(STAFF_ROLE), "name": "Moderator"}]
            self.put(at, actor, _ROLES, changes=[{"key": "$add", "new_value": given}])


def quiet(rng: random.Random) -> list[dict[str, Any]]:
    """A server of a few hundred, whose three moderators do about ten things a day by hand."""
    month, staff = Month(rng), [OWNER, 2, 3]
    for action_type, a_day in ((_BAN, 0.4), (_KICK, 0.4), (_TIMEOUT, 1.5), (_ROLES, 4.0), (_CHANNEL_CHANGED, 0.6)):
        for at in month.moments(a_day):
            month.put(at, rng.choice(staff), action_type)
    for at in month.moments(0.1):  # a group of spammers
        actor = rng.choice(staff)
        month.burst(at, rng.randint(2, 4), 25, lambda when, actor=actor: month.put(when, actor, _BAN))
    for at in month.moments(2 / 30):  # channels of an event are cleared up
        month.burst(at, rng.randint(1, 4), 120, lambda when: month.put(when, OWNER, _CHANNEL_GONE))
    for at in month.moments(1 / 30):
        month.put(at, OWNER, _WEBHOOK)
    for at in month.moments(0.3 / 30):
        month.put(at, OWNER, _BOT)
    month.promote(0.5, [2])
    return month.entries


def middle(rng: random.Random) -> list[dict[str, Any]]:
    """A server of some thousands: a team of six that mostly bans through a bot, and one channel that shows a number."""
    month, staff, moderator = Month(rng), [OWNER, 2, 3, 4, 5, 6], 50
    for action_type, a_day in ((_BAN, 2), (_KICK, 2), (_TIMEOUT, 12), (_ROLES, 30), (_CHANNEL_CHANGED, 3)):
        for at in month.moments(a_day):
            month.put(at, rng.choice(staff), action_type)
    for at in month.moments(4):
        month.put(at, moderator, rng.choice((_BAN, _BAN, _KICK)))
    for turn in range(30 * 24 * 6):
        month.put(START + datetime.timedelta(minutes=10 * turn), 51, _CHANNEL_CHANGED, target=700, changes=_RENAMED)
    for at in month.moments(0.3):  # a small raid, banned by hand or through the bot
        actor = rng.choice([*staff, moderator])
        month.burst(at, rng.randint(2, 6), 12, lambda when, actor=actor: month.put(when, actor, _BAN))
    _clear_up(month, staff, 2)
    for at in month.moments(0.5 / 30):
        month.put(at, rng.choice([OWNER, OWNER, OWNER, 2]), _BOT)
    for at in month.moments(0.2 / 30):
        removed = str(rng.randint(10, 60))
        month.put(at, OWNER, 21, target=None, options={"members_removed": removed, "delete_member_days": "30"})
    month.promote(1, [2])
    return month.entries


def busy(rng: random.Random) -> list[dict[str, Any]]:
    """A server of tens of thousands: a team of fifteen, a bot that guards the door, one that counts members."""
    month, staff = Month(rng), list(range(2, 17))
    for action_type, a_day in ((_BAN, 25), (_KICK, 10), (_TIMEOUT, 60), (_ROLES, 120), (_CHANNEL_CHANGED, 10)):
        for at in month.moments(a_day):
            month.put(at, rng.choice(staff), action_type)
    _run_bots(month)
    _clear_up(month, staff, 4)
    for at in month.moments(1):  # a small raid, banned by whoever is there
        actor = rng.choice(staff)
        month.burst(at, rng.randint(3, 8), 8, lambda when, actor=actor: month.put(when, actor, _BAN))
    for at in month.moments(0.7 / 30):
        month.put(at, OWNER, _BOT)
    for at in month.moments(0.3 / 30):
        removed = str(rng.randint(20, 90))
        month.put(at, OWNER, 21, target=None, options={"members_removed": removed, "delete_member_days": "30"})
    month.promote(1.5, [2, 3])
    return month.entries


def _run_bots(month: Month) -> None:
    """A guard kicks fresh accounts, now and then some at once; three channels show numbers, renamed by the hour."""
    guard, counter = 50, 51
    for at in month.moments(18):
        count = month.rng.choice((1, 1, 1, 1, 2, 4))
        month.burst(at, count, 5, lambda when: month.put(when, guard, _KICK))
    for turn in range(30 * 24 * 6):
        at = START + datetime.timedelta(minutes=10 * turn)
        for channel in (700, 701, 702):
            month.put(at, counter, _CHANNEL_CHANGED, target=channel, changes=_RENAMED)


def _clear_up(month: Month, staff: list[int], events: float) -> None:
    """After so many events a month their team renames and deletes its channels; roles go, and webhooks come."""
    rng = month.rng
    for at in month.moments(events / 30):
        actor = rng.choice(staff)

        def delete(when: datetime.datetime, actor: int = actor) -> None:
            month.put(when, actor, _CHANNEL_GONE)

        def rename(when: datetime.datetime, actor: int = actor) -> None:
            month.put(when, actor, _CHANNEL_CHANGED, changes=_RENAMED)

        month.burst(at, rng.randint(3, 10), 240, delete)
        month.burst(at, rng.randint(3, 10), 60, rename)
    for at in month.moments(2 / 30):
        month.burst(at, rng.randint(1, 4), 90, lambda when: month.put(when, 2, _ROLE_GONE))
    for at in month.moments(3 / 30):
        month.burst(at, rng.randint(1, 2), 60, lambda when: month.put(when, rng.choice(staff), _WEBHOOK))
