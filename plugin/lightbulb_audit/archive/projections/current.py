"""Today's states out of all observations: what the table of entries must hold."""

import itertools
from collections.abc import AsyncGenerator
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.append import CurrentEntry, insert_entries, update_entries
from lightbulb_audit.archive.chain.head import Head
from lightbulb_audit.archive.projections import entry_state, term_numbers
from lightbulb_audit.archive.projections.term_index import ASKED_AT_ONCE
from lightbulb_audit.archive.schema import entries, observations
from lightbulb_audit.model.observation import IMPORT

_BATCH: Final = 2000


async def fold_all(
    connection: AsyncConnection, guild_id: int, ids: list[int] | None = None
) -> AsyncGenerator[dict[int, CurrentEntry]]:
    """Yield the states of a server's entries in batches, by ascending id.

    Args:
        connection: A transaction.
        guild_id: Whose.
        ids: Of these entries only.
    """
    table = observations.c
    wanted = sa.select(table.entry_id, table.number, table.raw, table.way, table.redacted)
    wanted = wanted.where(table.guild_id == guild_id, table.entry_id > 0)
    if ids is not None:
        wanted = wanted.where(table.entry_id.in_(ids))
    wanted = wanted.order_by(table.entry_id, table.number).limit(_BATCH)
    entry_id = number = 0
    states: dict[int, CurrentEntry] = {}
    while found := (
        await connection.execute(wanted.where(sa.tuple_(table.entry_id, table.number) > (entry_id, number)))
    ).all():
        for row in found:
            fold(states, row.entry_id, row.raw, row.way, redacted=row.redacted)
        entry_id, number = found[-1].entry_id, found[-1].number
        # The last one may go on in the next batch.
        last = states.pop(entry_id, None)
        yield states
        states = {} if last is None else {entry_id: last}
    yield states


def fold(states: dict[int, CurrentEntry], entry_id: int, raw: str, way: str, *, redacted: bool) -> None:
    """Let one more observation tell on an entry.

    An empty one grew too old and tells nothing; nor does one that was altered beyond JSON, which `verify` names.
    """
    before, is_imported = states.get(entry_id), way == IMPORT
    try:
        if before is None:
            states[entry_id] = CurrentEntry(entry_state.state_of(raw, is_imported=is_imported), redacted)
        else:
            now = entry_state.merge(before.state, raw, is_imported=is_imported)
            states[entry_id] = CurrentEntry(now, before.redacted or redacted)
    except (ValueError, TypeError, AttributeError):
        return


async def refold(connection: AsyncConnection, guild_id: int, ids: list[int]) -> None:
    """Write the states of some entries anew."""
    async for batch in fold_all(connection, guild_id, ids):
        await update_entries(connection, guild_id, batch)


async def refold_outdated(connection: AsyncConnection) -> None:
    """Write the states anew of all entries that an earlier version made by other rules.

    Those are the ones of which an imported file tells and something else too: a file could say more than Discord; and
    those of a type that was not taken for a number, though it is one.
    """
    table = observations.c
    from_files = sa.select(table.guild_id, table.entry_id).where(table.way == IMPORT).distinct().subquery()
    asked = (
        sa.select(table.guild_id, table.entry_id)
        .join(from_files, sa.and_(from_files.c.guild_id == table.guild_id, from_files.c.entry_id == table.entry_id))
        .group_by(table.guild_id, table.entry_id)
        .having(sa.func.count() > 1)
    )
    untyped = sa.select(entries.c.guild_id, entries.c.entry_id).where(entries.c.action_type.is_(None))
    several: dict[int, list[int]] = {}
    for guild_id, entry_id in await connection.execute(sa.union(asked, untyped)):
        several.setdefault(guild_id, []).append(entry_id)
    for guild_id, ids in several.items():
        waiting = iter(sorted(ids))
        while some := list(itertools.islice(waiting, ASKED_AT_ONCE)):
            await refold(connection, guild_id, some)


async def rebuild(connection: AsyncConnection, head: Head) -> None:
    """Make the table of states anew, of a server whose head is held."""
    await term_numbers.clear(connection, head.guild_id)
    await connection.execute(sa.delete(entries).where(entries.c.guild_id == head.guild_id))
    async for batch in fold_all(connection, head.guild_id):
        await insert_entries(connection, head.guild_id, batch)
