"""A search made wider or narrower: without one of its conditions, or with one of those alone who are called so."""

import dataclasses
from collections.abc import Iterable, Sequence

from lightbulb_audit.analyse.reversals import undone_among
from lightbulb_audit.model import Page, snowflake
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.predicate import compile_predicate
from lightbulb_audit.query.related import is_of_the_server
from lightbulb_audit.query.remote import endpoint_filters, subjects
from lightbulb_audit.query.terms import terms_of

_BOUNDS = ("after", "before")
_OF_ENDPOINT = {"user_id": "actor", "action_type": "action", "target_id": "target"}


@dataclasses.dataclass(frozen=True, slots=True)
class Relaxation:
    """What a search would find without one of its conditions.

    Attributes:
        clause: The place of the condition in the query; of a span of time, that of its first bound.
        count: How many entries would fit.
        is_all: Whether those are all; else there are so many at least.
    """

    clause: int
    count: int
    is_all: bool


def without(query: Query, place: int) -> Query:
    """Return a query without the condition at a place, and what goes with it: the other bound of a span of time.

    Raises:
        IndexError: If it has none there.
    """
    dropped = query.clauses[place]
    kept = [one for at, one in enumerate(query.clauses) if at != place and not _goes_with(one, dropped)]
    return dataclasses.replace(query, clauses=tuple(kept))


def _goes_with(clause: Clause, dropped: Clause) -> bool:
    """Return whether a condition means nothing without another one: what tells the server from its role everyone, too.

    See `query.related.of_one`.
    """
    return (is_span(dropped) and is_span(clause)) or (dropped.filter == "about" and is_of_the_server(clause))


def narrow(query: Query, place: int, value: str) -> Query:
    """A query with one alone of those whom the condition at a place may mean: a value of it, or the id of a namesake.

    Raises:
        IndexError: If it has no condition there.
        ValueError: If that cannot have the value.
    """
    clause = query.clauses[place]
    if value not in clause.values and not (FILTERS[clause.filter].kinds and snowflake.parse(value)):
        raise ValueError(value)
    return replace(query, place, Clause(clause.filter, (value,), clause.is_negated))


def replace(query: Query, place: int, clause: Clause) -> Query:
    """Return a query with another condition at a place.

    Raises:
        IndexError: If it has none there.
    """
    clauses = list(query.clauses)
    clauses[place] = clause
    return dataclasses.replace(query, clauses=tuple(clauses))


def is_span(clause: Clause) -> bool:
    """Return whether a condition bounds the time."""
    return clause.filter in _BOUNDS


def droppable_clauses(query: Query) -> list[int]:
    """Return the places of the conditions that can be left out so that another one stays; a span of time is one."""
    first = next((at for at, one in enumerate(query.clauses) if is_span(one)), None)
    is_about = bool(subjects(query))
    places = [
        at
        for at, one in enumerate(query.clauses)
        if (not is_span(one) or at == first) and not (is_about and is_of_the_server(one))
    ]
    return [at for at in places if without(query, at)]


def relax_in_pages(query: Query, context: SearchContext, pages: Sequence[Page], *, is_whole: bool) -> list[Relaxation]:
    """Return what the entries at hand tell of a search that found nothing in them.

    Args:
        query: The search.
        context: What must be known beside the entries.
        pages: The entries.
        is_whole: Whether they are all that the log has of the span of time and of what Discord filtered.
    """
    filtered = {_OF_ENDPOINT[name] for name in endpoint_filters(query)}
    counted = _countable(pages)
    found: list[Relaxation] = []
    for place in droppable_clauses(query):
        dropped = query.clauses[place]
        is_all = is_whole and not is_span(dropped) and dropped.filter not in filtered
        found.append(Relaxation(place, _count(without(query, place), context, counted), is_all))
    return [one for one in found if one.count]


def count_in_pages(query: Query, context: SearchContext, pages: Sequence[Page]) -> int:
    """Return how many of the entries at hand fit."""
    return _count(query, context, _countable(pages))


def _countable(pages: Sequence[Page]) -> list[tuple[int, str, bool]]:
    """Return the id, the line and whether a later one undid it, of each entry at hand."""
    records = {record.id: record for page in pages for record in page.records}
    undone = undone_among(records.values())
    return [(int(one.id), terms_of(one.raw), int(one.id) in undone) for one in records.values()]


def _count(query: Query, context: SearchContext, entries: Iterable[tuple[int, str, bool]]) -> int:
    predicate = compile_predicate(query, context)
    return sum(
        predicate.fits(entry_id, line) and predicate.fits_later(line, is_undone=is_undone)
        for entry_id, line, is_undone in entries
    )


def closest(relaxations: Iterable[Relaxation], at_most: int) -> list[Relaxation]:
    """Return those that leave the most of the question standing: what finds fewest is nearest to what was asked."""
    return sorted(relaxations, key=lambda one: one.count)[:at_most]
