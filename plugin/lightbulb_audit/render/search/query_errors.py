"""A search that cannot be understood: which word is at fault, and what could stand there."""

import datetime
from collections.abc import Callable, Sequence
from typing import Final

from lightbulb_audit.catalog import words
from lightbulb_audit.describe.text.markdown import escape
from lightbulb_audit.describe.text.plain import clean
from lightbulb_audit.errors import Fault, SearchError
from lightbulb_audit.query.syntax import LONGEST, MOST_CLAUSES
from lightbulb_audit.query.values import MOST_MEANT

_AROUND: Final = 30
"""Characters that are shown before and after the word."""

_LONGEST: Final = 40
_ALLOWED: Final = 20


def query_error_message(error: SearchError) -> str:
    """Point at the word, say what is wrong with it, and what is allowed there."""
    return f"{_pointed(error)}\n{_said(error, lambda word: escape(word, _LONGEST))}"


def plain_query_error(error: SearchError) -> str:
    """Return what is wrong and what is allowed there, as one line without markup."""
    return _said(error, str).replace("`", "").replace("**", "")


def _said(error: SearchError, quote: Callable[[str], str]) -> str:
    word = _shown(error.text[error.start : error.end])[:_LONGEST] or "…"
    allowed = [_shown(one) for one in error.allowed[:_ALLOWED]]
    shown = [f"`{one}`" for one in allowed]
    return words.FAULTS[error.fault].format(
        word=f"`{word}`",
        filter=error.filter,
        noun=words.NOUNS.get(error.filter, error.filter),
        allowed=", ".join(shown) or words.NOTHING_ALLOWED,
        choices=_either(shown) or words.NOTHING_ALLOWED,
        plain=_either([quote(one) for one in allowed]),
        typed=quote(word),
        days=" or ".join(map(_day, error.allowed)) if error.fault is Fault.SEVERAL_DAYS else "",
        longest=f"{LONGEST:,}",
        most=MOST_CLAUSES,
        count=", ".join(map(_count, error.allowed)) if error.fault is Fault.TOO_MANY_NAMED else "",
        meant=MOST_MEANT,
    )


def _either(values: Sequence[str]) -> str:
    """Return values in words: "bot, human or undone"."""
    return " or ".join(filter(None, (", ".join(values[:-1]), *values[-1:])))


def _count(text: str) -> str:
    """Return a number as people read it: "1,234"."""
    return f"{int(text):,}" if text.isascii() and text.isdigit() else f"`{_shown(text)}`"


def _day(text: str) -> str:
    """Return a day in words: "3 April 2026"."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return f"`{_shown(text)}`"
    return f"{day.day} {day:%B %Y}"


def _pointed(error: SearchError) -> str:
    """Return the search in a block of code with marks under the word."""
    start, end = max(error.start - _AROUND, 0), min(error.end, error.start + _LONGEST)
    head = ("…" if start else "") + _shown(error.text[start : error.start])
    word = _shown(error.text[error.start : end])
    tail = _shown(error.text[end : end + _AROUND]) + ("…" if end + _AROUND < len(error.text) else "")
    marks = "^" * max(len(word), 1)
    return f"```\n{head}{word}{tail}\n{' ' * len(head)}{marks}\n```"


def _shown(text: str) -> str:
    """Return text from outside within code: one line, its length as it was, nothing that ends the code."""
    return "".join(_letter(one) for one in text)


def _letter(one: str) -> str:
    if one == "`":
        return "'"
    return one if (one.isprintable() and clean(one) == one) or one == " " else " "
