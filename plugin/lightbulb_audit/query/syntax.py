"""The query language: `actor:@anna -action:member_move target:#general created:>2026-10-01 key:permissions "raid"`.

A word is a filter with its value, or words to look for in the text. A value with spaces stands in quotes, several
values are separated by commas (any of them), and a `-` before a word turns it round. Words to look for are whole in
quotes, and may be just begun outside of them. Every word must hold; only where
an entry has just one such value (who did it, which action) do two words with the same filter mean either. A mention by
itself is what the entry is about.
"""

import dataclasses
import difflib
import functools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from lightbulb_audit.errors import Fault, SearchError
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.query import values as reading
from lightbulb_audit.query.filters import BY_NAME, CREATED, FILTERS, QUALIFIERS, FilterSpec
from lightbulb_audit.query.mentions import parse_id
from lightbulb_audit.query.questions import read_question
from lightbulb_audit.query.terms import FILLERS
from lightbulb_audit.query.times.time_clauses import QUOTES, check_single, check_span, created_clauses, join_times
from lightbulb_audit.query.tokens import Token, Value
from lightbulb_audit.query.values import ParseContext, RefusedError

LONGEST: Final = 1000
"""Characters of a search as it is typed."""

LONGEST_WRITTEN: Final = 1600
"""Characters of a search as it is written out, which the answer carries."""

MOST_CLAUSES: Final = 250

_QUALIFIER: Final = re.compile(r"([A-Za-z_]+):")
_MENTION: Final = re.compile(r"<(?:@[!&]?|#)\d{1,20}>", re.ASCII)
_ID_DIGITS: Final = 17
"""As many as no year, day or time in seconds has, which an id is told from by that."""

_BLANK: Final = re.compile(r"\s+|(?<!\S)-(?=\s|$)")
"""What stands between words; a dash by itself is punctuation."""

_BEGUN: Final = "*"
"""Behind quotes: the last word in them is perhaps just begun."""

_PLAIN: Final = re.compile(r'[^\s",]+')
_TEXT: Final = "text"
_SHORTEST_WORD: Final = 2


class _Scanner:
    """Reads a search word by word."""

    def __init__(self, text: str) -> None:
        self._original = text
        self._text = text.translate(QUOTES)
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
        begun, pieces, is_exact = self._at, list[str](), False
        while self._at < len(self._text):
            if self._text[self._at] == '"':
                end = self._text.find('"', self._at + 1)
                if end < 0:
                    raise self._fault(self._at, len(self._text), Fault.NO_END, qualifier)
                is_exact = not pieces
                pieces.append(self._original[self._at + 1 : end])
                self._at = end + 1
                continue
            plain = _PLAIN.match(self._text, self._at)
            if plain is None:
                break
            # Quotes with a star behind hold words together of which the last is perhaps just begun.
            if not (is_exact and plain[0] == _BEGUN):
                pieces.append(plain[0])
            is_exact = False
            self._at = plain.end()
        text = "".join(pieces)
        if not text.strip():
            wrong = (begun, self._at) if self._at > begun else (start, max(begun, start + 1))
            raise self._fault(*wrong, Fault.NO_VALUE, qualifier)
        return Value(text.strip(), begun, self._at, is_exact)


