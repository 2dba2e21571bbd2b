"""Points in time out of JSON."""

import datetime
from typing import Any


def moment_of(value: Any) -> datetime.datetime | None:
    """An ISO 8601 time; None for what is none, or has no zone."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.datetime.fromisoformat(value)
        return None if moment.tzinfo is None else moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None
