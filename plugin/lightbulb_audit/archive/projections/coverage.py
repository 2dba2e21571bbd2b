"""What of a log is known to be complete, and why the rest is not. The rows of the chain tell it; see `ledger`."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain import records
from lightbulb_audit.archive.chain.head import Head, NewRow, append_rows, upsert
from lightbulb_audit.archive.chain.ledger import Ledger
from lightbulb_audit.archive.schema import coverage, gaps
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import microseconds, moment


async def fetch_coverage(connection: AsyncConnection, guild_id: int) -> list[Interval]:
    """The covered intervals, lowest first."""
    wanted = sa.select(coverage.c.low, coverage.c.high).where(coverage.c.guild_id == guild_id)
    return [Interval(*row) for row in await connection.execute(wanted.order_by(coverage.c.low))]


async def fetch_gaps(connection: AsyncConnection, guild_id: int) -> list[Gap]:
    """The gaps that somebody noted, lowest first."""
    wanted = sa.select(gaps).where(gaps.c.guild_id == guild_id).order_by(gaps.c.low)
    return [
        Gap(Interval(row.low, row.high), row.reason, moment(row.noted_at)) for row in await connection.execute(wanted)
    ]


async def ledger(connection: AsyncConnection, guild_id: int) -> Ledger:
    """Both, as the tables hold them."""
    return Ledger(await fetch_coverage(connection, guild_id), await fetch_gaps(connection, guild_id))


async def extend_coverage(connection: AsyncConnection, guild_id: int, more: Iterable[Interval]) -> str | None:
    """Add intervals, and close the gaps that they fill. The server's head must be held.

    Returns:
        What a row of the chain must say in its column `covered`; None where all was covered before.
    """
    intervals = list(more)
    before = await ledger(connection, guild_id)
    after = Ledger(before.covered, before.gaps)
    after.cover(intervals)
    await write(connection, guild_id, before, after)
    return None if after.covered == before.covered else records.format_intervals(intervals)


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
    if before.covered != after.covered:
        rows = [{"guild_id": guild_id, **one._asdict()} for one in after.covered]
        await _replace(connection, coverage, guild_id, rows)
    if before.gaps != after.gaps:
        names = ("low", "high", "reason", "noted_at")
        rows = [{"guild_id": guild_id, **dict(zip(names, values(gap), strict=True))} for gap in after.gaps]
        await _replace(connection, gaps, guild_id, rows)


def values(gap: Gap) -> tuple[int, int, str, int]:
    """A gap as the table holds it."""
    return gap.interval.low, gap.interval.high, gap.reason, microseconds(gap.noted_at)


async def _replace(connection: AsyncConnection, table: sa.Table, guild_id: int, rows: list[dict[str, Any]]) -> None:
    await connection.execute(sa.delete(table).where(table.c.guild_id == guild_id))
    if rows:
        await connection.execute(upsert(connection, table).on_conflict_do_nothing(), rows)
