"""Answers that all in a channel see: where people would read the log who may not see it, the asker is asked first.

It is all the same who makes an answer public: the command's option, the setting `private`, or a hook of the host's
that puts every answer off for all to see.
"""

import asyncio
import dataclasses
import functools
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import hikari
import lightbulb

from lightbulb_audit.commands.answers import responder
from lightbulb_audit.errors import AuditError
from lightbulb_audit.render import public_question
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.ports import Server
from lightbulb_audit.services.public_memory import PublicMemory

_PATIENCE: Final = 1.4
"""Seconds to find out who reads a channel; who cannot be told apart by then is held for somebody."""

_KEPT: Final = 15 * 60.0
"""Seconds that an answer waits for a yes: as long as Discord lets the asker's command be answered."""

_MOST: Final = 1000
_TOKEN: Final = 9


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits for a yes.

    Attributes:
        work: What gives its drawing.
        user_id: Who asked.
        until: Until when it waits, by the clock.
    """

    work: responder.Work
    user_id: int
    until: float


After: TypeAlias = Callable[[hikari.CommandInteraction], Awaitable[None]]


async def _do_nothing(_: hikari.CommandInteraction) -> None:
    """Do nothing."""


class PublicAnswers:
    """Answers commands, for all to see where that is wanted, and harms nobody or was said yes to.

    Args:
        server: A server as the bot knows it.
        memory: Where somebody said yes.

    Attributes:
        after: What is done behind the answer to a command of ours.
    """

    def __init__(self, server: Callable[[hikari.Snowflake], Server], memory: PublicMemory) -> None:
        self._server = server
        self._memory = memory
        self._waiting: dict[str, Waiting] = {}
        self.after: After = _do_nothing

    async def respond(self, ctx: lightbulb.Context, work: responder.Work, command: str, *, private: bool) -> None:
        """Answer a command to somebody who may see the log.

        Args:
            ctx: What is answered.
            work: What gives the drawing.
            command: What it is called, for the host's checks of the press that answers the question.
            private: Whether only the asker sees the answer.
        """
        manner = responder.ResponseMode(edits=False, private=private)
        question = functools.partial(self._question, ctx.interaction, work, command)
        await responder.respond_if_allowed(ctx.interaction, work, manner, ctx.initial_response_sent, question=question)
        await self.after(ctx.interaction)

    def take(self, token: str, user_id: int) -> Waiting | None:
        """Take out the answer that waits for a press of whoever asked for it; None where none does any more."""
        found = self._waiting.get(token)
        if found is None or found.user_id != user_id or found.until < time.monotonic():
            return None
        return self._waiting.pop(token)

    async def remember(self, guild_id: int, channel_id: int) -> None:
        """Ask no more in a channel."""
        await self._memory.add(guild_id, channel_id)

    async def _question(
        self, interaction: hikari.CommandInteraction, work: responder.Work, command: str
    ) -> MessagePayload | None:
        """Return what is asked first; None where nothing needs to be."""
        guild_id, channel_id, user_id = interaction.guild_id, int(interaction.channel_id), int(interaction.user.id)
        if guild_id is None or not await self._is_asked(guild_id, channel_id, user_id):
            return None
        now, token = time.monotonic(), secrets.token_urlsafe(_TOKEN)
        kept = [(key, one) for key, one in self._waiting.items() if one.until >= now]
        self._waiting = dict(kept[-_MOST:]) | {token: Waiting(work, user_id, now + _KEPT)}
        return public_question.ask(command, token)

    async def _is_asked(self, guild_id: hikari.Snowflake, channel_id: int, user_id: int) -> bool:
        if not await self._has_others(guild_id, channel_id, user_id):
            return False
        return not await self._memory.has(int(guild_id), channel_id)

    async def _has_others(self, guild_id: hikari.Snowflake, channel_id: int, user_id: int) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._server(guild_id).has_other_readers(channel_id, user_id)
        except (AuditError, TimeoutError):
            return True
