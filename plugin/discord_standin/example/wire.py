"""The words that the example's tables are written in, and how they become Discord's JSON.

A table names things by a sigil and a word: `@anna` a user, `#general` a channel or thread, `&helper` a role, and
`kind:word` anything else. It tells times as an age ("2d03h10m" before now; "-2h" lies ahead) or, for what is older than
the week, as a date. Ids and times inside free values are marked (`Id`, `Ago`, `After`), so that a reason may say
"#mod-log" and stay a text.
"""

import dataclasses
import datetime as dt
import functools
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias, cast

from discord_standin.example.actions import Action

DISCORD_EPOCH_MS: Final = 1420070400000
AGE_PARTS: Final = re.compile(r"(-?)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
MILLISECOND: Final = dt.timedelta(milliseconds=1)

Change: TypeAlias = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Id:
    """The snowflake of a thing that a table names."""

    key: str


@dataclasses.dataclass(frozen=True, slots=True)
class Ago:
    """A moment counted from now, in Discord's ISO 8601."""

    age: str


@dataclasses.dataclass(frozen=True, slots=True)
class After:
    """A moment counted from the entry that it stands in, in Discord's ISO 8601."""

    span: str


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One row of the audit log: how long ago, who, what, to whom."""

    age: str
    actor: str | None
    action: Action
    target: str | None = None
    changes: Iterable[Change] | None = None
    options: Mapping[str, Any] | None = None
    reason: str | None = None


def made(fields: Mapping[Any, Any] | None = None, /, **more: Any) -> list[Change]:
    """Changes that only have a new value, as a created thing's fields do."""
    return [{"key": key, "new_value": value} for key, value in {**(fields or {}), **more}.items()]


def gone(fields: Mapping[Any, Any] | None = None, /, **more: Any) -> list[Change]:
    """Changes that only have an old value: a deleted thing's fields, or one that was reset."""
    return [{"key": key, "old_value": value} for key, value in {**(fields or {}), **more}.items()]


def turned(fields: Mapping[Any, tuple[Any, Any]] | None = None, /, **more: tuple[Any, Any]) -> list[Change]:
    """Changes from an old value to a new one, each given as the pair of both."""
    pairs = {**(fields or {}), **more}
    return [{"key": key, "old_value": old, "new_value": new} for key, (old, new) in pairs.items()]


@functools.cache
def span(text: str) -> dt.timedelta:
    """Read an age such as "2d03h10m".

    Raises:
        ValueError: The text is no age; a slip in a table.
    """
    match = AGE_PARTS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    sign, *parts = match.groups()
    days, hours, minutes, seconds = (int(part or 0) for part in parts)
    length = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if sign else length


def iso(moment: dt.datetime) -> str:
    """Write a moment as Discord does."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def snowflake(moment: dt.datetime, salt: int) -> str:
    """Make the id of a thing made at that moment; the salt (22 bits) tells those of one millisecond apart."""
    epoch = dt.datetime.fromtimestamp(DISCORD_EPOCH_MS / 1000, dt.UTC)
    return str(((moment - epoch) // MILLISECOND << 22) | (salt & 0x3FFFFF))


class Clock:
    """Turns the tables' ages, dates and names into Discord's times and ids, seen from one moment."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now.astimezone(dt.UTC)
        self._ids: dict[str, str] = {}

    def moment(self, when: str) -> dt.datetime:
        """Tell when an age or a date was."""
        if "-" in when[1:]:
            return dt.datetime.fromisoformat(when).replace(tzinfo=dt.UTC)
        return self.now - span(when)

    def iso(self, when: str) -> str:
        """Tell when an age or a date was, as Discord writes it."""
        return iso(self.moment(when))

    def register(self, key: str, when: str) -> None:
        """Give a named thing its id: a plain number is taken as it is, else the id tells when the thing was made.

        Raises:
            ValueError: Two things have one name.
        """
        if key in self._ids:
            raise ValueError(key)
        self._ids[key] = when if when.isdigit() else snowflake(self.moment(when), zlib.crc32(key.encode()))

    def id(self, key: str) -> str:
        """Look up a named thing's id.

        Raises:
            KeyError: No table makes such a thing.
        """
        return self._ids[key]

    def ids(self, keys: Iterable[str]) -> list[str]:
        """Look up the ids of many named things."""
        return [self._ids[key] for key in keys]

    def value(self, value: Any, at: dt.datetime | None = None) -> Any:
        """Replace every mark inside a value; `at` is the moment of the entry that it stands in."""
        match value:
            case Id():
                return self._ids[value.key]
            case Ago():
                return self.iso(value.age)
            case After():
                return iso((at or self.now) + span(value.span))
            case dict():
                pairs = cast("dict[Any, Any]", value).items()
                return {self.value(key, at): self.value(item, at) for key, item in pairs}
            case list():
                return [self.value(item, at) for item in cast("list[Any]", value)]
            case _:
                return value
