import random
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection
from tests.contract.archive.kit import NOW, Plain

from lightbulb_audit.archive import search
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.progress import Sighting
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.predicate import compile_predicate

_GUILD: Final = 1
_ENTRIES: Final = 15_000
_BATCH: Final = 5000
_FIRST: Final = 1_400_000_000_000

_BOUNDS: Final = (
    Clause("after", (str((_FIRST + 3000) << 20),)),
    Clause("before", (str((_FIRST + 9000) << 20),)),
)
_SEARCHES: Final[dict[str, tuple[Clause, ...]]] = {
    "nothing": (),
    "one term": (Clause("about", ("1777",)),),
    "a common term": (Clause("action", ("member_ban_add",)),),
    "a word that is begun": (Clause("text", ("cas",)),),
    "a phrase": (Clause("text", ("raid case 77",)),),
    "several values": (Clause("actor", ("1", "2", "40")),),
    "a name": (Clause("text", ("anna",)),),
    "a permission of roles": (Clause("permission", ("administrator",)),),
    "negated": (Clause("actor", ("1",), is_negated=True),),
    "negated, many": (Clause("actor", tuple(map(str, range(1, 45))), is_negated=True),),
    "negated text": (Clause("text", ("raid", "spam"), is_negated=True),),
    "bounds": _BOUNDS,
    "a term within bounds": (Clause("action", ("member_ban_add",)), *_BOUNDS),
    "two terms": (Clause("actor", ("3",)), Clause("action", ("member_ban_add",))),
    "a term without another": (Clause("has", ("reason",)), Clause("actor", ("3",), is_negated=True)),
    "some entries": (Clause("id", (str(_FIRST << 20), str((_FIRST + 5) << 20))),),
}
_LORE: Final = SearchContext({"anna": frozenset({3})}, frozenset(), {"administrator": frozenset(range(71, 91))})


def _raw(number: int, rng: random.Random) -> dict[str, Any]:
    """A ban with some words, now and then a role that was given."""
    raw: dict[str, Any] = {
        "id": str((_FIRST + number) << 20),
        "user_id": str(min(1 + int(rng.expovariate(0.2)), 40)),
        "target_id": str(rng.randrange(1000, 4000)),
        "action_type": rng.choice((22, 22, 25)),
        "reason": f"{rng.choice(('raid', 'spam', 'rules'))} case {number}",
    }
    if raw["action_type"] == 25:
        raw["changes"] = [{"key": "$add", "new_value": [{"id": str(rng.randrange(71, 400)), "name": "Helper"}]}]
    return raw


async def _fill(archive: Archive, plain: Plain) -> None:
    """One server's log of a realistic size, another's, names, and all that the databases count of them."""
    rng = random.Random(1)
    for guild_id, count in ((_GUILD, _ENTRIES), (2, 2000)):
        observed = [Observation.of(_raw(number, rng), NOW, "event") for number in range(count)]
        for at in range(0, count, _BATCH):
            await archive.append(guild_id, observed[at : at + _BATCH])
        # Of names the other server has most: who reads them all reads too much.
        called = range(8000 if guild_id != _GUILD else 200)
        people = [Sighting("user", number, NOW, f"anna {number}", None, number % 50 == 0) for number in called]
        await archive.learn(guild_id, people)
    await plain.run(
        *(f"VACUUM ANALYZE {table}" for table in ("entries", "vocabulary", "postings", "names") if not plain.is_sqlite)
    )


Work = Callable[[AsyncConnection], Awaitable[Any]]


async def _plans(database: Database, work: Work) -> list[str]:
    """How the database goes about each statement of some work."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    async with database.reading() as connection:
        await work(connection)
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        told: list[str] = []
        for statement, parameters in asked:
            if statement.startswith(("SELECT", "WITH")):
                rows = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
                told.append("\n".join(str(row[-1]) for row in rows))
        return told


def _is_good(plan: str) -> bool:
    """Whether no table is read from one end to the other."""
    return not any(
        bad in plan
        for bad in ("SCAN entries", "SCAN by_", "SCAN postings", "SCAN vocabulary", "SCAN names", "Seq Scan")
    )


async def test_no_search_reads_a_whole_table(archive: Archive, plain: Plain, address: str) -> None:
    """Whatever is asked, both databases walk along an index: of a term, of ids, or of the newest until enough fit."""
    await _fill(archive, plain)
    database = Database(address)
    for name, clauses in _SEARCHES.items():
        tests = compile_predicate(Query(clauses), _LORE)

        async def shown(connection: AsyncConnection, tests: Any = tests) -> None:
            await search.search(connection, _GUILD, tests, 26)
            await search.search(connection, _GUILD, tests, 26, is_upwards=True)

        plans = await _plans(database, shown)
        assert plans
        assert [plan for plan in plans if not _is_good(plan)] == [], name
    plans = await _plans(database, lambda connection: search.find_names(connection, _GUILD, "anna 77"))
    plans += await _plans(database, lambda connection: search.bots(connection, _GUILD))
    assert len(plans) == 2
    assert all(re.search(r"\(guild_id=\?|Index Cond: \(+guild_id =", plan) for plan in plans), plans
    assert all(map(_is_good, plans)), plans
    await database.close()
