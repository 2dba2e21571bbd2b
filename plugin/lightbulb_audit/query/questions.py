"""A question in plain English, as a search: "what did hal do yesterday", "who was banned since Monday", "all kicks"."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final

from lightbulb_audit.catalog.kinds import NAMING
from lightbulb_audit.catalog.searches import COMPOUNDS, VERBS
from lightbulb_audit.query.terms import FILLERS, words_of
from lightbulb_audit.query.times.bare_times import find_bare_times, is_bare
from lightbulb_audit.query.tokens import Token, Value
from lightbulb_audit.query.values import ParseContext

_ASKING: Final = FILLERS | {
    *("all", "any", "anybody", "anyone", "anything", "been", "ever", "everything", "find", "happen", "happened"),
    *("happening", "happens", "list", "many", "often", "please", "show", "somebody", "someone", "something", "tell"),
    *("there", "touch", "touched", "whats", "whos"),
}
"""Words that ask rather than say what is looked for."""

_COUNTED: Final = {"people", "times"}
"""What is asked for only by how many there are."""

_NO_REASON: Final = {"without reason", "without a reason", "without any reason", "with no reason"}
_LONGEST: Final = 3
"""Words of what is said in several words."""

_THINGS: Final = {naming.noun for naming in NAMING.values()} | {"member", "message", "nickname", "permission"}


def read_question(text: str, words: Sequence[Token], sense: ParseContext) -> list[Token]:
    """Return the words of a search with its times behind filters, in other words too, and without those that only ask.

    What stands in quotes is left as it is; so is whatever there is, where there is nothing else.

    Args:
        text: The search.
        words: Its words.
        sense: What is known beside it.
    """
    timed = _join(text, find_bare_times(text, words, sense))
    telling = [word for at, word in enumerate(timed) if not (is_bare(text, word) and _is_asking(timed[: at + 1]))]
    return [_reword(word) if is_bare(text, word) else word for word in telling or timed]


def _join(text: str, words: Sequence[Token]) -> list[Token]:
    """Join words that say one thing together: "without a reason", "slow mode"."""
    found: list[Token] = []
    at = 0
    while at < len(words):
        joined, used = next(_joined_at(text, words[at : at + _LONGEST]), (words[at], 1))
        found.append(joined)
        at += used
    return found


def _joined_at(text: str, words: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Yield what the first of some words is together with those behind it, and of how many words that is."""
    count = next((at for at, one in enumerate(words) if not is_bare(text, one)), len(words))
    for used in range(count, 1, -1):
        first, last = words[0], words[used - 1]
        said = " ".join(_plain(word) for word in words[:used])
        if said in _NO_REASON:
            yield Token("has", (Value("reason", first.start, last.end),), True, first.start, last.end), used
        compound = COMPOUNDS.get(said) or COMPOUNDS.get(said.removesuffix("s"))
        if compound is not None:
            yield Token("", (Value(compound, first.start, last.end),), False, first.start, last.end), used


def _is_asking(words: Sequence[Token]) -> bool:
    """Return whether the last of some words only asks."""
    *before, last = map(_plain_of_text, words)
    return _ASKING.issuperset(last.split()) or (last in _COUNTED and before[-1:] == ["many"])


def _plain_of_text(word: Token) -> str:
    return "" if word.qualifier else _plain(word)


def _plain(word: Token) -> str:
    (value,) = word.values
    return " ".join(words_of(value.text))


def _reword(word: Token) -> Token:
    """Return what people call a deed, or how entries say it ("bans" or "banned"); several things, or a single one."""
    said = _plain(word)
    single = said.removesuffix("s")
    others = (VERBS.get(said) or VERBS.get(single) or (single if single in _THINGS else said)).split(", ")
    meant = [Value(other, word.start, word.end) for other in others if not other.startswith(said)]
    return dataclasses.replace(word, qualifier="text", values=(*word.values, *meant)) if meant else word
