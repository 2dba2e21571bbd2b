"""How much an archive holds, and how complete it is."""

import dataclasses
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain.head import Head
from lightbulb_audit.archive.projections import coverage, progress
from lightbulb_audit.archive.schema import entries, observations
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import moment
from lightbulb_audit.model.progress import ArchiveStats, Marks, Postponed


@dataclasses.dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """What an archive holds of a server.

    Attributes:
        head: Where its chain stands.
        holding: How many entries there are.
        observations: How many observations of them.
        covered: The intervals of ids that are complete.
        gaps: Those that are not, where somebody noted why.
        marks: How far the collecting has come.
        postponed: What waits to be deleted; None where nothing does.
    """

    head: Head
    holding: ArchiveStats
    observations: int
    covered: Sequence[Interval]
    gaps: Sequence[Gap]
    marks: Marks
    postponed: Postponed | None = None


async def fetch_status(connection: AsyncConnection, head: Head) -> ArchiveStatus:
    """Return what there is of a server."""
    guild_id = head.guild_id
    # One that was emptied, since its entry grew too old, tells of nothing any more.
    is_seen = sa.and_(observations.c.entry_id > 0, observations.c.raw != "")
    seen = sa.select(sa.func.count()).where(observations.c.guild_id == guild_id, is_seen)
    return ArchiveStatus(
        head,
        await fetch_stats(connection, guild_id),
        (await connection.execute(seen)).scalar_one(),
        await coverage.fetch_coverage(connection, guild_id),
        await coverage.fetch_gaps(connection, guild_id),
        await progress.fetch_marks(connection, guild_id),
        await progress.read_postponed(connection, guild_id),
    )


async def fetch_stats(connection: AsyncConnection, guild_id: int) -> ArchiveStats:
    """Return how much there is of a server."""
    table = entries.c
    # Each by itself: the ends are at the ends of an index, and the count alone takes the shortest one.
    asked = (sa.func.count(), sa.func.min(table.entry_id), sa.func.max(table.entry_id))
    count, oldest, newest = [
        (await connection.execute(sa.select(one).select_from(entries).where(table.guild_id == guild_id))).scalar_one()
        for one in asked
    ]
    # Rows come in the order of their numbers, so the last one was seen last. The sum keeps SQLite from the index that
    # begins with the entry: it would sort all of them.
    is_seen = observations.c.entry_id + 0 > 0
    seen = sa.select(observations.c.seen_at).where(observations.c.guild_id == guild_id, is_seen)
    last = (await connection.execute(seen.order_by(observations.c.number.desc()).limit(1))).scalar_one_or_none()
    return ArchiveStats(count, oldest, newest, None if last is None else moment(last))
