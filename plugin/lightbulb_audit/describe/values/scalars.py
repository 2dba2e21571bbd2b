"""Values that are one thing each, in words. One row a kind; what does not fit its kind is not said."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, cast

from lightbulb_audit.catalog.kinds import A_HIDDEN_NAME, HIDDEN_NAME, Kind
from lightbulb_audit.catalog.locales import LOCALES
from lightbulb_audit.catalog.permissions import permissions_of
from lightbulb_audit.catalog.schema.codes import code_words
from lightbulb_audit.catalog.schema.enums import ENUMS, FLAGS
from lightbulb_audit.catalog.schema.fields import label_of
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.spans import Parts, Timestamp, UntrustedText, join, join_list
from lightbulb_audit.describe.values import pictures
from lightbulb_audit.describe.values.numbers import duration
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.decode.numbers import LARGEST, moment_of, number_of

Say: TypeAlias = Callable[[Any, str, Names], Parts | None]

NONE: Final[Parts] = ("none",)
_PERMISSIONS_SHOWN: Final = 24
_WIDEST: Final = 64
_ID_LENGTH: Final = 15
"""Digits from which a number is an id: the first that Discord gave had 15."""
_HEX_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_NAME_KEYS: Final = ("global_name", "name", "title", "username")


def compact_text(value: Any) -> str:
    """Return a value as it came: words as they are, anything else as compact JSON."""
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def compact(value: Any) -> Parts:
    """Return any value as compact JSON: the last resort."""
    return (UntrustedText(_json(value).replace(HIDDEN_NAME, A_HIDDEN_NAME), "raw"),)


def as_object(value: Any) -> dict[str, Any] | None:
    """Return a JSON object; None for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def as_list(value: Any) -> list[Any] | None:
    """Return a JSON array; None for anything else."""
    return cast("list[Any]", value) if isinstance(value, list) else None


def _text(value: Any, _argument: str, _names: Names) -> Parts | None:
    if isinstance(value, str):
        if value == HIDDEN_NAME:
            return (A_HIDDEN_NAME,)
        return (UntrustedText(value, "plain"),) if value.strip() else NONE
    return (str(value),) if number_of(value) is not None else None


def _quote(value: Any, _argument: str, _names: Names) -> Parts | None:
    if not isinstance(value, str) or value == HIDDEN_NAME:
        return _text(value, "", _names)
    return (UntrustedText(value, "quote"),) if value.strip() else NONE


def _secret(value: Any, _argument: str, _names: Names) -> Parts | None:
    """Return a token, or an address with a token in it: whoever reads it could use it."""
    return ("(a secret, not shown)",) if isinstance(value, str) else None


def _either(yes: str, no: str) -> Say:
    def say(value: Any, _argument: str, _names: Names) -> Parts | None:
        return (yes if value else no,) if isinstance(value, bool) else None

    return say


