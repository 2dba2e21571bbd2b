"""Judging alerts over an archive: what their incidents hold is a plain recount, whatever comes when and who dies."""

import asyncio
import datetime
import json
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import pytest
from tests.contract.archive.kit import GUILD
from tests.recount import recount_all
from typing_extensions import override

from lightbulb_audit.analyse.windows import FIRST, SECOND, Mark
from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Alert, By, Condition, ConditionKind, Deed, NewAlert, Rule, Window
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.query.predicate import Predicate, TermTest
from lightbulb_audit.services.alerts.compiled import CompiledRule
from lightbulb_audit.services.alerts.judge import GuildJudge
from lightbulb_audit.services.alerts.rule_text import format_rule, parse_rule
from lightbulb_audit.services.alerts.silence import unheard

_START: Final = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
_TYPES: Final = {"bans": 22, "deletions": 12, "prunes": 21}
_SECOND: Final = datetime.timedelta(seconds=1)
_RULES: Final = (
    Rule("bans", Condition(ConditionKind.EVERY)),
    Rule("bans", Condition(ConditionKind.COUNT, (Window(3, 30 * _SECOND), Window(9, 6 * 3600 * _SECOND)))),
    Rule("bans", Condition(ConditionKind.COUNT, (Window(6, 60 * _SECOND),), By.SERVER)),
    Rule("prunes", Condition(ConditionKind.COUNT, (Window(20, 600 * _SECOND),))),
    Rule("deletions", Condition(ConditionKind.TARGETS, (Window(3, 60 * _SECOND), Window(4, 7200 * _SECOND)))),
    Rule("deletions", Condition(ConditionKind.COUNT, (Window(2, 90 * _SECOND),), By.TARGET)),
    Rule("bans", Condition(ConditionKind.THEN, (Window(1, 120 * _SECOND),)), "deletions"),
)


def _test(name: str) -> Predicate:
    return Predicate((TermTest((f" @type:{_TYPES[name]} ",)),))


async def _compiled(alert: Alert) -> CompiledRule:
    rule = parse_rule(alert.rule)
    return CompiledRule(rule, _test(rule.query), _test(rule.then) if rule.then else None)


def _log(rng: random.Random, count: int) -> list[dict[str, Any]]:
    """Entries by a few people and by nobody known: bursts, and what lies hours apart."""
    at, entries = _START, list[dict[str, Any]]()
    for place in range(count):
        at += rng.choice((0.2, 1, 5, 29, 31, 200, 3600, 3700, 9000)) * _SECOND
        action_type = rng.choice((22, 22, 12, 12, 21))
        entry = {
            "id": str(int(snowflake.first_at(at)) + place),
            "action_type": action_type,
            "target_id": None if action_type == 21 else str(100 + rng.randrange(4)),
        }
        entries.append(entry if rng.random() < 0.2 else {**entry, "user_id": str(rng.choice((5, 6)))})
        if action_type == 21:
            entries[-1]["options"] = {"members_removed": str(rng.choice((1, 4, 25))), "delete_member_days": "7"}
    return entries


