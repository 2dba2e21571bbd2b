"""Values of changes in words. One row a kind of value; what does not fit its kind is shown as it came."""

import datetime
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from lightbulb_audit.catalog.enums import ENUMS, FLAGS
from lightbulb_audit.catalog.kinds import A_HIDDEN_NAME, HIDDEN_NAME, Kind
from lightbulb_audit.catalog.permissions import permissions_of
from lightbulb_audit.describe import naming
from lightbulb_audit.describe.names import Names
from lightbulb_audit.describe.parts import Moment, Outside, Parts, joined, listed
from lightbulb_audit.model import snowflake

Say = Callable[[Any, str, Names], Parts | None]

_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_UNITS_AT_MOST: Final = 2
_LARGEST_NUMBER: Final = 1 << 63
_LONGEST_NUMBER: Final = 80
_SHOWN: Final = 10


def number_of(value: Any) -> int | None:
    """A whole number, also where it came as a string; None for anything else."""
    if (
        isinstance(value, str)
        and value.isascii()
        and value.removeprefix("-").isdigit()
        and len(value) < _LONGEST_NUMBER
    ):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_NUMBER:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 256 else None


def counted(count: int, noun: str) -> str:
    """A number and its noun, which agree: "1 message", "5 messages"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def duration(seconds: int) -> str:
    """A length of time in its two largest units: "1 day", "1 hour 30 minutes"."""
    words: list[str] = []
    for size, unit in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            words.append(counted(count, unit))
        if len(words) == _UNITS_AT_MOST or (words and not count):
            break
    return " ".join(words) or "0 seconds"


def moment_of(value: Any) -> datetime.datetime | None:
    """An ISO 8601 time; None for what is none, or has no zone."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.datetime.fromisoformat(value)
        return None if moment.tzinfo is None else moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def compact(value: Any) -> Parts:
    """Any value as compact JSON: the last resort."""
    return (Outside(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str), "plain"),)


def _text(value: Any, _argument: str, _names: Names) -> Parts | None:
    if isinstance(value, str):
        if value == HIDDEN_NAME:
            return (A_HIDDEN_NAME,)
        return (Outside(value, "plain"),) if value.strip() else ("none",)
    return (str(value),) if number_of(value) is not None else None


def _yes(value: Any, _argument: str, _names: Names) -> Parts | None:
    return ("yes" if value else "no",) if isinstance(value, bool) else None


def _switch(value: Any, _argument: str, _names: Names) -> Parts | None:
    return ("on" if value else "off",) if isinstance(value, bool) else None


