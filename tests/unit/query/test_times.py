"""Time as people say it: what each expression means at a fixed clock, in three zones."""

import calendar
import datetime
import zoneinfo
from typing import Final

import pytest

from lightbulb_audit.catalog.locales import LOCALES, SUNDAY_FIRST, first_weekday
from lightbulb_audit.errors import Fault, FutureMomentError, SearchError, UnclearDateError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.remote import bounds
from lightbulb_audit.query.syntax import format_search, parse, tokenize
from lightbulb_audit.query.times.dates import parse_period
from lightbulb_audit.query.times.periods import Period
from lightbulb_audit.query.values import ParseContext
from lightbulb_audit.render.search.query_errors import plain_query_error, query_error_message

ZONES: Final = tuple(zoneinfo.ZoneInfo(one) for one in ("UTC", "Europe/Berlin", "America/New_York"))
NOW: Final = datetime.datetime(2026, 10, 27, 1, 30, 15, tzinfo=datetime.UTC)
"""A Tuesday in Europe, two days after its clocks went back; in New York still Monday, in summer time."""

_TIMES: Final[tuple[tuple[str, ...], ...]] = (
    ("now", "2026-10-27 01:30:15", "2026-10-27 02:30:15", "2026-10-26 21:30:15"),
    ("today", "2026-10-27 to 2026-10-28", "2026-10-27 to 2026-10-28", "2026-10-26 to 2026-10-27"),
    ("yesterday", "2026-10-26 to 2026-10-27", "2026-10-26 to 2026-10-27", "2026-10-25 to 2026-10-26"),
    ("the day before yesterday", "2026-10-25 to 2026-10-26", "2026-10-25 to 2026-10-26", "2026-10-24 to 2026-10-25"),
    ("tomorrow", "future"),
    ("Monday", "2026-10-26 to 2026-10-27"),
    ("on Tuesday", "2026-10-27 to 2026-10-28", "2026-10-27 to 2026-10-28", "2026-10-20 to 2026-10-21"),
    ("last Monday", "2026-10-26 to 2026-10-27", "2026-10-26 to 2026-10-27", "2026-10-19 to 2026-10-20"),
    ("last Tuesday", "2026-10-20 to 2026-10-21"),
    ("since Friday", "2026-10-23"),
    ("this Sunday", "future"),
    ("this Saturday", "future"),
    ("Sat", "2026-10-24 to 2026-10-25"),
    ("this week", "2026-10-26 to 2026-11-02"),
    ("last week", "2026-10-19 to 2026-10-26"),
    ("the week", "2026-10-26 to 2026-11-02"),
    ("start of the week", "2026-10-26 to 2026-11-02"),
    ("this month", "2026-10-01 to 2026-11-01"),
    ("last month", "2026-09-01 to 2026-10-01"),
    ("this year", "2026-01-01 to 2027-01-01"),
    ("last year", "2025-01-01 to 2026-01-01"),
    ("last weekend", "2026-10-24 to 2026-10-26"),
    ("the weekend", "2026-10-24 to 2026-10-26"),
    (
        "this hour",
        "2026-10-27 01:00 to 2026-10-27 02:00",
        "2026-10-27 02:00 to 2026-10-27 03:00",
        "2026-10-26 21:00 to 2026-10-26 22:00",
    ),
    ("this morning", "future", "future", "2026-10-26 06:00 to 2026-10-26 12:00"),
    ("this evening", "future", "future", "2026-10-26 18:00 to 2026-10-27"),
    ("tonight", "2026-10-26 18:00 to 2026-10-27 06:00"),
    (
        "last night",
        "2026-10-26 18:00 to 2026-10-27 06:00",
        "2026-10-26 18:00 to 2026-10-27 06:00",
        "2026-10-25 18:00 to 2026-10-26 06:00",
    ),
    (
        "last evening",
        "2026-10-26 18:00 to 2026-10-27",
        "2026-10-26 18:00 to 2026-10-27",
        "2026-10-25 18:00 to 2026-10-26",
    ),
    (
        "yesterday morning",
        "2026-10-26 06:00 to 2026-10-26 12:00",
        "2026-10-26 06:00 to 2026-10-26 12:00",
        "2026-10-25 06:00 to 2026-10-25 12:00",
    ),
    (
        "yesterday evening",
        "2026-10-26 18:00 to 2026-10-27",
        "2026-10-26 18:00 to 2026-10-27",
        "2026-10-25 18:00 to 2026-10-26",
    ),
    ("Sunday night", "2026-10-25 18:00 to 2026-10-26 06:00"),
    ("Friday afternoon", "2026-10-23 12:00 to 2026-10-23 18:00"),
    ("last 24 hours", "2026-10-26 01:30:15", "2026-10-26 02:30:15", "2026-10-25 21:30:15"),
    ("past 2 days", "2026-10-25 01:30:15", "2026-10-25 02:30:15", "2026-10-24 21:30:15"),
    ("last 7 days", "2026-10-20 01:30:15", "2026-10-20 03:30:15", "2026-10-19 21:30:15"),
    ("past hour", "2026-10-27 00:30:15", "2026-10-27 01:30:15", "2026-10-26 20:30:15"),
    ("last two weeks", "2026-10-13 01:30:15", "2026-10-13 03:30:15", "2026-10-12 21:30:15"),
    ("past week", "2026-10-20 01:30:15", "2026-10-20 03:30:15", "2026-10-19 21:30:15"),
    ("past month", "2026-09-27 01:30:15", "2026-09-27 03:30:15", "2026-09-26 21:30:15"),
    ("in the last 30 minutes", "2026-10-27 01:00:15", "2026-10-27 02:00:15", "2026-10-26 21:00:15"),
    ("3 days ago", "2026-10-24 01:30:15", "2026-10-24 03:30:15", "2026-10-23 21:30:15"),
    ("three days ago", "2026-10-24 01:30:15", "2026-10-24 03:30:15", "2026-10-23 21:30:15"),
    ("an hour ago", "2026-10-27 00:30:15", "2026-10-27 01:30:15", "2026-10-26 20:30:15"),
    ("half an hour ago", "2026-10-27 01:00:15", "2026-10-27 02:00:15", "2026-10-26 21:00:15"),
    ("a couple of days ago", "2026-10-25 01:30:15", "2026-10-25 02:30:15", "2026-10-24 21:30:15"),
    ("2 weeks ago", "2026-10-13 01:30:15", "2026-10-13 03:30:15", "2026-10-12 21:30:15"),
    ("1 year ago", "2025-10-27 01:30:15", "2025-10-27 02:30:15", "2025-10-26 21:30:15"),
    ("2d", "2026-10-25 01:30:15", "2026-10-25 02:30:15", "2026-10-24 21:30:15"),
    ("36h", "2026-10-25 13:30:15", "2026-10-25 14:30:15", "2026-10-25 09:30:15"),
    ("14:00", "2026-10-26 14:00"),
    ("2pm", "2026-10-26 14:00"),
    ("3:15am", "2026-10-26 03:15"),
    ("noon", "2026-10-26 12:00"),
    ("midnight", "2026-10-27", "2026-10-27", "2026-10-26"),
    ("yesterday 14:00", "2026-10-26 14:00", "2026-10-26 14:00", "2026-10-25 14:00"),
    ("yesterday at 3pm", "2026-10-26 15:00", "2026-10-26 15:00", "2026-10-25 15:00"),
    ("yesterday noon", "2026-10-26 12:00", "2026-10-26 12:00", "2026-10-25 12:00"),
    ("Monday 09:00", "2026-10-26 09:00"),
    ("Sunday 02:30", "2026-10-25 02:30"),
    ("Oct 12", "2026-10-12 to 2026-10-13"),
    ("12 Oct", "2026-10-12 to 2026-10-13"),
    ("12th of October", "2026-10-12 to 2026-10-13"),
    ("October 12, 2025", "2025-10-12 to 2025-10-13"),
    ("Dec 31", "2025-12-31 to 2026-01-01"),
    ("29 Feb", "2024-02-29 to 2024-03-01"),
    ("12.10.", "2026-10-12 to 2026-10-13"),
    ("2026-04-03", "2026-04-03 to 2026-04-04"),
    ("2026-04-03 14:00", "2026-04-03 14:00"),
    ("2026-04-03T14:00Z", "2026-04-03 14:00", "2026-04-03 16:00", "2026-04-03 10:00"),
    ("2026-03-29 02:30", "2026-03-29 02:30", "2026-03-29 03:30", "2026-03-29 02:30"),
    ("20/11/2025", "2025-11-20 to 2025-11-21"),
    ("October", "2026-10-01 to 2026-11-01"),
    ("September", "2026-09-01 to 2026-10-01"),
    ("March 2026", "2026-03-01 to 2026-04-01"),
    ("2026-04", "2026-04-01 to 2026-05-01"),
    ("last October", "2025-10-01 to 2025-11-01"),
    ("next week", "future"),
    ("in 2 hours", "future"),
    ("3/4/2026", "2026-04-03 or 2026-03-04"),
    ("10/12", "2025-12-10 or 2026-10-12"),
    ("3/4/26", "2026-04-03 or 2026-03-04"),
    ("14:00 Asia/Tokyo", "2026-10-26 05:00", "2026-10-26 06:00", "2026-10-26 01:00"),
)
"""What is typed, and what it means: in all three zones, or in each of them, by the clocks there."""


