"""One entry with all that it says: who, what, to whom, when, why, and every change."""

import dataclasses
from collections.abc import Mapping
from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.categories import Tone
from lightbulb_audit.catalog.customs import CUSTOMS
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.party import Party
from lightbulb_audit.describe.reversal import Reversal
from lightbulb_audit.describe.text.markdown import markdown, timestamp
from lightbulb_audit.describe.text.plain import clean, plain, whole
from lightbulb_audit.query.related import Relation, related
from lightbulb_audit.render import limits
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.custom_id import encode
from lightbulb_audit.render.entry_fields import entry_fields
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.search.query_footer import footer_text
from lightbulb_audit.services.names.resolve import Resolution

COLOURS: Final[Mapping[Tone, hikari.Color]] = {
    Tone.ADD: hikari.Color(0x57F287),
    Tone.CHANGE: hikari.Color(0xFEE75C),
    Tone.REMOVE: hikari.Color(0xED4245),
    Tone.SANCTION: hikari.Color(0xEB459E),
    Tone.RELEASE: hikari.Color(0x5865F2),
}
"""What an entry did, at a glance: green adds, yellow changes, red removes, pink punishes, blue lets go."""

_NAME: Final = 100
_ROOM: Final = limits.EMBEDS_TOTAL - 500
"""Characters for the whole embed: the rest is for what stands around the fields."""

PIVOTS: Final[Mapping[Verb, Relation]] = {
    Verb.BY_ACTOR: Relation.BY_ACTOR,
    Verb.ABOUT_TARGET: Relation.ABOUT_TARGET,
    Verb.AROUND: Relation.AROUND,
}
"""What leads from an entry to others."""

_PIVOT_LABELS: Final[Mapping[Verb, str]] = {
    Verb.BY_ACTOR: words.BY_ACTOR,
    Verb.ABOUT_TARGET: words.ABOUT_TARGET,
    Verb.AROUND: words.AROUND,
}


@dataclasses.dataclass(frozen=True, slots=True)
class EntryView:
    """All that an entry is drawn from.

    Attributes:
        told: The entry in words.
        resolved: What was looked up for it.
        back: What the button Back to the list leads to.
    """

    told: Description
    resolved: Resolution
    back: ButtonState


def draw(view: EntryView) -> MessagePayload:
    """Draw an entry so that Discord takes it, whatever it holds."""
    told = view.told
    embed = hikari.Embed(title=f"{told.icon} {told.row.name}", description=_head(told), color=colour_of(told))
    _author(embed, view)
    room = _ROOM - len(_footer(view)) - len(embed.title or "") - len(embed.description or "") - _NAME
    is_cut = False
    for name, text, cut in entry_fields(told, view.resolved):
        value = text if len(text) + len(name) <= room else ""
        if not value:
            is_cut = True
            continue
        embed.add_field(name, value)
        room -= len(name) + len(value)
        is_cut = is_cut or cut
    embed.set_footer(_footer(view))
    return MessagePayload(embed, _buttons(view, is_cut=is_cut))


def _footer(view: EntryView) -> str:
    """Return which entry it is, and the search that the way back leads to."""
    entry = f"Entry {int(view.told.record.id)}" if view.told.record.id else words.NO_ID
    return f"{entry} · {footer_text(view.back.query)}" if view.back.view.is_searched else entry


def in_full(told: Description) -> str:
    """Return everything that an entry says as plain text, nothing cut: the file behind All changes."""
    time = told.record.created_at
    lines = [
        plain(told.sentence),
        "" if time is None else f"{time:%Y-%m-%d %H:%M:%S} UTC",
        f"Entry {int(told.record.id)}" if told.record.id else words.NO_ID,
    ]
    if told.record.is_imported:
        lines.append(words.IMPORTED)
    people = ((words.WHO, told.actor), (words.TARGET_PERSON, told.target), (words.FOR_WHOM, told.on_behalf_of))
    lines += [f"{label}: {_in_full(party)}" for label, party in people if party and party.kind is Kind.USER]
    if told.full_reason is not None:
        lines.append(f"Reason: {clean(told.full_reason)}")
    if told.undoing is not None:
        lines.append(f"{words.CAME_OF_IT}: {plain(told.undoing.text)} ({_undone_at(told.undoing)})")
    said = [*told.changes, *told.options, *told.raw_parts]
    lines += ["", *(f"{plain((line.label,))}: {whole(line.text)}" for line in said)]
    lines += ["", *told.untold] if told.untold else []
    return "\n".join(lines).rstrip() + "\n"


def _in_full(person: Party) -> str:
    """Return a person's name, username and id."""
    return ", ".join(filter(None, (person.shown, person.other_name, f"id {int(person.id or 0)}")))


def _head(told: Description) -> str:
    time = told.record.created_at
    when = "" if time is None else f"{timestamp(time, 'F')} ({timestamp(time, 'R')})"
    imported = f"\n{words.IMPORTED}" if told.record.is_imported else ""
    return f"{markdown(told.sentence, longest=_NAME)}\n{when}".rstrip() + imported


def colour_of(told: Description) -> hikari.Color:
    """Return the embed's colour: a role's new one as it is, else that of what the entry did."""
    for change in told.record.changes():
        if change.key == "color" and isinstance(change.new, int) and 0 < change.new <= 0xFFFFFF:  # noqa: PLR2004 - 24 bits
            return hikari.Color(change.new)
    own = CUSTOMS.colour_of(told.row, told.doings)
    return COLOURS[told.row.tone] if own is None else hikari.Color(own)


def _author(embed: hikari.Embed, view: EntryView) -> None:
    actor = view.told.actor
    user = None if actor.id is None else view.resolved.users.get(actor.id)
    name = actor.shown or (f"user {actor.id}" if actor.id is not None else "Somebody")
    is_bot = actor.bot or (user is not None and user.is_bot)
    icon = None if user is None else (user.make_avatar_url(size=64) or user.default_avatar_url)
    embed.set_author(name=f"{clean(name)[:_NAME]}{' (bot)' if is_bot else ''}", icon=icon)


def _undone_at(undoing: Reversal) -> str:
    return words.UNDONE_WHERE.format(time=f"{undoing.at:%Y-%m-%d %H:%M:%S} UTC", entry_id=int(undoing.record.id))


def _buttons(view: EntryView, *, is_cut: bool) -> list[hikari.api.ComponentBuilder]:
    row = hikari.impl.MessageActionRowBuilder()
    row.add_interactive_button(hikari.ButtonStyle.SECONDARY, encode(view.back), label=words.BACK)
    entry_id = int(view.told.record.id)
    if is_cut and entry_id:
        state = view.back._replace(verb=Verb.WHOLE, entry_id=entry_id)
        row.add_interactive_button(hikari.ButtonStyle.SECONDARY, encode(state), label=words.ALL_CHANGES)
    return [row, *_pivots(view)]


def _pivots(view: EntryView) -> list[hikari.api.ComponentBuilder]:
    """Return the buttons to what else one would ask for; none for an entry that cannot be found again."""
    record, query = view.told.record, view.back.query
    if not record.id:
        return []
    row = hikari.impl.MessageActionRowBuilder()
    for verb, relation in PIVOTS.items():
        state = ButtonState(verb, dataclasses.replace(query, clauses=()), entry_id=int(record.id))
        row.add_interactive_button(
            hikari.ButtonStyle.SECONDARY,
            encode(state),
            label=_PIVOT_LABELS[verb],
            is_disabled=related(record, relation) is None,
        )
    return [row]
