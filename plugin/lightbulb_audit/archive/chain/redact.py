"""Forgetting people and what grew too old, with a record in the chain of each row that changed."""

import itertools
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain import digest as chain
from lightbulb_audit.archive.chain import leaves, records
from lightbulb_audit.archive.chain.head import Head, NewRow, append_rows
from lightbulb_audit.archive.chain.person import RedactedPerson, names_in
from lightbulb_audit.archive.checkpoints import tree_reader
from lightbulb_audit.archive.projections import coverage as covering
from lightbulb_audit.archive.projections import term_index, term_numbers
from lightbulb_audit.archive.projections.current import refold
from lightbulb_audit.archive.projections.names import NameRow
from lightbulb_audit.archive.projections.term_index import ASKED_AT_ONCE
from lightbulb_audit.archive.schema import (
    alerts,
    checkpoints,
    collecting,
    coverage,
    entries,
    feed_items,
    feed_posts,
    feeds,
    gaps,
    guilds,
    incident_items,
    incident_responses,
    incidents,
    kept_roles,
    names,
    observations,
    public_channels,
)

FORGOTTEN: Final = "forget"
OLD: Final = "retention"

_BATCH: Final = 2000
_table: Final = observations.c
_COLUMNS: Final = (_table.number, _table.entry_id, _table.raw, _table.salt, _table.proof)

Progress = Callable[[int], None]
"""Is told how many more rows were looked at."""


class RedactableRow(NamedTuple):
    """What is needed of an observation to blank it."""

    number: int
    entry_id: int
    raw: str
    salt: bytes
    proof: bytes | None


async def nicknames_of(connection: AsyncConnection, guild_id: int, user_id: int) -> set[str]:
    """Return what a server's entries say that a user is or was called."""
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
    await _blank(connection, head, FORGOTTEN, blanked, now)
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
    await _blank(connection, head, OLD, late, now)
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
    frontier = await tree_reader.frontier(connection, head, through)
    digest = sa.select(_table.digest).where(_table.guild_id == head.guild_id, _table.number == through)
    held, after = await covering.ledger(connection, head.guild_id), head.anchor_number
    head.anchor_digest = (await connection.execute(digest)).scalar_one()
    head.anchor_number = through
    await connection.execute(sa.delete(observations).where(old))
    record = records.pruning(after, through, head.anchor_digest, held.covered, held.gaps, frontier.to_bytes())
    await append_rows(connection, head, [NewRow(0, record, now, records.PRUNING)])
    return count


async def blank_names(connection: AsyncConnection, head: Head, why: str, gone: Iterable[NameRow], now: int) -> None:
    """Blank names in the rows behind a held head that told them."""
    by_row: dict[int, list[NameRow]] = {}
    for one in gone:
        by_row.setdefault(one.number, []).append(one)
    numbers = iter(sorted(by_row))
    while some := list(itertools.islice(numbers, ASKED_AT_ONCE)):
        wanted = sa.select(*_COLUMNS).where(_table.guild_id == head.guild_id, _table.number.in_(some))
        rows = [RedactableRow(*row) for row in await connection.execute(wanted)]
        lost = {row.number: [one[1:] for one in by_row[row.number]] for row in rows}
        blanked = {row.number: (row, records.remove_names(row.raw, lost[row.number])) for row in rows}
        await _blank(connection, head, why, blanked, now)


async def _blank(
    connection: AsyncConnection, head: Head, why: str, rows: Mapping[int, tuple[RedactableRow, str]], now: int
) -> None:
    waiting = iter(rows.values())
    while some := list(itertools.islice(waiting, ASKED_AT_ONCE)):
        proofs = {row.number: _proof(row, raw) for row, raw in some}
        statement = sa.update(observations).where(
            _table.guild_id == head.guild_id, _table.number == sa.bindparam("which")
        )
        values: dict[str, Any] = {"raw": sa.bindparam("words"), "proof": sa.bindparam("proved"), "salt": b""}
        await connection.execute(
            statement.values({**values, "redacted": True}),
            [{"which": row.number, "words": raw, "proved": proofs[row.number]} for row, raw in some],
        )
        standing = {row.number: chain.standing_digest(raw, proofs[row.number]) for row, raw in some}
        await append_rows(connection, head, [NewRow(0, records.redaction(why, standing), now, records.REDACTION)])


def _proof(row: RedactableRow, raw: str) -> bytes:
    try:
        if row.proof is None:
            return leaves.prove(row.salt, row.raw, raw)
        return leaves.prove_again(row.proof, row.raw, raw)
    except ValueError:
        return b""  # somebody altered it, and `verify` still says so


async def _rows(
    connection: AsyncConnection, guild_id: int, where: sa.ColumnElement[bool]
) -> AsyncGenerator[Sequence[RedactableRow]]:
    """Observations of entries in batches, in the order of their arrival."""
    wanted = sa.select(*_COLUMNS).where(_table.guild_id == guild_id, _table.entry_id > 0, where)
    wanted = wanted.order_by(_table.number).limit(_BATCH)
    last = 0
    while rows := [RedactableRow(*row) for row in await connection.execute(wanted.where(_table.number > last))]:
        last = rows[-1].number
        yield rows


async def drop(connection: AsyncConnection, guild_id: int) -> None:
    """Delete all that is kept of a server."""
    await term_numbers.clear(connection, guild_id)
    every = (observations, entries, coverage, gaps, collecting, names, checkpoints, guilds)
    posting = (feeds, feed_posts, feed_items)
    alerting = (alerts, incidents, incident_items, incident_responses, kept_roles)
    for table in (*every, *posting, *alerting, public_channels):
        await connection.execute(sa.delete(table).where(table.c.guild_id == guild_id))
