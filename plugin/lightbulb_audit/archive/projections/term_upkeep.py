"""Making the terms anew after an update by which entries get others, or the archive keeps them otherwise."""

import json
import logging
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain.head import lock_head
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.projections import old_index, term_index
from lightbulb_audit.archive.projections.entry_state import line_of, storable
from lightbulb_audit.archive.schema import entries, guilds, names
from lightbulb_audit.query.terms import is_terms_version, line_of_words, terms_version

_log: Final = logging.getLogger(__name__)

_BATCH: Final = 500
"""Few enough that nothing else waits for long meanwhile."""


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
    await old_index.drop(database)


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
        asked = sa.select(table.entry_id, table.raw).where(table.guild_id == guild_id, table.entry_id > self._last)
        rows = (await connection.execute(asked.order_by(table.entry_id).limit(_BATCH))).all()
        if not rows:
            done = sa.update(guilds).where(guilds.c.guild_id == guild_id).values(terms_version=terms_version())
            await connection.execute(done)
            return None
        lines = {entry_id: _line(raw) for entry_id, raw in rows}
        await term_index.replace(connection, guild_id, lines)
        # Those that stay the same may be in no index yet.
        await term_index.add(connection, guild_id, lines)
        await old_index.shrink(connection)
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
