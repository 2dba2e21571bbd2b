"""The question as it was understood, in words: what an answer begins with."""

import collections
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.kinds import NAMING, Kind
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.describe.text.spans import (
    Parts,
    Person,
    RelativeTimestamp,
    Timestamp,
    UntrustedText,
    join,
    join_list,
)
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.query.actions import action_words
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.related import is_of_the_server
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.query.times.dates import format_moment
from lightbulb_audit.query.values import permission_slugs
from lightbulb_audit.services.names.other_names import OtherName

_SHOWN: Final = 4
"""Values of one filter that are named."""

OtherNames: TypeAlias = Mapping[str, Sequence[OtherName]]
NO_OTHER_NAMES: Final[OtherNames] = {}

_WITHIN: Final = (1 << 22) - 1
_OWN: Final[Mapping[str, tuple[str, str]]] = {"actor": ("by {}", "not by {}")}
"""How a filter is repeated where what bots did for somebody does not count as theirs."""


def describe_query(
    query: Query,
    names: Names,
    zone: zoneinfo.ZoneInfo | None = None,
    *,
    is_of_people: bool = False,
    is_plain: bool = False,
    other_names: OtherNames = NO_OTHER_NAMES,
) -> list[Parts]:
    """Return each condition as a phrase of its own; none where everything was asked for.

    Args:
        query: What was asked.
        names: What people and things are called.
        zone: In which the understood times are repeated; None for that of each reader, as Discord shows it.
        is_of_people: Whether all that it names are people.
        is_plain: Whether what bots did for somebody is not asked for with what they did.
        other_names: By which names that are not shown its words found something, by the words.
    """
    people = (Kind.USER,) if is_of_people else ()
    server = _server_words(query, names)
    return [
        (
            *_said(clause, names, zone, people or FILTERS[clause.filter].kinds, server, is_plain=is_plain),
            *_other_names(clause, names, other_names),
        )
        for clause in query.clauses
        if server == words.SERVER_OR_EVERYONE or not is_of_the_server(clause)
    ]


def describe_query_plain(query: Query, names: Names, zone: zoneinfo.ZoneInfo) -> str:
    """Return the question as one plain line."""
    return " · ".join(plain(parts) for parts in describe_query(query, names, zone))


def _server_words(query: Query, names: Names) -> str:
    """Return what the server's id means in a query, which is that of its role everyone as well."""
    if not any(f"{names.guild_id}" in one.values for one in query.clauses if one.filter == "about"):
        return words.SERVER_OR_EVERYONE
    is_everyone = next((one.is_negated for one in query.clauses if is_of_the_server(one)), None)
    return words.SERVER_OR_EVERYONE if is_everyone is None else words.EVERYONE if is_everyone else words.THIS_SERVER


def _said(
    clause: Clause,
    names: Names,
    zone: zoneinfo.ZoneInfo | None,
    kinds: Sequence[Kind],
    server: str,
    *,
    is_plain: bool,
) -> Parts:
    row = FILTERS[clause.filter]
    says = _OWN.get(clause.filter, row.says) if is_plain else row.says
    head, _, tail = says[clause.is_negated].partition("{}")
    if "{}" not in says[clause.is_negated]:
        return (head,)
    said = dict.fromkeys(
        things(names, kinds, clause.values, server)
        if row.kinds
        else [_value(clause.filter, value, zone) for value in clause.values]
    )
    shown = join_list(said, _SHOWN) if len(said) > _SHOWN else join(said, " or ")
    if clause.typed and clause.values == (plain(shown),) and clause.values[0].isdigit():
        # Nobody but who typed it has a name for the id.
        shown = (UntrustedText(clause.typed), f" ({plain(shown)})")
        return tuple(part for part in (head, *shown, tail) if part)
    return tuple(part for part in (head, *shown, *_typed(clause, shown), tail) if part)


def _typed(clause: Clause, shown: Parts) -> Parts:
    """Return what was typed, where that is not what those are called who were meant."""
    if not clause.typed or words_of(clause.typed) == words_of(plain(shown)):
        return ()
    return (" (“", UntrustedText(clause.typed, "plain"), "”)")


def _other_names(clause: Clause, names: Names, found: OtherNames) -> Parts:
    """Return whom and what words found by another name than the one that lines show: "#roadmap, then called plans"."""
    if clause.filter != "text" or clause.is_negated:
        return ()
    others = [one for value in clause.values for one in found.get(value, ())]
    if not others:
        return ()
    told = [_otherwise(names, one) for one in others[:_SHOWN]]
    more = [(words.AND_MORE.format(count=len(others) - _SHOWN),)] if len(others) > _SHOWN else []
    return (words.OTHERWISE_CALLED, *join([*told, *more], "; "), ")")


