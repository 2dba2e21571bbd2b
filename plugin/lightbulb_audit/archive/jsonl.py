"""Entries out of an archive as lines of JSON, and into one out of whatever holds entries. Needs no database package."""

import io
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from lightbulb_audit.model.decode import log_file
from lightbulb_audit.model.observation import StoredEntry, to_text

_ENDS: Final = dict.fromkeys(map(ord, "\n\r"), " ") | {
    code: f"\\u{code:04x}" for code in (0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)
}
"""What some reader takes for the end of a line. The first two can only stand between values, the others within text."""


def line_of(entry: StoredEntry) -> str:
    """Return an entry as one line of JSON that names its server, and is marked where it was imported."""
    parsed, guild_id = entry.json(), str(entry.guild_id)
    if parsed.get("guild_id") == guild_id and not entry.is_imported:
        return entry.raw.translate(_ENDS)
    named = {"guild_id": guild_id, **{key: value for key, value in parsed.items() if key != "guild_id"}}
    return to_text(named).translate(_ENDS)


class EntryStream:
    """Reads a file line by line where each line is an object of its own, and as a whole otherwise.

    Attributes:
        read: What is wrong with it, as far as it was read; its values are not kept.
        is_strange: Whether something was read that could hold no entry at all.

    Args:
        stream: The file, opened for bytes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.read = log_file.Document([])
        self.is_strange = False

    def entries(self) -> Iterator[dict[str, Any]]:
        """Yield every entry, in the order in which they stand.

        Raises:
            ValueError: If there is no JSON, or no text.
        """
        lines = enumerate(_as_utf_8(self._stream), 1)
        first = next(((number, line) for number, line in lines if line.strip(b"\xef\xbb\xbf \t\r\n")), None)
        if first is None:
            problem = "it is empty"
            raise ValueError(problem)
        parsed = _parse(first[1])
        if not _is_object(parsed):
            yield from self._whole(itertools.chain([first], lines))
            return
        self.is_strange = not log_file.is_log(parsed.values)
        self.read = self.read._replace(is_deep=parsed.is_deep)
        yield from log_file.entries_in(parsed.values)
        yield from self._each(lines)

    def _each(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
        for number, line in lines:
            if not line.strip():
                continue
            parsed = _parse(line)
            if not _is_object(parsed):
                self.read = self.read._replace(bad_lines=(*self.read.bad_lines, number))
            self.read = self.read._replace(is_deep=self.read.is_deep or parsed.is_deep)
            yield from log_file.entries_in(parsed.values)

    def _whole(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
        parsed = log_file.parse(log_file.decode(b"".join(line for _, line in lines)))
        self.read = parsed._replace(values=[])
        self.is_strange = not log_file.is_log(parsed.values)
        yield from log_file.entries_in(parsed.values)


def _as_utf_8(stream: BinaryIO) -> Iterable[bytes]:
    """Return the lines of a file; one of UTF-16 is read as a whole, as what ends a line there is no byte."""
    first = stream.readline()
    if not log_file.is_wide(first):
        return itertools.chain([first], stream)
    return io.BytesIO(log_file.decode(first + stream.read()).encode("utf-8", "surrogatepass"))


def _parse(line: bytes) -> log_file.Document:
    """Return a line as JSON, or whatever entries are in it."""
    try:
        return log_file.parse(line.decode("utf-8-sig"))
    except ValueError as error:
        return log_file.Document([], fault=str(error))


def _is_object(parsed: log_file.Document) -> bool:
    """Return whether a line is a JSON object, and all of it was read."""
    return bool(parsed.values) and isinstance(parsed.values[0], dict) and not parsed.is_cut and not parsed.fault
