"""The numbers of terms: each server's vocabulary.

Whoever gives numbers or takes them back holds the server's head. A term stands in the vocabulary as long as an entry
holds it, so that a word that was forgotten is forgotten here too.
"""

import json
from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.schema import postings, vocabulary

Term = tuple[int, str]
"""A server's id, and a term of its entries."""

_ROW: Final = (vocabulary.c.guild_id, vocabulary.c.term, vocabulary.c.number)
_GIVE: Final = {
    "sqlite": """
INSERT INTO vocabulary (guild_id, term, number)
SELECT k.guild_id, k.term, row_number() OVER () + (SELECT coalesce(max(number), 0) FROM postings)
FROM (SELECT json_extract(value, '$[0]') AS guild_id, json_extract(value, '$[1]') AS term FROM json_each(?)) AS k
WHERE NOT EXISTS (SELECT 1 FROM vocabulary AS v WHERE v.guild_id = k.guild_id AND v.term = k.term)
""",
    "postgresql": """
INSERT INTO vocabulary (guild_id, term, number)
SELECT k.guild_id, k.term, nextval('term_numbers') FROM unnest($1::bigint[], $2::text[]) AS k(guild_id, term)
LEFT JOIN LATERAL
    (SELECT number FROM vocabulary AS v WHERE v.guild_id = k.guild_id AND v.term = k.term OFFSET 0) AS v ON true
WHERE v.number IS NULL
""",
}
"""Numbers for those of some terms that have none.

SQLite has one writer, and every number has postings, so the largest of those is the last one that was given. OFFSET has
PostgreSQL look up each term by the index, however long it takes the list for.
"""

_DROP: Final = """
DELETE FROM vocabulary WHERE guild_id = ? AND term = ?
AND NOT EXISTS (SELECT 1 FROM postings WHERE postings.number = vocabulary.number)
"""
_LARGEST: Final = sa.func.coalesce(sa.func.max(postings.c.number), 0)


async def find(connection: AsyncConnection, terms: Collection[Term]) -> dict[Term, int]:
    """Return the numbers of those of some terms that any entry holds."""
    rows = await bulk.fetch_by_key(connection, _ROW, terms)
    return {(guild_id, term): number for guild_id, term, number in rows}


async def give(connection: AsyncConnection, terms: Collection[Term]) -> None:
    """Give numbers to those of some terms that have none; they must get postings at once."""
    wanted = sorted(terms)
    is_sqlite = connection.dialect.name == "sqlite"
    given = (json.dumps(wanted),) if is_sqlite else tuple(list(part) for part in zip(*wanted, strict=True))
    await bulk.execute(connection, _GIVE[connection.dialect.name], given)


async def drop_unused(connection: AsyncConnection, terms: Collection[Term]) -> None:
    """Let go of those of some terms that no entry holds any more."""
    await bulk.run(connection, _DROP, sorted(terms))


async def clear(connection: AsyncConnection, guild_id: int) -> None:
    """Let go of a server's vocabulary, and of all postings of its terms."""
    of_guild = vocabulary.c.guild_id == guild_id
    numbers = sa.select(vocabulary.c.number).where(of_guild)
    await connection.execute(sa.delete(postings).where(postings.c.number.in_(numbers)))
    await connection.execute(sa.delete(vocabulary).where(of_guild))
    if connection.dialect.name == "sqlite":
        # Where somebody emptied the postings, such numbers would be given again.
        last = sa.select(_LARGEST).scalar_subquery()
        await connection.execute(sa.delete(vocabulary).where(vocabulary.c.number > last))
