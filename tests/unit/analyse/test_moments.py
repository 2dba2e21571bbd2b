"""Moments out of words."""

import datetime
import zoneinfo
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightbulb_audit.analyse.moments import moment_words, read_moment
from lightbulb_audit.errors import NotAMomentError

UTC: Final = zoneinfo.ZoneInfo("UTC")
BERLIN: Final = zoneinfo.ZoneInfo("Europe/Berlin")
NOW: Final = datetime.datetime(2026, 11, 22, 14, 30, 15, tzinfo=datetime.UTC)


def read(text: str, zone: zoneinfo.ZoneInfo = UTC) -> str:
    """A moment in a short form, or the id."""
    moment = read_moment(text, "after", now=NOW, zone=zone)
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
        moment = read_moment(text, "before", now=NOW, zone=zone)
    except NotAMomentError:
        return
    if isinstance(moment, datetime.datetime):
        assert moment.tzinfo is datetime.UTC
        assert moment_words(moment, UTC)


def test_moment_words() -> None:
    """A moment is repeated in the configured zone, which is named."""
    moment = datetime.datetime(2026, 11, 20, 14, tzinfo=datetime.UTC)
    assert moment_words(moment, UTC) == "2026-11-20 14:00 UTC"
    assert moment_words(moment, BERLIN) == "2026-11-20 15:00 Europe/Berlin"
