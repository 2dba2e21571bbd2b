"""The query language: `actor:@anna -action:member_move target:#general created:>2026-10-01 key:permissions "raid"`.

A word is a filter with its value, or words to look for in the text. A value with spaces stands in quotes, several
values are separated by commas (any of them), and a `-` before a word turns it round. Every word must hold; only where
an entry has just one such value (who did it, which action) do two words with the same filter mean either. A mention by
itself is what the entry is about.
"""

import dataclasses
import difflib
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from lightbulb_audit.errors import Fault, SearchError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.query import values as reading
from lightbulb_audit.query.filters import BY_NAME, CREATED, FILTERS, QUALIFIERS, FilterSpec
from lightbulb_audit.query.mentions import parse_id
from lightbulb_audit.query.periods import ANY_MONTH, ANY_WEEKDAY, Period
from lightbulb_audit.query.values import ParseContext, RefusedError

LONGEST: Final = 1000
"""Characters of a search as it is typed."""

LONGEST_WRITTEN: Final = 1600
"""Characters of a search as it is written out, which the answer carries."""

MOST_CLAUSES: Final = 250

_QUALIFIER: Final = re.compile(r"([A-Za-z_]+):")
_MENTION: Final = re.compile(r"<(?:@[!&]?|#)\d{1,20}>", re.ASCII)
_OPERATOR: Final = re.compile(r">=?|<=?")
_ID_DIGITS: Final = 17
"""As many as no year, day or time in seconds has, which an id is told from by that."""

_SINCE: Final = re.compile(r"since |(?:(?:in |over )?the )?(?:last|past|previous) ", re.IGNORECASE)
"""How words begin that go from a moment up to now."""
_TIMES: Final = frozenset({"before", "until", "after", "since", CREATED})
_TIME_WORD: Final = re.compile(
    r"\d{1,4}(?:st|nd|rd|th|am|pm)?,?|\d{1,2}:\d\d(?::\d\d)?(?:am|pm)?|\d{1,2}\.|\d{4}-\d\d-\d\d|[ap]m|of|at|the|on|in|an?|to"
    r"|ago|half|couple|one|two|three|four|five|six|seven|eight|nine|ten|day|before|yesterday|today|now|utc"
    r"|(?:second|minute|hour|day|week|month|year)s?|weekend|morning|noon|midday|afternoon|evening|night|midnight"
    rf"|(?:{ANY_WEEKDAY})|(?:{ANY_MONTH}),?",
    re.IGNORECASE | re.ASCII,
)
"""A word that may belong to the time before it."""
_LONGEST_TIME: Final = 5
"""Words that may follow the first one of a time: "half an hour ago", "the 12th of October 2025"."""

_BLANK: Final = re.compile(r"\s+|(?<!\S)-(?=\s|$)")
"""What stands between words; a dash by itself is punctuation."""

_PLAIN: Final = re.compile(r'[^\s",]+')
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("–—", "-"))  # noqa: RUF001 - phones type these
_TEXT: Final = "text"


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """One value as it was typed, and where."""

    text: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """One word of a search as it was typed.

    Attributes:
        qualifier: What stood before the colon, in small letters; empty for text.
        values: What stood behind it.
        is_negated: Whether a `-` stood before it.
        start: Where it begins, in characters.
        end: Where it ends.
    """

    qualifier: str
    values: tuple[Value, ...]
    is_negated: bool
    start: int
    end: int


class _Scanner:
    """Reads a search word by word."""

    def __init__(self, text: str) -> None:
        self._original = text
        self._text = text.translate(_QUOTES)
        self._at = 0

    def words(self) -> Iterable[Token]:
        while self._skip():
            yield self._word()

    def _skip(self) -> bool:
        while (blank := _BLANK.match(self._text, self._at)) is not None:
            self._at = blank.end()
        return self._at < len(self._text)

    def _fault(self, start: int, end: int, fault: Fault, name: str = "", allowed: Sequence[str] = ()) -> SearchError:
        return SearchError(self._original, start, max(end, start + 1), fault, name, tuple(allowed))

    def _word(self) -> Token:
        start = self._at
        is_negated = self._text.startswith("-", start)
        self._at += is_negated
        match = _QUALIFIER.match(self._text, self._at)
        qualifier = ""
        if match is not None:
            qualifier = match[1].lower()
            if qualifier not in BY_NAME and qualifier != CREATED:
                close = difflib.get_close_matches(qualifier, [*BY_NAME, CREATED], 3, 0.6)
                raise self._fault(match.start(1), match.end(1), Fault.UNKNOWN_FILTER, "", close or QUALIFIERS)
            self._at = match.end()
        values = tuple(self._values(start, qualifier))
        return Token(qualifier, values, is_negated, start, self._at)

    def _values(self, start: int, qualifier: str) -> Iterable[Value]:
        yield self._value(start, qualifier)
        while qualifier and self._text.startswith(",", self._at):
            self._at += 1
            yield self._value(start, qualifier)
        if not qualifier:
            # A comma between words of text is punctuation.
            while self._text.startswith(",", self._at):
                self._at += 1

    def _value(self, start: int, qualifier: str) -> Value:
        begun, text = self._at, ""
        while self._at < len(self._text):
            if self._text[self._at] == '"':
                end = self._text.find('"', self._at + 1)
                if end < 0:
                    raise self._fault(self._at, len(self._text), Fault.NO_END, qualifier)
                text += self._original[self._at + 1 : end]
                self._at = end + 1
                continue
            plain = _PLAIN.match(self._text, self._at)
            if plain is None:
                break
            text += self._original[plain.start() : plain.end()]
            self._at = plain.end()
        if not text.strip():
            wrong = (begun, self._at) if self._at > begun else (start, max(begun, start + 1))
            raise self._fault(*wrong, Fault.NO_VALUE, qualifier)
        return Value(text.strip(), begun, self._at)


