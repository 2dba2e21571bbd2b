"""Where each server's chain stands, and adding to it."""

import dataclasses
import os
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.chain import digest as chain
from lightbulb_audit.archive.chain import leaves
from lightbulb_audit.archive.schema import guilds, observations
from lightbulb_audit.query.terms import terms_version

_COLUMNS: Final = (
    guilds.c.guild_id,
    guilds.c.head_number,
    guilds.c.head_digest,
    guilds.c.anchor_number,
    guilds.c.anchor_digest,
)
_PLAIN: Final = tuple(sa.type_coerce(column, sa.types.NullType()) for column in _COLUMNS)
"""The same as the driver gives them."""


@dataclasses.dataclass(slots=True)
class Head:
    """The end of a server's chain.

    Attributes:
        guild_id: Whose.
        number: The last row's number; 0 before the first.
        digest: The last row's digest.
        anchor_number: Behind which row the chain begins; 0 where nothing was pruned.
        anchor_digest: That row's digest.
    """

    guild_id: int
    number: int
    digest: bytes
    anchor_number: int
    anchor_digest: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> "Head":
        """Return a head whose columns may hold anything, since somebody may have written to them."""
        guild_id, number, digest, anchor_number, anchor_digest = values
        numbers = (one if isinstance(one, int) else -1 for one in (number, anchor_number))
        digests = (one if isinstance(one, bytes) else b"" for one in (digest, anchor_digest))
        (number, anchor_number), (digest, anchor_digest) = numbers, digests
        return cls(guild_id, number, digest, anchor_number, anchor_digest)

    @property
    def can_be(self) -> bool:
        """Whether a chain can have such a head."""
        return 0 <= self.anchor_number <= self.number


class NewRow(NamedTuple):
    """A row to come: an observation, or a word about the archive itself.

    Attributes:
        entry_id: Which entry; 0 for a word about the archive.
        raw: The JSON text.
        seen_at: Microseconds since 1970.
        way: How it came.
        covered: The intervals of ids that are complete with it, as `records.intervals` writes them.
    """

    entry_id: int
    raw: str
    seen_at: int
    way: str
    covered: str | None = None


def upsert(connection: AsyncConnection, table: sa.Table) -> Any:
    """Return an insertion that may say `ON CONFLICT`, in the database's own words."""
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


async def lock_head(connection: AsyncConnection, guild_id: int) -> Head:
    """Return a server's head, which nobody else can touch until the transaction ends."""
    await _begin(connection, [guild_id])
    found = await connection.execute(sa.select(*_COLUMNS).where(guilds.c.guild_id == guild_id).with_for_update())
    return Head(*found.one())


async def lock_heads(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, Head]:
    """Return the heads of some servers, which nobody else can touch until the transaction ends.

    Those that another transaction holds are left out, so that nobody waits for anybody else's server.
    """
    found = await _lock_free(connection, guild_ids)
    if missing := set(guild_ids) - found.keys():
        held = {guild_id for (guild_id,) in await bulk.fetch_by_key(connection, (guilds.c.guild_id,), _keys(missing))}
        if new := missing - held:
            await _begin(connection, sorted(new))
            found |= await _lock_free(connection, new)
    return found


async def _lock_free(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, Head]:
    rows = await bulk.fetch_by_key(connection, _COLUMNS, _keys(guild_ids), is_locked=True)
    return {row[0]: Head(*row) for row in rows}


def _keys(guild_ids: Collection[int]) -> list[tuple[int]]:
    return [(guild_id,) for guild_id in guild_ids]


async def _begin(connection: AsyncConnection, guild_ids: Iterable[int]) -> None:
    """Give servers a head that have none."""
    version = terms_version()
    rows = [(one, 0, first, 0, first, version) for one in guild_ids for first in (chain.genesis(one),)]
    await bulk.insert(connection, guilds, rows, if_known="leave")


async def fetch_heads(connection: AsyncConnection, guild_id: int | None = None) -> list[Head]:
    """Return every head, or one server's, without holding it."""
    wanted = sa.select(*_PLAIN).order_by(guilds.c.guild_id)
    if guild_id is not None:
        wanted = wanted.where(guilds.c.guild_id == guild_id)
    return [Head.of(row) for row in await connection.execute(wanted)]


async def save_head(connection: AsyncConnection, head: Head) -> None:
    """Write a head back."""
    await connection.execute(
        sa.update(guilds).where(guilds.c.guild_id == head.guild_id),
        {
            "head_number": head.number,
            "head_digest": head.digest,
            "anchor_number": head.anchor_number,
            "anchor_digest": head.anchor_digest,
        },
    )


async def save_heads(connection: AsyncConnection, heads: Iterable[Head]) -> None:
    """Write heads back to which rows were added."""
    rows = [(head.number, head.digest, head.guild_id) for head in heads]
    await bulk.run(connection, "UPDATE guilds SET head_number = ?, head_digest = ? WHERE guild_id = ?", rows)


async def append_rows(connection: AsyncConnection, head: Head, additions: Sequence[NewRow]) -> None:
    """Put rows behind a head that is held, and move it; `save` it afterwards."""
    rows = link_rows(head, additions)
    if rows:
        await bulk.insert(connection, observations, rows)


def link_rows(head: Head, additions: Sequence[NewRow]) -> list[tuple[Any, ...]]:
    """Return the rows of the table that come behind a head, which moves with them."""
    rows: list[tuple[Any, ...]] = []
    size, guild_id, number, digest = leaves.SALT_BYTES, head.guild_id, head.number, head.digest
    salts = os.urandom(size * len(additions))
    for at, one in enumerate(additions):
        salt = salts[size * at : size * (at + 1)]
        body = leaves.body(salt, one.raw)
        content = chain.content_of(guild_id, one.entry_id, one.seen_at, one.way, one.covered, body)
        number, digest = number + 1, chain.link(digest, content)
        said = (guild_id, number, one.entry_id, one.raw, one.seen_at, one.way, False, salt, content, digest)
        rows.append((*said, chain.VERSION, one.covered, None))
    head.number, head.digest = number, digest
    return rows
