"""Who did what how often, counted by a plain reading of raw entries, as the head of an answer says it."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from tests.journeys.city_reading import Entry, Reading, actor_of, behind, changed

_TOLD: Final = 3
"""Groups that are told; the others are a number."""

_MEMBERS: Final = {20: "kicked", 22: "banned", 23: "unbanned", 145: "timed out"}
_OTHERS: Final = {
    1: "changed the server", 10: "created channel", 12: "deleted channel", 14: "changed permissions in channel",
    21: "pruned member", 26: "moved members between voice channels", 31: "changed role", 32: "deleted role",
    40: "created invite", 42: "deleted invite", 60: "added emoji", 72: "deleted message",
    143: "blocked messages or profiles",
}  # fmt: skip
_OF_CHANGES: Final = {
    (11, "name"): "renamed channel", (11, "topic"): "changed the topic of channel", (11, "nsfw"): "changed channel",
    (11, "rate_limit_per_user"): "changed the slowmode of channel", (24, "nick"): "changed the nickname of member",
    (25, "$add"): "gave roles to member", (25, "$remove"): "took roles from member", (31, "name"): "renamed role",
}  # fmt: skip
_SWITCHED: Final = {
    ("mute", True): "muted member", ("mute", False): "unmuted member", ("deaf", True): "deafened member",
    ("communication_disabled_until", None): "ended the timeout of member", ("archived", True): "archived thread",
    ("archived", False): "reopened thread", ("locked", True): "locked thread",
}  # fmt: skip
_BY_ENTRIES: Final = {40, 42, 1, 143}
_BY_AMOUNT: Final = {72: "count", 26: "count", 21: "members_removed"}


class Group(NamedTuple):
    """Entries of one actor and one doing.

    Attributes:
        actors: All that they may be called: who did it, and for whom.
        says: What was done: its words up to the number, with the noun of what is counted behind.
        entries: How many they are.
        amount: For how many they stand.
        targets: How many things they name, each once.
        is_of_targets: Whether those are counted.
    """

    actors: tuple[str, str]
    says: str
    entries: int
    amount: int
    targets: int
    is_of_targets: bool


def _doing(entry: Entry) -> str:
    number = entry["action_type"]
    for key, value in changed(entry).items():
        if number in (24, 111) and (key, value) in _SWITCHED:
            return _SWITCHED[key, value]
        if key == "communication_disabled_until":
            return "timed out member"
        if (number, key) in _OF_CHANGES:
            return _OF_CHANGES[number, key]
    return f"{_MEMBERS[number]} member" if number in _MEMBERS else _OTHERS[number]


def groups_of(entries: Sequence[Entry]) -> tuple[list[Group], int]:
    """What is told of entries: the largest groups, and how many entries are in none of those."""
    by: dict[tuple[str, str, str], list[Entry]] = {}
    for one in entries:
        by.setdefault((actor_of(one), behind(one), _doing(one)), []).append(one)
    told = [(key, some) for key, some in sorted(by.items(), key=lambda one: -len(one[1])) if len(some) > 1][:_TOLD]
    return [_group(key, some) for key, some in told], len(entries) - sum(len(some) for _, some in told)


def _group(key: tuple[str, str, str], some: Sequence[Entry]) -> Group:
    *who, says = key
    number = some[0]["action_type"]
    amount = sum(int(one.get("options", {}).get(_BY_AMOUNT.get(number, ""), 1)) for one in some)
    targets = len({one["target_id"] for one in some})
    is_of_targets = number not in _BY_ENTRIES and number not in _BY_AMOUNT
    return Group((who[0], who[1]), says, len(some), amount, targets, is_of_targets)


def is_told(group: Group, said: str, log: Reading) -> bool:
    """Whether some words say just this group."""
    who = [_called(one, log) for one in group.actors if one]
    for_whom = [f"{bot}, for {human}," for bot in who[0] for human in who[1]] if len(who) > 1 else who[0]
    rest = next((said.removeprefix(f"{one} ") for one in for_whom if said.startswith(f"{one} ")), "")
    return any(re.fullmatch(one, rest) is not None for one in _ways(group))


def _called(actor: str, log: Reading) -> list[str]:
    if not actor.isdigit():
        return [actor]
    username, *shown = log.city.people[int(actor) - log.city.person("olivia")][:3]
    names = [username, *(one for one in shown if one)]
    return sorted((*names, *(f"{one} ({username})" for one in names)), key=len, reverse=True)


def _ways(group: Group) -> list[str]:
    """How that may be said."""
    verb, _, noun = group.says.rpartition(" ")
    counted = f"{group.amount:,} {noun}{'s' * (group.amount != 1)}"
    if not group.is_of_targets:
        if noun in ("message", "member", "invite"):
            return [f"{verb} {counted}"]
        return [f"{group.says} {group.amount} times?", f"{group.says} once"]
    if group.targets == 1:
        return [rf"{verb} .+ {group.entries} times"]
    often = "" if group.targets == group.entries else f", {group.entries} times in all"
    return [f"{verb} {group.targets:,} {noun}s{often}"]
