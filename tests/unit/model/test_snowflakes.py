"""Ids and the times in them."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.model import snowflake


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("175928847299117063", 175928847299117063),
        (5, 5),
        ("0", 0),
        (str(snowflake.LARGEST), snowflake.LARGEST),
        (str(snowflake.LARGEST + 1), None),
        ("", None),
        ("-1", None),
        (-1, None),
        ("1.0", None),
        (1.0, None),
        (True, None),
        (None, None),
        ("1_000", None),
        (" 1", None),
        ("²", None),
        ("\u0661", None),
        ("1" * 5000, None),
        ([1], None),
    ],
)
def test_parse(value: Any, expected: int | None) -> None:
    """Only whole numbers of up to 63 bits are ids, in ASCII digits or bare."""
    assert snowflake.parse(value) == expected


def test_time_of() -> None:
    """The example of Discord's own reference gives its time, to the millisecond."""
    expected = datetime.datetime(2016, 4, 30, 11, 18, 25, 796000, tzinfo=datetime.UTC)
    assert snowflake.time_of(175928847299117063) == expected


@given(st.integers(0, snowflake.LARGEST))
def test_first_at_is_the_smallest(number: int) -> None:
    """The first id of a moment has that moment's time, and no smaller id has."""
    first = snowflake.first_at(snowflake.time_of(number))
    assert first <= number
    assert snowflake.time_of(first) == snowflake.time_of(number)
    assert first == 0 or snowflake.time_of(first - 1) < snowflake.time_of(number)


@given(st.integers(0, snowflake.LARGEST))
def test_last_at_is_the_largest(number: int) -> None:
    """The last id of a moment has that moment's time, and no larger id has."""
    last = snowflake.last_at(snowflake.time_of(number))
    assert last >= number
    assert snowflake.time_of(last) == snowflake.time_of(number)
    assert last == snowflake.LARGEST or snowflake.time_of(last + 1) > snowflake.time_of(number)


@given(st.datetimes(timezones=st.just(datetime.UTC)))
def test_any_moment_gives_ids(moment: datetime.datetime) -> None:
    """Every moment gives ids in range."""
    assert 0 <= snowflake.first_at(moment) <= snowflake.LARGEST
    assert 0 <= snowflake.last_at(moment) <= snowflake.LARGEST
