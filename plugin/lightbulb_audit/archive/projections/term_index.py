"""The index of terms: which entries hold what, so that a search reads just those."""

import itertools
import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.chain.head import lock_head
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.projections.entry_state import line_of, storable
from lightbulb_audit.archive.schema import entries, guilds, names, terms
from lightbulb_audit.query.terms import BREAK, FILLERS, is_terms_version, line_of_words, terms_version

_log: Final = logging.getLogger(__name__)

ASKED_AT_ONCE: Final = 500
"""How many ids stand in one question: every SQLite takes that many."""

_BATCH: Final = 500
"""Few enough that nothing else waits for long meanwhile."""


LONGEST: Final = 200
"""Characters of a term in the index: PostgreSQL takes no more than some 2,700 bytes there, and words have no end."""


_UNTELLING: Final = frozenset({"", BREAK, *FILLERS})


def terms_in(line: str) -> set[str]:
    """Return what of a line is worth a row: all but the marks between texts, and the words that any text may have."""
    return {term[:LONGEST] for term in line.split(" ") if term not in _UNTELLING}


def rows_of(guild_id: int, lines: Mapping[int, str]) -> list[tuple[Any, ...]]:
    """Return the rows of the index for some entries."""
    return [(guild_id, term, entry_id) for entry_id, line in lines.items() for term in terms_in(line)]


async def add(connection: AsyncConnection, guild_id: int, lines: Mapping[int, str]) -> None:
    """Write the terms of entries that have none yet."""
    await insert(connection, rows_of(guild_id, lines))


async def replace(connection: AsyncConnection, guild_id: int, lines: Mapping[int, str]) -> None:
    """Write the terms of entries whose old ones still stand in the table of entries; only what differs is touched."""
    before = await _lines(connection, guild_id, lines)
    changed = {entry_id: line for entry_id, line in lines.items() if before.get(entry_id) != line}
    gone = [
        (guild_id, term, entry_id)
        for entry_id, line in changed.items()
        for term in terms_in(before.get(entry_id, "")) - terms_in(line)
    ]
    fresh = [
        (guild_id, term, entry_id)
        for entry_id, line in changed.items()
        for term in terms_in(line) - terms_in(before.get(entry_id, ""))
    ]
    await delete(connection, gone)
    await insert(connection, fresh)


async def remove(connection: AsyncConnection, guild_id: int, below: int) -> None:
    """Let go of the terms of every entry with an id below a bound, while the entries still stand."""
    last = -1
    while batch := await _batch(connection, guild_id, last, below):
        last = max(batch)
        await delete(connection, rows_of(guild_id, batch))


async def clear(connection: AsyncConnection, guild_id: int) -> None:
    """Let go of all terms of a server."""
    await connection.execute(sa.delete(terms).where(terms.c.guild_id == guild_id))


async def insert(connection: AsyncConnection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows of any servers; one that stands there may stay, as the index says nothing that the entries do not.

    PostgreSQL takes them all in one statement: a row each would cost it more than all that it says.
    """
    # In the index's own order, so that neighbours are written together.
    rows = sorted(rows)
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        await bulk.run(connection, "INSERT OR IGNORE INTO terms (guild_id, term, entry_id) VALUES (?, ?, ?)", rows)
        return
    columns = tuple(list(column) for column in zip(*rows, strict=True))
    await connection.exec_driver_sql(
        "INSERT INTO terms (guild_id, term, entry_id) SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[]) "
        "ON CONFLICT DO NOTHING",
        columns,
    )


async def delete(connection: AsyncConnection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Let go of rows of any servers."""
    await bulk.delete(connection, terms, rows)


async def _lines(connection: AsyncConnection, guild_id: int, ids: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    wanted = iter(sorted(ids))
    while some := list(itertools.islice(wanted, ASKED_AT_ONCE)):
        asked = sa.select(entries.c.entry_id, entries.c.terms)
        asked = asked.where(entries.c.guild_id == guild_id, entries.c.entry_id.in_(some))
        found |= {row.entry_id: row.terms for row in await connection.execute(asked)}
    return found


async def _batch(connection: AsyncConnection, guild_id: int, above: int, below: int) -> dict[int, str]:
    table = entries.c
    asked = sa.select(table.entry_id, table.terms).where(
        table.guild_id == guild_id, table.entry_id > above, table.entry_id < below
    )
    rows = await connection.execute(asked.order_by(table.entry_id).limit(_BATCH))
    return {row.entry_id: row.terms for row in rows}


# After an update


async def bring_up_to_date(database: Database) -> None:
    """Make the terms of every server anew whose terms were made by older rules.

    Each batch is a transaction of its own that holds the server, so that it can be stopped at any time and several
    processes may do it at once.
    """
    async with database.reading() as connection:
        rows = await connection.execute(sa.select(guilds.c.guild_id, guilds.c.terms_version))
        old = [row.guild_id for row in rows if not is_terms_version(row.terms_version)]
    for guild_id in old:
        _log.info("making the search terms of server %s", guild_id)
        last = 0
        while (reached := await database.write(_Step(guild_id, last).do)) is not None:
            last = reached


class _Step:
    """One batch of a server, from an id on."""

    def __init__(self, guild_id: int, last: int) -> None:
        self._guild_id = guild_id
        self._last = last

    async def do(self, connection: AsyncConnection) -> int | None:
        """Make the terms of a batch; up to which entry, or None when nothing is left."""
        guild_id, table = self._guild_id, entries.c
        await lock_head(connection, guild_id)
        version = sa.select(guilds.c.terms_version).where(guilds.c.guild_id == guild_id)
        if is_terms_version((await connection.execute(version)).scalar_one()):
            return None
        if self._last == 0:
            await _name_words(connection, guild_id)
            fillers = terms.c.term.in_(sorted(FILLERS))
            await connection.execute(sa.delete(terms).where(terms.c.guild_id == guild_id, fillers))
        asked = sa.select(table.entry_id, table.raw).where(table.guild_id == guild_id, table.entry_id > self._last)
        rows = (await connection.execute(asked.order_by(table.entry_id).limit(_BATCH))).all()
        if not rows:
            done = sa.update(guilds).where(guilds.c.guild_id == guild_id).values(terms_version=terms_version())
            await connection.execute(done)
            return None
        lines = {entry_id: _line(raw) for entry_id, raw in rows}
        await replace(connection, guild_id, lines)
        statement = sa.update(entries).where(table.guild_id == guild_id, table.entry_id == sa.bindparam("which"))
        await connection.execute(statement, [{"which": entry_id, "terms": line} for entry_id, line in lines.items()])
        return rows[-1].entry_id


async def _name_words(connection: AsyncConnection, guild_id: int) -> None:
    """The words of every name."""
    table = names.c
    found = await connection.execute(
        sa.select(table.kind, table.thing_id, table.at, table.name).where(table.guild_id == guild_id)
    )
    statement = sa.update(names).where(
        table.guild_id == guild_id,
        table.kind == sa.bindparam("k"),
        table.thing_id == sa.bindparam("t"),
        table.at == sa.bindparam("a"),
    )
    rows = [
        {"k": kind, "t": thing_id, "a": at, "words": storable(line_of_words(name))}
        for kind, thing_id, at, name in found
    ]
    for start in range(0, len(rows), _BATCH):
        await connection.execute(statement, rows[start : start + _BATCH])


def _line(raw: str) -> str:
    """Return the terms of an entry; none of one that was altered beyond JSON, which `verify` names."""
    try:
        return line_of(json.loads(raw))
    except (ValueError, AttributeError):
        return ""
