"""Whom and what words find by a name that no line shows."""

from collections.abc import Sequence
from typing import Any

import pytest
from tests.unit.entries import ANNA, BOB, GENERAL, GUILD, HELPER, KNOWN, LOUNGE, NAMES, entry, record, told

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.terms import named_thing
from lightbulb_audit.render.search.query_text import describe_query
from lightbulb_audit.services.names.other_names import find_called, other_names, references_of

_DELETED = entry(72, BOB, options={"channel_id": str(GENERAL), "count": "2"})


def _said(text: str, *called: tuple[Kind, int, str], rows: Sequence[Any] = (_DELETED,), then: Names = NAMES) -> str:
    """The question as an answer with these entries repeats it, whatever is called so."""
    context = SearchContext(called={text: tuple(named_thing(*one) for one in called)})
    query = Query((Clause("text", (text,)),))
    found = find_called(query, context, [record(raw) for raw in rows])
    others = other_names(found, [told(raw, then) for raw in rows], NAMES, lambda _: {"Bobby T"})
    (said,) = describe_query(query, NAMES, other_names=others)
    return plain(said)


@pytest.mark.parametrize(
    ("text", "called", "said"),
    [
        ("plans", [(Kind.CHANNEL, GENERAL, "plans")], "with “plans” (or #general, then called plans)"),
        ("plan", [(Kind.CHANNEL, GENERAL, "plans"), (Kind.CHANNEL, LOUNGE, "plan b")],
         "with “plan” (or #general, then called plans)"),
        ("t", [(Kind.USER, BOB, "Bobby T"), (Kind.USER, BOB, "Tim")], "with “t” (or bob (Bobby T))"),
        ("x", [(Kind.USER, BOB, "x_bob"), (Kind.CHANNEL, GENERAL, "x-men")],
         "with “x” (or bob, then called x_bob; #general, then called x-men)"),
        ("bob", [(Kind.USER, BOB, "bob")], "with “bob”"),
        ("messages", [(Kind.USER, BOB, "messages")], "with “messages”"),
        ("everyone", [(Kind.ROLE, int(GUILD), "everyone")], "with “everyone”"),
        ("helper", [(Kind.ROLE, HELPER, "helper")], "with “helper”"),
    ],
)  # fmt: skip
def test_who_is_meant_by_words(text: str, called: Sequence[tuple[Kind, int, str]], said: str) -> None:
    """What an entry names by a name that its line does not show is told once, with that name."""
    assert _said(text, *called) == said


def test_a_name_of_now_in_a_line_of_then() -> None:
    """Who is called so now, but is shown by the name of then, is told as well."""
    then = Names({**KNOWN, (Kind.USER, BOB): Known("Dusty")}, guild_id=int(GUILD))
    said = "with “bob” (or bob, called otherwise then)"
    assert _said("bob", (Kind.USER, BOB, "bob"), then=then) == said
    assert _said("bob", (Kind.USER, BOB, "bob"), rows=[entry(22, ANNA, user=BOB)], then=then) == said


def test_who_has_to_be_named() -> None:
    """Names of today are needed of those alone whom an entry names."""
    called = (named_thing(Kind.USER, BOB, "rob"), named_thing(Kind.USER, ANNA + 900, "rob"))
    query = Query((Clause("text", ("rob",)),))
    found = find_called(query, SearchContext(called={"rob": called}), [record(_DELETED)])
    assert references_of(found) == [(Kind.USER, BOB)]
