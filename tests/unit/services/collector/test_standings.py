"""What the archive holds of servers is read for many at once, and never told where it may be outdated."""

import asyncio
import datetime
from collections.abc import Collection, Mapping
from typing import cast

import pytest

from lightbulb_audit.model.progress import CollectionProgress, Marks, Standing
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.collector import standings
from lightbulb_audit.services.collector.pace import Pacer, Rank
from lightbulb_audit.services.collector.standings import Standings
from lightbulb_audit.services.ports import Store


class _Numbered:
    """Tells of each server, as its mark, how often it was asked before."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    async def standings(self, guild_ids: Collection[int], now: datetime.datetime) -> Mapping[int, Standing]:
        del now
        number = len(self.asked)
        self.asked.append(sorted(guild_ids))
        await asyncio.sleep(0.01)
        return {one: Standing(CollectionProgress(marks=Marks(number))) for one in guild_ids}


class _Line:
    """Servers that wait for their turn, behind one whose turn it is."""

    def __init__(self, count: int) -> None:
        self.store, self.pace = _Numbered(), Pacer(1)
        self.standings = Standings(cast("Store", self.store), self.pace, DiscordClock())
        for guild_id in range(count):
            self.standings.expect(guild_id)
            self.pace.ask(guild_id, Rank.REST, lambda: None)

    async def take(self, guild_id: int) -> int:
        """The mark of one."""
        return (await self.standings.take(guild_id)).progress.marks.settled_through


async def test_those_next_in_line_are_read_together() -> None:
    """Of 250 servers each hundred is read with the first that has its turn, and each server once."""
    line = _Line(250)
    marks: list[int] = []
    for guild_id in range(250):
        line.pace.withdraw(guild_id)
        marks.append(await line.take(guild_id))
    assert marks == [0] * 101 + [1] * 101 + [2] * 48
    assert [one for asked in line.store.asked for one in asked] == list(range(250))


async def test_those_that_have_their_turn_at_once_are_read_together() -> None:
    """Who comes while somebody reads waits for that, and then all of them are read at once."""
    line = _Line(1)
    await asyncio.gather(*(line.take(guild_id) for guild_id in range(7)))
    assert line.store.asked in ([[0], [1, 2, 3, 4, 5, 6]], [[0, 1, 2, 3, 4, 5, 6]])


async def test_who_begins_anew_is_read_anew() -> None:
    """What was read before a session began is not told after it, be it read ahead or just being read."""
    line = _Line(5)
    assert await line.take(0) == 0
    line.standings.expect(3)
    reading = asyncio.create_task(line.take(3))
    await asyncio.sleep(0.001)
    line.standings.expect(4)
    line.standings.forget(2)
    assert await reading == 1
    assert (await line.take(1), await line.take(2), await line.take(4)) == (0, 2, 2)


async def test_what_was_read_long_ago_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a minute another process may have written more."""
    line = _Line(3)
    assert await line.take(0) == 0
    monkeypatch.setattr(standings, "_GOOD_FOR", 0.0)
    assert await line.take(1) == 1
