"""The proof that an entry stands in an archive: for somebody who has a checkpoint and nothing else.

The script in the README checks one. What a row says leads to its content digest, that one by the audit path to the
root, and that root stands in the checkpoint, which Discord dated.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import chain, tree, trees
from lightbulb_audit.archive.examine import Row
from lightbulb_audit.archive.heads import Head, heads
from lightbulb_audit.archive.schema import observations
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.checkpoint import Checkpoint

_table: Final = observations.c

Last = Callable[[AsyncConnection, Head], Awaitable[Checkpoint | None]]


async def prove(connection: AsyncConnection, place: str, guild_id: int, entry_id: int, last: Last) -> str:
    """Prove every row about an entry that stands under the last checkpoint.

    Args:
        connection: A transaction that sees one moment throughout.
        place: The archive's address, for errors.
        guild_id: Whose entry.
        entry_id: Which one.
        last: Gives the last checkpoint of a server.

    Raises:
        ArchiveError: If there is nothing to be proved; it says why.
    """
    head = next(iter(await heads(connection, guild_id)), None)
    rows = await _rows(connection, guild_id, entry_id)
    if head is None or not rows:
        raise ArchiveError(place, f"there is no entry {entry_id} of guild {guild_id} in it")
    checkpoint = await last(connection, head)
    covered = [] if checkpoint is None else [row for row in rows if row.number <= checkpoint.rows]
    if checkpoint is None or not covered:
        problem = f"no checkpoint was given out since entry {entry_id} came in; make one by `archive checkpoint`"
        raise ArchiveError(place, problem)
    proved = [(row, said) for row in covered if (said := _opened(guild_id, row)) is not None]
    if not proved:
        problem = f"entry {entry_id} cannot be proved: what it said was blanked, or its rows were altered"
        raise ArchiveError(place, problem)
    steps = [
        {"row": row.number, "says": said, "path": await _path(connection, head, row.number - 1, checkpoint.rows)}
        for row, said in proved
    ]
    return json.dumps({"guild": str(guild_id), "entry": str(entry_id), "rows": steps, "checkpoint": checkpoint.line})


async def _rows(connection: AsyncConnection, guild_id: int, entry_id: int) -> Sequence[Row]:
    wanted = sa.select(*(_table[name] for name in Row._fields)).order_by(_table.number)
    wanted = wanted.where(_table.guild_id == guild_id, _table.entry_id == entry_id)
    return [Row.of(row) for row in await connection.execute(wanted)]


def _opened(guild_id: int, row: Row) -> dict[str, Any] | None:
    """All that a row's content digest is made of; None where it leads to another."""
    if chain.content_of(guild_id, row.entry_id, row.seen_at, row.way, row.salt, row.raw) != row.content:
        return None
    return {"seen_at": row.seen_at, "way": row.way, "salt": row.salt.hex(), "raw": row.raw}


async def _path(connection: AsyncConnection, head: Head, index: int, size: int) -> list[str]:
    """The audit path of a leaf: what lies to its left is the frontier before it, the rest is computed."""
    left = (await trees.frontier(connection, head, index)).hashes
    found: list[str] = []
    for low, high in tree.siblings(index, size):
        if high <= index:
            found.append(left.pop().hex())
        else:
            found.append((await trees.subtree(connection, head.guild_id, low, high)).hex())
    return found
