"""What a search asks of an entry, so plainly that a database and a record at hand are asked alike."""

import dataclasses
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from lightbulb_audit.model import Record
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.terms import terms_of

_TEXT: Final = "text"
_BOTS: Final = ("is", "for", "actor")
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
        """Whether a line of terms holds so."""
        return any(piece in line for piece in self.pieces) is not self.is_negated


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
        """Whether an id lies so."""
        if self.where == "at":
            return (entry_id in self.ids) is not self.is_negated
        lies = entry_id > self.ids[0] if self.where == "above" else entry_id < self.ids[0]
        return lies is not self.is_negated


Test: TypeAlias = TermTest | IdBound


@dataclasses.dataclass(frozen=True, slots=True)
class Predicate:
    """All that a search asks of an entry.

    Attributes:
        holds: What of its line of terms.
        lies: What of its id.
    """

    holds: tuple[TermTest, ...] = ()
    lies: tuple[IdBound, ...] = ()

    def matches(self, record: Record) -> bool:
        """Whether an entry is wanted."""
        return self.fits(int(record.id), self.line_of(record))

    def line_of(self, record: Record) -> str:
        """What `fits` needs of an entry: its terms, which nobody makes where nothing is asked of them."""
        return terms_of(record.raw) if self.holds else " "

    def fits(self, entry_id: int, line: str) -> bool:
        """Whether an entry is wanted, given its id and its line of terms."""
        if not line or not all(one.fits(entry_id) for one in self.lies):
            return False
        return all(one.fits(line) for one in self.holds)


def compile_predicate(query: Query, lore: SearchContext) -> Predicate:
    """A search with what must be known beside it, as tests."""
    tests = [_test(clause, lore) for clause in query.clauses]
    return Predicate(
        tuple(one for one in tests if isinstance(one, TermTest)),
        tuple(one for one in tests if isinstance(one, IdBound)),
    )


def _test(clause: Clause, lore: SearchContext) -> Test:
    row = FILTERS[clause.filter]
    if row.terms is not None:
        pieces = dict.fromkeys(piece for value in clause.values for piece in row.terms(value, lore))
        return TermTest(tuple(pieces), clause.is_negated)
    where: Literal["above", "below", "at"] = _WHERE[clause.filter]
    return IdBound(where, tuple(int(value) for value in clause.values), clause.is_negated)


_WHERE: Final[dict[str, Literal["above", "below", "at"]]] = {"before": "below", "after": "above", "id": "at"}


def text_values(query: Query) -> Sequence[str]:
    """The words for which `SearchContext.named` must be known."""
    return tuple(dict.fromkeys(v for clause in query.clauses if clause.filter == _TEXT for v in clause.values))


def needs_bots(query: Query) -> bool:
    """Whether `SearchContext.bots` must be known."""
    return any(clause.filter in _BOTS for clause in query.clauses)


def people(query: Query) -> Sequence[int]:
    """The ids of whom `SearchContext.people` must tell the names."""
    ids = (int(v) for clause in query.clauses if clause.filter in _PEOPLE for v in clause.values if v.isdigit())
    return tuple(dict.fromkeys(ids))


def permission_slugs(query: Query) -> Sequence[str]:
    """The permissions for which `SearchContext.holders` must be known."""
    return tuple(dict.fromkeys(v for clause in query.clauses if clause.filter in _PERMISSIONS for v in clause.values))
