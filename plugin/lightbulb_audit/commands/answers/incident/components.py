"""Answers every press under an incident's message: each time the presser alone, who is checked anew."""

import asyncio
import datetime
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

import hikari

from lightbulb_audit.catalog import incident_words as words
from lightbulb_audit.commands.answers import responder
from lightbulb_audit.commands.answers.incident.file import incident_file
from lightbulb_audit.commands.answers.incident.responses import ANSWERS, QUESTIONS, IncidentPress
from lightbulb_audit.commands.answers.incident.services import IncidentServices
from lightbulb_audit.commands.answers.permissions import viewer_of
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.commands.host_checks import HostChecks
from lightbulb_audit.commands.presses import Answer, Press
from lightbulb_audit.describe.text.markdown import timestamp
from lightbulb_audit.errors import ArchiveError, OutdatedError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.incident_button import IncidentButton, IncidentVerb, parse_custom_id
from lightbulb_audit.model.query import Query, View
from lightbulb_audit.model.response import RefusedResponseError
from lightbulb_audit.render import entry, listing
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.incident.answers import say, say_refused
from lightbulb_audit.render.incident.entries import draw_entries, page_of
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.incidents.ports import Presser

_MUTED_FOR: Final = datetime.timedelta(hours=1)

_Work: TypeAlias = Callable[[hikari.ComponentInteraction, IncidentPress, IncidentButton], Awaitable[MessagePayload]]


class IncidentPresses:
    """Answers presses under incidents.

    Args:
        services: Where answers come from.
        incidents: The incidents.
        checks: The host's own checks.
        others: Answers every other press of ours.
    """

    def __init__(self, services: Services, incidents: IncidentServices, checks: HostChecks, others: Answer) -> None:
        self._services = services
        self._incidents = incidents
        self._checks = checks
        self._others = others
        self._looks: Final[Mapping[IncidentVerb, _Work]] = {
            IncidentVerb.LIST: self._list,
            IncidentVerb.ENTRY: self._entry,
            IncidentVerb.HISTORY: self._history,
            IncidentVerb.FILE: self._file,
            IncidentVerb.MUTE: self._mute,
        }

    async def __call__(self, interaction: Press, sent: asyncio.Event) -> None:
        """Answer a press, and set the event once Discord has a first answer."""
        button = parse_custom_id(interaction.custom_id)
        if button is None or not isinstance(interaction, hikari.ComponentInteraction):
            await self._others(interaction, sent)
            return
        if not await self._checks.pass_press(interaction, _STANDS_FOR.get(button.verb, "recent"), sent):
            return

        async def respond(guild_id: hikari.Snowflake, _: object) -> MessagePayload:
            try:
                return await self._work(interaction, guild_id, button)
            except RefusedResponseError as error:
                return say_refused(error)
            except ArchiveError:
                return say(words.AWAY)

        # A question, and a list that one walks through, is changed in place: only who asked sees it.
        is_own = bool(interaction.message.flags & hikari.MessageFlag.EPHEMERAL)
        edits = is_own and (button.verb in ANSWERS or button.verb is IncidentVerb.LIST)
        manner = responder.ResponseMode(edits=edits, private=True, is_secret=True)
        # Who responds to an incident may do so when the bot was just kept from reading the log.
        reads = button.verb in self._looks and button.verb is not IncidentVerb.MUTE
        await responder.respond_if_allowed(interaction, respond, manner, sent, reads=reads)

    async def _work(
        self, interaction: hikari.ComponentInteraction, guild_id: hikari.Snowflake, button: IncidentButton
    ) -> MessagePayload:
        if interaction.member is None:
            raise OutdatedError
        incident = await self._incidents.store.incident(int(guild_id), button.incident_id)
        if incident is None:
            return say(words.NO_INCIDENT)
        member = interaction.member
        presser = Presser(int(member.id), interaction.user.username, int(member.permissions))
        press = IncidentPress(self._incidents, incident, presser)
        look = self._looks.get(button.verb)
        if look is not None:
            return await look(interaction, press, button)
        question = QUESTIONS.get(button.verb)
        if question is not None:
            return await question(press)
        try:
            return await ANSWERS[button.verb](press)
        finally:
            self._incidents.runner.wake(int(guild_id))

    async def _list(
        self, _: hikari.ComponentInteraction, press: IncidentPress, button: IncidentButton
    ) -> MessagePayload:
        """List exactly its entries."""
        incident = press.incident
        told = await press.services.entries.tell(incident.guild_id, page_of(incident, button.page))
        return draw_entries(incident, told, button.page) if told else say(words.NO_ENTRIES)

    async def _entry(
        self, interaction: hikari.ComponentInteraction, press: IncidentPress, _: IncidentButton
    ) -> MessagePayload:
        """Look into one of them; the way back leads to what a list shows around it."""
        entry_id = snowflake.parse(next(iter(interaction.values), None))
        if entry_id is None or entry_id not in press.incident.entry_ids or interaction.member is None:
            raise OutdatedError
        viewer = viewer_of(interaction.member, private=True)
        details = await self._services.entries.read(hikari.Snowflake(press.incident.guild_id), entry_id, viewer)
        back = ButtonState(Verb.BACK, Query.where(count=self._services.config.count))
        return entry.draw(entry.EntryView(details.description, details.resolution, back))

    async def _history(
        self, interaction: hikari.ComponentInteraction, press: IncidentPress, _: IncidentButton
    ) -> MessagePayload:
        """List what whom it is about did, and what was done to them."""
        if press.incident.key is None or interaction.member is None:
            raise OutdatedError
        side = "target" if press.incident.actor_id is None else "actor"
        query = Query.where(count=self._services.config.count, **{side: press.incident.key})
        guild_id, viewer = hikari.Snowflake(press.incident.guild_id), viewer_of(interaction.member, private=True)
        return listing.draw(await self._services.lists.read(guild_id, query, viewer, View.SIDES))

    async def _file(
        self, interaction: hikari.ComponentInteraction, press: IncidentPress, _: IncidentButton
    ) -> MessagePayload:
        return await incident_file(self._services, press, interaction.attachment_size_limit)

    async def _mute(
        self, _interaction: hikari.ComponentInteraction, press: IncidentPress, _: IncidentButton
    ) -> MessagePayload:
        if not press.presser.permissions & (hikari.Permissions.MANAGE_GUILD | hikari.Permissions.ADMINISTRATOR):
            return say(words.NEEDS_MANAGE)
        until = local_time() + _MUTED_FOR
        await press.services.store.mute_incident(press.incident, until)
        return say(words.MUTED_NOW.format(number=press.incident.incident_id, until=timestamp(until, "t")))


_STANDS_FOR: Final[Mapping[IncidentVerb, str]] = {
    IncidentVerb.LIST: "search",
    IncidentVerb.ENTRY: "entry",
    IncidentVerb.HISTORY: "history",
    IncidentVerb.FILE: "export",
}
"""The command that a press stands for: who may not use it may not press for the same."""
