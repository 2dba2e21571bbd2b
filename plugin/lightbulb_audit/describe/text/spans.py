"""What a sentence is made of: our own words, text from outside, and moments.

Only the drawing knows how each looks: bold, escaped and cut in Discord, bare in a terminal. So nothing from outside can
ever be taken for markup.
"""

import datetime
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

Style = Literal["name", "quote", "plain", "raw"]
"""A name, words of theirs in quotes, words as they are, or JSON that nobody could read."""


class UntrustedText(NamedTuple):
    """Text that people chose: hostile until drawn."""

    text: str
    style: Style = "name"


class Timestamp(NamedTuple):
    """A point in time, which each reader sees in their own zone."""

    at: datetime.datetime


class RelativeTimestamp(NamedTuple):
    """How long ago a point in time is, in brackets; nothing where that would not stay true."""

    at: datetime.datetime


class Person(NamedTuple):
    """Somebody whose name nobody knows: a mention, which each reader's Discord fills in. Embeds ping nobody."""

    id: int


class Link(NamedTuple):
    """Something to look at elsewhere. The words and the address are ours; nothing unchecked stands in either."""

    text: str
    url: str


class Rest(NamedTuple):
    """The end of a long list: "and 4 more" where room is short, all of it where nothing may be missing."""

    parts: "Parts"
    more: int


Part: TypeAlias = str | UntrustedText | Timestamp | RelativeTimestamp | Person | Link | Rest
Parts: TypeAlias = tuple[Part, ...]


def is_raw(part: Part) -> bool:
    """Return whether it is something that nobody could read, shown as it came."""
    if isinstance(part, Rest):
        return any(map(is_raw, part.parts))
    return isinstance(part, UntrustedText) and part.style == "raw"


def join(items: Iterable[Parts], separator: str = ", ") -> Parts:
    """Return several phrases as one."""
    result: list[Part] = []
    for item in items:
        if result:
            result.append(separator)
        result.extend(item)
    return tuple(result)


def join_list(items: Iterable[Parts], at_most: int = 3) -> Parts:
    """Return a list that stays short: "a, b, c and 4 more"."""
    every = list(items)
    shown, rest = every[:at_most], every[at_most:]
    return (*join(shown), Rest(join(rest), len(rest))) if rest else join(shown)
