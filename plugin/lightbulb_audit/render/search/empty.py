"""An empty answer to a search: which condition rules out what there is, and buttons that leave it out."""

from collections.abc import Sequence
from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.blind_spots import UNTOLD, UNTOLD_OF
from lightbulb_audit.describe.text.markdown import escape, markdown
from lightbulb_audit.describe.text.plain import clean, plain, truncate
from lightbulb_audit.describe.text.spans import Parts, UntrustedText, join
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.refinement import Relaxation, closest, is_span
from lightbulb_audit.query.remote import named_ids, single_subject, types_of
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.render import limits
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.custom_id import encode
from lightbulb_audit.render.search.query_text import describe_query
from lightbulb_audit.services.causes import Near
from lightbulb_audit.services.list_reader import EntryList
from lightbulb_audit.services.log.browse import Window

_SHOWN: Final = 3
"""Conditions of which is told what leaving them out finds, each with a button."""

_NAME: Final = 40
_UNTOLD: Final = 1


def explain(entries: EntryList) -> str:
    """That there is no entry, and what keeps it from being one."""
    window, thing = entries.window, single_subject(entries.window.query)
    nothing = _nothing(window)
    if thing is not None and not thing.isdigit():
        nothing = words.NOTHING_CALLED
    elif window.further:
        nothing = words.NOTHING_YET
    return " ".join(filter(None, (nothing, causes_text(entries))))


def _nothing(window: Window) -> str:
    """That there is no entry: at all, or on this side of the place that was asked for."""
    if window.cursor is None:
        return words.NOTHING_FOUND if window.query else words.NOTHING
    return (words.NOTHING_FOUND_BEYOND if window.query else words.NOTHING_BEYOND)[window.cursor.way]


def causes_text(entries: EntryList) -> str:
    """Return what keeps entries from fitting; empty where nothing is asked for, or nobody knows."""
    window, causes = entries.window, entries.causes
    near = [f"**{escape(one, _NAME)}**" for one in dict.fromkeys(one.name for one in _near(entries))]
    guess = [words.DID_YOU_MEAN.format(names=_either(near))] if near else []
    relaxed = _relaxed(entries)
    hopeless = [words.HOPELESS] if causes.is_hopeless else []
    expired = [words.EXPIRED] if causes.is_expired else []
    missing = [words.PERHAPS_MISSING] if window.query and window.missing else []
    side = [words.DONE_BY_THEM] if entries.person is not None else []
    return " ".join([*guess, *relaxed, *hopeless, *expired, *missing, *side, *_untold(entries)])


def buttons(entries: EntryList) -> list[hikari.api.ComponentBuilder]:
    """A button for each name that may be meant, and for each of the conditions without which there is something."""
    rows = [_meant(entries), _without(entries)]
    return [row for row in rows if row.components]


def _near(entries: EntryList) -> Sequence[Near]:
    """Return what is spelt nearly so, each but once however it is written."""
    found = {(one.clause, tuple(words_of(one.name))): one for one in reversed(entries.causes.near)}
    return list(reversed(found.values()))[:_SHOWN]


def _meant(entries: EntryList) -> hikari.impl.MessageActionRowBuilder:
    """Return whatever is spelt nearly so; a name that no button can carry is told alone."""
    row = hikari.impl.MessageActionRowBuilder()
    state = ButtonState(Verb.MEANT, entries.window.query, view=entries.view)
    for one in _near(entries) if entries.view.is_searched else ():
        said = " ".join(words_of(one.name))
        carried = encode(state._replace(entry_id=one.clause, said=said))
        if said and "|" not in said and len(carried) <= limits.CUSTOM_ID:
            text = truncate(words.MEANT.format(name=clean(one.name)), limits.BUTTON_LABEL)
            row.add_interactive_button(hikari.ButtonStyle.SECONDARY, carried, label=text)
    return row


def _without(entries: EntryList) -> hikari.impl.MessageActionRowBuilder:
    chosen = closest(entries.causes.relaxations, _SHOWN)
    row = hikari.impl.MessageActionRowBuilder()
    for one in chosen:
        count = f"{one.count:,}{'' if one.is_all else '+'}"
        room = limits.BUTTON_LABEL - len(words.WITHOUT.format(condition="", count=count))
        text = words.WITHOUT.format(condition=truncate(plain(_condition(entries, one)), room), count=count)
        state = ButtonState(Verb.WITHOUT, entries.window.query, entry_id=one.clause, view=entries.view)
        row.add_interactive_button(hikari.ButtonStyle.SECONDARY, encode(state), label=text)
    return row


def _relaxed(entries: EntryList) -> list[str]:
    """Return what leaving out each of some conditions would find, as one sentence."""
    said: list[str] = []
    for one in closest(entries.causes.relaxations, _SHOWN):
        template = words.RELAXED_MORE if said else words.RELAXED
        condition = markdown(_condition(entries, one), longest=_NAME)
        said.append(template.format(condition=condition, entries=_counted(one)))
    return [f"{'; '.join([said[0].rstrip('.'), *said[1:]])}."] if said else []


def _condition(entries: EntryList, one: Relaxation) -> Parts:
    query = entries.window.query
    clause = query.clauses[one.clause]
    if is_span(clause):
        return (words.SPAN,)
    if clause.filter == "text" and not clause.is_negated:
        return join([(UntrustedText(value, "plain"),) for value in clause.values], " or ")
    return describe_query(Query((clause,)), entries.names, is_plain=True)[0]


def _counted(one: Relaxation) -> str:
    if not one.is_all:
        return words.ONE_AT_LEAST if one.count == 1 else words.ENTRIES_AT_LEAST.format(count=f"{one.count:,}")
    return words.ONE_ENTRY if one.count == 1 else words.ENTRIES.format(count=f"{one.count:,}")


def _either(names: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _untold(entries: EntryList) -> Sequence[str]:
    """What Discord never tells about the actions, or the one thing, asked for: who looks for it finds nothing else."""
    query = entries.window.query
    asked = [one for one in query.clauses if one.filter == "action" and not one.is_negated]
    types = [number for clause in asked for value in clause.values for number in types_of(value)]
    of_actions = [UNTOLD[one] for one in types if one in UNTOLD]
    kinds = [kind for kind, one in named_ids(query) if (known := entries.names.get(kind, one)) and known.name]
    of_things = [UNTOLD_OF[kind] for kind in kinds if kind in UNTOLD_OF] if len(query.clauses) == 1 else []
    return list(dict.fromkeys([*of_actions, *of_things]))[:_UNTOLD]
