"""Moments out of words: a date, "2 days ago", "yesterday 14:00", Discord's own timestamp, or the id of an entry.

The parser of dates guesses where a person would ask back, so what it would guess is refused before it is asked.
"""

import datetime
import functools
import importlib
import logging
import re
import zoneinfo
from collections.abc import Mapping
from typing import Any, Final

from lightbulb_audit.errors import NotAMomentError
from lightbulb_audit.model import snowflake

_log: Final = logging.getLogger(__name__)

_LONGEST: Final = 100
_SHORTEST_ID: Final = 15
"""Digits: an id of 2015 has 15; no year, and no day of a month, comes near."""

_EARLIEST: Final = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
"""Discord's epoch: nothing happened before it."""

_AHEAD: Final = datetime.timedelta(days=2 * 365)
"""How far ahead a moment may lie; what is later was not meant."""

_BEGINNINGS: Final[Mapping[str, Mapping[str, int]]] = {
    "day": {},
    "week": {},
    "month": {"day": 1},
    "year": {"month": 1, "day": 1},
}
"""What the period that was named is rounded down to."""

_EXACT: Final = re.compile(r"\b(?:ago|now|in)\b|^[-−]?\d+ ?(?:d|days?|w|weeks?|months?|y|years?)$", re.IGNORECASE)
_HALVES: Final[Mapping[str, str]] = {"minute": "30 seconds", "hour": "30 minutes", "day": "12 hours"}
_HALF: Final = re.compile(r"\bhalf an? (minute|hour|day)\b", re.IGNORECASE)

_STAMP: Final = re.compile(r"<t:(-?\d{1,12})(?::[a-zA-Z])?>")
_UNIX: Final = re.compile(r"\d{10}", re.ASCII)
"""Seconds since 1970, as the timestamps that bots print have them."""

_LOOSE_NUMBER: Final = re.compile(
    r"^(?:on )?(?:the )?[-−+]?\d+(?:st|nd|rd|th)?$"  # "14", "-5", "the 5th": a day, an hour, a month?
    r"|(?:day|tomorrow)(?: at)? \d+$"  # "yesterday 14": the parser drops the 14
    r"|\b(?:1[3-9]|[2-9]\d|0+|\d{3,}) ?[ap]\.?m\b",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"(\d+):(\d+)(?::(\d+))?")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})[-/.](\d+)(?:[-/.](\d+))?")
_YEAR_LAST: Final = re.compile(r"(?<![\d/.-])(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_YEARLESS: Final = re.compile(r"^(\d{1,2})[-/.,](\d{1,2})(?=$|[ T]\d)")
_SHORT_YEAR: Final = re.compile(r"(?<![\d/.-])\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?!\d)")
_LEAP_YEAR: Final = 2024


def parse_moment(text: str, option: str, *, now: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime | int:
    """Understand a moment.

    A day without a time means its beginning; "2 days ago" means that many hours to the minute.

    Args:
        text: What was typed.
        option: Where, for the error.
        now: The present, with a zone.
        zone: What zone is meant where the words name none.

    Returns:
        A moment in UTC, or the id of an entry.

    Raises:
        NotAMomentError: If it is none, if it could be several, or if nothing in a log can be of that time.
    """
    words = " ".join(text.split())
    if words.isascii() and words.isdigit() and len(words) >= _SHORTEST_ID:
        entry_id = snowflake.parse(words)
        if entry_id is None:
            raise NotAMomentError(option, text)
        return int(entry_id)
    moment = _moment(words, now, zone) if 0 < len(words) <= _LONGEST else None
    if moment is None or not _EARLIEST <= moment <= now + _AHEAD:
        raise NotAMomentError(option, text)
    return moment


def _moment(words: str, now: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime | None:
    stamp = _STAMP.fullmatch(words)
    if stamp is not None or _UNIX.fullmatch(words):
        return _of_unix(int(words if stamp is None else stamp[1]))
    words, zone = _without_zone(words, zone)
    if _is_guesswork(words):
        return None
    words = _HALF.sub(lambda half: _HALVES[half[1].lower()], words)
    return _parsed(words, now.astimezone(zone), zone)


def _of_unix(seconds: int) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _without_zone(words: str, zone: zoneinfo.ZoneInfo) -> tuple[str, zoneinfo.ZoneInfo]:
    """The words before the name of a zone, and that zone: "14:00 Europe/Berlin".

    Abbreviations such as "CET" are left to the parser, which takes them at their word: an hour from UTC in July too;
    not so where one is the configured zone, which `format_moment` prints by that name all year round.
    """
    rest, _, last = words.rpartition(" ")
    name = zone.key if last.casefold() == zone.key.casefold() else _zones().get(last.casefold())
    return (words, zone) if not rest or name is None else (rest, zoneinfo.ZoneInfo(name))


@functools.cache
def _zones() -> Mapping[str, str]:
    """The names of all zones but abbreviations, by how they are typed in lower case."""
    return {name.casefold(): name for name in zoneinfo.available_timezones() if "/" in name or name.istitle()}


def _is_guesswork(words: str) -> bool:
    """Whether the parser would make some moment of what is none, or could be two."""
    return (
        _LOOSE_NUMBER.search(words) is not None
        or _SHORT_YEAR.search(words) is not None
        or any(int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59  # noqa: PLR2004 - a clock's
               for hour, minute, second in _CLOCK.findall(words))
        or any(not _days(int(year), int(month), int(day or 1)) for year, month, day in _YEAR_FIRST.findall(words))
        or any(_is_unclear(int(year), int(one), int(other)) for one, other, year in _YEAR_LAST.findall(words))
        or any(_is_unclear(_LEAP_YEAR, int(one), int(other)) for one, other in _YEARLESS.findall(words))
    )  # fmt: skip


def _is_unclear(year: int, one: int, other: int) -> bool:
    """Whether two numbers of which one is a month and one a day make no day, or two days."""
    return len(_days(year, one, other) | _days(year, other, one)) != 1


def _days(year: int, month: int, day: int) -> set[datetime.date]:
    try:
        return {datetime.date(year, month, day)}
    except (ValueError, OverflowError):
        return set()


def _parsed(words: str, now: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime | None:
    # Loaded when first needed: its tables are larger than all of this package, and few ever ask for a date.
    parser: Any = importlib.import_module("dateparser.date").DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "TIMEZONE": zone.key,
            "TO_TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "RETURN_TIME_AS_PERIOD": True,
            "PREFER_DATES_FROM": "past",
        },
    )
    try:
        data = parser.get_date_data(words)
        moment: datetime.datetime | None = data.date_obj
        if moment is None:
            return None
        if data.period in _BEGINNINGS and not _EXACT.search(words):
            day = moment.astimezone(zone).date().replace(**_BEGINNINGS[data.period])
            moment = datetime.datetime.combine(day, datetime.time(), zone)
        return moment.astimezone(datetime.UTC)
    except Exception:  # noqa: BLE001 - whatever it raises on hostile text, it was no moment
        _log.debug("no moment: %r", words, exc_info=True)
        return None


def format_moment(moment: datetime.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """How a moment was understood: "2026-11-20 14:00 UTC"; `parse_moment` takes it back."""
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {'UTC' if zone.key == 'UTC' else zone.key}"
