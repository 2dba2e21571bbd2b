"""Exactly the entries of an incident, newest first, a page at a time."""

from collections.abc import Sequence
from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import incident_words as words
from lightbulb_audit.catalog import words as common
from lightbulb_audit.describe import Description
from lightbulb_audit.model.alert import Incident
from lightbulb_audit.model.incident_button import IncidentVerb, custom_id
from lightbulb_audit.render import limits
from lightbulb_audit.render.entry_lines import add_entry_menu, entry_lines
from lightbulb_audit.render.message import COLOUR, MessagePayload

PAGE: Final = limits.MENU_OPTIONS
"""Entries on a page: as many as its menu has options."""

_ROOM: Final = limits.DESCRIPTION - 200


def page_of(incident: Incident, page: int) -> Sequence[int]:
    """Return the ids of the entries of a page, newest first; none beyond the last page."""
    newest = incident.entry_ids[::-1]
    return newest[page * PAGE : (page + 1) * PAGE]


def draw_entries(incident: Incident, descriptions: Sequence[Description], page: int) -> MessagePayload:
    """Draw a page of entries, with a menu to look into one and buttons to walk on."""
    count = len(incident.entry_ids)
    foot = words.LISTED.format(
        number=incident.incident_id,
        first=f"{page * PAGE + 1:,}",
        last=f"{min((page + 1) * PAGE, count):,}",
        count=f"{count:,}",
    )
    lines = entry_lines(descriptions, _ROOM, style="f")
    embed = hikari.Embed(description="\n".join([*lines, f"-# {foot}"]), color=COLOUR)
    menu, buttons = hikari.impl.MessageActionRowBuilder(), hikari.impl.MessageActionRowBuilder()
    add_entry_menu(menu, custom_id(IncidentVerb.ENTRY, incident, page), common.MENU, descriptions)
    for text, step in ((words.NEWER, -1), (words.OLDER, 1)):
        there = page + step
        is_on = 0 <= there * PAGE < count
        carried = custom_id(IncidentVerb.LIST, incident, there if is_on else page)
        # Two components of a message may not carry the same.
        carried = carried if is_on else custom_id(IncidentVerb.NO, incident, page * 2 + (step > 0))
        buttons.add_interactive_button(hikari.ButtonStyle.SECONDARY, carried, label=text, is_disabled=not is_on)
    return MessagePayload(embed, [menu, buttons] if count > PAGE else [menu])
