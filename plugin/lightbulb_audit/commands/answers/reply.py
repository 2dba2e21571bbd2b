"""The answer to one interaction: the first, or beside what a hook of the host's answered already.

A hook may have deferred the interaction, publicly or not, or have answered it. Then Discord takes no second first
answer (error 40060), so a deferred answer is filled in, and beside a given one a message of its own follows. Source:
Discord's API reference, "Responding to an Interaction".
"""

import asyncio
import contextlib
import dataclasses
import enum
from typing import Any, Final, TypeAlias

import aiohttp
import hikari

from lightbulb_audit.render.message import SILENT, MessagePayload

ACKNOWLEDGED: Final = 40060
"""Discord's error code for an interaction that was answered before. Source: its API reference, "JSON Error Codes"."""

Interaction: TypeAlias = hikari.CommandInteraction | hikari.ComponentInteraction | hikari.ModalInteraction


@dataclasses.dataclass(frozen=True, slots=True)
class ResponseMode:
    """How an interaction is answered.

    Attributes:
        edits: Whether the message with the button is changed, instead of a new one being sent.
        private: Whether only the asker sees a new message.
        is_secret: Whether that holds even where a hook of the host's put the answer off for all to see.
    """

    edits: bool
    private: bool
    is_secret: bool = False

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


class _Stage(enum.Enum):
    """What an interaction was answered with so far."""

    NOTHING = enum.auto()
    LOADING = enum.auto()
    """A new message that waits for its content, seen by the asker alone."""
    LOADING_PUBLIC = enum.auto()
    UPDATE = enum.auto()
    """The message with the button, which waits to be changed."""
    ANSWERED = enum.auto()
    UNKNOWN = enum.auto()
    """With something; Discord could not be asked with what."""


class Reply:
    """Answers one interaction, whatever a hook of the host's did with it before or does meanwhile.

    Args:
        interaction: What is answered.
        manner: How it is answered where nobody else did.
        sent: Set once Discord has a first answer, by whomever.
    """

    def __init__(self, interaction: Interaction, manner: ResponseMode, sent: asyncio.Event | None = None) -> None:
        self._interaction = interaction
        self._manner = manner
        self._sent = asyncio.Event() if sent is None else sent
        self._stage = _Stage.NOTHING

    @property
    def is_private(self) -> bool:
        """Whether nobody but the asker sees a new message, as far as is known: a host may have deferred for all."""
        return self._manner.private and self._stage not in (_Stage.LOADING_PUBLIC, _Stage.UNKNOWN)

    @property
    def is_seen_by_all(self) -> bool:
        """Whether others see a new message, as far as is known: a host may have deferred it for the asker alone."""
        return not self.is_private and self._stage is not _Stage.LOADING

    @property
    def is_begun(self) -> bool:
        """Whether Discord has a first answer."""
        return self._stage is not _Stage.NOTHING

    async def find(self) -> None:
        """Find out what somebody else answered already; it costs a request where somebody did."""
        if not self.is_begun and self._sent.is_set():
            self._stage = await _fetch_stage(self._interaction)

    async def defer(self) -> None:
        """Put the answer off, unless there is one."""
        await self.find()
        if not self.is_begun and await self._first(self._manner.deferred, flags=self._manner.flags):
            self._stage = _Stage.UPDATE if self._manner.edits else _Stage.LOADING

    async def give(self, result: MessagePayload | str, *, is_private: bool) -> bool:
        """Answer with a drawing, or with a sentence, which only the asker sees where it is a message of its own.

        Args:
            result: The drawing or the sentence.
            is_private: Whether it was made for the asker's eyes.

        Returns:
            False if others would see what is for the asker's eyes; nothing is sent then.
        """
        await self.find()
        if not self.is_begun and await self._begin_with(result):
            return True
        if is_private and not self.is_private:
            return False
        await self._go_on_with(result)
        return True

    async def give_alone(self, result: MessagePayload) -> None:
        """Answer the asker alone, though the answer itself would be for all; nothing was put off by us before."""
        message, alone = result.to_message(), hikari.MessageFlag.EPHEMERAL
        await self.find()
        if not self.is_begun and await self._first(hikari.ResponseType.MESSAGE_CREATE, flags=alone, **message):
            return
        if self._stage is _Stage.LOADING:
            await self._interaction.edit_initial_response(**message)
            return
        await self.withdraw()
        await self._interaction.execute(flags=alone, **message)

    async def withdraw(self) -> None:
        """Take back what a host put off for all to see: what follows a deferral would be as public as it is."""
        if self._stage in (_Stage.LOADING_PUBLIC, _Stage.UNKNOWN):
            with contextlib.suppress(hikari.NotFoundError):
                await self._interaction.delete_initial_response()
            self._stage = _Stage.ANSWERED

    async def _begin_with(self, result: MessagePayload | str) -> bool:
        if isinstance(result, str):
            ephemeral = hikari.MessageFlag.EPHEMERAL
            kind = hikari.ResponseType.MESSAGE_CREATE
            return await self._first(kind, content=result, flags=ephemeral, **SILENT)
        return await self._first(self._manner.first, flags=self._manner.flags, **result.to_message())

    async def _first(self, kind: Any, **message: Any) -> bool:
        """Answer first; False if somebody else did."""
        try:
            await self._interaction.create_initial_response(kind, **message)
        except hikari.BadRequestError as error:
            if error.code != ACKNOWLEDGED:
                raise
            self._sent.set()
            self._stage = await _fetch_stage(self._interaction)
            return False
        self._sent.set()
        return True

    async def _go_on_with(self, result: MessagePayload | str) -> None:
        is_drawn = isinstance(result, MessagePayload)
        message: dict[str, Any] = result.to_message() if is_drawn else {"content": result, **SILENT}
        is_filled = self._stage in (_Stage.LOADING, _Stage.LOADING_PUBLIC)
        # A list stays as it is when something went wrong, which is told beside it.
        is_changed = self._stage is _Stage.UPDATE and self._manner.edits and is_drawn
        if is_filled or is_changed:
            await self._interaction.edit_initial_response(**message)
            return
        is_alone = self._manner.private or not is_drawn
        flags = hikari.MessageFlag.EPHEMERAL if is_alone else hikari.MessageFlag.NONE
        await self._interaction.execute(flags=flags, **message)


async def _fetch_stage(interaction: Interaction) -> _Stage:
    """Ask Discord what an interaction was answered with."""
    try:
        message = await interaction.fetch_initial_response()
    except hikari.NotFoundError:
        return _Stage.ANSWERED  # with a form, or with a message that is gone again
    except (hikari.HikariError, aiohttp.ClientError, OSError):
        return _Stage.UNKNOWN
    if message.flags & hikari.MessageFlag.LOADING:
        return _Stage.LOADING if message.flags & hikari.MessageFlag.EPHEMERAL else _Stage.LOADING_PUBLIC
    source = None if isinstance(interaction, hikari.CommandInteraction) else interaction.message
    return _Stage.UPDATE if source is not None and source.id == message.id else _Stage.ANSWERED
