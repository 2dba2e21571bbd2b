"""A process with many servers: nobody holds up the others, and each is read in its turn."""

import asyncio
import datetime
import pathlib
import time
import tracemalloc
from collections.abc import Collection
from typing import Final

import hikari
from tests.unit.logs import READER, ListedLog

from lightbulb_audit.archive.reconnect import ReconnectingArchive
from lightbulb_audit.describe.names.name_table import nobody
from lightbulb_audit.errors import BusyError
from lightbulb_audit.model import Page, snowflake
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.progress import Marks
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.collector.collector import Collector
from lightbulb_audit.services.collector.pace import Pacer

_SERVERS: Final = 60
_RATE: Final = 40
_FIRST: Final = 10**12
_NEWEST: Final = int(snowflake.first_at(datetime.datetime.now(datetime.UTC)))


class ManyLogs:
    """The logs of many servers, of which some do not answer.

    Args:
        silent: Those whose requests hang, as when hikari waits for a rate limit.
        busy: Those for which Discord says to come again much later.
    """

    def __init__(self, silent: Collection[int] = (), busy: Collection[int] = ()) -> None:
        self._logs = {
            guild_id: ListedLog([{"id": str(_NEWEST), "user_id": "5", "target_id": "6", "action_type": 22}])
            for guild_id in range(_FIRST, _FIRST + _SERVERS)
        }
        self._silent = silent
        self._busy = busy
        self.asked: list[float] = []

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """A page, after as long as Discord takes."""
        self.asked.append(time.monotonic())
        await asyncio.sleep(0.05)
        if guild_id in self._silent:
            await asyncio.sleep(60)
        if guild_id in self._busy:
            raise BusyError(60)
        return await self._logs[guild_id].read(guild_id, request)


def _heard() -> DiscordClock:
    """A clock that agrees with Discord's, as after its first answer."""
    clock = DiscordClock()
    clock.hear(datetime.datetime.now(datetime.UTC))
    return clock


async def _seconds_until_current(
    address: str, log: ManyLogs, guilds: Collection[int], wanted: Collection[int]
) -> float:
    """How long it takes until all wanted ones of some servers have what Discord has."""
    archive = ReconnectingArchive(address)
    collector = Collector(log, archive, READER, lambda _: nobody, clock=_heard(), pace=Pacer(_RATE))
    await archive.guilds()
    began = time.monotonic()
    collector.session(0, 1, guilds)
    async with asyncio.timeout(30):
        while not all((one := collector.get(guild)) is not None and one.is_current for guild in wanted):
            await asyncio.sleep(0.01)
    seconds = time.monotonic() - began
    for guild in wanted:
        assert (await archive.stats(guild)).entries == 1
    await collector.close()
    await archive.close()
    return seconds


async def test_who_hangs_holds_up_nobody(address: str) -> None:
    """Of 60 servers 8 hang and 8 are rate-limited for long: the others cost no more than the requests of those 16."""
    guilds = range(_FIRST, _FIRST + _SERVERS)
    silent, busy, well = guilds[:8], guilds[8:16], guilds[16:]
    alone = await _seconds_until_current(address, ManyLogs(), well, well)
    among = await _seconds_until_current(address, ManyLogs(silent, busy), guilds, well)
    assert among <= alone + 16 / _RATE + 1.0


async def test_no_second_sees_more_requests_than_the_setting(address: str) -> None:
    """At a session of all servers at once, requests come at the pace that was set."""
    log, guilds = ManyLogs(), range(_FIRST, _FIRST + _SERVERS)
    await _seconds_until_current(address, log, guilds, guilds)
    assert len(log.asked) >= _SERVERS
    slack = 0.05
    assert all(later - first > 1 - slack for first, later in zip(log.asked, log.asked[_RATE:], strict=False))


async def test_where_somebody_asks_is_read_first(address: str) -> None:
    """A server that somebody asks about goes before all others, as does one of which events come."""
    guilds = range(_FIRST, _FIRST + 30)
    archive = ReconnectingArchive(address)
    collector = Collector(ManyLogs(), archive, READER, lambda _: nobody, clock=_heard(), pace=Pacer(3))
    await archive.guilds()
    collector.session(0, 1, guilds)
    await asyncio.sleep(0.1)
    asked = collector.get(guilds[-1])
    assert asked is not None
    assert (asked.turn_in or 0) > 5
    asked.asked()
    async with asyncio.timeout(5):
        while not asked.is_current:
            await asyncio.sleep(0.02)
    other = collector.get(guilds[-2])
    assert other is not None
    assert (other.turn_in or 0) > 4
    await collector.close()
    await archive.close()


async def test_where_entries_may_have_grown_is_read_before_the_rest(address: str) -> None:
    """After a start, a server in which something still grew goes before those in which nothing did."""
    guilds = range(_FIRST, _FIRST + 30)
    archive = ReconnectingArchive(address)
    for guild in guilds:
        raw = {"id": str(_NEWEST), "action_type": 72 if guild == guilds[-1] else 22, "options": {"count": "1"}}
        observed = [Observation.of(raw, datetime.datetime.now(datetime.UTC), "event")]
        await archive.append(guild, observed, marks=Marks(_NEWEST - 1))
    collector = Collector(ManyLogs(), archive, READER, lambda _: nobody, clock=_heard(), pace=Pacer(1))
    collector.session(0, 1, guilds)
    last = collector.get(guilds[-1])
    assert last is not None
    assert last.turn_in == 28
    async with asyncio.timeout(5):
        while (last.turn_in or 0) > 1:
            await asyncio.sleep(0.01)
    await collector.close()
    await archive.close()


async def test_a_quiet_server_is_small_and_has_no_task(sqlite_file: pathlib.Path) -> None:
    """A thousand servers whose turn is to come cost a few KiB each, and no task."""
    archive = ReconnectingArchive(str(sqlite_file))
    collector = Collector(ManyLogs(), archive, READER, lambda _: nobody, clock=_heard(), pace=Pacer(1))
    await archive.guilds()
    guilds, before = range(_FIRST, _FIRST + 1000), len(asyncio.all_tasks())
    tracemalloc.start()
    collector.session(0, 1, guilds)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size / len(guilds) < 3 * 1024
    assert len(asyncio.all_tasks()) < before + 9
    await collector.close()
    await archive.close()
