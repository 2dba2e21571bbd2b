"""Where the candidates of a search come from, so that not every entry is looked at.

The index of terms, or that of a column, gives those of one of the tests, the one of which fewest are there; and where
a search has bounds, the entries within them may be fewer still.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.number_in import number_in
from lightbulb_audit.archive.projections import term_numbers
from lightbulb_audit.archive.projections.term_columns import COLUMNS, ColumnTerm, column_is, column_term
from lightbulb_audit.archive.projections.term_index import LONGEST
from lightbulb_audit.archive.schema import entries, postings, vocabulary
from lightbulb_audit.query.predicate import IdBound, Predicate, TermTest
from lightbulb_audit.query.terms import BREAK, FILLERS

COMMON: Final = 20_000
"""Entries: a test that so many pass is none that narrows a search."""

_COUNTED_AT_ONCE: Final = 50
_PAST_ALL: Final = "\U0010ffff"
_NOWHERE: Final = -1
"""The number of a term that no entry holds: no posting has it."""

_entry: Final = entries.c
_BY_COLUMN: Final = {name: entries.alias(f"by_{name}") for name in COLUMNS}
"""The table once more for each column that tells a term, so that its index can be asked by itself."""

Ids: TypeAlias = "sa.Select[int] | sa.CompoundSelect[int]"


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


class TermIndex(NamedTuple):
    """The index as a search asks it.

    Attributes:
        guild_id: Whose.
        numbers: Those of the whole terms that it asks for, as far as any entry holds them.
        is_sqlite: Whether SQLite is asked, or PostgreSQL.
    """

    guild_id: int
    numbers: Mapping[str, int]
    is_sqlite: bool

    @classmethod
    async def of(cls, connection: AsyncConnection, guild_id: int, tests: Predicate) -> "TermIndex":
        """Look up the numbers of all terms that the tests ask for."""
        ranges = [one for test in tests.holds for piece in test.pieces for one in id_ranges(piece)]
        whole = {(guild_id, one.term) for one in ranges if one.is_whole and column_term(one.term) is None}
        found = await term_numbers.find(connection, whole)
        numbers = {term: number for (_, term), number in found.items()}
        return cls(guild_id, numbers, connection.dialect.name == "sqlite")

    def members(
        self, ranges: Sequence[Range], at_most: int | None = None
    ) -> "list[tuple[sa.FromClause, sa.Select[int]]]":
        """Return the ids that have a term: of each table that tells it, and of each column by itself.

        Args:
            ranges: The terms.
            at_most: How many terms that begin so are enough.
        """
        found: list[tuple[sa.FromClause, sa.Select[int]]] = [
            (postings, sa.select(postings.c.entry_id).where(one)) for one in self._memberships(ranges, at_most)
        ]
        told = [one for one in (column_term(some.term) for some in ranges if some.is_whole) if one is not None]
        for name in dict.fromkeys(one.column for one in told):
            table = _BY_COLUMN[name]
            is_member = column_is(table, [one for one in told if one.column == name])
            found.append((table, sa.select(table.c.entry_id).where(table.c.guild_id == self.guild_id, is_member)))
        return found

    def _memberships(self, ranges: Sequence[Range], at_most: int | None) -> Iterable[sa.ColumnElement[bool]]:
        whole = [self._number(one.term) for one in ranges if one.is_whole and column_term(one.term) is None]
        if whole:
            yield postings.c.number == whole[0] if len(whole) == 1 else postings.c.number.in_(whole)
        for one in ranges:
            if not one.is_whole:
                yield number_in(postings.c.number, self._begun(one.term).limit(at_most).scalar_subquery())

    def _begun(self, start: str) -> "sa.Select[int]":
        table = vocabulary.c
        is_begun = sa.and_(table.term >= start, table.term < start + _PAST_ALL)
        return sa.select(table.number).where(table.guild_id == self.guild_id, is_begun)

    def holds(self, test: TermTest, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """Return whether the index has an entry under another term too, that of a test that asks for just one."""
        found = self.has(id_ranges(test.pieces[0])[0].term, table)
        return ~found if test.is_negated else found

    def has(self, term: str, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """Return whether the index has an entry under another term too."""
        other = postings.alias()
        return sa.exists().where(other.c.number == self._number(term), other.c.entry_id == table.c.entry_id)

    def _number(self, term: str) -> int:
        return self.numbers.get(term, _NOWHERE)


def union(parts: "Sequence[sa.Select[int]]") -> Ids:
    """Return all ids of some selections."""
    return parts[0] if len(parts) == 1 else sa.union_all(*parts)


def lies(test: IdBound, column: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Return whether an id is where a test wants it."""
    if test.where == "at":
        found = column.in_(test.ids)
    else:
        found = column > test.ids[0] if test.where == "above" else column < test.ids[0]
    return sa.not_(found) if test.is_negated else found


