"""The menu under a list that asks which one is meant of several who are called so."""

import hikari
import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import ACTORS, NAMING, Kind
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.plain import clean, plain, truncate
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.remote import single_id
from lightbulb_audit.render import limits
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.custom_id import encode
from lightbulb_audit.render.search.query_text import things
from lightbulb_audit.services.list_reader import EntryList


def menu(entries: EntryList) -> list[hikari.api.ComponentBuilder]:
    """Return one option for each that the first name of several may mean; nothing where each name means one.

    What was asked for by a mention or an id may have had a namesake, too.
    """
    query = entries.window.query
    place = _place(query, is_alike=bool(entries.namesakes)) if entries.view.is_searched else None
    if place is None:
        return []
    clause = query.clauses[place]
    alike = {str(one.id): one.name for one in entries.namesakes}
    meant = (*clause.values, *alike)
    values = meant[: limits.MENU_OPTIONS]
    kinds = FILTERS[clause.filter].kinds
    row = hikari.impl.MessageActionRowBuilder()
    state = ButtonState(Verb.WHICH, query, entry_id=place, view=entries.view)
    placeholder = which_one(len(values), len(meant))
    chooser = row.add_text_menu(encode(state), placeholder=placeholder, min_values=1, max_values=1)
    for value, parts in zip(values, things(entries.names, kinds, values), strict=True):
        label = truncate(clean(alike[value]) if value in alike else plain(parts), limits.MENU_LABEL)
        chooser.add_option(
            label, value, description=truncate(_hint(entries.names, kinds, value), limits.MENU_DESCRIPTION)
        )
    return [row]


def which_one(shown: int, of: int) -> str:
    """Return what a menu asks that shows some of those who may be meant, or all."""
    return words.WHICH if shown == of else words.WHICH_OF.format(count=shown, of=of)


def _place(query: Query, *, is_alike: bool) -> int | None:
    """The place of the first condition that several people or things fulfil, or of the one that has namesakes."""
    of_one = single_id(query) if is_alike else None
    return next(
        (
            at
            for at, one in enumerate(query.clauses)
            if FILTERS[one.filter].kinds
            and not one.is_negated
            and (len(one.values) > 1 or one.values == (f"{of_one}",))
        ),
        None,
    )


def _hint(names: Names, kinds: tuple[Kind, ...], value: str) -> str:
    """Return what it is, its id, and since when there is such an account or thing."""
    if not value.isdigit():
        return value
    known = next((kind for kind in kinds if (one := names.get(kind, int(value))) is not None and one.name), None)
    noun = NAMING[known].noun if known is not None else ""
    if int(value) in ACTORS:
        return noun
    return words.WHICH_MADE.format(noun=noun, id=value, time=f"{snowflake.time_of(int(value)):%Y-%m-%d}").strip()
