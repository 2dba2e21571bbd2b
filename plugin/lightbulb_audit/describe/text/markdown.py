"""Parts as Discord's markdown. Here, and only here, text from outside meets markup."""

import datetime
import functools
import re
from collections.abc import Iterable
from typing import Final

from lightbulb_audit.describe.text.plain import clean, truncate
from lightbulb_audit.describe.text.spans import Link, Part, Person, RelativeTimestamp, Rest, Timestamp, UntrustedText

# All that Discord's markdown gives a meaning, inside a line or at its beginning. A backslash before punctuation shows
# the bare character. "://" begins a link by itself; "." after digits and "-", "+", "#" begin blocks, at a line's start.
_MARKUP: Final = re.compile(r"[\\*_~`|<>\[\]()#@]|:(?=//)|(?<=^)[-+]|(?<=^\d)\.")
_RIGHT_TO_LEFT: Final = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@functools.lru_cache(1024)
def escape(text: str, longest: int = 10_000) -> str:
    """Text from outside as Discord shows it letter by letter: no markup, mention, link or line break is alive in it.

    Right-to-left text is isolated, so that it cannot turn the rest of the line around.
    """
    cleaned = truncate(clean(text), longest)
    escaped = _MARKUP.sub(r"\\\g<0>", cleaned)
    return f"{_ISOLATE}{escaped}{_POP}" if _RIGHT_TO_LEFT.search(cleaned) else escaped


def timestamp(moment: datetime.datetime, style: str = "f") -> str:
    """A moment that Discord shows in each reader's own zone; styles as in its API reference, "Timestamp Styles"."""
    return f"<t:{int(moment.timestamp())}:{style}>"


def markdown(parts: Iterable[Part], *, longest: int = 10_000) -> str:
    """Return a sentence as one line of Discord's markdown; each text from outside is cut to `longest` characters."""
    return "".join([part if isinstance(part, str) else _say(part, longest) for part in parts])


def _ours(part: Timestamp | RelativeTimestamp | Person | Link | Rest) -> str:
    match part:
        case Rest():
            return f" and {part.more} more"
        case Timestamp():
            return timestamp(part.at)
        case RelativeTimestamp():
            return f" ({timestamp(part.at, 'R')})"
        case Person():
            return f"<@{part.id}>"
        case Link():
            return f"[{part.text}]({part.url})"


def _say(part: UntrustedText | Timestamp | RelativeTimestamp | Person | Link | Rest, longest: int) -> str:
    if not isinstance(part, UntrustedText):
        return _ours(part)
    text = escape(part.text, longest)
    if part.style == "name":
        return f"**{text}**"
    return f"“{text}”" if part.style == "quote" else text
