"""What a search asks of an entry, so plainly that a database and a record at hand are asked alike."""

import dataclasses
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from lightbulb_audit.model import Record
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.filters import FILTERS, Terms
from lightbulb_audit.query.terms import terms_of

UNDONE: Final = "undone"
"""The value of `is:` that no entry tells of itself: whether a later one undid it."""

_TEXT: Final = "text"
_BOTS: Final = ("is", "for", "actor", "text")
_PEOPLE: Final = ("for", "actor")
_PERMISSIONS: Final = ("permission", "gained", "lost")


@dataclasses.dataclass(frozen=True, slots=True)
class TermTest:
    """Whether any of some pieces is in an entry's line of terms.

    Attributes:
        pieces: Each with a space before it, and behind it where it is a whole term.
        is_negated: Whether none may be.
    """

    pieces: tuple[str, ...]
    is_negated: bool = False

    def fits(self, line: str) -> bool:
        """Return whether a line of terms holds so."""
        for piece in self.pieces:  # faster than `any`, and asked of every entry
            if piece in line:
                return not self.is_negated
        return self.is_negated


@dataclasses.dataclass(frozen=True, slots=True)
class IdBound:
    """Where an entry's id lies.

    Attributes:
        where: Above, below, or just at one of the ids.
        ids: The ids; one for above and below.
        is_negated: Whether it must not.
    """

    where: Literal["above", "below", "at"]
    ids: tuple[int, ...]
    is_negated: bool = False

    def fits(self, entry_id: int) -> bool:
        """Return whether an id lies so."""
        if self.where == "at":
            return (entry_id in self.ids) is not self.is_negated
        lies = entry_id > self.ids[0] if self.where == "above" else entry_id < self.ids[0]
        return lies is not self.is_negated


@dataclasses.dataclass(frozen=True, slots=True)
class UndoneTest:
    """Whether an entry was undone, which only later ones tell, or passes another test.

    Attributes:
        other: What makes it pass besides; None where nothing does.
        is_negated: Whether neither may be.
    """

    other: TermTest | None = None
    is_negated: bool = False

    def fits(self, line: str, *, is_undone: bool) -> bool:
        """Return whether an entry passes, given its line of terms and whether it was undone."""
        is_other = self.other is not None and self.other.fits(line)
        return (is_undone or is_other) is not self.is_negated


Test: TypeAlias = TermTest | IdBound


@dataclasses.dataclass(frozen=True, slots=True)
class Predicate:
    """All that a search asks of an entry.

    Attributes:
        holds: What of its line of terms.
        lies: What of its id.
        undone: What of its later entries: whoever asks the two above has only candidates where this is not empty.
    """

    holds: tuple[TermTest, ...] = ()
    lies: tuple[IdBound, ...] = ()
    undone: tuple[UndoneTest, ...] = ()

    def within(self, bound: IdBound) -> "Predicate":
        """Return the same of entries within one more bound."""
        return dataclasses.replace(self, lies=(*self.lies, bound))

    def holding(self, test: TermTest) -> "Predicate":
        """Return the same of entries whose line of terms passes one more test."""
        return dataclasses.replace(self, holds=(*self.holds, test))

    def matches(self, record: Record) -> bool:
        """Return whether an entry is wanted."""
        return self.fits(int(record.id), self.line_of(record))

    def line_of(self, record: Record) -> str:
        """Return what `fits` needs of an entry: its terms, which nobody makes where nothing is asked of them."""
        return terms_of(record.raw) if self.holds else " "

    def fits(self, entry_id: int, line: str) -> bool:
        """Return whether an entry is wanted, given its id and its line of terms."""
        if not line or (self.lies and not all(one.fits(entry_id) for one in self.lies)):
            return False
        for one in self.holds:  # noqa: SIM110 - faster than `all`, and asked of every entry
            if not one.fits(line):
                return False
        return True

    def fits_later(self, line: str, *, is_undone: bool) -> bool:
        """Return whether a candidate is wanted, given whether it was undone."""
        return all(one.fits(line, is_undone=is_undone) for one in self.undone)


def compile_predicate(query: Query, lore: SearchContext) -> Predicate:
    """Return a search with what must be known beside it, as tests."""
    tests = [test for clause in query.clauses if (test := _test(_candidates(clause), lore)) is not None]
    return Predicate(
        tuple(one for one in tests if isinstance(one, TermTest)),
        tuple(one for one in tests if isinstance(one, IdBound)),
        tuple(_undone_test(clause, lore) for clause in query.clauses if _is_of_undone(clause)),
    )


def _is_of_undone(clause: Clause) -> bool:
    return clause.filter == "is" and UNDONE in clause.values


def asks_undone(query: Query) -> bool:
    """Return whether only later entries tell what fits."""
    return any(map(_is_of_undone, query.clauses))


def _candidates(clause: Clause) -> Clause:
    """Return a condition that every entry fulfils which may fulfil another one, as far as its own line tells."""
    if not (clause.is_negated and _is_of_undone(clause)):
        return clause
    return dataclasses.replace(clause, values=_others(clause))


def _others(clause: Clause) -> tuple[str, ...]:
    return tuple(value for value in clause.values if value != UNDONE)


def _undone_test(clause: Clause, lore: SearchContext) -> UndoneTest:
    others = _others(clause)
    pieces = dict.fromkeys(piece for value in others for piece in _terms(clause.filter)(value, lore))
    return UndoneTest(TermTest(tuple(pieces)) if others else None, clause.is_negated)


def _terms(name: str) -> Terms:
    terms = FILTERS[name].terms
    assert terms is not None, name  # noqa: S101 - asked of filters that have terms
    return terms


def _test(clause: Clause, lore: SearchContext) -> Test | None:
    row = FILTERS[clause.filter]
    if not clause.values:
        return None
    if row.terms is not None:
        pieces = dict.fromkeys(piece for value in clause.values for piece in row.terms(value, lore))
        return TermTest(tuple(pieces), clause.is_negated)
    where: Literal["above", "below", "at"] = _WHERE[clause.filter]
    return IdBound(where, tuple(int(value) for value in clause.values), clause.is_negated)


_WHERE: Final[dict[str, Literal["above", "below", "at"]]] = {"before": "below", "after": "above", "id": "at"}


def text_values(query: Query) -> Sequence[str]:
    """Return the words for which `SearchContext.named` must be known."""
    return tuple(dict.fromkeys(v for clause in query.clauses if clause.filter == _TEXT for v in clause.values))


def needs_bots(query: Query) -> bool:
    """Return whether `SearchContext.bots` must be known."""
    return any(clause.filter in _BOTS for clause in query.clauses)


def people(query: Query) -> Sequence[int]:
    """Return the ids of whom `SearchContext.people` must tell the names."""
    ids = (int(v) for clause in query.clauses if clause.filter in _PEOPLE for v in clause.values if v.isdigit())
    return tuple(dict.fromkeys(ids))


def permission_slugs(query: Query) -> Sequence[str]:
    """Return the permissions for which `SearchContext.holders` must be known."""
    return tuple(dict.fromkeys(v for clause in query.clauses if clause.filter in _PERMISSIONS for v in clause.values))
