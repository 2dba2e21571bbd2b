"""Who and what the pages of a log name."""

import dataclasses
from collections.abc import Iterable

from lightbulb_audit.analyse.reason import fold_name
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Names, names_in_pages
from lightbulb_audit.model import Page, snowflake
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import NamedThing, SearchContext
from lightbulb_audit.query.predicate import needs_bots, people, text_values
from lightbulb_audit.query.terms import named_thing
from lightbulb_audit.services.names.name_history import sightings_of_record


def names_in_page(page: Page, text: str) -> list[NamedThing]:
    """Return what a page of the log names by these words, one after the other, or did before it was renamed."""
    named: dict[tuple[str, int, str | None], None] = {
        (kind, thing_id, name): None
        for (kind, thing_id), known in names_in_pages([page]).items()
        for name in (known.name, known.username)
    }
    named |= {
        (one.kind, one.thing_id, one.name): None for record in page.records for one in sightings_of_record(record)
    }
    things = [named_thing(*one[:2], one[2]) for one in named if one[2] is not None]
    return [one for one in things if one.words and one.holds(text)]


def without_server(called: Iterable[NamedThing]) -> list[NamedThing]:
    """Leave out the server: its id is that of everyone, too, and nobody means everyone by its name."""
    return [one for one in called if one.kind != Kind.SERVER]


def extend_with_page(query: Query, lore: SearchContext, page: Page) -> SearchContext:
    """Return what a page of the log tells beside what is known."""
    texts = text_values(query)
    if not texts and not needs_bots(query):
        return lore
    told = {text: without_server(names_in_page(page, text)) for text in texts}
    named = {text: lore.named.get(text, frozenset()) | {one.id for one in some} for text, some in told.items()}
    called = {text: tuple(dict.fromkeys([*lore.called.get(text, ()), *some])) for text, some in told.items()}
    bots = {int(one) for user in page.things("users") if user.get("bot") and (one := snowflake.parse(user.get("id")))}
    known, shared = dict(lore.people), set(lore.shared)
    names = Names(names_in_pages([page]))
    for user_id in people(query):
        party = names.get(Kind.USER, user_id)
        told = () if party is None else (party.name, party.username)
        if party is not None:
            known[user_id] = known.get(user_id, frozenset()) | {fold_name(name) for name in told if name}
        shared |= {name for name in known.get(user_id, ()) if names.people_called(name) - {user_id}}
    return dataclasses.replace(
        lore, named=named, called=called, bots=lore.bots | bots, people=known, shared=frozenset(shared)
    )
