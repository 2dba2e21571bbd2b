"""Audit logs out of files: pages, lists of entries, one entry a line, or whatever else holds entries."""

import json
import math
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, cast

_ENTRIES: Final = "audit_log_entries"
_LONGEST_NUMBER: Final = 1000


class Document(NamedTuple):
    """What a text holds.

    Attributes:
        values: Its JSON values: one, or one a line.
        bad_lines: The numbers of the lines that are no JSON, where it was read line by line.
    """

    values: list[Any]
    bad_lines: list[int]


def parse(text: str) -> Document:
    """A text as JSON, or as one JSON value a line.

    Raises:
        ValueError: If none of it is JSON; the message says why.
    """
    try:
        return Document([_loads(text)], [])
    except ValueError as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        values: list[Any] = []
        bad: list[int] = []
        for number, line in lines:
            try:
                values.append(_loads(line))
            except ValueError:
                bad.append(number)
        # A broken document has lines such as "]" or "1" that are values by chance: objects show that it is lines.
        if not any(isinstance(value, dict) for value in values):
            raise ValueError(str(error)) from error
        return Document(values, bad)


def _loads(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=str, parse_float=_float, parse_int=_int)
    except RecursionError as error:
        message = "it is nested too deeply"
        raise ValueError(message) from error


def _float(digits: str) -> float | str:
    """A fraction; one beyond every float stays text, since JSON could not carry an infinity out again."""
    number = float(digits)
    return number if math.isfinite(number) else digits


def _int(digits: str) -> int | str:
    """A whole number; one so long that Python refuses to read it stays text."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def is_entry(value: Any) -> bool:
    """Whether a JSON value is an audit log entry: an object with an id and an action type."""
    if not isinstance(value, dict):
        return False
    row = cast("dict[str, Any]", value)
    return row.get("id") is not None and row.get("action_type") is not None


def entries_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every entry in a JSON value, in the order in which they stand, however deep."""
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
    """The values as pages: each object that has the lists of a page keeps them beside its entries."""
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
    """Whether the values are of a kind that could hold entries, be it none at all."""
    return all(isinstance(value, list) or is_entry(value) or _page_in(value) is not None for value in values)