def tokenize(text: str, longest: int = LONGEST) -> list[Token]:
    """The words of a search.

    Args:
        text: The search.
        longest: Characters that it may have.

    Raises:
        SearchError: If there is a filter that is none, a value is missing, or a quote has no end.
    """
    if len(text) > longest:
        raise SearchError(text, longest, len(text), Fault.TOO_LONG)
    words = list(_Scanner(text).words())
    if len(words) > MOST_CLAUSES:
        raise SearchError(text, words[MOST_CLAUSES].start, len(text), Fault.TOO_MANY_WORDS)
    return words


def name_values(words: Iterable[Token]) -> list[tuple[FilterSpec, str]]:
    """The names among the values for which ids must be found, each with its filter."""
    found: dict[tuple[str, str], FilterSpec] = {}
    for word in words:
        row = BY_NAME.get(word.qualifier)
        if row is None or not row.kinds:
            continue
        for value in word.values:
            if parse_id(value.text, 0) is None:
                found[row.name, value.text] = row
    return [(row, text) for (_, text), row in found.items()]


def parse(text: str, words: Sequence[Token], sense: ParseContext) -> Query:
    """What a search means.

    Args:
        text: The search.
        words: Its words.
        sense: What is known beside it, with the ids of all names in it.

    Raises:
        SearchError: If a value does not fit its filter.
    """
    clauses: list[Clause] = []
    for word in join_times(text, words, sense):
        clauses += _clauses(text, word, sense)
        _check_span(text, word, clauses)
    return check_limits(text, Query(tuple(merge_clauses(clauses))))


def join_times(text: str, words: Sequence[Token], sense: ParseContext) -> list[Token]:
    """Words with those joined that say a time without quotes: `after:last week`, `created:>12 oct 2025`."""
    found: list[Token] = []
    waiting = list(words)
    while waiting:
        word, *waiting = waiting
        behind = _behind(text, word, waiting) if word.qualifier in _TIMES and len(word.values) == 1 else ()
        for count in range(len(behind), 0, -1):
            joined = _joined(text, word, behind[count - 1])
            if _is_time(joined.values[0].text, sense):
                word, waiting = joined, waiting[count:]
                break
        found.append(word)
    return found


def _behind(text: str, word: Token, words: Sequence[Token]) -> Sequence[Token]:
    """The words that may belong to a time, where neither they nor it stand in quotes."""
    if '"' in text[word.start : word.end].translate(_QUOTES):
        return ()
    some = itertools.takewhile(
        lambda one: not one.qualifier and not one.is_negated and _TIME_WORD.fullmatch(text[one.start : one.end]), words
    )
    return list(itertools.islice(some, _LONGEST_TIME))


def _joined(text: str, word: Token, last: Token) -> Token:
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


def _check_span(text: str, word: Token, clauses: Sequence[Clause]) -> None:
    """See that there is a time between what was said last and what was said before."""
    above, below = (
        [int(one.values[0]) for one in clauses if one.filter == name and not one.is_negated]
        for name in ("after", "before")
    )
    if above and below and min(below) - max(above) <= 1:
        value = word.values[-1]
        raise SearchError(text, value.start, value.end, Fault.NO_TIME_BETWEEN, word.qualifier)


def check_limits(text: str, query: Query) -> Query:
    """The same search, unless it is too long to be carried."""
    if len(format_search(query)) > LONGEST_WRITTEN or len(query.clauses) > MOST_CLAUSES:
        raise SearchError(text, 0, len(text), Fault.TOO_MUCH)
    return query


def merge_clauses(clauses: Iterable[Clause]) -> list[Clause]:
    """Clauses with those joined that would exclude each other, and without those that stand there already."""
    found: list[Clause] = []
    for clause in clauses:
        known = next((one for one in found if _joins(one, clause)), None)
        if known is not None:
            values = dict.fromkeys((*known.values, *clause.values))
            found[found.index(known)] = dataclasses.replace(known, values=tuple(values))
        elif clause not in found:
            found.append(clause)
    return found


