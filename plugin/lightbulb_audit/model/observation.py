"""What is put into an archive, and what comes out of it."""

import dataclasses
import datetime
import json
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias, cast, get_args

from lightbulb_audit.model import snowflake

Way: TypeAlias = Literal["event", "catch-up", "backfill", "re-read", "import"]
WAYS: Final = frozenset(get_args(Way))
IMPORT: Final[Way] = "import"
"""The one way that is not Discord's own word: anybody may have written the file."""

MARK: Final = "imported"
"""The key that marks an entry's JSON on its way out where it is known from imported files alone."""

TOLD: Final = "lightbulb_audit"
"""The key under which an entry's JSON has on its way out what was found out beside it: names, and what came of it."""

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Observation:
    """A state of an entry, as somebody saw it.

    Attributes:
        entry_id: Which entry.
        raw: The JSON text exactly as it was seen.
        seen_at: When, with a time zone.
        way: How it came.

    Raises:
        ValueError: If the time has no zone, the text is no JSON object, or the id is none.
    """

    entry_id: int
    raw: str
    seen_at: datetime.datetime
    way: Way

    def __post_init__(self) -> None:
        microseconds(self.seen_at)
        if not 0 < self.entry_id <= snowflake.LARGEST:
            problem = f"{self.entry_id} is no id of an entry"
            raise ValueError(problem)
        if self.way not in WAYS:
            problem = f"{self.way!r} is no way of seeing an entry"
            raise ValueError(problem)
        if self.raw[:1] != "{" and not isinstance(json.loads(self.raw), dict):
            problem = "an entry is a JSON object"
            raise ValueError(problem)

    @classmethod
    def of(cls, raw: Mapping[str, Any], seen_at: datetime.datetime, way: Way) -> "Observation":
        """Return an entry out of parsed JSON.

        Raises:
            ValueError: If it has no usable id, or the time has no zone.
        """
        entry_id = snowflake.parse(raw.get("id"))
        if not entry_id:
            problem = f"{raw.get('id')!r} is no id of an entry"
            raise ValueError(problem)
        return cls(int(entry_id), to_text(without_mark(raw)), seen_at, way)


@dataclasses.dataclass(frozen=True, slots=True)
class Appended:
    """What came of an append.

    Attributes:
        added: How many observations told something new and were kept.
        known: How many told nothing new.
        contradicting: The ids of imported entries that say something else than what is known of them. They are kept,
            once each, but change nothing save for a larger count.
        fresh: The ids of the entries of which nothing was known before.
    """

    added: int
    known: int
    contradicting: tuple[int, ...] = ()
    fresh: tuple[int, ...] = dataclasses.field(default=(), compare=False)

    def __add__(self, other: "Appended") -> "Appended":
        contradicting = (*self.contradicting, *other.contradicting)
        fresh = (*self.fresh, *other.fresh)
        return Appended(self.added + other.added, self.known + other.known, contradicting, fresh)


class StoredEntry(NamedTuple):
    """Today's state of an entry.

    Attributes:
        guild_id: Whose log.
        entry_id: Which entry.
        raw: The JSON text, with the largest count ever seen.
        is_imported: Whether it is known from imported files alone.
    """

    guild_id: int
    entry_id: int
    raw: str
    is_imported: bool = False

    def json(self) -> dict[str, Any]:
        """Return the JSON object, marked where it is known from imported files alone."""
        parsed = cast("dict[str, Any]", json.loads(self.raw))
        return {**parsed, MARK: True} if self.is_imported else parsed


def without_mark(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an entry as it was before an export marked it, or told something beside it."""
    if MARK not in raw and TOLD not in raw:
        return raw
    return {key: value for key, value in raw.items() if key != MARK and not is_told(key, value)}


def is_told(key: str, value: Any) -> bool:
    """Return whether a part of an entry's JSON is what an export told beside it."""
    return key == TOLD and isinstance(value, dict)


def microseconds(moment: datetime.datetime) -> int:
    """Return a moment as a number that every database keeps alike.

    Raises:
        ValueError: If it has no time zone.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        problem = f"{moment} has no time zone"
        raise ValueError(problem)
    return (moment - _EPOCH) // _MICROSECOND


def moment(number: int) -> datetime.datetime:
    """Return the moment, in UTC, of a number of microseconds since 1970."""
    return _EPOCH + number * _MICROSECOND


def to_text(raw: Mapping[str, Any]) -> str:
    """Return a JSON object as one line of text, its keys in the order in which they came."""
    text = _ENCODER.encode(raw)
    if text.isascii() or _is_encodable(text):
        return text
    # Half a character came in; only an escape can be kept.
    return json.dumps(raw, separators=(",", ":"))


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
