"""What a search needs to know beside the log."""

import dataclasses
from collections.abc import Mapping
from typing import NamedTuple


class NamedThing(NamedTuple):
    """Somebody or something, and a name.

    Attributes:
        kind: What it is, such as "user" or "channel".
        id: Its id.
        name: The name.
        words: The same as it is searched by: in small letters, without accents and punctuation.
    """

    kind: str
    id: int
    name: str
    words: str

    def holds(self, text: str) -> bool:
        """Return whether the name has these words, one after the other, the last one perhaps just begun.

        A space behind them says that it is whole.
        """
        return f" {text}" in f" {self.words} "


@dataclasses.dataclass(frozen=True, slots=True)
class SearchContext:
    """What must be known beside the entries to answer a search.

    Attributes:
        named: The ids of what is or was called so, by the words that were searched for.
        called: The same with the names by which they are found.
        bots: The ids of those who are bots.
        holders: The ids of the roles that have a permission now, and of the bots whose own role does, by the
            permission's slug.
        unnamed: Words by which so many are called that names are left aside.
        people: All names, as they are compared, of each human whom a search asks for, by their id.
        shared: Those names that somebody else has as well.
        is_whole: Whether the archive, if there is one, told what it knows.
    """

    named: Mapping[str, frozenset[int]] = dataclasses.field(default_factory=dict[str, frozenset[int]])
    bots: frozenset[int] = frozenset()
    holders: Mapping[str, frozenset[int]] = dataclasses.field(default_factory=dict[str, frozenset[int]])
    unnamed: tuple[str, ...] = ()
    people: Mapping[int, frozenset[str]] = dataclasses.field(default_factory=dict[int, frozenset[str]])
    shared: frozenset[str] = frozenset()
    is_whole: bool = True
    called: Mapping[str, tuple[NamedThing, ...]] = dataclasses.field(default_factory=dict[str, tuple[NamedThing, ...]])
