"""Discord's ids: 64-bit numbers that carry the time of their making.

Source: Discord's API reference, "Snowflakes": milliseconds since 2015-01-01 in the upper 42 bits.
"""

import datetime
from typing import Any, Final

import hikari

EPOCH_MS: Final = 1_420_070_400_000
_EPOCH: Final = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
LARGEST: Final = (1 << 63) - 1
_DIGITS_AT_MOST: Final = 20


def parse(value: Any) -> hikari.Snowflake | None:
    """Return an id out of JSON: a string of digits as documented, or a plain number.

    Args:
        value: Anything that JSON can hold.

    Returns:
        The id, or None where the value cannot be one (negative, a fraction, above 63 bits, words).
    """
    if isinstance(value, str):
        if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS_AT_MOST):
            return None
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        return None
    return hikari.Snowflake(value)


def milliseconds_of(snowflake: int) -> int:
    """Return when an id was made, in milliseconds since 1970."""
    return (snowflake >> 22) + EPOCH_MS


def milliseconds_between(first: int, last: int) -> int:
    """Return how much later one id was made than another."""
    return (last >> 22) - (first >> 22)


def time_of(snowflake: int) -> datetime.datetime:
    """Return when an id was made, in UTC, exact to the millisecond."""
    return _EPOCH + datetime.timedelta(milliseconds=snowflake >> 22)


def first_at(moment: datetime.datetime) -> hikari.Snowflake:
    """Return the smallest id that could be made at a moment: a bound for `before` and `after`.

    Moments before Discord's epoch give 0, moments beyond its range the largest id.
    """
    milliseconds = int(moment.timestamp() * 1000) - EPOCH_MS
    return hikari.Snowflake(min(max(milliseconds, 0) << 22, LARGEST))


def last_at(moment: datetime.datetime) -> hikari.Snowflake:
    """Return the largest id that could be made up to a moment, within its millisecond; 0 before Discord's epoch."""
    milliseconds = (moment - _EPOCH) // datetime.timedelta(milliseconds=1)
    return hikari.Snowflake(min(max((milliseconds + 1 << 22) - 1, 0), LARGEST))
