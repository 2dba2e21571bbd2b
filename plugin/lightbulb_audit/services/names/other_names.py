"""Whom and what words find by a name that no line shows: what was renamed since, and who is called otherwise here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.model import Record
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import NamedThing, SearchContext
from lightbulb_audit.query.predicate import text_values
from lightbulb_audit.query.terms import facts_of, named_thing

_KINDS: Final[Mapping[str, Kind]] = {kind.value: kind for kind in Kind}

Called: TypeAlias = Mapping[str, Sequence[NamedThing]]
"""What has a name that holds some words, by the words."""


class OtherName(NamedTuple):
    """A name by which words found somebody or something, but by which it is not shown.

    Attributes:
        kind: What it is.
        id: Its id.
        name: The name.
        is_past: Whether it is so called no more, as far as is known.
    """

    kind: Kind
    id: int
    name: str
    is_past: bool


def find_called(query: Query, context: SearchContext, records: Sequence[Record]) -> Called:
    """Return who and what in some entries was found by a name, by the words of a search that is in it."""
    texts = [text for text in text_values(query) if context.called.get(text)]
    lines = [facts_of(record.raw) for record in records] if texts else []
    return {text: [one for one in context.called[text] if _is_in(lines, one.id)] for text in texts}


def references_of(called: Called) -> list[tuple[Kind, int]]:
    """List who and what it is."""
    return [(_KINDS[one.kind], one.id) for some in called.values() for one in some if one.kind in _KINDS]


def other_names(
    called: Called, names: Names, names_of_user: Callable[[int], Collection[str]]
) -> Mapping[str, Sequence[OtherName]]:
    """Return those that are shown by a name without the words, each but once, by the words.

    Args:
        called: Who and what was found by a name.
        names: What people and things are shown as.
        names_of_user: All names that a member has now.
    """
    found: dict[str, list[OtherName]] = {}
    told: set[int] = set()
    for text, some in called.items():
        for one in some:
            other = None if one.id in told else _other_name(text, one, names, names_of_user)
            if other is not None:
                told.add(one.id)
                found.setdefault(text, []).append(other)
    return found


def _other_name(
    text: str, one: NamedThing, names: Names, names_of_user: Callable[[int], Collection[str]]
) -> OtherName | None:
    """Return a name by which something is not shown; None where the name that is shown has the words, too."""
    kind = _KINDS.get(one.kind)
    if kind is None or (kind is Kind.ROLE and one.id == names.guild_id):
        return None
    known = references.lookup(names, kind, one.id)
    if known is None or known.name is None or named_thing(kind, one.id, known.name).holds(text):
        return None
    today = {known.username, *names_of_user(one.id)} if kind is Kind.USER else ()
    return OtherName(kind, one.id, one.name, one.name not in today)


def _is_in(lines: Sequence[str], thing_id: int) -> bool:
    """Return whether any entry, given as a line of its facts, names an id."""
    return any(f" @{thing_id} " in line or f" @by:{thing_id} " in line for line in lines)
