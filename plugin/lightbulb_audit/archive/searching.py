"""Searching entries: the tests of `analyse.search.matching` as SQL.

A test that a line of terms holds something is `instr` (`strpos` on PostgreSQL) on `entries.terms`: the very thing that
Python's `in` does. So that not every entry is looked at, the index of terms gives the candidates for one of the tests,
the one of which fewest are there; where all are common, the entries are walked through in the order that is wanted, as
enough of them will fit.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from lightbulb_audit.analyse.search.matching import Holds, Lies, Wanted
from lightbulb_audit.analyse.search.terms import BREAK
from lightbulb_audit.archive.indexing import LONGEST
from lightbulb_audit.archive.schema import entries, names, terms
from lightbulb_audit.model.observation import Entry
from lightbulb_audit.model.search import Called

COMMON: Final = 20_000
"""Entries: a test that so many pass is none that narrows a search."""

_NAMED_AT_MOST: Final = 5000
_GROUP: Final = 100
_PAST_ALL: Final = "\U0010ffff"
_USER: Final = "user"

_entry: Final = entries.c
_term: Final = terms.c


class place_in(GenericFunction[int]):  # noqa: N801 - a function of SQL
    """Where a text stands in another one; 0 where it does not."""

    type = sa.Integer()
    inherit_cache = True


@compiles(place_in, "sqlite")
def _instr(element: Any, compiler: Any, **options: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(place_in, "postgresql")
def _strpos(element: Any, compiler: Any, **options: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    return f"strpos({compiler.process(element.clauses, **options)})"


class Range(NamedTuple):
    """Terms in the index: one, or all that begin so."""

    term: str
    is_whole: bool


class Source(NamedTuple):
    """Where the candidates come from.

    Attributes:
        ranges: Terms of which each candidate has one; none where the entries themselves are walked through.
        estimate: How many candidates there are, counted no further than `COMMON`.
    """

    ranges: Sequence[Range]
    estimate: int

    @property
    def is_ordered(self) -> bool:
        """Whether the index gives the candidates in the order of their ids."""
        return len(self.ranges) == 1 and self.ranges[0].is_whole


_EVERY: Final = Source((), COMMON)


async def search(
    connection: AsyncConnection, guild_id: int, tests: Wanted, limit: int, *, is_upwards: bool = False
) -> list[Entry]:
    """The entries that pass, newest first; oldest first where `is_upwards`."""
    source = await _source(connection, guild_id, tests)
    found = await connection.execute(statement(guild_id, tests, source, limit, is_upwards=is_upwards))
    return [Entry(*row) for row in found]


async def count(connection: AsyncConnection, guild_id: int, tests: Wanted, at_most: int) -> int:
    """How many entries pass, counted no further than `at_most`."""
    source = await _source(connection, guild_id, tests)
    some = statement(guild_id, tests, source, at_most, is_counted=True).subquery()
    return (await connection.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()


def statement(
    guild_id: int, tests: Wanted, source: Source, limit: int, *, is_upwards: bool = False, is_counted: bool = False
) -> "sa.Select[Any, Any, Any]":
    """The SQL of a search.

    Args:
        guild_id: Whose log.
        tests: What is wanted.
        source: Where the candidates come from.
        limit: How many at most.
        is_upwards: Whether the oldest come first.
        is_counted: Whether they are only counted, in no order.
    """
    ids = _candidates(guild_id, tests, source)
    conditions = [_entry.guild_id == guild_id, _entry.terms != "", *(_holds(one) for one in tests.holds)]
    if ids is None:
        key = _entry.entry_id
        conditions += [_lies(one, key) for one in tests.lies]
        chosen = sa.select(_entry.guild_id, _entry.entry_id, _entry.raw).where(*conditions)
    else:
        key = ids.c.entry_id
        chosen = sa.select(_entry.guild_id, key, _entry.raw).select_from(
            ids.join(entries, _entry.entry_id == ids.c.entry_id)
        )
        chosen = chosen.where(*conditions)
    return (chosen if is_counted else chosen.order_by(key.asc() if is_upwards else key.desc())).limit(limit)


def _candidates(guild_id: int, tests: Wanted, source: Source, *, is_distinct: bool = True) -> sa.Subquery | None:
    if not source.ranges:
        return None
    found = sa.select(_term.entry_id).where(
        _term.guild_id == guild_id,
        _is_in(source.ranges),
        *(_lies(one, _term.entry_id) for one in tests.lies),
    )
    return (found.distinct() if is_distinct and not source.is_ordered else found).subquery("candidates")


def _is_in(ranges: Sequence[Range]) -> sa.ColumnElement[bool]:
    whole = [one.term for one in ranges if one.is_whole]
    begun = [sa.and_(_term.term >= one.term, _term.term < one.term + _PAST_ALL) for one in ranges if not one.is_whole]
    same = [_term.term == whole[0] if len(whole) == 1 else _term.term.in_(whole)] if whole else []
    return _any_of([*same, *begun])


def _holds(test: Holds) -> sa.ColumnElement[bool]:
    any_of = _any_of([place_in(_entry.terms, piece) > 0 for piece in test.pieces])
    return sa.not_(any_of) if test.is_negated else any_of


def _any_of(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    """Whether any holds, in groups: SQLite takes no expression that is 1,000 deep."""
    if len(conditions) <= _GROUP:
        return sa.or_(sa.false(), *conditions)
    groups = [conditions[at : at + _GROUP] for at in range(0, len(conditions), _GROUP)]
    return sa.or_(*(sa.type_coerce(sa.or_(*group).self_group(), sa.Boolean()) for group in groups))


def _lies(test: Lies, column: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    if test.where == "at":
        lies = column.in_(test.ids)
    else:
        lies = column > test.ids[0] if test.where == "above" else column < test.ids[0]
    return sa.not_(lies) if test.is_negated else lies


async def _source(connection: AsyncConnection, guild_id: int, tests: Wanted) -> Source:
    """The test that fewest entries pass, if any narrows the search."""
    best = _EVERY
    for test in tests.holds:
        if test.is_negated:
            continue
        ranges = [range_of(piece) for piece in test.pieces]
        asked = _candidates(guild_id, tests, Source(ranges, 0), is_distinct=False)
        if asked is None:
            continue
        some = sa.select(asked.c.entry_id).limit(best.estimate).subquery()
        estimate = (await connection.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()
        if estimate < best.estimate:
            best = Source(ranges, estimate)
        elif not best.ranges and Source(ranges, 0).is_ordered:
            best = Source(ranges, best.estimate)
        if not best.estimate:
            break
    return best


def range_of(piece: str) -> Range:
    """What the index has for a piece of a line of terms: its longest word, which a fitting entry holds."""
    words = [word for word in piece.split(" ") if word and word != BREAK]
    is_open = not piece.endswith(" ")
    whole = words[:-1] if is_open else words
    longest = max(whole, key=len, default="")
    if is_open and len(words[-1]) > len(longest):
        return Range(words[-1][:LONGEST], is_whole=len(words[-1]) > LONGEST)
    return Range(longest[:LONGEST], is_whole=True)


async def named(connection: AsyncConnection, guild_id: int, text: str) -> list[Called]:
    """All that is or was called so, and how."""
    table = names.c
    asked = sa.select(table.kind, table.thing_id, table.name, table.words).where(
        table.guild_id == guild_id, place_in(table.words, f" {text}") > 0
    )
    rows = await connection.execute(asked.distinct().limit(_NAMED_AT_MOST))
    return [Called(kind, thing_id, name, line.strip()) for kind, thing_id, name, line in rows]


async def bots(connection: AsyncConnection, guild_id: int) -> list[int]:
    """The ids of those who were seen to be bots."""
    asked = sa.select(names.c.thing_id).where(names.c.guild_id == guild_id, names.c.kind == _USER, names.c.bot)
    return list((await connection.execute(asked.distinct())).scalars())
