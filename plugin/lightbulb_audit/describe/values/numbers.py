"""Numbers and lengths of time in words."""

from typing import Final

_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_LONGEST: Final = 100 * 365 * 86_400
_UNITS_AT_MOST: Final = 2
_EXACTLY_BELOW: Final = 600


def count_phrase(count: int, noun: str) -> str:
    """Return a number and its noun, which agree: "1 message", "5 messages"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def pluralize(count: int, one: str, more: str) -> str:
    """Return a number that may be large, and its noun: "1 entry", "5,000 entries"."""
    return f"{count:,} {one if count == 1 else more}"


def duration(seconds: int) -> str:
    """Return a length of time in its two largest units: "1 day", "1 hour 30 minutes"."""
    if seconds > _LONGEST:
        return "more than 100 years"
    words: list[str] = []
    for size, unit in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            words.append(count_phrase(count, unit))
        if len(words) == _UNITS_AT_MOST or (words and not count):
            break
    return " ".join(words) or "0 seconds"


def roughly(seconds: int) -> str:
    """A length of time as one says it: to the second below ten minutes, then in one unit: "90 minutes", "3 days"."""
    if seconds < _EXACTLY_BELOW:
        return duration(seconds)
    # One alone is too coarse a measure, as long as it is not just one.
    size, unit = next((size, unit) for size, unit in _UNITS if seconds >= 2 * size or seconds == size)
    return count_phrase((seconds + size // 2) // size, unit)
