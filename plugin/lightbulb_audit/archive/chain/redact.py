"""Forgetting people and what grew too old, with a record in the chain of each row that changed."""

import itertools
import os
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain import digest as chain
from lightbulb_audit.archive.chain.head import Head, NewRow, append_rows
from lightbulb_audit.archive.chain.person import RedactedPerson, names_in
from lightbulb_audit.archive.projections import term_index
from lightbulb_audit.archive.projections.current import refold
from lightbulb_audit.archive.projections.term_index import ASKED_AT_ONCE
from lightbulb_audit.archive.schema import collecting, coverage, entries, gaps, guilds, names, observations, terms

_BATCH: Final = 2000
_table: Final = observations.c

Progress = Callable[[int], None]
"""Is told how many more rows were looked at."""


class RedactableRow(NamedTuple):
    """What is needed of an observation to blank it."""

    number: int
    entry_id: int
    raw: str
    seen_at: int
    way: str


async def nicknames_of(connection: AsyncConnection, guild_id: int, user_id: int) -> set[str]:
    """What a server's entries say that a user is or was called."""
    wanted = sa.select(entries.c.entry_id).where(entries.c.guild_id == guild_id, entries.c.target_id == user_id)
    raws = sa.select(_table.raw).where(_table.guild_id == guild_id, _table.entry_id.in_(wanted), _table.raw != "")
    return {name for (raw,) in await connection.execute(raws) for name in names_in(raw, user_id)}


async def forget(connection: AsyncConnection, head: Head, person: RedactedPerson, now: int, progress: Progress) -> int:
    """Blank somebody in every row behind a held head.

    Returns:
        How many rows were blanked.
    """
    blanked: dict[int, tuple[RedactableRow, str]] = {}
    async for rows in _rows(connection, head.guild_id, _table.raw != ""):
        for row in rows:
            raw = person.redact(row.raw)
            if raw is not None:
                blanked[row.number] = (row, raw)
        progress(len(rows))
    await _blank(connection, head, "forget", blanked, now)
    ids = iter(sorted({row.entry_id for row, _ in blanked.values()}))
    while some := list(itertools.islice(ids, ASKED_AT_ONCE)):
        await refold(connection, head.guild_id, some)
    return len(blanked)


async def prune(connection: AsyncConnection, head: Head, bound: int, now: int) -> int:
    """Let go of every entry with an id below `bound`, behind a held head.

    Rows at the old end are removed. Rows further on, which came late, are emptied.

    Returns:
        How many rows lost what they said.
    """
    guild_id = head.guild_id
    await term_index.remove(connection, guild_id, bound)
    await connection.execute(sa.delete(entries).where(entries.c.guild_id == guild_id, entries.c.entry_id < bound))
    through = await _old_end(connection, head, bound)
    late: dict[int, tuple[RedactableRow, str]] = {}
    old = sa.and_(_table.entry_id > 0, _table.entry_id < bound, _table.raw != "", _table.number > through)
    async for rows in _rows(connection, guild_id, old):
        late.update({row.number: (row, "") for row in rows})
    await _blank(connection, head, "retention", late, now)
    removed = 0
    if through > head.anchor_number:
        removed = await _cut(connection, head, through, now)
    return removed + len(late)


async def _old_end(connection: AsyncConnection, head: Head, bound: int) -> int:
    """Up to which row nothing is left to keep."""
    kept = sa.select(sa.func.min(_table.number)).where(_table.guild_id == head.guild_id, _table.entry_id >= bound)
    first = (await connection.execute(kept)).scalar_one()
    return head.number if first is None else first - 1


async def _cut(connection: AsyncConnection, head: Head, through: int, now: int) -> int:
    old = sa.and_(_table.guild_id == head.guild_id, _table.number <= through)
    count = (await connection.execute(sa.select(sa.func.count()).where(old, _table.entry_id > 0))).scalar_one()
    if not count:
        return 0
    digest = sa.select(_table.digest).where(_table.guild_id == head.guild_id, _table.number == through)
    head.anchor_digest = (await connection.execute(digest)).scalar_one()
    head.anchor_number = through
    await connection.execute(sa.delete(observations).where(old))
    await append_rows(connection, head, [NewRow(0, chain.pruning(through, head.anchor_digest), now, chain.PRUNING)])
    return count


async def _blank(
    connection: AsyncConnection, head: Head, why: str, rows: Mapping[int, tuple[RedactableRow, str]], now: int
) -> None:
    waiting = iter(rows.values())
    while some := list(itertools.islice(waiting, ASKED_AT_ONCE)):
        changed = [_redact_row(head.guild_id, row, raw) for row, raw in some]
        statement = sa.update(observations).where(
            _table.guild_id == head.guild_id, _table.number == sa.bindparam("which")
        )
        values: dict[str, Any] = {"raw": sa.bindparam("words"), "salt": sa.bindparam("grain"), "redacted": True}
        await connection.execute(
            statement.values(values), [{k: v for k, v in one.items() if k != "now"} for one in changed]
        )
        record = chain.redaction(why, {one["which"]: one["now"] for one in changed})
        await append_rows(connection, head, [NewRow(0, record, now, chain.REDACTION)])


def _redact_row(guild_id: int, row: RedactableRow, raw: str) -> dict[str, Any]:
    salt = os.urandom(chain.SALT_BYTES)
    digest = chain.content_of(guild_id, row.entry_id, row.seen_at, row.way, salt, raw)
    return {"which": row.number, "words": raw, "grain": salt, "now": digest}


async def _rows(
    connection: AsyncConnection, guild_id: int, where: sa.ColumnElement[bool]
) -> AsyncGenerator[Sequence[RedactableRow]]:
    """Observations of entries in batches, in the order of their arrival."""
    wanted = sa.select(_table.number, _table.entry_id, _table.raw, _table.seen_at, _table.way)
    wanted = wanted.where(_table.guild_id == guild_id, _table.entry_id > 0, where).order_by(_table.number).limit(_BATCH)
    last = 0
    while rows := [RedactableRow(*row) for row in await connection.execute(wanted.where(_table.number > last))]:
        last = rows[-1].number
        yield rows


async def drop(connection: AsyncConnection, guild_id: int) -> None:
    """Delete all that is kept of a server."""
    for table in (observations, entries, terms, coverage, gaps, collecting, names, guilds):
        await connection.execute(sa.delete(table).where(table.c.guild_id == guild_id))


async def uncover(connection: AsyncConnection, guild_id: int, below: int) -> None:
    """What was let go of is covered no more."""
    await connection.execute(sa.delete(coverage).where(coverage.c.guild_id == guild_id, coverage.c.high < below))
    await connection.execute(
        sa.update(coverage).where(coverage.c.guild_id == guild_id, coverage.c.low < below).values(low=below)
    )
