"""What of a log is known to be complete, and why the rest is not. The rows of the chain tell it; see `ledger`."""

import dataclasses
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.chain import records
from lightbulb_audit.archive.chain.head import Head, NewRow, append_rows
from lightbulb_audit.archive.chain.ledger import Ledger
from lightbulb_audit.archive.schema import coverage, gaps
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import microseconds, moment


async def fetch_coverage(connection: AsyncConnection, guild_id: int) -> list[Interval]:
    """Return the covered intervals, lowest first."""
    wanted = sa.select(coverage.c.low, coverage.c.high).where(coverage.c.guild_id == guild_id)
    return [Interval(*row) for row in await connection.execute(wanted.order_by(coverage.c.low))]


async def fetch_gaps(connection: AsyncConnection, guild_id: int) -> list[Gap]:
    """Return the gaps that somebody noted, lowest first."""
    wanted = sa.select(gaps).where(gaps.c.guild_id == guild_id).order_by(gaps.c.low)
    return [
        Gap(Interval(row.low, row.high), row.reason, moment(row.noted_at)) for row in await connection.execute(wanted)
    ]


async def ledger(connection: AsyncConnection, guild_id: int) -> Ledger:
    """Return both, as the tables hold them."""
    return Ledger(await fetch_coverage(connection, guild_id), await fetch_gaps(connection, guild_id))


async def ledgers(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, Ledger]:
    """Return both of several servers; none for one of which nothing is known."""
    keys = [(guild_id,) for guild_id in guild_ids]
    found: dict[int, Ledger] = {}
    for guild_id, low, high in await bulk.fetch_by_key(connection, tuple(coverage.c), keys):
        found.setdefault(guild_id, Ledger()).covered.append(Interval(low, high))
    for guild_id, low, high, reason, noted_at in await bulk.fetch_by_key(connection, tuple(gaps.c), keys):
        found.setdefault(guild_id, Ledger()).gaps.append(Gap(Interval(low, high), reason, moment(noted_at)))
    return found


async def insert_gap(connection: AsyncConnection, head: Head, gap: Gap, *, uncovers: bool = False) -> None:
    """Note a gap behind a held head; what was noted of it before is replaced.

    Args:
        connection: A transaction.
        head: Whose.
        gap: What is missing, and why.
        uncovers: Whether what of it is covered is so no more; else it stays covered, and is no gap.
    """
    before = await ledger(connection, head.guild_id)
    after = Ledger(before.covered, before.gaps)
    after.note(gap, uncovers=uncovers)
    if after.says_the_same(before):
        return
    raw = records.format_gaps([gap], uncovers=uncovers)
    await append_rows(connection, head, [NewRow(0, raw, microseconds(gap.noted_at), records.GAP)])
    await write(connection, head.guild_id, before, after)


async def write(connection: AsyncConnection, guild_id: int, before: Ledger, after: Ledger) -> None:
    """Write what differs from what the tables hold."""
    changes = LedgerChanges()
    changes.take(guild_id, before, after)
    await changes.write(connection)


def values(gap: Gap) -> tuple[int, int, str, int]:
    """Return a gap as the table holds it."""
    return gap.interval.low, gap.interval.high, gap.reason, microseconds(gap.noted_at)


@dataclasses.dataclass(slots=True)
class LedgerChanges:
    """What of the two tables changes, over any number of servers."""

    _covered: list[tuple[Any, ...]] = dataclasses.field(default_factory=list[tuple[Any, ...]])
    _uncovered: list[tuple[int, int]] = dataclasses.field(default_factory=list[tuple[int, int]])
    _noted: list[tuple[Any, ...]] = dataclasses.field(default_factory=list[tuple[Any, ...]])
    _closed: list[tuple[int, int]] = dataclasses.field(default_factory=list[tuple[int, int]])

    def take(self, guild_id: int, before: Ledger, after: Ledger) -> None:
        """See what differs of a server."""
        if before.covered != after.covered:
            kept, known = {one.low for one in after.covered}, set(before.covered)
            self._covered += [(guild_id, *one) for one in after.covered if one not in known]
            self._uncovered += [(guild_id, one.low) for one in before.covered if one.low not in kept]
        if before.gaps != after.gaps:
            kept, noted = {gap.interval.low for gap in after.gaps}, set(before.gaps)
            self._noted += [(guild_id, *values(gap)) for gap in after.gaps if gap not in noted]
            self._closed += [(guild_id, gap.interval.low) for gap in before.gaps if gap.interval.low not in kept]

    async def write(self, connection: AsyncConnection) -> None:
        """Write it."""
        await bulk.delete(connection, coverage, self._uncovered)
        await bulk.insert(connection, coverage, self._covered, if_known="replace")
        await bulk.delete(connection, gaps, self._closed)
        await bulk.insert(connection, gaps, self._noted, if_known="replace")
