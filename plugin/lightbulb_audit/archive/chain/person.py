"""Blanking a person in the entries that speak of them. Pure."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, cast

from lightbulb_audit.archive.chain import leaves

_BLANK: Final = json.dumps(leaves.BLANK)
_NULL: Final = "null"
_KEPT: Final = ("id", "guild_id")
"""The fields of an entry that name the entry and the server, and nobody."""
_NAMES: Final = ("nick", "username", "global_name", "name")
_SIDES: Final = ("old_value", "new_value")
_SHORT: Final = 2


class Object(list[tuple[str, Any]]):
    """A JSON object with each of its keys, one that stands twice too, in their order."""


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
        """An entry's JSON text without them, alike but for the tokens that go; None where it does not speak of them."""
        raw = cast("Object", json.loads(text, object_pairs_hook=Object))
        is_target = self._is_id(dict(raw).get("target_id"))
        tokens = [token for key, value in raw for token in (None, *self._field(key, value, is_target=is_target))]
        return leaves.replace_tokens(text, tokens) if any(tokens) else None

    def _field(self, key: str, value: Any, *, is_target: bool) -> Iterator[str | None]:
        if key in _KEPT:
            return (None for _ in _tokens(value))
        if key == "changes" and is_target and isinstance(value, list) and not isinstance(value, Object):
            return (token for change in cast("list[Any]", value) for token in self._change(change))
        return self._blank(value)

    def _change(self, change: Any) -> Iterator[str | None]:
        """Yield a change to them, whose names are theirs."""
        if not isinstance(change, Object) or dict(change).get("key") not in _NAMES:
            yield from self._blank(change)
            return
        for key, value in change:
            yield self._key(key)
            if key in _SIDES and isinstance(value, str):
                yield _BLANK
            else:
                yield from self._blank_at(key, value)

    def _blank(self, value: Any) -> Iterator[str | None]:
        """For each token of a value what stands there then; None where it stays."""
        if isinstance(value, Object):
            for key, item in value:
                yield self._key(key)
                yield from self._blank_at(key, item)
        elif isinstance(value, list):
            for item in cast("list[Any]", value):
                yield from self._blank(item)
        elif self._is_id(value):
            yield _NULL
        else:
            yield _BLANK if isinstance(value, str) and self._pattern.search(value) else None

    def _blank_at(self, key: str, value: Any) -> Iterator[str | None]:
        return iter((_BLANK,)) if key == "key" and self._is_id(value) else self._blank(value)

    def _key(self, key: str) -> str | None:
        return _BLANK if key not in leaves.FIELDS and self._pattern.search(key) else None

    def _is_id(self, value: Any) -> bool:
        return not isinstance(value, bool) and isinstance(value, int | str) and str(value) == str(self._id)


def _tokens(value: Any) -> Iterator[Any]:
    """Yield the keys and values of some JSON, in the order of its text."""
    if isinstance(value, Object):
        for key, item in value:
            yield key
            yield from _tokens(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _tokens(item)
    else:
        yield value


def _pattern(name: str) -> str:
    word = re.escape(name)
    return word if len(name) > _SHORT else rf"(?<!\w){word}(?!\w)"


def names_in(text: str, user_id: int) -> Iterator[str]:
    """Yield what an entry says that a user is or was called: the nicknames in the changes to them."""
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
