"""The question before an alert tells a channel that others can read."""

import asyncio
from collections.abc import Awaitable, Callable

import hikari

from lightbulb_audit.catalog import alert_words
from lightbulb_audit.commands.answers.alert.desk import answer, carry_out, check_ping
from lightbulb_audit.commands.answers.feed.desk import AlertServices, FeedDesk, FeedServices, find_place, say
from lightbulb_audit.commands.host_checks import HostChecks
from lightbulb_audit.commands.presses import Answer, Press
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.render.alert import question
from lightbulb_audit.render.message import MessagePayload


class AlertPresses:
    """Answers a yes or a no about alerts: the presser alone, who is checked anew.

    Args:
        desk: What it works with.
        checks: The host's own checks.
        others: Answers every other press of ours.
    """

    def __init__(self, desk: FeedDesk, checks: HostChecks, others: Answer) -> None:
        self._desk = desk
        self._checks = checks
        self._others = others

    async def __call__(self, interaction: Press, sent: asyncio.Event) -> None:
        """Answer a press, and set the event once Discord has a first answer."""
        if not isinstance(interaction, hikari.ComponentInteraction) or not question.is_question(interaction.custom_id):
            await self._others(interaction, sent)
        elif await self._checks.pass_press(interaction, "recent", sent):
            await answer(self._desk, interaction, self._work_of(interaction), sent, edits=True)

    def _work_of(
        self, interaction: hikari.ComponentInteraction
    ) -> Callable[[AlertServices, FeedServices, hikari.Snowflake], Awaitable[MessagePayload]]:
        async def work(alerting: AlertServices, feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
            try:
                asked = question.read(interaction.custom_id, interaction.message)
            except ValueError as error:
                raise OutdatedError from error
            if asked is None:
                return say(alert_words.NOTHING_DONE)
            place = await find_place(feeding, guild_id, asked.channel_id)
            check_ping(interaction, guild_id, asked.role_id, place)
            return await carry_out(self._desk, alerting, guild_id, asked, int(interaction.user.id))

        return work
