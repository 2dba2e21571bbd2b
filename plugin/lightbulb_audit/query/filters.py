"""The filters: one row each, the single place that says what a condition means.

A row gives the option of the slash command and the qualifier of the query language (both are its name), how a value is
read, the terms by which the archive and a record at hand are looked through alike (see `query.terms`), and
the words in which an answer repeats the question.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from lightbulb_audit.analyse.reversals import UNDOABLE
from lightbulb_audit.catalog.actions import BY_SLUG
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.doings import BY_DOING
from lightbulb_audit.catalog.kinds import ACTORS, Kind
from lightbulb_audit.catalog.option_words import MEANINGS
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query import values
from lightbulb_audit.query.terms import SHORTEST_ID, fact_of
from lightbulb_audit.query.values import Read

Terms = Callable[[str, SearchContext], Iterable[str]]
"""Pieces of a line of terms, with the spaces around them, of which one is in each entry that has the value."""

_CATEGORIES: Final = {category.value for category in Category}


@dataclasses.dataclass(frozen=True, slots=True)
class FilterSpec:
    """One row.

    Attributes:
        name: The qualifier, and the option.
        meaning: What it asks for, as the option's description.
        read: How a value is understood.
        terms: What an entry that has a value holds; None for a bound on the entry's id.
        says: How it is repeated, and how when it is negated.
        kinds: What its values are the ids of, if they are ids.
        is_single: Whether an entry has just one such value, so that asking for two means either.
        aliases: Other names of the qualifier.
    """

    name: str
    meaning: str
    read: Read
    terms: Terms | None
    says: tuple[str, str]
    kinds: tuple[Kind, ...] = ()
    is_single: bool = False
    aliases: tuple[str, ...] = ()


def _facts(*signs: str) -> Terms:
    return lambda value, _: [f" @{sign}{value} " for sign in signs]


def _for(value: str, lore: SearchContext) -> list[str]:
    """That a bot's reason names this human, by id or by a name that nobody else has."""
    user_id = int(value)
    if user_id in lore.bots:
        return []
    # An id that is asked for is somebody's, also where nobody knows a name of theirs.
    names = sorted(lore.people.get(user_id, frozenset()) - lore.shared)
    claims = [f"@for:{user_id}", *(f"@forname:{fact_of(name)}" for name in names)]
    return [f" {claim}:{bot} " for bot in sorted(lore.bots) for claim in claims]


def _actor(value: str, lore: SearchContext) -> list[str]:
    return [f" @by:{value} ", *_for(value, lore)]


def _about(value: str, _: SearchContext) -> list[str]:
    """Return an id that is named anywhere, or an invite's code."""
    return [f" @{value} "] if value.isdigit() else [f" @code:{fact_of(value)} "]


def _action(value: str, _: SearchContext) -> list[str]:
    if value in _CATEGORIES:
        return [f" @in:{value} "]
    doing = BY_DOING.get(value)
    if doing is None:
        return [f" @type:{BY_SLUG[value].type if value in BY_SLUG else value} "]
    return [f" @type:{number} " for number in sorted(doing.types)] if doing.is_of_types else [f" @did:{value} "]


def _text(value: str, lore: SearchContext) -> Iterable[str]:
    """The words, one after the other, the last one perhaps just begun; or who or what is called so, or has this id.

    A space behind them says that the last one is whole. Whoever a bot did it for stands in the line as well.
    """
    yield f" {value}"
    number = value.strip()
    is_id = len(number) >= SHORTEST_ID and number.isascii() and number.isdigit()
    ids = sorted({*lore.named.get(value, ()), *([int(number)] if is_id else [])})
    for thing_id in ids:
        yield f" @{thing_id} "
        yield f" @by:{thing_id} "
    if len(ids) * len(lore.bots) <= _MOST_BEHIND:
        yield from (f" @for:{thing_id}:{bot} " for thing_id in ids for bot in sorted(lore.bots))


_MOST_BEHIND: Final = 400
"""People and bots for them that a word may mean besides: where more are called so, hardly one of the staff is meant."""


def _is(value: str, lore: SearchContext) -> Iterable[str]:
    """Whoever is a bot; or what a later entry may have undone: whether one did, no line tells."""
    if value == "undone":
        return [f" @type:{number} " for number in sorted(UNDOABLE)]
    return [f" @by:{user_id} " for user_id in sorted({*lore.bots, *ACTORS})]


