"""What fits into a room: as many lines or parts as do, and how many more there are."""

from collections.abc import Iterator, Sequence
from typing import Final

from lightbulb_audit.catalog import words
from lightbulb_audit.describe.text.markdown import markdown
from lightbulb_audit.describe.text.spans import Part, Parts, Rest

_MORE: Final = 40
_VALUES: Final = (300, 80, 24)
"""Longest value within a text, from generous to tight: the first that makes a text that fits is taken."""
_SEPARATORS: Final = (", ", "; ")
_TOO_LONG: Final = "…"


def fit_lines_counted(lines: Sequence[str], room: int) -> tuple[str, bool]:
    """As many whole lines as fit, how many more there are, and whether any is missing."""
    if sum(map(len, lines)) + len(lines) <= room:
        return "\n".join(lines), False
    kept: list[str] = []
    left = room - _MORE
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    return "\n".join([*kept, words.AND_MORE.format(count=len(lines) - len(kept))]), True


def fit_text(text: Parts, room: int) -> tuple[str, bool]:
    """Return a text as markdown that fits, and whether something of it is missing."""
    for longest in _VALUES:
        said = markdown(text, longest=longest)
        if len(said) <= room:
            return said, any(isinstance(part, Rest) for part in text) or said != markdown(text)
    return _cut(text, room), True


def _cut(text: Parts, room: int) -> str:
    """As many of the parts between commas as fit, and how many more there are."""
    ends = [index for index, part in enumerate(text) if part in _SEPARATORS]
    for left, end in enumerate(reversed(ends), start=1):
        said = f"{markdown(_close_brackets(text[:end]), longest=_VALUES[-1])} {words.AND_MORE.format(count=left)}"
        if len(said) <= room:
            return said
    return _TOO_LONG


def _close_brackets(parts: Sequence[Part]) -> Parts:
    """Return a beginning with the brackets closed that are open in it."""
    return (*parts, ")" * sum(_brackets(parts)))


def _brackets(parts: Sequence[Part]) -> Iterator[int]:
    for part in parts:
        if isinstance(part, str):
            yield part.count("(") - part.count(")")
