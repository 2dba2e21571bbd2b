"""Events of 1,000 servers kept by one process, beside as many events of one server.

Run them with `uv run --isolated --group benchmark pytest tests/benchmarks -n 0 -o addopts= -o filterwarnings=`. What
counts is the ratio of the two, taken in turns. The time that an event takes to its kept row is taken at a steady pace
that the machine keeps, each event by itself and of another server: beyond that it tells how long the queue is alone.
"""

import asyncio
import datetime
import importlib
import pathlib
import statistics
import time
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pytest
import sqlalchemy as sa
from tests.unit.logs import READER, ListedLog

from lightbulb_audit.archive.reconnect import ReconnectingArchive
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.services.collector.collector import Collector
from lightbulb_audit.services.collector.pace import Pacer

EVENTS: Final = 9_000
SERVERS: Final = 1000
STEADY: Final = 200
"""Events a second; fewer where the machine is so slow that this were more than a part of what it does at all."""

PART: Final = 8
SECONDS: Final = 15
"""How long that goes on."""

CPU: Final = 0.3
"""Milliseconds of CPU that an event may take."""

LAG: Final = 0.1
"""Seconds that the median event may take to its kept row."""

pytestmark = [pytest.mark.timeout(1800), pytest.mark.usefixtures("one_processor")]


class TimedArchive(ReconnectingArchive):
    """An archive that knows when each entry was kept."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.kept_at: dict[int, float] = {}

    async def append(self, guild_id: int, observed: Sequence[Observation], *more: Any, **rest: Any) -> Any:  # noqa: D102 - the port tells
        appended = await super().append(guild_id, observed, *more, **rest)
        now = time.perf_counter()
        self.kept_at.update((one.entry_id, now) for one in observed)
        return appended


class Run:
    """A collector, and events that come to it.

    Args:
        address: Where the archive is.
        servers: How many servers.
    """

    def __init__(self, address: str, servers: int) -> None:
        self.archive = TimedArchive(address)
        self.guilds = [(10**12 + number) << 22 for number in range(servers)]
        self._collector = Collector(ListedLog([]), self.archive, READER, lambda _: _cached, pace=Pacer(SERVERS))
        self._last = int(snowflake.first_at(datetime.datetime.now(datetime.UTC)))
        self.made_at: dict[int, float] = {}

    async def start(self) -> None:
        """Begin, until every server is current."""
        self._collector.session(0, 1, self.guilds)
        while not all(one is not None and one.is_current for one in map(self._collector.get, self.guilds)):
            await asyncio.sleep(0.05)

    async def take(self, numbers: Iterable[int], pace: float | None = None) -> None:
        """Events come, one server after the other; so many a second, or all at once."""
        began = time.perf_counter()
        for number in numbers:
            if pace is not None and (early := began + number / pace - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            elif number % 100 == 0:
                await asyncio.sleep(0)
            self._last += 1
            self.made_at[self._last] = time.perf_counter()
            self._collector.entry(self.guilds[number % len(self.guilds)], _entry(self._last, number))
        while len(self.archive.kept_at) < len(self.made_at):
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Leave nothing behind."""
        await self._collector.close()
        await self.archive.close()


def _entry(entry_id: int, number: int) -> dict[str, Any]:
    return {
        "id": str(entry_id),
        "guild_id": "1",
        "user_id": str((1 << 60) + number % 50),
        "target_id": str((1 << 60) + number % 5000),
        "action_type": 22 if number % 10 else 24,
        "reason": f"raid number {number}, see #mod-log",
        "changes": [] if number % 10 else [{"key": "nick", "old_value": "a", "new_value": f"b{number}"}],
    }


def _cached(kind: Kind, thing_id: int) -> Known | None:
    return Known(f"person {thing_id % 5000}", username=f"person{thing_id % 5000}") if kind is Kind.USER else None


async def _flood(address: str, servers: int) -> tuple[float, float]:
    """Events a second, and milliseconds of CPU an event."""
    run = Run(address, servers)
    await run.start()
    began, spent = time.perf_counter(), time.process_time()
    await run.take(range(EVENTS))
    seconds, cpu = time.perf_counter() - began, time.process_time() - spent
    await run.stop()
    return EVENTS / seconds, cpu / EVENTS * 1000


async def _pace(address: str, pace: float) -> tuple[list[float], float]:
    """The seconds that each event took to its kept row, the quickest first; and milliseconds of CPU an event."""
    run = Run(address, SERVERS)
    await run.start()
    spent = time.process_time()
    await run.take(range(int(pace * SECONDS)), pace)
    cpu = time.process_time() - spent
    found = sorted(run.archive.kept_at[one] - made for one, made in run.made_at.items())
    await run.stop()
    return found, cpu / len(found) * 1000


def _tell(name: str, addresses: Sequence[str], aim: float) -> None:
    """Take all of it, and hold it against the aims."""
    one: list[tuple[float, float]] = []
    many: list[tuple[float, float]] = []
    for turn in range(2):
        one.append(asyncio.run(_flood(addresses[2 * turn], 1)))
        many.append(asyncio.run(_flood(addresses[2 * turn + 1], SERVERS)))
    (alone, alone_cpu), (spread, spread_cpu) = max(one), max(many)
    pace = min(float(STEADY), spread / PART)
    lags, steady_cpu = asyncio.run(_pace(addresses[4], pace))
    lag = statistics.median(lags)
    print(  # noqa: T201 - a benchmark tells
        f"{name}: one server {alone:,.0f} events/s ({alone_cpu:.2f} ms of CPU each), {SERVERS} servers {spread:,.0f} "
        f"({spread_cpu:.2f} ms), {spread / alone:.2f} of it (aim {aim}); at {pace:.0f} a second ({steady_cpu:.2f} ms) "
        f"kept after {lag * 1000:.0f} ms (median; 99%: {lags[len(lags) * 99 // 100] * 1000:.0f} ms)"
    )
    assert spread >= aim * alone
    assert spread_cpu <= CPU
    assert lag < LAG


def test_sqlite(tmp_path: pathlib.Path) -> None:
    """Aim: half of one server's figure."""
    _tell("SQLite", [str(tmp_path / f"{number}.sqlite3") for number in range(5)], 0.5)


def test_postgres(server: str) -> None:
    """Aim: three tenths of one server's figure."""
    _tell("PostgreSQL", [asyncio.run(_database(server, f"many{number}")) for number in range(5)], 0.3)


async def _database(server: str, name: str) -> str:
    connection = await importlib.import_module("asyncpg").connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)
