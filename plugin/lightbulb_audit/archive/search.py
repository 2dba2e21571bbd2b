"""Searching entries: the tests of `query.predicate` as SQL.

A test that a line of terms holds something is `instr` (`strpos` on PostgreSQL) on `entries.terms`: the very thing that
Python's `in` does; or a column is asked, for the terms that columns tell. So that not every entry is looked at, the
index of terms, or that of a column, gives the candidates for one of the tests, the one of which fewest are there; where
all are common, the entries are walked through in the order that is wanted, as enough of them will fit.
"""

import itertools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.place_in import place_in
from lightbulb_audit.archive.projections.term_columns import COLUMNS, ColumnTerm, column_is, column_term, holds_any
from lightbulb_audit.archive.projections.term_index import LONGEST
from lightbulb_audit.archive.schema import entries, names, terms
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.model.progress import USERNAME
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.predicate import IdBound, Predicate, TermTest
from lightbulb_audit.query.terms import BREAK, FILLERS

COMMON: Final = 20_000
"""Entries: a test that so many pass is none that narrows a search."""

_NAMED_AT_MOST: Final = 5000
_GROUP: Final = 100
_COUNTED_AT_ONCE: Final = 50
_PAST_ALL: Final = "\U0010ffff"
_USER: Final = "user"

_entry: Final = entries.c
_term: Final = terms.c
_BY_COLUMN: Final = {name: entries.alias(f"by_{name}") for name in COLUMNS}
"""The table once more for each column that tells a term, so that its index can be asked by itself."""


class Range(NamedTuple):
    """Terms in the index: one, or all that begin so."""

    term: str
    is_whole: bool


class CandidateSource(NamedTuple):
    """Where the candidates come from.

    Attributes:
        ranges: Terms of which each candidate has one, in the index or told by a column; none where the entries
            themselves are walked through.
        estimate: How many candidates there are, counted no further than `COMMON` for each part.
    """

    ranges: Sequence[Range]
    estimate: int

    @property
    def is_ordered(self) -> bool:
        """Whether the index gives the candidates in the order of their ids."""
        return len(self.ranges) == 1 and self.ranges[0].is_whole

    @property
    def column(self) -> ColumnTerm | None:
        """The column that gives them in this order, if it is one."""
        return column_term(self.ranges[0].term) if self.is_ordered else None

    @property
    def has_entries_only(self) -> bool:
        """Whether each candidate is an entry: what has terms or a type is, of a row with another column is not sure."""
        if self.column is not None:
            return self.column.is_type
        return bool(self.ranges) and not any(one.is_whole and column_term(one.term) for one in self.ranges)


_EVERY: Final = CandidateSource((), COMMON)


async def search(
    connection: AsyncConnection, guild_id: int, tests: Predicate, limit: int, *, is_upwards: bool = False
) -> list[StoredEntry]:
    """Return the entries that pass, newest first; oldest first where `is_upwards`."""
    source = await find_source(connection, guild_id, tests)
    found = await connection.execute(statement(guild_id, tests, source, limit, is_upwards=is_upwards))
    return [StoredEntry(*row) for row in found]


