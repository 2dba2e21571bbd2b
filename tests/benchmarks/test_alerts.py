"""Archiving 100,000 entries with 50 alerts, beside archiving them without one; and what 10,000 quiet servers weigh.

Run it as `test_archive.py` tells. Each alert counts in two windows, and fits the entries of one person in 50: either so
few are enough that every entry of all 100,000 is in an incident, or so many that none is. It is CPU time; with alerts
it ends when all is judged.
"""

import asyncio
import datetime
import pathlib
import time
import tracemalloc

import pytest
from tests.benchmarks.test_archive import BATCH, ENTRIES, observed_entries

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.catalog.alert_presets import PRESETS
from lightbulb_audit.model.alert import Alert, By, Condition, ConditionKind, NewAlert, Rule, Window
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.progress import CollectionProgress, Hearing
from lightbulb_audit.query.predicate import Predicate, TermTest
from lightbulb_audit.services.alerts.compiled import CompiledRule
from lightbulb_audit.services.alerts.rule_text import format_rule, parse_condition, parse_rule
from lightbulb_audit.services.alerts.runner import AlertRunner
from lightbulb_audit.services.alerts.silence import Silence
from lightbulb_audit.services.collector.schedule import Schedule

ALERTS = 50
AIM = 1.5
GUILDS = 10_000
_SECOND = datetime.timedelta(seconds=1)


def _rule(fast: int, slow: int) -> str:
    windows = (Window(fast, 30 * _SECOND), Window(slow, 21_600 * _SECOND))
    return format_rule(Rule("", Condition(ConditionKind.COUNT, windows, By.ACTOR)))


_ALWAYS, _NEVER = _rule(5, 200), _rule(90_000, 100_000)

pytestmark = [pytest.mark.timeout(1800), pytest.mark.usefixtures("one_processor")]


async def _compiled(alert: Alert) -> CompiledRule:
    return CompiledRule(parse_rule(alert.rule), Predicate((TermTest((f" @by:{(1 << 60) + alert.alert_id - 1} ",)),)))


async def _progress(guild_id: int) -> CollectionProgress:
    del guild_id
    return CollectionProgress()


def _runner(archive: Archive) -> AlertRunner:
    silence = Silence(archive.alerts, lambda _: Hearing(), _progress)
    return AlertRunner(archive.alerts, _compiled, lambda _: True, silence, Schedule())


async def _append(archive: Archive, observed: list[Observation], runner: AlertRunner | None) -> None:
    for at in range(0, ENTRIES, BATCH):
        await archive.append(1, observed[at : at + BATCH])
        if runner is not None:
            runner.wake(1)


async def _alone(address: str, observed: list[Observation]) -> float:
    async with await open_archive(address) as archive:
        started = time.process_time()
        await _append(archive, observed, None)
        return time.process_time() - started


async def _judged(address: str, observed: list[Observation], rule: str) -> tuple[float, int]:
    async with await open_archive(address) as archive:
        await archive.append(1, observed[:1])
        await archive.alerts.add(1, [NewAlert(rule, 10, None, 1) for _ in range(ALERTS)])
        runner = _runner(archive)
        runner.start()
        await asyncio.sleep(0.5)
        started = time.process_time()
        await _append(archive, observed, runner)
        (judge,) = runner.judges
        while judge.through < (await archive.alerts.heads())[1]:
            await asyncio.sleep(0.02)
        took = time.process_time() - started
        await runner.close()
        since = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
        told = [await archive.alerts.incidents(1, number, since) for number in range(1, ALERTS + 1)]
        return took, sum(len(one.entry_ids) for some in told for one in some)


@pytest.mark.parametrize(("rule", "share"), [(_ALWAYS, 1), (_NEVER, 0)])
def test_fifty_alerts(tmp_path: pathlib.Path, rule: str, share: int) -> None:
    """Aim: at most one and a half times as long as without any, whether every entry makes one fire or none does."""
    observed, alone, judged, told = observed_entries(), list[float](), list[float](), 0
    for turn in range(2):
        alone.append(asyncio.run(_alone(str(tmp_path / f"alone{turn}.sqlite3"), observed)))
        took, told = asyncio.run(_judged(str(tmp_path / f"judged{turn}.sqlite3"), observed, rule))
        judged.append(took)
    ratio = min(judged) / min(alone)
    print(f"{min(alone):.1f} s alone, {min(judged):.1f} s with alerts ({told} entries told): {ratio:.2f} (aim {AIM})")  # noqa: T201
    assert told == share * ENTRIES
    assert ratio <= AIM


async def _weigh(address: str) -> float:
    """Megabytes that 10,000 servers with all presets hold on to once each was judged."""
    async with await open_archive(address) as archive:
        new = [
            NewAlert(format_rule(Rule(one.query, parse_condition(one.conditions[0]))), 10, None, 1) for one in PRESETS
        ]
        for guild_id in range(1, GUILDS + 1):
            await archive.alerts.add(guild_id, new)
        runner = _runner(archive)
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        runner.start()
        while len(runner.judges) < GUILDS:
            await asyncio.sleep(0.1)
        for guild_id in range(1, GUILDS + 1):
            runner.wake(guild_id)
        while any(not judge.is_judged for judge in runner.judges):
            await asyncio.sleep(0.5)
        after = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        await runner.close()
        return (after - before) / 2**20


def test_ten_thousand_servers(tmp_path: pathlib.Path) -> None:
    """What the alerts of quiet servers weigh is said; aim: at most 5 KiB a server."""
    size = asyncio.run(_weigh(str(tmp_path / "many.sqlite3")))
    print(f"{GUILDS:,} servers with {len(PRESETS)} presets: {size:.1f} MiB, {size * 1024 / GUILDS:.2f} KiB each")  # noqa: T201
    assert size * 1024 / GUILDS <= 5