def _permission(*signs: tuple[str, str]) -> Terms:
    """Yield a permission itself, or a role that has it now."""

    def terms(value: str, lore: SearchContext) -> Iterable[str]:
        for moved, given in signs:
            yield f" @{moved}:{value} "
            yield from (f" @{given}:{role_id} " for role_id in sorted(lore.holders.get(value, ())))

    return terms


IS: Final = ("bot", "human", "undone")
"""The values of `is:`; what a human did is written as what no bot did."""

_GAINED: Final = ("gain", "add")
_LOST: Final = ("lose", "take")

FILTERS: Final[Mapping[str, FilterSpec]] = {
    row.name: row
    for row in (
        FilterSpec(
            "actor", MEANINGS["actor"], values.ids, _actor,
            ("by {} (or a bot for them)", "not by {} (nor a bot for them)"), (Kind.USER, Kind.WEBHOOK),
            is_single=True, aliases=("user", "by"),
        ),
        FilterSpec(
            "for", MEANINGS["for"], values.ids, _for,
            ("by a bot for {}", "not by a bot for {}"), (Kind.USER,), is_single=True,
        ),
        FilterSpec(
            "target", MEANINGS["target"], values.ids, _facts("to:"),
            ("done to {}", "not done to {}"), tuple(Kind), is_single=True, aliases=("to",),
        ),
        FilterSpec(
            "about", MEANINGS["about"], values.ids_or_code, _about,
            ("about {}", "not about {}"), tuple(Kind),
        ),
        FilterSpec(
            "action", MEANINGS["action"], values.action, _action,
            ("{}", "not {}"),
            is_single=True, aliases=("type",),
        ),
        FilterSpec(
            "category", MEANINGS["category"], values.category, _facts("in:"),
            ("all of {}", "nothing of {}"), is_single=True,
        ),
        FilterSpec(
            "channel", MEANINGS["channel"], values.ids, _facts(""), ("in or about {}", "not in {}"),
            (Kind.CHANNEL, Kind.THREAD), aliases=("in",),
        ),
        FilterSpec(
            "role", MEANINGS["role"], values.ids, _facts(""), ("with the role {}", "without the role {}"),
            (Kind.ROLE,),
        ),
        FilterSpec("before", MEANINGS["before"], values.bound, None,
               ("before {}", "not before {}"), aliases=("until",)),
        FilterSpec("after", MEANINGS["after"], values.bound, None,
               ("after {}", "not after {}"), aliases=("since",)),
        FilterSpec("has", MEANINGS["has"], values.choice("reason"), _facts("has:"),
               ("with a {}", "without a {}")),
        FilterSpec("is", MEANINGS["is"], values.choice(*IS), _is, ("{}", "not {}")),
        FilterSpec(
            "text", MEANINGS["text"], values.words, _text, ("with “{}”", "without “{}”"),
        ),
        FilterSpec(
            "key", MEANINGS["key"], values.key, _facts("key:"), ("changing {}", "not changing {}"),
            aliases=("setting", "field"),
        ),
        FilterSpec(
            "permission", MEANINGS["permission"], values.permission, _permission(_GAINED, _LOST),
            ("giving or taking the permission {}", "neither giving nor taking the permission {}"),
            aliases=("permissions",),
        ),
        FilterSpec(
            "gained", MEANINGS["gained"], values.permission, _permission(_GAINED),
            ("giving the permission {}", "not giving the permission {}"),
        ),
        FilterSpec(
            "lost", MEANINGS["lost"], values.permission, _permission(_LOST),
            ("taking the permission {}", "not taking the permission {}"),
        ),
        FilterSpec("id", MEANINGS["id"], values.entry, None, ("entry {}", "not entry {}"), is_single=True),
    )
}  # fmt: skip

BY_NAME: Final[Mapping[str, FilterSpec]] = {name: row for row in FILTERS.values() for name in (row.name, *row.aliases)}
"""The rows by every name that they are called."""

CREATED: Final = "created"
"""A qualifier that is no row: it is written as `before` and `after`."""

QUALIFIERS: Final[Sequence[str]] = (*FILTERS, CREATED)
