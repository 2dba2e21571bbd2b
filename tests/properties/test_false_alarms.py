"""Presets over honest months: how often each would have fired with nobody meaning harm."""

import datetime
import os
import random
import zoneinfo
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from tests.honest import MONTH, STAFF_ROLE, START, Month, busy, middle, quiet

from lightbulb_audit.analyse.windows import Mark
from lightbulb_audit.catalog.alert_presets import PRESETS, SIZES
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Deed, Rule
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.predicate import compile_predicate
from lightbulb_audit.query.syntax import parse, tokenize
from lightbulb_audit.query.terms import facts_of
from lightbulb_audit.query.values import ParseContext
from lightbulb_audit.services.alerts.compiled import CompiledRule, mark_of
from lightbulb_audit.services.alerts.replay import firings_of
from lightbulb_audit.services.alerts.rule_text import parse_condition

_SEEDS: Final = 30 if "EVERY_CASE" in os.environ else 2
_OWN: Final = "77,78"
_EVERYONE: Final = "79"
_HELD: Final = ("ban_members", "kick_members", "manage_channels")


def _rules(size: str) -> dict[str, CompiledRule]:
    """The presets of a size, as they are held against entries; silence is about no entry."""
    sense = ParseContext(1, START, zoneinfo.ZoneInfo("UTC"))
    lore = SearchContext(holders={slug: frozenset({STAFF_ROLE}) for slug in _HELD})
    found: dict[str, CompiledRule] = {}
    for one in PRESETS:
        if one.query:
            text = one.query.format(own=_OWN, everyone=_EVERYONE)
            test = compile_predicate(parse(text, tokenize(text), sense), lore)
            found[one.name] = CompiledRule(Rule(text, parse_condition(one.conditions[SIZES.index(size)])), test)
    return found


def _deed(entry: Mapping[str, Any]) -> Deed:
    options = entry.get("options", {})
    weight = max(1, int(options.get("members_removed", 0)))
    target = None if entry["target_id"] is None else int(entry["target_id"])
    return Deed(int(entry["id"]), facts_of(entry), target, weight, 1, 1, START, "event")


def _count(entries: list[dict[str, Any]], size: str) -> Counter[str]:
    """How many incidents each preset would have opened in the month, with the weeks before as its past."""
    deeds = [_deed(entry) for entry in entries]
    begin, end = int(snowflake.first_at(START)), int(snowflake.first_at(START + MONTH))
    found: Counter[str] = Counter()
    for name, rule in _rules(size).items():
        marks: dict[int | None, list[Mark]] = {}
        for deed, sides in rule.pick(deeds):
            marks.setdefault(rule.key_of(deed), []).append(mark_of(deed, sides))
        firings = [one for key, some in marks.items() for one in firings_of(key, some, rule.rule.condition)]
        found[name] = sum(begin <= one.entry_ids[0] < end for one in firings)
    return found


@pytest.mark.parametrize(("draw", "size"), [(quiet, "small"), (middle, "middle"), (busy, "large")])
@pytest.mark.timeout(600)
def test_an_honest_month(draw: Callable[[random.Random], list[dict[str, Any]]], size: str) -> None:
    """In a month of an honest server each preset fires at most once."""
    counts = [_count(draw(random.Random(seed)), size) for seed in range(_SEEDS)]
    for name in counts[0]:
        fired = [one[name] for one in counts]
        print(f"{draw.__name__:5} {size:6} {name:10} at most {max(fired)}, in all {sum(fired)} of {_SEEDS} months")  # noqa: T201
    assert {name: most for name in counts[0] if (most := max(one[name] for one in counts)) > 1} == {}


_DAY: Final = datetime.timedelta(days=1)
_GIVEN: Final[list[dict[str, Any]]] = [{"key": "$add", "new_value": [{"id": str(STAFF_ROLE), "name": "Moderator"}]}]
_ALLOWED: Final[list[dict[str, Any]]] = [{"key": "permissions", "old_value": "0", "new_value": str(1 << 1)}]


@pytest.mark.parametrize("size", SIZES)
def test_what_is_no_honest_month(size: str) -> None:
    """Unusual bots and permissions, a large prune, and what everybody may do are told, each as often as it happens."""
    month = Month(random.Random(1))
    for days in (1, 9, 17, 17.01):  # the first bot, one more, and two at once
        month.put(START + days * _DAY, 2, 28)
    for days in (2, 10, 18, 18.01):  # a promotion, one more, and two at once
        month.put(START + days * _DAY, 3, 25, changes=_GIVEN)
    month.put(START + 3 * _DAY, 4, 31, target=int(_EVERYONE), changes=_ALLOWED)
    month.put(START + 4 * _DAY, 4, 31, target=1234, changes=_ALLOWED)
    for days, removed in ((5, "9"), (6, "900")):
        month.put(START + days * _DAY, 5, 21, target=None, options={"members_removed": removed})
    assert _count(month.entries, size) == Counter({"bots": 2, "new_power": 1, "everyone": 1, "prunes": 1})
