"""The tree over a server's rows, out of the database: computed from where it stands, never at ingest."""

import json
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain import records
from lightbulb_audit.archive.chain.head import Head
from lightbulb_audit.archive.checkpoints import tree
from lightbulb_audit.archive.checkpoints.tree import Frontier
from lightbulb_audit.archive.schema import observations

_BATCH: Final = 10_000
_table: Final = observations.c


async def frontier(connection: AsyncConnection, head: Head, through: int) -> Frontier:
    """Return the tree over the rows up to one, computed from the beginning of the chain.

    One that is smaller than it should be means that rows are missing.
    """
    found = await at_anchor(connection, head)
    await advance(connection, head.guild_id, found, through)
    return found


async def at_anchor(connection: AsyncConnection, head: Head) -> Frontier:
    """Return the tree over the rows that were pruned, as the row of that pruning says."""
    wanted = sa.select(_table.raw).where(
        _table.guild_id == head.guild_id, _table.entry_id == 0, _table.way == records.PRUNING
    )
    last = (await connection.execute(wanted.order_by(_table.number.desc()).limit(1))).scalar_one_or_none()
    said = None if last is None else _read_frontier(str(last), head.anchor_number)
    return said or tree.unknown(head.anchor_number, head.anchor_digest)


def _read_frontier(raw: str, through: int) -> Frontier | None:
    """Return what a pruning says of the tree over the rows up to one; None where it says nothing that can be."""
    try:
        said = cast("dict[str, Any]", json.loads(raw))
        return Frontier.of(through, bytes.fromhex(said["frontier"])) if said["through"] == through else None
    except (ValueError, TypeError, KeyError):
        return None


async def subtree(connection: AsyncConnection, guild_id: int, low: int, high: int) -> bytes:
    """Return the root of the tree over the rows behind one, up to another."""
    known = Frontier()
    await advance(connection, guild_id, known, high, behind=low)
    return known.root


async def advance(
    connection: AsyncConnection, guild_id: int, known: Frontier, through: int, *, behind: int = 0
) -> bool:
    """Add the rows up to one to a tree.

    Args:
        connection: A transaction.
        guild_id: Whose rows.
        known: The tree.
        through: The last row to add.
        behind: The row before the tree's first.

    Returns:
        Whether all of them were there; else the tree ends somewhere before the first that was not.
    """
    while (last := behind + known.size) < through:
        batch = min(_BATCH, through - last)
        contents = await _contents(connection, guild_id, last, last + batch)
        if len(contents) < batch:
            return False
        known.extend(contents)
    return True


async def _contents(connection: AsyncConnection, guild_id: int, behind: int, through: int) -> list[bytes]:
    """Return the content digests of the rows between two.

    They come as the driver gives them: to make a row of each digest would take longer than to hash it.
    """
    found = await connection.exec_driver_sql(
        f"SELECT content FROM observations WHERE guild_id = {guild_id:d}"  # noqa: S608 - numbers
        f" AND number > {behind:d} AND number <= {through:d} ORDER BY number"
    )
    rows = cast("list[tuple[Any]]", [] if found.cursor is None else found.cursor.fetchall())
    # What was tampered with may be of any kind.
    return [content if isinstance(content, bytes) else b"" for (content,) in rows]
