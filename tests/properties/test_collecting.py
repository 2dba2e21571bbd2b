"""Collecting through every kind of trouble ends with the archive equal to the log."""

import asyncio
import datetime
import json
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import hikari
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.unit.logs import READER, ListedLog

from lightbulb_audit.describe.names.name_table import nobody
from lightbulb_audit.errors import ArchiveAwayError, AuditError, BusyError, FailedError, ForbiddenError
from lightbulb_audit.model import Page, snowflake
from lightbulb_audit.model.intervals import Gap, Interval, merge
from lightbulb_audit.model.observation import Appended, Observation, StoredEntry
from lightbulb_audit.model.progress import (
    GROWING,
    Aged,
    ArchiveStats,
    CollectionProgress,
    Marks,
    Postponed,
    Sighting,
    Standing,
)
from lightbulb_audit.model.query import Later, PageRequest
from lightbulb_audit.services.collector.collector import Collector
from lightbulb_audit.services.collector.pace import Pacer
from lightbulb_audit.services.collector.schedule import Schedule

_GUILD: Final = 81384788765712384
_FAST: Final = Schedule(
    young=((0.05, 0.01), (0.15, 0.03)),
    first_look=0.01,
    sweep=3600.0,  # it would heal what all the rest got wrong
    sweep_wait=3600.0,
    poll=(0.01, 0.02),
    forbidden=(0.01, 0.02),
    failed=(0.002, 0.01),
    away=(0.002, 0.01),
    nudge=0.001,
)
_TROUBLES: Final = (ForbiddenError(), FailedError(500), BusyError(0.01))
_BAN: Final = 22
_TYPES: Final = (_BAN, 72, 27, 12)


class MovingLog(ListedLog):
    """A log to which entries are added, which grow, and which fails when it is told to."""

    def __init__(self) -> None:
        super().__init__([])
        self.failures: list[AuditError] = []
        self._last = 0

    def add(self, action_type: int) -> dict[str, Any]:
        """One entry more, made now."""
        now = int(snowflake.first_at(datetime.datetime.now(datetime.UTC)))
        self._last = max(now, self._last + 1)
        row: dict[str, Any] = {"id": str(self._last), "user_id": "5", "target_id": "6", "action_type": action_type}
        if action_type in GROWING:
            row["options"] = {"count": "1"}
        self.rows.insert(0, row)
        return row

    def grow(self) -> None:
        """Each entry that still may counts one more."""
        now = time.time()
        for row in self.rows[:20]:
            age = now - snowflake.time_of(int(row["id"])).timestamp()
            if "options" in row and age < _FAST.young[0][0]:
                row["options"] = {"count": str(int(row["options"]["count"]) + 1)}

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """A page of at most five, so that little makes many pages."""
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop()
        page = await super().read(guild_id, request)
        await asyncio.sleep(0)
        return page


