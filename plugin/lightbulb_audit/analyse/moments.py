"""Moments out of words: a date, "2 days ago", "yesterday 14:00", or the id of an entry."""

import datetime
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

_BEGINNINGS: Final[Mapping[str, Mapping[str, int]]] = {
    "day": {},
    "week": {},
    "month": {"day": 1},
    "year": {"month": 1, "day": 1},
}
"""What the period that was named is rounded down to."""

_EXACT: Final = re.compile(r"\b(?:ago|now|in)\b|^\d+ ?(?:d|days?|w|weeks?|months?|y|years?)$", re.IGNORECASE)


def read_moment(text: str, option: str, *, now: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime | int:
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
        NotAMomentError: If it is none.
    """
    words = " ".join(text.split())
    if words.isascii() and words.isdigit() and len(words) >= _SHORTEST_ID:
        entry_id = snowflake.parse(words)
        if entry_id is None:
            raise NotAMomentError(option, text)
        return int(entry_id)
    moment = _parsed(words, now.astimezone(zone), zone) if 0 < len(words) <= _LONGEST else None
    if moment is None:
        raise NotAMomentError(option, text)
    return moment


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


def moment_words(moment: datetime.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """How a moment was understood: "2026-11-20 14:00 UTC"."""
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {'UTC' if zone.key == 'UTC' else zone.key}"
