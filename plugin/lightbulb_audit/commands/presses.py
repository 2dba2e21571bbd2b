"""Buttons and menus: answered from what they carry, so that they work after a restart, for whoever may press them."""

import hikari

from lightbulb_audit.commands import respond
from lightbulb_audit.commands.asker import viewer_of
from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.commands.refusals import refusal, sentence
from lightbulb_audit.errors import OutdatedError
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
        work = self._work(interaction, interaction.guild_id, state)
        await respond.answer(interaction, work, respond.Manner(edits=_edits(interaction, state), private=True))

    async def _work(
        self, interaction: hikari.ComponentInteraction, guild_id: hikari.Snowflake, state: State
    ) -> Drawing:
        if state.verb is Verb.ENTRY:
            return await self._chosen(interaction, guild_id, state)
        if state.verb is Verb.WHOLE:
            return await self._whole(interaction, guild_id, state.entry_id)
        return await self._audit.listed(guild_id, state)

    async def _chosen(
        self, interaction: hikari.ComponentInteraction, guild_id: hikari.Snowflake, state: State
    ) -> Drawing:
        entry_id = snowflake.parse(interaction.values[0]) if interaction.values else None
        if entry_id is None or interaction.member is None:
            raise OutdatedError
        # What is chosen is shown to the chooser alone, so it is drawn for their eyes.
        viewer = viewer_of(interaction.member, private=True)
        return await self._audit.entry(guild_id, entry_id, viewer, state._replace(verb=Verb.BACK))

    async def _whole(
        self, interaction: hikari.ComponentInteraction, guild_id: hikari.Snowflake, entry_id: int | None
    ) -> Drawing:
        if entry_id is None or interaction.member is None:
            raise OutdatedError
        text = await self._audit.whole(guild_id, entry_id, viewer_of(interaction.member, private=True))
        return Drawing(file=hikari.Bytes(text.encode("utf-8", "replace"), f"entry-{entry_id}.txt"))


def _edits(interaction: hikari.ComponentInteraction, state: State) -> bool:
    """Whether the message is changed in place: a list that others see too stays theirs when one looks into an entry."""
    if state.verb is Verb.WHOLE:
        return False
    return state.verb is not Verb.ENTRY or bool(interaction.message.flags & hikari.MessageFlag.EPHEMERAL)