class ListedStore:
    """An archive that is a few dictionaries, and goes away when it is told to."""

    def __init__(self) -> None:
        self.is_away = False
        self.entries: dict[int, str] = {}
        self.known = CollectionProgress()

    async def _turn(self) -> None:
        await asyncio.sleep(0)
        if self.is_away:
            place, problem = "the archive", "it is away"
            raise ArchiveAwayError(place, problem)

    async def append(
        self,
        guild_id: int,
        observed: Sequence[Observation],
        covered: Iterable[Interval] = (),
        sightings: Iterable[Sighting] = (),
        gaps: Iterable[Gap] = (),
        marks: Marks | None = None,
    ) -> Appended:
        """The larger count stands, and names are of no matter here."""
        del guild_id, sightings
        await self._turn()
        added = 0
        for one in observed:
            before = self.entries.get(one.entry_id)
            if before is None or _count(before) < _count(one.raw):
                self.entries[one.entry_id] = one.raw
                added += 1
        covered, gaps = merge([*self.known.covered, *covered]), [*self.known.gaps, *gaps]
        self.known = CollectionProgress(covered, gaps, marks or self.known.marks)
        return Appended(added, len(observed) - added)

    async def progress(self, guild_id: int) -> CollectionProgress:
        """What there is."""
        del guild_id
        await self._turn()
        return self.known

    async def guilds(self) -> Sequence[int]:
        """The one."""
        await self._turn()
        return [_GUILD] if self.entries else []

    async def mark(self, guild_id: int, marks: Marks) -> None:
        """Kept as it is."""
        del guild_id
        await self._turn()
        self.known = CollectionProgress(self.known.covered, self.known.gaps, marks)

    async def standings(self, guild_ids: Collection[int], now: datetime.datetime) -> Mapping[int, Standing]:
        """What there is, and what may have grown."""
        del now
        await self._turn()
        above = self.known.marks.settled_through
        young = sorted(
            one for one, raw in self.entries.items() if one > above and json.loads(raw)["action_type"] in GROWING
        )
        return {guild_id: Standing(self.known, young) for guild_id in guild_ids}

    async def growing_guilds(self, guild_ids: Collection[int]) -> Collection[int]:
        """All."""
        await self._turn()
        return guild_ids

    async def postponed_guilds(self) -> Mapping[int, Postponed]:
        """None."""
        await self._turn()
        return {}

    async def page(self, guild_id: int, request: PageRequest) -> Sequence[StoredEntry]:
        """All of it."""
        del request
        return [StoredEntry(guild_id, one, raw) for one, raw in self.entries.items()]

    async def later_entries(
        self, guild_id: int, wanted: Sequence[Later], *, limit: int
    ) -> Sequence[Sequence[StoredEntry]]:
        """None."""
        del guild_id, limit
        return [[] for _ in wanted]

    async def learn(self, guild_id: int, sightings: Iterable[Sighting]) -> None:
        """Names are of no matter here."""
        del guild_id, sightings
        await self._turn()

    async def names(
        self, guild_id: int, things: Collection[tuple[str, int]]
    ) -> Mapping[tuple[str, int], Sequence[Sighting]]:
        """None."""
        del guild_id, things
        return {}

    async def stats(self, guild_id: int) -> ArchiveStats:
        """The ends, and how many lie between them."""
        del guild_id
        ids = sorted(self.entries)
        return ArchiveStats(len(ids), ids[0] if ids else None, ids[-1] if ids else None, None)

    async def left_guilds(self, before: datetime.datetime) -> Sequence[int]:
        """None."""
        del before
        await self._turn()
        return []

    async def postpone(self, guild_id: int, waits: Postponed | None) -> None:
        """Nothing waits."""
        del guild_id, waits

    async def count_older(self, guild_id: int, before: datetime.datetime) -> Aged:
        """Nothing is too old."""
        del guild_id, before
        return Aged(0, 0)

    async def prune(self, guild_id: int, before: datetime.datetime) -> int:
        """Nothing is too old."""
        del guild_id, before
        return 0

    async def drop(self, guild_id: int) -> None:
        """Nobody leaves."""
        del guild_id


def _count(raw: str) -> int:
    return int(json.loads(raw).get("options", {}).get("count", 0))


