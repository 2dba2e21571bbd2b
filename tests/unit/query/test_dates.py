"""Moments out of words."""

import datetime
import zoneinfo
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightbulb_audit.errors import FutureMomentError, NotAMomentError
from lightbulb_audit.query.times.dates import format_moment, parse_moment

UTC: Final = zoneinfo.ZoneInfo("UTC")
BERLIN: Final = zoneinfo.ZoneInfo("Europe/Berlin")
NOW: Final = datetime.datetime(2026, 11, 22, 14, 30, 15, tzinfo=datetime.UTC)


def read(text: str, zone: zoneinfo.ZoneInfo = UTC) -> str:
    """A moment in a short form, or the id."""
    moment = parse_moment(text, "after", now=NOW, zone=zone)
    return f"{moment}" if isinstance(moment, int) else f"{moment:%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "2026-11-20 00:00:00"),
        ("2026-11-20 14:00", "2026-11-20 14:00:00"),
        ("2026-11-20T14:00:00Z", "2026-11-20 14:00:00"),
        ("2026-11-20T14:00:00+02:00", "2026-11-20 12:00:00"),
        ("20 November 2026", "2026-11-20 00:00:00"),
        ("nov 20", "2026-11-20 00:00:00"),
        ("2 days ago", "2026-11-20 14:30:15"),
        ("2 hours ago", "2026-11-22 12:30:15"),
        ("30 minutes ago", "2026-11-22 14:00:15"),
        ("1 week ago", "2026-11-15 14:30:15"),
        ("2d", "2026-11-20 14:30:15"),
        ("now", "2026-11-22 14:30:15"),
        ("today", "2026-11-22 00:00:00"),
        ("yesterday", "2026-11-21 00:00:00"),
        ("yesterday 14:00", "2026-11-21 14:00:00"),
        ("  yesterday   14:00 ", "2026-11-21 14:00:00"),
        ("YESTERDAY", "2026-11-21 00:00:00"),
        ("14:00", "2026-11-22 14:00:00"),
        ("1574343000000000000", "1574343000000000000"),
        (" 1574343000000000000 ", "1574343000000000000"),
        ("175928847299117063", "175928847299117063"),
    ],
)
def test_moments(text: str, expected: str) -> None:
    """Dates, times, words and ids are understood; a day without a time is its beginning."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "2026-11-19 23:00:00"),
        ("2026-07-20", "2026-07-19 22:00:00"),
        ("yesterday 14:00", "2026-11-21 13:00:00"),
        ("2 hours ago", "2026-11-22 12:30:15"),
        ("2026-11-20T14:00:00Z", "2026-11-20 14:00:00"),
        ("now", "2026-11-22 14:30:15"),
    ],
)
def test_zones(text: str, expected: str) -> None:
    """Words without a zone mean the configured one, with its summer time."""
    assert read(text, BERLIN) == expected


@pytest.mark.parametrize(
    "text",
    ["", "   ", "banana", "9" * 40, "the day that never was", "2026-02-31", "x" * 101, "\x00", "<t:0:R>",
     "**", "9223372036854775808"],
)  # fmt: skip
def test_what_is_no_moment(text: str) -> None:
    """What is no moment is refused, with the option and the words."""
    with pytest.raises(NotAMomentError) as raised:
        read(text)
    assert (raised.value.option, raised.value.text) == ("after", text)


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "CET", "Japan", "GB"]
)
@pytest.mark.parametrize("at", ["2026-11-20 14:00", "2026-07-01 00:05"])
def test_what_is_printed_is_understood(zone: str, at: str) -> None:
    """A moment as it is printed is read as that moment, whatever the configured zone, in any case."""
    moment = datetime.datetime.fromisoformat(f"{at}+00:00")
    printed = format_moment(moment, zoneinfo.ZoneInfo(zone))
    for text in (printed, printed.upper(), printed.lower()):
        assert parse_moment(text, "after", now=NOW, zone=zoneinfo.ZoneInfo(zone)) == moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20 14:00 europe/BERLIN", "2026-11-20 13:00:00"),
        ("14:00 America/New_York", "2026-11-21 19:00:00"),
        ("2026-11-20 Asia/Tokyo", "2026-11-19 15:00:00"),
        ("2026-11-20 14:00 Japan", "2026-11-20 05:00:00"),
        ("2026-07-20 14:00 CET", "2026-07-20 13:00:00"),
    ],
)
def test_zones_are_named(text: str, expected: str) -> None:
    """A zone may be named behind the words, and is meant instead of the configured one."""
    assert read(text) == expected


@pytest.mark.parametrize("text", ["<t:1795350742>", "<t:1795350742:R>", " <t:1795350742:f> ", "1795350742"])
def test_discords_timestamps(text: str) -> None:
    """Discord's own form of a moment is understood, and so are the seconds in it."""
    assert read(text, BERLIN) == "2026-11-22 12:32:22"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("half an hour ago", "2026-11-22 14:00:15"),
        ("Half a day ago", "2026-11-22 02:30:15"),
        ("-2 days", "2026-11-20 14:30:15"),
        ("1.5 hours ago", "2026-11-22 13:00:15"),
    ],
)
def test_parts_and_signs(text: str, expected: str) -> None:
    """Halves are understood, and what is counted back is exact to the minute."""
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    ["yesterday 25:00", "14:75", "yesterday 14:00:61", "yesterday 14", "yesterday 2500", "monday at 14",
     "yesterday 25pm", "yesterday 0pm"],
)  # fmt: skip
def test_times_that_no_clock_shows(text: str) -> None:
    """A time that no clock shows is refused; it is not dropped from a day that is understood."""
    with pytest.raises(NotAMomentError):
        read(text)


