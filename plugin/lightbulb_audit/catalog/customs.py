"""What a bot calls and draws differently: words, icons and colours beside those of the tables.

A process has one such table, like that of the reason formats: the words that proposals and searches go by are tables
of the process as well.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from lightbulb_audit.catalog.actions import BY_SLUG, Action
from lightbulb_audit.catalog.doings import BY_DOING, Doing

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_ONE: Final = r"[\u00a9\u00ae\u203c-\u32ff\U0001f000-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?"
_EMOJI: Final = re.compile(rf"{_ONE}(\u200d{_ONE})*|[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3")
_LONGEST: Final = 100


class Customs:
    """The table.

    Attributes:
        words: What people call an action or a doing besides, by slug.
        icons: An emoji each, by slug.
        colours: A colour each, as a number of 24 bits, by slug.
    """

    def __init__(self) -> None:
        self.words: Mapping[str, tuple[str, ...]] = {}
        self.icons: Mapping[str, str] = {}
        self.colours: Mapping[str, int] = {}

    def extend(self, words: Mapping[str, str], icons: Mapping[str, str], colours: Mapping[str, str]) -> None:
        """Take in rows, all or none; a slug that is there already gets the new icon and colour, and more words.

        Args:
            words: Phrases, separated by commas.
            icons: One emoji each.
            colours: Such as "#57f287".

        Raises:
            ValueError: If a slug is none, or a value does not fit.
        """
        for name, rows in (("words", words), ("icons", icons), ("colours", colours)):
            for slug in rows:
                _check_slug(name, slug)
        phrases = {slug: _phrases(slug, text) for slug, text in words.items()}
        found = {slug: _icon(slug, icon) for slug, icon in icons.items()}
        numbers = {slug: _colour(slug, colour) for slug, colour in colours.items()}
        known = self.words
        self.words = {**known, **{slug: _each_once(known.get(slug, ()), more) for slug, more in phrases.items()}}
        self.icons, self.colours = {**self.icons, **found}, {**self.colours, **numbers}

    def icon_of(self, row: Action | Doing) -> str:
        """Return the emoji of an action or a doing."""
        return self.icons.get(row.slug, row.icon)

    def colour_of(self, row: Action, doings: Iterable[Doing]) -> int | None:
        """Return the colour of what was done, the finest first; None where the bot gave none."""
        slugs = [*(doing.slug for doing in sorted(doings, key=lambda one: one.is_many)), row.slug]
        return next((self.colours[slug] for slug in slugs if slug in self.colours), None)


def _check_slug(name: str, slug: object) -> None:
    if slug in BY_SLUG or slug in BY_DOING:
        return
    near = difflib.get_close_matches(str(slug), [*BY_SLUG, *BY_DOING], 1)
    problem = f"{name}: there is no action {slug!r}" + (f"; do you mean {near[0]!r}?" if near else "")
    raise ValueError(problem)


def _phrases(slug: str, text: object) -> tuple[str, ...]:
    found = [" ".join(one.lower().split()) for one in text.split(",")] if isinstance(text, str) else []
    if not found or not all(0 < len(one) <= _LONGEST for one in found):
        problem = f"words: {slug!r} has {text!r}; write phrases separated by commas, such as 'mute, silence'"
        raise ValueError(problem)
    return tuple(found)


def _icon(slug: str, icon: object) -> str:
    if not isinstance(icon, str) or not _EMOJI.fullmatch(icon):
        problem = f"icons: {slug!r} has {icon!r}; write one of Unicode's emoji, such as '🔨'"
        raise ValueError(problem)
    return icon


def _colour(slug: str, colour: object) -> int:
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        problem = f"colours: {slug!r} has {colour!r}; write one such as '#57f287'"
        raise ValueError(problem)
    return int(colour[1:], 16)


def _each_once(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *more)))


CUSTOMS: Final = Customs()
