"""The file of a whole incident, as an answer."""

import asyncio
from collections.abc import Sequence
from typing import Final

import hikari

from lightbulb_audit.catalog import incident_words as words
from lightbulb_audit.commands.answers.incident.responses import IncidentPress
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.describe import Description
from lightbulb_audit.export.incident import incident_report
from lightbulb_audit.render import limits
from lightbulb_audit.render.export import FORMATS, Packer, TooMuch
from lightbulb_audit.render.incident.answers import say
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.services.incidents.ports import IncidentView

_SLICE: Final = 1000
"""Entries that are told at a time."""


async def incident_file(services: Services, press: IncidentPress, limit: int) -> MessagePayload:
    """Make the file of an incident: who, the powers that were gained, what still stands, and every entry, in order.

    Args:
        services: Where the answer comes from.
        press: The press.
        limit: The bytes that Discord takes for a file here; 0 where nobody knows.

    Raises:
        ArchiveError: If the database does not do its part.
    """
    incident = press.incident
    told: list[Description] = []
    for at in range(0, len(incident.entry_ids), _SLICE):
        told += await press.services.entries.tell(incident.guild_id, incident.entry_ids[at : at + _SLICE])
    if not told:
        return say(words.NO_ENTRIES)
    view = await press.services.teller.tell(incident)
    server = services.server(hikari.Snowflake(incident.guild_id))
    whole = IncidentView(incident, told, view.subject, view.responses, view.kept)
    report = incident_report(whole, server.name, server.holders, services.clock.now(), services.config.zone)
    packer = Packer(FORMATS["html"], limit or limits.upload(0))
    _fill(packer, told)
    # Packing compresses: nobody else should wait for it.
    packed = await asyncio.to_thread(packer.pack, report)
    if isinstance(packed, TooMuch):
        return say(packed.summary)
    made = words.FILE_MADE_OF_ONE if len(told) == 1 else words.FILE_MADE.format(count=f"{len(told):,}")
    files = [hikari.Bytes(file.data, file.name, mimetype=file.media_type) for file in packed.files]
    return MessagePayload(hikari.Embed(description=f"{made} {packed.summary}".strip(), color=COLOUR), files=files)


def _fill(packer: Packer, told: Sequence[Description]) -> None:
    for one in told:
        packer.add(one)
