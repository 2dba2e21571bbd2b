"""What is done with a yes or a no to an answer that all would see."""

import asyncio
import contextlib

import aiohttp
import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.answers import responder
from lightbulb_audit.commands.answers.public_answers import PublicAnswers
from lightbulb_audit.commands.host_checks import HostChecks
from lightbulb_audit.commands.presses import Answer, Press
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.render import public_question
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.public_question import Choice


class PublicPresses:
    """Answers the presses under the question: yes shows the answer to all, no to the presser alone.

    Args:
        public: The answers that wait.
        checks: The host's own checks.
        others: Answers every other press of ours.
    """

    def __init__(self, public: PublicAnswers, checks: HostChecks, others: Answer) -> None:
        self._public = public
        self._checks = checks
        self._others = others

    async def __call__(self, interaction: Press, sent: asyncio.Event) -> None:
        """Answer a press, and set the event once Discord has a first answer."""
        press = public_question.parse_press(interaction.custom_id)
        if press is None or not isinstance(interaction, hikari.ComponentInteraction):
            await self._others(interaction, sent)
        elif await self._checks.pass_press(interaction, press.command, sent):
            await self._answer(interaction, press, sent)

    async def _answer(
        self, interaction: hikari.ComponentInteraction, press: public_question.Press, sent: asyncio.Event
    ) -> None:
        waiting = self._public.take(press.token, int(interaction.user.id))
        is_yes = press.choice is Choice.YES

        async def work(guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
            if is_yes:
                await self._public.remember(int(guild_id), int(interaction.channel_id))
            if waiting is not None:
                return await waiting.work(guild_id, viewer)
            if is_yes:
                return public_question.remembered()
            raise OutdatedError

        is_public = is_yes and waiting is not None
        # A no turns the question itself into the answer, as a yes does whose answer is no more.
        manner = responder.ResponseMode(edits=not is_public, private=not is_public)
        await responder.respond_if_allowed(interaction, work, manner, sent)
        if is_public:
            with contextlib.suppress(hikari.HikariError, aiohttp.ClientError, OSError):
                await interaction.delete_message(interaction.message)
