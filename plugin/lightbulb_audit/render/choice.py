"""Several things of one name, and a menu to choose the one that is meant."""

import datetime
from collections.abc import Callable, Iterator
from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.text.markdown import markdown, timestamp
from lightbulb_audit.describe.text.plain import moment_text, plain, truncate
from lightbulb_audit.describe.text.spans import Timestamp
from lightbulb_audit.model import snowflake
from lightbulb_audit.render import limits
from lightbulb_audit.render.button_state import ButtonState, encode
from lightbulb_audit.render.listing import COLOUR
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.query_footer import footer_text
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
    shown = candidates.things[: limits.MENU_OPTIONS]
    left_out = len(candidates.things) - len(shown)
    lines = [words.SEVERAL, *(_line(candidates, one) for one in shown)]
    lines += [words.AND_MORE.format(count=left_out)] * bool(left_out)
    embed = hikari.Embed(title=words.HISTORY, description="\n".join(lines), color=COLOUR)
    row = hikari.impl.MessageActionRowBuilder()
    menu = row.add_text_menu(encode(state), placeholder=words.WHICH_ONE, min_values=1, max_values=1)
    for one in shown:
        menu.add_option(
            truncate(plain(thing(one, candidates.names), longest=_NAME), limits.MENU_LABEL),
            str(one.thing_id),
            description=truncate(", ".join(_facts(one, _written)), limits.MENU_DESCRIPTION),
        )
    return MessagePayload(embed.set_footer(footer_text(candidates.query)), [row])


def _line(candidates: Candidates, one: TimelineState) -> str:
    name = markdown(thing(one, candidates.names), longest=_NAME)
    return f"• {name} · {', '.join(_facts(one, _shown))}"


def _facts(one: TimelineState, tell: Callable[[datetime.datetime], str]) -> Iterator[str]:
    """What it is, since when, and until when, in words that tell it from the others."""
    if isinstance(one.thing_id, int):
        template = words.ACCOUNT_MADE if one.kind is Kind.USER else words.MADE
        yield template.format(time=tell(snowflake.time_of(one.thing_id)))
    if one.existence is Presence.GONE and one.turn is not None:
        template = words.LEFT if one.kind is Kind.USER else words.DELETED
        yield template.format(time=tell(snowflake.time_of(one.turn.id)))


def _written(moment: datetime.datetime) -> str:
    return moment_text(Timestamp(moment))


def _shown(moment: datetime.datetime) -> str:
    return timestamp(moment, "f")