def _joins(one: Clause, other: Clause) -> bool:
    """Whether both ask for a value of which an entry has just one, or both exclude values of the same filter."""
    if one.filter != other.filter or one.is_negated != other.is_negated or FILTERS[one.filter].terms is None:
        return one.filter == other.filter == "id" and one.is_negated == other.is_negated
    return one.is_negated or FILTERS[one.filter].is_single


def _clauses(text: str, word: Token, sense: ParseContext) -> list[Clause]:
    if word.qualifier == CREATED:
        _alone(text, word)
        return _created(text, word, word.values[0], sense)
    if not word.qualifier:
        (value,) = word.values
        if _MENTION.fullmatch(value.text):
            return [Clause("about", _read(text, FILTERS["about"], value, sense), word.is_negated)]
        return [Clause(_TEXT, _read(text, FILTERS[_TEXT], value, sense), word.is_negated)]
    row = BY_NAME[word.qualifier]
    if row.name == "is" and any(value.text.lower() == "human" for value in word.values):
        return [_human(text, word, sense)]
    if row.terms is None and row.name != "id":
        _alone(text, word)
    values = [one for value in word.values for one in _read(text, row, value, sense)]
    return [Clause(row.name, tuple(dict.fromkeys(values)), word.is_negated)]


def _alone(text: str, word: Token) -> None:
    """See that a bound is just one."""
    if len(word.values) > 1:
        second = word.values[1]
        raise SearchError(text, second.start, second.end, Fault.NOT_A_SPAN, word.qualifier)


def _human(text: str, word: Token, sense: ParseContext) -> Clause:
    """Whoever is no bot."""
    for value in word.values:
        if value.text.lower() != "human":
            _read(text, FILTERS["is"], value, sense)
            raise SearchError(text, value.start, value.end, Fault.UNKNOWN_VALUE, "is", ("bot", "human"))
    return Clause("is", ("bot",), not word.is_negated)


def _read(text: str, row: FilterSpec, value: Value, sense: ParseContext) -> tuple[str, ...]:
    try:
        return tuple(row.read(value.text, row.name, sense))
    except RefusedError as error:
        allowed = ("bot", "human") if row.name == "is" else error.allowed
        raise SearchError(text, value.start, value.end, error.fault, row.name, allowed) from error


def _created(text: str, word: Token, value: Value, sense: ParseContext) -> list[Clause]:
    """`created:>2026-10-01`, `created:2026-10-01..2026-11-01`, `created:today` for all of a day or a period."""

    def period(words: str) -> Period | int:
        try:
            return reading.period(words.strip(), CREATED, sense)
        except RefusedError as error:
            raise SearchError(text, value.start, value.end, error.fault, CREATED, error.allowed) from error

    low, dots, high = value.text.partition("..")
    operator = _OPERATOR.match(value.text)
    if operator is not None and not dots:
        return [_compared(operator[0], period(value.text[operator.end() :]), is_negated=word.is_negated)]
    if not word.is_negated and operator is None:
        if dots and low and high:
            return [_from(period(low)), _before_end(period(high))]
        found = None if dots else period(value.text)
        if isinstance(found, Period) and found.end is not None:
            return [_from(found), _before_end(found)]
        if isinstance(found, Period) and _SINCE.match(value.text):
            return [_from(found)]
    raise SearchError(text, value.start, value.end, Fault.NOT_A_SPAN, CREATED)


def _compared(operator: str, found: Period | int, *, is_negated: bool) -> Clause:
    """What lies before or after; up to a period includes all of it. Both filters leave out the id itself."""
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


def format_search(query: Query) -> str:
    """A search written out so that reading it gives the same again."""
    return " ".join(_written(clause) for clause in query.clauses)


def _written(clause: Clause) -> str:
    sign = "-" if clause.is_negated else ""
    if clause.filter in _INCLUSIVE:
        return sign + _written_bound(clause.filter, int(clause.values[0]))
    if clause.filter == _TEXT and len(clause.values) == 1:
        return f'{sign}"{clause.values[0]}"'
    return f"{sign}{clause.filter}:{','.join(map(_quoted, clause.values))}"


_INCLUSIVE: Final = {"after": (1, ">="), "before": (-1, "<=")}
"""What leads from a bound, which is left out itself, to the one that is not; and the sign that says so."""


def _written_bound(name: str, bound: int) -> str:
    """A bound by its moment, where it has one; else by its id."""
    step, sign = _INCLUSIVE[name]
    moment = reading.written_moment(bound)
    if moment is None and (inclusive := reading.written_moment(bound + step)) is not None:
        return f"{CREATED}:{sign}{inclusive}"
    return f"{name}:{f'{bound:0{_ID_DIGITS}}' if moment is None else moment}"


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else f'"{value}"'
