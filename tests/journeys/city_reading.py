"""A plain reading of the city's raw log: what somebody finds who has nothing but the JSON and the lists of members.

Nothing here is taken from the program: neither its words, nor its tables, nor how it compares.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from tests.journeys.city import City

Entry = dict[str, Any]
Test = Callable[[Entry], bool]

_WORD: Final = re.compile(r"[^\W_]+")
_SIGNS: Final = re.compile(r"[^\w\s]+")
_FOR: Final = re.compile(r"Requested by \S+ \((\d+)\)")
_EPOCH: Final = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)

_SAYS: Final[Mapping[int, str]] = {
    1: "changed the server's icon", 10: "created the text channel", 12: "deleted the text channel", 20: "kicked",
    21: "pruned members inactive for days", 22: "banned", 23: "unbanned",
    26: "moved members to", 32: "deleted the role", 40: "created the invite", 42: "deleted the invite",
    60: "added the emoji", 72: "deleted messages by in", 143: "AutoMod blocked a message by in",
    145: "AutoMod timed out for a message in",
}  # fmt: skip
"""What a line says beside names, numbers and texts, of the types of which the type alone tells."""

_CHANGED: Final[Mapping[tuple[int, str], str]] = {
    (11, "name"): "renamed", (11, "topic"): "set the topic", (11, "nsfw"): "turned on the age restriction",
    (11, "rate_limit_per_user"): "set slowmode to seconds", (14, "allow"): "let send messages allowed denied",
    (24, "nick"): "changed removed nickname", (25, "$add"): "gave roles given", (25, "$remove"): "took roles taken",
    (31, "name"): "renamed the role", (31, "hoist"): "showed apart in the member list",
    (31, "icon_hash"): "changed the icon of the role", (31, "permissions"): "gave took the role manage messages",
}  # fmt: skip
"""The same of those of which the first changed setting tells."""

_SWITCHED: Final[Mapping[tuple[str, Any], str]] = {
    ("mute", True): "muted in voice", ("mute", False): "unmuted in voice member", ("deaf", True): "deafened in voice",
    ("archived", True): "archived the thread", ("archived", False): "reopened the thread",
    ("locked", True): "locked the thread", ("communication_disabled_until", None): "ended timeout",
}  # fmt: skip
"""The same of settings that say the opposite both ways; a timeout is set otherwise."""


def words(text: str) -> list[str]:
    """The words of a text, without accents that are in the city; its signs where it has no word."""
    text = text.lower().replace("ë", "e")
    return _WORD.findall(text) or _SIGNS.findall(text)


def changed(entry: Entry) -> dict[str, Any]:
    """What became of each setting."""
    return {one["key"]: one.get("new_value") for one in entry.get("changes", ())}


def moment(entry: Entry) -> datetime.datetime:
    """When it was."""
    return _EPOCH + datetime.timedelta(milliseconds=int(entry["id"]) >> 22)


def verb(entry: Entry) -> str:
    """What its line says of what was done."""
    number = entry["action_type"]
    for key, value in changed(entry).items():
        if number in (24, 111) and (key, value) in _SWITCHED:
            return _SWITCHED[key, value]
        if key == "communication_disabled_until":
            return "timed out until"
        if (number, key) in _CHANGED:
            return _CHANGED[number, key]
    return _SAYS[number]


def named(entry: Entry) -> set[int]:
    """The ids that stand in it, but its own and those in its reason."""
    return {int(one) for one in re.findall(r"\d{17,20}", str({**entry, "id": "", "reason": ""}))}


def actor_of(entry: Entry) -> str:
    """The id of who did it; what AutoMod did is not done by the member whom Discord names."""
    return "AutoMod" if entry["action_type"] in (143, 145) else str(entry["user_id"])


def behind(entry: Entry) -> str:
    """The id of the one for whom a bot did it; empty where nobody is named."""
    found = _FOR.match(entry.get("reason", ""))
    return "" if found is None else found[1]


def _texts(entry: Entry) -> list[str]:
    """Every text in an entry that a line or its details show."""
    options = entry.get("options", {})
    texts = [entry.get("reason", ""), options.get("role_name", ""), options.get("auto_moderation_rule_name", "")]
    for one in entry.get("changes", ()):
        for value in (one.get("old_value"), one.get("new_value")):
            if one["key"] in ("name", "nick", "topic", "code") and value is not None:
                texts.append(value)
            if one["key"] in ("$add", "$remove") and value is not None:
                texts += [role["name"] for role in value]
    return texts


class Reading:
    """A plain reading of a raw log.

    Args:
        city: The server.

    Attributes:
        city: It.
        log: The log, newest first.
        now: When the city was drawn.
    """

    def __init__(self, city: City) -> None:
        self.city = city
        self.log = city.log
        self.now = datetime.datetime.now(datetime.UTC)
        self._names = {one: [words(name) for name in names] for one, names in city.names().items()}
        self._begun: dict[str, set[int]] = {}
        self._said = {entry["id"]: _said(entry) for entry in city.log}
        self._undone: set[str] | None = None

    def called(self, name: str) -> set[int]:
        """The ids of whoever has or had just this name, whatever is between its letters."""
        return {one for one, names in self._names.items() if words(name) in names}

    def begun(self, word: str) -> set[int]:
        """The ids of whoever has or had a name in which a word begins so."""
        if word not in self._begun:
            self._begun[word] = {one for one, names in self._names.items()
                                 if any(other.startswith(word) for name in names for other in name)}  # fmt: skip
        return self._begun[word]

    def says(self, entry: Entry, *wanted: str) -> bool:
        """Whether each word is one of the verb, the texts and the names of those whom the entry names."""
        said, ids = self._said[entry["id"]], named(entry) | {int(behind(entry) or 0)}
        return all(any(one.startswith(word) for one in said) or ids & self.begun(word) for word in wanted)

    def is_undone(self, entry: Entry) -> bool:
        """Whether a later entry undid it."""
        if self._undone is None:
            self._undone = _undone(self.log)
        return entry["id"] in self._undone


def _said(entry: Entry) -> set[str]:
    return {word for text in (*_texts(entry), verb(entry)) for word in words(text)}


_FAMILIES: Final = ((1,), (10, 11, 12), (14,), (22, 23), (24,), (25,), (30, 31, 32), (40, 42), (60, 61, 62), (111,))
"""The types that are about one sort of thing."""
_ENDS: Final = {10: 12, 22: 23, 40: 42, 60: 62}
_FIRM: Final = frozenset({1, 11, 14, 24, 25, 31, 111})


def _undone(log: Sequence[Entry]) -> set[str]:
    """The ids of what a later entry about the same thing took back, where nothing touched it in between."""
    found: set[str] = set()
    for at, entry in enumerate(log):
        family = next((one for one in _FAMILIES if entry["action_type"] in one), ())
        later = [one for one in reversed(log[:at]) if one["action_type"] in family and _thing(one) == _thing(entry)]
        if entry["action_type"] in _ENDS:
            ends = [one for one in later if one["action_type"] in (entry["action_type"], _ENDS[entry["action_type"]])]
            if ends and ends[0]["action_type"] == _ENDS[entry["action_type"]]:
                found.add(entry["id"])
        elif entry["action_type"] in _FIRM and _is_taken_back(entry, later):
            found.add(entry["id"])
    return found


def _thing(entry: Entry) -> tuple[Any, ...]:
    code = next((one.get("new_value", one.get("old_value")) for one in entry.get("changes", ())
                 if one["key"] == "code"), None)  # fmt: skip
    return entry["target_id"], code, entry.get("options", {}).get("id") if entry["action_type"] == 14 else None


def _parts(entry: Entry) -> dict[tuple[str, str], tuple[Any, Any]]:
    """What each part of a thing was and became."""
    parts: dict[tuple[str, str], tuple[Any, Any]] = {}
    for one in entry.get("changes", ()):
        old, new = one.get("old_value"), one.get("new_value")
        if one["key"] in ("$add", "$remove"):
            is_added = one["key"] == "$add"
            parts |= {("role", role["id"]): (not is_added, is_added) for role in new}
        else:
            parts[one["key"], ""] = (old, new)
    return parts


def _is_taken_back(entry: Entry, later: Iterable[Entry]) -> bool:
    done = _parts(entry)
    for one in later:
        touched = {part: how for part, how in _parts(one).items() if part in done}
        if touched:
            back = {part: (new, old) for part, (old, new) in done.items()}
            return one["action_type"] == entry["action_type"] and touched == back
    return False
