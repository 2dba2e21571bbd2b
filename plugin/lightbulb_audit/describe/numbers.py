"""Numbers and lengths of time out of JSON."""

from typing import Any, Final

_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_LONGEST: Final = 100 * 365 * 86_400
_UNITS_AT_MOST: Final = 2
_LONGEST_NUMBER: Final = 80
LARGEST: Final = 1 << 63
"""Numbers beyond this are none that Discord sends."""


def number_of(value: Any) -> int | None:
    """A whole number, also where it came as a string; None for anything else."""
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


def counted(count: int, noun: str) -> str:
    """A number and its noun, which agree: "1 message", "5 messages"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def duration(seconds: int) -> str:
    """A length of time in its two largest units: "1 day", "1 hour 30 minutes"."""
    if seconds > _LONGEST:
        return "more than 100 years"
    words: list[str] = []
    for size, unit in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            words.append(counted(count, unit))
        if len(words) == _UNITS_AT_MOST or (words and not count):
            break
    return " ".join(words) or "0 seconds"
