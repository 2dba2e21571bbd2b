"""How often what is asked: every number of the collecting, so that tests can make them small."""

import dataclasses
import datetime
from typing import Final

_HOUR: Final = 3600.0


@dataclasses.dataclass(frozen=True, slots=True)
class Schedule:
    """Seconds, unless said otherwise.

    Attributes:
        young: For how long entries of a growing type are read again: up to which age, every how many seconds. Discord
            says "for some minutes" (its documentation's issue tracker); an hour is on the safe side.
        first_look: How long after a start those that were young before it are read again.
        sweep: How often everything since the last time is read again, against events that the gateway lost.
        sweep_wait: How long after a start that is done at the earliest.
        poll: How often the log is asked for what is new where no events come; twice as long each time that nothing was,
            up to the second number.
        guilds: How often a bot without a gateway asks which servers it is in.
        forbidden: How long a server without the permission is left in peace; twice as long each time, up to the second.
        failed: The same where Discord failed.
        away: The same where the archive's database did.
        nudge: How long after the last try a change of permissions may cause the next.
        checkpoints: How often is looked whether a checkpoint is due.
        feed_gather: How long a feed waits for more of what just began to happen.
        feed_window: Within how long a feed's entries past 25 are a burst, of which a sum is told; the next message
            comes after as long.
        feed_digest: For how long what is late is gathered at most, while more may come.
        feed_look: How often is looked for what another process kept.
        alert_gather: How long after a server's alerts were judged they are judged again at the earliest.
        incident_edit: How long after an edit of an incident's message the next comes at the earliest.
        feed_doubt: How often is looked for messages that another process left on their way.
        feed_failed: How long a feed rests where Discord or the archive failed; twice as long each time, up to the
            second.
        feed_closed: The same where the channel is closed or gone.
    """

    young: tuple[tuple[float, float], ...] = ((300.0, 60.0), (900.0, 300.0), (_HOUR, 900.0))
    first_look: float = 5.0
    sweep: float = 3 * _HOUR
    sweep_wait: float = 60.0
    poll: tuple[float, float] = (60.0, 480.0)
    guilds: float = 600.0
    forbidden: tuple[float, float] = (600.0, 6 * _HOUR)
    failed: tuple[float, float] = (5.0, 300.0)
    away: tuple[float, float] = (2.0, 30.0)
    nudge: float = 3.0
    checkpoints: float = 600.0
    feed_gather: float = 0.1
    feed_window: float = 10.0
    feed_digest: float = 900.0
    feed_look: float = 5.0
    alert_gather: float = 0.1
    incident_edit: float = 1.0
    feed_doubt: float = 30.0
    feed_failed: tuple[float, float] = (0.5, 60.0)
    feed_closed: tuple[float, float] = (30.0, 1800.0)

    @property
    def settled(self) -> datetime.timedelta:
        """At what age an entry grows no more."""
        return datetime.timedelta(seconds=self.young[-1][0])


def back_off(bounds: tuple[float, float], times: int) -> float:
    """Return the first number, doubled so many times, and never more than the second."""
    first, most = bounds
    return min(first * 2 ** min(times, 32), most)
