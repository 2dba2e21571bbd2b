"""What somebody asks of the log, and where in it they stand."""

import dataclasses
from typing import Literal, NamedTuple, TypeAlias

from lightbulb_audit.model.search import NO_SEARCH, Search

Way: TypeAlias = Literal["older", "newer"]

DEFAULT_COUNT = 10
MOST_COUNT = 25
"""As many as a menu has options."""

LARGEST_TYPE = (1 << 31) - 1
"""The largest action type that Discord takes as a filter: an int32 in its OpenAPI file."""


@dataclasses.dataclass(frozen=True, slots=True)
class Query:
    """Which entries are wanted; None means any.

    Attributes:
        count: How many on a page, 1 to 25.
        user_id: Who did it.
        action: An action type as a number, or a category's name; empty for any.
        target_id: What it was done to.
        before: Only entries with a smaller id.
        after: Only entries with a larger id.
        search: What else is wanted.
    """

    count: int = DEFAULT_COUNT
    user_id: int | None = None
    action: str = ""
    target_id: int | None = None
    before: int | None = None
    after: int | None = None
    search: Search = NO_SEARCH

    @property
    def is_open(self) -> bool:
        """Whether every entry fits."""
        return self == Query(count=self.count)


@dataclasses.dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two entries, and which way to read on from it.

    Attributes:
        way: "older" reads entries with smaller ids, "newer" those with larger ones.
        id: The entry at which the reading begins; it is not read itself.
    """

    way: Way
    id: int


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