def _otherwise(names: Names, one: OtherName) -> Parts:
    shown = references.thing(names, one.kind, one.id)
    if one.name is None:
        return (*shown, words.CALLED_OTHERWISE)
    name = UntrustedText(one.name, "plain")
    return (*shown, words.THEN_CALLED, name) if one.is_past else (*shown, " (", name, ")")


def things(
    names: Names, kinds: Sequence[Kind], values: Sequence[str], server: str = words.SERVER_OR_EVERYONE
) -> list[Parts]:
    """Return people and things by name; those that are called alike with what tells them apart.

    Args:
        names: What they are called.
        kinds: What they may be.
        values: Their ids.
        server: What the server's own id is called, where it may be the server.
    """
    told = [_thing(names, kinds, value, server) for value in values]
    called = [plain(parts).casefold() for parts in told]
    nouns = [_noun(names, kinds, value) for value in values]
    alike, of_a_kind = collections.Counter(called), collections.Counter(zip(called, nouns, strict=True))
    return [
        parts if alike[name] == 1 else _told_apart(names, parts, value, noun if of_a_kind[name, noun] == 1 else "")
        for parts, name, value, noun in zip(told, called, values, nouns, strict=True)
    ]


def _noun(names: Names, kinds: Sequence[Kind], value: str) -> str:
    """Return what kind of thing it is that has a name; empty where nothing is known of it."""
    thing_id = int(value) if value.isascii() and value.isdigit() else 0
    known = ((kind, names.get(kind, thing_id)) for kind in kinds)
    return next((NAMING[kind].noun for kind, one in known if one is not None and one.name is not None), "")


def _told_apart(names: Names, parts: Parts, value: str, noun: str) -> Parts:
    """Return a name with what tells it apart, unless that stands beside it: a username, what it alone is, or its id."""
    known = names.get(Kind.USER, int(value)) if value.isdigit() else None
    username = None if known is None else known.username
    apart = UntrustedText(username or noun or value, "plain")
    return parts if plain(parts).endswith(f"({apart.text})") else (*parts, " (", apart, ")")


def _value(name: str, value: str, zone: zoneinfo.ZoneInfo | None) -> Parts:
    say = _SAYS.get(name)
    if say is not None:
        return say(value)
    if name in ("before", "after"):
        return _bound(int(value), zone)
    return (UntrustedText(value.strip(), "plain"),)


def _thing(names: Names, kinds: Sequence[Kind], value: str, server: str) -> Parts:
    """Somebody or something by name; somebody whom nobody knows by a mention, which each reader's Discord fills in."""
    if not (value.isascii() and value.isdigit()):
        return (UntrustedText(value),)
    thing_id = int(value)
    if names.guild_id and thing_id == names.guild_id and Kind.ROLE in kinds:
        return (server if Kind.SERVER in kinds else words.EVERYONE,)
    for kind in kinds:
        known = names.get(kind, thing_id)
        if known is not None and known.name is not None:
            return references.thing(names, kind, thing_id)
    if kinds[0] is Kind.USER:
        return (Person(thing_id),)
    return (f"{NAMING[kinds[0]].noun} {thing_id}",) if len(kinds) < len(Kind) else (f"{thing_id}",)


def _bound(bound: int, zone: zoneinfo.ZoneInfo | None) -> Parts:
    # The last id before a moment leaves out what was before it.
    moment = snowflake.time_of(bound if bound + 1 & _WITHIN else bound + 1)
    entry = f"entry {bound}, " if bound & _WITHIN and bound + 1 & _WITHIN and bound - 1 & _WITHIN else ""
    told = (Timestamp(moment),) if zone is None else (format_moment(moment, zone),)
    return (*((entry,) if entry else ()), *told, RelativeTimestamp(moment))


def _key(value: str) -> Parts:
    known = fields.COMMON.get(value) or next((row for (_, key), row in fields.OF_OBJECT.items() if key == value), None)
    return (UntrustedText(value, "plain"),) if known is None else (f"{known.label[:1].lower()}{known.label[1:]}",)


def _permission(value: str) -> Parts:
    return (permission_slugs().get(value) or value.removeprefix("permission_"),)


def _action(value: str) -> Parts:
    return (action_words(value),)


_IS: Final[Mapping[str, str]] = {"bot": "by a bot", "undone": "undone since"}

_SAYS: Final[Mapping[str, Callable[[str], Parts]]] = {
    "action": _action,
    "category": lambda value: (Category(value).title,),
    "key": _key,
    "is": lambda value: (_IS[value],),
    "permission": _permission,
    "gained": _permission,
    "lost": _permission,
}
"""How the values of a filter read; people and things are called by name, times are told, all else stays as it is."""