def _shown(moment: datetime.datetime, zone: zoneinfo.ZoneInfo) -> str:
    text = f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    return text.removesuffix(":00").removesuffix(" 00:00")


def _meaning(text: str, zone: zoneinfo.ZoneInfo, weekday: int = calendar.MONDAY) -> str:
    try:
        found = parse_period(text, "after", now=NOW, zone=zone, first_weekday=weekday)
    except FutureMomentError:
        return "future"
    except UnclearDateError as error:
        return " or ".join(map(str, error.days))
    assert isinstance(found, Period)
    return " to ".join(_shown(one, zone) for one in (found.start, found.end) if one is not None)


def test_the_table_is_long() -> None:
    """Sixty expressions at the least."""
    assert len({row[0].lower() for row in _TIMES}) >= 60


@pytest.mark.parametrize("row", _TIMES, ids=[row[0] for row in _TIMES])
def test_times(row: tuple[str, ...]) -> None:
    """An expression means what a person in the zone means by it, in small letters and in capitals."""
    text, *meanings = row
    for zone, meaning in zip(ZONES, meanings * (4 - len(row)) if len(meanings) == 1 else meanings, strict=False):
        for typed in (text, text.upper(), f"  {text.replace(' ', '  ')} "):
            assert _meaning(typed, zone) == meaning


