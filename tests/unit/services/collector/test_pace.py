"""Who may ask Discord, and when."""

import asyncio
import time

import pytest

from lightbulb_audit.services.collector.pace import Pacer, Rank
from lightbulb_audit.services.deadline import is_answering, shared


class _Turns:
    """Servers that ask for turns, and when each had its own."""

    def __init__(self, per_second: int) -> None:
        self.pace = Pacer(per_second)
        self.given: list[tuple[int, float]] = []

    def ask(self, guild_id: int, rank: Rank = Rank.REST) -> None:
        """One more asks."""
        self.pace.ask(guild_id, rank, lambda: self.given.append((guild_id, time.monotonic())))

    async def until(self, count: int) -> list[int]:
        """Wait for so many turns; who had them."""
        async with asyncio.timeout(10):
            while len(self.given) < count:
                await asyncio.sleep(0.005)
        return [guild_id for guild_id, _ in self.given]


async def test_never_more_in_any_second() -> None:
    """Of many that ask at once, no second sees more turns than it may."""
    turns = _Turns(10)
    for guild_id in range(25):
        turns.ask(guild_id)
    assert await turns.until(25) == list(range(25))
    times = [at for _, at in turns.given]
    assert all(later - earlier >= 1 for earlier, later in zip(times, times[10:], strict=False))
    assert times[-1] - times[0] < 2.5


async def test_the_most_wanted_go_first() -> None:
    """Where somebody asks, then where events came, then where growth is open, then by the time."""
    turns = _Turns(1)
    turns.ask(0)
    for guild_id, rank in enumerate((Rank.REST, Rank.REST, Rank.GROWTH, Rank.EVENTS), 1):
        turns.ask(guild_id, rank)
    turns.pace.hurry(2, Rank.ASKED)
    turns.pace.hurry(2, Rank.REST)
    assert [turns.pace.seconds_until(guild_id) for guild_id in (0, 1, 2, 3, 4)] == [None, 3.0, 0.0, 2.0, 1.0]
    assert turns.pace.next_in_line(3) == [2, 4, 3]
    turns.pace.withdraw(4)
    assert turns.pace.next_in_line(9) == [2, 3, 1]
    assert await turns.until(3) == [0, 2, 3]


async def test_who_waited_long_is_overtaken_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many more wanted ones come, each waits for a time that has an end."""
    turns = _Turns(1)
    turns.ask(0)
    turns.ask(1)
    before = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: before + Rank.ASKED.value + 1)
    turns.ask(2, Rank.ASKED)
    assert (turns.pace.seconds_until(1), turns.pace.seconds_until(2)) == (0.0, 1.0)


async def test_people_go_before_and_stop_nothing() -> None:
    """While somebody is answered collecting holds back, but not for ever."""
    turns = _Turns(50)
    with turns.pace.person():
        began = time.monotonic()
        turns.ask(0)
        turns.ask(1)
        await turns.until(2)
        assert time.monotonic() - began > 0.5
    began = time.monotonic()
    turns.ask(2)
    await turns.until(3)
    assert time.monotonic() - began < 0.5


async def test_every_answer_goes_before() -> None:
    """While an answer is made collecting holds back, whatever it reads."""
    pace, given = Pacer(50, is_answering), list[float]()
    with shared():
        began = time.monotonic()
        for guild_id in range(2):
            pace.ask(guild_id, Rank.REST, lambda: given.append(time.monotonic()))
        async with asyncio.timeout(10):
            while len(given) < 2:
                await asyncio.sleep(0.005)
        assert given[1] - began > 0.5
    assert not is_answering()
