"""A bot's connection, and the session that outlives it."""

import asyncio
import contextlib
import copy
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from discord_standin.values import Json, Payload
from discord_standin.wire import Wire

DISPATCH = 0
KEPT_EVENTS = 2000


@dataclass(slots=True, eq=False)
class Connection:
    """One socket of the bot."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    wire: Wire
    outbox: asyncio.Queue[Payload] = field(default_factory=asyncio.Queue[Payload])

    def cut(self) -> None:
        """Break the connection off without a close frame."""
        if self.transport is not None:
            self.transport.abort()

    async def pump(self) -> None:
        """Send what is in the outbox, in order, until cancelled or cut."""
        with contextlib.suppress(ConnectionError):
            while True:
                await self.wire.send(self.socket, await self.outbox.get())


@dataclass(slots=True, eq=False)
class GatewaySession:
    """What Discord remembers of a bot between IDENTIFY and the session's end."""

    id: str
    intents: int
    shard: int
    shards: int
    connection: Connection | None = None
    sequence: int = 0
    sent: deque[Payload] = field(default_factory=lambda: deque[Payload](maxlen=KEPT_EVENTS))

    def push(self, event: str, data: Json) -> None:
        """Number an event, keep it for a RESUME, and send it if the bot is connected."""
        self.sequence += 1
        payload: Payload = {"op": DISPATCH, "s": self.sequence, "t": event, "d": copy.deepcopy(data)}
        self.sent.append(payload)
        if self.connection is not None:
            self.connection.outbox.put_nowait(payload)
