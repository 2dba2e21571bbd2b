"""How far two words are apart as they are typed, and which names are nearly typed so."""

from collections.abc import Iterable
from typing import Final

from lightbulb_audit.model.search import NamedThing

_SHORT: Final = 5
"""Letters of a word in which one may be wrong; in a longer one, two."""

_SHORTEST: Final = 3
"""Letters: of fewer, one wrong letter makes any other word."""


def wrong_letters(word: str) -> int:
    """Return how many letters of a word may be wrong."""
    return 1 if len(word) <= _SHORT else 2


def nearest(said: str, called: Iterable[NamedThing]) -> list[NamedThing]:
    """Return those whose names, or a word of them, are spelt nearly so, the nearest first; each name but once.

    Args:
        said: What was typed, as names are compared.
        called: Whoever may be meant.
    """
    if len(said) < _SHORTEST:
        return []
    wrong = wrong_letters(said)
    found: dict[str, tuple[int, NamedThing]] = {}
    for one in called:
        if one.words in found:
            continue
        parts = (one.words, *one.words.split()) if " " not in said else (one.words,)
        far = min((apart(said, part, wrong) for part in parts), default=wrong + 1)
        if far <= wrong:
            found[one.words] = (far, one)
    ranked = sorted(
        found.values(), key=lambda rank: (rank[0], rank[1].words[:1] != said[:1], len(rank[1].words), rank[1].name)
    )
    return [one for _, one in ranked]


def apart(said: str, other: str, wrong: int) -> int:
    """Return the distance, worked out only where so many wrong letters could explain it."""
    if abs(len(said) - len(other)) > wrong or len(set(said) ^ set(other)) > 2 * wrong:
        return wrong + 1
    return distance(said, other, wrong)


def distance(one: str, other: str, at_most: int) -> int:
    """How many letters are wrong, missing, too many or in the place of their neighbour; counted to `at_most` + 1.

    This is the optimal string alignment distance.
    """
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before, row = before, row, [at]
        for place, wanted in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
    return min(row[-1], at_most + 1)
