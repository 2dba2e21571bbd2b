"""Reading entries: a page by each filter, the history of one, everything of every server newest first."""

import heapq
from collections.abc import AsyncGenerator, Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.heads import heads
from lightbulb_audit.archive.schema import entries, observations
from lightbulb_audit.model.observation import Entry, Seen, moment

_AT_ONCE: Final = 20_000
_AT_LEAST: Final = 50


class Filter(NamedTuple):
    """Which entries are wanted; None means any.

    Attributes:
        before: Only smaller ids; newest first.
        after: Only larger ids. Without `before` the page is oldest first then, as Discord's endpoint answers.
        actor_id: Who did it.
        target_id: What it was done to.
        action_types: Of which types.
    """

    before: int | None = None
    after: int | None = None
    actor_id: int | None = None
    target_id: int | None = None
    action_types: tuple[int, ...] = ()


EVERY: Final = Filter()


async def page(connection: AsyncConnection, guild_id: int, wanted: Filter, limit: int) -> list[Entry]:
    """A page of today's states."""
    table = entries.c
    conditions: list[sa.ColumnElement[bool]] = [table.guild_id == guild_id]
    if wanted.before is not None:
        conditions.append(table.entry_id < wanted.before)
    if wanted.after is not None:
        conditions.append(table.entry_id > wanted.after)
    if wanted.actor_id is not None:
        conditions.append(table.actor_id == wanted.actor_id)
    if wanted.target_id is not None:
        conditions.append(table.target_id == wanted.target_id)
    if wanted.action_types:
        conditions.append(table.action_type.in_(wanted.action_types))
    is_upwards = wanted.after is not None and wanted.before is None
    order = table.entry_id.asc() if is_upwards else table.entry_id.desc()
    asked = sa.select(table.guild_id, table.entry_id, table.raw).where(*conditions).order_by(order).limit(limit)
    return [Entry(*row) for row in await connection.execute(asked)]


async def history(connection: AsyncConnection, guild_id: int, entry_id: int) -> list[Seen]:
    """Everything that was observed of one entry, in the order of its arrival."""
    table = observations.c
    columns = (table.number, table.entry_id, table.raw, table.seen_at, table.way, table.redacted)
    asked = sa.select(*columns).where(table.guild_id == guild_id, table.entry_id == entry_id).order_by(table.number)
    return [
        Seen(number, of, raw, moment(seen_at), way, redacted)
        for number, of, raw, seen_at, way, redacted in await connection.execute(asked)
    ]


async def everything(connection: AsyncConnection, guild_id: int | None) -> AsyncGenerator[Entry]:
    """Today's state of each entry of one or every server, newest first, without holding them all."""
    guilds = [head.guild_id for head in await heads(connection, guild_id)]
    size = max(_AT_LEAST, _AT_ONCE // max(1, len(guilds)))
    streams = [_newest_first(connection, guild, size) for guild in guilds]
    waiting: list[tuple[int, int, Entry]] = []
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


async def _pull(waiting: list[tuple[int, int, Entry]], stream: AsyncGenerator[Entry], at: int) -> None:
    first = await anext(stream, None)
    if first is not None:
        waiting.append((-first.entry_id, at, first))


async def _newest_first(connection: AsyncConnection, guild_id: int, size: int) -> AsyncGenerator[Entry]:
    before: int | None = None
    while found := await page(connection, guild_id, Filter(before=before), size):
        rows: Sequence[Entry] = found
        for entry in rows:
            yield entry
        before = rows[-1].entry_id
