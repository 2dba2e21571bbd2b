"""Searching entries: the tests of `query.predicate` as SQL.

A test that a line of terms holds something is `instr` (`strpos` on PostgreSQL) on `entries.terms`: the very thing that
Python's `in` does; or a column is asked, for the terms that columns tell. So that not every entry is looked at, an
index gives the candidates, as `candidates` chooses; where all are common, the entries are walked through in the order
that is wanted, as enough of them will fit.
"""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import candidates
from lightbulb_audit.archive.candidates import CandidateSource, TermIndex, indexed_term, lies, phrase_terms, term_of
from lightbulb_audit.archive.place_in import place_in
from lightbulb_audit.archive.projections.term_columns import column_is, column_term, holds_any
from lightbulb_audit.archive.schema import entries, names
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.model.progress import USERNAME
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.predicate import Predicate, TermTest

_NAMED_AT_MOST: Final = 5000
_GROUP: Final = 100
_USER: Final = "user"

_entry: Final = entries.c

Columns: TypeAlias = Sequence[sa.ColumnElement[Any]]
Conditions: TypeAlias = Sequence[sa.ColumnElement[bool]]


_STORED: Final = (_entry.guild_id, _entry.entry_id, _entry.raw, _entry.imported)


async def search(
    connection: AsyncConnection, guild_id: int, tests: Predicate, limit: int, *, is_upwards: bool = False
) -> list[StoredEntry]:
    """Return the entries that pass, newest first; oldest first where `is_upwards`."""
    return [StoredEntry(*row) for row in await select(connection, guild_id, tests, limit, is_upwards=is_upwards)]


async def select(
    connection: AsyncConnection,
    guild_id: int,
    tests: Predicate,
    limit: int,
    *,
    is_upwards: bool = False,
    columns: Columns = _STORED,
    where: Conditions = (),
) -> Sequence[Sequence[Any]]:
    """Return some columns of the same entries, as far as they fulfil some more conditions; see `statement`."""
    index = await TermIndex.of(connection, guild_id, tests)
    source = await candidates.choose(connection, index, tests)
    wanted = statement(index, tests, source, limit, is_upwards=is_upwards, columns=columns, where=where)
    return (await connection.execute(wanted)).all()


