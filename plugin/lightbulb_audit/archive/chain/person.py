"""Blanking a person in the entries that speak of them. Pure."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, cast

from lightbulb_audit.model.observation import to_text

BLANK: Final = "[forgotten]"
_KEPT: Final = ("id", "guild_id")
"""The fields of an entry that name the entry and the server, and nobody."""
_NAMES: Final = ("nick", "username", "global_name", "name")
_SIDES: Final = ("old_value", "new_value")
_SHORT: Final = 2


class RedactedPerson:
    """Somebody who is to be forgotten.

    Args:
        user_id: Their id.
        names: What they are or were called.
    """

    def __init__(self, user_id: int, names: Collection[str] = ()) -> None:
        self._id = user_id
        # An id within a longer number is another one; so is a very short name within a word.
        found = "|".join(
            [rf"(?<!\d){user_id}(?!\d)", *(_pattern(word) for name in sorted(names) if (word := name.strip()))]
        )
        self._pattern = re.compile(found, re.IGNORECASE)

    def redact(self, text: str) -> str | None:
        """An entry's JSON text without them; None where it does not speak of them."""
        raw: dict[str, Any] = json.loads(text)
        is_target = self._is_id(raw.get("target_id"))
        without = {
            key: value if key in _KEPT else self._changes(value, is_target) if key == "changes" else self._blank(value)
            for key, value in raw.items()
        }
        return None if without == raw else to_text(without)

    def _changes(self, changes: Any, is_target: bool) -> Any:
        blanked = self._blank(changes)
        if not is_target or not isinstance(blanked, list):
            return blanked
        return [_nameless(change) for change in cast("list[Any]", blanked)]

    def _blank(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self._blank(item) for item in cast("list[Any]", value)]
        if isinstance(value, dict):
            return {
                self._key(key): BLANK if key == "key" and self._is_id(item) else self._blank(item)
                for key, item in cast("dict[str, Any]", value).items()
            }
        return None if self._is_id(value) else value

    def _text(self, text: str) -> str | None:
        if self._is_id(text):
            return None
        return BLANK if self._pattern.search(text) else text

    def _key(self, key: str) -> str:
        return BLANK if self._pattern.search(key) else key

    def _is_id(self, value: Any) -> bool:
        return not isinstance(value, bool) and isinstance(value, int | str) and str(value) == str(self._id)


def _pattern(name: str) -> str:
    word = re.escape(name)
    return word if len(name) > _SHORT else rf"(?<!\w){word}(?!\w)"


def names_in(text: str, user_id: int) -> Iterator[str]:
    """What an entry says that a user is or was called: the nicknames in the changes to them."""
    raw: Mapping[str, Any] = json.loads(text)
    changes = raw.get("changes")
    if str(raw.get("target_id")) != str(user_id) or not isinstance(changes, list):
        return
    for change in cast("list[Any]", changes):
        if isinstance(change, dict) and cast("dict[str, Any]", change).get("key") in _NAMES:
            for side in _SIDES:
                value = cast("dict[str, Any]", change).get(side)
                if isinstance(value, str) and value:
                    yield value


def _nameless(change: Any) -> Any:
    row = cast("dict[str, Any]", change) if isinstance(change, dict) else {}
    if row.get("key") not in _NAMES:
        return cast("Any", change)
    return {key: BLANK if key in _SIDES and isinstance(value, str) else value for key, value in row.items()}
