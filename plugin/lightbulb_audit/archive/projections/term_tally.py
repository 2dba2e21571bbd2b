"""Whether a table holds what the rows say, told by a sum in which no order matters.

The digests have a key that is made anew for each run: nobody can make up rows that come to the same sum.
"""

import hashlib
import os
from collections.abc import Set as AbstractSet
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.projections.term_index import terms_in
from lightbulb_audit.archive.schema import postings, vocabulary

_AT_ONCE: Final = 20_000
_KEY: Final = os.urandom(16)
# As the driver gives them: what was tampered with may be of any kind.
_COLUMNS: Final = tuple(sa.type_coerce(one, sa.types.NullType()) for one in (vocabulary.c.term, postings.c.entry_id))

# A term that no entry holds counts too: it should be gone.
_INDEX: Final = (
    sa.select(*_COLUMNS).select_from(vocabulary).outerjoin(postings, vocabulary.c.number == postings.c.number)
)


def tally_of(entry_id: int, line: str) -> int:
    """Return the sum of what the index must hold of an entry."""
    return sum(digest(term, entry_id) for term in terms_in(line))


async def tally_index(connection: AsyncConnection, guild_id: int, without: AbstractSet[int]) -> int:
    """Return the sum of what the index holds, but of some entries."""
    total = 0
    async with connection.stream(
        _INDEX.where(vocabulary.c.guild_id == guild_id), execution_options={"yield_per": _AT_ONCE}
    ) as found:
        async for rows in found.partitions():
            total += sum(digest(*row) for row in rows if row[1] not in without)
    return total


def digest(*values: Any) -> int:
    """Return what a row of these values adds to a sum."""
    said = " ".join(map(repr, values)).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(said, digest_size=16, key=_KEY).digest())
