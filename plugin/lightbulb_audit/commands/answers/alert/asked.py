"""A rule out of the options of a command."""

import dataclasses
import datetime
from collections.abc import Awaitable, Callable
from typing import Final

from lightbulb_audit.catalog import alert_words
from lightbulb_audit.commands.answers.feed.desk import RefusedError, clean_quote
from lightbulb_audit.model.alert import By, Condition, ConditionKind, Rule, Window
from lightbulb_audit.services.alerts import rule_text
from lightbulb_audit.services.alerts.rule_text import RuleError, parse_span, parse_window, split_then

_HOUR: Final = datetime.timedelta(hours=1)
_USUAL: Final = 10
"""From how many on something is unusual, where nobody says."""


@dataclasses.dataclass(frozen=True, slots=True)
class AskedRule:
    """What was typed of a rule; empty is what was not.

    Attributes:
        query: Which entries; both queries with an arrow between.
        count: How many; 0 for none.
        within: Within what time.
        by: Whose entries are counted together.
        slow: A second window.
        condition: Which condition.
    """

    query: str = ""
    count: int = 0
    within: str = ""
    by: str = ""
    slow: str = ""
    condition: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return self == AskedRule()

    def over(self, rule: Rule) -> "AskedRule":
        """Return what was typed, and for the rest what a rule asks already."""
        known = asked_of(rule)
        filled = {
            field.name: getattr(self, field.name) or getattr(known, field.name) for field in dataclasses.fields(self)
        }
        if self.count and not self.condition and known.condition == ConditionKind.EVERY:
            filled["condition"] = ""
        return AskedRule(**filled)


def asked_of(rule: Rule) -> AskedRule:
    """Return what would have to be typed for a rule."""
    condition, windows = rule.condition, rule.condition.windows
    first = windows[0] if windows else None
    slow = windows[1] if len(windows) > 1 else None
    return AskedRule(
        f"{rule.query} -> {rule.then}" if rule.then else rule.query,
        first.count if first else 0,
        rule_text.format_span(first.within) if first else "",
        str(condition.by),
        f"{slow.count} in {rule_text.format_span(slow.within)}" if slow else "",
        str(condition.kind),
    )


async def rule_of(asked: AskedRule, written: Callable[[str], Awaitable[str]]) -> Rule:
    """Return the rule that was asked for.

    Args:
        asked: What was typed.
        written: Writes a query out as it is kept.

    Raises:
        RefusedError: If it cannot be one.
        SearchError: If a query cannot be understood.
    """
    first, then = split_then(asked.query)
    condition = _condition(asked, is_then=bool(then))
    if condition.kind is ConditionKind.SILENCE:
        return Rule("", condition)
    if (condition.kind is ConditionKind.THEN) is not bool(then):
        raise RefusedError(alert_words.NEEDS_ARROW)
    if condition.kind is ConditionKind.EVERY and not first:
        raise RefusedError(alert_words.NEEDS_QUERY)
    queries = [await written(one) for one in (first, then)]
    if any("is:undone" in one for one in queries):
        raise RefusedError(alert_words.UNDONE)
    return Rule(queries[0], condition, queries[1] if then else "")


def _condition(asked: AskedRule, *, is_then: bool) -> Condition:
    kind = ConditionKind(asked.condition) if asked.condition else None
    if kind is None:
        counted = ConditionKind.COUNT if asked.count > 1 or asked.slow else ConditionKind.EVERY
        kind = ConditionKind.THEN if is_then else counted
    by = By(asked.by or By.ACTOR)
    if kind is ConditionKind.SILENCE:
        return rule_text.SILENCE
    if kind in (ConditionKind.MOST, ConditionKind.FIRST) and by is not By.ACTOR:
        raise RefusedError(alert_words.ONLY_ACTOR)
    if kind in (ConditionKind.EVERY, ConditionKind.FIRST):
        return Condition(kind, (), by)
    if kind is ConditionKind.THEN:
        return Condition(kind, (Window(1, _span(asked.within)),), by)
    if kind is ConditionKind.MOST:
        return Condition(kind, (Window(asked.count or _USUAL, _span(asked.within) if asked.within else _HOUR),), by)
    if not asked.count:
        raise RefusedError(alert_words.NEEDS_COUNT)
    slow = (_window(asked.slow),) if asked.slow else ()
    return Condition(kind, (Window(asked.count, _span(asked.within)), *slow), by)


def _span(text: str) -> datetime.timedelta:
    if not text:
        raise RefusedError(alert_words.NEEDS_WITHIN)
    try:
        return parse_span(text)
    except RuleError as error:
        raise RefusedError(alert_words.NO_SPAN.format(text=clean_quote(text))) from error


def _window(text: str) -> Window:
    try:
        return parse_window(text)
    except RuleError as error:
        raise RefusedError(alert_words.NO_WINDOW.format(text=clean_quote(text))) from error
