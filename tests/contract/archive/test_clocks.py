"""A wrong clock harms nothing: what is claimed, deleted and said, whatever the machine's clock says."""

import asyncio
import datetime
import logging
from collections.abc import AsyncIterator
from typing import Any, Final

import hikari
import pytest
from tests.contract.archive.kit import GUILD
from tests.goldens.compare import assert_golden
from tests.unit.logs import READER, ListedLog
from tests.unit.machine import TRUE, WRONG, Machine

from lightbulb_audit.archive.reconnect import ReconnectingArchive
from lightbulb_audit.describe.names.name_table import nobody
from lightbulb_audit.model import Page, snowflake
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.progress import Marks, Postponed
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.render import coverage
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.collector.collector import Collector
from lightbulb_audit.services.collector.coverage import CollectedArchive, fetch_coverage
from lightbulb_audit.services.collector.retention import Retention

GONE: Final = GUILD + 1
KEEP: Final = 60
LEFT: Final = 30
ROWS: Final = {
    "right": (datetime.timedelta(), False),
    **{name: (skew, False) for name, skew in WRONG.items()},
    **{f"jumps to {name}": (skew, True) for name, skew in WRONG.items()},
}


def made(days_ago: float, number: int = 0) -> dict[str, Any]:
    """An entry of so many days ago."""
    entry_id = int(snowflake.first_at(TRUE - datetime.timedelta(days=days_ago))) + number
    return {"id": str(entry_id), "user_id": "5", "target_id": "6", "action_type": 22}


def observed(*days_ago: float) -> list[Observation]:
    """Observations of such entries."""
    return [Observation.of(made(days, number), TRUE, "event") for number, days in enumerate(days_ago)]


class DatedLog(ListedLog):
    """A log whose answers say what time it is, as Discord's do; a jump may come between two of them."""

    def __init__(self, rows: list[dict[str, Any]], machine: Machine, clock: DiscordClock) -> None:
        super().__init__(rows)
        self.jump: datetime.timedelta | None = None
        self._machine = machine
        self._clock = clock

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """A page."""
        page = await super().read(guild_id, request)
        self._clock.hear(self._machine.true())
        if self.jump is not None and self.reads == 2:
            self._machine.skew = self.jump
        return page


@pytest.fixture
async def store(address: str) -> AsyncIterator[ReconnectingArchive]:
    """An archive with 10 entries that are too old, and of a server that was left long ago."""
    opened = ReconnectingArchive(address)
    await opened.append(GUILD, observed(*[100.0] * 10))
    await opened.append(GONE, observed(50))
    left_at = TRUE - datetime.timedelta(days=40)
    await opened.mark(GONE, Marks(checked_at=left_at, left_at=left_at))
    yield opened
    await opened.close()


async def _collected(collector: Collector) -> None:
    """Wait until all that is missing was read."""
    collector.session(0, 1, [GUILD])
    collecting = collector.get(GUILD)
    assert collecting is not None
    async with asyncio.timeout(20):
        while collecting.is_reading:
            await asyncio.sleep(0.01)
    collector.entry(GUILD, made(0, 1))
    assert await collecting.kept(5.0)


def _days(length: datetime.timedelta) -> str:
    return f"{abs(length).total_seconds() / 86_400:.2f}"


async def _kept(store: ReconnectingArchive) -> str:
    old = (await store.count_older(GUILD, TRUE - datetime.timedelta(days=KEEP))).entries
    return f"{old} of 10 entries older than {KEEP} days, {(await store.stats(GONE)).entries} of 1 of the left server"


