"""Questions of a moderator in a large server, each checked against a plain reading of its raw log."""

import datetime
import re
from collections.abc import AsyncGenerator, Callable
from typing import Any, Final

import pytest
import pytest_asyncio
from tests.journeys.city import City
from tests.journeys.conftest import playing
from tests.journeys.seen import entry_ids, is_on, text
from tests.journeys.test_coverage import told

from discord_standin import Session
from lightbulb_audit.model import snowflake

Entry = dict[str, Any]

_WORD: Final = re.compile(r"[^\W_]+")
_SIGNS: Final = re.compile(r"[^\w\s]+")
_VERBS: Final = {
    1: "changed", 10: "created the text channel", 12: "deleted the text channel", 20: "kicked", 21: "pruned",
    22: "banned", 23: "unbanned", 32: "deleted the role", 60: "added the emoji", 72: "deleted messages",
}  # fmt: skip
"""What a person says that was done, for the types of which the type alone tells."""


def _changed(entry: Entry) -> dict[str, Any]:
    return {one["key"]: one.get("new_value") for one in entry.get("changes", ())}


class Reading:
    """A plain reading of a raw log.

    Args:
        city: The server.
    """

    def __init__(self, city: City) -> None:
        self.log = city.log
        self._names = city.names()

    def called(self, name: str) -> set[int]:
        """The ids of whoever has or had just this name, whatever is between its letters."""
        return {one for one, names in self._names.items() if _words(name) in [_words(other) for other in names]}

    def begun(self, word: str) -> set[int]:
        """The ids of whoever has or had a name in which a word begins so."""
        return {one for one, names in self._names.items()
                if any(other.startswith(word) for name in names for other in _words(name))}  # fmt: skip

    def says(self, entry: Entry, *words: str) -> bool:
        """Whether each word is one of the verb, the texts and the names of those whom the entry names."""
        said = [word for part in _strings(entry) for word in _words(part)] + _words(_verb(entry))
        named = _ids(entry)
        return all(any(one.startswith(word) for one in said) or named & self.begun(word) for word in words)


def _words(name: str) -> list[str]:
    name = name.lower().replace("ë", "e")
    return _WORD.findall(name) or _SIGNS.findall(name)


def _verb(entry: Entry) -> str:
    changed = _changed(entry)
    if entry["action_type"] == 24 and "communication_disabled_until" in changed:
        return "timed out" if changed["communication_disabled_until"] else "ended timeout"
    if entry["action_type"] in (11, 31) and "name" in changed:
        return "renamed"
    if entry["action_type"] == 25:
        return "gave" if "$add" in changed else "took"
    return _VERBS.get(entry["action_type"], "")


def _strings(entry: Entry) -> list[str]:
    """Every text in an entry, but for ids and what is no text."""
    texts: list[str] = [entry.get("reason", ""), entry.get("options", {}).get("role_name", "")]
    for one in entry.get("changes", ()):
        for value in (one.get("old_value"), one.get("new_value")):
            if one["key"] in ("name", "nick", "topic") and value is not None:
                texts.append(value)
            if one["key"] in ("$add", "$remove") and value is not None:
                texts += [role["name"] for role in value]
    return texts


def _ids(entry: Entry) -> set[int]:
    return {int(one) for one in re.findall(r"\d{17,20}", str({**entry, "id": ""}))}
