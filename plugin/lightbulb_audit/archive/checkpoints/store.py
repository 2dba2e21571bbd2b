"""Checkpoints out of the archive: making them, and holding it against those that were given out.

What was read into a tree once is not read again, so a checkpoint costs the rows since the last one. A tree that was
computed before somebody rewrote a row still has the old one: the next checkpoint then contradicts the rows, as the
earlier ones do.
"""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain.head import Head, fetch_heads, upsert
from lightbulb_audit.archive.checkpoints import signature, tree_reader
from lightbulb_audit.archive.checkpoints.comparison import Comparison, compare
from lightbulb_audit.archive.checkpoints.proof import prove
from lightbulb_audit.archive.checkpoints.tree import Frontier
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.schema import checkpoints, guilds
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.checkpoint import Checkpoint
from lightbulb_audit.model.observation import microseconds, moment

_table = checkpoints.c


class Checkpoints:
    """See `services.ports.CheckpointStore`. Every method raises `ArchiveError` where the database does not do its part.

    Args:
        database: The archive's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime.datetime, every: datetime.timedelta) -> list[int]:
        """Return the servers that were last posted so long ago, or never."""
        wanted = sa.select(guilds.c.guild_id).outerjoin(checkpoints, guilds.c.guild_id == _table.guild_id)
        wanted = wanted.where(guilds.c.head_number > 0, _is_due(now, every)).order_by(guilds.c.guild_id)
        async with self._database.reading() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def claim(self, guild_id: int, now: datetime.datetime, every: datetime.timedelta) -> bool:
        """Set out to post a server's checkpoint, if that is due; of several processes one does."""

        async def work(connection: AsyncConnection) -> bool:
            await _begin(connection, guild_id)
            taken = sa.update(checkpoints).where(_table.guild_id == guild_id, _is_due(now, every))
            return (await connection.execute(taken.values(posted_at=microseconds(now)))).rowcount > 0

        return await self._database.write(work)

    async def release(self, guild_id: int) -> None:
        """It could not be posted: it is due again."""

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(sa.update(checkpoints).where(_table.guild_id == guild_id).values(posted_at=None))

        await self._database.write(work)

    async def make(self, guild_id: int, now: datetime.datetime) -> Checkpoint | None:
        """Return a checkpoint of all rows of a server; None where there are none.

        Raises:
            ArchiveError: Also if rows are missing.
        """
        async with self._database.reading() as connection:
            head = next(iter(await fetch_heads(connection, guild_id)), None)
            if head is None or not head.number:
                return None
            last = await _last(connection, guild_id)
            known = await _read_tree(connection, head, last)
            is_whole = await tree_reader.advance(connection, guild_id, known, head.number)
        if not is_whole:
            problem = f"rows of guild {guild_id} are missing, so there is no checkpoint; see `archive verify`"
            raise ArchiveError(self._database.place, problem)
        return _sign(guild_id, known, now, last.seed if last is not None else await self._seed(guild_id))

    async def _seed(self, guild_id: int) -> bytes:
        """Return a server's private key, made now if there is none."""

        async def work(connection: AsyncConnection) -> bytes:
            await _begin(connection, guild_id)
            wanted = sa.select(_table.seed).where(_table.guild_id == guild_id)
            return (await connection.execute(wanted)).scalar_one()

        return await self._database.write(work)

    async def record(self, given: Checkpoint) -> None:
        """A checkpoint was given out: it is the last one, and the next goes on from its tree."""
        values = {"rows": given.rows, "frontier": given.frontier, "made_at": microseconds(given.at)}

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(sa.update(checkpoints).where(_table.guild_id == given.guild_id).values(values))

        await self._database.write(work)

    async def compare(self, given: Mapping[int, Sequence[Checkpoint]]) -> list[Comparison]:
        """Hold the archive against checkpoints that were given out, by server."""
        async with self._database.reading(is_lenient=True) as connection:
            return [await compare(connection, guild_id, some) for guild_id, some in sorted(given.items())]

    async def prove(self, guild_id: int, entry_id: int) -> str:
        """Return the proof, as JSON, that an entry stands under the last checkpoint that was given out.

        Raises:
            ArchiveError: Also if there is nothing to be proved; it says why.
        """
        async with self._database.reading() as connection:
            last = await _last(connection, guild_id)
            given = None if last is None else last.checkpoint(guild_id)
            return await prove(connection, self._database.place, guild_id, entry_id, given)


@dataclasses.dataclass(frozen=True, slots=True)
class _Last:
    """The last checkpoint of a server that was given out, as the table has it."""

    seed: bytes
    rows: int
    frontier: bytes
    made_at: int | None

    def checkpoint(self, guild_id: int) -> Checkpoint | None:
        """The same made anew: a signature is always the same for the same words. None where there was none yet."""
        known = self.tree
        if self.made_at is None or known is None:
            return None
        return _sign(guild_id, known, moment(self.made_at), self.seed)

    @property
    def tree(self) -> Frontier | None:
        """The tree over its rows; None where somebody altered it."""
        try:
            return Frontier.of(self.rows, self.frontier)
        except ValueError:
            return None


async def _last(connection: AsyncConnection, guild_id: int) -> _Last | None:
    wanted = sa.select(_table.seed, _table.rows, _table.frontier, _table.made_at).where(_table.guild_id == guild_id)
    found = (await connection.execute(wanted)).first()
    return None if found is None else _Last(*found)


def _is_due(now: datetime.datetime, every: datetime.timedelta) -> sa.ColumnElement[bool]:
    """Return the condition that a checkpoint is due; a moment to come is one of a clock that was wrong."""
    at = _table.posted_at
    return sa.or_(at.is_(None), at <= microseconds(now - every), at > microseconds(now))


async def _begin(connection: AsyncConnection, guild_id: int) -> None:
    """See that a server has a key and the beginning of a tree."""
    new = {"guild_id": guild_id, "seed": signature.new_seed(), "rows": 0, "frontier": b""}
    await connection.execute(upsert(connection, checkpoints).on_conflict_do_nothing(), new)


async def _read_tree(connection: AsyncConnection, head: Head, last: _Last | None) -> Frontier:
    """Return the tree over a server's rows as far as it is known: up to the last checkpoint, or to what was pruned."""
    if last is not None and head.anchor_number <= last.rows <= head.number and last.tree is not None:
        return last.tree
    return await tree_reader.at_anchor(connection, head)


def _sign(guild_id: int, known: Frontier, at: datetime.datetime, seed: bytes) -> Checkpoint:
    at = at.astimezone(datetime.UTC).replace(microsecond=0)
    made = Checkpoint(guild_id, known.size, known.root, at, signature.public_key(seed), frontier=known.to_bytes())
    return dataclasses.replace(made, signature=signature.sign(seed, made.body))