def _number(value: Any, _argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    return None if number is None else (f"{number}",)


def _limit(value: Any, _argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    return None if number is None else (f"{number}" if number else "unlimited",)


def _of_length(unit: int, nothing: str = "0 seconds") -> Say:
    def say(value: Any, _argument: str, _names: Names) -> Parts | None:
        number = number_of(value)
        if number is None or not 0 <= number < LARGEST:
            return None
        return (duration(number * unit) if number else nothing,)

    return say


def _time(value: Any, _argument: str, _names: Names) -> Parts | None:
    moment = moment_of(value)
    return None if moment is None else (Timestamp(moment),)


def _date(value: Any, _argument: str, _names: Names) -> Parts | None:
    """Return an id that stands for a date: the one of an event that repeats."""
    date_id = snowflake.parse(value)
    return None if not date_id else (Timestamp(snowflake.time_of(date_id)),)


def _message(value: Any, _argument: str, names: Names) -> Parts | None:
    date = _date(value, "", names)
    return None if date is None else ("a message of ", *date)


def _bitrate(value: Any, _argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    return None if number is None or number < 0 else (f"{number / 1000:g} kbit/s",)


def _percent(value: Any, _argument: str, _names: Names) -> Parts | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 2  # noqa: PLR2004
    return (f"{round(value * 100)} %",) if fits else None


def _colour(value: Any, _argument: str, _names: Names) -> Parts | None:
    if isinstance(value, str) and _HEX_COLOUR.fullmatch(value):
        return (value.upper(),)
    number = number_of(value)
    if number is None or not 0 <= number <= 0xFFFFFF:  # noqa: PLR2004 - 24 bits
        return None
    return (f"#{number:06X}" if number else "none",)


def _colours(value: Any, _argument: str, names: Names) -> Parts | None:
    row = as_object(value)
    if row is None:
        return None
    keys = ("primary_color", "secondary_color", "tertiary_color")
    colours = [_colour(row[key], "", names) for key in keys if row.get(key) is not None]
    if not colours or None in colours or row.keys() - set(keys):
        return None
    return join([colour for colour in colours if colour is not None], " to ")


def _enum(value: Any, argument: str, _names: Names) -> Parts | None:
    if isinstance(value, str) and value in ENUMS[argument].values():
        return (value,)  # an old version of Discord's API said it in words
    number = number_of(value)
    word = None if number is None else ENUMS[argument].get(number)
    return None if word is None else (word,)


def _code(value: Any, argument: str, _names: Names) -> Parts | None:
    if not isinstance(value, str):
        return None
    words = code_words(argument, value)
    if words is not None:
        return (words,)
    return (UntrustedText(label_of(value.lower()), "plain"),) if value.strip() else NONE


def _locale(value: Any, _argument: str, _names: Names) -> Parts | None:
    if isinstance(value, str) and value in LOCALES:
        return (f"{LOCALES[value]} ({value})",)
    return _text(value, "", _names)


def bits_of(value: int) -> list[int]:
    """Return the bits that are set, from the lowest, as far as any could mean something."""
    return [bit for bit in range(min(value.bit_length(), _WIDEST)) if value >> bit & 1]


def flag_names(bits: int, table: str, before: str = "", behind: str = "") -> list[str]:
    """Return what each flag means, with something before and behind each."""
    return [f"{before}{FLAGS[table].get(bit, f'unknown flag {bit}')}{behind}" for bit in bits_of(bits)]


def _flags(value: Any, argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    if number is None or number < 0:
        return None
    return (", ".join(flag_names(number, argument)) or "none",)


def _off(value: Any, argument: str, _names: Names) -> Parts | None:
    """Flags that say what is turned off."""
    number = number_of(value)
    if number is None or number < 0:
        return None
    return (", ".join(flag_names(number, argument, behind=" off")) or "all on",)


def permission_names(bits: int, sign: str = "") -> Parts:
    """Return permissions by name; dangerous ones are marked, and come first."""
    rows = sorted(permissions_of(bits), key=lambda row: not row.dangerous)
    return join_list([(f"{sign}{row.name}{' ⚠️' * row.dangerous}",) for row in rows], _PERMISSIONS_SHOWN) or NONE


def _permissions(value: Any, _argument: str, _names: Names) -> Parts | None:
    number = number_of(value)
    return None if number is None or number < 0 else permission_names(number)


def _thing(kind: Kind) -> Say:
    def say(value: Any, _argument: str, names: Names) -> Parts | None:
        return _whole(value, kind.value, names) if as_object(value) is not None else _by_id(value, kind, names)

    return say


def _by_id(value: Any, kind: Kind, names: Names) -> Parts | None:
    thing_id = snowflake.parse(value)
    if thing_id == 0:
        return NONE
    return None if thing_id is None else references.thing(names, kind, thing_id)


def _whole(value: Any, argument: str, names: Names) -> Parts | None:
    """Somebody or something given as an object with an id, and a name if we are lucky, as in `$add`; or by the id."""
    row = as_object(value)
    if row is None:
        return _by_id(value, Kind(argument), names)
    thing_id = snowflake.parse(row.get("id"))
    texts = (row.get(key) for key in _NAME_KEYS)
    name = next((text for text in texts if isinstance(text, str) and text.strip() and text != HIDDEN_NAME), None)
    if name is not None:
        number = row.get("type") if Kind(argument) is Kind.CHANNEL else None
        return (references.reference(Kind(argument), name, number if isinstance(number, int) else None),)
    return None if thing_id is None else references.thing(names, Kind(argument), thing_id)


def _emoji_or_text(value: Any, _argument: str, names: Names) -> Parts | None:
    """Return the emoji of a sticker: a server's by its id, Discord's own by itself or by name."""
    emoji_id = snowflake.parse(value) if isinstance(value, str) and len(value) >= _ID_LENGTH else None
    return _text(value, "", names) if emoji_id is None else references.thing(names, Kind.EMOJI, emoji_id)


def _reaction(value: Any, _argument: str, names: Names) -> Parts | None:
    """Return an emoji: Discord's own by itself, a server's by name or id."""
    row = as_object(value)
    if row is None or not row.keys() <= {"emoji_id", "emoji_name", "emoji_animated", "id", "name", "animated"}:
        return None
    emoji_id, name = snowflake.parse(row.get("emoji_id") or row.get("id")), row.get("emoji_name") or row.get("name")
    if isinstance(name, str) and name.strip():
        return (UntrustedText(f":{name}:" if emoji_id else name, "plain"),)
    if emoji_id is not None:
        return references.thing(names, Kind.EMOJI, emoji_id)
    return NONE if all(item in (None, "", False) for item in row.values()) else None


# Source: API reference, "Role Tags Structure": a key whose value is null means yes.
_TAGS: Final[Mapping[str, str]] = {
    "premium_subscriber": "those who boost the server",
    "subscription_listing_id": "a role subscription",
    "available_for_purchase": "on sale",
    "guild_connections": "linked accounts",
}


def _role_tags(value: Any, _argument: str, names: Names) -> Parts | None:
    row = as_object(value)
    if row is None or not row.keys() <= {*_TAGS, "bot_id", "integration_id"}:
        return None
    said: list[Parts] = []
    for key, inner in row.items():
        kind = {"bot_id": Kind.USER, "integration_id": Kind.INTEGRATION}.get(key)
        thing_id = snowflake.parse(inner)
        if kind is None:
            said.append((_TAGS[key],))
        elif thing_id is None:
            return None
        else:
            said.append(references.thing(names, kind, thing_id))
    return join(said) or NONE


def _picture(value: Any, argument: str, _names: Names) -> Parts | None:
    return pictures.picture(value, f"{argument}/{{hash}}" if argument else None)


SCALARS: Final[Mapping[str, Say]] = {
    "text": _text,
    "prose": _text,
    "quoted": _quote,
    "secret": _secret,
    "yes": _either("yes", "no"),
    "switch": _either("on", "off"),
    "inverted": _either("off", "on"),
    "number": _number,
    "limit": _limit,
    "seconds": _of_length(1, "off"),
    "minutes": _of_length(60),
    "days": _of_length(86_400, "0 days"),
    "age": _of_length(1, "never"),
    "time": _time,
    "date": _date,
    "message": _message,
    "bitrate": _bitrate,
    "percent": _percent,
    "colour": _colour,
    "colours": _colours,
    "enum": _enum,
    "code": _code,
    "locale": _locale,
    "flags": _flags,
    "off": _off,
    "permissions": _permissions,
    **{kind.value: _thing(kind) for kind in Kind if kind is not Kind.UNKNOWN},
    "whole": _whole,
    "emoji or text": _emoji_or_text,
    "reaction": _reaction,
    "role tags": _role_tags,
    "picture": _picture,
}
"""Kind of value to how it is said: None where the value is not of its kind."""
