"""What of a log is known to be complete, and why the rest is not."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain.head import upsert
from lightbulb_audit.archive.schema import coverage, gaps
from lightbulb_audit.model.intervals import Gap, Interval, merge, subtract
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


async def extend_coverage(connection: AsyncConnection, guild_id: int, more: Iterable[Interval]) -> None:
    """Add intervals, and close the gaps that they fill. The server's head must be held."""
    before = await fetch_coverage(connection, guild_id)
    now = merge([*before, *more])
    if now == before:
        return
    await connection.execute(sa.delete(coverage).where(coverage.c.guild_id == guild_id))
    await connection.execute(sa.insert(coverage), [{"guild_id": guild_id, **one._asdict()} for one in now])
    await _write_gaps(connection, guild_id, _subtract(await fetch_gaps(connection, guild_id), now))


async def insert_gap(connection: AsyncConnection, guild_id: int, gap: Gap) -> None:
    """Note a gap; what of it is covered is none, and what was noted of it before is replaced."""
    others = _subtract(await fetch_gaps(connection, guild_id), [gap.interval])
    fresh = _subtract([gap], await fetch_coverage(connection, guild_id))
    await _write_gaps(connection, guild_id, [*others, *fresh])


def _subtract(known: Sequence[Gap], taken: Sequence[Interval]) -> list[Gap]:
    return [dataclasses.replace(gap, interval=rest) for gap in known for rest in subtract(gap.interval, taken)]


async def _write_gaps(connection: AsyncConnection, guild_id: int, left: Sequence[Gap]) -> None:
    await connection.execute(sa.delete(gaps).where(gaps.c.guild_id == guild_id))
    rows: list[dict[str, Any]] = [
        {"guild_id": guild_id, **gap.interval._asdict(), "reason": gap.reason, "noted_at": microseconds(gap.noted_at)}
        for gap in left
    ]
    if rows:
        await connection.execute(upsert(connection, gaps).on_conflict_do_nothing(), rows)
