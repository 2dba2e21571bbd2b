"""What hikari sends again by itself, where Discord failed or limited the rate: it waits for the pace as well."""

import contextlib
import contextvars
import types
from collections.abc import Awaitable, Callable, Generator
from typing import Final

import aiohttp
import hikari

from lightbulb_audit.discord.session_trace import SessionTrace

_SENT: Final[contextvars.ContextVar[list[str] | None]] = contextvars.ContextVar("sent", default=None)
"""The requests of one reading so far."""


class RetryGate:
    """Lets each request but the first of a reading pass a gate.

    Args:
        app: The bot.
        gate: Waits until one request more may be sent.
    """

    def __init__(self, app: hikari.RESTAware, gate: Callable[[], Awaitable[None]]) -> None:
        self._gate = gate
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._start)
        self._traced = SessionTrace(app, trace)

    @contextlib.contextmanager
    def reading(self) -> Generator[None]:
        """One reading, whose first request has passed."""
        self._traced.attach()
        token = _SENT.set([])
        try:
            yield
        finally:
            _SENT.reset(token)

    def detach(self) -> None:
        """Watch no more."""
        self._traced.detach()

    async def _start(
        self, _: aiohttp.ClientSession, __: types.SimpleNamespace, begun: aiohttp.TraceRequestStartParams
    ) -> None:
        sent = _SENT.get()
        if sent is None:
            return
        if sent:
            await self._gate()
        sent.append(begun.method)