async def count(connection: AsyncConnection, guild_id: int, tests: Predicate, at_most: int) -> int:
    """Return how many entries pass, counted no further than `at_most`."""
    source = await find_source(connection, guild_id, tests)
    some = statement(guild_id, tests, source, at_most, is_counted=True).subquery()
    return (await connection.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()


def statement(
    guild_id: int,
    tests: Predicate,
    source: CandidateSource,
    limit: int,
    *,
    is_upwards: bool = False,
    is_counted: bool = False,
) -> "sa.Select[Any, Any, Any, Any]":
    """Return the SQL of a search.

    Args:
        guild_id: Whose log.
        tests: What is wanted.
        source: Where the candidates come from.
        limit: How many at most.
        is_upwards: Whether the oldest come first.
        is_counted: Whether they are only counted, in no order.
    """
    key = _entry.entry_id
    chosen = sa.select(_entry.guild_id, key, _entry.raw, _entry.imported).where(_entry.guild_id == guild_id)
    others = [one for one in tests.holds if not _is_decided(one, source)]
    chosen = chosen.where(*_conditions(others), *([] if source.has_entries_only else [_entry.terms != ""]))
    is_all = not others and source.is_ordered and source.has_entries_only
    if not source.ranges or (source.column and not is_all and not any(map(_indexed_term, tests.holds))):
        walked = [column_is(entries, [source.column])] if source.column else []
        chosen = chosen.where(*walked, *(_lies(one, key) for one in tests.lies))
    elif source.is_ordered:
        ids: Any = _candidates(guild_id, tests, source)
        if is_all:
            # The index tells all: no entry is read but those that are shown, whatever a planner thinks of that.
            if is_counted:
                return ids.limit(limit)
            ids = _in_order(ids, ids.selected_columns[0], is_upwards=is_upwards).limit(limit)
        found = ids.subquery("candidates")
        key = found.c.entry_id
        chosen = chosen.select_from(found.join(entries, _entry.entry_id == key))
    else:
        # SQLite sorts these ids by themselves, and reads only the entries that are shown.
        chosen = chosen.where(key.in_(_candidates(guild_id, tests, source)))
    return (chosen if is_counted else _in_order(chosen, key, is_upwards=is_upwards)).limit(limit)


def _in_order(chosen: Any, key: sa.ColumnElement[int], *, is_upwards: bool) -> Any:
    return chosen.order_by(key.asc() if is_upwards else key.desc())


def _candidates(guild_id: int, tests: Predicate, source: CandidateSource) -> "_Ids":
    """Return the ids out of the indexes; what a whole term can tell of them, the index tells too."""
    return _union([
        ids.where(*_index_tests(table, tests, source)) for table, ids in _members(guild_id, source.ranges)
    ])  # fmt: skip


def _members(guild_id: int, ranges: Sequence[Range]) -> list[tuple[sa.FromClause, "sa.Select[int]"]]:
    """Return the ids that have a term: of each table that tells it, and of each column by itself."""
    told = [one for one in (column_term(some.term) for some in ranges if some.is_whole) if one is not None]
    indexed = [one for one in ranges if not (one.is_whole and column_term(one.term))]
    found: list[tuple[sa.FromClause, sa.ColumnElement[bool]]] = [(terms, _membership(indexed))] if indexed else []
    for name in dict.fromkeys(one.column for one in told):
        table = _BY_COLUMN[name]
        found.append((table, column_is(table, [one for one in told if one.column == name])))
    return [
        (table, sa.select(table.c.entry_id).where(table.c.guild_id == guild_id, is_member))
        for table, is_member in found
    ]


def _union(parts: Sequence["sa.Select[int]"]) -> "_Ids":
    return parts[0] if len(parts) == 1 else sa.union_all(*parts)


def _index_tests(table: sa.FromClause, tests: Predicate, source: CandidateSource) -> list[sa.ColumnElement[bool]]:
    """Return what a row's id must pass: the bounds, and the tests that the index of terms decides by itself."""
    waiting = [one for one in tests.holds if _indexed_term(one) and not _is_told(one, source)]
    return [*(_lies(one, table.c.entry_id) for one in tests.lies), *(_is_indexed(one, table) for one in waiting)]


def _is_told(test: TermTest, source: CandidateSource) -> bool:
    """Return whether every candidate has the one term that a test asks for."""
    return source.is_ordered and not test.is_negated and _term_of(test) == source.ranges[0]


def _is_decided(test: TermTest, source: CandidateSource) -> bool:
    """Return whether the candidates are just those that pass a test, as far as they are entries."""
    if _is_told(test, source):
        return source.column is None or source.column.is_exact
    return bool(source.ranges) and _indexed_term(test) is not None


def _membership(ranges: Sequence[Range]) -> sa.ColumnElement[bool]:
    whole = [one.term for one in ranges if one.is_whole]
    begun = [sa.and_(_term.term >= one.term, _term.term < one.term + _PAST_ALL) for one in ranges if not one.is_whole]
    same = [_term.term == whole[0] if len(whole) == 1 else _term.term.in_(whole)] if whole else []
    return _any_of([*same, *begun])


def _term_of(test: TermTest) -> Range | None:
    """Return the term that a test comes to, if it is just one and whole."""
    if len(test.pieces) != 1:
        return None
    (piece,) = test.pieces
    ranges = id_ranges(piece)
    return ranges[0] if len(ranges) == 1 and piece == f" {ranges[0].term} " else None


def _indexed_term(test: TermTest) -> Range | None:
    """Return the same where the index of terms has it, and no column."""
    found = _term_of(test)
    return None if found is None or column_term(found.term) else found


def _is_indexed(test: TermTest, table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return whether the index has an entry under another term too."""
    other = terms.alias()
    found = sa.exists().where(
        other.c.guild_id == table.c.guild_id,
        other.c.term == id_ranges(test.pieces[0])[0].term,
        other.c.entry_id == table.c.entry_id,
    )
    return ~found if test.is_negated else found


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


def _lies(test: IdBound, column: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    if test.where == "at":
        lies = column.in_(test.ids)
    else:
        lies = column > test.ids[0] if test.where == "above" else column < test.ids[0]
    return sa.not_(lies) if test.is_negated else lies


async def find_source(connection: AsyncConnection, guild_id: int, tests: Predicate) -> CandidateSource:
    """Return the test that fewest entries pass, if any narrows the search."""
    telling = [one for one in tests.holds if not one.is_negated and one.pieces and all(map(id_ranges, one.pieces))]
    if len(telling) == 1 and (only := _term_of(telling[0])) is not None:
        return CandidateSource((only,), 0)
    parts = [_parts(one) for one in telling]
    sizes = await _sizes(connection, guild_id, tests, {one for some in parts for part in some for one in part})
    sources = [_narrowest(some, sizes) for some in parts]
    best = min(sources, key=lambda one: one.estimate, default=_EVERY)
    if best.estimate >= COMMON:
        return next((one for one in sources if one.is_ordered), _EVERY)
    return best


_Together: TypeAlias = tuple[Range, ...]
"""Terms that are asked for at once."""

_Ids: TypeAlias = "sa.Select[int] | sa.CompoundSelect[int]"


def _parts(test: TermTest) -> list[list[_Together]]:
    """Return what candidates must be among: for each part, some ways to get at them."""
    ranges = [id_ranges(piece) for piece in test.pieces]
    whole = tuple(some[0] for some in ranges if len(some) == 1 and some[0].is_whole)
    others = [[(one,) for one in some] for some in ranges if len(some) > 1 or not some[0].is_whole]
    return [[whole], *others] if whole else others


def _narrowest(parts: Sequence[Sequence[_Together]], sizes: Mapping[_Together, int]) -> CandidateSource:
    """Return the best way for each part, all of them together."""
    # Of ways that are as good, one whose candidates are in order.
    best = [min(ways, key=lambda one: (sizes[one], not one[0].is_whole)) for ways in parts]
    return CandidateSource([one for some in best for one in some], sum(sizes[one] for one in best))


async def _sizes(
    connection: AsyncConnection, guild_id: int, tests: Predicate, wanted: AbstractSet[_Together]
) -> dict[_Together, int]:
    """Return how many candidates there are, counted no further than `COMMON`."""
    found: dict[_Together, int] = {}
    waiting = iter(wanted)
    while some := list(itertools.islice(waiting, _COUNTED_AT_ONCE)):
        asked = [
            _union(
                [
                    ids.where(*(_lies(lies, table.c.entry_id) for lies in tests.lies))
                    for table, ids in _members(guild_id, one)
                ]
            )
            .limit(COMMON)
            .subquery()
            for one in some
        ]
        counts = sa.select(*(sa.select(sa.func.count()).select_from(one).scalar_subquery() for one in asked))
        found |= dict(zip(some, (await connection.execute(counts)).one(), strict=True))
    return found


def id_ranges(piece: str) -> list[Range]:
    """Return what the index has for a piece of a line of terms: its words, each of which a fitting entry holds.

    None where each of them is one that any text may have. Of a word that is just begun, such a one may be the whole.
    """
    words = [word for word in piece.split(" ") if word and word != BREAK]
    begun = None if piece.endswith(" ") else words.pop()
    found = [Range(word[:LONGEST], is_whole=True) for word in words if word not in FILLERS]
    if begun is None or any(word.startswith(begun) for word in FILLERS):
        return found
    return [*found, Range(begun[:LONGEST], is_whole=len(begun) > LONGEST)]


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
