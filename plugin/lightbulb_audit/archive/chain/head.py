"""Where each server's chain stands, and adding to it."""

import dataclasses
import os
from collections.abc import Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain import digest as chain
from lightbulb_audit.archive.chain import leaves
from lightbulb_audit.archive.schema import guilds, observations
from lightbulb_audit.query.terms import terms_version

_SALTS: Final = 1024
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
        """A head whose columns may hold anything, since somebody may have written to them."""
        guild_id, number, digest, anchor_number, anchor_digest = values
        numbers = (one if isinstance(one, int) else -1 for one in (number, anchor_number))
        digests = (one if isinstance(one, bytes) else b"" for one in (digest, anchor_digest))
        (number, anchor_number), (digest, anchor_digest) = numbers, digests
        return cls(guild_id, number, digest, anchor_number, anchor_digest)

    @property
    def can_be(self) -> bool:
        """Whether a chain can have such a head."""
        return 0 <= self.anchor_number <= self.number


@dataclasses.dataclass(frozen=True, slots=True)
class NewRow:
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
    """An insertion that may say `ON CONFLICT`, in the database's own words."""
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


async def lock_head(connection: AsyncConnection, guild_id: int) -> Head:
    """A server's head, which nobody else can touch until the transaction ends."""
    first = chain.genesis(guild_id)
    new = {
        "guild_id": guild_id,
        "head_number": 0,
        "head_digest": first,
        "anchor_number": 0,
        "anchor_digest": first,
        "terms_version": terms_version(),
    }
    await connection.execute(upsert(connection, guilds).on_conflict_do_nothing(), new)
    found = await connection.execute(sa.select(*_COLUMNS).where(guilds.c.guild_id == guild_id).with_for_update())
    return Head(*found.one())


async def fetch_heads(connection: AsyncConnection, guild_id: int | None = None) -> list[Head]:
    """Every head, or one server's, without holding it."""
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


async def append_rows(connection: AsyncConnection, head: Head, additions: Iterable[NewRow]) -> None:
    """Put rows behind a head that is held, and move it; `save` it afterwards."""
    rows = _link_rows(head, additions)
    if rows:
        await bulk_insert(connection, observations, rows)


async def bulk_insert(connection: AsyncConnection, table: sa.Table, rows: list[tuple[Any, ...]]) -> None:
    """Insert many rows, each with a value for every column in the table's order.

    The driver takes them as they are: preparing each by its columns' types would take longer than writing them.
    """
    mark = "?" if connection.dialect.name == "sqlite" else "$%d"
    places = ", ".join(mark % number if "%" in mark else mark for number in range(1, len(table.columns) + 1))
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    await connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({places})", rows)  # noqa: S608 - our own names


def _link_rows(head: Head, additions: Iterable[NewRow]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    size, guild_id, number, digest = leaves.SALT_BYTES, head.guild_id, head.number, head.digest
    salts = b""
    for one in additions:
        if not salts:
            salts = os.urandom(size * _SALTS)
        salt, salts = salts[:size], salts[size:]
        body = leaves.body(salt, one.raw)
        content = chain.content_of(guild_id, one.entry_id, one.seen_at, one.way, one.covered, body)
        number, digest = number + 1, chain.link(digest, content)
        said = (guild_id, number, one.entry_id, one.raw, one.seen_at, one.way, False, salt, content, digest)
        rows.append((*said, chain.VERSION, one.covered, None))
    head.number, head.digest = number, digest
    return rows
