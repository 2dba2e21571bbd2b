"""Files that Discord takes: whole where one fits, else zipped, else in parts that are each complete in themselves.

Entries come one by one and are held compressed in blocks of whole entries, so that what is held is never much more than
what is sent. How it is sent is decided once all are there; each part then gets a head of its own.
"""

import dataclasses
import enum
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lightbulb_audit.catalog import words
from lightbulb_audit.describe import Description
from lightbulb_audit.render import limits
from lightbulb_audit.render.export.formats import Format
from lightbulb_audit.render.export.report import ABOUT, Part, Report, about, stem

ZIP: Final = "application/zip"
_PLAIN: Final = "text/plain; charset=utf-8"
_BLOCK: Final = 256 * 1024
_BLOCKS_A_FILE: Final = 16
"""At least so many fit into a file, so that a cut between two of them wastes little room."""
_AROUND: Final = 1024
"""Bytes of a ZIP beside what it holds, and of a request beside each file: names, sizes, lines between."""
_TIGHTER: Final = 0.97
_MESSAGE: Final = 16 * 1024
"""Bytes of a request for the words of its message."""


class PackOptions(enum.Enum):
    """In what shape files go."""

    WHOLE = "whole"
    ZIPPED = "zipped"
    SPLIT = "split"


class File(NamedTuple):
    """A file to send.

    Attributes:
        name: Its name, in ASCII.
        data: Its bytes.
        media_type: What it is.
    """

    name: str
    data: bytes
    media_type: str


@dataclasses.dataclass(frozen=True, slots=True)
class Packed:
    """Files that fit into one message.

    Attributes:
        how: In what shape.
        files: The files, in order.
        limit: The bytes that each may have.
    """

    how: PackOptions
    files: Sequence[File]
    limit: int

    @property
    def summary(self) -> str:
        """What a person is told of the shape; empty where there is nothing to tell."""
        limit = f"{self.limit / limits.MIB:,.4g} MiB"
        if self.how is PackOptions.SPLIT:
            return words.EXPORT_SPLIT.format(parts=len(self.files), limit=limit)
        return words.EXPORT_ZIPPED.format(limit=limit) if self.how is PackOptions.ZIPPED else ""


@dataclasses.dataclass(frozen=True, slots=True)
class TooMuch:
    """More than one message takes.

    Attributes:
        entries: How many entries would fit, counted from the newest.
    """

    entries: int

    @property
    def summary(self) -> str:
        """What a person is told: to ask for less."""
        return words.EXPORT_TOO_MUCH.format(entries=f"{self.entries:,}")


class _Block(NamedTuple):
    """Some whole entries: compressed bytes, how long they are when they are not, and how many."""

    data: bytes
    size: int
    entries: int


