"""What somebody asks of the log, and where in it they stand."""

import dataclasses
import enum
from typing import Literal, NamedTuple, TypeAlias

Way: TypeAlias = Literal["older", "newer"]

DEFAULT_COUNT = 10
MOST_COUNT = 25
"""As many as a menu has options."""

LARGEST_TYPE = (1 << 31) - 1
"""The largest action type that Discord takes as a filter: an int32 in its OpenAPI file."""


@dataclasses.dataclass(frozen=True, slots=True)
class Clause:
    """One condition.

    Attributes:
        filter: The qualifier of a row of `query.filters.FILTERS`, such as "actor".
        values: What is wanted in the row's own form, such as ids in digits: any of them.
        is_negated: Whether just the other entries are wanted.
        typed: The names that the values were found by; empty where none was typed, or nobody remembers.
    """

    filter: str
    values: tuple[str, ...]
    is_negated: bool = False
    typed: str = dataclasses.field(default="", compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Query:
    """Entries for which every clause holds; every entry without any.

    Attributes:
        clauses: The conditions.
        count: How many on a page, 1 to 25.
        is_folded: Whether many of one actor and one doing in a row are one line; see `describe.bursts`.
    """

    clauses: tuple[Clause, ...] = ()
    count: int = DEFAULT_COUNT
    is_folded: bool = True

    @classmethod
    def where(cls, *, count: int = DEFAULT_COUNT, **values: int | str | None) -> "Query":
        """Return a query of one clause for each filter that is given a value; None and "" ask for nothing."""
        given = ((name, value) for name, value in values.items() if value is not None and value != "")
        return cls(tuple(Clause(name, (str(value),)) for name, value in given), count)

    def with_page_of(self, other: "Query") -> "Query":
        """Return it with pages like those of another: as many entries, folded or not."""
        return dataclasses.replace(self, count=other.count, is_folded=other.is_folded)

    def __bool__(self) -> bool:
        return bool(self.clauses)


@dataclasses.dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two entries, and which way to read on from it.

    Attributes:
        way: "older" reads entries with smaller ids, "newer" those with larger ones.
        id: The entry at which the reading begins; it is not read itself.
    """

    way: Way
    id: int


@dataclasses.dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page of a log is wanted, in the words of Discord's endpoint.

    Attributes:
        limit: How many entries at most; Discord takes 1 to 100.
        before: Entries with smaller ids, newest first.
        after: Entries with larger ids, oldest first; ignored if `before` is given, as Discord does.
        user_id: Who did it.
        action_type: Of which type.
        target_id: What it was done to.
    """

    limit: int = 100
    before: int | None = None
    after: int | None = None
    user_id: int | None = None
    action_type: int | None = None
    target_id: int | None = None

    @property
    def is_upwards(self) -> bool:
        """Whether the page begins at its oldest entry."""
        return self.after is not None and self.before is None


class View(enum.StrEnum):
    """What kind of list it is that entries are read for."""

    RECENT = ""
    SIDES = "h"
    """Somebody's deeds, or what was done to them."""
    SEARCH = "s"
    """What a search found; the message carries the search, see `render.search.query_footer`."""
    LIFE = "l"
    """What happened to one thing; likewise."""

    @property
    def is_searched(self) -> bool:
        """Whether the question is a search, which the message carries."""
        return self in (View.SEARCH, View.LIFE)


class Later(NamedTuple):
    """Which later entries about one thing are wanted.

    Attributes:
        target_id: The thing.
        action_types: Of which types.
        after: Only entries with a larger id.
    """

    target_id: int
    action_types: frozenset[int]
    after: int
