"""Where a list goes on from when somebody types a date."""

import datetime
import zoneinfo
from typing import Any, cast

import pytest

from lightbulb_audit.errors import FutureMomentError, NotAMomentError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Cursor
from lightbulb_audit.services.query_parser import QueryParser

_NOW = datetime.datetime(2026, 11, 26, 16, tzinfo=datetime.UTC)
_MILLISECOND = datetime.timedelta(milliseconds=1)


def _parser() -> QueryParser:
    """One that knows nobody: no name is asked for."""
    nobody = cast("Any", None)
    return QueryParser(nobody, nobody, lambda: _NOW, zoneinfo.ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("text", "locale", "end"),
    [
        ("2026-11-20", "", datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)),
        ("last week", "de", datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)),
        ("last week", "en-US", datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)),
        ("2 days ago", "", _NOW - datetime.timedelta(days=2) + _MILLISECOND),
        ("yesterday 14:00", "", datetime.datetime(2026, 11, 25, 14, tzinfo=datetime.UTC) + _MILLISECOND),
    ],
)
async def test_a_list_begins_with_the_last_entry_of_a_day(text: str, locale: str, end: datetime.datetime) -> None:
    """A day or a week is shown from its last entry on, as the asker's locale has it; a moment from itself on."""
    assert await _parser().parse_place(text, "When", locale) == Cursor("older", int(snowflake.first_at(end)))


async def test_an_entry_comes_first() -> None:
    """The list of an entry's id begins with that entry."""
    assert await _parser().parse_place("1575056839727382661", "When") == Cursor("older", 1575056839727382662)


@pytest.mark.parametrize(("text", "error"), [("banana", NotAMomentError), ("next year", FutureMomentError)])
async def test_what_is_no_time_of_a_log(text: str, error: type[Exception]) -> None:
    """What is no time, or is still to come, is refused."""
    with pytest.raises(error):
        await _parser().parse_place(text, "When")