class Packer:
    """Takes entries one by one, and gives the files.

    Args:
        form: In which form.
        limit: The bytes that a file may have.
    """

    def __init__(self, form: Format, limit: int) -> None:
        self._form = form
        self._limit = limit
        self._block_size = max(min(_BLOCK, limit // _BLOCKS_A_FILE), 1)
        self._blocks: list[_Block] = []
        self._held = 0
        self._open: list[bytes] = []
        self._open_size = 0

    @property
    def is_full(self) -> bool:
        """Whether more was taken than a message can hold, so that it makes no sense to go on."""
        return self._held > _room(self._limit)

    def add(self, told: Description) -> None:
        """Take an entry."""
        data = self._form.entry(told).encode()
        self._open.append(data)
        self._open_size += len(data)
        if self._open_size >= self._block_size:
            self._close()

    def pack(self, report: Report) -> Packed | TooMuch:
        """Make the files, of which each says what the report says.

        Args:
            report: What to say of all the entries; of a part it is said which it is, and how many entries it has.
        """
        self._close()
        name = stem(report)
        whole = self._whole(report, name)
        if whole is not None:
            return Packed(PackOptions.WHOLE, whole, self._limit)
        if self._held <= self._limit:
            zipped = self._zip(self._blocks, report, name)
            if len(zipped.data) <= self._limit:
                return Packed(PackOptions.ZIPPED, [zipped], self._limit)
        return self._split(report, name)

    def _close(self) -> None:
        """Compress the entries that came last."""
        if self._open:
            data = zlib.compress(b"".join(self._open))
            self._blocks.append(_Block(data, self._open_size, len(self._open)))
            self._held += len(data)
            self._open, self._open_size = [], 0

    def _whole(self, report: Report, name: str) -> list[File] | None:
        """Return the file as it is, and a text about it where it cannot tell of itself; None where it is too large."""
        form = self._form
        head, tail = form.head(report).encode(), form.tail(report).encode()
        beside = [] if form.tells_of_itself else [File(ABOUT, about(report, form.note).encode(), _PLAIN)]
        size = len(head) + sum(block.size for block in self._blocks) + len(tail)
        if max([size, *(len(file.data) for file in beside)]) > self._limit:
            return None
        data = b"".join([head, *_bodies(self._blocks), tail])
        return [File(f"{name}{form.ending}", data, form.media_type), *beside]

    def _split(self, report: Report, name: str) -> Packed | TooMuch:
        """In as few parts as possible; a cut that turns out too large is made again with less in each."""
        around = len(self._zip([], report, name).data) + _AROUND
        room = float(self._limit - around)
        while True:
            parts, fitting = self._cut(room, around)
            if fitting < sum(block.entries for block in self._blocks):
                return TooMuch(fitting)
            files = [
                self._zip(blocks, _part_of(report, Part(number, len(parts)), blocks), f"{name}-part-{number}")
                for number, blocks in enumerate(parts, 1)
            ]
            if all(len(file.data) <= self._limit for file in files):
                return Packed(PackOptions.SPLIT, files, self._limit)
            room *= _TIGHTER

    def _cut(self, room: float, around: int) -> tuple[list[list[_Block]], int]:
        """Return the blocks of each part, and how many entries fit into them; the blocks that do not are left out."""
        parts: list[list[_Block]] = []
        left, total, fitting = 0.0, _room(self._limit), 0
        for block in self._blocks:
            size = len(block.data)
            if size > left or not parts:
                parts.append([])
                left = room
                total -= around
            left -= size
            total -= size
            if left < 0 or total < 0 or len(parts) > limits.ATTACHMENTS:
                return parts, fitting
            parts[-1].append(block)
            fitting += block.entries
        return parts, fitting

    def _zip(self, blocks: Sequence[_Block], report: Report, name: str) -> File:
        """Return a ZIP of a file of some of the entries, and a text about it where it cannot tell of itself."""
        form, made = self._form, report.made_at.timetuple()[:6]
        texts = (form.head(report).encode(), form.tail(report).encode())
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            info = zipfile.ZipInfo(f"{name}{form.ending}", made)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size = sum(map(len, texts)) + sum(block.size for block in blocks)
            with archive.open(info, "w") as file:
                file.write(texts[0])
                for body in _bodies(blocks):
                    file.write(body)
                file.write(texts[1])
            if not form.tells_of_itself:
                beside = zipfile.ZipInfo(ABOUT, made)
                archive.writestr(beside, about(report, form.note), zipfile.ZIP_DEFLATED)
        return File(f"{name}.zip", out.getvalue(), ZIP)


def _room(limit: int) -> int:
    """Bytes of all files of a message."""
    files = min(limits.ATTACHMENTS * limit, max(limits.REQUEST, limit))
    return files - min(_MESSAGE, files // 100)


def _bodies(blocks: Iterable[_Block]) -> Iterator[bytes]:
    return (zlib.decompress(block.data) for block in blocks)


def _part_of(report: Report, part: Part, blocks: Iterable[_Block]) -> Report:
    """Return what a part says of itself: the question and the period are those of the whole."""
    return dataclasses.replace(report, part=part, entries=sum(block.entries for block in blocks))
