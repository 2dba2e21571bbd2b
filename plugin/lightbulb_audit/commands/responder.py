"""Answering an interaction in time, whatever happens meanwhile.

Discord wants the first answer within 3 seconds; after it the token lives for 15 minutes. Source: its API reference,
"Responding to an Interaction".
"""

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

import aiohttp
import hikari

from lightbulb_audit.catalog import words
from lightbulb_audit.commands import permissions
from lightbulb_audit.errors import AuditError
from lightbulb_audit.render.message import SILENT, MessagePayload
from lightbulb_audit.services.deadline import shared

_log: Final = logging.getLogger(__name__)

DEFER_AFTER: Final = 2.2
"""Seconds until the answer is put off: what Discord answers within two seconds costs no second request."""

Interaction: TypeAlias = hikari.CommandInteraction | hikari.ComponentInteraction | hikari.ModalInteraction


@dataclasses.dataclass(frozen=True, slots=True)
class ResponseMode:
    """How an interaction is answered.

    Attributes:
        edits: Whether the message with the button is changed, instead of a new one being sent.
        private: Whether only the asker sees a new message.
    """

    edits: bool
    private: bool

    @property
    def first(self) -> Any:
        """The type of an answer given at once."""
        return hikari.ResponseType.MESSAGE_UPDATE if self.edits else hikari.ResponseType.MESSAGE_CREATE

    @property
    def deferred(self) -> Any:
        """The type of an answer that is put off."""
        if self.edits:
            return hikari.ResponseType.DEFERRED_MESSAGE_UPDATE
        return hikari.ResponseType.DEFERRED_MESSAGE_CREATE

    @property
    def flags(self) -> hikari.MessageFlag:
        """Whether it is private, as Discord has it."""
        return hikari.MessageFlag.EPHEMERAL if self.private and not self.edits else hikari.MessageFlag.NONE


Work: TypeAlias = Callable[[hikari.Snowflake, hikari.InteractionMember], Awaitable[MessagePayload]]
"""What gives the drawing, for a server and somebody who may see its log."""


async def respond_if_allowed(
    interaction: Interaction, work: Work, manner: ResponseMode, sent: asyncio.Event | None = None, *, reads: bool = True
) -> None:
    """Answer somebody who may see the log, and tell anybody else why not.

    Args:
        interaction: What is answered.
        work: What gives the drawing; it is not begun for those who may not.
        manner: How it is answered.
        sent: Set once Discord has a first answer.
        reads: Whether the work reads the log, so that the bot must be allowed to.
    """
    no, guild_id, member = (
        permissions.check_permissions(interaction, reads=reads),
        interaction.guild_id,
        interaction.member,
    )
    if no is not None or guild_id is None or member is None:
        await refuse(interaction, no or words.NOT_A_SERVER, sent)
    else:
        await respond(interaction, work(guild_id, member), manner, sent)


async def respond(
    interaction: Interaction, work: Awaitable[MessagePayload], manner: ResponseMode, sent: asyncio.Event | None = None
) -> None:
    """Do the work and answer with its drawing, or with a sentence that says what went wrong.

    Args:
        interaction: What is answered.
        work: What gives the drawing.
        manner: How it is answered.
        sent: Set once Discord has a first answer.
    """
    task = asyncio.ensure_future(_safely(work))
    give = _at_once
    try:
        await asyncio.wait({task}, timeout=DEFER_AFTER)
        if not task.done():
            await interaction.create_initial_response(manner.deferred, flags=manner.flags)
            give = _later
        result = await task
        try:
            await give(interaction, result, manner)
        except hikari.BadRequestError as error:
            # Discord refuses the message itself: the asker is told at least that, and the log has what it minded.
            _log.error("Discord refused an answer: %s", error.errors or error.message)
            await give(interaction, words.UNEXPECTED, manner)
    except (hikari.HikariError, aiohttp.ClientError, OSError) as error:
        # Nobody is left to be told: the token is gone, or Discord cannot be reached at all. The error's own text holds
        # the address of the answer, which is a secret for 15 minutes.
        _log.warning("an interaction could not be answered: %s", type(error).__name__)
    finally:
        task.cancel()
        if sent is not None:
            sent.set()


async def open_form(
    interaction: hikari.ComponentInteraction, title: str, row: hikari.api.ModalActionRowBuilder
) -> None:
    """Answer a press with a form, whose submission carries what the button carried."""
    try:
        await interaction.create_modal_response(title, interaction.custom_id, component=row)
    except (hikari.HikariError, aiohttp.ClientError, OSError) as error:
        # As in `respond`: the error's own text holds a secret.
        _log.warning("a form could not be opened: %s", type(error).__name__)


async def refuse(interaction: Interaction, sentence: str, sent: asyncio.Event | None = None) -> None:
    """Answer with a sentence that only the asker sees; a message with buttons stays as it is."""
    with contextlib.suppress(hikari.HikariError, aiohttp.ClientError, OSError):
        await _say(interaction, sentence)
    if sent is not None:
        sent.set()


async def _safely(work: Awaitable[MessagePayload]) -> MessagePayload | str:
    try:
        with shared():
            return await work
    except AuditError as error:
        return permissions.error_message(error)
    except Exception:  # noqa: BLE001 - the asker gets a sentence, the log has the rest
        _log.exception("an answer could not be made")
        return words.UNEXPECTED


async def _at_once(interaction: Interaction, result: MessagePayload | str, manner: ResponseMode) -> None:
    if isinstance(result, str):
        await _say(interaction, result)
        return
    await interaction.create_initial_response(manner.first, flags=manner.flags, **result.to_message())


async def _later(interaction: Interaction, result: MessagePayload | str, manner: ResponseMode) -> None:
    if isinstance(result, MessagePayload):
        await interaction.edit_initial_response(**result.to_message())
    elif manner.edits:
        # The list stays; what went wrong is told beside it.
        await interaction.execute(result, flags=hikari.MessageFlag.EPHEMERAL, **SILENT)
    else:
        await interaction.edit_initial_response(result, **SILENT)


async def _say(interaction: Interaction, sentence: str) -> None:
    await interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE, sentence, flags=hikari.MessageFlag.EPHEMERAL, **SILENT
    )
