"""Which entries a query means, and what of that Discord can filter by itself."""

from collections.abc import Sequence
from typing import Final, TypedDict

from lightbulb_audit.catalog.actions import BY_SLUG, BY_TYPE, ROWS, Action
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.kinds import ACTORS
from lightbulb_audit.catalog.searches import SEARCHES
from lightbulb_audit.errors import NotAnActionError, SeveralActionsError
from lightbulb_audit.model import Record
from lightbulb_audit.model.query import LARGEST_TYPE, Query

CHOICES_AT_MOST: Final = 25
_CATEGORIES: Final = {category.value for category in Category}
_LONGEST_TYPE: Final = len(str(LARGEST_TYPE))
_SHORTEST_BEGINNING: Final = 3
"""Letters: fewer name nothing."""
_CANDIDATES: Final = 3


class Remote(TypedDict, total=False):
    """The filters of Discord's endpoint, by its own names."""

    user_id: int
    action_type: int
    target_id: int


def types_of(action: str) -> frozenset[int] | None:
    """The action types that an action or category stands for; None for any type.

    The category of all that nobody documents yet has none that could be listed.
    """
    if not action:
        return None
    if action in _CATEGORIES:
        return frozenset(row.type for row in ROWS if row.category == action)
    return frozenset({int(action)})


def remote(query: Query) -> Remote:
    """What to ask Discord for. `target_id` is reported not to combine with the other two, so it goes alone."""
    asked = Remote()
    types = types_of(query.action)
    if query.user_id is not None:
        asked["user_id"] = query.user_id
    if types is not None and len(types) == 1:
        (asked["action_type"],) = types
    if query.target_id is not None and not asked:
        asked["target_id"] = query.target_id
    return asked


def is_remote(query: Query) -> bool:
    """Whether Discord can filter all of it, so that nothing that it sends is thrown away."""
    types = types_of(query.action)
    asked = remote(query)
    return (types is None or "action_type" in asked) and (query.target_id is None or "target_id" in asked)


def matches(query: Query, record: Record) -> bool:
    """Whether an entry is wanted, its place in time aside."""
    entry = record.entry
    return (
        (query.user_id is None or _did(query.user_id, record))
        and _is_of(query.action, int(entry.action_type))
        and (query.target_id is None or entry.target_id == query.target_id)
    )


def _did(user_id: int, record: Record) -> bool:
    """Whether somebody did it: what AutoMod does has the member whose message it was as its user, who did nothing."""
    entry = record.entry
    if entry.user_id != user_id:
        return False
    row = BY_TYPE.get(int(entry.action_type))
    return row is None or not row.actor or user_id in ACTORS


def _is_of(action: str, action_type: int) -> bool:
    types = types_of(action)
    return types is None or action_type in types or (action == Category.OTHER and action_type not in BY_TYPE)


def read_action(text: str) -> str:
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