@pytest.mark.parametrize(
    "text", ["5", "14", "-5", "+5", "0", "2026", "the 5th", "5th", "20261120", "17953507420", "1795350742123"]
)
def test_loose_numbers(text: str) -> None:
    """A number that is neither an id nor Discord's seconds is refused: it could be a day, a month, a year, an hour."""
    with pytest.raises(NotAMomentError):
        read(text)


@pytest.mark.parametrize("separator", "/.-")
def test_days_and_months_in_numbers(separator: str) -> None:
    """A date in numbers is understood if only one order of its day and month makes a day, else refused."""
    for text, expected in (("20/11/2026", "2026-11-20"), ("11/20/2026", "2026-11-20"), ("3/3/2026", "2026-03-03")):
        assert read(text.replace("/", separator)) == f"{expected} 00:00:00"
    for text in ("3/4/2026", "3/4", "3/4/26", "20/11/26", "26/11/20", "32/1/2026", "29/2/2026", "0/5/2026"):
        with pytest.raises(NotAMomentError):
            read(text.replace("/", separator))


@pytest.mark.parametrize(
    "text", ["2026-13-01", "2026-13", "2026-02-30 14:00", "2026-00-10", "2026/11/31", "2026-11-200"]
)
def test_dates_that_no_calendar_has(text: str) -> None:
    """A date that no calendar has is refused, not turned round until it is one."""
    with pytest.raises(NotAMomentError):
        read(text)


@pytest.mark.parametrize(
    "text", ["2014-12-31", "1970-01-01", "<t:0:R>", "<t:999999999999>", "20 years ago", "2029-01-01", "in 3 years",
             "2100-01-01", "9999-12-31"],
)  # fmt: skip
def test_moments_that_no_log_has(text: str) -> None:
    """What lies before Discord, or years ahead, is refused: it would be no bound of anything."""
    with pytest.raises(NotAMomentError):
        read(text)


@pytest.mark.parametrize("text", ["tomorrow", "in 2 hours", "2028-11-01", "<t:1795390742>"])
def test_what_is_still_to_come_is_refused(text: str) -> None:
    """The log tells only what was; a minute ahead may be a clock that goes wrong."""
    with pytest.raises(FutureMomentError):
        read(text)
    assert read("<t:1795357845>") == "2026-11-22 14:30:45"


def test_the_first_day_of_discord_is_a_moment() -> None:
    """Nothing was before it."""
    assert read("2015-01-01") == "2015-01-01 00:00:00"


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=110)
    | st.from_regex(r"[0-9 :TZ+./-]{1,30}", fullmatch=True)
    | st.builds("{} {} ago".format, st.integers(), st.sampled_from(["years", "months", "days", "seconds"])),
    st.sampled_from([UTC, BERLIN, zoneinfo.ZoneInfo("Pacific/Kiritimati")]),
)
def test_hostile_text_is_a_moment_or_refused(text: str, zone: zoneinfo.ZoneInfo) -> None:
    """Whatever is typed is a moment in UTC, an id, or refused; nothing else is raised."""
    try:
        moment = parse_moment(text, "before", now=NOW, zone=zone)
    except NotAMomentError:
        return
    if isinstance(moment, datetime.datetime):
        assert moment.tzinfo is datetime.UTC
        assert format_moment(moment, UTC)


def test_moment_words() -> None:
    """A moment is repeated in the configured zone, which is named."""
    moment = datetime.datetime(2026, 11, 20, 14, tzinfo=datetime.UTC)
    assert format_moment(moment, UTC) == "2026-11-20 14:00 UTC"
    assert format_moment(moment, BERLIN) == "2026-11-20 15:00 Europe/Berlin"
