"""The forms in which entries leave as files, one row each."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Final

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.option_words import EXPORT_FORMS
from lightbulb_audit.describe import Description
from lightbulb_audit.render.export import json_lines, page, spreadsheet
from lightbulb_audit.render.export.report import Report


@dataclasses.dataclass(frozen=True, slots=True)
class Format:
    """A form of file. All its texts are written as UTF-8; `entry` needs nothing of the entries around.

    Attributes:
        name: What a person types.
        title: What a person reads in a list of them.
        ending: How a file's name ends, with the dot.
        media_type: Its type on the web.
        head: All that stands before the first entry.
        entry: An entry.
        tail: All that stands behind the last one.
        note: What has to be known to read it, where it cannot say so itself: a text about it then goes along.
    """

    name: str
    title: str
    ending: str
    media_type: str
    head: Callable[[Report], str]
    entry: Callable[[Description], str]
    tail: Callable[[Report], str]
    note: str = ""

    @property
    def tells_of_itself(self) -> bool:
        """Whether the file says within what it is."""
        return not self.note


FORMATS: Final[Mapping[str, Format]] = {
    row.name: row
    for row in (
        Format(
            "html", EXPORT_FORMS["html"], ".html", "text/html; charset=utf-8",
            page.head, page.entry, lambda _: page.tail(),
        ),
        Format(
            "csv", EXPORT_FORMS["csv"], ".csv", "text/csv; charset=utf-8",
            lambda _: spreadsheet.head(), spreadsheet.entry, lambda _: "", words.EXPORT_CSV_NOTE,
        ),
        Format(
            "jsonl", EXPORT_FORMS["jsonl"], ".jsonl", "application/x-ndjson",
            lambda _: "", json_lines.entry, lambda _: "", words.EXPORT_LINES_NOTE,
        ),
    )
}  # fmt: skip
"""Name to format, the one that most people want first."""
