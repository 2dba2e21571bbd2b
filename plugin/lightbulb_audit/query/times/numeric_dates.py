"""Dates in numbers of which nobody can tell the day from the month: what each could mean."""

import datetime
import re
from collections.abc import Iterator
from typing import Final

from lightbulb_audit.query.times.periods import date_of

_EARLIEST_YEAR: Final = 2015
_CENTURY: Final = 2000
_LEAP_YEAR: Final = 2024
"""A year that has every day."""

_YEAR_LAST: Final = re.compile(r"(?<![\d/.-])(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_YEARLESS: Final = re.compile(r"^(?:on )?(\d{1,2})[-/.,](\d{1,2})(?=$|[ T]\d)")
_SHORT_YEAR: Final = re.compile(r"(?<![\d/.-])(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})(?!\d)")


def is_unclear(words: str) -> bool:
    """Return whether there is a date in numbers that is no day at all, or more than one."""
    return _SHORT_YEAR.search(words) is not None or any(
        len(days) != 1
        for days in (
            *({*_both(int(year), one, other)} for one, other, year in _YEAR_LAST.findall(words)),
            *({*_both(_LEAP_YEAR, one, other)} for one, other in _YEARLESS.findall(words)),
        )
    )


def possible_days(words: str, today: datetime.date) -> list[datetime.date]:
    """Return the days that an unclear date could be, the day before the month first."""
    found = [
        *(day for one, other, year in _YEAR_LAST.findall(words) for day in _both(int(year), one, other)),
        *(day for one, other, year in _SHORT_YEAR.findall(words) for day in _short(one, other, year)),
        *(day for one, other in _YEARLESS.findall(words) for day in _recent(one, other, today)),
    ]
    return list(dict.fromkeys(found))


def _both(year: int, one: str, other: str) -> Iterator[datetime.date]:
    """Yield the day before the month, and the month before the day."""
    for day, month in ((one, other), (other, one)):
        if (found := date_of(year, int(month), int(day))) is not None:
            yield found


def _short(one: str, other: str, last: str) -> Iterator[datetime.date]:
    """Yield the year at the end, and the year at the beginning."""
    yield from _both(_CENTURY + int(last), one, other)
    year = _CENTURY + int(one)
    first = date_of(year, int(other), int(last))
    if first is not None and year >= _EARLIEST_YEAR:
        yield first


def _recent(one: str, other: str, today: datetime.date) -> Iterator[datetime.date]:
    """Yield the last of each that was."""
    for day, month in ((one, other), (other, one)):
        years = range(today.year, today.year - 8, -1)  # of which one is a leap year
        found = (date_of(year, int(month), int(day)) for year in years)
        recent = next((date for date in found if date is not None and date <= today), None)
        if recent is not None:
            yield recent
