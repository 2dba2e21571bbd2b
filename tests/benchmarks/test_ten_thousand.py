"""Ten thousand quiet servers in one process: what each costs at a start, at a reconnect, and while it waits.

Run it as `test_many_servers.py` tells. Discord is a port in this process, so that all that is counted is ours; a start
and a reconnect go at a pace at which the run ends, and a restart at the settings' default shows what a server costs
that is written alone.
"""

import asyncio
import contextlib
import datetime
import gc
import importlib
import os
import pathlib
import time
from collections.abc import Generator, Sequence
from typing import Any, Final, NamedTuple

import hikari
import pytest
import sqlalchemy as sa
from tests.unit.logs import READER

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.reconnect import ReconnectingArchive
from lightbulb_audit.describe.names.name_table import nobody
from lightbulb_audit.model import Page, snowflake
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.collector.collector import Collector
from lightbulb_audit.services.collector.pace import REQUESTS_PER_SECOND, Pacer

SERVERS: Final = 10_000
FAST: Final = 100
"""Requests a second, so that the run ends."""

WARM: Final = 300
"""Servers with which all begins, so that what a process needs by itself is counted for none."""

ENTRIES: Final = 5
CPU: Final = 2.0
"""Milliseconds a server."""

MEMORY: Final = 10.0
"""KiB a server."""

_SLACK: Final = 1.15
"""How much longer than the pace allows it may take: another process may have the processor."""

_JITTER: Final = 0.02
"""Seconds by which one request may be noted later after it was let through than another."""

pytestmark = pytest.mark.timeout(1800)


class SmallLogs:
    """The logs of many servers, each with a few entries; knows when each request came."""

    def __init__(self) -> None:
        now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
        self._first = int(snowflake.first_at(now))
        self.asked: list[float] = []

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """A page, as Discord gives it."""
        self.asked.append(time.monotonic())
        before = request.before or snowflake.LARGEST
        rows = [row for row in map(self._entry, reversed(range(ENTRIES))) if int(row["id"]) < before]
        await asyncio.sleep(0)
        return READER.page({"audit_log_entries": rows}, guild_id)

    def _entry(self, number: int) -> dict[str, Any]:
        entry_id = self._first + (number << 30)
        return {"id": str(entry_id), "user_id": "5", "target_id": "6", "action_type": 22, "reason": f"raid {number}"}


class Cost(NamedTuple):
    """What one run took: seconds, milliseconds of CPU a server, the most requests within a second."""

    seconds: float
    cpu: float
    most: int


class Process:
    """A collector of many servers, as after a start of the bot."""

    def __init__(self, address: str, pace: int) -> None:
        self.archive = ReconnectingArchive(address)
        self.logs = SmallLogs()
        self.guilds = [(10**12 + number) << 22 for number in range(WARM + SERVERS)]
        clock = DiscordClock()
        clock.hear(datetime.datetime.now(datetime.UTC))
        self._collector = Collector(self.logs, self.archive, READER, lambda _: nobody, clock=clock, pace=Pacer(pace))

    def begin(self) -> None:
        """A session begins with all servers."""
        self._collector.session(0, 1, self.guilds)

    async def warm(self) -> None:
        """A session of a shard of its own, of few servers, until they are current."""
        self._collector.session(1, 2, self.guilds[:WARM])
        while self.current() < WARM:
            await asyncio.sleep(0.5)

    async def connect(self) -> Cost:
        """A session begins: until all are current."""
        self.logs.asked.clear()
        began, spent = time.perf_counter(), time.process_time()
        self.begin()
        while self.current() < len(self.guilds):
            await asyncio.sleep(1)
        seconds, cpu = time.perf_counter() - began, time.process_time() - spent
        return Cost(seconds, cpu / len(self.guilds) * 1000, most_within_a_second(self.logs.asked))

    async def check(self, count: int) -> float:
        """Milliseconds of CPU for each of the next servers."""
        before, spent = len(self.logs.asked), time.process_time()
        while len(self.logs.asked) < before + count:
            await asyncio.sleep(0.2)
        return (time.process_time() - spent) / count * 1000

    def current(self) -> int:
        """How many are."""
        return sum(one is not None and one.is_current for one in map(self._collector.get, self.guilds))

    async def close(self) -> None:
        """Leave nothing behind."""
        await self._collector.close()
        await self.archive.close()


def most_within_a_second(times: Sequence[float]) -> int:
    """The most requests that any second saw."""
    most = start = 0
    for end, at in enumerate(times):
        while at - times[start] >= 1 - _JITTER:
            start += 1
        most = max(most, end - start + 1)
    return most


@contextlib.contextmanager
def _measured(found: list[float]) -> Generator[None]:
    """The KiB by which the process grows meanwhile."""
    gc.collect()
    before = _resident()
    yield
    gc.collect()
    found.append(_resident() - before)


def _resident() -> float:
    pages = int(pathlib.Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024


async def _run(name: str, address: str) -> None:
    await (await open_archive(address)).close()
    process, grown = Process(address, FAST), list[float]()
    await process.warm()
    with _measured(grown):
        started = await process.connect()
    with _measured(grown):
        again = await process.connect()
    await process.close()
    slow = Process(address, REQUESTS_PER_SECOND)
    slow.begin()
    await slow.check(5 * REQUESTS_PER_SECOND)  # what the session of all takes is among these
    alone = await slow.check(20 * REQUESTS_PER_SECOND)
    most = most_within_a_second(slow.logs.asked)
    await slow.close()
    allowed = len(process.guilds) / FAST
    print(  # noqa: T201 - a benchmark tells
        f"{name}: {SERVERS:,} servers: start {started.cpu:.2f} ms of CPU each, {grown[0] / SERVERS:.1f} KiB each, all "
        f"current in {started.seconds / allowed:.2f} of the time that the pace allows; reconnect {again.cpu:.2f} ms, "
        f"{grown[1] / SERVERS:.1f} KiB more, {again.seconds / allowed:.2f} of it; most requests in a second "
        f"{max(started.most, again.most)} of {FAST} and {most} of {REQUESTS_PER_SECOND}; at the latter pace, where "
        f"each is written alone, {alone:.2f} ms"
    )
    assert max(started.most, again.most) <= FAST
    assert most <= REQUESTS_PER_SECOND
    assert max(started.seconds, again.seconds) <= allowed * _SLACK + 1
    assert max(started.cpu, again.cpu) <= CPU
    assert sum(grown) / SERVERS <= MEMORY


def test_sqlite(tmp_path: pathlib.Path) -> None:
    """Aims: 2 ms of CPU and 10 KiB a server."""
    asyncio.run(_run("SQLite", str(tmp_path / "archive.sqlite3")))


def test_postgres(server: str) -> None:
    """The same."""
    asyncio.run(_run("PostgreSQL", asyncio.run(_database(server, "tenthousand"))))


async def _database(server: str, name: str) -> str:
    connection = await importlib.import_module("asyncpg").connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)
