"""Moments and periods out of words: a date, "2 days ago", "last week", Discord's own timestamp, or an entry's id.

`query.times.periods` knows the words for days and periods. The parser of dates reads all else; it guesses where a
person would ask back, so what it would guess is refused before it is asked.
"""

import calendar
import datetime
import functools
import importlib
import logging
import re
import zoneinfo
from collections.abc import Mapping
from typing import Any, Final

from lightbulb_audit.errors import FutureMomentError, NotAMomentError, UnclearDateError
from lightbulb_audit.model import snowflake
from lightbulb_audit.query.times.numeric_dates import is_unclear, possible_days
from lightbulb_audit.query.times.periods import CLOCKS, LocalCalendar, Period, date_of, find_period, split_day

_log: Final = logging.getLogger(__name__)

_LONGEST: Final = 100
_SHORTEST_ID: Final = 15
"""Digits: an id of 2015 has 15; no year, and no day of a month, comes near."""

_EARLIEST: Final = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
"""Discord's epoch: nothing happened before it."""

_AHEAD: Final = datetime.timedelta(minutes=1)
"""How far ahead a moment may lie: clocks differ."""

_SINCE: Final = re.compile(r"^(?:since|from) ")
_SPAN: Final = re.compile(
    r"^(?:in |within |over )?(?:the )?(?:last|past|previous) "
    r"(?:(.+?) )?(seconds?|minutes?|hours?|days?|weeks?|months?|years?)$"
)
"""So long back from now: "last 24 hours", "past week"."""
_SHORT: Final = re.compile(r"^[-−]?(\d+) ?(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|y|years?)$")
_UNITS: Final[Mapping[str, str]] = {"m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}
_EXACT: Final = re.compile(r"\b(?:ago|now|in)\b")
_BY_THE_CLOCK: Final = re.compile(r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?)\b[^a-z]*ago$")
"""Hours and less are counted as they pass, whatever the clocks are set to meanwhile."""

_HALVES: Final[Mapping[str, str]] = {"minute": "30 seconds", "hour": "30 minutes", "day": "12 hours"}
_HALF: Final = re.compile(r"\bhalf an? (minute|hour|day)\b")
_COUPLE: Final = re.compile(r"\b(?:a )?couple(?: of)?\b")
_HALF_DAY: Final = re.compile(r"\b(\d{1,2})(:\d\d)? ?([ap])\.?m\b\.?")

_STAMP: Final = re.compile(r"<t:(-?\d{1,12})(?::[a-zA-Z])?>")
_UNIX: Final = re.compile(r"\d{10}", re.ASCII)
"""Seconds since 1970, as the timestamps that bots print have them."""

_LOOSE_NUMBER: Final = re.compile(
    r"^(?:on )?(?:the )?[-−+]?\d+(?:st|nd|rd|th)?$"  # "14", "-5", "the 5th": a day, an hour, a month?
    r"|(?:day|tomorrow)(?: at)? \d+$"  # "yesterday 14": the parser drops the 14
    r"|(?<!:)\b(?:1[3-9]|[2-9]\d|0+|\d{3,}) ?[ap]\.?m\b",
)
_CLOCK: Final = re.compile(r"(\d+):(\d+)(?::(\d+))?")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})[-/.](\d+)(?:[-/.](\d+))?")
_NUMBERS: Final = re.compile(r"\d+\.\d+\.?$")
"""Numbers with dots, which the parser takes for a clock."""


def parse_moment(
    text: str, option: str, *, now: datetime.datetime, zone: zoneinfo.ZoneInfo, first_weekday: int = calendar.MONDAY
) -> datetime.datetime | int:
    """Understand a moment.

    A day or a period means its beginning; "2 days ago" means that many hours to the minute.

    Args:
        text: What was typed.
        option: Where, for the error.
        now: The present, with a zone.
        zone: What zone is meant where the words name none.
        first_weekday: With what weekday a week begins; 0 is Monday.

    Returns:
        A moment in UTC, or the id of an entry.

    Raises:
        NotAMomentError: If it is none, if it could be several, or if nothing in a log can be of that time.
    """
    found = parse_period(text, option, now=now, zone=zone, first_weekday=first_weekday)
    return found.start if isinstance(found, Period) else found


def parse_period(
    text: str, option: str, *, now: datetime.datetime, zone: zoneinfo.ZoneInfo, first_weekday: int = calendar.MONDAY
) -> Period | int:
    """Understand a period, a moment or the id of an entry; the arguments and errors are those of `parse_moment`."""
    words = " ".join(text.split())
    if words.isascii() and words.isdigit() and len(words) >= _SHORTEST_ID:
        entry_id = snowflake.parse(words)
        if entry_id is None:
            raise NotAMomentError(option, text)
        return int(entry_id)
    found = _period(words, text, option, LocalCalendar(now, zone, first_weekday)) if len(words) <= _LONGEST else None
    if found is None or found.start < _EARLIEST:
        raise NotAMomentError(option, text)
    if found.start > now + _AHEAD:
        raise FutureMomentError(option, text)
    return found


