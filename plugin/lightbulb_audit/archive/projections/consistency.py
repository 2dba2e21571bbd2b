"""The tables of what is covered, missing and called so, held against the rows of the chain that tell it."""

import dataclasses
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain import records
from lightbulb_audit.archive.chain.examiner import Finding
from lightbulb_audit.archive.chain.head import Head
from lightbulb_audit.archive.chain.ledger import Ledger
from lightbulb_audit.archive.projections import coverage as covering
from lightbulb_audit.archive.projections import names as naming
from lightbulb_audit.archive.projections import term_tally
from lightbulb_audit.archive.schema import coverage, gaps, names, observations

_BATCH: Final = 5000
_AT_ONCE: Final = 20_000
_NAMES: Final = (*naming.COLUMNS, names.c.words, names.c.number)
_PROBLEM: Final = "not what the rows say"


@dataclasses.dataclass(slots=True)
class ExpectedTables:
    """What the rows say, so far.

    Attributes:
        ledger: What is covered and missing.
        names: The sum of all names; see `tallying`.
    """

    ledger: Ledger = dataclasses.field(default_factory=Ledger)
    names: int = 0

    def take(self, number: int, entry_id: int, way: str, raw: str, covered: str | None) -> None:
        """Let the next row tell."""
        if covered or entry_id == 0:
            self.ledger.take(way if entry_id == 0 else "", raw, covered)
        if entry_id == 0 and way == records.NAMES:
            told = records.parse_names(raw)
            self.names += sum(term_tally.digest(*one, naming.words(one.name), number) for one in told)

    async def compare(self, connection: AsyncConnection, guild_id: int) -> list[Finding]:
        """Return which of the tables do not hold just that."""
        wrong: list[str] = []
        if await _rows(connection, coverage, guild_id, 2) != [tuple(one) for one in self.ledger.covered]:
            wrong.append("what is covered")
        noted = [tuple(covering.values(gap)) for gap in self.ledger.gaps]
        if await _rows(connection, gaps, guild_id, 4) != noted:
            wrong.append("what is missing")
        if await _tally(connection, guild_id) != self.names:
            wrong.append("the names")
        return [Finding(guild_id, place, _PROBLEM, is_derived=True) for place in wrong]


async def _rows(connection: AsyncConnection, table: sa.Table, guild_id: int, columns: int) -> list[tuple[Any, ...]]:
    # As the driver gives them: what was tampered with may be of any kind.
    plain = [sa.type_coerce(column, sa.types.NullType()) for column in list(table.c)[1 : 1 + columns]]
    wanted = sa.select(*plain).where(table.c.guild_id == guild_id).order_by(table.c.low)
    return [tuple(row) for row in await connection.execute(wanted)]


async def _tally(connection: AsyncConnection, guild_id: int) -> int:
    plain = [sa.type_coerce(column, sa.types.NullType()) for column in _NAMES]
    is_bot = naming.COLUMNS.index(names.c.bot)
    total = 0
    async with connection.stream(
        sa.select(*plain).where(names.c.guild_id == guild_id), execution_options={"yield_per": _AT_ONCE}
    ) as found:
        async for rows in found.partitions():
            for row in rows:
                values: list[Any] = list(row)
                # SQLite has no truth but 0 and 1.
                values[is_bot] = bool(values[is_bot]) if values[is_bot] in (0, 1) else values[is_bot]
                total += term_tally.digest(*values)
    return total


async def rebuild(connection: AsyncConnection, head: Head) -> None:
    """Make the three tables anew, of a server whose head is held."""
    guild_id, table, ledger = head.guild_id, observations.c, Ledger()
    await connection.execute(sa.delete(names).where(names.c.guild_id == guild_id))
    wanted = sa.select(table.number, table.entry_id, table.way, table.raw, table.covered)
    tells = sa.or_(table.entry_id == 0, table.covered.is_not(None))
    wanted = wanted.where(table.guild_id == guild_id, tells).order_by(table.number).limit(_BATCH)
    last = 0
    while rows := (await connection.execute(wanted.where(table.number > last))).all():
        for number, entry_id, way, raw, covered in rows:
            ledger.take(way if entry_id == 0 else "", raw, covered)
            if entry_id == 0 and way == records.NAMES:
                await naming.put(connection, guild_id, records.parse_names(raw), number)
        last = rows[-1].number
    await covering.write(connection, guild_id, await covering.ledger(connection, guild_id), ledger)