@pytest.mark.parametrize(
    ("text", "monday", "sunday"),
    [
        ("this week", "2026-10-26 to 2026-11-02", "2026-10-25 to 2026-11-01"),
        ("last week", "2026-10-19 to 2026-10-26", "2026-10-18 to 2026-10-25"),
        ("this Sunday", "future", "2026-10-25 to 2026-10-26"),
        ("this Monday", "2026-10-26 to 2026-10-27", "2026-10-26 to 2026-10-27"),
        ("last weekend", "2026-10-24 to 2026-10-26", "2026-10-24 to 2026-10-26"),
    ],
)
def test_where_a_week_begins(text: str, monday: str, sunday: str) -> None:
    """A week begins on Monday, and on Sunday for those whose locale says so; a weekend is one all the same."""
    assert _meaning(text, ZONES[0], first_weekday("de")) == monday
    assert _meaning(text, ZONES[0], first_weekday("en-US")) == sunday
    assert LOCALES.keys() >= SUNDAY_FIRST
    assert first_weekday("") == first_weekday("en-GB") == calendar.MONDAY


@pytest.mark.parametrize(
    ("now", "text", "zone", "hours"),
    [
        ("2026-10-25T12:00", "today", "Europe/Berlin", 25),
        ("2026-03-29T12:00", "today", "Europe/Berlin", 23),
        ("2026-11-02T12:00", "yesterday", "America/New_York", 25),
        ("2026-03-08T12:00", "today", "America/New_York", 23),
        ("2026-10-25T12:00", "last week", "Europe/Berlin", 168),
        ("2026-10-27T12:00", "last week", "Europe/Berlin", 169),
        ("2026-10-25T12:00", "Oct 25", "UTC", 24),
        ("2026-04-26T12:00", "24 April", "Africa/Cairo", 23),  # midnight does not exist there
    ],
)
def test_days_on_which_clocks_change(now: str, text: str, zone: str, hours: int) -> None:
    """A day has as many hours as it had where it was."""
    at = datetime.datetime.fromisoformat(f"{now}+00:00")
    found = parse_period(text, "after", now=at, zone=zoneinfo.ZoneInfo(zone))
    assert isinstance(found, Period)
    assert found.end is not None
    assert found.end - found.start == datetime.timedelta(hours=hours)


@pytest.mark.parametrize(("text", "hours"), [("3 hours ago", 3), ("past 26 hours", 26), ("180 minutes ago", 3)])
@pytest.mark.parametrize("at", ["2026-10-25T02:15", "2026-03-29T02:15", "2026-11-01T07:30"])
def test_hours_pass_as_they_are(text: str, hours: int, at: str) -> None:
    """Hours back from now are as many as passed, whatever the clocks were set to meanwhile."""
    now = datetime.datetime.fromisoformat(f"{at}+00:00")
    for zone in ZONES:
        found = parse_period(text, "after", now=now, zone=zone)
        assert found == Period(now - datetime.timedelta(hours=hours))


# In a search


def search(text: str, zone: zoneinfo.ZoneInfo = ZONES[1]) -> Query:
    """A search at the fixed clock."""
    return parse(text, tokenize(text), ParseContext(40, NOW, zone))


