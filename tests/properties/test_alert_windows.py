"""Windows of alerts: what is found stretch by stretch is what a plain recount finds."""

import datetime
import random
from collections.abc import Sequence
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from tests.recount import recount

from lightbulb_audit.analyse.windows import Mark, broken_records, stretches, within
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import By, Condition, ConditionKind, Rule, Window
from lightbulb_audit.services.alerts.grouping import group
from lightbulb_audit.services.alerts.rule_text import format_rule, parse_rule
from lightbulb_audit.services.alerts.series import OpenIncident

_BASE: Final = int(snowflake.first_at(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)))

_windows = st.builds(
    Window, st.integers(1, 30), st.integers(1, 6 * 3600).map(lambda seconds: datetime.timedelta(seconds=seconds))
)
_kinds = st.sampled_from([ConditionKind.EVERY, ConditionKind.COUNT, ConditionKind.TARGETS, ConditionKind.THEN])


@st.composite
def _conditions(draw: st.DrawFn) -> Condition:
    kind = draw(_kinds)
    if kind is ConditionKind.EVERY:
        return Condition(kind)
    return Condition(kind, tuple(draw(st.lists(_windows, min_size=1, max_size=2))), draw(st.sampled_from(By)))


@st.composite
def _marks(draw: st.DrawFn) -> list[Mark]:
    """Marks close to each other and far apart, some of the same millisecond."""
    at, found = 0, list[Mark]()
    for place in range(draw(st.integers(0, 30))):
        at += draw(st.sampled_from([0, 1, 900, 5_000, 29_999, 600_000, 3_600_001, 20_000_000]))
        weight = draw(st.sampled_from([1, 1, 1, 2, 9, 900]))
        target = draw(st.sampled_from([None, 1, 2, 3, 4]))
        found.append(Mark(_BASE + (at << 22) + place, weight, target, draw(st.integers(1, 3))))
    return found


@given(_marks(), _conditions(), st.integers(0, 30))
def test_stretches_are_a_recount(marks: list[Mark], condition: Condition, place: int) -> None:
    """What lies in stretches is what lies in any window that holds, whatever the weights, for every condition."""
    began = marks[place].entry_id if place < len(marks) else 0
    assert set(within(marks, stretches(marks, condition, began))) == recount(marks, condition, began)


@given(_marks(), _conditions(), st.randoms(use_true_random=False))
def test_each_entry_in_one_incident_for_any_order(marks: list[Mark], condition: Condition, rng: random.Random) -> None:
    """However marks come, one by one or in heaps, the incidents hold what a recount finds, each entry once.

    It is enough to look at the windows that end with what came, or later.
    """
    incidents: list[OpenIncident] = []
    told: list[int] = []
    waiting, known = rng.sample(marks, len(marks)), list[Mark]()
    while waiting:
        came = [waiting.pop() for _ in range(min(len(waiting), rng.randint(1, 5)))]
        known = sorted([*known, *came])
        for gain in group(known, stretches(known, condition, min(came).entry_id), condition, 0, incidents):
            told += [*gain.ids, *gain.strays]
            assert not set(gain.moves).difference(told)
    assert sorted(told) == sorted(recount(marks, condition))
    assert sorted(entry_id for one in incidents for entry_id in one.entry_ids) == sorted(told)


@given(_marks(), _windows)
def test_what_was_never_so_much_before(marks: list[Mark], window: Window) -> None:
    """A record is broken where a window holds more than each that ended before it began."""
    span = window.within // datetime.timedelta(milliseconds=1)

    def at(one: Mark) -> int:
        return snowflake.milliseconds_of(one.entry_id)

    def total(last: Mark) -> int:
        return sum(one.weight for one in marks if one.entry_id <= last.entry_id and at(one) >= at(last) - span)

    broken = {one.last for one in broken_records(marks, window)}
    for last in marks:
        most = max((total(one) for one in marks if at(one) < at(last) - span), default=0)
        assert (last.entry_id in broken) == (total(last) >= window.count and total(last) > most)


_queries: Sequence[str] = ("", "action:member_ban_add", 'text:"a: b -> c" category:members', "-action:role_delete")


@given(_conditions(), st.sampled_from(_queries), st.sampled_from(_queries))
def test_a_rule_is_read_back_as_it_was_written(condition: Condition, query: str, then: str) -> None:
    """Every rule has words, and they mean the same rule."""
    if condition.kind is ConditionKind.THEN:
        condition, then = Condition(condition.kind, condition.windows[:1], condition.by), then or "action:ban"
        condition = Condition(condition.kind, (Window(1, condition.span),), condition.by)
    else:
        then = ""
    rule = Rule(query, condition, then)
    assert parse_rule(format_rule(rule)) == rule
