"""What to propose while somebody types a search: filters first, then values of the one that is being typed."""

import functools
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.kinds import NAMING, Kind
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.actions import action_choices
from lightbulb_audit.query.filters import BY_NAME, CREATED, FILTERS, IS, QUALIFIERS
from lightbulb_audit.query.values import labelled_keys, permission_slugs, slug_of_label

_LAST: Final = re.compile(
    r"(?P<sign>-?)(?:(?P<name>[A-Za-z_]+):(?:(?:[^\s\",]+|\"[^\"]*\"),)*)?(?P<value>[^\s\",:]*|\"[^\"]*)$"
)
_LOOKED_AT: Final = 200
"""Characters at the end, among which the word that is being typed is looked for."""

_MOST: Final = 25
_SINCE: Final = (
    "today", "yesterday", "this week", "last week", "this month", "last month", "24 hours ago", "7 days ago",
    "30 days ago", "1 year ago",
)  # fmt: skip

Proposal = tuple[str, str]
"""What a person reads, and the value."""


class PartialToken(NamedTuple):
    """What is being typed.

    Attributes:
        before: All that stands before it.
        name: The filter whose value it is; empty while it may still become one.
        value: As far as it is typed.
    """

    before: str
    name: str
    value: str


def parse_partial(text: str) -> PartialToken:
    """Return the word that is being typed at the end of a search."""
    found = _LAST.search(text, max(len(text) - _LOOKED_AT, 0))
    if found is None:
        return PartialToken(text, "", "")
    name = (found["name"] or "").lower()
    if name and name not in BY_NAME and name != CREATED:
        return PartialToken(text, "", "")
    at = found.start("value")
    return PartialToken(text[:at], BY_NAME[name].name if name in BY_NAME else name, found["value"].lstrip('"'))


def complete_filters(typing: PartialToken) -> list[Proposal]:
    """Return the filters that begin so."""
    begun = typing.value.lower()
    return [
        (f"{typing.before}{name}: {_meaning(name)}", f"{typing.before}{name}:")
        for name in QUALIFIERS
        if name.startswith(begun) and name != "text"
    ][:_MOST]


def _meaning(name: str) -> str:
    meaning = FILTERS[name].meaning if name in FILTERS else "When: today, last week, or 2026-10-01..2026-11-01"
    return f"({meaning[:1].lower()}{meaning[1:]})"


def takes_names(name: str) -> bool:
    """Return whether a filter's values are people and things, which somebody else knows."""
    return name in FILTERS and bool(FILTERS[name].kinds)


def complete_values(name: str, typed: str) -> list[Proposal]:
    """Return the values of a filter that fit what was typed."""
    if name == "action":
        return action_choices(typed)[:_MOST]
    begun = typed.lower()
    found = [(label, value) for label, value in _listed(name) if begun in f"{label} {value}".lower()]
    return sorted(found, key=lambda one: not one[0].lower().startswith(begun))[:_MOST]


def _listed(name: str) -> Sequence[Proposal]:
    if name == "category":
        return [(one.title, one.value) for one in Category]
    if name in ("permission", "gained", "lost"):
        return [(label, slug) for slug, label in permission_slugs().items()]
    if name == "key":
        return _settings()
    if name in ("before", "after"):
        return [(one, one) for one in _SINCE]
    if name == CREATED:
        periods = [(one, one) for one in _SINCE if not one.endswith("ago")]
        return [*periods, *((f"since {one}", f">{one}") for one in _SINCE)]
    fixed = {"has": ("reason",), "is": IS}
    return [(one, one) for one in fixed.get(name, ())]


@functools.cache
def _settings() -> Sequence[Proposal]:
    """Return each label once, with what Discord calls it, by the one word that means all that is shown so."""
    labels = {slug_of_label(row.label): row.label for row in (*fields.OF_OBJECT.values(), *fields.COMMON.values())}
    keys = {slug_of_label(label): names for label, names in labelled_keys().items()}
    return [(f"{label} ({', '.join(keys[slug])})", slug) for slug, label in sorted(labels.items())]


def complete_names(name: str, called: Sequence[NamedThing]) -> list[Proposal]:
    """Return those who are called so, each with what it is."""
    kinds = FILTERS[name].kinds
    found: dict[tuple[Kind, int], list[str]] = {}
    for one in called:
        kind = next((kind for kind in kinds if kind == one.kind), None)
        if kind is None:
            continue
        names = found.setdefault((kind, one.id), [])
        if one.name.casefold() not in map(str.casefold, names):
            names.append(one.name)
    return [
        (f"{', '.join(names)} ({NAMING[kind].noun} {thing_id})", f"{thing_id}")
        for (kind, thing_id), names in found.items()
    ][:_MOST]
