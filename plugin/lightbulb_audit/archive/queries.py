"""Reading entries: a page by each filter, the history of one, everything of every server newest first."""

import heapq
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain.head import fetch_heads
from lightbulb_audit.archive.schema import entries
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.model.query import Later, PageRequest

_AT_ONCE: Final = 20_000
_AT_LEAST: Final = 50


async def fetch_page(connection: AsyncConnection, guild_id: int, request: PageRequest) -> list[StoredEntry]:
    """Return a page of today's states."""
    table = entries.c
    wanted: dict[sa.ColumnElement[int | None], int | None] = {
        table.actor_id: request.user_id,
        table.target_id: request.target_id,
        table.action_type: request.action_type,
    }
    conditions = [table.guild_id == guild_id]
    conditions += [column == value for column, value in wanted.items() if value is not None]
    if request.before is not None:
        conditions.append(table.entry_id < request.before)
    elif request.after is not None:
        conditions.append(table.entry_id > request.after)
    order = table.entry_id.asc() if request.is_upwards else table.entry_id.desc()
    chosen = (
        sa.select(table.guild_id, table.entry_id, table.raw, table.imported)
        .where(*conditions)
        .order_by(order)
        .limit(request.limit)
    )
    return [StoredEntry(*row) for row in await connection.execute(chosen)]


async def later_entries(
    connection: AsyncConnection, guild_id: int, wanted: Sequence[Later], limit: int
) -> list[list[StoredEntry]]:
    """Return the next entries about some things, for each the earliest first and at most so many, all in one query."""
    found: dict[int, list[StoredEntry]] = {place: [] for place in range(len(wanted))}
    if wanted:
        for place, *row in await connection.execute(entries_after(guild_id, wanted, limit)):
            found[place].append(StoredEntry(guild_id, *row))
    return [sorted(some, key=lambda entry: entry.entry_id) for some in found.values()]


def entries_after(guild_id: int, wanted: Sequence[Later], limit: int) -> "sa.CompoundSelect[Any, Any, Any, Any]":
    """The query for it: a part for each thing, so that the index of targets gives each in order, and no more of it."""
    table = entries.c
    parts = (
        sa.select(sa.literal(place).label("place"), table.entry_id, table.raw, table.imported)
        .where(
            table.guild_id == guild_id,
            table.target_id == one.target_id,
            table.action_type.in_(sorted(one.action_types)),
            table.entry_id > one.after,
        )
        .order_by(table.entry_id)
        .limit(limit)
        .subquery()
        for place, one in enumerate(wanted)
    )
    return sa.union_all(*(sa.select(part.c.place, part.c.entry_id, part.c.raw, part.c.imported) for part in parts))


async def stream_entries(connection: AsyncConnection, guild_id: int | None) -> AsyncGenerator[StoredEntry]:
    """Today's state of each entry of one or every server, newest first, without holding them all."""
    guilds = [head.guild_id for head in await fetch_heads(connection, guild_id)]
    size = max(_AT_LEAST, _AT_ONCE // max(1, len(guilds)))
    streams = [_newest_first(connection, guild, size) for guild in guilds]
    waiting: list[tuple[int, int, StoredEntry]] = []
    for at, stream in enumerate(streams):
        await _pull(waiting, stream, at)
    heapq.heapify(waiting)
    while waiting:
        _, at, entry = waiting[0]
        yield entry
        following = await anext(streams[at], None)
        if following is None:
            heapq.heappop(waiting)
        else:
            heapq.heapreplace(waiting, (-following.entry_id, at, following))


async def _pull(waiting: list[tuple[int, int, StoredEntry]], stream: AsyncGenerator[StoredEntry], at: int) -> None:
    first = await anext(stream, None)
    if first is not None:
        waiting.append((-first.entry_id, at, first))


async def _newest_first(connection: AsyncConnection, guild_id: int, size: int) -> AsyncGenerator[StoredEntry]:
    before: int | None = None
    while found := await fetch_page(connection, guild_id, PageRequest(size, before)):
        rows: Sequence[StoredEntry] = found
        for entry in rows:
            yield entry
        before = rows[-1].entry_id
