"""Entries as comma-separated values, for spreadsheets and whatever reads them.

Python reads the file by `csv.DictReader(open(path, encoding="utf-8-sig", newline=""))`. An id is then
`cell.removeprefix("'")`, and so is any text without lines of its own. What the file says of itself stands in a text
beside it, since whatever reads tables would take a line of it for an entry.
"""

import csv
import datetime
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from lightbulb_audit.describe import Description
from lightbulb_audit.describe.changes import ChangeLine
from lightbulb_audit.describe.names.party import NO_PARTY, Party
from lightbulb_audit.describe.options import OptionLine
from lightbulb_audit.describe.text.plain import clean, plain, truncate, whole

BOM: Final = "\ufeff"
"""By which spreadsheets know UTF-8."""

_STARTS: Final = "=+-@＝＋－＠\t\r"  # noqa: RUF001 - the wide forms count as well
_FORMULA: Final = re.compile(rf"(?:^|(?<=[;\t\r\n]))(?=[\s\"']*[{re.escape(_STARTS)}])|^(?=')")
"""Where a cell begins like a formula, or what a spreadsheet could split off as one.

Where lists are written with semicolons spreadsheets split there and at the ends of lines, in spite of our quotes.
Source: OWASP, "CSV Injection". A cell that begins with an apostrophe gets one more, so that taking one off is exact.
"""

LONGEST: Final = 32_767
"""Characters of a cell, beyond which spreadsheets go on in the next row. Source: Microsoft, "Excel specifications"."""


def _id(number: int | None) -> str:
    """Return an id as text: a spreadsheet would round a number of 19 digits to 15."""
    return f"'{int(number)}" if number else ""


def _moment(told: Description) -> str:
    time = told.record.created_at
    return "" if time is None else _time(time)


def _time(time: datetime.datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _behind(told: Description) -> Party:
    """Return the human behind a bot; nobody where there is none."""
    return told.on_behalf_of or NO_PARTY


def _undoer(told: Description) -> Party:
    """Return who undid it; nobody where nobody is known to have."""
    return NO_PARTY if told.undoing is None else told.undoing.by


def _username(person: Party) -> str:
    return "" if person.username is None else safe(clean(person.username))


def _lines(lines: Sequence[ChangeLine | OptionLine]) -> str:
    """Return one line each: "Label: text"."""
    return "\n".join(f"{plain((line.label,))}: {whole(line.text)}" for line in lines)


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, nor any part of it."""
    return _FORMULA.sub("'", text)


COLUMNS: Final[Mapping[str, Callable[[Description], str]]] = {
    "entry_id": lambda told: _id(told.record.id),
    "time": _moment,
    "category": lambda told: told.row.category.value,
    "action": lambda told: told.row.slug,
    "actor_id": lambda told: _id(told.actor.id),
    "actor": lambda told: safe(told.actor.shown or ""),
    "target_kind": lambda told: "" if told.target.kind is None else told.target.kind.value,
    "target_id": lambda told: _id(told.target.id),
    "target": lambda told: safe(told.target.shown or ""),
    "sentence": lambda told: safe(plain(told.sentence)),
    "reason": lambda told: "" if told.reason is None else safe(clean(told.reason)),
    "changes": lambda told: safe(_lines(told.changes)),
    "details": lambda told: safe(_lines([*told.options, *told.raw_parts])),
    "imported": lambda told: "yes" if told.record.is_imported else "",
    "actor_username": lambda told: _username(told.actor),
    "target_username": lambda told: _username(told.target),
    "for_id": lambda told: _id(_behind(told).id),
    "for": lambda told: safe(_behind(told).shown or ""),
    "for_username": lambda told: _username(_behind(told)),
    "remarks": lambda told: safe("\n".join(remark.plain for remark in told.remarks)),
    "undone_by_entry_id": lambda told: "" if told.undoing is None else _id(told.undoing.record.id),
    "undone_at": lambda told: "" if told.undoing is None else _time(told.undoing.at),
    "undone_by_id": lambda told: _id(_undoer(told).id),
    "undone_by": lambda told: safe(_undoer(told).shown or ""),
    "undone_by_username": lambda told: _username(_undoer(told)),
}
"""Name of a column to what stands in it."""


def head() -> str:
    """Return the row of names."""
    return BOM + _row(list(COLUMNS))


def entry(told: Description) -> str:
    """Return the row of an entry."""
    return _row([truncate(cell(told), LONGEST) for cell in COLUMNS.values()])


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow(cells)
    return out.getvalue()
