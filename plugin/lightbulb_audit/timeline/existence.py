"""Whether a thing was there at a moment, and which entries tell of it as it was then."""

import dataclasses
import enum
from collections.abc import Sequence
from typing import Final, NamedTuple

from lightbulb_audit.catalog.actions import BEGINS, ENDS
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.schema.settings import JOINS, LEAVES, PRESENT
from lightbulb_audit.model import Record


class Presence(enum.Enum):
    """Whether a thing was there."""

    UNTOLD = "untold"
    NOT_YET = "not yet"
    PRESUMED = "presumed"
    MADE = "made"
    GONE = "gone"


class Rules(NamedTuple):
    """The types of entries between which a thing is there.

    Attributes:
        begins: Before these it was not.
        ends: After these it is not.
        shows: After an end these show that it is there again.
    """

    begins: frozenset[int]
    ends: frozenset[int]
    shows: frozenset[int]


_OF_THINGS: Final = Rules(BEGINS, ENDS, BEGINS)
_OF_MEMBERS: Final = Rules(JOINS, LEAVES, PRESENT)


@dataclasses.dataclass(frozen=True, slots=True)
class Existence:
    """A thing around a moment: members come back, and nothing is what it was before.

    Attributes:
        existence: Whether it was there.
        turn: The entry that made it, or that ended it; None where none tells.
        again: Of what is gone, the first later entry that shows it.
        earlier: The entries up to the moment that tell of it as it was, oldest first.
        later: The entries after the moment that still do.
    """

    existence: Presence
    turn: Record | None = None
    again: Record | None = None
    earlier: Sequence[Record] = ()
    later: Sequence[Record] = ()


def rules_of(kind: Kind) -> Rules:
    """Between which entries a kind of thing is there."""
    return _OF_MEMBERS if kind is Kind.USER else _OF_THINGS


def existence_at(before: Sequence[Record], after: Sequence[Record], kind: Kind) -> Existence:
    """Return what a thing's entries tell of its being there.

    Args:
        before: Its entries up to the moment, oldest first.
        after: Its entries after the moment, oldest first.
        kind: What it is.
    """
    rules = rules_of(kind)
    start, end = _last_life(before, rules)
    if end is not None:
        again = next((record for record in after if _type(record) in rules.shows), None)
        return Existence(Presence.GONE, before[end], again, before[start : end + 1])
    earlier = before[start:]
    made = next((record for record in reversed(earlier) if _type(record) in rules.begins), None)
    turns = rules.begins | rules.ends
    turn = next((index for index, record in enumerate(after) if _type(record) in turns), len(after))
    is_ended = turn < len(after) and _type(after[turn]) in rules.ends
    if made is None and turn < len(after) and not is_ended:
        return Existence(Presence.NOT_YET, after[turn])
    later = after[: turn + 1 if is_ended else turn]
    if made is not None:
        return Existence(Presence.MADE, made, earlier=earlier, later=later)
    return Existence(Presence.PRESUMED if earlier or later else Presence.UNTOLD, earlier=earlier, later=later)


def _last_life(records: Sequence[Record], rules: Rules) -> tuple[int, int | None]:
    """Return where the last life begins among entries, and where it ends; None where it goes on."""
    start, end = 0, None
    for index, record in enumerate(records):
        if end is not None and _type(record) in rules.shows:
            start, end = end + 1, None
        if end is None and _type(record) in rules.ends:
            end = index
    return start, end


def _type(record: Record) -> int:
    return int(record.entry.action_type)