def tokenize(text: str, longest: int = LONGEST) -> list[Token]:
    """Return the words of a search.

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
    """Return the names among the values for which ids must be found, each with its filter."""
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
    """Return what a search means.

    Args:
        text: The search.
        words: Its words.
        sense: What is known beside it, with the ids of all names in it.

    Raises:
        SearchError: If a value does not fit its filter.
    """
    clauses: list[Clause] = []
    for word in read_question(text, join_times(text, words, sense), sense):
        clauses += _clauses(text, word, sense)
        check_span(text, word, clauses)
    return check_limits(text, Query(tuple(merge_clauses(clauses))))


def check_limits(text: str, query: Query) -> Query:
    """Return the same search, unless it is too long to be carried."""
    if len(format_search(query)) > LONGEST_WRITTEN or len(query.clauses) > MOST_CLAUSES:
        raise SearchError(text, 0, len(text), Fault.TOO_MUCH)
    return query


def merge_clauses(clauses: Iterable[Clause]) -> list[Clause]:
    """Return clauses with those joined that would exclude each other, and without those that stand there already."""
    found: list[Clause] = []
    for clause in clauses:
        known = next((one for one in found if _joins(one, clause)), None)
        if known is not None:
            values = dict.fromkeys((*known.values, *clause.values))
            typed = ", ".join(filter(None, (known.typed, clause.typed)))
            found[found.index(known)] = dataclasses.replace(known, values=tuple(values), typed=typed)
        elif clause not in found:
            found.append(clause)
    return found


def loosen_phrases(query: Query) -> Query:
    """Return the same search with each phrase as words that may stand anywhere: a name may stand between words of ours.

    Where a script has no spaces, and in a name such as "Plan B", a single character is no word of its own.
    """
    clauses = (one for clause in query.clauses for one in (_words_of_phrase(clause) or [clause]))
    return dataclasses.replace(query, clauses=tuple(merge_clauses(clauses)))


def _words_of_phrase(clause: Clause) -> list[Clause]:
    if clause.filter != _TEXT or clause.is_negated or len(clause.values) > 1:
        return []
    phrase = "".join(clause.values)
    words, behind = phrase.split(), " " if phrase.endswith(" ") else ""
    if min(map(len, words)) < _SHORTEST_WORD:
        return []
    return [Clause(_TEXT, (f"{word}{behind}",)) for word in words if word not in FILLERS]


def _joins(one: Clause, other: Clause) -> bool:
    """Return whether both ask for a value of which an entry has just one, or both exclude values of the same filter."""
    if one.filter != other.filter or one.is_negated != other.is_negated or FILTERS[one.filter].terms is None:
        return one.filter == other.filter == "id" and one.is_negated == other.is_negated
    return one.is_negated or FILTERS[one.filter].is_single


def _clauses(text: str, word: Token, sense: ParseContext) -> list[Clause]:
    if word.qualifier == CREATED:
        return created_clauses(text, word, sense)
    if not word.qualifier:
        (value,) = word.values
        if _MENTION.fullmatch(value.text):
            return [Clause("about", _read(text, FILTERS["about"], value, sense), word.is_negated)]
        return [Clause(_TEXT, _read_text(text, value, sense), word.is_negated)]
    row = BY_NAME[word.qualifier]
    if row.name == "is" and any(value.text.lower() == "human" for value in word.values):
        return [_human(text, word, sense)]
    if row.terms is None and row.name != "id":
        check_single(text, word)
    read = _read_text if row.name == _TEXT else functools.partial(_read, row=row)
    values = [one for value in word.values for one in read(text, value=value, sense=sense)]
    names = [value.text for value in word.values if row.kinds and parse_id(value.text, 0) is None]
    return [Clause(row.name, tuple(dict.fromkeys(values)), word.is_negated, ", ".join(names))]


def _human(text: str, word: Token, sense: ParseContext) -> Clause:
    """Whoever is no bot."""
    for value in word.values:
        _read(text, FILTERS["is"], value, sense)
    others = [value for value in word.values if value.text.lower() != "human"]
    if others:
        raise SearchError(text, others[0].start, others[0].end, Fault.ALONE, "is", ("human",))
    return Clause("is", ("bot",), not word.is_negated)


def _read(text: str, row: FilterSpec, value: Value, sense: ParseContext) -> tuple[str, ...]:
    try:
        return tuple(row.read(value.text, row.name, sense))
    except RefusedError as error:
        raise SearchError(text, value.start, value.end, error.fault, row.name, error.allowed) from error


def _read_text(text: str, value: Value, sense: ParseContext) -> tuple[str, ...]:
    """Words; with a space behind them they are whole."""
    found = _read(text, FILTERS[_TEXT], value, sense)
    return tuple(f"{words} " for words in found) if value.is_exact else found


def format_search(query: Query) -> str:
    """Return a search written out so that reading it gives the same again."""
    return " ".join(_written(clause) for clause in query.clauses)


def _written(clause: Clause) -> str:
    sign = "-" if clause.is_negated else ""
    if clause.filter in _INCLUSIVE:
        return sign + _written_bound(clause.filter, int(clause.values[0]))
    if clause.filter == _TEXT:
        name = "" if len(clause.values) == 1 else f"{_TEXT}:"
        return f"{sign}{name}{','.join(map(_written_words, clause.values))}"
    return f"{sign}{clause.filter}:{','.join(map(_quoted, clause.values))}"


_INCLUSIVE: Final = {"after": (1, ">="), "before": (-1, "<=")}
"""What leads from a bound, which is left out itself, to the one that is not; and the sign that says so."""


def _written_bound(name: str, bound: int) -> str:
    """Return a bound by its moment, where it has one; else by its id."""
    step, sign = _INCLUSIVE[name]
    moment = reading.written_moment(bound)
    if moment is None and (inclusive := reading.written_moment(bound + step)) is not None:
        return f"{CREATED}:{sign}{inclusive}"
    return f"{name}:{f'{bound:0{_ID_DIGITS}}' if moment is None else moment}"


def _written_words(words: str) -> str:
    """Return words in quotes, so that none of them means anything else."""
    return f'"{words.strip()}"{"" if words.endswith(" ") else _BEGUN}'


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else f'"{value}"'
