"""Taking 100,000 entries into an archive, with and without a checkpoint after every 10,000, in turns.

Run them with `uv run --isolated --group benchmark pytest tests/benchmarks -n 0 -o addopts= -o filterwarnings=`. Nothing
is done for the tree while entries come in, so what it costs is what the checkpoints take of the run that has them: that
is what counts. Two whole runs differ by more than that from themselves; both are told.
"""

import asyncio
import importlib
import pathlib
import time
from typing import Final, NamedTuple

import pytest
import sqlalchemy as sa
from tests.benchmarks.test_archive import BATCH, ENTRIES, NOW, observed_entries

from lightbulb_audit.archive import open_archive
from lightbulb_audit.model.observation import Observation

AIM: Final = 0.02
EVERY: Final = 10_000
TURNS: Final = 3

pytestmark = pytest.mark.timeout(1800)


class Taken(NamedTuple):
    """How long a run took, and how much of it the checkpoints."""

    all: float
    checkpoints: float


async def _run(address: str, observed: list[Observation], *, has_tree: bool) -> Taken:
    async with await open_archive(address) as archive:
        began, spent = time.perf_counter(), 0.0
        for at in range(0, ENTRIES, BATCH):
            await archive.append(1, observed[at : at + BATCH])
            if has_tree and not (at + BATCH) % EVERY:
                before = time.perf_counter()
                made = await archive.checkpoints.make(1, NOW)
                assert made is not None
                assert made.rows == at + BATCH
                await archive.checkpoints.record(made)
                spent += time.perf_counter() - before
        return Taken(time.perf_counter() - began, spent)


def _told(name: str, runs: list[tuple[Taken, Taken]]) -> None:
    cost = min(tree.checkpoints / (tree.all - tree.checkpoints) for _, tree in runs)
    without, with_tree = (min(pair[place].all for pair in runs) for place in (0, 1))
    print(f"{name}: without {without:.2f} s, with {with_tree:.2f} s, the tree {cost:.2%} of ingest (aim {AIM:.0%})")  # noqa: T201 - a benchmark tells
    assert cost <= AIM


def test_sqlite(tmp_path: pathlib.Path) -> None:
    """Aim: at most a fiftieth of ingest."""
    observed = observed_entries()
    runs: list[tuple[Taken, Taken]] = []
    for turn in range(TURNS):
        without, with_tree = (
            asyncio.run(_run(str(tmp_path / f"{turn}{has_tree}.sqlite3"), observed, has_tree=has_tree))
            for has_tree in (False, True)
        )
        runs.append((without, with_tree))
    _told("SQLite", runs)


def test_postgres(server: str) -> None:
    """Aim: at most a fiftieth of ingest."""
    observed = observed_entries()
    runs: list[tuple[Taken, Taken]] = []
    for turn in range(TURNS):
        without, with_tree = (
            asyncio.run(_run(asyncio.run(_database(server, f"t{turn}{has_tree}")), observed, has_tree=has_tree))
            for has_tree in (False, True)
        )
        runs.append((without, with_tree))
    _told("PostgreSQL", runs)


async def _database(server: str, name: str) -> str:
    connection = await importlib.import_module("asyncpg").connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return sa.make_url(server).set(database=name.lower()).render_as_string(hide_password=False)
