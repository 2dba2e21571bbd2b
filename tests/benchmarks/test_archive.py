"""Taking 100,000 entries into an archive, beside the bare driver's `executemany` of the same rows into the same tables.

Run them with `uv run --isolated --group benchmark pytest tests/benchmarks -n 0 -o addopts= -o filterwarnings=`. Both
sides commit every 1,000 entries, and both take turns; what counts is the ratio.
"""

import asyncio
import datetime
import importlib
import pathlib
import sqlite3
import time
from typing import Any, Final

import pytest
import sqlalchemy as sa

from lightbulb_audit.archive import open_archive
from lightbulb_audit.model.observation import Observation

ENTRIES: Final = 100_000
BATCH: Final = 1000
AIM: Final = 1 / 3

pytestmark = pytest.mark.timeout(1800)
NOW: Final = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
_FIRST: Final = 1_400_000_000_000
TABLES: Final = ("observations", "entries")
VOCABULARY: Final = (
    "SELECT v.guild_id, v.term, v.number, min(p.entry_id) FROM vocabulary AS v JOIN postings AS p USING (number) "
    "GROUP BY v.guild_id, v.term, v.number"
)
"""The terms, each with the first entry that has it."""


def observed_entries() -> list[Observation]:
    """Entries such as Discord sends: bans with a reason, every tenth one with changes."""
    return [
        Observation.of(
            {
                "id": str((_FIRST + number) << 20),
                "user_id": str((1 << 60) + number % 50),
                "target_id": str((1 << 60) + number * 7),
                "action_type": 22 if number % 10 else 24,
                "reason": f"raid number {number}, see #mod-log",
                "changes": [] if number % 10 else [{"key": "nick", "old_value": "a", "new_value": f"b{number}"}],
            },
            NOW,
            "backfill",
        )
        for number in range(ENTRIES)
    ]


async def _ours(address: str, observed: list[Observation]) -> float:
    async with await open_archive(address) as archive:
        started = time.perf_counter()
        for at in range(0, ENTRIES, BATCH):
            await archive.append(1, observed[at : at + BATCH])
        return time.perf_counter() - started


def _batched(rows: list[tuple[Any, ...]], columns: int) -> list[list[tuple[Any, ...]]]:
    """Some columns of rows of the index by the batches of entries that they come with, each in the index's own order.

    The last column says with which entry a row comes.
    """
    batches: list[list[tuple[Any, ...]]] = [[] for _ in range(ENTRIES // BATCH)]
    for row in sorted(rows):
        batches[((row[-1] >> 20) - _FIRST) // BATCH].append(row[:columns])
    return batches


def _bare_sqlite(source: pathlib.Path, target: pathlib.Path) -> float:
    rows: dict[str, list[Any]] = {}
    with sqlite3.connect(source) as connection:
        for table in TABLES:
            rows[table] = connection.execute(f"SELECT * FROM {table}").fetchall()
        words = _batched(connection.execute(VOCABULARY).fetchall(), 3)
        indexed = _batched(connection.execute("SELECT * FROM postings").fetchall(), 2)
    with sqlite3.connect(target, isolation_level=None) as connection:
        connection.execute("PRAGMA synchronous=NORMAL")
        started = time.perf_counter()
        for at in range(0, ENTRIES, BATCH):
            connection.execute("BEGIN IMMEDIATE")
            for table in TABLES:
                places = ", ".join("?" * len(rows[table][0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows[table][at : at + BATCH])
            connection.executemany("INSERT INTO vocabulary VALUES (?, ?, ?)", words[at // BATCH])
            connection.executemany("INSERT INTO postings VALUES (?, ?)", indexed[at // BATCH])
            connection.execute("COMMIT")
        return time.perf_counter() - started


async def _bare_postgres(source: str, target: str) -> float:
    driver: Any = importlib.import_module("asyncpg")
    connection = await driver.connect(source)
    rows = {table: [tuple(row) for row in await connection.fetch(f"SELECT * FROM {table}")] for table in TABLES}
    words = _batched([tuple(row) for row in await connection.fetch(VOCABULARY)], 3)
    indexed = _batched([tuple(row) for row in await connection.fetch("SELECT * FROM postings")], 2)
    await connection.close()
    connection = await driver.connect(target)
    started = time.perf_counter()
    for at in range(0, ENTRIES, BATCH):
        async with connection.transaction():
            for table in TABLES:
                places = ", ".join(f"${number}" for number in range(1, len(rows[table][0]) + 1))
                await connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows[table][at : at + BATCH])
            await connection.executemany("INSERT INTO vocabulary VALUES ($1, $2, $3)", words[at // BATCH])
            await connection.executemany("INSERT INTO postings VALUES ($1, $2)", indexed[at // BATCH])
    took = time.perf_counter() - started
    await connection.close()
    return took


def _told(name: str, ours: list[float], bare: list[float]) -> None:
    ratio = min(bare) / min(ours)
    print(f"{name}: bare {min(bare):.2f} s, archive {min(ours):.2f} s, {ratio:.2f} of the bare speed (aim {AIM:.2f})")  # noqa: T201 - a benchmark tells
    assert ratio >= AIM


def test_sqlite(tmp_path: pathlib.Path) -> None:
    """Aim: at least a third of the speed of Python's own module."""
    observed, ours, bare = observed_entries(), [], []
    for turn in range(2):
        source, target = tmp_path / f"ours{turn}.sqlite3", tmp_path / f"bare{turn}.sqlite3"
        ours.append(asyncio.run(_ours(str(source), observed)))
        asyncio.run(_empty(str(target)))
        bare.append(_bare_sqlite(source, target))
    _told("SQLite", ours, bare)


def test_postgres(server: str) -> None:
    """Aim: at least a third of the speed of asyncpg."""
    observed, ours, bare = observed_entries(), [], []
    for turn in range(2):
        source, target = (asyncio.run(_database(server, f"{name}{turn}")) for name in ("ours", "bare"))
        ours.append(asyncio.run(_ours(source, observed)))
        asyncio.run(_empty(target))
        bare.append(asyncio.run(_bare_postgres(source, target)))
    _told("PostgreSQL", ours, bare)


async def _empty(address: str) -> None:
    await (await open_archive(address)).close()


async def _database(server: str, name: str) -> str:
    connection = await importlib.import_module("asyncpg").connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)
