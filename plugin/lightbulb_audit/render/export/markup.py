"""Parts as HTML. Here, and only here, text from outside meets tags."""

import datetime
import html
from collections.abc import Iterable
from typing import Final, NewType

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

Html = NewType("Html", str)
"""Markup in which all text from outside is escaped. Only this module and `page` make any."""

_SAFE: Final = "https://"
_AROUND: Final = {
    "name": ("<b><bdi>", "</bdi></b>"),
    "quote": ("“<bdi>", "</bdi>”"),
    "plain": ("<bdi>", "</bdi>"),
    "raw": ("<code>", "</code>"),
}
"""What stands around each style; `bdi` keeps the direction of the text to itself."""


def escape(text: str) -> Html:
    """Return text from outside as a browser shows it letter by letter, within an element or a quoted attribute."""
    return Html(html.escape(clean(text)))


def time(moment: datetime.datetime, *, exact: bool = False) -> Html:
    """Return a `time` element: in UTC, to the minute or `exact` to the second, with the moment for programs."""
    said = f"{moment:%Y-%m-%d %H:%M:%S} UTC" if exact else moment_text(Timestamp(moment))
    return Html(f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}">{said}</time>')


def markup(parts: Iterable[Part]) -> Html:
    """Return the markup of a sentence."""
    return Html("".join([html.escape(part) if isinstance(part, str) else _mark_up(part) for part in parts]))


def whole(parts: Parts) -> Html:
    """Return the same as `markup` with nothing cut: long lists to their end."""
    return Html("".join([f", {whole(part.parts)}" if isinstance(part, Rest) else markup((part,)) for part in parts]))


def _mark_up(part: UntrustedText | Timestamp | RelativeTimestamp | Person | Link | Rest) -> Html:
    if isinstance(part, Timestamp):
        return time(part.at.astimezone(datetime.UTC))
    if isinstance(part, Link):
        return _link(part)
    if not isinstance(part, UntrustedText):
        return Html(html.escape(plain((part,))))
    before, behind = _AROUND[part.style]
    return Html(f"{before}{escape(part.text)}{behind}")


def _link(link: Link) -> Html:
    """Return a link to somewhere secure, which is not told where its reader came from; words alone for any other."""
    if not link.url.startswith(_SAFE):
        return escape(link.text)
    return Html(f'<a href="{html.escape(link.url)}" rel="noreferrer noopener">{escape(link.text)}</a>')
