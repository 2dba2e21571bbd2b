"""Parts as plain text: for terminals, menus, files and `read`."""

import functools
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import Final

from lightbulb_audit.describe.spans import Link, Part, Person, RelativeTimestamp, Rest, Timestamp, UntrustedText

# Line and paragraph ends, controls, and the marks that turn the direction of all that follows.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff]+")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
_MARKS_AT_MOST: Final = 4
# Characters that are seen as nothing, though no space: joiners, fillers, the empty Braille pattern, invisible signs.
_INVISIBLE: Final = re.compile(
    r"[\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]*"
)

NAMELESS: Final = "(no name)"


@functools.lru_cache(1024)
def clean(text: str) -> str:
    """Text from outside without anything that breaks a line or its direction; never empty."""
    if not text.isascii() or not text.isprintable():
        text = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", _UNSAFE.sub(" ", text))
        text = _without_towers(text)
    return text.strip() if is_visible(text) else NAMELESS


def is_visible(text: str) -> bool:
    """Whether a text shows anything at all."""
    return _INVISIBLE.fullmatch(text) is None


def _without_towers(text: str) -> str:
    """At most a few combining marks on one letter, so that no name grows over the lines above and below."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_AT_MOST:
            kept.append(character)
    return "".join(kept)


def truncate(text: str, at_most: int) -> str:
    """Text of at most so many characters, with an ellipsis where something is missing."""
    return text if len(text) <= at_most else text[: max(at_most - 1, 0)].rstrip() + "…"


def moment_text(part: Timestamp) -> str:
    """A moment in words, in UTC."""
    return f"{part.at:%Y-%m-%d %H:%M} UTC"


def plain(parts: Iterable[Part], *, longest: int = 10_000) -> str:
    """A sentence as one line of plain text; each text from outside is cut to `longest` characters."""
    return "".join([part if isinstance(part, str) else _said(part, longest) for part in parts])


def whole(parts: Iterable[Part]) -> str:
    """The same with nothing cut: long lists to their end."""
    return "".join(
        [f", {whole(part.parts)}" if isinstance(part, Rest) else plain((part,), longest=sys.maxsize) for part in parts]
    )


def _ours(part: Timestamp | RelativeTimestamp | Person | Link | Rest) -> str:
    match part:
        case Rest():
            return f" and {part.more} more"
        case Timestamp():
            return moment_text(part)
        case RelativeTimestamp():
            return ""
        case Person():
            return f"user {part.id}"
        case Link():
            return part.url


def _said(part: UntrustedText | Timestamp | RelativeTimestamp | Person | Link | Rest, longest: int) -> str:
    if not isinstance(part, UntrustedText):
        return _ours(part)
    text = truncate(clean(part.text), longest)
    return f"“{text}”" if part.style == "quote" else text
