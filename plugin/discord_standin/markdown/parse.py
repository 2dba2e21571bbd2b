"""What is alive in a message, by Discord's rules.

Discord parses a dialect of its own: blocks begin a line (headings, quotes, lists, subtext), everything else may stand
anywhere, a backslash before a sign makes it plain, and an underscore inside a word is no emphasis. `parse` tells what
Discord would make of a text, `spans` lists it flat for those who ask what is alive in it.
"""

import dataclasses
import enum
import re
from collections.abc import Callable, Iterator
from typing import Final

MAX_DEPTH: Final = 12
"""Emphasis inside emphasis is followed this far; what is deeper stays plain, as nobody could see it anyway."""


class Kind(enum.StrEnum):
    """What a part of a message is."""

    TEXT = "text"
    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    SPOILER = "spoiler"
    CODE = "code"
    CODE_BLOCK = "code block"
    QUOTE = "quote"
    HEADING = "heading"
    SUBTEXT = "subtext"
    LIST_ITEM = "list item"
    LINK = "link"
    USER = "user"
    ROLE = "role"
    CHANNEL = "channel"
    COMMAND = "command"
    EMOJI = "emoji"
    TIME = "time"
    GUIDE = "guide"
    EVERYONE = "everyone"


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """A part of a message.

    Attributes:
        kind: What it is.
        text: What stands in it, where it has no parts of its own: the text, the code, a mention's id, a time's seconds.
        target: A link's address, a heading's level, a list item's bullet with its indent, a time's style, a command's
            or emoji's id.
        children: Its parts.
    """

    kind: Kind
    text: str = ""
    target: str = ""
    children: tuple["Node", ...] = ()

    def plain(self) -> str:
        """All that stands in it, without markup."""
        return self.text + "".join(child.plain() for child in self.children)


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A live part of a message, flat: its kind, the text in it, and where it leads."""

    kind: Kind
    text: str
    target: str = ""


FENCE: Final = re.compile(r"\\[^\w\s]|```(?:(?P<language>[\w+.-]+)\n)?\n*(?P<code>.*?)\n*```", re.DOTALL)
BLOCK: Final = re.compile(
    r"(?P<heading>#{1,3})[ \t]+(?P<title>\S.*)"
    r"|-#[ \t]+(?P<subtext>\S.*)"
    r"|>[ \t](?P<quote>.*)"
    r"|(?P<bullet>[ \t]*(?:[-*]|\d{1,9}\.))[ \t]+(?P<item>\S.*)"
)
QUOTE_REST: Final = re.compile(r"^>>>[ \t]", re.MULTILINE)

# Anything but a backslash alone: an escaped sign never closes what it stands in.
BODY: Final = r"(?:\\.|[^\\])+?"
# A bracket belongs to an address only where it is closed in it.
URL: Final = r"https?://(?:[^\s<>()]|\([^\s<>()]*\))+"
INLINE: Final = re.compile(
    r"\\(?P<escaped>[^\w\s]|_)"
    r"|(?P<ticks>`{1,2})(?P<code>[^`](?:.*?[^`])?)(?P=ticks)(?!`)"
    rf"|\[(?P<label>(?:\\.|[^\[\]\\])+)\]\(<?(?P<masked>{URL})>?(?:[ ]+\"[^\"]*\")?\)"
    rf"|<(?P<quiet>{URL})>"
    rf"|(?P<bare>{URL}(?<![.,:;\"'\]]))"
    r"|<@!?(?P<user>\d{1,20})>|<@&(?P<role>\d{1,20})>|<\#(?P<channel>\d{1,20})>"
    r"|</(?P<command>[^:<>\n]{1,100}):(?P<command_id>\d{1,20})>"
    r"|<a?:(?P<emoji>\w{2,32}):(?P<emoji_id>\d{1,20})>"
    r"|<t:(?P<time>-?\d{1,17})(?::(?P<style>[tTdDfFsSR]))?>"
    r"|<id:(?P<guide>customize|browse|guide|linked-roles)(?::\d+)?>"
    r"|@(?P<everyone>everyone|here)"
    rf"|\*\*(?P<bold>{BODY})\*\*(?!\*)"
    rf"|__(?P<underline>{BODY})__(?!_)"
    rf"|~~(?P<strike>{BODY})~~"
    rf"|\|\|(?P<spoiler>{BODY})\|\|"
    r"|\*(?=\S)(?P<star>(?:\\.|\*\*|[^\\*])+?)(?<!\s)\*(?!\*)"
    r"|(?<!\w)_(?P<under>(?:\\.|__|[^\\_])+?)_(?!\w)",
    re.DOTALL,
)

NESTING: Final = {
    "bold": Kind.BOLD,
    "underline": Kind.UNDERLINE,
    "strike": Kind.STRIKE,
    "spoiler": Kind.SPOILER,
    "star": Kind.ITALIC,
    "under": Kind.ITALIC,
}
LEAVES: Final[dict[str, Callable[[re.Match[str]], Node]]] = {
    "escaped": lambda match: Node(Kind.TEXT, match["escaped"]),
    "code": lambda match: Node(Kind.CODE, match["code"].strip(" ") if len(match["ticks"]) > 1 else match["code"]),
    "quiet": lambda match: Node(Kind.LINK, match["quiet"], match["quiet"]),
    "bare": lambda match: Node(Kind.LINK, match["bare"], match["bare"]),
    "user": lambda match: Node(Kind.USER, match["user"]),
    "role": lambda match: Node(Kind.ROLE, match["role"]),
    "channel": lambda match: Node(Kind.CHANNEL, match["channel"]),
    "command_id": lambda match: Node(Kind.COMMAND, match["command"], match["command_id"]),
    "emoji_id": lambda match: Node(Kind.EMOJI, match["emoji"], match["emoji_id"]),
    "time": lambda match: Node(Kind.TIME, match["time"], match["style"] or "f"),
    "style": lambda match: Node(Kind.TIME, match["time"], match["style"]),
    "guide": lambda match: Node(Kind.GUIDE, match["guide"]),
    "everyone": lambda match: Node(Kind.EVERYONE, match["everyone"]),
}


def parse(source: str) -> tuple[Node, ...]:
    """Tell what Discord makes of a message's text, an embed's description or a field's value."""
    return tuple(merged(_blocks(source.replace("\r\n", "\n"))))


