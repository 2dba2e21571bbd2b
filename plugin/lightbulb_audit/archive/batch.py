"""Keeping what came of many servers in one transaction, each server's chain by itself."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import append, bulk
from lightbulb_audit.archive.append import CurrentEntry, EntryChanges
from lightbulb_audit.archive.chain import records
from lightbulb_audit.archive.chain.head import Head, NewRow, link_rows, save_heads
from lightbulb_audit.archive.chain.ledger import Ledger
from lightbulb_audit.archive.projections import coverage, progress, term_index
from lightbulb_audit.archive.projections import names as naming
from lightbulb_audit.archive.projections.coverage import LedgerChanges
from lightbulb_audit.archive.projections.names import Thing
from lightbulb_audit.archive.schema import entries, names, observations
from lightbulb_audit.model.addition import Addition
from lightbulb_audit.model.intervals import Gap
from lightbulb_audit.model.observation import Appended, microseconds
from lightbulb_audit.model.progress import Marks, Sighting

_Row = tuple[Any, ...]


async def keep(
    connection: AsyncConnection, heads: Mapping[int, Head], additions: Collection[Addition], now: int
) -> dict[int, Appended]:
    """Keep additions, at most one of each server.

    Args:
        connection: A transaction.
        heads: The heads that it holds: those of all servers whose chain may grow.
        additions: What came.
        now: The time, in microseconds since 1970.

    Returns:
        What came of each, by server.
    """
    before = await _Before.fetch(connection, additions)
    changes, marks = _Changes(), dict[int, Marks]()
    results: dict[int, Appended] = {}
    for one in additions:
        results[one.guild_id] = Appended(0, 0)
        if one.is_chained:
            known = before.entries.get(one.guild_id, {})
            found = await append.compare(connection, one.guild_id, known, one.observed)
            changes.take(heads[one.guild_id], found, before, one, now)
            results[one.guild_id] = found.appended
        if one.marks is not None:
            marks[one.guild_id] = one.marks
    await changes.write(connection)
    await progress.save_marks(connection, marks)
    return results


@dataclasses.dataclass(frozen=True, slots=True)
class _Before:
    """What the tables hold of what some additions are about, by server.

    Attributes:
        entries: Today's states of their entries.
        ledgers: What is covered, and what is missing.
        names: What their people and things were called.
    """

    entries: dict[int, dict[int, CurrentEntry]]
    ledgers: Mapping[int, Ledger]
    names: dict[int, dict[Thing, list[Sighting]]]

    @classmethod
    async def fetch(cls, connection: AsyncConnection, additions: Iterable[Addition]) -> "_Before":
        return cls(
            await append.fetch_entries(
                connection, {(one.guild_id, seen.entry_id) for one in additions for seen in one.observed}
            ),
            await coverage.ledgers(connection, {one.guild_id for one in additions if one.covered or one.gaps}),
            await naming.fetch_known(
                connection,
                {(one.guild_id, str(said.kind), said.thing_id) for one in additions for said in one.sightings},
            ),
        )


@dataclasses.dataclass(slots=True)
class _Changes:
    """The rows to write, of all servers together."""

    heads: list[Head] = dataclasses.field(default_factory=list[Head])
    ledgers: LedgerChanges = dataclasses.field(default_factory=LedgerChanges)
    told: list[_Row] = dataclasses.field(default_factory=list[_Row])
    fresh: list[_Row] = dataclasses.field(default_factory=list[_Row])
    changed: list[_Row] = dataclasses.field(default_factory=list[_Row])
    terms: list[term_index.Row] = dataclasses.field(default_factory=list[term_index.Row])
    terms_gone: list[term_index.Row] = dataclasses.field(default_factory=list[term_index.Row])
    names: list[_Row] = dataclasses.field(default_factory=list[_Row])

    def take(self, head: Head, found: EntryChanges, before: _Before, one: Addition, now: int) -> None:
        """Take in what one server's addition changes."""
        known = before.ledgers.get(one.guild_id) or Ledger()
        ledger = Ledger(known.covered, known.gaps)
        rows = [*_covering(found.additions, ledger, one, now)]
        called = naming.rows_of(naming.news(before.names.setdefault(one.guild_id, {}), one.sightings))
        for number, some in enumerate(called, head.number + len(rows) + 1):
            rows.append(naming.new_row(some, now))
            self.names += naming.table_rows(one.guild_id, some, number)
        rows += [_noted(gap) for gap in one.gaps if _is_news(ledger, gap)]
        self.ledgers.take(one.guild_id, known, ledger)
        self._take_entries(one.guild_id, found)
        if rows:
            self.told += link_rows(head, rows)
            self.heads.append(head)

    def _take_entries(self, guild_id: int, found: EntryChanges) -> None:
        self.fresh += append.entry_rows(guild_id, found.fresh)
        self.terms += term_index.rows_of(guild_id, {key: one.state.terms for key, one in found.fresh.items()})
        self.changed += append.entry_rows(guild_id, {key: after for key, (_, after) in found.changed.items()})
        for entry_id, (before, after) in found.changed.items():
            old, new = term_index.terms_in(before.state.terms), term_index.terms_in(after.state.terms)
            self.terms_gone += [(guild_id, term, entry_id) for term in old - new]
            self.terms += [(guild_id, term, entry_id) for term in new - old]

    async def write(self, connection: AsyncConnection) -> None:
        """Write all of it."""
        await bulk.insert(connection, observations, self.told)
        await bulk.insert(connection, entries, self.fresh)
        await append.update_rows(connection, self.changed)
        await term_index.delete(connection, self.terms_gone)
        await term_index.insert(connection, self.terms)
        await self.ledgers.write(connection)
        await bulk.insert(connection, names, self.names)
        await save_heads(connection, self.heads)


def _covering(rows: Sequence[NewRow], ledger: Ledger, one: Addition, now: int) -> Iterable[NewRow]:
    """The rows of entries, the last of which tells what is complete with them; a row of its own does where none is."""
    if not one.covered:
        return rows
    before = ledger.covered
    ledger.cover(one.covered)
    if ledger.covered == before:
        return rows
    covered = records.format_intervals(one.covered)
    if not rows:
        return [NewRow(0, records.NOTHING, now, records.COVERAGE, covered)]
    return [*rows[:-1], rows[-1]._replace(covered=covered)]


def _is_news(ledger: Ledger, gap: Gap) -> bool:
    """Note a gap, if that says something new; whether it does."""
    after = Ledger(ledger.covered, ledger.gaps)
    after.note(gap, uncovers=False)
    if after.says_the_same(ledger):
        return False
    ledger.gaps = after.gaps
    return True


def _noted(gap: Gap) -> NewRow:
    return NewRow(0, records.format_gaps([gap], uncovers=False), microseconds(gap.noted_at), records.GAP)
