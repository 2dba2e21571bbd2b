"""Whom and what words find by a name that no line shows: what was renamed since, and who is called otherwise there."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model import Record
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import NamedThing, SearchContext
from lightbulb_audit.query.predicate import text_values
from lightbulb_audit.query.terms import facts_of, named_thing, words_of

_KINDS: Final[Mapping[str, Kind]] = {kind.value: kind for kind in Kind}

Called: TypeAlias = Mapping[str, Sequence[NamedThing]]
"""What has a name that holds some words, by the words."""


class OtherName(NamedTuple):
    """A name by which words found somebody or something, but which no line shows.

    Attributes:
        kind: What it is.
        id: Its id.
        name: The name; None where it is the one of today, and entries show an older one.
        is_past: Whether it is so called no more, as far as is known.
    """

    kind: Kind
    id: int
    name: str | None
    is_past: bool = False


def find_called(query: Query, context: SearchContext, records: Sequence[Record]) -> Called:
    """Return who and what in some entries was found by a name, by the words of a search that is in it."""
    texts = [text for text in text_values(query) if context.called.get(text)]
    lines = [facts_of(record.raw) for record in records] if texts else []
    return {
        text: [one for one in context.called[text] if any(_names(line, one.id) for line in lines)] for text in texts
    }


def references_of(called: Called) -> list[tuple[Kind, int]]:
    """List who and what it is."""
    return [(_KINDS[one.kind], one.id) for some in called.values() for one in some if one.kind in _KINDS]


def other_names(
    called: Called, told: Sequence[Description], names: Names, names_of_user: Callable[[int], Collection[str]]
) -> Mapping[str, Sequence[OtherName]]:
    """Return those by which entries were found whose lines do not hold the words, each but once, by the words.

    Args:
        called: Who and what was found by a name.
        told: The entries.
        names: What people and things are called today.
        names_of_user: All names that a member has now.
    """
    found: dict[str, list[OtherName]] = {}
    explained: set[int] = set()
    for text, some in called.items():
        facts = [facts_of(one.record.raw) for one in told if not _tells(one, text)] if some else []
        for one in some:
            if one.id in explained or not any(_names(line, one.id) for line in facts):
                continue
            other = _other_name(text, one, names, names_of_user)
            if other is not None:
                explained.add(one.id)
                found.setdefault(text, []).append(other)
    return found


def _tells(told: Description, text: str) -> bool:
    """Return whether the line of an entry holds words."""
    line = f"{plain(told.sentence)} {told.reason or ''}"
    return f" {text}" in f" {' '.join(words_of(line))} "


def _other_name(
    text: str, one: NamedThing, names: Names, names_of_user: Callable[[int], Collection[str]]
) -> OtherName | None:
    """Return the name that no line shows; None where it is the role everyone, which everybody knows."""
    kind = _KINDS.get(one.kind)
    if kind is None or (kind is Kind.ROLE and one.id == names.guild_id):
        return None
    known = references.lookup(names, kind, one.id)
    if known is None or known.name is None:
        return None
    if named_thing(kind, one.id, known.name).holds(text):
        return OtherName(kind, one.id, None)
    today = {known.username, *names_of_user(one.id)} if kind is Kind.USER else ()
    return OtherName(kind, one.id, one.name, one.name not in today)


def _names(line: str, thing_id: int) -> bool:
    """Return whether an entry, given as a line of its facts, names an id."""
    return f" @{thing_id} " in line or f" @by:{thing_id} " in line
