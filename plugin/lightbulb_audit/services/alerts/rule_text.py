"""Rules in words: a condition, a colon, and a query of the search language. What is written is read back as the same.

every: action:bot_add
5 in 30s or 20 in 6h by actor: action:member_ban_add
5 targets in 1m by actor: action:renamed
then in 10m by actor: gained:administrator -> action:channel_delete
most from 10 in 1h by actor: category:members
first by actor: action:webhook_create
silence
"""

import datetime
import re
from collections.abc import Iterator
from typing import Final

from lightbulb_audit.model.alert import By, Condition, ConditionKind, Rule, Window

MOST_COUNT: Final = 100_000
SHORTEST: Final = datetime.timedelta(seconds=1)
LONGEST: Final = datetime.timedelta(days=7)

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_NAMES: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
}
_PART: Final = re.compile(r"(\d{1,7})\s*([a-z]+)\s*", re.ASCII)
_ARROW: Final = "->"
_COLON: Final = ": "
_BY: Final = " by "
_OR: Final = " or "
_TARGETS: Final = " targets in "


SILENCE: Final = Condition(ConditionKind.SILENCE, (), By.SERVER)
"""The one condition that asks nothing of entries."""


class RuleError(ValueError):
    """A rule that cannot be read.

    Attributes:
        part: What of it.
    """

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def parse_span(text: str) -> datetime.timedelta:
    """Return a length of time out of `30s`, `2 min`, `1h 30m`.

    Raises:
        RuleError: If it is none, or none that a window can have.
    """
    rest, seconds = text.strip().lower(), 0
    if not rest:
        raise RuleError(text)
    while rest:
        match = _PART.match(rest)
        unit = None if match is None else _NAMES.get(match[2])
        if match is None or unit is None:
            raise RuleError(text)
        seconds += int(match[1]) * _UNITS[unit]
        rest = rest[match.end() :]
    if not SHORTEST.total_seconds() <= seconds <= LONGEST.total_seconds():
        raise RuleError(text)
    return datetime.timedelta(seconds=seconds)


def format_span(span: datetime.timedelta) -> str:
    """Return a length of time, in the largest unit that says it wholly."""
    seconds = int(span.total_seconds())
    unit = next(name for name, size in reversed(_UNITS.items()) if seconds % size == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


def parse_window(text: str) -> Window:
    """Return a window out of `20 in 6h`.

    Raises:
        RuleError: If it is none.
    """
    count, _, span = text.strip().partition(" in ")
    if not (count.isascii() and count.isdigit() and 0 < int(count[:9]) <= MOST_COUNT):
        raise RuleError(text)
    return Window(int(count), parse_span(span))


def split_then(text: str) -> tuple[str, str]:
    """Return the two queries that an arrow stands between; the second is empty where there is none.

    An arrow within quotes is part of a query.
    """
    is_quoted = False
    for at, sign in enumerate(text):
        is_quoted = is_quoted is not (sign == '"')
        if not is_quoted and text.startswith(_ARROW, at):
            return text[:at].strip(), text[at + len(_ARROW) :].strip()
    return text.strip(), ""


def format_condition(condition: Condition) -> str:
    """Return a condition in words."""
    return " ".join(_parts(condition))


def _parts(condition: Condition) -> Iterator[str]:
    windows = [f"{one.count} in {format_span(one.within)}" for one in condition.windows]
    match condition.kind:
        case ConditionKind.COUNT:
            yield _OR.join(windows)
        case ConditionKind.TARGETS:
            yield _OR.join(one.replace(" in ", _TARGETS) for one in windows)
        case ConditionKind.THEN:
            yield f"then in {format_span(condition.span)}"
        case ConditionKind.MOST:
            yield f"most from {windows[0]}"
        case ConditionKind.SILENCE:
            yield "silence"
            return
        case ConditionKind.EVERY | ConditionKind.FIRST:
            yield str(condition.kind)
    yield f"by {condition.by}"


def format_rule(rule: Rule) -> str:
    """Return a rule in words."""
    said = format_condition(rule.condition)
    query = f"{rule.query} {_ARROW} {rule.then}" if rule.condition.kind is ConditionKind.THEN else rule.query
    return f"{said}{_COLON}{query}"


def parse_rule(text: str) -> Rule:
    """Return a rule out of its words; its queries are not looked at.

    Raises:
        RuleError: If it is none.
    """
    said, _, query = text.partition(_COLON)
    condition = parse_condition(said.strip())
    if condition.kind is ConditionKind.THEN:
        first, second = split_then(query)
        if not second:
            raise RuleError(text)
        return Rule(first, condition, second)
    return Rule(query.strip(), condition)


def parse_condition(said: str) -> Condition:
    """Return a condition out of its words.

    Raises:
        RuleError: If it is none.
    """
    words, _, by = f"{said} ".rpartition(_BY) if _BY in said else (said, "", "")
    try:
        counted_by = By(by.strip()) if by else By.ACTOR
    except ValueError:
        raise RuleError(by) from None
    kind, windows = _read(words.strip())
    return SILENCE if kind is ConditionKind.SILENCE else Condition(kind, windows, counted_by)


def _read(words: str) -> tuple[ConditionKind, tuple[Window, ...]]:
    if words in (ConditionKind.EVERY, ConditionKind.FIRST, ConditionKind.SILENCE):
        return ConditionKind(words), ()
    if words.startswith("then in "):
        return ConditionKind.THEN, (Window(1, parse_span(words.removeprefix("then in "))),)
    if words.startswith("most from "):
        return ConditionKind.MOST, (parse_window(words.removeprefix("most from ")),)
    parts = words.split(_OR)
    if all(_TARGETS in one for one in parts):
        return ConditionKind.TARGETS, tuple(parse_window(one.replace(_TARGETS, " in ")) for one in parts)
    return ConditionKind.COUNT, tuple(parse_window(one) for one in parts)
