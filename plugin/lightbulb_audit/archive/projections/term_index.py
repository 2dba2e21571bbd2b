"""The index of terms: which entries hold what, so that a search reads just those.

Terms are counted by their numbers in it: see `term_numbers`.
"""

import itertools
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.projections import term_numbers
from lightbulb_audit.archive.schema import entries, postings
from lightbulb_audit.query.terms import BREAK, FILLERS

ASKED_AT_ONCE: Final = 500
"""How many ids stand in one question: every SQLite takes that many."""

_BATCH: Final = 500
"""Few enough that nothing else waits for long meanwhile."""

LONGEST: Final = 200
"""Characters of a term in the index: PostgreSQL takes no more than some 2,700 bytes there, and words have no end."""


Row = tuple[int, str, int]
"""A server's id, a term, and an entry that holds it."""

_UNTELLING: Final = frozenset({"", BREAK, *FILLERS})


def terms_in(line: str) -> set[str]:
    """Return what of a line is worth a row: all but the marks between texts, and the words that any text may have."""
    return {term[:LONGEST] for term in line.split(" ") if term not in _UNTELLING}


def rows_of(guild_id: int, lines: Mapping[int, str]) -> list[Row]:
    """Return the rows of the index for some entries."""
    return [(guild_id, term, entry_id) for entry_id, line in lines.items() for term in terms_in(line)]


async def add(connection: AsyncConnection, guild_id: int, lines: Mapping[int, str]) -> None:
    """Write the terms of entries that have none yet."""
    await insert(connection, rows_of(guild_id, lines))


async def replace(connection: AsyncConnection, guild_id: int, lines: Mapping[int, str]) -> None:
    """Write the terms of entries whose old ones still stand in the table of entries; only what differs is touched."""
    before = await _lines(connection, guild_id, lines)
    changed = {entry_id: line for entry_id, line in lines.items() if before.get(entry_id) != line}
    gone = [
        (guild_id, term, entry_id)
        for entry_id, line in changed.items()
        for term in terms_in(before.get(entry_id, "")) - terms_in(line)
    ]
    fresh = [
        (guild_id, term, entry_id)
        for entry_id, line in changed.items()
        for term in terms_in(line) - terms_in(before.get(entry_id, ""))
    ]
    await delete(connection, gone)
    await insert(connection, fresh)


async def remove(connection: AsyncConnection, guild_id: int, below: int) -> None:
    """Let go of the terms of every entry with an id below a bound, while the entries still stand."""
    last = -1
    while batch := await _batch(connection, guild_id, last, below):
        last = max(batch)
        await delete(connection, rows_of(guild_id, batch))


_INSERT: Final = {
    "sqlite": (
        """
INSERT INTO vocabulary (guild_id, term, number)
SELECT k.guild_id, k.term, row_number() OVER () + (SELECT coalesce(max(number), 0) FROM postings)
FROM (SELECT json_extract(value, '$[0]') AS guild_id, json_extract(value, '$[1]') AS term FROM json_each(?)) AS k
WHERE NOT EXISTS (SELECT 1 FROM vocabulary AS v WHERE v.guild_id = k.guild_id AND v.term = k.term)
""",
        """
INSERT OR IGNORE INTO postings (number, entry_id)
SELECT v.number, e.value FROM json_each(?) AS k
CROSS JOIN vocabulary AS v ON v.guild_id = json_extract(k.value, '$[0]') AND v.term = json_extract(k.value, '$[1]')
CROSS JOIN json_each(k.value, '$[2]') AS e
""",
    ),
    "postgresql": (
        """
WITH k AS MATERIALIZED (SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS k(guild_id, term, entry_id)),
known AS MATERIALIZED (
    SELECT k.guild_id, k.term, v.number FROM (SELECT DISTINCT guild_id, term FROM k) AS k LEFT JOIN LATERAL
    (SELECT number FROM vocabulary AS v WHERE v.guild_id = k.guild_id AND v.term = k.term OFFSET 0) AS v ON true
),
fresh AS (
    INSERT INTO vocabulary (guild_id, term, number)
    SELECT guild_id, term, nextval('term_numbers') FROM known WHERE number IS NULL
    RETURNING guild_id, term, number
),
numbered AS (SELECT * FROM known WHERE number IS NOT NULL UNION ALL SELECT * FROM fresh)
INSERT INTO postings (number, entry_id)
SELECT numbered.number, k.entry_id FROM numbered JOIN k USING (guild_id, term) ORDER BY 1, 2
ON CONFLICT DO NOTHING
""",
    ),
}
"""Numbers for those terms that have none, then postings; the rows are given as JSON, or as arrays.

SQLite has one writer, and every number has postings, so the largest of those is the last one that was given. CROSS JOIN
and OFFSET have each term looked up in the vocabulary, however long a planner takes the list for.
"""


async def insert(connection: AsyncConnection, rows: Collection[Row]) -> None:
    """Write rows of any servers, and numbers for terms that have none.

    One that stands there may stay, as the index says nothing that the entries do not.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        held: dict[tuple[int, str], list[int]] = {}
        for guild_id, term, entry_id in rows:
            held.setdefault((guild_id, term), []).append(entry_id)
        given: tuple[Any, ...] = (json.dumps([(*term, held[term]) for term in sorted(held)]),)
    else:
        given = tuple(list(column) for column in zip(*sorted(rows), strict=True))
    for statement in _INSERT[connection.dialect.name]:
        await bulk.execute(connection, statement, given)


async def delete(connection: AsyncConnection, rows: Collection[Row]) -> None:
    """Let go of rows of any servers, and of the terms that no entry holds without them."""
    if not rows:
        return
    gone = {(guild_id, term) for guild_id, term, _ in rows}
    numbers = await term_numbers.find(connection, gone)
    indexed = ((numbers.get((guild_id, term)), entry_id) for guild_id, term, entry_id in rows)
    await bulk.delete(connection, postings, [one for one in indexed if one[0] is not None])
    await term_numbers.drop_unused(connection, gone)


async def _lines(connection: AsyncConnection, guild_id: int, ids: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    wanted = iter(sorted(ids))
    while some := list(itertools.islice(wanted, ASKED_AT_ONCE)):
        asked = sa.select(entries.c.entry_id, entries.c.terms)
        asked = asked.where(entries.c.guild_id == guild_id, entries.c.entry_id.in_(some))
        found |= {row.entry_id: row.terms for row in await connection.execute(asked)}
    return found


async def _batch(connection: AsyncConnection, guild_id: int, above: int, below: int) -> dict[int, str]:
    table = entries.c
    asked = sa.select(table.entry_id, table.terms).where(
        table.guild_id == guild_id, table.entry_id > above, table.entry_id < below
    )
    rows = await connection.execute(asked.order_by(table.entry_id).limit(_BATCH))
    return {row.entry_id: row.terms for row in rows}
