"""What a thing was like at a moment: whether it was there, its settings, and a menu of other moments."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.categories import Tone
from lightbulb_audit.catalog.kinds import HIDDEN_NAME, NAMING, Kind
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.markdown import markdown, timestamp
from lightbulb_audit.describe.text.plain import moment_text, plain
from lightbulb_audit.describe.text.spans import Parts, Timestamp, UntrustedText
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.progress import MissingRange
from lightbulb_audit.model.query import Query
from lightbulb_audit.render import components, limits, timeline_lines
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.custom_id import encode
from lightbulb_audit.render.entry import COLOURS
from lightbulb_audit.render.listing import missing_text
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.render.overflow import fit_lines_counted
from lightbulb_audit.render.search.query_footer import footer_text
from lightbulb_audit.services.state_reader import StateAtMoment
from lightbulb_audit.timeline.rebuild import Presence, TimelineState

_NAME: Final = 100
_NAMED_ALONE: Final = frozenset({Kind.USER, Kind.CHANNEL, Kind.UNKNOWN})


@dataclasses.dataclass(frozen=True, slots=True)
class PastView:
    """All that a moment of a thing is drawn from.

    Attributes:
        past: What it was like.
        names: What people and things are called.
        menu_id: The custom id of the menu of other moments; each option's value is the id of an entry, for the state
            right after it.
        back_id: The custom id of the button Back.
        everyone: What the role everyone was like, of a server.
        query: The question, which the message carries; None for none.
        missing: What the archive lacks of the time since the first entry.
    """

    past: TimelineState
    names: Names
    menu_id: str
    back_id: str
    everyone: TimelineState | None = None
    query: Query | None = None
    missing: Sequence[MissingRange] = ()

    @classmethod
    def of(cls, read: StateAtMoment, button: ButtonState) -> "PastView":
        """Return what a moment is drawn from, given what the button carries that leads there."""
        menu_id, back_id = (encode(button._replace(verb=verb)) for verb in (Verb.MOMENT, Verb.BACK))
        query = read.query if button.view.is_searched else None
        return cls(read.state, read.names, menu_id, back_id, read.everyone, query, read.missing)


def draw(view: PastView) -> MessagePayload:
    """Draw it so that Discord takes it, however much there is."""
    past = view.past
    title = words.PAST.format(thing=_title(past, view.names), time=moment_text(Timestamp(past.moment)))
    head, foot = "\n".join(_head(view)), timeline_lines.unknown_settings(past)
    body, _ = fit_lines_counted(
        [*timeline_lines.lines(past, view.names)], limits.DESCRIPTION - len(head) - len(foot) - 2
    )
    is_gone = past.existence in {Presence.GONE, Presence.NOT_YET}
    colour = COLOURS[Tone.REMOVE] if is_gone else COLOUR
    embed = hikari.Embed(title=title, description="\n".join(filter(None, (head, body, foot))), color=colour)
    if view.everyone is not None and (lines := [*timeline_lines.lines(view.everyone, view.names)]):
        embed.add_field(words.PAST_EVERYONE, fit_lines_counted(lines, limits.FIELD_VALUE)[0])
    if view.query is not None:
        embed.set_footer(footer_text(view.query))
    if view.missing:
        embed.add_field(words.MISSING, missing_text(view.missing))
    return MessagePayload(embed, [*_menu(view), _back(view)])


def thing(past: TimelineState, names: Names) -> Parts:
    """Return what it is and what it is called: by the name of today, else by the one that is told."""
    kind, thing_id = past.kind, past.thing_id
    known = references.lookup(names, kind, thing_id) if isinstance(thing_id, int) else None
    if kind is Kind.COMMAND and known is None and isinstance(thing_id, int):
        # The permissions of a whole app have the app as their target.
        known = references.lookup(names, Kind.INTEGRATION, thing_id)
        kind = kind if known is None else Kind.INTEGRATION
    name = thing_id if isinstance(thing_id, str) else None if known is None else known.name
    name = name or _find_name(past)
    if name is None:
        return (plain(references.thing(names, kind, int(thing_id))),)
    text = references.reference(kind, name, None if known is None else known.channel_type).text
    said = UntrustedText(text, "plain")
    return (said,) if kind in _NAMED_ALONE else (f"{NAMING[kind].noun} ", said)


def _title(past: TimelineState, names: Names) -> str:
    text, parts = markdown(thing(past, names), longest=_NAME), thing(past, names)
    return text if isinstance(parts[0], UntrustedText) else _capital(text)


def _within(past: TimelineState, names: Names) -> str:
    """Return the same within a sentence."""
    parts = thing(past, names)
    return markdown(parts if len(parts) == 1 else ("the ", *parts), longest=_NAME)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _find_name(past: TimelineState) -> str | None:
    key = NAMING[past.kind].name_key
    named = (one.value for one in past.settings if one.key == key)
    return next((name for name in named if isinstance(name, str) and name.strip() and name != HIDDEN_NAME), None)


def _head(view: PastView) -> Iterator[str]:
    """Yield whether it was there, in a sentence, and what moment this is."""
    past = view.past
    exact, ago = timestamp(past.moment, "F"), timestamp(past.moment, "R")
    yield f"-# {words.PAST_AS_OF.format(time=f'{exact} ({ago})')}"
    is_told = bool(past.settings or past.items or past.overwrites)
    template = _say_presence(past, is_told=is_told)
    if template and past.turn is not None:
        sentence = markdown(describe(past.turn, view.names).sentence, longest=_NAME)
        yield template.format(sentence=sentence, time=timeline_lines.day(past.turn))
    elif past.existence is Presence.NOT_YET:
        yield words.PAST_NOT_MADE.format(time=timestamp(snowflake.time_of(int(past.thing_id)), "f"))
    if past.again is not None and past.kind is Kind.USER:
        yield words.PAST_AGAIN.format(time=timeline_lines.day(past.again))
    if past.existence is Presence.UNTOLD:
        yield words.PAST_NOTHING.format(thing=_within(past, view.names))
    elif not is_told and past.existence in {Presence.PRESUMED, Presence.MADE}:
        yield words.PAST_NOTHING_THEN


def _say_presence(past: TimelineState, *, is_told: bool) -> str:
    """Return the sentence that says whether it was there; empty where nothing needs to be said."""
    is_member = past.kind is Kind.USER
    if past.existence is Presence.GONE and is_told:
        return words.PAST_LEFT if is_member else words.PAST_GONE
    return {
        Presence.GONE: words.PAST_LEFT_BEFORE if is_member else words.PAST_GONE_BEFORE,
        Presence.NOT_YET: words.PAST_NOT_HERE_YET if is_member else words.PAST_NOT_YET,
        Presence.MADE: words.PAST_MADE,
    }.get(past.existence, "")


def _menu(view: PastView) -> list[hikari.api.ComponentBuilder]:
    """Return the moments right after its entries, newest first; of more than fit, those around this one."""
    shown = view.past.around(limits.MENU_OPTIONS)
    if not shown:
        return []
    row = hikari.impl.MessageActionRowBuilder()
    menu = row.add_text_menu(view.menu_id, placeholder=words.PAST_MENU, min_values=1, max_values=1)
    for record in reversed(shown):
        told = describe(record, view.names)
        menu.add_option(
            components.label(told),
            str(int(record.id)),
            description=moment_text(Timestamp(snowflake.time_of(record.id))),
            emoji=told.icon,
        )
    return [row]


def _back(view: PastView) -> hikari.api.ComponentBuilder:
    row = hikari.impl.MessageActionRowBuilder()
    row.add_interactive_button(hikari.ButtonStyle.SECONDARY, view.back_id, label=words.BACK)
    return row