class Day:
    """A bot's day: what happens to it, step by step."""

    def __init__(self, *, is_polled: bool) -> None:
        self.log, self.store = MovingLog(), ListedStore()
        self._is_polled = is_polled
        self._is_listening = False
        self._collector = self._made()

    def _made(self) -> Collector:
        pace, is_polled = Pacer(100_000), self._is_polled
        return Collector(self.log, self.store, READER, lambda _: nobody, rhythm=_FAST, is_polled=is_polled, pace=pace)

    async def ban(self, count: int) -> None:
        """Entries are made that never grow; who listens hears of them."""
        for _ in range(count):
            self._add(_BAN)

    async def arrive(self, count: int) -> None:
        """Entries of all kinds are made."""
        for index in range(count):
            self._add(_TYPES[index % len(_TYPES)])

    def _add(self, action_type: int) -> None:
        row = self.log.add(action_type)
        if self._is_listening and not self._is_polled:
            self._collector.entry(_GUILD, {**row, "guild_id": str(_GUILD)})

    async def grow(self, _: int) -> None:
        """Young entries grow, and nobody is told."""
        self.log.grow()

    async def fail(self, kind: int) -> None:
        """Discord fails a few times."""
        self.log.failures += [_TROUBLES[kind % len(_TROUBLES)]] * (1 + kind % 3)

    async def go_away(self, kind: int) -> None:
        """The archive goes away, or comes back."""
        self.store.is_away = kind % 2 == 0

    async def lose(self, _: int) -> None:
        """The gateway is gone; what comes is lost, until a session begins."""
        self._is_listening = False
        self._collector.disconnected(0)

    async def session(self, _: int) -> None:
        """A session begins."""
        self._is_listening = True
        self._collector.session(0, 1, [_GUILD])

    async def crash(self, _: int) -> None:
        """The bot dies in the middle of whatever it does, and is started again."""
        await self._collector.close()
        self._collector = self._made()
        await self.session(0)

    async def nudge(self, _: int) -> None:
        """The bot's role is changed."""
        self._collector.permissions_changed(_GUILD)

    async def wait(self, kind: int) -> None:
        """Time goes by."""
        await asyncio.sleep(0.001 * kind)

    async def end(self) -> None:
        """All is well again, and what grew was read again."""
        self.log.failures.clear()
        self.store.is_away = False
        if not self._is_listening:
            await self.session(0)
        for _ in range(300):
            await asyncio.sleep(0.01)
            if self.is_equal and self.is_covered:
                break
        await self._collector.close()

    @property
    def is_equal(self) -> bool:
        """Whether the archive is what the log is."""
        truth = {int(row["id"]): _count(json.dumps(row)) for row in self.log.rows}
        return truth == {entry_id: _count(raw) for entry_id, raw in self.store.entries.items()}

    @property
    def is_covered(self) -> bool:
        """Whether the archive knows that it is complete."""
        ids = [int(row["id"]) for row in self.log.rows]
        return not ids or any(one.low <= ids[-1] and one.high >= ids[0] for one in self.store.known.covered)


_Step: TypeAlias = Callable[[Day, int], Any]
_STEPS: Final[tuple[_Step, ...]] = (
    Day.ban, Day.ban, Day.arrive, Day.grow, Day.lose, Day.session, Day.wait, Day.wait,
    Day.fail, Day.go_away, Day.crash, Day.nudge,
)  # fmt: skip


_LOST = [(Day.ban, 3), (Day.wait, 11), (Day.lose, 0), (Day.ban, 2), (Day.session, 0), (Day.ban, 1)]
_GREW = [(Day.arrive, 4), (Day.wait, 5), (Day.lose, 0), (Day.grow, 0), (Day.ban, 150), (Day.crash, 0)]
_KILLED = [(Day.lose, 0), (Day.ban, 260), (Day.crash, 0), (Day.wait, 1), (Day.crash, 0), (Day.wait, 1), (Day.crash, 0)]


@example(steps=_LOST, is_polled=False)
@example(steps=_LOST, is_polled=True)
@example(steps=_GREW, is_polled=False)
@example(steps=_KILLED, is_polled=False)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(_STEPS), st.integers(0, 260)), max_size=25), st.booleans())
def test_the_archive_ends_equal_to_the_log(steps: list[tuple[_Step, int]], is_polled: bool) -> None:
    """Whatever fails, is lost, grows or crashes meanwhile: in the end every entry is there, with its last count."""

    async def play() -> Day:
        day = Day(is_polled=is_polled)
        await day.session(0)
        for step, number in steps:
            await step(day, number if step in (Day.arrive, Day.ban) else number % 12)
        await day.end()
        return day

    day = asyncio.run(play())
    assert day.is_equal
    assert day.is_covered
