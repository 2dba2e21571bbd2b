"""What a query asks of a log, and what of that Discord can filter by itself."""

from collections.abc import Callable, Iterable
from typing import Final, TypedDict

from lightbulb_audit.catalog.actions import BY_SLUG, ROWS
from lightbulb_audit.catalog.doings import BY_DOING
from lightbulb_audit.catalog.kinds import ACTORS, Kind
from lightbulb_audit.model.query import LARGEST_TYPE, Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.predicate import Predicate, asks_undone, compile_predicate

NO_LORE: Final = SearchContext()


class EndpointFilters(TypedDict, total=False):
    """The filters of Discord's endpoint, by its own names."""

    user_id: int
    action_type: int
    target_id: int


def predicate_of(query: Query, lore: SearchContext = NO_LORE) -> Predicate:
    """Return what a query asks of an entry, its bounds in time aside: whoever walks through a log keeps to those."""
    return compile_predicate(Query(tuple(one for one in query.clauses if not _is_bound(one))), lore)


def endpoint_filters(query: Query) -> EndpointFilters:
    """Return what to ask Discord for. `target_id` is reported not to combine with the other two, so it goes alone.

    What undid an entry may be of another type, and by somebody else.
    """
    asked = EndpointFilters()
    user_id, action_type, target_id = _only(query, "actor", _user), _type(query), _only(query, "target", int)
    if asks_undone(query):
        user_id = action_type = None
    if user_id is not None:
        asked["user_id"] = user_id
    if action_type is not None:
        asked["action_type"] = action_type
    if target_id is not None and not asked:
        asked["target_id"] = target_id
    return asked


def is_filtered_by_endpoint(query: Query) -> bool:
    """Return whether Discord can filter all of it, so that nothing that it sends is thrown away."""
    asked = [one for one in query.clauses if not _is_bound(one)]
    is_by_type = not any(value in BY_DOING for one in asked if one.filter == "action" for value in one.values)
    return is_by_type and len(asked) == len(endpoint_filters(query))


def leaves_gaps(query: Query) -> bool:
    """Return whether what is read for a query may lack what else happened to the same things."""
    return bool(endpoint_filters(query).keys() & {"user_id", "action_type"})


def bounds(query: Query) -> tuple[int | None, int | None]:
    """Return the id above which all wanted entries are, and the one below which they are; None where there is none."""
    above = [int(one.values[0]) for one in query.clauses if _is_bound(one, "after")]
    below = [int(one.values[0]) for one in query.clauses if _is_bound(one, "before")]
    return max(above, default=None), min(below, default=None)


def single_subject(query: Query) -> str | None:
    """The id, or the invite's code, of the one thing that a query is about; None where it is about more, or less."""
    about = [one for one in query.clauses if one.filter == "about" and not one.is_negated]
    return about[0].values[0] if len(about) == 1 and len(about[0].values) == 1 else None


def subjects(query: Query) -> tuple[str, ...]:
    """Return the ids of all the things that a query is about."""
    return tuple(value for one in query.clauses if one.filter == "about" for value in one.values)


def named_ids(query: Query) -> list[tuple[Kind, int]]:
    """List whom and what a query names by id, as each kind that may be meant."""
    return [
        (kind, int(value))
        for clause in query.clauses
        for value in clause.values
        for kind in FILTERS[clause.filter].kinds
        if value.isascii() and value.isdigit()
    ]


def single_id(query: Query) -> int | None:
    """The one id that a query asks for, of whomever or whatever it was done to; None where it is none or several."""
    asked = [one for one in query.clauses if FILTERS[one.filter].kinds and one.filter not in ("actor", "for")]
    values = [value for one in asked if not one.is_negated for value in one.values]
    return int(values[0]) if len(values) == 1 and values[0].isdigit() else None


def _is_bound(clause: Clause, *names: str) -> bool:
    """Return whether a clause says from where to where to read."""
    return clause.filter in (names or ("after", "before")) and not clause.is_negated


def _user(value: str) -> int | None:
    """Somebody's id. What AutoMod does may have a member as its user, so its account finds nothing at Discord."""
    return None if int(value) in ACTORS else int(value)


def _type(query: Query) -> int | None:
    """Return the one type of which all is that the action filter asks for; None where there are several."""
    asked = [one for one in query.clauses if one.filter == "action" and not one.is_negated]
    if len(asked) != 1:
        return None
    types = {frozenset(types_of(value)) for value in asked[0].values}
    (some, *others) = types
    return next(iter(some)) if not others and len(some) == 1 else None


def types_of(value: str) -> Iterable[int]:
    """Return the types of entries of which all is that a value of the action filter means, or may be."""
    if value in BY_DOING:
        return BY_DOING[value].types
    if value in BY_SLUG:
        return (BY_SLUG[value].type,)
    if value.isdigit():
        return (int(value),) if int(value) <= LARGEST_TYPE else ()
    return [row.type for row in ROWS if row.category == value]


def _only(query: Query, name: str, read: Callable[[str], int | None]) -> int | None:
    """Return the one value that a filter asks for, where it asks for one."""
    asked = [one for one in query.clauses if one.filter == name and not one.is_negated]
    if len(asked) != 1 or len(asked[0].values) != 1:
        return None
    return read(asked[0].values[0])


def asked_ids(query: Query) -> frozenset[int]:
    """Return the ids that a question names, of whatever they are."""
    values = [value for clause in query.clauses if FILTERS[clause.filter].kinds for value in clause.values]
    return frozenset(int(value) for value in values if value.isdigit())
