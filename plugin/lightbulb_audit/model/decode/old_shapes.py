"""What apps that act through an old version of Discord's API leave in the log, read as what is sent today.

Their permissions are numbers of 31 bits, beside which a key of the same name with `_new` holds all of them; whose an
overwrite is stands there as a word. Source: Discord's documentation's issue tracker, #6493 and #1852.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from lightbulb_audit.model.decode.numbers import bits_of, number_of

_WIDE: Final[Mapping[str, str]] = {"allow_new": "allow", "deny_new": "deny", "permissions_new": "permissions"}
_NARROW_BITS: Final = (1 << 31) - 1
_OVERWRITE_TYPES: Final[Mapping[Any, bool]] = {0: False, 1: True, "role": False, "member": True}


def is_members(overwrite_type: Any) -> bool | None:
    """Return whether an overwrite is a member's, not a role's; None where its type does not say."""
    if isinstance(overwrite_type, str) and overwrite_type in _OVERWRITE_TYPES:
        return _OVERWRITE_TYPES[overwrite_type]
    number = number_of(overwrite_type)
    return None if number is None else _OVERWRITE_TYPES.get(number)


def modern_changes(changes: Sequence[Any]) -> list[Any]:
    """Changes with each wide field in the place of its narrow one; what does not fit together stays as it came."""
    keys = [_key(change) for change in changes]
    if _WIDE.keys().isdisjoint(keys):
        return list(changes)
    found: list[Any] = list(changes)
    for key, narrow_key in _WIDE.items():
        if keys.count(key) != 1 or keys.count(narrow_key) > 1:
            continue
        wide = {**cast("dict[str, Any]", changes[keys.index(key)]), "key": narrow_key}
        at = keys.index(narrow_key if narrow_key in keys else key)
        sides = ("old_value", "new_value")
        if narrow_key not in keys or all(_agree(changes[at].get(side), wide.get(side)) for side in sides):
            found[keys.index(key)] = None
            found[at] = wide
    return [change for change in found if change is not None]


def modern_overwrite(overwrite: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the same for one overwrite of a channel's list."""
    wide = {narrow: overwrite[key] for key, narrow in _WIDE.items() if key in overwrite}
    agrees = all(narrow not in overwrite or _agree(overwrite[narrow], value) for narrow, value in wide.items())
    return {**overwrite, **wide} if wide and agrees else overwrite


def modern_options(options: Any) -> Any:
    """Return options with the type of an overwrite as a number."""
    if not isinstance(options, dict):
        return options
    row = cast("dict[str, Any]", options)
    kind = row.get("type")
    if not isinstance(kind, str) or kind not in _OVERWRITE_TYPES:
        return row
    return {**row, "type": str(int(_OVERWRITE_TYPES[kind]))}


def drop_empty_ids(value: Any) -> Any:
    """Return a value in which an emoji that is none has no id: Discord sends 0, "0" or null for the same."""
    if isinstance(value, list):
        return [drop_empty_ids(item) for item in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    row = cast("dict[str, Any]", value)
    return {
        key: None if key in ("emoji_id", "id") and inner in (0, "0") else drop_empty_ids(inner)
        for key, inner in row.items()
    }


def _key(change: Any) -> str | None:
    key = cast("dict[str, Any]", change).get("key") if isinstance(change, dict) else None
    return key if isinstance(key, str) else None


def _agree(narrow: Any, wide: Any) -> bool:
    """Return whether the low bits of both are the same, so that the wide one says all that the narrow one does."""
    low, high = bits_of(narrow), bits_of(wide)
    return low is not None and high is not None and low & _NARROW_BITS == high & _NARROW_BITS
