"""What a page costs among 10,000,000 entries of one server, beside the same among a tenth of them, in one run.

The entries are those of the example server, read and kept by the archive itself, then copied within the database: each
copy later than the one before, now and then about other people, its reasons with words of their own. The environment
variable `ENTRIES` says how many there are instead.

Run them with `uv run --isolated --group benchmark pytest tests/benchmarks -n 0 -o addopts= -o filterwarnings= -s`.
"""

import asyncio
import collections
import contextlib
import importlib
import os
import pathlib
import sqlite3
import time
from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any, Final, Protocol

import pytest
import sqlalchemy as sa
from tests.benchmarks import test_size

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.projections.term_index import terms_in
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.predicate import compile_predicate

ENTRIES: Final = int(os.environ.get("ENTRIES", "10000000"))
AIM: Final = 1.5
PASSING: Final = 0.01
"""Seconds that nobody notices, whatever the tenth costs."""

pytestmark = pytest.mark.timeout(7200)
GUILD: Final = 817_109_139_456_032_171
ROUNDS: Final = 9
TEMPLATES: Final = 5000
COPIES_ALIKE: Final = 8
"""So many copies are about the same people."""

_STEP: Final = 100
"""Copies of entries that are written at once."""

_FIRST: Final = 1_400_000_000_000
_INDEXED: Final = ("actor_id", "target_id", "action_type")
_ENTRY: Final = "actor_id, target_id, action_type, count, reason, raw, redacted, terms, imported"

# Of a template: whom it is about, and the place of its term for that; which reason it is, of those with one.
_TABLES: Final = (
    f"CREATE TABLE template AS SELECT 0 AS i, {_ENTRY}, 0 AS about, 0 AS told FROM entries LIMIT 0",
    "CREATE TABLE copy (c BIGINT PRIMARY KEY, g BIGINT)",
    "CREATE TABLE fixed (number BIGINT PRIMARY KEY, term TEXT)",
    "CREATE TABLE moved (k BIGINT PRIMARY KEY, id BIGINT)",
    "CREATE TABLE fixed_posting (number BIGINT, i BIGINT, PRIMARY KEY (number, i))",
    "CREATE TABLE moved_posting (k BIGINT, i BIGINT, PRIMARY KEY (k, i))",
)
_FILL: Final = (
    """INSERT INTO entries (guild_id, entry_id, actor_id, target_id, action_type, count, reason, raw, redacted, terms,
        imported)
    SELECT {guild}, ({first} + c * {templates} + i) << 20, actor_id, target_id + g, action_type, count,
        CASE WHEN told < 0 THEN reason ELSE reason || ' case' || (c * {reasons} + told) END,
        CASE WHEN target_id IS NULL THEN raw
            ELSE replace(raw, CAST(target_id AS TEXT), CAST(target_id + g AS TEXT)) END,
        redacted,
        CASE WHEN target_id IS NULL THEN terms
            ELSE replace(terms, '@' || target_id || ' ', '@' || (target_id + g) || ' ') END
            || CASE WHEN told < 0 THEN '' ELSE 'case' || (c * {reasons} + told) || ' ' END,
        imported
    FROM copy CROSS JOIN template WHERE c >= {low} AND c < {low} + {step} ORDER BY c, i""",
    "INSERT INTO vocabulary SELECT {guild}, term, number FROM fixed",
    """INSERT INTO vocabulary SELECT {guild}, '@' || (id + g), {fixed} + g * {moved} + k + 1
    FROM (SELECT DISTINCT g FROM copy) AS groups CROSS JOIN moved""",
    """INSERT INTO vocabulary
    SELECT {guild}, 'case' || (c * {reasons} + told), {fixed} + {groups} * {moved} + c * {reasons} + told + 1
    FROM copy CROSS JOIN template WHERE told >= 0""",
    """INSERT INTO postings SELECT number, ({first} + c * {templates} + i) << 20
    FROM fixed CROSS JOIN copy CROSS JOIN (SELECT number AS n, i FROM fixed_posting) AS p WHERE n = number""",
    """INSERT INTO postings SELECT {fixed} + g * {moved} + k + 1, ({first} + c * {templates} + i) << 20
    FROM copy CROSS JOIN moved_posting""",
    """INSERT INTO postings
    SELECT {fixed} + {groups} * {moved} + c * {reasons} + told + 1, ({first} + c * {templates} + i) << 20
    FROM copy CROSS JOIN template WHERE told >= 0""",
)


