"""Collecting one server's log: one thing after the other, so that nothing has to be locked."""

import asyncio
import dataclasses
import datetime
import logging
from collections.abc import Mapping
from typing import Any, Final

import hikari

from lightbulb_audit.errors import ArchiveError, AuditError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.collector.context import Context
from lightbulb_audit.services.collector.departure import note_left
from lightbulb_audit.services.collector.news import news_of
from lightbulb_audit.services.collector.pace import Rank
from lightbulb_audit.services.collector.plan import Notes, Plan
from lightbulb_audit.services.collector.range_reader import RangeReader
from lightbulb_audit.services.collector.rest import Rest
from lightbulb_audit.services.names.name_history import sightings_of_page

_log: Final = logging.getLogger(__name__)

_MOST_EVENTS: Final = 10_000
"""Events that may wait for the archive; more are left to be read from Discord later."""

_IDLE: Final = 3600.0


class GuildCollector:
    """The collecting of one server's log. While nothing happens there it is small, and has no task.

    Args:
        guild_id: Which server.
        means: What it works with.

    Attributes:
        is_connected: Whether the gateway is connected for it.
        lag: How long after it was made the last event was kept; None before the first.
        since: When the session with the gateway began; None before that.
        read: How many entries were read from Discord's log so far.
    """

    __slots__ = (
        "_agenda", "_events", "_guild_id", "_has_turn", "_is_asked", "_is_closed", "_is_new", "_is_stirred",
        "_is_time_asked", "_known_through", "_last_try", "_means", "_rest", "_task", "_timer",
        "is_connected", "lag", "read", "since",
    )  # fmt: skip

    def __init__(self, guild_id: int, means: Context) -> None:
        self.is_connected = True
        self.lag: datetime.timedelta | None = None
        self.since: datetime.datetime | None = None
        self.read = 0
        self._has_turn = False
        self._is_asked = False
        self._is_stirred = False
        self._guild_id = guild_id
        self._means = means
        self._agenda = Plan(means.rhythm, is_polled=means.is_polled)
        self._events: list[Mapping[str, Any]] = []
        self._is_new = True
        self._is_time_asked = False
        self._rest = Rest()
        self._last_try: datetime.datetime | None = None
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_closed = False
        self._known_through: int | None = None

    # What happens

    def begin(self, joined_at: datetime.datetime | None = None) -> None:
        """A session with the gateway begins: what came before it may have been lost."""
        self.since = self._means.clock.now()
        self._agenda.joined_at = joined_at or self._agenda.joined_at
        self._restart()
        self._rest.until = None
        self._wake()

    def joined(self, at: datetime.datetime | None) -> None:
        """Discord said when the bot joined."""
        self._agenda.joined_at = at

    def take(self, raw: Mapping[str, Any]) -> None:
        """An entry came as an event."""
        if len(self._events) >= _MOST_EVENTS:
            self._events.clear()
            self._restart()
        self._events.append(raw)
        self._is_stirred = True
        self._means.pace.hurry(self._guild_id, Rank.EVENTS)
        if self._rest.is_closed:
            # Who gets events may read the log.
            self._rest.until = None
        self._wake()

    def nudge(self) -> None:
        """The bot's permissions may have changed: see soon, whatever was said before."""
        self._agenda.check_soon()
        since = self._last_try or self._means.clock.now()
        self._rest.shorten(since + datetime.timedelta(seconds=self._means.rhythm.nudge))
        self._wake()

    def asked(self) -> None:
        """Somebody asks for the log: what is to be read of it is wanted first."""
        if not self.is_current and not self._is_asked:
            self._is_asked = True
            self._means.pace.hurry(self._guild_id, Rank.ASKED)

    async def leave(self) -> None:
        """The bot left the server."""
        await self.close()
        await note_left(self._means.store, self._guild_id, self._means.clock.now())

    async def close(self) -> None:
        """Stop, and leave nothing behind."""
        self._is_closed = True
        self._means.pace.withdraw(self._guild_id)
        self._means.standings.forget(self._guild_id)
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    # What it tells

    @property
    def trouble(self) -> AuditError | ArchiveError | None:
        """What is wrong with Discord or the archive; None while all is well."""
        return self._rest.trouble

    @property
    def is_current(self) -> bool:
        """Whether the archive has everything that Discord has, but for events that are on their way."""
        return self._agenda.top is not None and self.is_connected and not self._means.is_polled

    @property
    def is_behind(self) -> bool:
        """Whether the archive may lack something that Discord had when it was last asked, or could have been."""
        return self._agenda.top is None or not self.is_connected

    @property
    def is_polled(self) -> bool:
        """Whether no events come, so that the log is asked for now and then."""
        return self._means.is_polled

    @property
    def reached(self) -> int | None:
        """Down to which id older entries were read so far; None if none are being read."""
        return self._agenda.reached

    @property
    def is_reading(self) -> bool:
        """Whether something is still to be read that is known to be missing."""
        return self._is_new or self._agenda.is_busy or self._task is not None

    @property
    def turn_in(self) -> float | None:
        """In about how many seconds Discord is asked for it; None where it does not wait for that."""
        return self._means.pace.seconds_until(self._guild_id)

    async def kept(self, seconds: float) -> bool:
        """Wait until the events that came are kept, but no longer than so many seconds; tell whether they are."""
        if self._events and self._task is not None:
            await asyncio.wait({self._task}, timeout=seconds)
        return not self._events

    # How it goes on

    def _restart(self) -> None:
        self._is_new = True
        self._agenda.stop()
        self._means.standings.expect(self._guild_id)

    def _wake(self) -> None:
        """Do what is due, in a task; where Discord is needed wait for a turn, and else for the time, without one."""
        if self._is_closed or self._task is not None:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        wait = self._wait()
        if wait > 0:
            self._has_turn = False
            self._timer = asyncio.get_running_loop().call_later(wait, self._wake)
        elif self._can_keep or self._has_turn:
            self._task = asyncio.create_task(self._work(), name=f"audit log of guild {self._guild_id}")
        elif not self._means.pace.is_waiting(self._guild_id):
            self._means.pace.ask(self._guild_id, self._rank, self._turn)

    async def _work(self) -> None:
        """Do all that is due, then let go of the task."""
        while self._wait() <= 0 and (self._can_keep or self._has_turn):
            try:
                await self._next()
            except (AuditError, ArchiveError) as error:
                await self._stumble(error)
            except Exception:  # noqa: BLE001 - whatever it is, the next try may do better
                _log.exception("collecting the log of guild %s failed", self._guild_id)
                await self._stumble(AuditError())
        self._task = None
        self._wake()

    @property
    def _rank(self) -> Rank:
        """How much a turn is wanted."""
        if self._is_asked:
            return Rank.ASKED
        if self._is_stirred:
            return Rank.EVENTS
        return Rank.GROWTH if self._agenda.may_grow else Rank.REST

    def _turn(self) -> None:
        self._has_turn = True
        self._wake()

    @property
    def _can_keep(self) -> bool:
        """Whether there are events, which need the archive alone once it is known what time it is."""
        return bool(self._events) and (self._is_time_asked or self._means.clock.is_heard)

    def _wait(self) -> float:
        """Seconds until there is something to do; 0 for now. Events need Discord no more, so they wait for nothing."""
        can_keep = self._can_keep
        if can_keep and not self._is_new:
            return 0.0
        now, due = self._means.clock.now(), self._agenda.next_due
        rest = self._rest.seconds_left(now)
        if can_keep and rest <= 0:
            return 0.0
        if self._is_new or self._agenda.is_busy:
            return rest
        return max(rest, _IDLE if due is None else (due - now).total_seconds())

    async def _next(self) -> None:
        """Do one thing: what is new goes first, and events wait for no turn."""
        await self._ask_time()
        now = self._means.clock.now()
        if self._events and not (self._is_new and self._has_turn):
            await self._keep(now)
        elif not self._has_turn:
            return
        elif self._is_new:
            await self._start(now)
        else:
            self._last_try = now
            await self._step(self._agenda.next_range(now), now)
            self._rest.end()

    async def _ask_time(self) -> None:
        """Before anything follows from the time, Discord was heard: its every answer says what time it is."""
        if self._is_time_asked or self._means.clock.is_heard:
            return
        self._has_turn = False
        await self._means.pace.pass_gate()
        try:
            await self._means.log.read(hikari.Snowflake(self._guild_id), PageRequest(limit=1))
        except AuditError:
            if not self._means.clock.is_heard:
                raise
        self._is_time_asked = True

    async def _start(self, now: datetime.datetime) -> None:
        """Find out what is left to do. A session that begins meanwhile finds that out again."""
        self._is_new = False
        try:
            standing = await self._means.standings.take(self._guild_id)
        except BaseException:
            self._is_new = True
            raise
        if self._known_through is None:
            # What is older, and only read now, is history and no news.
            top = standing.progress.top
            self._known_through = top if top is not None else int(snowflake.first_at(now)) - 1
        if not self._is_new:
            self._agenda.start(standing, now)

    async def _keep(self, now: datetime.datetime) -> None:
        """Keep the events that came. Where the log was complete before them, it is complete up to the newest."""
        events, self._events = self._events, []
        page = self._means.reader.page(events, hikari.Snowflake(self._guild_id))
        records = [record for record in page.records if record.id]
        if len(records) < len(events):
            _log.warning("%s events of guild %s are no entries", len(events) - len(records), self._guild_id)
        if not records:
            return
        newest, top = max(int(record.id) for record in records), self._agenda.top
        covered = [] if top is None or newest <= top else [Interval(top + 1, newest)]
        observed = [Observation.of(record.raw, now, "event") for record in records]
        called = sightings_of_page(page, self._means.names(self._guild_id), now)
        kept = await self._means.store.append(self._guild_id, observed, covered, called)
        if covered and self._agenda.top == top:
            self._agenda.top = newest
            self._agenda.note_covered(covered)
        for record in records:
            self._agenda.note_entry(int(record.entry.action_type), int(record.id), now)
        self.lag = max(self._means.clock.now() - snowflake.time_of(newest), datetime.timedelta())
        self._means.tally.note_events(len(records), self.lag, kept)

    async def _step(self, walk: RangeReader, now: datetime.datetime) -> None:
        """Read a page more of a stretch, and see what follows from it."""
        means, agenda = self._means, self._agenda
        self._has_turn = False
        await means.pace.pass_gate()
        page = await walk.fetch(means.log, self._guild_id, now)
        read = walk.result_of(page, self._guild_id, now, means.oldest())
        called = sightings_of_page(page, means.names(self._guild_id), now)
        # A session that began meanwhile has its own beginning.
        notes = Notes() if self._is_new else agenda.notes_of(walk, read, means.oldest(), now)
        kept = await means.store.append(
            self._guild_id, read.observed, read.covered, called, gaps=notes.gaps, marks=notes.marks
        )
        means.tally.note_page(kept)
        read = dataclasses.replace(read, fresh=frozenset(kept.fresh))
        means.announce(page, news_of(read, self._known_through))
        self.read += len(read.records)
        for record in read.records:
            agenda.note_entry(int(record.entry.action_type), int(record.id), now)
        if self._is_new:
            return
        if walk.before is None:
            self._is_asked = self._is_stirred = False
        agenda.advance(walk, read, notes, now)

    async def _stumble(self, error: AuditError | ArchiveError) -> None:
        """Leave it in peace for a while, the longer the more often it failed."""
        now = self._means.clock.now()
        self._rest.begin(self._guild_id, error, self._means.rhythm, now)
        is_closed = self._rest.is_closed
        if is_closed:
            await self._forbidden(now)
        if is_closed or isinstance(error, ArchiveError):
            # Nothing follows what is here any more; what waits is read from Discord later.
            self._events.clear()
            self._restart()

    async def _forbidden(self, now: datetime.datetime) -> None:
        marks = self._agenda.marks
        if marks.forbidden_at is not None:
            return
        self._agenda.marks = dataclasses.replace(marks, forbidden_at=now)
        try:
            await self._means.store.mark(self._guild_id, self._agenda.marks)
        except ArchiveError as error:
            _log.warning("that guild %s is closed could not be noted: %s", self._guild_id, error)
