"""A rule in words for those who may manage it."""

from lightbulb_audit.catalog import alert_words
from lightbulb_audit.describe.values.numbers import duration
from lightbulb_audit.model.alert import Condition, ConditionKind, Window


def rule_words(condition: Condition, query: str, then: str = "") -> str:
    """Return a rule as a sentence tells it.

    Args:
        condition: What is asked.
        query: What its query asks for, in words.
        then: The same of what must follow.
    """
    if condition.kind is ConditionKind.SILENCE:
        return alert_words.SILENCE
    said = condition_words(condition, then)
    if condition.kind in (ConditionKind.FIRST, ConditionKind.MOST):
        return alert_words.RULE_OF_ONE.format(query=query, condition=said)
    return alert_words.RULE.format(query=query, condition=said, by=alert_words.BY[condition.by])


def condition_words(condition: Condition, then: str = "") -> str:
    """Return what a condition asks, in words."""
    match condition.kind:
        case ConditionKind.EVERY:
            return alert_words.EVERY
        case ConditionKind.FIRST:
            return alert_words.FIRST
        case ConditionKind.SILENCE:
            return alert_words.SILENCE
        case ConditionKind.COUNT:
            template = alert_words.COUNT
        case ConditionKind.TARGETS:
            template = alert_words.TARGETS
        case ConditionKind.THEN:
            template = alert_words.THEN
        case ConditionKind.MOST:
            is_from_one = condition.windows[0].count == 1
            template = alert_words.MOST_FROM_ONE if is_from_one else alert_words.MOST
    return alert_words.OR.join(_fill(template, one, then) for one in condition.windows)


def _fill(template: str, window: Window, then: str) -> str:
    within = duration(int(window.within.total_seconds()))
    return template.format(count=f"{window.count:,}", within=within, then=then)
