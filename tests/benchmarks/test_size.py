"""What an entry takes on disk: 20,000 of a server over 90 weeks, in each database, beside their raw JSON.

Run them with `uv run --isolated --group benchmark pytest tests/benchmarks -n 0 -o addopts= -o filterwarnings=`.
"""

import asyncio
import datetime
import importlib
import json
import pathlib
import sqlite3
from typing import Any, Final

import pytest
import sqlalchemy as sa

from discord_standin.example import example_guild
from lightbulb_audit.archive import open_archive
from lightbulb_audit.model.observation import Observation

ENTRIES: Final = 20_000
BATCH: Final = 100
GUILD: Final = 817_109_139_456_032_171
AIMS: Final = {"SQLite": 1.5, "PostgreSQL": 4.6}
"""How many times the raw JSON the search may take: the index of terms and the lines of terms."""

pytestmark = pytest.mark.timeout(1800)
_BEGAN: Final = datetime.datetime(2024, 3, 1, tzinfo=datetime.UTC)
_WEEK: Final = datetime.timedelta(days=7)


def observed_entries(count: int) -> list[Observation]:
    """The example server's week again and again, each with ids of its own, in the order in which they came."""
    entries: dict[int, Any] = {}
    now = _BEGAN
    while len(entries) < count:
        entries |= {int(one["id"]): one for one in example_guild(now)["audit_log"]["audit_log_entries"]}
        now += _WEEK
    return [Observation.of(entries[entry_id], now, "event") for entry_id in sorted(entries)[:count]]


async def _fill(address: str, observed: list[Observation]) -> None:
    async with await open_archive(address) as archive:
        for at in range(0, ENTRIES, BATCH):
            await archive.append(GUILD, observed[at : at + BATCH])


def _tell(name: str, sizes: dict[str, int], line: int, observed: list[Observation]) -> None:
    raw = sum(len(json.dumps(json.loads(one.raw), separators=(",", ":")).encode()) for one in observed)
    print(f"{name}: raw JSON {raw / ENTRIES:.0f} bytes an entry; lines of terms {line / ENTRIES:.0f}")  # noqa: T201
    for table, size in sorted(sizes.items(), key=lambda one: -one[1]):
        if size >= ENTRIES:
            print(f"  {table}: {size / ENTRIES:.0f} bytes an entry")  # noqa: T201
    index = sum(size for table, size in sizes.items() if table.startswith(("vocabulary", "postings")))
    times = (index + line) / raw
    print(f"  to be found by: {(index + line) / 1e6:.1f} MB, {times:.1f} times the raw JSON (aim {AIMS[name]})")  # noqa: T201
    assert times <= AIMS[name]


def test_sqlite(tmp_path: pathlib.Path) -> None:
    """Aim: what an entry is found by takes at most 1.5 times what it says."""
    path, observed = tmp_path / "size.sqlite3", observed_entries(ENTRIES)
    asyncio.run(_fill(str(path), observed))
    with sqlite3.connect(path) as connection:
        sizes = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        (line,) = connection.execute("SELECT sum(length(CAST(terms AS BLOB))) FROM entries").fetchone()
    _tell("SQLite", sizes, line, observed)


async def _postgres_sizes(address: str) -> tuple[dict[str, int], int]:
    connection = await importlib.import_module("asyncpg").connect(address)
    try:
        rows = await connection.fetch(
            "SELECT c.relname, pg_table_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'i')"
        )
        line = await connection.fetchval("SELECT sum(pg_column_size(terms)) FROM entries")
    finally:
        await connection.close()
    return dict(map(tuple, rows)), line


def test_postgres(server: str) -> None:
    """Aim: at most 4.6 times on PostgreSQL, where a row has more beside what it says."""
    observed = observed_entries(ENTRIES)

    async def run() -> tuple[dict[str, int], int]:
        connection = await importlib.import_module("asyncpg").connect(server)
        await connection.execute("CREATE DATABASE size")
        await connection.close()
        address = sa.make_url(server).set(database="size").render_as_string(hide_password=False)
        await _fill(address, observed)
        return await _postgres_sizes(address)

    _tell("PostgreSQL", *asyncio.run(run()), observed)
