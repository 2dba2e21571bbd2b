"""Actions by the words that people use for them."""

from collections.abc import Sequence
from typing import Final

from lightbulb_audit.catalog.actions import BY_SLUG, BY_TYPE, ROWS, Action
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.searches import SEARCHES
from lightbulb_audit.errors import NotAnActionError, SeveralActionsError
from lightbulb_audit.model.query import LARGEST_TYPE

CHOICES_AT_MOST: Final = 25
_CATEGORIES: Final = {category.value for category in Category}
_LONGEST_TYPE: Final = len(str(LARGEST_TYPE))
_SHORTEST_BEGINNING: Final = 3
"""Letters: fewer name nothing."""
_CANDIDATES: Final = 3


def parse_action(text: str) -> str:
    """An action out of what was typed or chosen.

    A category, a name (as it is offered, too), hikari's name, or Discord's number; else the beginning of words that
    only one action has: of its name or of what people call it, or else of hikari's name.

    Raises:
        NotAnActionError: If it is none.
        SeveralActionsError: If it could be several.
    """
    words = _plain(text)
    for category in Category:
        if words in (category.value, category.title.lower(), _all_of(category).lower()):
            return category.value
    number = _number(words)
    if number is not None:
        return number
    slug = BY_SLUG.get(words.replace(" ", "_"))
    named = next((row for row in ROWS if row.name.lower() == words), slug) or _only(words, text)
    return str(named.type)


def _number(words: str) -> str | None:
    digits = words.removeprefix("action ")
    if not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.lstrip("0") or "0"
    return digits if len(digits) <= _LONGEST_TYPE and int(digits) <= LARGEST_TYPE else None


def _only(words: str, text: str) -> Action:
    """The only action of which words begin so."""
    if len(words) < _SHORTEST_BEGINNING:
        raise NotAnActionError(text)
    called = [row for row in ROWS if _begins(words, f"{row.name}, {SEARCHES.get(row.type, '')}")]
    found = called or [row for row in ROWS if _begins(words, row.slug)]
    if not found:
        raise NotAnActionError(text)
    if len(found) > 1:
        raise SeveralActionsError(text, tuple(row.name for row in found[:_CANDIDATES]))
    return found[0]


def action_words(action: str) -> str:
    """What an action filter is called: "Member banned", "All of Members", "Action 987"."""
    if action in _CATEGORIES:
        return _all_of(Category(action))
    row = BY_TYPE.get(int(action))
    return f"Action {action}" if row is None else row.name


def action_choices(typed: str) -> list[tuple[str, str]]:
    """The actions and categories that fit what was typed so far: what a person reads, and what the option gets.

    Those that begin with it come first, then those with a word that does, then those that people call so, then those
    that hold it. Discord's number, if it is one, finds its action.
    """
    words = _plain(typed)
    every = [
        (_all_of(category), category.value, (_all_of(category), category.value), "")
        for category in Category
        if category != "other"
    ]
    every += [
        (f"{row.icon} {row.name}", row.slug, (row.name, row.slug, f"{row.type}"), f"{SEARCHES.get(row.type, '')}")
        for row in ROWS
    ]
    ranked = [
        (rank, name, value) for name, value, texts, called in every if (rank := _rank(words, texts, called)) is not None
    ]
    ranked.sort(key=lambda choice: choice[0])
    return [(name, value) for _, name, value in ranked[:CHOICES_AT_MOST]]


def _all_of(category: Category) -> str:
    return f"All of {category.title}"


def _plain(text: str) -> str:
    """Words in lower case, without the emoji before an action that is offered."""
    words = text.lower().replace("_", " ").split()
    if words and not any(letter.isalnum() or letter.isascii() for letter in words[0]):
        del words[0]
    return " ".join(words)


def _begins(words: str, text: str) -> bool:
    """Whether a word of the text, and those after it, begin so."""
    return f" {words}" in f" {text.lower().replace('_', ' ')}"


def _rank(words: str, texts: Sequence[str], called: str) -> int | None:
    plain = ", ".join(texts).lower().replace("_", " ")
    if plain.startswith(words) or words in plain.split(", "):
        return 0
    if _begins(words, plain):
        return 1
    if _begins(words, called):
        return 2
    return 3 if words in f"{plain}, {called}" else None
