"""Entries out of an archive as lines of JSON, and into one out of whatever holds entries. Needs no database package."""

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final, cast

from lightbulb_audit.archive.state import to_text
from lightbulb_audit.model import document

_ENDS: Final = dict.fromkeys(map(ord, "\n\r"), " ") | {
    code: f"\\u{code:04x}" for code in (0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)
}
"""What some reader takes for the end of a line. The first two can only stand between values, the others within text."""


def line_of(guild_id: int, raw: str) -> str:
    """An entry as one line of JSON that names its server."""
    parsed: dict[str, Any] = json.loads(raw)
    if parsed.get("guild_id") == str(guild_id):
        return raw.translate(_ENDS)
    named = {"guild_id": str(guild_id), **{key: value for key, value in parsed.items() if key != "guild_id"}}
    return to_text(named).translate(_ENDS)


class Source:
    """Reads a file line by line where each line is an object of its own, and as a whole otherwise.

    Attributes:
        bad_lines: The numbers of the lines that were no JSON, as far as it was read.
        is_strange: Whether something was read that could hold no entry at all.

    Args:
        stream: The file, opened for bytes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.bad_lines: list[int] = []
        self.is_strange = False

    def entries(self) -> Iterator[dict[str, Any]]:
        """Every entry, in the order in which they stand.

        Raises:
            ValueError: If there is no JSON, or no UTF-8.
        """
        lines = enumerate(self._stream, 1)
        first = next(((number, line) for number, line in lines if line.strip(b"\xef\xbb\xbf \t\r\n")), None)
        if first is None:
            problem = "it is empty"
            raise ValueError(problem)
        value = _object(first[1])
        if value is None:
            yield from self._whole(itertools.chain([first], lines))
            return
        self.is_strange = not document.is_log([value])
        yield from document.entries_in(value)
        yield from self._each(lines)

    def _each(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
        for number, line in lines:
            if not line.strip():
                continue
            value = _object(line)
            if value is None:
                self.bad_lines.append(number)
            else:
                yield from document.entries_in(value)

    def _whole(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
        parsed = document.parse(b"".join(line for _, line in lines).decode("utf-8-sig"))
        self.bad_lines += parsed.bad_lines
        self.is_strange = not document.is_log(parsed.values)
        yield from document.entries_in(parsed.values)


def _object(line: bytes) -> dict[str, Any] | None:
    """A line as a JSON object; None where it is none."""
    try:
        parsed = document.parse(line.decode("utf-8-sig"))
    except ValueError:
        return None
    value = parsed.values[0]
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None
