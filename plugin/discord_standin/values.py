"""What JSON from outside is here, and the few safe ways to look into it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeGuard

Json: TypeAlias = Any
"""Any JSON value: Discord's payloads are taken as they come."""

Payload: TypeAlias = dict[str, Any]
"""A JSON object."""

LARGEST_SNOWFLAKE = 2**64 - 1
"""A snowflake is an unsigned 64 bit integer (Discord's reference, "Snowflakes")."""


def is_object(value: Json) -> TypeGuard[Payload]:
    """Tell whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: Json) -> TypeGuard[list[Json]]:
    """Tell whether a JSON value is an array."""
    return isinstance(value, list)


def objects(value: Json) -> Iterator[Payload]:
    """Yield those items of a JSON array that are objects; nothing if it is no array."""
    if is_array(value):
        yield from filter(is_object, value)


def as_object(value: Json) -> Payload:
    """Give the object itself, or an empty one for anything else."""
    return value if is_object(value) else {}


def as_snowflake(value: Json) -> int | None:
    """Read an id written as a string of digits or as a number; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, str) and value.isascii() and value.isdecimal():
        number = int(value)
    else:
        return None
    return number if 0 <= number <= LARGEST_SNOWFLAKE else None


def as_integer(value: Json, default: int = 0) -> int:
    """Read an integer written as a number or as a string, as permissions are."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return default


def timestamp(moment: datetime | None = None) -> str:
    """Write a moment, or now, as Discord writes timestamps."""
    return (moment or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")


def parse_timestamp(value: Json) -> datetime | None:
    """Read one of Discord's timestamps; None if it is none. A time without zone is UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
