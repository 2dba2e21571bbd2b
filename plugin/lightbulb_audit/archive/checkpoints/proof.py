"""The proof that an entry stands in an archive: for somebody who has a checkpoint and nothing else.

The script in the README checks one. What a row says leads to its content digest, that one by the audit path to the
root, and that root stands in the checkpoint, which Discord dated.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain import digest, leaves
from lightbulb_audit.archive.chain.examiner import ChainRow
from lightbulb_audit.archive.chain.head import Head, fetch_heads
from lightbulb_audit.archive.checkpoints import tree, tree_reader
from lightbulb_audit.archive.schema import observations
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.checkpoint import Checkpoint

_table: Final = observations.c


async def prove(
    connection: AsyncConnection, place: str, guild_id: int, entry_id: int, checkpoint: Checkpoint | None
) -> str:
    """Prove every row about an entry that stands under the last checkpoint.

    Args:
        connection: A transaction that sees one moment throughout.
        place: The archive's address, for errors.
        guild_id: Whose entry.
        entry_id: Which one.
        checkpoint: The last one that was given out.

    Raises:
        ArchiveError: If there is nothing to be proved; it says why.
    """
    head = next(iter(await fetch_heads(connection, guild_id)), None)
    rows = await _rows(connection, guild_id, entry_id)
    if head is None or not rows:
        raise ArchiveError(place, f"there is no entry {entry_id} of guild {guild_id} in it")
    covered = [] if checkpoint is None else [row for row in rows if row.number <= checkpoint.rows]
    if checkpoint is None or not covered:
        problem = f"no checkpoint was given out since entry {entry_id} came in; make one by `archive checkpoint`"
        raise ArchiveError(place, problem)
    proved = [(row, said) for row in covered if (said := _open(guild_id, row)) is not None]
    if not proved:
        problem = f"entry {entry_id} cannot be proved: what it said was blanked, or its rows were altered"
        raise ArchiveError(place, problem)
    steps: list[dict[str, Any]] = []
    for row, said in proved:
        path = await _path(connection, head, row.number - 1, checkpoint.rows)
        if tree.root_of(row.number - 1, checkpoint.rows, row.content, path) != checkpoint.root:
            raise ArchiveError(
                place, "the rows are not those of the last checkpoint; see `archive verify --checkpoints`"
            )
        steps.append({"row": row.number, "says": said, "path": [one.hex() for one in path]})
    return json.dumps({"guild": str(guild_id), "entry": str(entry_id), "rows": steps, "checkpoint": checkpoint.line})


async def _rows(connection: AsyncConnection, guild_id: int, entry_id: int) -> Sequence[ChainRow]:
    wanted = sa.select(*(_table[name] for name in ChainRow._fields)).order_by(_table.number)
    wanted = wanted.where(_table.guild_id == guild_id, _table.entry_id == entry_id)
    return [ChainRow.of(row) for row in await connection.execute(wanted)]


def _open(guild_id: int, row: ChainRow) -> dict[str, Any] | None:
    """Return all that a row's content digest is made of; None where it leads to another, or some of it is gone."""
    said = {"seen_at": row.seen_at, "way": row.way, "salt": row.salt.hex()}
    if row.version is None:
        content = digest.first_content_of(guild_id, row.entry_id, row.seen_at, row.way, row.salt, row.raw)
        return {**said, "raw": row.raw} if content == row.content else None
    body = leaves.body(row.salt, row.raw)
    if digest.content_of(guild_id, row.entry_id, row.seen_at, row.way, row.covered, body) != row.content:
        return None
    frame, tokens = leaves.split(row.raw)
    return {
        **said,
        "covered": row.covered,
        "frame": frame.decode(),
        "tokens": [token.decode() for token in tokens],
    }


async def _path(connection: AsyncConnection, head: Head, index: int, size: int) -> list[bytes]:
    """Return the audit path of a leaf: what lies to its left is the frontier before it, the rest is computed."""
    left = (await tree_reader.frontier(connection, head, index)).hashes
    found: list[bytes] = []
    for low, high in tree.siblings(index, size):
        if high <= index:
            found.append(left.pop())
        else:
            found.append(await tree_reader.subtree(connection, head.guild_id, low, high))
    return found
