"""Entries as rules see them, as the tables have them."""

import contextlib
import json
from collections.abc import Sequence
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import search
from lightbulb_audit.archive.projections.term_columns import WHOLE_LINE
from lightbulb_audit.archive.schema import entries, observations
from lightbulb_audit.model.alert import Deed
from lightbulb_audit.model.decode import numbers
from lightbulb_audit.model.observation import moment
from lightbulb_audit.query.predicate import Predicate, TermTest

_PRUNE: Final = 21
"""The type of entry that counts members that were removed."""

_entry: Final = entries.c
_RAW: Final = sa.case((_entry.action_type == _PRUNE, _entry.raw), else_=None)
_AS_IT_IS: Final = (_entry.entry_id, WHOLE_LINE, _entry.target_id, _entry.count, _RAW)


async def news(connection: AsyncConnection, guild_id: int, after: int, limit: int) -> list[Deed]:
    """Return what was observed behind a number, in the order of its arrival, each entry as it is today."""
    seen, earlier = observations.alias(), observations.alias()
    first = sa.select(sa.func.min(earlier.c.number)).where(
        earlier.c.guild_id == guild_id, earlier.c.entry_id == seen.c.entry_id
    )
    wanted = (
        sa.select(
            *_AS_IT_IS, seen.c.number, first.scalar_subquery(), seen.c.seen_at, seen.c.way
        )
        .join(entries, sa.and_(_entry.guild_id == seen.c.guild_id, _entry.entry_id == seen.c.entry_id))
        .where(seen.c.guild_id == guild_id, seen.c.number > after)
        .order_by(seen.c.number)
        .limit(limit)
    )  # fmt: skip
    return [_read(row) for row in await connection.execute(wanted)]


async def between(connection: AsyncConnection, guild_id: int, low: int, high: int, limit: int) -> list[Deed]:
    """Return the entries with ids from one to another, both included, as they are today, oldest first.

    Their observation is not looked for: its number is 0, and its moment that of the first.
    """
    where = (_entry.guild_id == guild_id, _entry.entry_id.between(low, high))
    wanted = sa.select(*_AS_IT_IS).where(*where).order_by(_entry.entry_id).limit(limit)
    return [_read((*row, 0, 0, 0, "event")) for row in await connection.execute(wanted)]


async def done_by(
    connection: AsyncConnection, guild_id: int, actor_id: int | None, tests: Predicate, limit: int
) -> list[Deed]:
    """Return the same of what somebody did, or of what nobody knows who did, as far as it passes a test."""
    theirs = tests if actor_id is None else tests.holding(TermTest((f" @by:{actor_id} ",)))
    where = () if actor_id is not None else (_entry.actor_id.is_(None),)
    rows = await search.select(connection, guild_id, theirs, limit, is_upwards=True, columns=_AS_IT_IS, where=where)
    return [_read((*row, 0, 0, 0, "event")) for row in rows]


def _read(row: Sequence[Any]) -> Deed:
    entry_id, terms, target_id, count, raw, number, first, seen_at, way = row
    removed = None if raw is None else _removed(raw)
    weight = max(1, count or 0, removed or 0)
    return Deed(entry_id, terms, target_id, weight, number, first, moment(seen_at), way)


def _removed(raw: str) -> int | None:
    """Return how many members a prune removed; None where it does not say."""
    with contextlib.suppress(ValueError):
        options = cast("dict[str, Any]", json.loads(raw)).get("options")
        if isinstance(options, dict):
            return numbers.count_of(cast("dict[str, Any]", options).get("members_removed"))
    return None
