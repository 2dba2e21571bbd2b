"""A machine whose clock may be wrong, beside the true time."""

import datetime
import time
from typing import Final

from lightbulb_audit.services.clock import DiscordClock

TRUE: Final = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
_NONE: Final = datetime.timedelta()

WRONG: Final = {
    "1970": datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) - TRUE,
    "10 days behind": datetime.timedelta(days=-10),
    "2 hours ahead": datetime.timedelta(hours=2),
    "400 days ahead": datetime.timedelta(days=400),
}
"""By how much a clock is wrong, by what that is called."""


class Machine:
    """Time goes by as it does, and in leaps.

    Attributes:
        skew: By how much its clock is ahead.
    """

    def __init__(self, skew: datetime.timedelta = _NONE) -> None:
        self.skew = skew
        self._began = time.monotonic()
        self._slept = 0.0

    def steady(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._began + self._slept

    def true(self) -> datetime.datetime:
        """What time it is."""
        return TRUE + datetime.timedelta(seconds=self.steady())

    def local(self) -> datetime.datetime:
        """What its clock says."""
        return self.true() + self.skew

    def pass_by(self, **units: float) -> None:
        """Time goes by, such as `days=1`."""
        self._slept += datetime.timedelta(**units).total_seconds()

    def clock(self, *, is_heard: bool = True) -> DiscordClock:
        """Discord's time as this machine knows it."""
        clock = DiscordClock(self.local, self.steady)
        if is_heard:
            clock.hear(self.true())
        return clock
