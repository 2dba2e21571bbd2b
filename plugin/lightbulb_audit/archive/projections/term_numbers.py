"""The numbers of terms: each server's vocabulary.

Whoever gives numbers or takes them back holds the server's head. A term stands in the vocabulary as long as an entry
holds it, so that a word that was forgotten is forgotten here too.
"""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.schema import postings, vocabulary

Term = tuple[int, str]
"""A server's id, and a term of its entries."""

_ROW: Final = (vocabulary.c.guild_id, vocabulary.c.term, vocabulary.c.number)
_DROP: Final = """
DELETE FROM vocabulary WHERE guild_id = ? AND term = ?
AND NOT EXISTS (SELECT 1 FROM postings WHERE postings.number = vocabulary.number)
"""
_LARGEST: Final = sa.func.coalesce(sa.func.max(postings.c.number), 0)


async def find(connection: AsyncConnection, terms: Collection[Term]) -> dict[Term, int]:
    """Return the numbers of those of some terms that any entry holds."""
    rows = await bulk.fetch_by_key(connection, _ROW, terms)
    return {(guild_id, term): number for guild_id, term, number in rows}


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
