"""Times in a search: which words belong to one, and what conditions they come to."""

import dataclasses
import itertools
import re
from collections.abc import Sequence
from typing import Final

from lightbulb_audit.errors import Fault, SearchError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Clause
from lightbulb_audit.query import values as reading
from lightbulb_audit.query.filters import CREATED
from lightbulb_audit.query.times.periods import ANY_MONTH, ANY_WEEKDAY, Period
from lightbulb_audit.query.tokens import Token, Value
from lightbulb_audit.query.values import ParseContext, RefusedError

QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("–—", "-"))  # noqa: RUF001 - phones type these
_OPERATOR: Final = re.compile(r">=?|<=?")
_SINCE: Final = re.compile(r"since |(?:(?:in |over )?the )?(?:last|past|previous) ", re.IGNORECASE)
"""How words begin that go from a moment up to now."""
_AGO: Final = re.compile(r"(?:second|minute|hour|(day|week|month|year))s? ago$", re.IGNORECASE)
_TIMES: Final = frozenset({"before", "until", "after", "since", CREATED})
TIME_WORD: Final = re.compile(
    r"\d{1,4}(?:st|nd|rd|th|am|pm)?,?|\d{1,2}:\d\d(?::\d\d)?(?:am|pm)?|\d{1,2}\.|\d{4}-\d\d-\d\d|[ap]m|of|at|the|on|in|an?|to"
    r"|ago|half|couple|one|two|three|four|five|six|seven|eight|nine|ten|day|before|yesterday|today|now|utc"
    r"|(?:second|minute|hour|day|week|month|year)s?|weekend|morning|noon|midday|afternoon|evening|night|midnight"
    rf"|(?:{ANY_WEEKDAY})|(?:{ANY_MONTH}),?",
    re.IGNORECASE | re.ASCII,
)
"""A word that may belong to the time before it."""
_LONGEST_TIME: Final = 5
"""Words that may follow the first one of a time: "half an hour ago", "the 12th of October 2025"."""


def join_times(text: str, words: Sequence[Token], sense: ParseContext) -> list[Token]:
    """Join the words that say a time without quotes: `after:last week`, `created:>12 oct 2025`."""
    found: list[Token] = []
    waiting = list(words)
    while waiting:
        word, *waiting = waiting
        behind = _behind(text, word, waiting) if word.qualifier in _TIMES and len(word.values) == 1 else ()
        for count in range(len(behind), 0, -1):
            joined = _join(text, word, behind[count - 1])
            if _is_time(joined.values[0].text, sense):
                word, waiting = joined, waiting[count:]
                break
        found.append(word)
    return found


def _behind(text: str, word: Token, words: Sequence[Token]) -> Sequence[Token]:
    """Return the words that may belong to a time, where neither they nor it stand in quotes."""
    if '"' in text[word.start : word.end].translate(QUOTES):
        return ()
    some = itertools.takewhile(
        lambda one: not one.qualifier and not one.is_negated and TIME_WORD.fullmatch(text[one.start : one.end]), words
    )
    return list(itertools.islice(some, _LONGEST_TIME))


def _join(text: str, word: Token, last: Token) -> Token:
    start = word.values[0].start
    value = Value(" ".join(text[start : last.end].split()), start, last.end)
    return dataclasses.replace(word, values=(value,), end=last.end)


def _is_time(text: str, sense: ParseContext) -> bool:
    parts = text.removeprefix("-").lstrip("<>=").split("..")
    try:
        for part in parts:
            reading.period(part.strip(), CREATED, sense)
    except RefusedError as error:
        return error.fault is Fault.STILL_TO_COME
    return True


def check_span(text: str, word: Token, clauses: Sequence[Clause]) -> None:
    """See that there is a time between what was said last and what was said before."""
    above, below = (
        [int(one.values[0]) for one in clauses if one.filter == name and not one.is_negated]
        for name in ("after", "before")
    )
    if above and below and min(below) - max(above) <= 1:
        value = word.values[-1]
        raise SearchError(text, value.start, value.end, Fault.NO_TIME_BETWEEN, word.qualifier)


def check_single(text: str, word: Token) -> None:
    """See that a bound is just one."""
    if len(word.values) > 1:
        second = word.values[1]
        raise SearchError(text, second.start, second.end, Fault.NOT_A_SPAN, word.qualifier)


def created_clauses(text: str, word: Token, sense: ParseContext) -> list[Clause]:
    """`created:>2026-10-01`, `created:2026-10-01..2026-11-01`, `created:today` for all of a day or a period."""
    check_single(text, word)
    (value,) = word.values

    def period(words: str) -> Period | int:
        try:
            return reading.period(words.strip(), CREATED, sense)
        except RefusedError as error:
            raise SearchError(text, value.start, value.end, error.fault, CREATED, error.allowed) from error

    low, dots, high = value.text.partition("..")
    operator = _OPERATOR.match(value.text)
    if operator is not None and not dots:
        return [_compare(operator[0], period(value.text[operator.end() :]), is_negated=word.is_negated)]
    if not word.is_negated and operator is None:
        if dots and low and high:
            return [_from(period(low)), _before_end(period(high))]
        found = None if dots else period(value.text)
        if isinstance(found, Period) and found.end is not None:
            return [_from(found), _before_end(found)]
        if isinstance(found, Period) and _SINCE.match(value.text):
            return [_from(found)]
        if isinstance(found, Period) and (ago := _AGO.search(value.text)) is not None:
            return _that_time(found, ago[1], sense)
    raise SearchError(text, value.start, value.end, Fault.NOT_A_SPAN, CREATED)


def _that_time(found: Period, unit: str | None, sense: ParseContext) -> list[Clause]:
    """Return the day or longer period in which a moment was so long ago; since then, where it was hours ago or less."""
    if unit is None:
        return [_from(found)]
    said = "today" if unit.lower() == "day" else f"this {unit}"
    whole = reading.period(said, CREATED, dataclasses.replace(sense, now=found.start))
    return [_from(whole), _before_end(whole)]


def _compare(operator: str, found: Period | int, *, is_negated: bool) -> Clause:
    """Return what lies before or after; up to a period includes all of it. Both filters leave out the id itself."""
    if operator == "<=":
        return dataclasses.replace(_before_end(found), is_negated=is_negated)
    if operator == ">=":
        return dataclasses.replace(_from(found), is_negated=is_negated)
    return Clause("after" if operator == ">" else "before", (str(_first(found)),), is_negated)


def _first(found: Period | int) -> int:
    return reading.first_id(found.start) if isinstance(found, Period) else found


def _from(found: Period | int) -> Clause:
    return Clause("after", (str(max(_first(found) - 1, 0)),))


def _before_end(found: Period | int) -> Clause:
    if isinstance(found, Period) and found.end is not None:
        return Clause("before", (str(reading.first_id(found.end)),))
    return Clause("before", (str(min(_first(found) + 1, snowflake.LARGEST)),))
