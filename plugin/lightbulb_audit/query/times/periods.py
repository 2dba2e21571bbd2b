"""Days, weeks and other periods out of the words that people have for them: "last week", "Friday evening", "12 Oct".

Whatever names a day or a period is read here, by the calendar of the one who asks; clocks, offsets and "3 days ago" are
left to the parser of dates, see `query.times.dates`.
"""

import calendar
import datetime
import re
import zoneinfo
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

_WEEK: Final = 7
_WEEKDAYS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
_MONTHS: Final[Mapping[str, int]] = {
    name.lower(): number
    for number in range(1, 13)
    for name in (calendar.month_name[number], calendar.month_abbr[number], *(("Sept",) if number == 9 else ()))  # noqa: PLR2004 - September
}
_DAYS_AGO: Final[Mapping[str, int]] = {
    "tomorrow": -1, "today": 0, "earlier today": 0, "yesterday": 1, "day before yesterday": 2,
}  # fmt: skip
_PARTS: Final[Mapping[str, tuple[int, int]]] = {
    "morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (18, 30),
}  # fmt: skip
"""Parts of a day: the hours from its beginning; the night ends on the morning after."""
CLOCKS: Final[Mapping[str, str]] = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_DAWN: Final = 6
"""Until this hour it is still the night of the day before."""

_SATURDAY: Final = 5
_WHICH: Final[Mapping[str, int]] = {"last": -1, "previous": -1, "next": 1}
"""Which period, counted from the one that is now; every other word means that one."""


class Period(NamedTuple):
    """A stretch of time, in UTC.

    Attributes:
        start: When it begins.
        end: The first moment behind it; None where only the beginning is meant.
    """

    start: datetime.datetime
    end: datetime.datetime | None = None


class LocalCalendar(NamedTuple):
    """The calendar of the one who asks.

    Attributes:
        now: The present, in the zone.
        zone: The zone.
        first_weekday: With what weekday a week begins; 0 is Monday.
    """

    now: datetime.datetime
    zone: zoneinfo.ZoneInfo
    first_weekday: int = calendar.MONDAY

    @property
    def today(self) -> datetime.date:
        """The day that it is there."""
        return self.now.date()

    def at(self, day: datetime.date, hour: int = 0) -> datetime.datetime:
        """Return an hour of a day in UTC; hours past 24 are those of the day after."""
        later, hour = divmod(hour, 24)
        local = datetime.datetime.combine(day + datetime.timedelta(later), datetime.time(hour), self.zone)
        return local.astimezone(datetime.UTC)

    def days(self, first: datetime.date, count: int = 1) -> Period:
        """So many whole days, however many hours each has."""
        return Period(self.at(first), self.at(first + datetime.timedelta(count)))

    def month(self, year: int, month: int) -> Period:
        """Return a month; 0 is the December before, 13 the January after."""
        years, index = divmod(month - 1, 12)
        first = datetime.date(year + years, index + 1, 1)
        return self.days(first, calendar.monthrange(first.year, first.month)[1])

    def recent(self, month: int, day: int) -> datetime.date | None:
        """Return the day of that date that was last; None if no year has it."""
        for year in range(self.today.year, self.today.year - 8, -1):  # 1900 aside, a leap year is one of eight
            if (found := date_of(year, month, day)) is not None and found <= self.today:
                return found
        return None


def date_of(year: int, month: int, day: int) -> datetime.date | None:
    """Return a date; None where no calendar has it."""
    try:
        return datetime.date(year, month, day)
    except (ValueError, OverflowError):
        return None


ANY_WEEKDAY: Final = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
ANY_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ORDINAL: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:,? (\d{4}))?"

_Day = Callable[[re.Match[str], LocalCalendar], datetime.date | None]


def _relative(found: re.Match[str], of: LocalCalendar) -> datetime.date:
    return of.today - datetime.timedelta(_DAYS_AGO[found[1]])


def _weekday(found: re.Match[str], of: LocalCalendar) -> datetime.date:
    """Return the last one, which may be today; with "last" one before today, with "this" the one of this week."""
    number = _WEEKDAYS[found[2]]
    if found[1] == "this":
        return _first_of_week(of) + datetime.timedelta((number - of.first_weekday) % _WEEK)
    ago = (of.today.weekday() - number) % _WEEK
    return of.today - datetime.timedelta(ago or (_WEEK if found[1] in ("last", "past") else 0))


def _date(year: str | None, month: int, day: str, of: LocalCalendar) -> datetime.date | None:
    return date_of(int(year), month, int(day)) if year else of.recent(month, int(day))


def _day_month(found: re.Match[str], of: LocalCalendar) -> datetime.date | None:
    return _date(found[3], _MONTHS[found[2]], found[1], of)


def _month_day(found: re.Match[str], of: LocalCalendar) -> datetime.date | None:
    return _date(found[3], _MONTHS[found[1]], found[2], of)


def _dotted_date(found: re.Match[str], of: LocalCalendar) -> datetime.date | None:
    """With a dot behind both, the day comes first: only languages that count with dots write so."""
    return _date(None, int(found[2]), found[1], of)


def _whole(found: re.Match[str], _: LocalCalendar) -> datetime.date | None:
    return date_of(int(found[1]), int(found[2]), int(found[3]))


