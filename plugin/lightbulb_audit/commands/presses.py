"""Where presses come from: a gateway's events, or the server of a bot without a gateway."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Final, TypeAlias, TypeGuard

import hikari

from lightbulb_audit.deferred import load

_log: Final = logging.getLogger(__name__)

_OURS: Final = ("lb-audit:", "la1|")
"""How the custom ids of ours begin; whether one is whole and well-formed is for `render.custom_id` to say."""

Press: TypeAlias = hikari.ComponentInteraction | hikari.ModalInteraction
"""A press, or the submission of a form that one opened."""

Answer: TypeAlias = Callable[[Press, asyncio.Event], Awaitable[None]]
"""Answers a press, and sets the event once Discord has a first answer."""


class GatewayPresses:
    """Presses among a gateway's events. Others listen too, so nothing is handed on.

    Args:
        manager: Where events come from.
        answer: What answers ours.
        is_on: Whether this one answers: of several in one bot, one does.
    """

    def __init__(self, manager: hikari.api.EventManager, answer: Answer, is_on: Callable[[], bool]) -> None:
        self._manager = manager
        self._answer = answer
        self._is_on = is_on

    def start(self) -> None:
        """Listen."""
        self._manager.subscribe(hikari.InteractionCreateEvent, self._listen)

    def stop(self) -> None:
        """Listen no more."""
        self._manager.unsubscribe(hikari.InteractionCreateEvent, self._listen)

    async def _listen(self, event: hikari.InteractionCreateEvent) -> None:
        if takes(event.interaction) and self._is_on():
            await self._answer(event.interaction, asyncio.Event())


class ServerPresses:
    """Presses that a `hikari.RESTBot` gets, which has one listener for each kind of interaction.

    The one that is there, lightbulb's or the host's, is wrapped: what is not ours is handed on to it, untouched, and it
    comes back on unloading. A host that sets another one later takes ours away, so it is set before loading.

    Args:
        server: The bot's server.
        answer: What answers ours.
        is_on: As above.
    """

    def __init__(self, server: hikari.api.InteractionServer, answer: Answer, is_on: Callable[[], bool]) -> None:
        self._server = server
        self._answer = answer
        self._is_on = is_on
        self._wrapped: list[tuple[type[Press], Any, Any]] = []

    def start(self) -> None:
        """Listen."""
        for kind in (hikari.ComponentInteraction, hikari.ModalInteraction):
            before = self._server.get_listener(kind)
            ours = self._listener(before)
            self._server.set_listener(kind, ours, replace=True)
            self._wrapped.append((kind, ours, before))

    def stop(self) -> None:
        """Listen no more; where somebody has wrapped ours meanwhile, it stays, and hands everything on."""
        for kind, ours, before in self._wrapped:
            if self._server.get_listener(kind) is ours:
                self._server.set_listener(kind, before, replace=True)
        self._wrapped.clear()

    def _listener(self, before: Any) -> Callable[[Any], Any]:
        def listen(interaction: Any) -> Any:
            # hikari takes a coroutine or a generator: whichever the other one gives.
            if self._wrapped and takes(interaction) and self._is_on():
                return self._serve(interaction)
            return _ignore() if before is None else before(interaction)

        return listen

    async def _serve(self, interaction: Press) -> AsyncGenerator[None]:
        """Let the request end as soon as there is a first answer, which goes over REST; the rest comes after it."""
        sent = asyncio.Event()
        waiting = asyncio.create_task(sent.wait())
        working = asyncio.ensure_future(self._answer(interaction, sent))
        try:
            await asyncio.wait({waiting, working}, return_when=asyncio.FIRST_COMPLETED)
            yield None
            await working
        finally:
            waiting.cancel()


async def _ignore() -> None:
    """What nobody listens to is not answered."""


def takes(interaction: object) -> TypeGuard[Press]:
    """Return whether an interaction is a press of ours, or a form that one opened; all others are the host's."""
    if not isinstance(interaction, Press) or not interaction.custom_id.startswith(_OURS):
        return False
    load("lightbulb_audit.commands.answers.custom_ids")
    from lightbulb_audit.commands.answers.custom_ids import is_ours

    return is_ours(interaction.custom_id)


def presses_of(
    app: hikari.RESTAware, answer: Answer, is_on: Callable[[], bool]
) -> GatewayPresses | ServerPresses | None:
    """Return the presses of a bot; None of one that gets none."""
    # A library with a protocol that extends hikari's, as miru has one, makes hikari take any bot for one with events.
    if isinstance(app, hikari.EventManagerAware) and hasattr(app, "event_manager"):
        return GatewayPresses(app.event_manager, answer, is_on)
    if isinstance(app, hikari.InteractionServerAware):
        return ServerPresses(app.interaction_server, answer, is_on)
    return None