def span_of(query: Query) -> str:
    """From the first moment that is wanted to the first that is not, by the clocks in Berlin."""
    above, below = bounds(query)
    low = "" if above is None else _shown(snowflake.time_of(above + 1), ZONES[1])
    return f"{low} to {'' if below is None else _shown(snowflake.time_of(below), ZONES[1])}"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("after:this week", "2026-10-26 to "),
        ('after:"this week"', "2026-10-26 to "),
        ("before:last month", " to 2026-09-01"),
        ("since:Friday", "2026-10-23 to "),
        ("created:today", "2026-10-27 to 2026-10-28"),
        ("created:>today", "2026-10-27 to "),
        ("created:yesterday", "2026-10-26 to 2026-10-27"),
        ("created:last week", "2026-10-19 to 2026-10-26"),
        ("created:last 24 hours", "2026-10-26 02:30:15 to "),
        ("created:since Friday", "2026-10-23 to "),
        ("created:Oct 12", "2026-10-12 to 2026-10-13"),
        ("created:>=12 october 2025", "2025-10-12 to "),
        ("created:<=yesterday", " to 2026-10-27"),
        ("created:<yesterday", " to 2026-10-26"),
        ("created:2026-10-01..yesterday", "2026-10-01 to 2026-10-27"),
        ("created:Monday..today", "2026-10-26 to 2026-10-28"),
        ("after:yesterday 14:00 before:today", "2026-10-26 14:00 to 2026-10-27"),
        ("after:half an hour ago", "2026-10-27 02:00:15 to "),
    ],
)
def test_times_in_a_search(text: str, span: str) -> None:
    """A time needs no quotes where its words follow the filter, and a period by itself is all of it."""
    query = search(text)
    assert span_of(query) == span
    assert not [one for one in query.clauses if one.filter == "text"]
    assert search(format_search(query)) == query


def test_words_behind_a_time_stay_words() -> None:
    """Only what belongs to the time is taken for it."""
    for text in ("after:yesterday raid", "after:yesterday may", "after:2026-10-01 10 raids", 'after:"last" week'):
        try:
            query = search(text)
        except SearchError as error:
            assert error.fault is Fault.NOT_A_MOMENT  # noqa: PT017 - "last" by itself is no time
            continue
        assert [one.filter for one in query.clauses].count("text") == len(text.split()) - 1


@pytest.mark.parametrize(
    ("text", "word", "fault", "said"),
    [
        ("key:nick after:tomorrow", "tomorrow", Fault.STILL_TO_COME,
         "tomorrow is still to come, and the log tells only what was."),
        ("after:next week raid", "next week", Fault.STILL_TO_COME,
         "next week is still to come, and the log tells only what was."),
        ("before:2027-01-01", "2027-01-01", Fault.STILL_TO_COME,
         "2027-01-01 is still to come, and the log tells only what was."),
        ("created:>2027-01-01", ">2027-01-01", Fault.STILL_TO_COME,
         ">2027-01-01 is still to come, and the log tells only what was."),
        ("after:3/4/2026", "3/4/2026", Fault.SEVERAL_DAYS,
         "3/4/2026 could be 3 April 2026 or 4 March 2026: write 2026-04-03 or 2026-03-04."),
        ("created:3/4", "3/4", Fault.SEVERAL_DAYS,
         "3/4 could be 3 April 2026 or 4 March 2026: write 2026-04-03 or 2026-03-04."),
        ("after:today before:yesterday", "yesterday", Fault.NO_TIME_BETWEEN,
         "There is no time between the two: after must be earlier than before. Turn them round, or drop one."),
        ("before:2026-10-01 raid after:2026-10-01", "2026-10-01", Fault.NO_TIME_BETWEEN,
         "There is no time between the two: after must be earlier than before. Turn them round, or drop one."),
        ("created:2026-10-02..2026-10-01", "2026-10-02..2026-10-01", Fault.NO_TIME_BETWEEN,
         "There is no time between the two: after must be earlier than before. Turn them round, or drop one."),
    ],
)  # fmt: skip
def test_what_no_log_can_have_is_pointed_at(text: str, word: str, fault: Fault, said: str) -> None:
    """A time that is still to come, that could be two, or that leaves nothing is pointed at, with a clear sentence."""
    with pytest.raises(SearchError) as raised:
        search(text)
    error = raised.value
    assert (text[error.start : error.end], error.fault) == (word, fault)
    assert plain_query_error(error) == said
    assert query_error_message(error).startswith(f"```\n{text}\n{' ' * text.rindex(word)}{'^' * len(word)}\n```")