_NAMED: Final[tuple[tuple[str, _Day], ...]] = (
    (f"({'|'.join(_DAYS_AGO)})", _relative),
    (rf"(?:(last|past|this) )?({ANY_WEEKDAY})", _weekday),
    (rf"{_ORDINAL}\.?(?: of)? ({ANY_MONTH}){_YEAR}", _day_month),
    (rf"({ANY_MONTH})\.? {_ORDINAL}{_YEAR}", _month_day),
    (r"(\d{1,2})\. ?(\d{1,2})\.", _dotted_date),
    (r"(\d{4})-(\d\d)-(\d\d)", _whole),
)
_DAYS: Final = [(re.compile(f"(?:on )?(?:the )?{pattern}(?=$|[ ,])"), read) for pattern, read in _NAMED]
"""How a day is named: what it looks like, and which day that is."""


def _first_of_week(of: LocalCalendar) -> datetime.date:
    return of.today - datetime.timedelta((of.today.weekday() - of.first_weekday) % _WEEK)


def _week(which: int, of: LocalCalendar) -> Period:
    return of.days(_first_of_week(of) + datetime.timedelta(_WEEK * which), _WEEK)


def _weekend(which: int, of: LocalCalendar) -> Period:
    """That of this week, Saturday and Sunday together, wherever a week begins; the last one is over."""
    saturday = of.today + datetime.timedelta(_SATURDAY - of.today.weekday())
    return of.days(saturday + datetime.timedelta(_WEEK * which), 2)


def _month(which: int, of: LocalCalendar) -> Period:
    return of.month(of.today.year, of.today.month + which)


def _year(which: int, of: LocalCalendar) -> Period:
    first = datetime.date(of.today.year + which, 1, 1)
    return of.days(first, (first.replace(year=first.year + 1) - first).days)


def _hour(which: int, of: LocalCalendar) -> Period:
    began = of.now.astimezone(datetime.UTC).replace(minute=0, second=0, microsecond=0)
    start = began + datetime.timedelta(hours=which)
    return Period(start, start + datetime.timedelta(hours=1))


_LONG: Final[Mapping[str, Callable[[int, LocalCalendar], Period]]] = {
    "hour": _hour, "week": _week, "weekend": _weekend, "month": _month, "year": _year,
}  # fmt: skip


def _long(found: re.Match[str], of: LocalCalendar) -> Period:
    which, name = found[1] or "", found[2]
    # Whoever says "the weekend" within a week means the one that was.
    is_past = name == "weekend" and not which and of.today.weekday() < _SATURDAY
    return _LONG[name](-1 if is_past else _WHICH.get(which, 0), of)


def _month_named(found: re.Match[str], of: LocalCalendar) -> Period:
    number = _MONTHS[found[2]]
    if found[3]:
        return of.month(int(found[3]), number)
    is_later = number > of.today.month or (found[1] == "last" and number == of.today.month)
    return of.month(of.today.year - is_later, number)


def _month_numbered(found: re.Match[str], of: LocalCalendar) -> Period | None:
    year, month = int(found[1]), int(found[2])
    return of.month(year, month) if date_of(year, month, 1) else None


def _part(day: datetime.date, name: str, of: LocalCalendar) -> Period:
    begins, ends = _PARTS[name]
    return Period(of.at(day, begins), of.at(day, ends))


def _part_of_today(found: re.Match[str], of: LocalCalendar) -> Period:
    """Before dawn tonight is the night that began yesterday; last night is always that one."""
    name = found[2] or "night"
    is_of_yesterday = found[1] == "last" or (name == "night" and of.now.hour < _DAWN)
    return _part(of.today - datetime.timedelta(is_of_yesterday), name, of)


_LONG_NAMES: Final = "(week|weekend|month|year)"
_PERIODS: Final[list[tuple[re.Pattern[str], Callable[[re.Match[str], LocalCalendar], Period | None]]]] = [
    (re.compile(rf"(?:(?:start|beginning) of )?(?:the )?(?:(this|current|last|previous|next) )?{_LONG_NAMES}"), _long),
    (re.compile(r"(this|current) (hour)"), _long),
    (re.compile(rf"(?:(last|this) )?({ANY_MONTH})(?:,? (\d{{4}}))?"), _month_named),
    (re.compile(r"(\d{4})-(\d\d)"), _month_numbered),
    (re.compile(r"(?:(this|last) )?(morning|afternoon|evening|night)|tonight"), _part_of_today),
]
"""How periods other than days are named, and which those are."""


def find_period(words: str, of: LocalCalendar) -> Period | None:
    """Return the period that words name; None where they name none.

    Args:
        words: In small letters, with single spaces.
        of: The calendar.
    """
    for pattern, read in _PERIODS:
        found = pattern.fullmatch(words)
        if found is not None:
            return read(found, of)
    return _day_or_part(words, of)


def _day_or_part(words: str, of: LocalCalendar) -> Period | None:
    named = split_day(words, of)
    if named is None:
        return None
    day, rest = named
    if not rest:
        return of.days(day)
    return _part(day, rest, of) if rest in _PARTS else None


def split_day(words: str, of: LocalCalendar) -> tuple[datetime.date, str] | None:
    """The day at the beginning of words, and what stands behind it, such as a clock; None where there is none."""
    for pattern, read in _DAYS:
        found = pattern.match(words)
        if found is not None and (day := read(found, of)) is not None:
            rest = words[found.end() :].lstrip(", ").removeprefix("at ").removeprefix("in the ")
            return day, CLOCKS.get(rest, rest)
    return None
