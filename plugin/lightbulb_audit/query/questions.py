"""A question in plain English, as a search: "what did hal do yesterday", "who was banned since Monday", "all kicks"."""

import dataclasses
from collections.abc import Sequence
from typing import Final

from lightbulb_audit.catalog.kinds import NAMING
from lightbulb_audit.catalog.searches import VERBS
from lightbulb_audit.query.terms import FILLERS, words_of
from lightbulb_audit.query.times.bare_times import find_bare_times, is_bare
from lightbulb_audit.query.tokens import Token, Value
from lightbulb_audit.query.values import ParseContext

_ASKING: Final = FILLERS | {
    *("all", "any", "anybody", "anyone", "anything", "been", "ever", "everything", "find", "happen", "happened"),
    *("happening", "happens", "list", "please", "show", "somebody", "someone", "something", "tell", "there"),
}
"""Words that ask rather than say what is looked for."""


_THINGS: Final = {naming.noun for naming in NAMING.values()} | {"member", "message", "nickname", "permission"}


def read_question(text: str, words: Sequence[Token], sense: ParseContext) -> list[Token]:
    """Return the words of a search with its times behind filters, in other words too, and without those that only ask.

    What stands in quotes is left as it is; so is whatever there is, where there is nothing else.

    Args:
        text: The search.
        words: Its words.
        sense: What is known beside it.
    """
    timed = find_bare_times(text, words, sense)
    telling = [word for word in timed if not (is_bare(text, word) and _ASKING.issuperset(words_of(_said(word))))]
    return [_reword(word) if is_bare(text, word) else word for word in telling or timed]


def _said(word: Token) -> str:
    (value,) = word.values
    return value.text


def _reword(word: Token) -> Token:
    """Return what people call a deed, or how entries say it ("bans" or "banned"); several things, or a single one."""
    said = " ".join(words_of(_said(word)))
    single = said.removesuffix("s")
    other = VERBS.get(said) or VERBS.get(single) or (single if single in _THINGS else said)
    if other.startswith(said):
        return word
    return dataclasses.replace(word, qualifier="text", values=(*word.values, Value(other, word.start, word.end)))