def _grown(entry: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    return {**entry, "options": {**entry.get("options", {}), "count": str(rng.choice((2, 5, 30)))}}


def _marks(entries: Sequence[dict[str, Any]], rule: Rule) -> dict[int | None, list[Mark]]:
    """What a rule counts of a log as it is in the end, by key."""
    found: dict[int | None, list[Mark]] = {}
    for entry in sorted(entries, key=lambda one: int(one["id"])):
        sides = FIRST * (entry["action_type"] == _TYPES[rule.query])
        sides |= SECOND * (bool(rule.then) and entry["action_type"] == _TYPES[rule.then])
        options = entry.get("options", {})
        weight = max(1, int(options.get("count", 0)), int(options.get("members_removed", 0)))
        target = None if entry["target_id"] is None else int(entry["target_id"])
        actor = int(entry["user_id"]) if "user_id" in entry else None
        key = {By.ACTOR: actor, By.TARGET: target, By.SERVER: None}[rule.condition.by]
        if sides:
            found.setdefault(key, []).append(Mark(int(entry["id"]), weight, target, sides))
    return found


def _seen(entry: dict[str, Any], rng: random.Random) -> Observation:
    way = rng.choice(("event", "catch-up", "backfill", "re-read"))
    return Observation(int(entry["id"]), json.dumps(entry), _START + datetime.timedelta(days=9), way)


async def _told(archive: Archive, alert_id: int) -> list[tuple[int | None, int]]:
    incidents = await archive.alerts.incidents(GUILD, alert_id, _START - datetime.timedelta(days=400))
    return [(one.key, entry_id) for one in incidents for entry_id in one.entry_ids]


@pytest.mark.parametrize("seed", range(6))
async def test_incidents_are_a_recount(address: str, seed: int) -> None:
    """For any order, lateness, weights and restarts, incidents hold what a recount of the log finds, each once."""
    rng = random.Random(seed)
    log = _log(rng, 90)
    grown = {entry["id"]: _grown(entry, rng) for entry in rng.sample(log, 25)}
    old, new = log[:20], log[20:]
    waiting = [*new, *grown.values()]
    if seed % 2:
        rng.shuffle(waiting)
    else:
        waiting.sort(key=lambda one: int(one["id"]) + (rng.randrange(0, 60_000) << 22))
    waiting.reverse()
    async with await open_archive(address) as archive, await open_archive(address) as other:
        await archive.append(GUILD, [_seen(entry, rng) for entry in old])
        new_alerts = [NewAlert(format_rule(rule), 10, None, 5) for rule in _RULES]
        alerts = await archive.alerts.add(GUILD, new_alerts)
        judge = GuildJudge(GUILD, archive.alerts, _compiled)
        while waiting:
            some = [waiting.pop() for _ in range(min(len(waiting), rng.choice((1, 2, 9))))]
            await archive.append(GUILD, [_seen(entry, rng) for entry in some])
            if rng.random() < 0.2:
                judge = GuildJudge(GUILD, archive.alerts, _compiled)
            if rng.random() < 0.2:
                await asyncio.gather(judge.turn(), GuildJudge(GUILD, other.alerts, _compiled).turn())
            elif rng.random() < 0.8:
                await judge.turn()
        for _ in range(2):  # one of two that met may have left the rest to the other
            await judge.turn()
        final = [grown.get(entry["id"], entry) for entry in log]
        for alert, rule in zip(alerts, _RULES, strict=True):
            marks, told = _marks(final, rule), await _told(archive, alert.alert_id)
            assert {entry_id for _, entry_id in told} == recount_all(marks, rule.condition, alert.began), alert.rule
            assert max(Counter(told).values(), default=1) == 1
            keys = {one.entry_id: key for key, some in marks.items() for one in some}
            assert all(keys[entry_id] == key for key, entry_id in told)


def _entry(seconds: float, **fields: Any) -> dict[str, Any]:
    entry_id = int(snowflake.first_at(_START + seconds * _SECOND))
    return {"id": str(entry_id), "action_type": 22, "user_id": "5", "target_id": "100", **fields}


async def _kept(archive: Archive, *entries: dict[str, Any], late: float = 0.1) -> None:
    seen = [
        Observation.of(one, snowflake.time_of(int(one["id"])) + datetime.timedelta(seconds=late), "event")
        for one in entries
    ]
    await archive.append(GUILD, seen)


async def _one(archive: Archive, rule: Rule) -> GuildJudge:
    await _kept(archive, _entry(-100_000, action_type=1))
    await archive.alerts.add(GUILD, [NewAlert(format_rule(rule), 10, None, 5)])
    return GuildJudge(GUILD, archive.alerts, _compiled)


async def test_two_raids_are_two_incidents(archive: Archive) -> None:
    """What lies hours apart is told apart; a straggler that counts by the slow window alone opens nothing."""
    judge = await _one(archive, _RULES[1])
    first = [_entry(n) for n in range(9)]
    second = [_entry(9000 + n) for n in range(3)]
    for entry in (*first, _entry(5000), *second):
        await _kept(archive, entry)
        await judge.turn()
    incidents = await archive.alerts.incidents(GUILD, 1, _START)
    assert [len(one.entry_ids) for one in incidents] == [10, 3]
    assert not any(one.is_late for one in incidents)


async def test_late_is_marked(archive: Archive) -> None:
    """What was done while nobody looked is judged once it is known, and marked late."""
    judge = await _one(archive, _RULES[1])
    await _kept(archive, *(_entry(n) for n in range(4)), late=600)
    assert await judge.turn()
    await _kept(archive, _entry(20))
    assert await judge.turn()
    (incident,) = await archive.alerts.incidents(GUILD, 1, _START)
    assert incident.is_late
    assert (len(incident.entry_ids), incident.version) == (5, 1)


async def test_never_before_by_them(archive: Archive) -> None:
    """What somebody does for the first time opens an incident, and what they do every week does not."""
    await _kept(archive, _entry(-200_000, user_id="6"))
    judge = await _one(archive, Rule("bans", Condition(ConditionKind.FIRST)))
    for entry in (_entry(1, user_id="6"), _entry(2), _entry(3), _entry(9000), _entry(9001, user_id="6")):
        await _kept(archive, entry)
        await judge.turn()
    assert [key for key, _ in await _told(archive, 1)] == [5]


async def test_more_than_ever_before(archive: Archive) -> None:
    """More in an hour than ever before by the same person; what they did as often once is usual for them."""
    await _kept(archive, *(_entry(-200_000 + n, user_id="6") for n in range(6)))
    judge = await _one(archive, Rule("bans", Condition(ConditionKind.MOST, (Window(4, 3600 * _SECOND),))))
    for n in range(6):
        await _kept(archive, _entry(n, user_id="6"), _entry(n + 0.5))
        await judge.turn()
    (incident,) = await archive.alerts.incidents(GUILD, 1, _START)
    assert (incident.key, len(incident.entry_ids)) == (5, 6)


async def test_what_no_event_told(archive: Archive) -> None:
    """Entries that reading the log brings to light long after they were made are told, unless nobody could hear."""
    await _kept(archive, _entry(-200_000))
    await archive.alerts.add(GUILD, [NewAlert("silence: ", 10, None, 5)])
    heard = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

    judge = GuildJudge(GUILD, archive.alerts, _compiled_silence, lambda _, news: unheard(news, heard))
    deaf = [_entry(-100_000), _entry(-99_000)]
    told = [_entry(1), _entry(2)]
    await archive.append(GUILD, [Observation.of(one, _START, "re-read") for one in deaf])
    await _kept(archive, _entry(3))
    await archive.append(GUILD, [Observation.of(one, _START + 300 * _SECOND, "re-read") for one in told])
    await archive.append(
        GUILD, [Observation.of(_grown(_entry(3), random.Random(1)), _START + 900 * _SECOND, "re-read")]
    )
    await judge.turn()
    assert [entry_id for _, entry_id in await _told(archive, 1)] == [int(one["id"]) for one in told]


async def _compiled_silence(alert: Alert) -> CompiledRule:
    return CompiledRule(parse_rule(alert.rule), Predicate((TermTest(()),)))


async def test_a_rule_that_fails_fails_alone(archive: Archive) -> None:
    """A fault of one rule is raised once all others are judged, and what it did not judge it judges later."""
    await _kept(archive, _entry(-200_000))
    text = format_rule(Rule("bans", Condition(ConditionKind.EVERY)))
    await archive.alerts.add(GUILD, [NewAlert(text, 10, None, 5) for _ in range(3)])
    broken = True

    class Broken(CompiledRule):
        @override
        def key_of(self, deed: Deed) -> int | None:
            if broken:
                raise ZeroDivisionError
            return CompiledRule.key_of(self, deed)

    async def compiled(alert: Alert) -> CompiledRule:
        known = await _compiled(alert)
        return known if alert.alert_id != 2 else Broken(known.rule, known.first)

    judge = GuildJudge(GUILD, archive.alerts, compiled)
    await _kept(archive, _entry(1))
    with pytest.raises(ZeroDivisionError):
        await judge.turn()
    assert [len(await _told(archive, number)) for number in (1, 2, 3)] == [1, 0, 1]
    broken = False
    assert await judge.turn()
    assert [len(await _told(archive, number)) for number in (1, 2, 3)] == [1, 1, 1]
