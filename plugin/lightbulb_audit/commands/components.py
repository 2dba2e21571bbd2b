"""Buttons and menus: answered from what they carry, so that they work after a restart, for whoever may press them."""

import dataclasses
from collections.abc import Mapping
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands import responder
from lightbulb_audit.commands.file_export import export_files
from lightbulb_audit.commands.permissions import viewer_of
from lightbulb_audit.commands.services import Services
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import View
from lightbulb_audit.render import entry, listing, timeline
from lightbulb_audit.render.button_state import ButtonState, Verb, decode, is_ours
from lightbulb_audit.render.components import SAVES, other_forms
from lightbulb_audit.render.export import FORMATS
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.query_footer import parse_footer

_OF_ONE = frozenset({Verb.ENTRY, Verb.WHOLE})
"""What is about one entry; every other press is about a list."""


_OF_A_MOMENT = frozenset({Verb.PAST, Verb.MOMENT})
"""What is about one thing at a moment."""

_LOOKS_INTO = frozenset({Verb.ENTRY, Verb.PAST, *entry.PIVOTS})
"""What leaves the list for one thing in it."""


class ComponentHandler:
    """Answers every press of a component that is ours.

    Args:
        services: Where answers come from.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, event: hikari.InteractionCreateEvent) -> None:
        """Answer a press; leave everything else alone."""
        interaction = event.interaction
        if not isinstance(interaction, hikari.ComponentInteraction) or not is_ours(interaction.custom_id):
            return
        state = _state(interaction.custom_id)

        async def work(guild_id: hikari.Snowflake, presser: hikari.InteractionMember) -> MessagePayload:
            if state is None:
                raise OutdatedError
            return await self._work(interaction, guild_id, presser, state)

        await responder.respond_if_allowed(
            interaction, work, responder.ResponseMode(edits=_edits(interaction, state), private=True)
        )

    async def _work(
        self,
        interaction: hikari.ComponentInteraction,
        guild_id: hikari.Snowflake,
        presser: hikari.InteractionMember,
        state: ButtonState,
    ) -> MessagePayload:
        if state.view.is_searched:
            if not await self._services.server(guild_id).lookups.is_own(interaction.message):
                raise OutdatedError
            search = parse_footer(interaction.message, guild_id)
            state = state._replace(
                query=dataclasses.replace(search, count=state.query.count, is_folded=state.query.is_folded)
            )
        # But for a list, all is shown to the presser alone, so it is drawn for their eyes.
        viewer = viewer_of(presser, private=True)
        if state.verb in SAVES:
            form = FORMATS[SAVES[state.verb]]
            limit = interaction.attachment_size_limit
            saved = await export_files(self._services, guild_id, state.query, form, viewer, limit)
            return dataclasses.replace(saved, rows=other_forms(state))
        if state.verb in entry.PIVOTS:
            return await self._pivot(guild_id, state, viewer)
        chosen = snowflake.parse(next(iter(interaction.values), None))
        if state.verb in _OF_A_MOMENT:
            moment = self._services.clock.now() if chosen is None else int(chosen)
            return timeline.draw(
                timeline.PastView.of(await self._services.states.read(guild_id, state.query, moment, viewer), state)
            )
        if state.verb not in _OF_ONE:
            # A list that is changed in place is seen by whoever saw it before.
            seen = viewer_of(presser, private=bool(interaction.message.flags & hikari.MessageFlag.EPHEMERAL))
            entries = await self._services.lists.read(guild_id, state.query, seen, state.view, state.cursor)
            return listing.draw(entries)
        entry_id = state.entry_id if state.verb is Verb.WHOLE else chosen
        if entry_id is None:
            raise OutdatedError
        details = await self._services.entries.read(guild_id, entry_id, viewer)
        if state.verb is Verb.ENTRY:
            back = state._replace(verb=Verb.BACK, entry_id=None)
            return entry.draw(entry.EntryView(details.description, details.resolution, back))
        text = entry.in_full(details.description)
        return MessagePayload(files=[hikari.Bytes(text.encode("utf-8", "replace"), f"entry-{entry_id}.txt")])

    async def _pivot(self, guild_id: hikari.Snowflake, state: ButtonState, viewer: Viewer) -> MessagePayload:
        """The list of what belongs to the entry that was looked at."""
        if state.entry_id is None:
            raise OutdatedError
        relation = entry.PIVOTS[state.verb]
        query = await self._services.entries.related(guild_id, state.entry_id, relation, state.query.count)
        query = dataclasses.replace(query, is_folded=state.query.is_folded)
        entries = await self._services.lists.read(guild_id, query, viewer, _VIEWS[state.verb])
        return listing.draw(entries)


_VIEWS: Final[Mapping[Verb, View]] = {
    Verb.BY_ACTOR: View.SIDES,
    Verb.ABOUT_TARGET: View.LIFE,
    Verb.AROUND: View.SEARCH,
}
"""The kind of list that leads on from an entry."""


def _state(custom_id: str) -> ButtonState | None:
    """What a press carries; None for what is of another version, or made up."""
    try:
        return decode(custom_id)
    except OutdatedError:
        return None


def _edits(interaction: hikari.ComponentInteraction, state: ButtonState | None) -> bool:
    """Whether the message is changed in place: a list that others see too stays theirs when one looks into an entry."""
    if state is None or state.verb is Verb.WHOLE or state.verb in SAVES:
        return False
    return state.verb not in _LOOKS_INTO or bool(interaction.message.flags & hikari.MessageFlag.EPHEMERAL)
