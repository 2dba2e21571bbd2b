"""Which entries a query means, and what of that Discord can filter by itself."""

from typing import Final, TypedDict

from lightbulb_audit.catalog.actions import BY_SLUG, BY_TYPE, ROWS
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.errors import NotAnActionError
from lightbulb_audit.model import Record
from lightbulb_audit.model.query import LARGEST_TYPE, Query

CHOICES_AT_MOST: Final = 25
_CATEGORIES: Final = {category.value for category in Category}
_LONGEST_TYPE: Final = len(str(LARGEST_TYPE))


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
        (query.user_id is None or entry.user_id == query.user_id)
        and _is_of(query.action, int(entry.action_type))
        and (query.target_id is None or entry.target_id == query.target_id)
    )


def _is_of(action: str, action_type: int) -> bool:
    types = types_of(action)
    return types is None or action_type in types or (action == Category.OTHER and action_type not in BY_TYPE)


def read_action(text: str) -> str:
    """An action out of what was typed or chosen: a category, a name, hikari's name, or Discord's number.

    Raises:
        NotAnActionError: If it is none.
    """
    words = " ".join(text.lower().replace("_", " ").split())
    for category in Category:
        if words in (category.value, category.title.lower(), _all_of(category).lower()):
            return category.value
    digits = words.lstrip("0") or "0"
    if words.isascii() and words.isdigit() and len(digits) <= _LONGEST_TYPE and int(digits) <= LARGEST_TYPE:
        return digits
    slug = BY_SLUG.get(words.replace(" ", "_"))
    named = next((row for row in ROWS if row.name.lower() == words), slug)
    if named is None:
        raise NotAnActionError(text)
    return str(named.type)


def action_words(action: str) -> str:
    """What an action filter is called: "Member banned", "All of Members", "Action 987"."""
    if action in _CATEGORIES:
        return _all_of(Category(action))
    row = BY_TYPE.get(int(action))
    return f"Action {action}" if row is None else row.name


def action_choices(typed: str) -> list[tuple[str, str]]:
    """The actions and categories that fit what was typed so far: what a person reads, and what the option gets.

    Those that begin with it come first, then those with a word that does, then those that hold it.
    """
    words = " ".join(typed.lower().replace("_", " ").split())
    every = [
        (_all_of(category), category.value, f"{category} {_all_of(category)}")
        for category in Category
        if category != "other"
    ]
    every += [(f"{row.icon} {row.name}", row.slug, f"{row.name} {row.slug} {row.category}") for row in ROWS]
    ranked = [(rank, name, value) for name, value, text in every if (rank := _rank(words, text.lower())) is not None]
    ranked.sort(key=lambda choice: choice[0])
    return [(name, value) for _, name, value in ranked[:CHOICES_AT_MOST]]


def _all_of(category: Category) -> str:
    return f"All of {category.title}"


def _rank(words: str, text: str) -> int | None:
    plain = text.replace("_", " ")
    if plain.startswith(words):
        return 0
    if f" {words}" in plain:
        return 1
    return 2 if words in plain else None