async def count(connection: AsyncConnection, guild_id: int, tests: Predicate, at_most: int) -> int:
    """Return how many entries pass, counted no further than `at_most`."""
    index = await TermIndex.of(connection, guild_id, tests)
    source = await candidates.choose(connection, index, tests)
    some = statement(index, tests, source, at_most, is_counted=True).subquery()
    return (await connection.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()


def statement(
    index: TermIndex,
    tests: Predicate,
    source: CandidateSource,
    limit: int,
    *,
    is_upwards: bool = False,
    is_counted: bool = False,
    columns: Columns = _STORED,
    where: Conditions = (),
) -> "sa.Select[Any, Any, Any, Any]":
    """Return the SQL of a search.

    Args:
        index: The index of whose log.
        tests: What is wanted.
        source: Where the candidates come from.
        limit: How many at most.
        is_upwards: Whether the oldest come first.
        is_counted: Whether they are only counted, in no order.
        columns: What is wanted of each, out of the table of entries.
        where: What must be true of each besides, where they are not counted.
    """
    key = _entry.entry_id
    chosen: Any = sa.select(*columns).where(_entry.guild_id == index.guild_id, *where)
    others = [one for one in tests.holds if not _is_decided(one, source)]
    chosen = chosen.where(*_conditions(others), *([] if source.has_entries_only else [_entry.terms != ""]))
    is_all = not others and not where and source.is_ordered and source.has_entries_only
    if not source.ranges or (source.column and not is_all and not any(map(indexed_term, tests.holds))):
        walked = [column_is(entries, [source.column])] if source.column else []
        chosen = chosen.where(*walked, *(lies(one, key) for one in tests.lies))
    elif source.is_ordered:
        ids: Any = _candidates(index, tests, source)
        if is_all:
            # The index tells all: no entry is read but those that are shown, whatever a planner thinks of that.
            if is_counted:
                return ids.limit(limit)
            ids = _in_order(ids, ids.selected_columns[0], is_upwards=is_upwards).limit(limit)
        found = ids.subquery("candidates")
        key = found.c.entry_id
        chosen = chosen.select_from(found.join(entries, _entry.entry_id == key))
    elif index.is_sqlite:
        # It sorts these ids by themselves, and reads only the entries that are shown.
        chosen = chosen.where(key.in_(_candidates(index, tests, source)))
    else:
        chosen, key = _one_by_one(chosen, _candidates(index, tests, source), is_upwards=is_upwards)
    return (chosen if is_counted else _in_order(chosen, key, is_upwards=is_upwards)).limit(limit)


def _in_order(chosen: Any, key: sa.ColumnElement[int], *, is_upwards: bool) -> Any:
    return chosen.order_by(key.asc() if is_upwards else key.desc())


def _one_by_one(chosen: Any, ids: candidates.Ids, *, is_upwards: bool) -> tuple[Any, sa.ColumnElement[int]]:
    """Return how PostgreSQL sorts some ids too, and reads just the entries that are shown.

    By itself it may rather walk through all entries, since how many ids there are it can but guess. OFFSET keeps it
    from taking the two parts together.
    """
    found = ids.subquery("found")
    candidate = _in_order(sa.select(found.c.entry_id).distinct(), found.c.entry_id, is_upwards=is_upwards)
    candidate = candidate.subquery("candidates")
    rows = chosen.where(_entry.entry_id == candidate.c.entry_id).offset(0).lateral("rows")
    return sa.select(*rows.c).select_from(candidate.join(rows, sa.true())), candidate.c.entry_id


def _candidates(index: TermIndex, tests: Predicate, source: CandidateSource) -> candidates.Ids:
    """Return the ids out of the indexes; what a whole term can tell of them, the index tells too."""
    waiting = [one for one in tests.holds if indexed_term(one) and not _is_told(one, source)]
    # Of a phrase the line tells, which takes longer to read than that the index lacks one of its words.
    words = {term for one in tests.holds for term in phrase_terms(one)} - {one.term for one in source.ranges}
    return candidates.union([
        ids.where(
            *(lies(one, table.c.entry_id) for one in tests.lies),
            *(index.holds(one, table) for one in waiting),
            *(index.has(term, table) for term in sorted(words)),
        )
        for table, ids in index.members(source.ranges)
    ])  # fmt: skip


def _is_told(test: TermTest, source: CandidateSource) -> bool:
    """Return whether every candidate has the one term that a test asks for."""
    return source.is_ordered and not test.is_negated and term_of(test) == source.ranges[0]


def _is_decided(test: TermTest, source: CandidateSource) -> bool:
    """Return whether the candidates are just those that pass a test, as far as they are entries."""
    if _is_told(test, source):
        return source.column is None or source.column.is_exact
    return bool(source.ranges) and indexed_term(test) is not None


def _conditions(holds: Sequence[TermTest]) -> Sequence[sa.ColumnElement[bool]]:
    """That tests of a line hold, said so that no database takes them for more telling than they are.

    PostgreSQL takes each for something that few entries pass, and many together for something that none does; then it
    would rather read the whole table than walk along an index until enough are found.
    """
    if not holds:
        return ()
    return (sa.case((sa.and_(*map(_holds, holds)), sa.true()), else_=sa.false()),)


def _holds(test: TermTest) -> sa.ColumnElement[bool]:
    told = {piece: found for piece in test.pieces if (found := column_term(_whole_term(piece)))}
    held = [place_in(_entry.terms, piece) > 0 for piece in test.pieces if piece not in told]
    any_of = _any_of([*holds_any([*told.values()]), *held])
    return sa.not_(any_of) if test.is_negated else any_of


def _whole_term(piece: str) -> str:
    """Return the term that a piece is, if it is just one and whole; else nothing."""
    return piece[1:-1] if len(piece) > 1 and piece[0] == piece[-1] == " " else ""


def _any_of(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    """Return whether any holds, in groups: SQLite takes no expression that is 1,000 deep."""
    if len(conditions) <= _GROUP:
        return sa.or_(sa.false(), *conditions)
    groups = [conditions[at : at + _GROUP] for at in range(0, len(conditions), _GROUP)]
    return sa.or_(*(sa.type_coerce(sa.or_(*group).self_group(), sa.Boolean()) for group in groups))


async def find_names(connection: AsyncConnection, guild_id: int, text: str) -> list[NamedThing]:
    """Return all that is or was called so, and how."""
    table = names.c
    asked = sa.select(table.kind, table.thing_id, table.name, table.words).where(
        table.guild_id == guild_id, place_in(table.words, f" {text}") > 0
    )
    rows = await connection.execute(asked.distinct().limit(_NAMED_AT_MOST))
    # Who is known by a username is a user.
    return [
        NamedThing(_USER if kind == USERNAME else kind, thing_id, name, line.strip())
        for kind, thing_id, name, line in rows
    ]


async def bots(connection: AsyncConnection, guild_id: int) -> list[int]:
    """Return the ids of those who were seen to be bots."""
    asked = sa.select(names.c.thing_id).where(names.c.guild_id == guild_id, names.c.kind == _USER, names.c.bot)
    return list((await connection.execute(asked.distinct())).scalars())
