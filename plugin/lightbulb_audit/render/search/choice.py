"""Several things of one name, and a menu to choose the one that is meant."""

from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import NAMING, Kind
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.markdown import markdown
from lightbulb_audit.describe.text.plain import plain, truncate
from lightbulb_audit.describe.text.spans import Parts, Timestamp, UntrustedText, join
from lightbulb_audit.model import snowflake
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.render import limits
from lightbulb_audit.render.button_state import ButtonState
from lightbulb_audit.render.custom_id import encode
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.render.overflow import fit_lines_counted
from lightbulb_audit.render.search.candidates import which_one
from lightbulb_audit.render.search.query_footer import footer_text
from lightbulb_audit.render.timeline import thing
from lightbulb_audit.services.candidate_reader import Candidates
from lightbulb_audit.timeline.rebuild import Presence, TimelineState

_NAME: Final = 60


def draw(candidates: Candidates, state: ButtonState) -> MessagePayload:
    """Draw the choice.

    Args:
        candidates: What can be chosen.
        state: What the menu carries; each option's value is the id of a thing.
    """
    things, footer = candidates.things, footer_text(candidates.query)
    shown = things[: limits.MENU_OPTIONS]
    room = min(limits.DESCRIPTION, limits.EMBEDS_TOTAL - len(footer) - len(words.HISTORY)) - len(words.SEVERAL) - 1
    lines, _ = fit_lines_counted([_line(candidates, one) for one in things], room)
    embed = hikari.Embed(title=words.HISTORY, description=f"{words.SEVERAL}\n{lines}", color=COLOUR)
    row = hikari.impl.MessageActionRowBuilder()
    menu = row.add_text_menu(encode(state), placeholder=which_one(len(shown), len(things)), min_values=1, max_values=1)
    for one in shown:
        menu.add_option(
            truncate(plain(thing(one, candidates.names), longest=_NAME), limits.MENU_LABEL),
            str(one.thing_id),
            description=truncate(
                plain(_facts(one, candidates.names, candidates.typed), longest=_NAME), limits.MENU_DESCRIPTION
            ),
        )
    return MessagePayload(embed.set_footer(footer), [row])


def _line(candidates: Candidates, one: TimelineState) -> str:
    names = candidates.names
    facts = _facts(one, names, candidates.typed)
    return f"• {markdown(thing(one, names), longest=_NAME)} · {markdown(facts, longest=_NAME)}"


def _holds(parts: Parts, typed: str) -> bool:
    """Return whether a name holds what was typed."""
    return f" {' '.join(words_of(typed))}" in f" {' '.join(words_of(plain(parts)))}"


def _facts(one: TimelineState, names: Names, typed: str) -> Parts:
    """Return what it is, since when, and until when, in words that tell it from the others."""
    facts: list[Parts] = []
    if isinstance(thing(one, names)[0], UntrustedText):
        facts.append((NAMING[one.kind].noun,))
    is_person = one.kind is Kind.USER
    is_named = one.kind not in (Kind.USER, Kind.SERVER, Kind.UNKNOWN)
    if is_named and words_of(typed) and not _holds(thing(one, names), typed):
        facts.append((words.ONCE_CALLED_SO,))
    if isinstance(one.thing_id, int):
        known = names.get(Kind.USER, one.thing_id) if is_person else None
        if known is not None and known.username:
            facts.append((UntrustedText(f"@{known.username}", "plain"),))
        facts.append((words.ACCOUNT_MADE if is_person else words.MADE, Timestamp(snowflake.time_of(one.thing_id))))
    if one.existence is Presence.GONE and one.turn is not None:
        facts.append((words.LEFT if is_person else words.DELETED, Timestamp(snowflake.time_of(one.turn.id))))
    return join(facts, ", ")
