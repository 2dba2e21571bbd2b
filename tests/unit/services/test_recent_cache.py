"""The newest entries, for suggestions."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator

import hikari
import pytest
from tests.unit.entries import GUILD, entry, ids, page

from lightbulb_audit.errors import BusyError, SilentError
from lightbulb_audit.model import Page
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.log.recent_cache import COUNT, SECONDS, RecentEntries

OTHER = hikari.Snowflake(41)


class SlowLog:
    """A log whose answers come when the test says so."""

    def __init__(self, answer: Callable[[], Awaitable[None]] | None = None) -> None:
        self.reads: list[int] = []
        self._answer = answer
        self._numbers: Iterator[int] = itertools.count(100)

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:  # noqa: D102 - the port tells
        assert request == PageRequest(COUNT)
        self.reads.append(int(guild_id))
        if self._answer is not None:
            await self._answer()
        return page(entry(22, 6, entry_id=next(self._numbers)))


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


async def test_a_page_is_kept_for_a_while() -> None:
    """One read serves a whole word, in each server, and none that is older than twenty seconds."""
    log, clock = SlowLog(), Clock()
    newest = RecentEntries(log, clock)
    first = await newest.page(GUILD)
    clock.now += SECONDS - 1
    assert await newest.page(GUILD) is first
    await newest.page(OTHER)
    assert log.reads == [GUILD, OTHER]
    clock.now += 1
    assert ids((await newest.page(GUILD)).records) == [102]
    assert log.reads == [GUILD, OTHER, GUILD]


async def test_keystrokes_share_a_read() -> None:
    """Two keystrokes at once cost one read, and get the same page."""
    log = SlowLog(lambda: asyncio.sleep(0.01))
    newest = RecentEntries(log)
    pages = await asyncio.gather(newest.page(GUILD), newest.page(GUILD), newest.page(GUILD))
    assert log.reads == [GUILD]
    assert pages[0] is pages[1] is pages[2]


async def test_a_slow_read_goes_on_for_the_next_keystroke() -> None:
    """Who would wait too long is told so in time; the read goes on, and the next keystroke finds it."""
    come = asyncio.Event()

    async def wait() -> None:
        await come.wait()

    log, clock = SlowLog(wait), Clock()
    newest = RecentEntries(log, clock, patience=0.02)
    for _ in range(2):
        with pytest.raises(SilentError):
            await newest.page(GUILD)
        clock.now += SECONDS
    come.set()
    await asyncio.sleep(0)
    assert ids((await newest.page(GUILD)).records) == [100]
    clock.now += SECONDS - 1
    await newest.page(GUILD)
    assert log.reads == [GUILD]


async def test_a_failure_is_kept_for_a_while() -> None:
    """Where the log cannot be read, Discord is not asked again with each letter, but after twenty seconds."""

    async def fail() -> None:
        raise BusyError(5.0)

    log, clock = SlowLog(fail), Clock()
    newest = RecentEntries(log, clock)
    for _ in range(3):
        with pytest.raises(BusyError):
            await newest.page(GUILD)
    assert log.reads == [GUILD]
    clock.now += SECONDS
    with pytest.raises(BusyError):
        await newest.page(GUILD)
    assert log.reads == [GUILD, GUILD]


async def test_a_failure_that_nobody_waits_for() -> None:
    """A read that fails after everybody left is no complaint of the event loop."""
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))

    async def fail() -> None:
        await asyncio.sleep(0.02)
        raise BusyError(5.0)

    newest = RecentEntries(SlowLog(fail), patience=0.001)
    with pytest.raises(SilentError):
        await newest.page(GUILD)
    await asyncio.sleep(0.05)
    del newest
    assert complaints == []


async def test_closing_leaves_no_task() -> None:
    """Closing ends what is being read, and whoever waits for it is let go."""
    before = asyncio.all_tasks()
    newest = RecentEntries(SlowLog(lambda: asyncio.sleep(60)))
    waiting = asyncio.ensure_future(newest.page(GUILD))
    await asyncio.sleep(0.01)
    await newest.close()
    with pytest.raises(SilentError):
        await waiting
    assert asyncio.all_tasks() == before
    await newest.close()
