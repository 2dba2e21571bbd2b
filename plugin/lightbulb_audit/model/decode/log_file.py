"""Audit logs out of files: pages, lists of entries, one entry a line, or whatever else holds entries."""

import codecs
import json
import math
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, cast

from lightbulb_audit.model.decode import lenient_json

_ENTRIES: Final = "audit_log_entries"
_LONGEST_NUMBER: Final = 1000
_LINES_NAMED: Final = 10
_DEEP: Final = "it is nested too deeply"


class Document(NamedTuple):
    """What a text holds.

    Attributes:
        values: Its JSON values: one, or one a line.
        bad_lines: The numbers of the lines that are no JSON, where it was read line by line.
        is_cut: Whether it ends in the middle; what was whole before that is in the values.
        is_deep: Whether something in it is nested too deeply; `salvage.TOO_DEEP` stands in its place.
        fault: Why it is no JSON, if it is none but entries were found in it all the same; else nothing.
    """

    values: list[Any]
    bad_lines: tuple[int, ...] = ()
    is_cut: bool = False
    is_deep: bool = False
    fault: str = ""

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong with it, by the attribute that says so; empty where all of it was read."""
        lines = ", ".join(map(str, self.bad_lines[:_LINES_NAMED]))
        found = {
            "bad_lines": f"no JSON on line {lines}" if self.bad_lines else "",
            "is_cut": "it is cut off at the end" if self.is_cut else "",
            "fault": f"it is not JSON ({self.fault})" if self.fault else "",
            "is_deep": "a value was nested too deeply" if self.is_deep else "",
        }
        return {name: problem for name, problem in found.items() if problem}


def is_wide(raw: bytes) -> bool:
    """Return whether a file begins with the mark of UTF-16."""
    return raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def decode(raw: bytes) -> str:
    """Return a file as text: UTF-8, or UTF-16 where its first mark says so, as PowerShell writes it.

    A copy may have been cut in the middle of a character: the rest of it is then seen to be cut, too.

    Raises:
        ValueError: If it is neither.
    """
    decoder = codecs.getincrementaldecoder("utf-16" if is_wide(raw) else "utf-8-sig")()
    try:
        return decoder.decode(raw)
    except UnicodeDecodeError as error:
        problem = "it is neither UTF-8 nor UTF-16 text; save it as UTF-8"
        raise ValueError(problem) from error


def parse(text: str) -> Document:
    """Return a text as JSON, or as one JSON value a line, or else whatever entries are in it.

    Raises:
        ValueError: If none of it is JSON; the message says why.
    """
    try:
        return Document([_loads(text)])
    except ValueError as error:
        whole, by_line = _salvage(text, str(error)), _by_line(text)
        in_whole, in_lines = _count(whole), _count(by_line)
        if by_line is not None and (in_lines > in_whole or (in_lines == in_whole and _is_by_line(text, by_line))):
            return by_line
        if whole is not None:
            return whole
        raise ValueError(str(error)) from error


def _by_line(text: str) -> Document | None:
    """Return a text as one JSON value a line; None if no line is a JSON object.

    A broken document has lines such as "]" or "1" that are values by chance: objects show that it is lines.
    """
    values: list[Any] = []
    bad: list[int] = []
    has_object = is_deep = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            values.append(_loads(line))
            has_object = has_object or isinstance(values[-1], dict)
        except ValueError as error:
            found = _salvage(line, str(error))
            values.extend(found.values if found is not None else ())
            is_deep = is_deep or (found is not None and found.is_deep)
            if found is None or found.is_cut or found.fault:
                bad.append(number)
    return Document(values, tuple(bad), is_deep=is_deep) if has_object else None


def _is_by_line(text: str, by_line: Document) -> bool:
    """Return whether a text is lines of which some are bad, rather than one document that is broken."""
    first = next(number for number, line in enumerate(text.splitlines(), 1) if line.strip())
    return first not in by_line.bad_lines or len(by_line.bad_lines) == 1


def _salvage(text: str, fault: str) -> Document | None:
    """Return whatever entries are in a text that is no JSON; None if there are none."""
    values, is_cut = lenient_json.parse_leniently(text, _loads, _holds_entries)
    pages = pages_in(values)
    if not any(page[_ENTRIES] for page in pages):
        return None
    is_deep = any(map(_is_deep, pages))
    if is_deep:
        pages = [_shallow(page) for page in pages]
    # Entries without a page stay so: what stands before and after them in other lines keeps its order.
    kept = [one for page in pages for one in (page[_ENTRIES] if len(page) == 1 else [page])]
    return Document(kept, is_cut=is_cut, is_deep=is_deep, fault="" if is_cut or fault == _DEEP else fault)


def _holds_entries(value: Any) -> bool:
    return not is_entry(value) and any(True for _ in entries_in(value))


def _is_deep(page: dict[str, Any]) -> bool:
    # Two levels are the page's own: it, and its list of entries.
    return lenient_json.depth(page) > lenient_json.MOST_LEVELS + 2


def _shallow(page: dict[str, Any]) -> dict[str, Any]:
    entries = [lenient_json.shallow(entry) for entry in page[_ENTRIES]]
    return {**{key: lenient_json.shallow(value) for key, value in page.items() if key != _ENTRIES}, _ENTRIES: entries}


def _count(document: Document | None) -> int:
    return 0 if document is None else sum(1 for _ in entries_in(document.values))


def _loads(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=str, parse_float=_float, parse_int=_int)
    except RecursionError as error:
        raise ValueError(_DEEP) from error


def _float(digits: str) -> float | str:
    """Return a fraction; one beyond every float stays text, since JSON could not carry an infinity out again."""
    number = float(digits)
    return number if math.isfinite(number) else digits


def _int(digits: str) -> int | str:
    """Return a whole number; one so long that Python refuses to read it stays text."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def is_entry(value: Any) -> bool:
    """Return whether a JSON value is an audit log entry: an object with an id and an action type."""
    if not isinstance(value, dict):
        return False
    row = cast("dict[str, Any]", value)
    return row.get("id") is not None and row.get("action_type") is not None


def entries_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every entry in a JSON value, in the order in which they stand, however deep."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if is_entry(item):
            yield item
        elif isinstance(item, dict):
            waiting.extend(reversed(list(cast("dict[str, Any]", item).values())))
        elif isinstance(item, list):
            waiting.extend(reversed(cast("list[Any]", item)))


def pages_in(values: list[Any]) -> list[dict[str, Any]]:
    """Return the values as pages: each object that has the lists of a page keeps them beside its entries."""
    pages: list[dict[str, Any]] = []
    loose: list[dict[str, Any]] = []
    for value in values:
        if not is_entry(value) and (page := _page_in(value)) is not None:
            pages.append({**page, _ENTRIES: list(entries_in(value))})
        else:
            loose.extend(entries_in(value))
    return [*pages, {_ENTRIES: loose}] if loose else pages


def _page_in(value: Any) -> dict[str, Any] | None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            row = cast("dict[str, Any]", item)
            if _ENTRIES in row:
                return row
            waiting.extend(row.values())
    return None


def is_log(values: list[Any]) -> bool:
    """Return whether the values are of a kind that could hold entries, be it none at all."""
    return all(isinstance(value, list) or is_entry(value) or _page_in(value) is not None for value in values)
