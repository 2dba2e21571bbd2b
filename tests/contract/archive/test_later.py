"""The next entries about some things, by one query that the index of targets serves."""

import random
from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, raw, seen

from lightbulb_audit.archive.queries import entries_after
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.query import Later

_TYPES = (22, 23, 24, 72)


def _rows(count: int, targets: int) -> list[dict[str, Any]]:
    rng = random.Random(7)
    return [
        raw(number, target_id=str(rng.randint(1, targets)), action_type=rng.choice(_TYPES)) for number in range(count)
    ]


def _next(rows: list[dict[str, Any]], wanted: Later, limit: int) -> list[dict[str, Any]]:
    """The same, said in Python."""
    fits: Callable[[dict[str, Any]], bool] = lambda row: (  # noqa: E731 - one condition
        int(row["target_id"]) == wanted.target_id
        and row["action_type"] in wanted.action_types
        and int(row["id"]) > wanted.after
    )
    return [row for row in rows if fits(row)][:limit]


async def test_the_next_about_each_thing(archive: Archive) -> None:
    """Each thing gets its own next entries, of its types, after its moment, the earliest first, as many as wanted."""
    rows = _rows(200, targets=5)
    await archive.append(GUILD, [Observation.of(row, NOW, "event") for row in rows])
    await archive.append(3, [seen(1, target_id="1")])
    wanted = [
        Later(1, frozenset({22, 23}), BASE),
        Later(2, frozenset({24}), int(rows[100]["id"])),
        Later(1, frozenset(_TYPES), int(rows[50]["id"])),
        Later(9, frozenset({22}), 0),
        Later(3, frozenset({22}), int(rows[-1]["id"])),
    ]
    for limit in (1, 3, 1000):
        found = await archive.later_entries(GUILD, wanted, limit=limit)
        assert [[entry.json() for entry in some] for some in found] == [_next(rows, one, limit) for one in wanted]
    assert await archive.later_entries(GUILD, [], limit=5) == []


async def test_the_index_serves_it(archive: Archive, plain: Plain) -> None:
    """The index of targets finds each part in its order: nothing is sorted, and no table is read through."""
    await archive.append(GUILD, [Observation.of(row, NOW, "event") for row in _rows(4000, targets=200)])
    wanted = [Later(target, frozenset({22, 23}), BASE + (target << 22)) for target in range(1, 26)]
    dialect: Any = sqlite.dialect() if plain.is_sqlite else postgresql.dialect()
    query = entries_after(GUILD, wanted, 40).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if plain.is_sqlite else "EXPLAIN"
    rows = await plain.run("ANALYZE", f"{explain} {query}")
    plan = "\n".join(str(row[-1]) for row in rows)
    assert plan.count("entries_guild_id_target_id_entry_id_idx") == len(wanted), plan
    assert not any(word in plan for word in ("Seq Scan", "Sort", "TEMP B-TREE", "entries_pkey")), plan
    assert all("USING INDEX" in line for line in plan.splitlines() if "SEARCH entries" in line), plan
