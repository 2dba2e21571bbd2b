"""What the archive has of a server's log, and what it has not."""

import dataclasses
import datetime
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lightbulb_audit.errors import ArchiveError, AuditError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.intervals import FORBIDDEN, LEFT, OFFLINE, Interval, subtract
from lightbulb_audit.model.progress import ArchiveStats, ArchiveTrouble, CollectionProgress, MissingRange
from lightbulb_audit.services.clock import KEPT, DiscordClock, local_time
from lightbulb_audit.services.collector.guild_collector import GuildCollector
from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.ports import LastingStore

_PATIENCE: Final = 1.0
"""Seconds that the archive may take: the answer says what is known without it."""

_CLOSED_BY: Final = frozenset({OFFLINE, FORBIDDEN, LEFT})
"""Why something was missed that can still be read while Discord has it."""


@dataclasses.dataclass(frozen=True, slots=True)
class CollectedArchive:
    """The archive of a running bot.

    Attributes:
        store: Where entries are kept.
        collecting: The collecting of one server; None where nothing is collected.
        clock: Discord's time.
    """

    store: LastingStore
    collecting: Callable[[int], GuildCollector | None]
    clock: DiscordClock = dataclasses.field(default_factory=DiscordClock)


@dataclasses.dataclass(frozen=True, slots=True)
class CollectorStatus:
    """How the collecting went at a moment; see `services.collector.guild_collector.GuildCollector`.

    Attributes:
        is_current: Whether the archive had everything that Discord had.
        is_connected: Whether the gateway was connected.
        is_polled: Whether no events come.
        trouble: What was wrong with Discord or the archive.
        lag: How long after it was made the last event was kept.
        reached: Down to which id older entries were read; None if none were being read.
        since: When the session with the gateway began.
        turn_in: In about how many seconds Discord is asked for it; None where it does not wait for that.
    """

    is_current: bool = False
    is_connected: bool = True
    is_polled: bool = False
    trouble: AuditError | ArchiveError | None = None
    lag: datetime.timedelta | None = None
    reached: int | None = None
    since: datetime.datetime | None = None
    turn_in: float | None = None

    @classmethod
    def of(cls, collecting: GuildCollector) -> "CollectorStatus":
        """Return how it goes now."""
        return cls(**{field.name: getattr(collecting, field.name) for field in dataclasses.fields(cls)})


@dataclasses.dataclass(frozen=True, slots=True)
class Coverage:
    """What is known of the archive of one server.

    Attributes:
        now: When it was known.
        may_read: Whether Discord lets the bot read the log, as it said with the question.
        is_kept: Whether there is an archive at all.
        standing: How far the collecting has come; None where the archive did not say.
        holding: How much there is; likewise.
        course: How the collecting goes; None where nothing is collected.
        trouble: What is wrong with the archive.
        keep_days: For how many days entries are kept; 0 for ever.
        lead: By how much the clock of this machine is wrong; None where it is right enough.
    """

    now: datetime.datetime
    may_read: bool
    is_kept: bool = True
    standing: CollectionProgress | None = None
    holding: ArchiveStats | None = None
    course: CollectorStatus | None = None
    trouble: ArchiveTrouble | None = None
    keep_days: int = 0
    lead: datetime.timedelta | None = None

    @property
    def is_complete(self) -> bool:
        """Whether nothing of what Discord still has is missing."""
        is_current = self.course is not None and self.course.is_current and self.may_read
        return is_current and self.since is not None and not any(one.is_pending for one in self.missing)

    @property
    def since(self) -> datetime.datetime | None:
        """Since when everything is there, without a gap; None where nothing is."""
        covered = () if self.standing is None else self.standing.covered
        return snowflake.time_of(covered[-1].low) if covered else None

    @property
    def until(self) -> datetime.datetime | None:
        """Up to when; None where nothing is."""
        top = None if self.standing is None else self.standing.top
        if self.standing is None or top is None:
            return None
        if self.course is not None and self.course.is_current and self.may_read:
            return self.now
        known = snowflake.time_of(top)
        asked = self.standing.marks.checked_at
        return min(known if asked is None else max(known, asked), self.now)

    @property
    def missing(self) -> Sequence[MissingRange]:
        """What is not there, newest first."""
        return () if self.standing is None else missing(self.standing, self.now, self.keep_days)


async def fetch_coverage(kept: CollectedArchive | None, guild_id: int, *, may_read: bool, keep_days: int) -> Coverage:
    """See how a server's archive does; within a second or so, whatever the database does.

    Args:
        kept: The archive; None where there is none.
        guild_id: Which server.
        may_read: Whether Discord lets the bot read the log.
        keep_days: For how many days entries are kept; 0 for ever.
    """
    if kept is None:
        return Coverage(local_time(), may_read, is_kept=False)
    store, collecting = kept.store, kept.collecting(guild_id)
    began = time.monotonic()
    standing = await wait_at_most(store.progress(guild_id), _PATIENCE)
    # Afterwards, so that what is said to be complete is among what is counted.
    holding = await wait_at_most(store.stats(guild_id), max(0.0, began + _PATIENCE - time.monotonic()))
    return Coverage(
        now=kept.clock.now(),
        may_read=may_read,
        standing=standing,
        holding=holding,
        course=None if collecting is None else CollectorStatus.of(collecting),
        trouble=store.trouble,
        keep_days=keep_days,
        lead=kept.clock.lead,
    )


def missing(standing: CollectionProgress, now: datetime.datetime, keep_days: int = 0) -> list[MissingRange]:
    """Return what is not in the archive up to the newest entry in it, newest first.

    Args:
        standing: What is in it.
        now: The time: what Discord still has will be read.
        keep_days: For how many days entries are kept; 0 for ever.
    """
    days = min(KEPT, datetime.timedelta(days=keep_days)) if keep_days else KEPT
    floor = int(snowflake.first_at(now - days))
    found: list[MissingRange] = []
    for gap in standing.gaps:
        for interval in subtract(gap.interval, standing.covered):
            found += _split(interval, gap.reason, floor)
    if standing.top is not None:
        known = [*standing.covered, *(gap.interval for gap in standing.gaps)]
        lowest = min(floor, *(interval.low for interval in known))
        for interval in subtract(Interval(lowest, standing.top), known):
            found += _split(interval, None, floor)
    return sorted(found, key=lambda one: one.interval, reverse=True)


def _split(interval: Interval, reason: str | None, floor: int) -> Iterator[MissingRange]:
    """Yield what of a stretch is lost, and what can still be read."""
    if reason is not None and reason not in _CLOSED_BY:
        yield MissingRange(interval, reason, is_pending=False)
        return
    for low, high, is_pending in (
        (interval.low, min(interval.high, floor - 1), False),
        (max(interval.low, floor), interval.high, True),
    ):
        if low <= high:
            yield MissingRange(Interval(low, high), reason, is_pending)