def term_of(test: TermTest) -> Range | None:
    """Return the term that a test comes to, if it is just one and whole."""
    if len(test.pieces) != 1:
        return None
    (piece,) = test.pieces
    ranges = id_ranges(piece)
    return ranges[0] if len(ranges) == 1 and piece == f" {ranges[0].term} " else None


def indexed_term(test: TermTest) -> Range | None:
    """Return the same where the index of terms has it, and no column."""
    found = term_of(test)
    return None if found is None or column_term(found.term) else found


def phrase_terms(test: TermTest) -> Sequence[str]:
    """Return the terms that the index has of every entry that passes a test for a phrase; none of another test."""
    if test.is_negated or len(test.pieces) != 1 or term_of(test) is not None:
        return ()
    whole = (one.term for one in id_ranges(test.pieces[0]) if one.is_whole)
    return tuple(dict.fromkeys(term for term in whole if column_term(term) is None))


async def choose(connection: AsyncConnection, index: TermIndex, tests: Predicate) -> CandidateSource:
    """Return the test that fewest entries pass, if any narrows the search."""
    telling = [one for one in tests.holds if not one.is_negated and one.pieces and all(map(id_ranges, one.pieces))]
    if len(telling) == 1 and (only := term_of(telling[0])) is not None:
        return CandidateSource((only,), 0)
    parts = [_parts(one) for one in telling]
    wanted = {one for some in parts for part in some for one in part}
    sizes = await _sizes(connection, index, tests, [*wanted, *_span(tests)])
    sources = [_narrowest(some, sizes) for some in parts]
    walked = CandidateSource((), sizes.get(_WALKED, COMMON))
    best = min((*sources, walked), key=lambda one: one.estimate)
    if best.estimate >= COMMON:
        return next((one for one in sources if one.is_ordered), _EVERY)
    return best


_Together: TypeAlias = tuple[Range, ...]
"""Terms that are asked for at once; none where the entries within the bounds are walked through."""

_WALKED: Final[_Together] = ()


def _span(tests: Predicate) -> Sequence[_Together]:
    """Return what to count besides: the entries within bounds, but where a search just goes on below another page."""
    is_bounded = any(one.where != "below" and not one.is_negated for one in tests.lies)
    return (_WALKED,) if is_bounded and tests.holds else ()


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
    connection: AsyncConnection, index: TermIndex, tests: Predicate, wanted: Iterable[_Together]
) -> dict[_Together, int]:
    """Return how many candidates there are, counted no further than `COMMON`."""
    found: dict[_Together, int] = {}
    waiting = iter(wanted)
    while some := list(itertools.islice(waiting, _COUNTED_AT_ONCE)):
        asked = [_counted(index, tests, one).limit(COMMON).subquery() for one in some]
        counts = sa.select(*(sa.select(sa.func.count()).select_from(one).scalar_subquery() for one in asked))
        found |= dict(zip(some, (await connection.execute(counts)).one(), strict=True))
    return found


def _counted(index: TermIndex, tests: Predicate, ranges: _Together) -> Any:
    members = index.members(ranges, COMMON) or [
        (entries, sa.select(_entry.entry_id).where(_entry.guild_id == index.guild_id))
    ]
    return union([ids.where(*(lies(one, table.c.entry_id) for one in tests.lies)) for table, ids in members])


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