def spans(source: str) -> list[Span]:
    """List all that is alive in a text, outermost first; what lies inside another is listed too."""
    return list(_flat(parse(source)))


def merged(nodes: Iterator[Node]) -> Iterator[Node]:
    """Join neighbouring plain texts into one."""
    pending = ""
    for node in nodes:
        if node.kind is Kind.TEXT:
            pending += node.text
            continue
        if pending:
            yield Node(Kind.TEXT, pending)
            pending = ""
        yield node
    if pending:
        yield Node(Kind.TEXT, pending)


def _flat(nodes: tuple[Node, ...]) -> Iterator[Span]:
    for node in nodes:
        if node.kind is not Kind.TEXT:
            yield Span(node.kind, node.plain(), node.target)
        yield from _flat(node.children)


def _blocks(source: str, *, quoted: bool = False) -> Iterator[Node]:
    """Split off what takes whole lines: code first, as nothing inside it is alive."""
    rest = None if quoted else QUOTE_REST.search(source)
    fence = next((match for match in FENCE.finditer(source) if match["code"]), None)
    if rest and not (fence and fence.start() < rest.start()):
        yield from _lines(source[: rest.start()], quoted=quoted)
        yield Node(Kind.QUOTE, children=tuple(merged(_blocks(source[rest.end() :], quoted=True))))
    elif fence:
        yield from _lines(source[: fence.start()], quoted=quoted)
        yield Node(Kind.CODE_BLOCK, fence["code"], fence["language"] or "")
        yield from _blocks(source[fence.end() :], quoted=quoted)
    else:
        yield from _lines(source, quoted=quoted)


def _lines(source: str, *, quoted: bool) -> Iterator[Node]:
    """Split off what begins a line; the lines between go on together, as emphasis may run over their ends."""
    plain = ""
    for line in source.splitlines(keepends=True):
        match = BLOCK.fullmatch(line.removesuffix("\n"))
        if match is None or (quoted and match["quote"] is not None):
            plain += line
            continue
        yield from _inline(plain)
        plain = ""
        yield _block(match)
    yield from _inline(plain)


def _block(match: re.Match[str]) -> Node:
    if match["heading"]:
        return Node(Kind.HEADING, "", str(len(match["heading"])), _parts(match["title"]))
    if match["subtext"]:
        return Node(Kind.SUBTEXT, children=_parts(match["subtext"]))
    if match["quote"] is not None:
        return Node(Kind.QUOTE, children=tuple(merged(_lines(match["quote"], quoted=True))))
    return Node(Kind.LIST_ITEM, "", match["bullet"], _parts(match["item"]))


def _parts(source: str, depth: int = 0) -> tuple[Node, ...]:
    return tuple(merged(_inline(source, depth)))


def _inline(source: str, depth: int = 0) -> Iterator[Node]:
    """Find what may stand anywhere."""
    end = 0
    for match in INLINE.finditer(source) if depth < MAX_DEPTH else ():
        yield Node(Kind.TEXT, source[end : match.start()])
        yield from _part(match, depth)
        end = match.end()
    yield Node(Kind.TEXT, source[end:])


def _part(match: re.Match[str], depth: int) -> Iterator[Node]:
    name = match.lastgroup or ""
    if name in NESTING:
        yield Node(NESTING[name], children=_parts(match[name], depth + 1))
    elif name == "masked":
        yield from _masked(match, depth)
    else:
        yield LEAVES[name](match)


def _masked(match: re.Match[str], depth: int) -> Iterator[Node]:
    """Make a masked link, unless its label is an address: Discord shows such a trap as it was written."""
    label = _parts(match["label"], depth + 1)
    if any(span.kind is Kind.LINK for span in _flat(label)):
        yield Node(Kind.TEXT, match[0])
    else:
        yield Node(Kind.LINK, "", match["masked"], label)
