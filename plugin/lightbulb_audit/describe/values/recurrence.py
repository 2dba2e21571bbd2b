"""When an event repeats: "every Friday", "every first Monday of the month".

Source: Discord's API reference, "Guild Scheduled Event Recurrence Rule Object".
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lightbulb_audit.catalog.schema.enums import ENUMS
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.spans import Part, Parts, Timestamp
from lightbulb_audit.describe.values.numbers import count_phrase
from lightbulb_audit.describe.values.scalars import as_list, as_object
from lightbulb_audit.model.decode.numbers import moment_of, number_of

_YEARLY, _MONTHLY, _WEEKLY, _DAILY = range(4)
_UNITS: Final[Mapping[int, str]] = {_YEARLY: "year", _MONTHLY: "month", _WEEKLY: "week", _DAILY: "day"}
_NTH: Final[Mapping[int, str]] = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_TELLING: Final = ("by_weekday", "by_n_weekday", "by_month", "by_month_day", "by_year_day")
_KEYS: Final = frozenset({"start", "end", "frequency", "interval", "count", *_TELLING})
_INTERVALS: Final = range(1, 1000)


def recurrence(value: Any, _argument: str, _names: Names) -> Parts | None:
    """Return when an event repeats, from when, and until when; None for what is no such rule."""
    row = as_object(value)
    if row is None or row.keys() - _KEYS:
        return None
    unit, interval = _UNITS.get(_number(row.get("frequency"))), _number(row.get("interval"), 1)
    days = _days(row)
    if unit is None or interval not in _INTERVALS or days is None:
        return None
    every = _every(unit, interval, days, is_weekdays=bool(row.get("by_weekday")))
    span = _span(row)
    return None if span is None else (every, *span)


def _every(unit: str, interval: int, days: str, *, is_weekdays: bool) -> str:
    if days and is_weekdays and interval == 1:
        return f"every {days}"
    if days and is_weekdays and interval == 2 and unit == "week":  # noqa: PLR2004 - "every 2" is "every other"
        return f"every other {days}"
    often = f"every {unit}" if interval == 1 else f"every {count_phrase(interval, unit)}"
    return f"{often} on {days}" if days else often


def _days(row: Mapping[str, Any]) -> str | None:
    """On which days; empty where the rule does not say, None where it cannot be read."""
    lists = {key: as_list(row.get(key)) if row.get(key) is not None else [] for key in _TELLING}
    weekdays = _words(lists["by_weekday"], "weekday")
    nth = _nth_weekdays(lists["by_n_weekday"])
    months = _words(lists["by_month"], "month")
    month_days, year_days = _plain_numbers(lists["by_month_day"]), _plain_numbers(lists["by_year_day"])
    if weekdays is None or nth is None or months is None or month_days is None or year_days is None:
        return None
    dates = " ".join(filter(None, (", ".join(month_days), ", ".join(months))))
    of_year = f"day {', '.join(year_days)} of the year" if year_days else ""
    return ", ".join(filter(None, (", ".join(weekdays), ", ".join(nth), dates, of_year)))


def _words(items: Sequence[Any] | None, table: str) -> list[str] | None:
    words = None if items is None else [ENUMS[table].get(_number(item)) for item in items]
    return None if words is None or None in words else [word for word in words if word is not None]


def _nth_weekdays(items: Sequence[Any] | None) -> list[str] | None:
    words: list[str] = []
    for item in items or ():
        row = as_object(item) or {}
        nth, day = _NTH.get(_number(row.get("n"), 0)), ENUMS["weekday"].get(_number(row.get("day")))
        if nth is None or day is None or row.keys() - {"n", "day"}:
            return None
        words.append(f"the {nth} {day}")
    return None if items is None else words


def _plain_numbers(items: Sequence[Any] | None) -> list[str] | None:
    numbers = None if items is None else [number_of(item) for item in items]
    return None if numbers is None or None in numbers else [str(number) for number in numbers]


def _span(row: Mapping[str, Any]) -> Parts | None:
    """From when until when, and how often; None where it cannot be read."""
    parts: list[Part] = []
    for key, words in (("start", ", from "), ("end", " until ")):
        if row.get(key) is not None:
            moment = moment_of(row[key])
            if moment is None:
                return None
            parts.extend((words, Timestamp(moment)))
    if row.get("count") is not None:
        count = number_of(row["count"])
        if count is None:
            return None
        parts.append(f", {count_phrase(count, 'time')}")
    return tuple(parts)


def _number(value: Any, otherwise: int = -99) -> int:
    """Return a number; where there is none, one that stands in no table."""
    number = otherwise if value is None else number_of(value)
    return -99 if number is None else number