def _period(words: str, text: str, option: str, of: LocalCalendar) -> Period | None:
    stamp = _STAMP.fullmatch(words)
    if stamp is not None or _UNIX.fullmatch(words):
        return _of_unix(int(words if stamp is None else stamp[1]))
    words, zone = _without_zone(words, of.zone)
    words = words.lower()
    if (since := _SINCE.match(words)) is not None:
        found = _period(words[since.end() :], text, option, of._replace(zone=zone))
        return None if found is None else Period(found.start)
    of = of._replace(now=of.now.astimezone(zone), zone=zone)
    if is_unclear(words):
        days = possible_days(words, of.today)
        raise UnclearDateError(option, text, tuple(days)) if days else NotAMomentError(option, text)
    if _is_guesswork(words):
        return None
    try:
        return find_period(words, of) or _moment(words, of)
    except (ValueError, OverflowError):
        return None  # a year that no calendar has


def _moment(words: str, of: LocalCalendar) -> Period | None:
    """Return a clock on a day, or so long ago."""
    span, short = _SPAN.match(words), _SHORT.match(words)
    if span is not None:
        words = f"{span[1] or 1} {span[2]} ago"
    elif short is not None:
        words = f"{short[1]} {_UNITS.get(short[2], short[2])} ago"
    named = split_day(words, of)
    if named is not None:
        words = f"{named[0].isoformat()} {named[1]}"
    words = _HALF.sub(lambda half: _HALVES[half[1]], _COUPLE.sub("2", words))
    words = _HALF_DAY.sub(_whole_day, CLOCKS.get(words, words))
    if _CLOCK.fullmatch(words := words.removeprefix("at ")):
        return _last_time(words, of)
    zone = zoneinfo.ZoneInfo("UTC") if _BY_THE_CLOCK.search(words) else of.zone
    return None if _NUMBERS.match(words) else _parse(words, of.now.astimezone(zone), zone)


def _last_time(clock: str, of: LocalCalendar) -> Period | None:
    """Return when a clock last showed a time."""
    for day in (of.today, of.today - datetime.timedelta(1)):
        found = _parse(f"{day.isoformat()} {clock}", of.now, of.zone)
        if found is None or found.start <= of.now:
            return found
    return None


def _whole_day(found: re.Match[str]) -> str:
    """Return a clock of twelve hours as one of twenty-four: "3:15am" as "03:15"."""
    return f"{int(found[1]) % 12 + 12 * (found[3] == 'p'):02}{found[2] or ':00'}"


def _of_unix(seconds: int) -> Period | None:
    try:
        return Period(datetime.datetime.fromtimestamp(seconds, datetime.UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _without_zone(words: str, zone: zoneinfo.ZoneInfo) -> tuple[str, zoneinfo.ZoneInfo]:
    """Return the words before the name of a zone, and that zone: "14:00 Europe/Berlin".

    Abbreviations such as "CET" are left to the parser, which takes them at their word: an hour from UTC in July too;
    not so where one is the configured zone, which `format_moment` prints by that name all year round.
    """
    rest, _, last = words.rpartition(" ")
    name = zone.key if last.casefold() == zone.key.casefold() else _zones().get(last.casefold())
    return (words, zone) if not rest or name is None else (rest, zoneinfo.ZoneInfo(name))


@functools.cache
def _zones() -> Mapping[str, str]:
    """Return the names of all zones but abbreviations, by how they are typed in lower case."""
    return {name.casefold(): name for name in zoneinfo.available_timezones() if "/" in name or name.istitle()}


def _is_guesswork(words: str) -> bool:
    """Return whether the parser would make some moment of what is none."""
    return (
        _LOOSE_NUMBER.search(words) is not None
        or any(int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59  # noqa: PLR2004 - a clock's
               for hour, minute, second in _CLOCK.findall(words))
        or any(date_of(int(year), int(month), int(day or 1)) is None for year, month, day in _YEAR_FIRST.findall(words))
    )  # fmt: skip


def _parse(words: str, now: datetime.datetime, zone: zoneinfo.ZoneInfo) -> Period | None:
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
        if data.period == "day" and not _EXACT.search(words):
            return LocalCalendar(now, zone).days(moment.astimezone(zone).date())
        # Of a longer period the parser does not say where it begins.
        is_moment = data.period in ("time", "day") or _EXACT.search(words)
        return Period(moment.astimezone(datetime.UTC)) if is_moment else None
    except Exception:  # noqa: BLE001 - whatever it raises on hostile text, it was no moment
        _log.debug("no moment: %r", words, exc_info=True)
        return None


def format_moment(moment: datetime.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Return how a moment was understood: "2026-11-20 14:00 UTC"; `parse_moment` takes it back."""
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {'UTC' if zone.key == 'UTC' else zone.key}"
