"""JSON that Python's own reader gives up: cut off, broken, or nested too deeply. What is whole in it comes out."""

import dataclasses
import json
import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple, cast

TOO_DEEP: Final = "(nested too deeply)"
"""What stands in the place of a value below `MOST_LEVELS`."""

MOST_LEVELS: Final = 100
"""How deep an entry may be nested; Discord's own are nested about five deep."""

_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:"]|[^\s{}\[\],:"]+', re.DOTALL)


class LenientResult(NamedTuple):
    """What came out of a text.

    Attributes:
        values: Its objects and lists, of any depth; of a cut text those that were begun, without what is not whole.
        is_cut: Whether the text ends in the middle of a value.
    """

    values: list[Any]
    is_cut: bool


@dataclasses.dataclass(slots=True)
class _Open:
    """A list or object that was begun; `key` is the name that waits for its value."""

    value: list[Any] | dict[str, Any]
    key: str | None = None

    def take(self, value: Any) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is not None:
            self.value[self.key] = value
            self.key = None
        elif isinstance(value, str):
            self.key = value


class _Builder:
    """Puts tokens together without ever calling itself, so that no depth is too deep."""

    def __init__(self, scalar: Callable[[str], Any], holds_entries: Callable[[Any], bool]) -> None:
        self.values: list[Any] = []
        self._open: list[_Open] = []
        self._count: dict[type, int] = {dict: 0, list: 0}
        self._scalar = scalar
        self._holds_entries = holds_entries

    def add(self, part: str) -> None:
        if part in "{[":
            self._open.append(_Open({} if part == "{" else []))
            self._count[type(self._open[-1].value)] += 1
        elif part in "}]":
            self._close(dict if part == "}" else list)
        elif part == ",":
            if self._open:
                self._open[-1].key = None
        elif part != ":" and self._open:
            self._open[-1].take(self._scalar(part))

    def end(self) -> bool:
        """End what was begun; tell whether there was anything."""
        is_cut = bool(self._open)
        while self._open:
            self._pop(is_whole=False)
        return is_cut

    def _close(self, kind: type) -> None:
        if self._count[kind]:
            while not isinstance(self._open[-1].value, kind):
                self._pop(is_whole=False)
            self._pop(is_whole=True)

    def _pop(self, *, is_whole: bool) -> None:
        value = self._open.pop().value
        self._count[type(value)] -= 1
        if not is_whole and isinstance(value, dict) and not self._holds_entries(value):
            return
        if self._open:
            self._open[-1].take(value)
        else:
            self.values.append(value)


def parse_leniently(text: str, scalar: Callable[[str], Any], holds_entries: Callable[[Any], bool]) -> LenientResult:
    """Read whatever is whole in a text.

    Args:
        text: What should have been JSON.
        scalar: Reads one string, number or word as JSON.
        holds_entries: Tells of an object that was cut whether there is something in it to keep it for. An entry that
            is itself cut is none.
    """
    builder = _Builder(lambda token: _or_itself(scalar, token), holds_entries)
    for match in _TOKEN.finditer(text):
        if match[0] == '"':
            # A string without its end: all the rest of the text is in it.
            builder.end()
            return LenientResult(builder.values, is_cut=True)
        builder.add(match[0])
    is_cut = builder.end()
    return LenientResult(builder.values, is_cut)


def shallow(value: Any, levels: int = MOST_LEVELS) -> Any:
    """Return a value without what is nested too deeply in it."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key: shallow(held, levels - 1) for key, held in items} if levels else TOO_DEEP
    if isinstance(value, list):
        return [shallow(held, levels - 1) for held in cast("list[Any]", value)] if levels else TOO_DEEP
    return value


def depth(value: Any) -> int:
    """Return how many lists and objects stand in one another."""
    deepest = 0
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        item, level = waiting.pop()
        if isinstance(item, dict | list):
            deepest = max(deepest, level)
            held = cast("dict[str, Any]", item).values() if isinstance(item, dict) else cast("list[Any]", item)
            waiting.extend((one, level + 1) for one in held)
    return deepest


def _or_itself(scalar: Callable[[str], Any], token: str) -> Any:
    try:
        return scalar(token)
    except json.JSONDecodeError:
        return token.strip('"')
