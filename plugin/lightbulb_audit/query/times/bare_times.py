"""Times in a question that has no filter for them: "who deleted #plans last week", "bans since Monday"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lightbulb_audit.errors import Fault
from lightbulb_audit.query import values as reading
from lightbulb_audit.query.filters import CREATED
from lightbulb_audit.query.times.periods import ANY_MONTH, ANY_WEEKDAY
from lightbulb_audit.query.times.time_clauses import QUOTES, TIME_WORD
from lightbulb_audit.query.tokens import Token, Value
from lightbulb_audit.query.values import ParseContext, RefusedError

_LONGEST: Final = 9
"""Words of a time: "between 12 October 2025 and 3 November 2025"."""

_PUNCTUATION: Final = "?!.,;:"
_BOUNDS: Final = {"after": "after", "before": "before", "until": "before", "till": "before"}
_BOUND: Final = re.compile(rf"({'|'.join(_BOUNDS)}) (.+)", re.IGNORECASE)
_SINCE: Final = re.compile(r"since (.+)", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(?:between|from) (.+?) (?:and|to|until|till) (.+)", re.IGNORECASE)
_WITHIN: Final = re.compile(r"(?:during|within|over|in|of|from|for|on|at)? ?(?:the )?", re.IGNORECASE)
"""What may stand before a period without changing it."""

_NUMBERS: Final = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_PART: Final = "(?:morning|afternoon|evening|night)"
_DAY_OF_MONTH: Final = rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{ANY_MONTH})|(?:{ANY_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?"
_PLAIN: Final = re.compile(
    rf"tonight|tomorrow|(?:earlier )?today|(?:day before )?yesterday(?: (?:{_PART}|noon))?|\d{{4}}-\d\d-\d\d"
    rf"|(?:this|current|last|past|previous|next) (?:hour|week|weekend|month|year|{_PART}|{ANY_WEEKDAY}|{ANY_MONTH})"
    r"|(?:last|past|previous) \S+ (?:second|minute|hour|day|week|month|year)s?"
    r"|(?:half )?\S+ (?:second|minute|hour|day|week|month|year)s? ago|(?:a )?couple of \w+ ago"
    rf"|(?:{_DAY_OF_MONTH})(?:,? \d{{4}})?",
    re.IGNORECASE | re.ASCII,
)
"""What nobody could take for anything but a time; "May" and "Friday" by themselves are names, too."""

_DATED: Final = re.compile(
    rf"on (?:the )?(?:{ANY_WEEKDAY})(?: {_PART})?|in (?:{ANY_MONTH})(?: \d{{4}})?|on {_NUMBERS}"
    "|(?:on|at|over|during) the weekend",
    re.IGNORECASE | re.ASCII,
)
"""What a word before it makes one."""


_WORD: Final = re.compile(
    rf"{TIME_WORD.pattern}|{_NUMBERS}|this|current|last|past|previous|earlier|tonight|tomorrow|next",
    re.IGNORECASE | re.ASCII,
)
"""A word of a time, wherever in it."""


_SECOND: Final = re.compile(r"(?<!\bday )\bbefore\b", re.IGNORECASE)
"""Where another time begins."""


class _Time(NamedTuple):
    """A filter, and its value as it is typed behind one."""

    qualifier: str
    text: str


def find_bare_times(text: str, words: Sequence[Token], sense: ParseContext) -> list[Token]:
    """Join words that plainly say a time to a filter; what stands in quotes is left as it is.

    Args:
        text: The search.
        words: Its words.
        sense: What is known beside it.
    """
    found: list[Token] = []
    at = 0
    while at < len(words):
        token, used = next(_times_at(text, words[at : at + _LONGEST], sense), (words[at], 1))
        found.append(token)
        at += used
    return found


def _times_at(text: str, words: Sequence[Token], sense: ParseContext) -> Iterator[tuple[Token, int]]:
    """Yield the times that begin with the first of some words, the longest first, and of how many words each is."""
    count = next((at for at, one in enumerate(words) if not is_bare(text, one)), len(words))
    for used in range(count, 0, -1):
        first, last = words[0], words[used - 1]
        said = " ".join(text[first.start : last.end].replace(",", " ").split()).rstrip(_PUNCTUATION)
        time = _read(said, sense)
        if time is not None:
            yield Token(time.qualifier, (Value(time.text, first.start, last.end),), False, first.start, last.end), used


def is_bare(text: str, word: Token) -> bool:
    """Return whether a word is one to look for, outside quotes."""
    return not word.qualifier and not word.is_negated and '"' not in text[word.start : word.end].translate(QUOTES)


def _read(said: str, sense: ParseContext) -> _Time | None:
    """Return what words say, where that is plainly a time."""
    between = _BETWEEN.fullmatch(said)
    if between is not None and all(_is_time(part, sense) for part in between.groups()):
        return _Time(CREATED, "..".join(between.groups()))
    bound = _BOUND.fullmatch(said)
    if bound is not None:
        return _Time(_BOUNDS[bound[1].lower()], bound[2]) if _is_time(bound[2], sense) else None
    since = _SINCE.fullmatch(said)
    if since is not None:
        return _Time(CREATED, f"since {since[1]}") if _is_time(since[1], sense) else None
    period = said[_WITHIN.match(said).end() :]  # pyright: ignore[reportOptionalMemberAccess] - it matches nothing, too
    if (_PLAIN.fullmatch(period) or _DATED.fullmatch(said)) and _is_time(period, sense):
        return _Time(CREATED, period)
    return None


def _is_time(said: str, sense: ParseContext) -> bool:
    """Return whether all its words are of a time, and it can be read; what is still to come is pointed at, as ever."""
    if _SECOND.search(said) or not all(_WORD.fullmatch(word) for word in said.split()):
        return False
    try:
        reading.period(said, CREATED, sense)
    except RefusedError as error:
        return error.fault in (Fault.STILL_TO_COME, Fault.SEVERAL_DAYS)
    return True
