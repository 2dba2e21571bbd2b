"""Parts as plain text: for terminals, menus, files and `read`."""

import functools
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import Final

from lightbulb_audit.describe.text.spans import Link, Part, Person, RelativeTimestamp, Rest, Timestamp, UntrustedText

# Line and paragraph ends, controls, and the marks that turn the direction of all that follows.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]+")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
_MARKS_AT_MOST: Final = 4
# Characters that are seen as nothing, though no space: joiners, fillers, the empty Braille pattern, invisible signs.
_HIDDEN: Final = (
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE: Final = re.compile(rf"[\s{_HIDDEN}]*")
_EMOJI: Final = r"\u00a9\u00ae\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINING: Final = r"\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefe"
"""Scripts whose spelling needs joiners between letters: Arabic, Syriac, those of India, Burmese, Khmer, Mongolian."""
_VARYING: Final = r"\u2190-\u2bff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Signs and ideographs of which there are several shapes."""
# Source: Unicode, "Emoji" (technical standard 51) for the sequences, "Core Specification" 23.2 and 23.4 for the rest.
_AT_HOME: Final = "|".join(
    (
        rf"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])",
        rf"(?<=[{_EMOJI}])[\ufe0e\ufe0f]",
        r"(?<=[0-9#*])\ufe0f(?=\u20e3)",
        r"(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f",
        rf"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])",
        rf"(?<=[{_VARYING}])[\ufe00-\ufe0f\U000e0100-\U000e01ef]",
        r"(?<=[\u1800-\u18aa])[\u180b-\u180d\u180f]",
    )
)
_UNSEEN: Final = re.compile(rf"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb{_HIDDEN}]+")
_ASTRAY: Final = re.compile(rf"({_AT_HOME})|[{_HIDDEN}]+")
_RAW: Final = re.compile(rf"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb{_HIDDEN}]")

HIDDEN_MARK: Final = "\N{OPEN BOX}"
"""Stands where something is that nobody can see, but for where its script or an emoji needs it."""

NAMELESS: Final = "(no name)"


@functools.lru_cache(1024)
def clean(text: str) -> str:
    """Return text from outside without anything that breaks a line or its direction, or is not seen; never empty."""
    if text.isascii() and text.isprintable():
        return text.strip() or NAMELESS
    text = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", _UNSAFE.sub(" ", text))
    return _without_towers(_ASTRAY.sub(_reveal, text)).strip() if is_visible(text) else NAMELESS


def _reveal(found: re.Match[str]) -> str:
    return found[1] or HIDDEN_MARK


def is_disguised(name: str) -> bool:
    """Return whether a name holds what is not seen, or would break the line: it may look like another one."""
    return clean(name) != name.strip()


def seen(text: str) -> str:
    """Return text without anything that is not seen, for comparing what it looks like."""
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(" ", _UNSEEN.sub("", text))


def escaped(json_text: str) -> str:
    """JSON text with all escaped that a terminal obeys, or an eye does not see."""
    return _RAW.sub(_escape, json_text)


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def is_visible(text: str) -> bool:
    """Return whether a text shows anything at all."""
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
    """Return text of at most so many characters, with an ellipsis where something is missing."""
    return text if len(text) <= at_most else text[: max(at_most - 1, 0)].rstrip() + "…"


def moment_text(part: Timestamp) -> str:
    """Return a moment in words, in UTC."""
    return f"{part.at:%Y-%m-%d %H:%M} UTC"


def plain(parts: Iterable[Part], *, longest: int = 10_000) -> str:
    """Return a sentence as one line of plain text; each text from outside is cut to `longest` characters."""
    return "".join([part if isinstance(part, str) else _say(part, longest) for part in parts])


def whole(parts: Iterable[Part]) -> str:
    """Return the same with nothing cut: long lists to their end."""
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


def _say(part: UntrustedText | Timestamp | RelativeTimestamp | Person | Link | Rest, longest: int) -> str:
    if not isinstance(part, UntrustedText):
        return _ours(part)
    text = truncate(clean(part.text), longest)
    return f"“{text}”" if part.style == "quote" else text