class _Database(Protocol):
    """A database by its bare driver."""

    async def run(self, statement: str) -> list[Any]: ...

    async def put(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None: ...


class _Sqlite:
    def __init__(self, path: pathlib.Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.execute("PRAGMA cache_size=-1000000")

    async def run(self, statement: str) -> list[Any]:
        rows = self._connection.execute(statement).fetchall()
        self._connection.commit()
        return rows

    async def put(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        places = ", ".join("?" * len(rows[0]))
        self._connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        self._connection.commit()

    async def close(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


class _Postgres:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def run(self, statement: str) -> list[Any]:
        return [tuple(row) for row in await self._connection.fetch(statement)]

    async def put(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        await self._connection.copy_records_to_table(table, records=rows)


class _Templates:
    """What is copied, as the archive keeps it.

    Args:
        rows: The rows of the table of entries, in their order, without their keys.
    """

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self.rows = [list(row) for row in rows]
        targets = sorted({row[1] for row in self.rows if row[1] is not None})
        self.moved = {target: k for k, target in enumerate(targets)}
        reasons = [i for i, row in enumerate(self.rows) if row[4] is not None]
        self.told = {i: n for n, i in enumerate(reasons)}
        held = [terms_in(row[7]) - {f"@{row[1]}"} for row in self.rows]
        self.fixed = {term: number for number, term in enumerate(sorted(set[str]().union(*held)), 1)}
        self.postings = sorted((self.fixed[term], i) for i, some in enumerate(held) for term in some)

    async def put(self, database: _Database, copies: int) -> None:
        """Write them down beside the archive's tables."""
        about = [-1 if row[1] is None else self.moved[row[1]] for row in self.rows]
        rows = [(i, *row, about[i], self.told.get(i, -1)) for i, row in enumerate(self.rows)]
        await database.put("template", rows)
        await database.put("copy", [(c, c // COPIES_ALIKE + 1) for c in range(copies)])
        await database.put("fixed", [(number, term) for term, number in self.fixed.items()])
        await database.put("moved", [(k, target) for target, k in self.moved.items()])
        await database.put("fixed_posting", self.postings)
        await database.put("moved_posting", sorted((k, i) for i, k in enumerate(about) if k >= 0))

    def sizes(self, copies: int) -> dict[str, int]:
        """Return what the statements that copy need to know."""
        return {
            "guild": GUILD,
            "first": _FIRST,
            "templates": len(self.rows),
            "fixed": len(self.fixed),
            "moved": len(self.moved),
            "reasons": len(self.told),
            "groups": -(-copies // COPIES_ALIKE) + 1,
        }


async def _templates(folder: pathlib.Path) -> _Templates:
    """The example server's entries, out of an archive that took them in."""
    path = folder / "templates.sqlite3"
    observed = test_size.observed_entries(TEMPLATES)
    async with await open_archive(str(path)) as archive:
        for at in range(0, len(observed), 500):
            await archive.append(GUILD, observed[at : at + 500])
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(f"SELECT {_ENTRY} FROM entries ORDER BY entry_id").fetchall()
    return _Templates((*row[:6], bool(row[6]), row[7], bool(row[8])) for row in rows)


async def _fill(database: _Database, templates: _Templates, entries: int, indexes: Sequence[tuple[str, str]]) -> None:
    """Copy the templates until there are so many entries; indexes are made once all is there."""
    started = time.perf_counter()
    copies = entries // TEMPLATES
    for statement in _TABLES:
        await database.run(statement)
    await templates.put(database, copies)
    for drop, _ in indexes:
        await database.run(drop)
    for statement in _FILL:
        # It takes minutes: who watches sees that it goes on.
        print(f"  {time.perf_counter() - started:.0f} s: {' '.join(statement.split()[:3])}", flush=True)  # noqa: T201
        for low in range(0, copies, _STEP) if "{low}" in statement else (0,):
            await database.run(statement.format(**templates.sizes(copies), low=low, step=_STEP))
    for _, create in indexes:
        await database.run(create)
    for table in ("template", "copy", "fixed", "moved", "fixed_posting", "moved_posting"):
        await database.run(f"DROP TABLE {table}")
    print(f"filled with {entries} entries in {time.perf_counter() - started:.0f} s")  # noqa: T201 - a benchmark tells


def _searches(templates: _Templates, entries: int) -> tuple[dict[str, Query], SearchContext]:
    """A search by each filter, and some by several; what they need to know."""
    actors = [str(one) for one, _ in collections.Counter(row[0] for row in templates.rows if row[0]).most_common()]
    members = collections.Counter(row[1] for row in templates.rows if row[2] == 22)
    member, channel = str(members.most_common()[-1][0] + 1), _most(templates, "@")
    given, claim = _most(templates, "@add:"), _most(templates, "@forname:")
    name, bot = claim.rsplit(":", 1)
    middle = _FIRST + entries // 2
    span = (Clause("after", (str(middle << 20),)), Clause("before", (str((middle + 1000) << 20),)))
    words = {
        "a word": "raid", "a word that is begun": "ra", "a word of one entry": "case77", "a word of none": "nowhere",
        "a phrase": "timed out", "a phrase of none": "raid nickname", "an id": channel, "a name": "anna",
    }  # fmt: skip
    found = {
        "nothing asked": Query(),
        "actor": _query(("actor", actors[0])),
        "actor, seldom": _query(("actor", actors[-1])),
        "actor, any of three": Query((Clause("actor", (actors[0], actors[5], actors[-1])),)),
        "actor, none": _query(("actor", "5")),
        "for": _query(("for", "7")),
        "target": _query(("target", member)),
        "about a member": _query(("about", member)),
        "about a channel": _query(("about", channel)),
        "about an invite": _query(("about", "hunter2")),
        "action": _query(("action", "member_ban_add")),
        "action, finer": _query(("action", "timeout_end")),
        "category": _query(("category", "roles")),
        "channel": _query(("channel", channel)),
        "role": _query(("role", given)),
        "before": _query(("text", "raid"), ("before", str(middle << 20))),
        "after": _query(("text", "raid"), ("after", str(middle << 20))),
        "a word in a short span": Query((Clause("text", ("raid",)), *span)),
        "a name in a short span": Query((Clause("text", ("anna",)), *span)),
        "has": _query(("has", "reason")),
        "has none": Query((Clause("has", ("reason",), is_negated=True),)),
        "is a bot": _query(("is", "bot")),
        "is human": Query((Clause("is", ("bot",), is_negated=True),)),
        "key": _query(("key", "nick")),
        "permission": _query(("permission", "manage_messages")),
        "gained": _query(("gained", "manage_messages")),
        "lost": _query(("lost", "view_channels")),
        "id": _query(("id", str(middle << 20))),
        "one's bans": _query(("actor", actors[1]), ("action", "member_ban_add")),
        "one's bans for a word": _query(("actor", actors[1]), ("action", "member_ban_add"), ("text", "raid")),
        "not by most": Query((Clause("actor", tuple(actors[:-5]), is_negated=True),)),
        "two that exclude each other": _query(("action", "member_ban_add"), ("category", "roles")),
        **{name: _query(("text", word)) for name, word in words.items()},
    }
    lore = SearchContext(
        {"anna": frozenset({int(actors[3])})},
        frozenset({int(bot)}),
        {"manage_messages": frozenset({int(given)})},
        people={7: frozenset({name})},
    )
    return found, lore


def _query(*asked: tuple[str, str]) -> Query:
    return Query(tuple(Clause(name, (value,)) for name, value in asked))


def _most(templates: _Templates, sign: str) -> str:
    """What stands behind a sign in most terms that no copy changes."""
    count = collections.Counter(number for number, _ in templates.postings)
    moved = {f"@{target}" for target in templates.moved}
    held = [
        one for one in templates.fixed if one.startswith(sign) and one not in moved and (sign != "@" or ":" not in one)
    ]
    return max(held, key=lambda one: count[templates.fixed[one]]).removeprefix(sign)


async def _compare(few: str, many: str, templates: _Templates) -> list[str]:
    """Whatever missed the aim: a page of each search, and a history, in both archives by turns."""
    missed: list[str] = []
    searches = [_searches(templates, entries)[0] for entries in (ENTRIES // 10, ENTRIES)]
    async with await open_archive(few) as smaller, await open_archive(many) as larger:
        for name in searches[0]:
            for is_upwards in (False, True) if name.startswith("about") else (False,):
                found = await _in_turns(smaller, larger, [one[name] for one in searches], templates, is_upwards)
                (before, hits), (after, hits_then) = found
                said = f"{name}, oldest first" if is_upwards else name
                print(  # noqa: T201 - a benchmark tells
                    f"  {said}: {before * 1e3:.1f} ms, then {after * 1e3:.1f} ms, {after / before:.1f} times; "
                    f"{hits} and {hits_then} shown",
                    flush=True,
                )
                if after > max(before * AIM, PASSING):
                    missed.append(said)
    return missed


async def _in_turns(
    smaller: Archive, larger: Archive, searches: Sequence[Query], templates: _Templates, is_upwards: bool
) -> list[tuple[float, int]]:
    """The least that a page of a search cost in each, in seconds, and how many entries were found."""
    lore = _searches(templates, ENTRIES)[1]
    wanted = [compile_predicate(search, lore) for search in searches]
    took: tuple[list[float], list[float]] = ([], [])
    hits = [0, 0]
    while len(took[1]) < ROUNDS and sum(took[1]) < 2 * ROUNDS:
        for place, archive in enumerate((smaller, larger)):
            started = time.perf_counter()
            hits[place] = len(await archive.search(GUILD, wanted[place], limit=26, is_upwards=is_upwards))
            took[place].append(time.perf_counter() - started)
    return [(min(took[place]), hits[place]) for place in range(2)]


async def _empty(address: str) -> None:
    async with await open_archive(address) as archive:
        await archive.append(GUILD, [])


def _index_names() -> str:
    return ", ".join(f"'entries_guild_id_{column}_entry_id_idx'" for column in _INDEXED)


def test_sqlite(tmp_path: pathlib.Path) -> None:
    """Aim: at most 1.5 times what it costs among a tenth of the entries."""

    async def filled(templates: _Templates, entries: int) -> str:
        path = tmp_path / f"{entries}.sqlite3"
        await _empty(str(path))
        database = _Sqlite(path)
        found = await database.run(f"SELECT name, sql FROM sqlite_master WHERE name IN ({_index_names()})")
        indexes = [(f"DROP INDEX {name}", create) for name, create in found]
        await _fill(database, templates, entries, indexes)
        await database.close()
        print(f"  {path.stat().st_size / entries:.0f} bytes an entry, without observations")  # noqa: T201
        return str(path)

    async def run() -> list[str]:
        templates = await _templates(tmp_path)
        few, many = [await filled(templates, entries) for entries in (ENTRIES // 10, ENTRIES)]
        return await _compare(few, many, templates)

    assert asyncio.run(run()) == []


_POSTINGS_KEY: Final = (
    "ALTER TABLE postings DROP CONSTRAINT postings_pkey",
    "ALTER TABLE postings ADD CONSTRAINT postings_pkey PRIMARY KEY (number, entry_id)",
)


@contextlib.asynccontextmanager
async def _postgres(server: str, name: str) -> AsyncGenerator[tuple[str, _Postgres]]:
    driver: Any = importlib.import_module("asyncpg")
    first = await driver.connect(server)
    await first.execute(f"CREATE DATABASE {name}")
    address = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    await _empty(address)
    connection = await driver.connect(address)
    await connection.execute("SET synchronous_commit = off")
    await connection.execute("SET maintenance_work_mem = '1GB'")
    await connection.execute("SET work_mem = '256MB'")
    yield address, _Postgres(connection)
    await connection.close()
    await first.close()


def test_postgres(server: str, tmp_path: pathlib.Path) -> None:
    """The same on PostgreSQL."""

    async def filled(templates: _Templates, entries: int) -> str:
        async with _postgres(server, f"e{entries}") as (address, database):
            names = f"SELECT indexname, indexdef FROM pg_indexes WHERE indexname IN ({_index_names()})"
            indexes = [(f"DROP INDEX {name}", create) for name, create in await database.run(names)]
            await _fill(database, templates, entries, [*indexes, _POSTINGS_KEY])
            for table in ("entries", "vocabulary", "postings"):
                await database.run(f"VACUUM ANALYZE {table}")
            (size,) = (await database.run("SELECT pg_database_size(current_database())"))[0]
            print(f"  {size / entries:.0f} bytes an entry, without observations")  # noqa: T201
            return address

    async def run() -> list[str]:
        templates = await _templates(tmp_path)
        few, many = [await filled(templates, entries) for entries in (ENTRIES // 10, ENTRIES)]
        return await _compare(few, many, templates)

    assert asyncio.run(run()) == []
