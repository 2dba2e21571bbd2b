"""Ids that the stand-in makes: from the current time, unique and growing, as Discord's are."""

import time

EPOCH_MS = 1_420_070_400_000
"""The first millisecond of 2015, from which snowflakes count."""

_TIME_SHIFT = 22


class Snowflakes:
    """Hands out ids; the upper 42 bits are milliseconds since Discord's epoch."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """Give a new id, larger than every one before."""
        now = (int(time.time() * 1000) - EPOCH_MS) << _TIME_SHIFT
        self._last = max(self._last + 1, now)
        return str(self._last)
