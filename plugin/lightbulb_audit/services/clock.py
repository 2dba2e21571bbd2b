"""Discord's time, whatever the clock of this machine says.

Ids carry Discord's time, and Discord forgets by it. So a wrong clock would claim that more is complete than Discord
ever kept, or delete what is young.
"""

import datetime
import logging
import time
from collections.abc import Callable
from typing import Final

from lightbulb_audit.deferred import load
from lightbulb_audit.model import snowflake

_log: Final = logging.getLogger(__name__)

KEPT: Final = datetime.timedelta(days=45)
"""For how long Discord keeps an entry. Source: its API reference, "Audit Logs"."""

TOLERANCE: Final = datetime.timedelta(minutes=2)
"""How far the clock of this machine may be off."""

_BOOT: Final = getattr(time, "CLOCK_BOOTTIME", None)


def local_time() -> datetime.datetime:
    """Return the time by this machine."""
    return datetime.datetime.now(datetime.UTC)


def _steady() -> float:
    """Seconds that only grow; where the system has it, those during which the machine slept are among them."""
    return time.monotonic() if _BOOT is None else time.clock_gettime(_BOOT)


class DiscordClock:
    """Tells Discord's time, from what Discord last said and the seconds since.

    The header `Date` of an answer says it. An id cannot be of the future, so the newest one says what it is at least;
    that alone corrects a clock that is behind, and does not make up for a header that never came.

    Args:
        local: The clock of this machine.
        steady: Seconds that only grow, whatever becomes of that clock.
    """

    def __init__(
        self, local: Callable[[], datetime.datetime] = local_time, steady: Callable[[], float] = _steady
    ) -> None:
        self._local = local
        self._steady = steady
        self._said: tuple[datetime.datetime, float] | None = None
        self._newest: tuple[datetime.datetime, float] | None = None
        self._was_wrong = False

    def hear(self, moment: datetime.datetime) -> None:
        """Discord said what time it is now."""
        self._said = (moment, self._steady())
        self.check()

    def saw(self, entry_id: int) -> None:
        """Discord made this id a while ago."""
        moment = snowflake.time_of(min(entry_id, snowflake.LARGEST))
        if self._newest is None or moment > self._since(self._newest):
            self._newest = (moment, self._steady())
            self.check()

    @property
    def is_heard(self) -> bool:
        """Whether Discord ever said what time it is."""
        return self._said is not None

    def now(self) -> datetime.datetime:
        """Return the time: this machine's, which is the finer one, where it agrees with Discord's; else Discord's."""
        local = self._local()
        if self._said is not None:
            said = self._since(self._said)
            return local if abs(local - said) <= TOLERANCE else said
        newest = None if self._newest is None else self._since(self._newest)
        return local if newest is None or newest <= local + TOLERANCE else newest

    @property
    def lead(self) -> datetime.timedelta | None:
        """By how much this machine's clock is wrong, below zero where it is behind; None where it is right enough."""
        local = self._local()
        leads: list[datetime.timedelta] = []
        if self._said is not None:
            leads.append(local - self._since(self._said))
        if self._newest is not None:
            # This one can show only that the clock is behind.
            leads.append(min(local - self._since(self._newest), datetime.timedelta()))
        worst = max(leads, key=abs, default=datetime.timedelta())
        return worst if abs(worst) > TOLERANCE else None

    def check(self) -> bool:
        """See whether this machine's clock is known to be right, so that something may be deleted by it.

        A change for the worse or the better is logged, once.
        """
        lead = self.lead
        if lead is not None and not self._was_wrong:
            _log.warning(
                "the clock of this machine is %s Discord's: Discord's time is used, and nothing is deleted until the "
                "two agree; set the clock, or let the system keep it by NTP",
                difference(lead),
            )
        elif lead is None and self._was_wrong:
            _log.warning("the clock of this machine agrees with Discord's again")
        self._was_wrong = lead is not None
        return self.is_heard and lead is None

    def _since(self, anchor: tuple[datetime.datetime, float]) -> datetime.datetime:
        moment, steady = anchor
        return moment + datetime.timedelta(seconds=self._steady() - steady)


def difference(lead: datetime.timedelta) -> str:
    """How far a clock is from Discord's, to the minute: "10 days behind". A header tells no parts of a second."""
    load("lightbulb_audit.describe.values.numbers")
    from lightbulb_audit.describe.values.numbers import duration  # noqa: PLC0415 - a clock is wrong now and then

    way = "behind" if lead < datetime.timedelta() else "ahead of"
    return f"{duration(round(abs(lead).total_seconds() / 60) * 60)} {way}"
