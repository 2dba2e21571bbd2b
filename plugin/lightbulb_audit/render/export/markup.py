"""Parts as HTML. Here, and only here, text from outside meets tags."""

import datetime
import html
from collections.abc import Iterable
from typing import Final

from lightbulb_audit.describe.text.plain import clean, moment_text, plain
from lightbulb_audit.describe.text.spans import (
    Link,
    Part,
    Parts,
    Person,
    RelativeTimestamp,
    Rest,
    Timestamp,
    UntrustedText,
)

_SAFE: Final = "https://"
_AROUND: Final = {
    "name": ("<b><bdi>", "</bdi></b>"),
    "quote": ("“<bdi>", "</bdi>”"),
    "plain": ("<bdi>", "</bdi>"),
    "raw": ("<code>", "</code>"),
}
"""What stands around each style; `bdi` keeps the direction of the text to itself."""


def outside(text: str) -> str:
    """Text from outside as a browser shows it letter by letter, within an element or a quoted attribute."""
    return html.escape(clean(text))


def time(moment: datetime.datetime, *, exact: bool = False) -> str:
    """A moment that reads in UTC, if wanted to the second, and that a program reads as well."""
    said = f"{moment:%Y-%m-%d %H:%M:%S} UTC" if exact else moment_text(Timestamp(moment))
    return f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}">{said}</time>'


def markup(parts: Iterable[Part]) -> str:
    """A sentence."""
    return "".join([html.escape(part) if isinstance(part, str) else _mark_up(part) for part in parts])


def whole(parts: Parts) -> str:
    """The same with nothing cut: long lists to their end."""
    return "".join([f", {whole(part.parts)}" if isinstance(part, Rest) else markup((part,)) for part in parts])


def _mark_up(part: UntrustedText | Timestamp | RelativeTimestamp | Person | Link | Rest) -> str:
    if isinstance(part, Timestamp):
        return time(part.at.astimezone(datetime.UTC))
    if isinstance(part, Link):
        return _link(part)
    if not isinstance(part, UntrustedText):
        return html.escape(plain((part,)))
    before, behind = _AROUND[part.style]
    return f"{before}{outside(part.text)}{behind}"


def _link(link: Link) -> str:
    """A link to somewhere secure, which is not told where its reader came from; words alone for any other."""
    if not link.url.startswith(_SAFE):
        return outside(link.text)
    return f'<a href="{html.escape(link.url)}" rel="noreferrer noopener">{outside(link.text)}</a>'