@pytest.mark.parametrize("row", ROWS)
async def test_a_wrong_clock_harms_nothing(
    store: ReconnectingArchive, row: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Completeness is claimed for 45 days of Discord's, nothing is deleted until the clock is right, and it is said."""
    caplog.set_level(logging.WARNING)
    skew, is_jump = ROWS[row]
    machine = Machine(datetime.timedelta() if is_jump else skew)
    clock = machine.clock(is_heard=False)
    log = DatedLog([made(hours / 6) for hours in range(1, 264)], machine, clock)
    log.jump = skew if is_jump else None
    collector = Collector(log, store, READER, lambda _: nobody, keep_days=KEEP, left_days=LEFT, clock=clock)
    await _collected(collector)
    retention = Retention(store, clock, KEEP, LEFT)
    await retention.run({GUILD})
    known = await fetch_coverage(CollectedArchive(store, collector.get, clock), GUILD, may_read=True, keep_days=KEEP)
    await collector.close()
    assert known.since is not None
    assert known.until is not None
    embed = coverage.draw(known, None).embed
    assert embed is not None
    said = [line for line in (embed.description or "").splitlines() if "clock" in line]
    lines = [
        f"complete since {_days(TRUE - known.since)} days ago, up to {_days(machine.true() - known.until)} days ago",
        f"kept by a clock like this: {await _kept(store)}",
        *(f"/audit coverage: {line}" for line in said),
    ]
    machine.skew = datetime.timedelta()
    await retention.run({GUILD})
    lines.append(f"kept once it was set right: {await _kept(store)}")
    lines += [f"log: {record.getMessage()}" for record in caplog.records]
    assert_golden(f"clock/{row.replace(' ', '_')}.txt", "\n".join(lines) + "\n")


async def test_a_large_pruning_waits_a_day(store: ReconnectingArchive, caplog: pytest.LogCaptureFixture) -> None:
    """What takes more than a tenth waits a day, says so, and is done then; starts meanwhile change nothing about it."""
    machine = Machine()
    for hours in range(24):
        clock = machine.clock()
        wait = await Retention(store, clock, KEEP, LEFT).run({GUILD})
        assert wait <= datetime.timedelta(hours=min(6, 24 - hours))
        assert (await store.stats(GUILD)).entries == 10
        machine.pass_by(hours=1)
    assert "10 of 10 entries of guild 81384788765712384 are older than 60 days" in caplog.text
    assert "at 2026-11-25 14:00 UTC" in caplog.text
    known = await fetch_coverage(
        CollectedArchive(store, lambda _: None, machine.clock()), GUILD, may_read=True, keep_days=KEEP
    )
    embed = coverage.draw(known, None).embed
    assert embed is not None
    assert "⏳ More than a tenth of the entries is older than that." in (embed.description or "")
    await Retention(store, machine.clock(), KEEP, LEFT).run({GUILD})
    assert (await store.stats(GUILD)).entries == 0
    assert (await store.progress(GUILD)).postponed is None


async def test_a_tenth_does_not_wait(store: ReconnectingArchive) -> None:
    """A pruning that takes a tenth, and no more, is done at once."""
    await store.append(GUILD, observed(*[1.0 + number for number in range(45)], *[1.5 + n for n in range(45)]))
    await Retention(store, Machine().clock(), KEEP, LEFT).run({GUILD})
    assert (await store.stats(GUILD)).entries == 90


@pytest.mark.parametrize("waits", [Postponed(TRUE, 90), Postponed(TRUE + datetime.timedelta(days=400), KEEP)])
async def test_a_wait_that_does_not_hold_begins_anew(store: ReconnectingArchive, waits: Postponed) -> None:
    """One for a longer retention, which took less, and one that a wrong clock wrote down, are for a day from now."""
    machine = Machine()
    await store.postpone(GUILD, waits)
    await Retention(store, machine.clock(), KEEP, LEFT).run({GUILD})
    assert (await store.stats(GUILD)).entries == 10
    machine.pass_by(days=1)
    await Retention(store, machine.clock(), KEEP, LEFT).run({GUILD})
    assert (await store.stats(GUILD)).entries == 0


async def test_a_wait_ends_with_the_setting(store: ReconnectingArchive) -> None:
    """Who turns retention off meanwhile keeps all, and when it is turned on again the day begins anew."""
    machine = Machine()
    for days in (KEEP, 0, KEEP):
        await Retention(store, machine.clock(), days, LEFT).run({GUILD})
        machine.pass_by(days=0.9)
    assert (await store.stats(GUILD)).entries == 10


async def test_the_marks_know_nothing_of_a_wait(store: ReconnectingArchive) -> None:
    """Collecting writes its marks over and over; what waits stays."""
    waits = Postponed(TRUE, KEEP)
    await store.postpone(GUILD, waits)
    await store.mark(GUILD, Marks(5))
    standing = await store.progress(GUILD)
    assert (standing.postponed, standing.marks) == (waits, Marks(5))
    assert (await store.progress(GONE)).postponed is None


@pytest.mark.parametrize("year", [1970, 2030])
async def test_a_server_that_was_left_at_no_time_is_left_now(store: ReconnectingArchive, year: int) -> None:
    """A moment that cannot be is put right at the next start, and nothing is deleted by it."""
    machine = Machine()
    await store.mark(GONE, Marks(checked_at=TRUE, left_at=datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)))
    await Retention(store, machine.clock(), 0, LEFT).run(())
    assert (await store.stats(GONE)).entries == 1
    collector = Collector(ListedLog([]), store, READER, lambda _: nobody, clock=machine.clock())
    collector.session(0, 1, [])
    async with asyncio.timeout(5):
        while (left_at := (await store.progress(GONE)).marks.left_at) is None or left_at.year != TRUE.year:
            await asyncio.sleep(0.01)
    assert abs(machine.true() - left_at) < datetime.timedelta(minutes=1)
    await collector.close()
    machine.pass_by(days=LEFT + 1)
    await Retention(store, machine.clock(), 0, LEFT).run(())
    assert (await store.stats(GONE)).entries == 0


async def test_what_a_clock_ahead_wrote_down_is_not_believed(store: ReconnectingArchive) -> None:
    """Marks of the future are taken for none, so that what grows is read again."""
    future = TRUE + datetime.timedelta(days=400)
    await store.mark(GUILD, Marks(int(snowflake.first_at(future)), future, future))
    machine = Machine()
    collector = Collector(
        DatedLog([made(1)], machine, machine.clock()), store, READER, lambda _: nobody, clock=machine.clock()
    )
    await _collected(collector)
    await collector.close()
    marks = (await store.progress(GUILD)).marks
    assert marks.checked_at is not None
    assert marks.checked_at < TRUE + datetime.timedelta(minutes=1)
    assert snowflake.time_of(marks.settled_through) < TRUE