def _number(value: Any, _argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    return None if number is None else (f"{number}",)


def _limit(value: Any, _argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    return None if number is None else (f"{number}" if number else "unlimited",)


def _of_length(unit: int) -> Say:
    def say(value: Any, _argument: str, _names: Names) -> Parts | None:
        number = number_of(value)
        if number is None or not 0 <= number < _LARGEST_NUMBER:
            return None
        return ("off" if unit == 1 and not number else duration(number * unit),)

    return say


def _age(value: Any, _argument: str, names: Names) -> Parts | None:
    return ("never",) if number_of(value) == 0 else _of_length(1)(value, "", names)


def _time(value: Any, _argument: str, _names: Names) -> Parts | None:
    moment = moment_of(value)
    return None if moment is None else (Moment(moment),)


def _bitrate(value: Any, _argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    return None if number is None or number < 0 else (f"{number / 1000:g} kbit/s",)


def _percent(value: Any, _argument: str, _names: Names) -> Parts | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 2  # noqa: PLR2004
    return (f"{round(value * 100)} %",) if fits else None


def _colour(value: Any, _argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    if number is None or not 0 <= number <= 0xFFFFFF:  # noqa: PLR2004 - 24 bits
        return None
    return (f"#{number:06X}" if number else "none",)


def _colours(value: Any, _argument: str, names: Names) -> Parts | None:
    if not isinstance(value, dict):
        return None
    row = cast("dict[str, Any]", value)
    keys = ("primary_color", "secondary_color", "tertiary_color")
    colours = [_colour(row[key], "", names) for key in keys if row.get(key) is not None]
    if not colours or None in colours or row.keys() - set(keys):
        return None
    return joined([colour for colour in colours if colour is not None], " to ")


def _enum(value: Any, argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    word = None if number is None else ENUMS[argument].get(number)
    return None if word is None else (word,)


def _flags(value: Any, argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    if number is None or number < 0:
        return None
    bits = [bit for bit in range(min(number.bit_length(), 64)) if number >> bit & 1]
    return (", ".join(FLAGS[argument].get(bit, f"flag {bit}") for bit in bits) or "none",)


def permission_names(bits: int, sign: str = "") -> Parts:
    """Permissions by name, dangerous ones marked."""
    rows = [f"{sign}{row.name}{' ⚠️' if row.dangerous else ''}" for row in permissions_of(bits)]
    return listed([(row,) for row in rows], _SHOWN) or ("none",)


def _permissions(value: Any, _argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    return None if number is None or number < 0 else permission_names(number)


def _thing(kind: Kind) -> Say:
    def say(value: Any, _argument: str, names: Names) -> Parts | None:
        thing_id = snowflake.parse(value)
        return None if thing_id is None else naming.thing(names, kind, thing_id)

    return say


def _ids(value: Any, argument: str, names: Names) -> Parts | None:
    if not isinstance(value, list):
        return None
    ids = [snowflake.parse(item) for item in cast("list[Any]", value)]
    if None in ids:
        return None
    return listed([naming.thing(names, Kind(argument), item) for item in ids if item is not None], _SHOWN) or ("none",)


def _things(value: Any, argument: str, names: Names) -> Parts | None:
    """Things given as objects with an id and a name, as in `$add`."""
    if not isinstance(value, list):
        return None
    phrases: list[Parts] = []
    for item in cast("list[Any]", value):
        row = cast("dict[str, Any]", item) if isinstance(item, dict) else {}
        name, thing_id = row.get("name"), snowflake.parse(row.get("id"))
        if isinstance(name, str) and name.strip():
            phrases.append((naming.named(Kind(argument), name),))
        elif thing_id is not None:
            phrases.append(naming.thing(names, Kind(argument), thing_id))
        else:
            return None
    return listed(phrases) or None


def _list(value: Any, _argument: str, _names: Names) -> Parts | None:
    if not isinstance(value, list):
        return None
    items = cast("list[Any]", value)
    if not all(isinstance(item, str | int) and not isinstance(item, bool) for item in items):
        return None
    return listed([(Outside(str(item), "plain"),) for item in items], _SHOWN) or ("none",)


def _answers(value: Any, _argument: str, _names: Names) -> Parts | None:
    """Objects that are told by their title or name: onboarding's answers, questions, a forum's tags."""
    if not isinstance(value, list):
        return None
    titles: list[Parts] = []
    for item in cast("list[Any]", value):
        row = cast("dict[str, Any]", item) if isinstance(item, dict) else {}
        title = row.get("title") or row.get("name")
        if not isinstance(title, str):
            return None
        titles.append((Outside(title, "quote"),))
    return listed(titles, _SHOWN) or ("none",)


def _reaction(value: Any, _argument: str, names: Names) -> Parts | None:
    row = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    emoji_id, name = snowflake.parse(row.get("emoji_id") or row.get("id")), row.get("emoji_name") or row.get("name")
    if isinstance(name, str):
        return (Outside(name, "plain"),)
    return None if emoji_id is None else naming.thing(names, Kind.EMOJI, emoji_id)


def _place(value: Any, _argument: str, _names: Names) -> Parts | None:
    row = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    location = row.get("location")
    return (Outside(location, "plain"),) if isinstance(location, str) and len(row) == 1 else None


def _overwrites(value: Any, _argument: str, names: Names) -> Parts | None:
    if not isinstance(value, list):
        return None
    whose: list[Parts] = []
    for item in cast("list[Any]", value):
        row = cast("dict[str, Any]", item) if isinstance(item, dict) else {}
        thing_id, allow, deny = snowflake.parse(row.get("id")), number_of(row.get("allow")), number_of(row.get("deny"))
        if thing_id is None or allow is None or deny is None or allow < 0 or deny < 0:
            return None
        kind = Kind.USER if number_of(row.get("type")) == 1 else Kind.ROLE
        counts = f" (+{allow.bit_count()} −{deny.bit_count()})"
        whose.append((*naming.thing(names, kind, thing_id), counts))
    return listed(whose, _SHOWN) or ("none",)


def _automod_actions(value: Any, _argument: str, names: Names) -> Parts | None:
    if not isinstance(value, list):
        return None
    said = [
        _enum(cast("dict[str, Any]", item).get("type"), "automod action", names) if isinstance(item, dict) else None
        for item in cast("list[Any]", value)
    ]
    return None if None in said else listed([row for row in said if row is not None], _SHOWN) or ("none",)


def _picture(value: Any, _argument: str, _names: Names) -> Parts | None:
    return ("a picture" if value else "none",) if isinstance(value, str) else None


VALUES: Final[Mapping[str, Say]] = {
    "text": _text,
    "yes": _yes,
    "switch": _switch,
    "number": _number,
    "limit": _limit,
    "seconds": _of_length(1),
    "minutes": _of_length(60),
    "days": _of_length(86_400),
    "age": _age,
    "time": _time,
    "bitrate": _bitrate,
    "percent": _percent,
    "colour": _colour,
    "colours": _colours,
    "enum": _enum,
    "flags": _flags,
    "permissions": _permissions,
    "user": _thing(Kind.USER),
    "channel": _thing(Kind.CHANNEL),
    "role": _thing(Kind.ROLE),
    "server": _thing(Kind.SERVER),
    "emoji": _thing(Kind.EMOJI),
    "app": _thing(Kind.INTEGRATION),
    "ids": _ids,
    "things": _things,
    "list": _list,
    "answers": _answers,
    "tags": _answers,
    "reaction": _reaction,
    "place": _place,
    "overwrites": _overwrites,
    "automod actions": _automod_actions,
    "picture": _picture,
    "locale": _text,
}
"""Kind of value to how it is said. None means that the value is not of its kind."""


def say(value: Any, kind: str, names: Names) -> Parts | None:
    """A value in words.

    Returns:
        The words; None where the value is not of its kind, so that it must be shown as it came.
    """
    name, _, argument = kind.partition(":")
    row = VALUES.get(name)
    return None if row is None else row(value, argument, names)
