"""Answering an interaction in time, whatever happens meanwhile.

Discord wants the first answer within 3 seconds; after it the token lives for 15 minutes. Source: its API reference,
"Responding to an Interaction".
"""

import asyncio
import contextlib
import datetime
import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import aiohttp
import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog import words
from lightbulb_audit.commands.answers import permissions
from lightbulb_audit.commands.answers.reply import ACKNOWLEDGED, Interaction, Reply, ResponseMode
from lightbulb_audit.errors import AuditError
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.deadline import shared

__all__ = [
    "Draw",
    "Interaction",
    "Question",
    "ResponseMode",
    "Work",
    "open_form",
    "refuse",
    "respond",
    "respond_if_allowed",
]

_log: Final = logging.getLogger(__name__)

DEFER_AFTER: Final = 2.2
"""Seconds until the answer is put off: what Discord answers within two seconds costs no second request."""

_FIRST_ANSWER: Final = 3.0
"""Seconds that Discord waits."""

Work: TypeAlias = Callable[[hikari.Snowflake, Viewer], Awaitable[MessagePayload]]
"""What gives the drawing, for a server and the eyes of those who will see it: of one who may see its log, or of all."""

Draw: TypeAlias = Callable[[bool], Awaitable[MessagePayload]]
"""The same for anybody: what gives the drawing, told whether only the asker will see it."""


Question: TypeAlias = Callable[[], Awaitable[MessagePayload | None]]
"""What gives the question to the asker alone that comes before an answer that others see; None where none does."""


async def respond_if_allowed(
    interaction: Interaction,
    work: Work,
    manner: ResponseMode,
    sent: asyncio.Event | None = None,
    *,
    reads: bool = True,
    question: Question | None = None,
) -> None:
    """Answer somebody who may see the log, and tell anybody else why not.

    Args:
        interaction: What is answered.
        work: What gives the drawing; it is not begun for those who may not.
        manner: How it is answered, where no hook of the host's did.
        sent: Set once Discord has a first answer.
        reads: Whether the work reads the log, so that the bot must be allowed to.
        question: What is asked first where others would see the answer.
    """
    no, guild_id, member = (
        permissions.check_permissions(interaction, reads=reads),
        interaction.guild_id,
        interaction.member,
    )
    if no is not None or guild_id is None or member is None:
        await refuse(interaction, no or words.NOT_A_SERVER, sent)
        return

    def draw(is_private: bool) -> Awaitable[MessagePayload]:
        return work(guild_id, permissions.viewer_of(member, private=is_private))

    await respond(interaction, draw, manner, sent, question)


async def respond(
    interaction: Interaction,
    draw: Draw,
    manner: ResponseMode,
    sent: asyncio.Event | None = None,
    question: Question | None = None,
) -> None:
    """Do the work and answer with its drawing, or with a sentence that says what went wrong.

    Args:
        interaction: What is answered.
        draw: What gives the drawing.
        manner: How it is answered.
        sent: Set once Discord has a first answer.
        question: What is asked first where others would see the answer.
    """
    reply = Reply(interaction, manner, sent)
    try:
        await reply.find()
        if await _ask_instead(reply, question):
            return
        is_private = reply.is_private or manner.is_secret
        result = await _draw_in_time(interaction, reply, draw, is_private=is_private)
        if await _give(reply, result, is_private):
            return
        # A hook of the host's deferred it for all to see: what is nobody else's is taken back, and all else made anew.
        if manner.is_secret:
            await reply.withdraw()
            await _give(reply, result, is_private)
        elif not await _ask_instead(reply, question):
            await _give(reply, await _safely(draw(False)), is_private=False)
    except (hikari.HikariError, aiohttp.ClientError, OSError) as error:
        # Nobody is left to be told: the token is gone, or Discord cannot be reached at all. The error's own text holds
        # the address of the answer, which is a secret for 15 minutes.
        _log.warning("an interaction could not be answered: %s", type(error).__name__)
    finally:
        if sent is not None:
            sent.set()


async def _ask_instead(reply: Reply, question: Question | None) -> bool:
    """Ask before others see the answer, where that is to be; whether it was asked."""
    asked = await question() if question is not None and reply.is_seen_by_all else None
    if asked is not None:
        await reply.give_alone(asked)
    return asked is not None


async def open_form(
    interaction: hikari.ComponentInteraction, title: str, row: hikari.api.ModalActionRowBuilder, sent: asyncio.Event
) -> None:
    """Answer a press with a form, whose submission carries what the button carried."""
    if sent.is_set():
        # A form can only be a first answer.
        await refuse(interaction, words.NO_FORM, sent)
        return
    try:
        await interaction.create_modal_response(title, interaction.custom_id, component=row)
    except hikari.BadRequestError as error:
        if error.code == ACKNOWLEDGED:
            # A listener of the host's was first; of a gateway's events nobody knows before.
            sent.set()
            await refuse(interaction, words.NO_FORM, sent)
            return
        _log.error("Discord refused a form: %s", error.errors or error.message)
    except (hikari.HikariError, aiohttp.ClientError, OSError) as error:
        # As in `respond`: the error's own text holds a secret.
        _log.warning("a form could not be opened: %s", type(error).__name__)
    finally:
        sent.set()


async def refuse(interaction: Interaction, sentence: str, sent: asyncio.Event | None = None) -> None:
    """Answer with a sentence that only the asker sees; a message with buttons stays as it is."""
    reply = Reply(interaction, ResponseMode(edits=False, private=True), sent)
    with contextlib.suppress(hikari.HikariError, aiohttp.ClientError, OSError):
        await reply.give(sentence, is_private=False)
    if sent is not None:
        sent.set()


async def _draw_in_time(
    interaction: Interaction, reply: Reply, draw: Draw, *, is_private: bool
) -> MessagePayload | str:
    """Draw, and put the answer off where that takes long."""
    task = asyncio.ensure_future(_safely(draw(is_private)))
    try:
        await asyncio.wait({task}, timeout=_patience(interaction))
        if not task.done():
            await reply.defer()
        return await task
    finally:
        task.cancel()


def _patience(interaction: Interaction) -> float:
    """Seconds until the answer is put off: a host's hooks may have taken some of those that Discord gives."""
    age = (datetime.datetime.now(datetime.UTC) - interaction.created_at).total_seconds()
    # A clock that is wrong says nothing of it.
    return max(DEFER_AFTER - age, 0.0) if 0 <= age <= _FIRST_ANSWER else DEFER_AFTER


async def _give(reply: Reply, result: MessagePayload | str, is_private: bool) -> bool:
    give = functools.partial(reply.give, is_private=is_private and isinstance(result, MessagePayload))
    try:
        return await give(result)
    except hikari.BadRequestError as error:
        # Discord refuses the message itself: the asker is told at least that, and the log has what it minded.
        _log.error("Discord refused an answer: %s", error.errors or error.message)
        return await reply.give(words.UNEXPECTED, is_private=False)


async def _safely(work: Awaitable[MessagePayload]) -> MessagePayload | str:
    try:
        with shared():
            return await work
    except AuditError as error:
        return permissions.error_message(error)
    except Exception:  # noqa: BLE001 - the asker gets a sentence, the log has the rest
        _log.exception("an answer could not be made")
        return words.UNEXPECTED
