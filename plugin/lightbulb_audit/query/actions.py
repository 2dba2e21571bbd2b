"""What was done, by the words that people use for it: doings, actions and categories."""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from lightbulb_audit.catalog.actions import BY_SLUG, BY_TYPE, ROWS, Action
from lightbulb_audit.catalog.categories import Category, Tone
from lightbulb_audit.catalog.customs import CUSTOMS
from lightbulb_audit.catalog.doings import BY_DOING, DOINGS, Doing
from lightbulb_audit.catalog.searches import SEARCHES
from lightbulb_audit.errors import NotAnActionError
from lightbulb_audit.model.query import LARGEST_TYPE
from lightbulb_audit.query.spelling import apart, wrong_letters

CHOICES_AT_MOST: Final = 25
_CATEGORIES: Final = {category.value for category in Category}
_LONGEST_TYPE: Final = len(str(LARGEST_TYPE))
_SHORTEST_BEGINNING: Final = 3
"""Letters: fewer name nothing."""


class Choice(NamedTuple):
    """Something that may have been done.

    Attributes:
        value: How a search names it.
        label: How it is offered.
        names: What it is called, in small letters.
        phrases: What people call it besides.
    """

    value: str
    label: str
    names: tuple[str, ...]
    phrases: tuple[str, ...] = ()

    @property
    def words(self) -> Iterable[str]:
        """Every word of all that it is called."""
        return (word for text in (self.names[0], *self.phrases) for word in text.split())


def _choices() -> Sequence[Choice]:
    return _choices_with(tuple(CUSTOMS.words.items()), tuple(CUSTOMS.icons.items()))


@functools.lru_cache(2)
def _choices_with(_words: object, _icons: object) -> Sequence[Choice]:
    """All of them, in the order in which they are offered: what is done to people comes first after the categories."""
    categories = [
        Choice(one.value, _all_of(one), (_all_of(one).lower(), one.value, one.title.lower())) for one in Category
    ]
    doings = [
        Choice(row.slug, _label(row), _named(row.name, row.slug), _phrases(row.words, row.slug)) for row in DOINGS
    ]
    sanctions = [_of_type(row) for row in ROWS if _is_of_people(row)]
    others = [_of_type(row) for row in ROWS if not _is_of_people(row)]
    return (*categories, *sanctions, *doings, *others)


def _is_of_people(row: Action) -> bool:
    """Return whether it is what moderators do to people, and take back."""
    return row.tone in (Tone.SANCTION, Tone.RELEASE) and not row.actor


def _of_type(row: Action) -> Choice:
    names = (*_named(row.name, row.slug), f"{row.type}")
    return Choice(row.slug, _label(row), names, _phrases(SEARCHES.get(row.type, ""), row.slug))


def _label(row: Action | Doing) -> str:
    return f"{CUSTOMS.icon_of(row)} {row.name}"


def _named(name: str, slug: str) -> tuple[str, str]:
    return name.lower(), slug.replace("_", " ")


def _phrases(words: str, slug: str) -> tuple[str, ...]:
    """Return what people call it, in our table and in the bot's own."""
    return (*(words.split(", ") if words else ()), *CUSTOMS.words.get(slug, ()))


def parse_action(text: str) -> tuple[str, ...]:
    """Return what was done, out of what was typed or chosen: any of what it fits.

    A category, the name of a doing or a type (as it is offered, too), hikari's name, or Discord's number means just
    that. Else what people call so is meant, or else what a word of begins so, or else what is spelt nearly so.

    Returns:
        Categories, and slugs of doings and of types; a type that has none by its number.

    Raises:
        NotAnActionError: If it is none.
    """
    words = _plain(text)
    number = _number(words)
    if number is not None:
        row = BY_TYPE.get(int(number))
        return (number if row is None else row.slug,)
    for fits in _WAYS:
        found = tuple(one.value for one in _choices() if fits(one, words))
        if found:
            return found
    raise NotAnActionError(text)


def _is_named(choice: Choice, words: str) -> bool:
    return words in choice.names


def _is_called(choice: Choice, words: str) -> bool:
    return words in choice.phrases


def _is_begun(choice: Choice, words: str) -> bool:
    texts = (choice.names[0], *choice.phrases)
    return _may_begin(choice, words) and any(_begins(words, one) for one in texts)


def _is_begun_at_hikari(choice: Choice, words: str) -> bool:
    return _may_begin(choice, words) and any(_begins(words, one) for one in choice.names)


def _may_begin(choice: Choice, words: str) -> bool:
    return len(words) >= _SHORTEST_BEGINNING and choice.value not in _CATEGORIES


def _is_spelt_whole(choice: Choice, words: str) -> bool:
    """Return whether all of what people call it was meant, and a letter or two are wrong."""
    wrong = wrong_letters(words)
    return _may_begin(choice, words) and any(
        apart(words, one, wrong) <= wrong for one in (choice.names[0], *choice.phrases)
    )


def _is_spelt(choice: Choice, words: str) -> bool:
    """Return whether a letter or two are wrong in a word of it."""
    if not _may_begin(choice, words):
        return False
    wrong = wrong_letters(words)
    texts = (choice.names[0], *choice.phrases) if " " in words else choice.words
    return any(apart(words, one, wrong) <= wrong for one in texts)


_WAYS: Final[Sequence[Callable[[Choice, str], bool]]] = (
    _is_named, _is_called, _is_begun, _is_begun_at_hikari, _is_spelt_whole, _is_spelt,
)  # fmt: skip
"""How words may fit, the surest way first."""


def _number(words: str) -> str | None:
    digits = words.removeprefix("new ").removeprefix("action ")
    if not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.lstrip("0") or "0"
    return digits if len(digits) <= _LONGEST_TYPE and int(digits) <= LARGEST_TYPE else None


def action_words(action: str) -> str:
    """Return what a value of an action filter is called: "Member banned", "All of Members", "Action 987"."""
    if action in _CATEGORIES:
        return _all_of(Category(action))
    if action in BY_DOING:
        return BY_DOING[action].name
    row = BY_SLUG.get(action) or (BY_TYPE.get(int(action)) if action.isdigit() else None)
    return f"Action {action}" if row is None else row.name


def action_choices(typed: str) -> list[tuple[str, str]]:
    """Return what fits what was typed so far: what a person reads, and what the option gets.

    Those that begin with it come first, then those with a word that does, then those that people call so, then those
    that hold it. Discord's number, if it is one, finds its action.
    """
    words = _plain(typed)
    ranked = [(rank, one) for one in _choices() if one.value != "other" and (rank := _rank(one, words)) is not None]
    ranked.sort(key=lambda found: found[0])
    return [(one.label, one.value) for _, one in ranked[:CHOICES_AT_MOST]]


def _all_of(category: Category) -> str:
    return f"All of {category.title}"


def _plain(text: str) -> str:
    """Return words in lower case, without the emoji before an action that is offered."""
    words = text.lower().replace("_", " ").split()
    if words and not any(letter.isalnum() or letter.isascii() for letter in words[0]):
        del words[0]
    return " ".join(words)


def _begins(words: str, text: str) -> bool:
    """Return whether a word of the text, and those after it, begin so."""
    return f" {words}" in f" {text}"


def _rank(choice: Choice, words: str) -> int | None:
    plain, called = ", ".join(choice.names), ", ".join(choice.phrases)
    if plain.startswith(words) or words in choice.names:
        return 0
    if _begins(words, plain):
        return 1
    if _begins(words, called):
        return 2
    return 3 if words in f"{plain}, {called}" else None
