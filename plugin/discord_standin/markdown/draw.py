"""Draws Discord's markdown as rich text. What comes from outside never reaches the terminal as a code of its own."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from typing import Final, Protocol

from rich.text import Text

from discord_standin.markdown.parse import Kind, Node, parse

STYLES: Final = {
    Kind.TEXT: "",
    Kind.BOLD: "bold",
    Kind.ITALIC: "italic",
    Kind.UNDERLINE: "underline",
    Kind.STRIKE: "strike",
    Kind.SPOILER: "reverse",
    Kind.CODE: "cyan",
    Kind.CODE_BLOCK: "cyan",
    Kind.HEADING: "bold underline",
    Kind.SUBTEXT: "dim",
    Kind.LINK: "bright_blue",
}
MENTION: Final = "bright_magenta"
BLOCKS: Final = frozenset({Kind.CODE_BLOCK, Kind.QUOTE, Kind.HEADING, Kind.SUBTEXT, Kind.LIST_ITEM})

# Signs that turn the direction of what follows, and line ends that only some terminals know.
TREACHEROUS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")

STAMPS: Final = {
    "t": "%H:%M",
    "T": "%H:%M:%S",
    "d": "%d/%m/%Y",
    "D": "%d %B %Y",
    "f": "%d %B %Y %H:%M",
    "F": "%A, %d %B %Y %H:%M",
    "s": "%d/%m/%Y %H:%M",
    "S": "%d/%m/%Y %H:%M:%S",
}
UNITS: Final = (("year", 31536000), ("month", 2592000), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


class Names(Protocol):
    """Tells how those whom a message mentions are called; None where nobody knows."""

    def user(self, id: str) -> str | None:  # noqa: A002  # the face that callers were promised
        """Tell a user's display name."""
        ...

    def role(self, id: str) -> str | None:  # noqa: A002  # as above
        """Tell a role's name."""
        ...

    def channel(self, id: str) -> str | None:  # noqa: A002  # as above
        """Tell a channel's name."""
        ...


def clean(text: str) -> str:
    """Take out every control code, so that a text can do nothing but stand there."""
    return "".join(
        sign
        for sign in text
        if sign in "\n\t" or not (unicodedata.category(sign) in {"Cc", "Cs"} or sign in TREACHEROUS)
    )


def relative(seconds: float) -> str:
    """Say how far a moment is from now: "5 minutes ago", "in 2 hours"."""
    length = abs(seconds)
    unit, size = next(((unit, size) for unit, size in UNITS if length >= size), ("second", 1))
    count = int(length // size)
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {words}" if seconds > 0 else f"{words} ago"


def stamp(seconds: int, style: str, now: dt.datetime) -> str:
    """Write a timestamp in the zone of `now`; one that no calendar holds stays as it was written."""
    try:
        moment = dt.datetime.fromtimestamp(seconds, now.tzinfo or dt.UTC)
    except (OverflowError, OSError, ValueError):
        return f"<t:{seconds}:{style}>"
    if style == "R":
        return relative((moment - now.astimezone(dt.UTC)).total_seconds())
    return moment.strftime(STAMPS[style])


def to_text(source: str, names: Names, now: dt.datetime) -> Text:
    """Draw a text as Discord would show it.

    Args:
        source: The text as the bot sent it.
        names: How the mentioned are called.
        now: What relative times count from; its zone is the one that others are told in.
    """
    return _Drawing(names, now).nodes(parse(source))


WORDS: Final[dict[Kind, Callable[[Node, Names, dt.datetime], str]]] = {
    Kind.TEXT: lambda node, _names, _now: node.text,
    Kind.CODE: lambda node, _names, _now: node.text,
    Kind.USER: lambda node, names, _now: f"@{names.user(node.text) or f'unknown-user {node.text}'}",
    Kind.ROLE: lambda node, names, _now: f"@{names.role(node.text) or f'unknown-role {node.text}'}",
    Kind.CHANNEL: lambda node, names, _now: f"#{names.channel(node.text) or f'unknown {node.text}'}",
    Kind.COMMAND: lambda node, _names, _now: f"/{node.text}",
    Kind.EMOJI: lambda node, _names, _now: f":{node.text}:",
    Kind.TIME: lambda node, _names, now: stamp(int(node.text), node.target, now),
    Kind.GUIDE: lambda node, _names, _now: f"#{node.text}",
    Kind.EVERYONE: lambda node, _names, _now: f"@{node.text}",
}
"""What each part without parts of its own shows."""


class _Drawing:
    """Draws the parts of one text."""

    def __init__(self, names: Names, now: dt.datetime) -> None:
        self._names = names
        self._now = now

    def nodes(self, nodes: tuple[Node, ...]) -> Text:
        drawn = Text()
        for index, node in enumerate(nodes):
            # A block takes whole lines, whatever stands before and after it.
            if node.kind in BLOCKS and drawn.plain and not drawn.plain.endswith("\n"):
                drawn.append("\n")
            drawn.append_text(self.node(node))
            if node.kind in BLOCKS and index < len(nodes) - 1 and not nodes[index + 1].text.startswith("\n"):
                drawn.append("\n")
        return drawn

    def node(self, node: Node) -> Text:
        match node.kind:
            case Kind.LINK:
                return self.link(node)
            case Kind.QUOTE:
                return self.prefixed("▎ ", self.nodes(node.children))
            case Kind.LIST_ITEM:
                return self.item(node)
            case Kind.CODE_BLOCK:
                return self.prefixed("  ", Text(clean(node.text), STYLES[node.kind]))
            case _ if node.children:
                drawn = self.nodes(node.children)
                drawn.stylize(STYLES[node.kind])
                return drawn
            case _:
                return Text(clean(WORDS[node.kind](node, self._names, self._now)), STYLES.get(node.kind, MENTION))

    def link(self, node: Node) -> Text:
        """Show where a link leads: on a terminal nobody can hover over it."""
        if not node.children:
            return Text(clean(node.text), STYLES[Kind.LINK])
        drawn = self.nodes(node.children)
        drawn.stylize(STYLES[Kind.LINK])
        return drawn.append(f" ({clean(node.target)})", "dim")

    def item(self, node: Node) -> Text:
        bullet = node.target.strip()
        indent = len(node.target) - len(node.target.lstrip())
        drawn = Text(" " * indent + ("• " if bullet in "-*" else f"{bullet} "))
        return drawn.append_text(self.nodes(node.children))

    @staticmethod
    def prefixed(prefix: str, text: Text) -> Text:
        lines = text.split("\n", allow_blank=True)
        return Text("\n").join(Text(prefix, "dim").append_text(line) for line in lines)
