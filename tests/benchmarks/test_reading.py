"""A page of 25 out of an archive of 10,000 entries and out of one of 1,000,000, by each filter, in turns.

Run them with `uv run --isolated --group benchmark pytest tests/benchmarks -n 0 -o addopts= -o filterwarnings=`.
"""

import asyncio
import dataclasses
import importlib
import itertools
import pathlib
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
import sqlalchemy as sa

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.query import PageRequest

SIZES: Final = (10_000, 1_000_000)
AIM: Final = 1.5

pytestmark = pytest.mark.timeout(1800)
GUILD: Final = 1
ROUNDS: Final = 60
COLUMNS: Final = "guild_id, entry_id, actor_id, target_id, action_type, count, reason, raw, redacted"
_FIRST: Final = 1_400_000_000_000


def _rows(count: int) -> Iterator[tuple[Any, ...]]:
    """A server's log: few moderators do most of it, to very many, and most of it is of few types."""
    rng = random.Random(1)
    types = rng.choices((22, 72, 25, 24, 11, 31, 1), (30, 30, 20, 10, 6, 3, 1), k=count)
    actors = rng.choices(range(1, 41), [1 / n for n in range(1, 41)], k=count)
    for number, action_type, actor in zip(range(count), types, actors, strict=True):
        entry_id = (_FIRST + number) << 20
        target = rng.randrange(1, 1 + count // 5)
        raw = f'{{"id":"{entry_id}","user_id":"{actor}","target_id":"{target}","action_type":{action_type}}}'
        yield GUILD, entry_id, actor, target, action_type, None, None, raw, False


def _asked(count: int) -> dict[str, Callable[[random.Random], PageRequest]]:
    """Each filter, and what is asked by it."""

    def middle(rng: random.Random) -> int:
        return (_FIRST + rng.randrange(count // 4, count)) << 20

    return {
        "none": lambda _: PageRequest(),
        "before": lambda rng: PageRequest(before=middle(rng)),
        "after": lambda rng: PageRequest(after=middle(rng) - (count // 8 << 20)),
        "actor": lambda rng: PageRequest(user_id=rng.randrange(1, 41)),
        "target": lambda rng: PageRequest(target_id=rng.randrange(1, 1 + count // 5)),
        "action": lambda rng: PageRequest(action_type=rng.choice((22, 72, 25, 24, 11, 31, 1))),
        "actor, before": lambda rng: PageRequest(user_id=rng.randrange(1, 41), before=middle(rng)),
        "action, before": lambda rng: PageRequest(action_type=rng.choice((22, 72, 25)), before=middle(rng)),
    }


def _fill_sqlite(path: pathlib.Path, count: int) -> str:
    async def made() -> None:
        await (await open_archive(str(path))).close()

    asyncio.run(made())
    with sqlite3.connect(path) as connection:
        places = ", ".join("?" * len(COLUMNS.split(",")))
        connection.executemany(f"INSERT INTO entries ({COLUMNS}) VALUES ({places})", _rows(count))
    return str(path)


async def _fill_postgres(server: str, name: str, count: int) -> str:
    driver: Any = importlib.import_module("asyncpg")
    connection = await driver.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    address = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    await (await open_archive(address)).close()
    connection = await driver.connect(address)
    rows = _rows(count)
    while some := list(itertools.islice(rows, 50_000)):
        await connection.copy_records_to_table("entries", records=some, columns=COLUMNS.split(", "))
    await connection.execute("VACUUM ANALYZE entries")
    await connection.close()
    return address


async def _seconds(archive: Archive, asked: Callable[[random.Random], PageRequest], rng: random.Random) -> float:
    wanted = asked(rng)
    started = time.perf_counter()
    await archive.page(GUILD, dataclasses.replace(wanted, limit=25))
    return time.perf_counter() - started


async def _compared(addresses: list[str]) -> list[str]:
    """Whatever missed the aim."""
    missed: list[str] = []
    async with await open_archive(addresses[0]) as small, await open_archive(addresses[1]) as large:
        for name in _asked(SIZES[0]):
            rng, times = random.Random(2), ([], [])
            for _ in range(ROUNDS):
                for archive, size, taken in zip((small, large), SIZES, times, strict=True):
                    taken.append(await _seconds(archive, _asked(size)[name], rng))
            few, many = (sorted(taken)[ROUNDS // 2] for taken in times)
            print(f"  {name}: {few * 1e3:.2f} ms of 10,000, {many * 1e3:.2f} ms of 1,000,000, {many / few:.2f} times")  # noqa: T201
            if many / few > AIM:
                missed.append(name)
    return missed


def test_sqlite(tmp_path: pathlib.Path) -> None:
    """Aim: a page costs at most 1.5 times as much where there is a hundred times as much."""
    assert asyncio.run(_compared([_fill_sqlite(tmp_path / f"{size}.sqlite3", size) for size in SIZES])) == []


def test_postgres(server: str) -> None:
    """The same on PostgreSQL."""
    addresses = [asyncio.run(_fill_postgres(server, f"n{size}", size)) for size in SIZES]
    assert asyncio.run(_compared(addresses)) == []
