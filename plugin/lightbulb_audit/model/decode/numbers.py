"""Numbers and moments out of JSON."""

import datetime
from typing import Any, Final

_LONGEST_NUMBER: Final = 80
LARGEST: Final = 1 << 63
"""Numbers beyond this are none that Discord sends."""


def number_of(value: Any) -> int | None:
    """Return a whole number, also where it came as a string; None for anything else."""
    if (
        isinstance(value, str)
        and value.isascii()
        and value.removeprefix("-").isdigit()
        and len(value) < _LONGEST_NUMBER
    ):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 256 else None


def action_type_of(value: Any) -> int | None:
    """Return an action type, also where it came as a string or with a fraction of nothing; None for anything else."""
    return count_of(value)


def count_of(value: Any) -> int | None:
    """Return a number of something, which every database can keep; None for anything else."""
    number = number_of(value)
    return number if number is not None and 0 <= number < LARGEST else None


def bits_of(value: Any) -> int | None:
    """Return a bit field, which is 0 where there is none; None for anything else."""
    number = 0 if value is None else number_of(value)
    return None if number is None or number < 0 else number


def moment_of(value: Any) -> datetime.datetime | None:
    """Return an ISO 8601 time; None for what is none, or has no zone."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.datetime.fromisoformat(value)
        return None if moment.tzinfo is None else moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None
