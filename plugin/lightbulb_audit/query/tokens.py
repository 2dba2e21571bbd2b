"""The words of a search as they were typed."""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """One value as it was typed, and where.

    Attributes:
        text: Without the quotes around it.
        start: Where it begins, in characters.
        end: Where it ends.
        is_exact: Whether all of it stood in quotes, without a `*` behind.
    """

    text: str
    start: int
    end: int
    is_exact: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """One word of a search as it was typed.

    Attributes:
        qualifier: What stood before the colon, in small letters; empty for text.
        values: What stood behind it.
        is_negated: Whether a `-` stood before it.
        start: Where it begins, in characters.
        end: Where it ends.
    """

    qualifier: str
    values: tuple[Value, ...]
    is_negated: bool
    start: int
    end: int
