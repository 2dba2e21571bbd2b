"""Buttons and menus: answered from what they carry, so that they work after a restart, for whoever may press them."""

import hikari

from lightbulb_audit.commands import respond
from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.commands.refusals import refusal, sentence
from lightbulb_audit.errors import MissingEntryError, OutdatedError
from lightbulb_audit.model import snowflake
from lightbulb_audit.render.drawing import Drawing
from lightbulb_audit.render.state import State, Verb, decode, is_ours


class Presses:
    """Answers every press of a component that is ours.

    Args:
        audit: Where answers come from.
    """

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    async def __call__(self, event: hikari.InteractionCreateEvent) -> None:
        """Answer a press; leave everything else alone."""
        interaction = event.interaction
        if not isinstance(interaction, hikari.ComponentInteraction) or not is_ours(interaction.custom_id):
            return
        no = refusal(interaction)
        if no is not None or interaction.guild_id is None:
            await respond.refuse(interaction, no or "")
            return
        try:
            state = decode(interaction.custom_id)
        except OutdatedError as error:
            await respond.refuse(interaction, sentence(error))
            return
        manner = respond.Manner(edits=state.verb is not Verb.ENTRY, private=True)
        await respond.answer(interaction, self._work(interaction, interaction.guild_id, state), manner)

    async def _work(
        self, interaction: hikari.ComponentInteraction, guild_id: hikari.Snowflake, state: State
    ) -> Drawing:
        if state.verb is not Verb.ENTRY:
            return await self._audit.recent(guild_id, state.query, state.cursor)
        entry_id = snowflake.parse(interaction.values[0]) if interaction.values else None
        if entry_id is None:
            raise MissingEntryError(0)
        return await self._audit.entry(guild_id, entry_id)
