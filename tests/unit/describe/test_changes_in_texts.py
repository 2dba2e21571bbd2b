"""Where a long text changed, and when an event repeats."""

import datetime
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.entries import NAMES

from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.describe.text.spans import UntrustedText
from lightbulb_audit.describe.text.text_difference import text_difference
from lightbulb_audit.describe.values.recurrence import recurrence

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("short", "shorter", None),
        (LONG, "", None),
        (LONG, "Something else altogether, in which nothing is as it was before anybody came", None),
        (LONG, LONG.replace("eight", "acht"), "…four five six seven «−eight +acht» nine ten eleven twelve…"),
        (LONG, LONG + " sixteen", "…twelve thirteen fourteen fifteen «+sixteen»"),
        (LONG, LONG.removeprefix("one "), "«−one» two three four five…"),
        (LONG, LONG.replace(" ", "\n"), "only spaces and line breaks differ"),
        (LONG, "zero " + LONG + " end", "«+zero» one two three four… twelve thirteen fourteen fifteen «+end»"),
        ("秋の市の計画について話し合う場所です。" * 2, "冬の市の計画について話し合う場所です。" * 2,
         "«−秋 +冬»の市の計…所です。«−秋 +冬»の市の計…"),
        ("a " * 1600, "b " + "a " * 1600, None),
    ],
)  # fmt: skip
def test_texts(old: str, new: str, expected: str | None) -> None:
    """A long text that changed in places shows these alone; any other is told whole."""
    said = text_difference(old, new)
    assert (None if said is None else plain(said)) == expected


def test_many_places() -> None:
    """A text that changed all over shows the first places and counts the others."""
    old = " ".join(f"same words stay here w{number}" for number in range(12))
    said = text_difference(old, re.sub(r"w(\d+)", r"v\1", old))
    assert said is not None
    assert plain(said).count("«") == 6
    assert plain(said).endswith(" and 6 more places")


@given(st.text(min_size=30), st.text(min_size=30))
def test_texts_from_outside_stay_outside(old: str, new: str) -> None:
    """A difference says nothing of its own but its marks, and every piece is from one of the texts."""
    for part in text_difference(old, new) or ():
        if isinstance(part, UntrustedText):
            assert part.text in old or part.text in new
            assert part.text.strip()
        else:
            assert isinstance(part, str)


START = "2026-11-20T20:00:00+00:00"
FROM = ", from 2026-11-20 20:00 UTC"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"frequency": 2, "interval": 1, "by_weekday": [4], "start": START}, f"every Friday{FROM}"),
        ({"frequency": 2, "interval": 2, "by_weekday": [4]}, "every other Friday"),
        ({"frequency": 2, "interval": 3, "by_weekday": [0, 4]}, "every 3 weeks on Monday, Friday"),
        ({"frequency": 2, "interval": 1, "by_weekday": None}, "every week"),
        ({"frequency": 3, "interval": 1, "by_weekday": []}, "every day"),
        ({"frequency": 3, "interval": 1, "by_weekday": [5, 6]}, "every Saturday, Sunday"),
        ({"frequency": 1, "interval": 1, "by_n_weekday": [{"n": 1, "day": 2}]}, "every month on the first Wednesday"),
        ({"frequency": 1, "interval": 1, "by_n_weekday": [{"n": -1, "day": 6}]}, "every month on the last Sunday"),
        ({"frequency": 0, "interval": 1, "by_month": [12], "by_month_day": [24]}, "every year on 24 December"),
        ({"frequency": 0, "interval": 1, "by_year_day": [100]}, "every year on day 100 of the year"),
        ({"frequency": 3, "count": 5}, "every day, 5 times"),
        ({"frequency": 3, "start": START, "end": START}, f"every day{FROM} until 2026-11-20 20:00 UTC"),
        ({"frequency": 9}, None),
        ({"frequency": 3, "interval": 0}, None),
        ({"frequency": 3, "start": "soon"}, None),
        ({"frequency": 3, "count": "many"}, None),
        ({"frequency": 3, "aura": 1}, None),
        ({"frequency": 2, "by_weekday": [9]}, None),
        ({"frequency": 2, "by_weekday": 4}, None),
        ({"frequency": 1, "by_n_weekday": [{"n": 9, "day": 1}]}, None),
        ({"frequency": 1, "by_month_day": ["x"]}, None),
        ([], None),
    ],
)
def test_recurrence(rule: Any, expected: str | None) -> None:
    """A rule of repetition reads as a person says it; one that makes no sense is left alone."""
    said = recurrence(rule, "", NAMES)
    assert (None if said is None else plain(said)) == expected


def test_moments_of_rules_are_moments() -> None:
    """The times in a rule are told in each reader's own zone."""
    said = recurrence({"frequency": 3, "start": START}, "", NAMES)
    assert said is not None
    assert said[-1] == (datetime.datetime(2026, 11, 20, 20, tzinfo=datetime.UTC),)
