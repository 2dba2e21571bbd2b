"""Copies of a guild file with ids of their own, so that one bot can be in many guilds."""

import re
from collections.abc import Iterator

from discord_standin.values import Json, Payload, as_object, is_array, is_object

_PERMISSIONS = frozenset({"permissions", "allow", "deny"})
"""Fields whose digits are bits."""
_DIGITS = re.compile(r"(?<!\d)\d{15,20}(?!\d)")
"""An id within a text, such as in a mention."""
_STEP = 7919
_MOMENT = 22
_WITHIN = (1 << _MOMENT) - 1
"""The bits of an id beside its moment."""


def copies(value: Payload, count: int) -> list[Payload]:
    """Make so many guild files of one, itself first; the bot is the same in each.

    Ids keep their moments, so that what was made earlier still is; only the guild's own is a millisecond later in each
    copy, as the shard goes by it.
    """
    bot = value.get("bot")
    own = str(bot["id"]) if is_object(bot) and "id" in bot else ""
    guild_id = str(as_object(value.get("guild")).get("id"))
    ids = sorted({one for one in _ids(value) if one.isdecimal() and one != own}, key=int)
    taken = {own, *ids}
    return [value, *(_renamed(value, _new_ids(ids, guild_id, taken, number)) for number in range(1, count))]


def _ids(value: Json, key: str = "") -> Iterator[str]:
    if is_object(value):
        for name, held in value.items():
            yield from _ids(held, name)
            if name.isdecimal():
                yield name
    elif is_array(value):
        for held in value:
            yield from _ids(held, key)
    elif isinstance(value, str) and (key == "id" or key.endswith(("_id", "_ids"))):
        yield value


def _new_ids(ids: list[str], guild_id: str, taken: set[str], number: int) -> dict[str, str]:
    """Give other ids, none of which is taken; they are from then on."""
    new: dict[str, str] = {}
    for one in ids:
        old = int(one) + (number << _MOMENT if one == guild_id else 0)
        low = old + number * _STEP & _WITHIN
        while (made := str(old & ~_WITHIN | low)) in taken:
            low = low + 1 & _WITHIN
        taken.add(made)
        new[one] = made
    return new


def _renamed(value: Json, new: dict[str, str], key: str = "") -> Json:
    if is_object(value):
        is_bits = value.get("key") in _PERMISSIONS
        return {
            new.get(name, name): held if is_bits and name.endswith("_value") else _renamed(held, new, name)
            for name, held in value.items()
        }
    if is_array(value):
        return [_renamed(held, new, key) for held in value]
    if not isinstance(value, str) or key in _PERMISSIONS:
        return value
    if value in new and not key.endswith("_value"):
        return new[value]
    return _DIGITS.sub(lambda found: new.get(found[0], found[0]), value)
