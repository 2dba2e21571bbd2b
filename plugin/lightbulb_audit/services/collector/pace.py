"""When which server may ask Discord: at most so many requests a second, the most wanted first.

A turn is one request, and is spent as soon as the request is sent. So a request that hangs, or that hikari holds back
for a rate limit of Discord's, holds up nobody but its own server.
"""

import asyncio
import collections
import contextlib
import dataclasses
import enum
import heapq
import itertools
import math
import time
from collections.abc import Callable, Generator, Sequence
from typing import Final

import hikari

from lightbulb_audit.model import Page
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.ports import AuditLog

REQUESTS_PER_SECOND: Final = 5
"""Unless the settings say otherwise: a tenth of the 50 that Discord allows a bot. Source: its "Rate Limits"."""

_SECOND: Final = 1.0
_COURTESY: Final = 1.0
"""Seconds that collecting holds back at a time while people are answered, so that no number of them can stop it."""


class Rank(enum.Enum):
    """Why a server wants a turn; the value is by how many seconds it goes before others that asked earlier.

    Nobody waits for ever: who waits so long goes before all that came since.
    """

    ASKED = 3600.0
    EVENTS = 1200.0
    GROWTH = 600.0
    REST = 0.0


@dataclasses.dataclass(slots=True)
class _Waiting:
    """A server that waits: since when, what it is told when it is its turn, and its place in the queue."""

    since: float
    grant: Callable[[], None]
    place: float = math.inf


class Pacer:
    """Gives out turns.

    Args:
        per_second: How many within any second.
        is_answering: Whether somebody is being answered.

    Attributes:
        sent: How many requests passed the gate so far.
    """

    def __init__(self, per_second: int = REQUESTS_PER_SECOND, is_answering: Callable[[], bool] = lambda: False) -> None:
        self.sent = 0
        self._is_answering = is_answering
        self._per_second = per_second
        self._given: collections.deque[float] = collections.deque(maxlen=per_second)
        self._sent: collections.deque[float] = collections.deque(maxlen=per_second)
        self._waiting: dict[int, _Waiting] = {}
        self._queue: list[tuple[float, int, int]] = []
        self._numbers = itertools.count()
        self._people = 0
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, guild_id: int, rank: Rank, grant: Callable[[], None]) -> None:
        """Ask for a turn; `grant` is called when it is there, be it at once. A server asks for one at a time."""
        self._waiting[guild_id] = _Waiting(time.monotonic(), grant)
        self.hurry(guild_id, rank)
        if self._timer is None:
            self._give()

    def hurry(self, guild_id: int, rank: Rank) -> None:
        """Let a server that waits go as early as its rank allows."""
        waiting = self._waiting.get(guild_id)
        if waiting is not None and waiting.since - rank.value < waiting.place:
            waiting.place = waiting.since - rank.value
            heapq.heappush(self._queue, (waiting.place, next(self._numbers), guild_id))

    def withdraw(self, guild_id: int) -> None:
        """A server wants none any more."""
        self._waiting.pop(guild_id, None)

    def is_waiting(self, guild_id: int) -> bool:
        """Return whether a server waits for a turn."""
        return guild_id in self._waiting

    def seconds_until(self, guild_id: int) -> float | None:
        """In about how many seconds a server has its turn; None where it waits for none."""
        own = self._waiting.get(guild_id)
        if own is None:
            return None
        return sum(one.place < own.place for one in self._waiting.values()) / self._per_second

    def next_in_line(self, count: int) -> list[int]:
        """Return the servers whose turn is next, at most so many, the first one first."""
        return heapq.nsmallest(count, self._waiting, key=lambda guild_id: self._waiting[guild_id].place)

    async def pass_gate(self) -> None:
        """Wait until the request of a turn may be sent: what was done between may have let several turns run up."""
        while (wait := self._full(self._sent)) > 0:  # noqa: ASYNC110 - it is the time that is waited for
            await asyncio.sleep(wait)
        self._sent.append(time.monotonic())
        self.sent += 1

    @property
    def left(self) -> int:
        """How many requests may still be sent within this second."""
        since = time.monotonic() - _SECOND
        return self._per_second - sum(at > since for at in self._sent)

    @contextlib.contextmanager
    def person(self) -> Generator[None]:
        """Let collecting hold back while somebody is answered."""
        self._people += 1
        try:
            yield
        finally:
            self._people -= 1

    def _give(self) -> None:
        self._timer = None
        while self._waiting:
            wait = self._wait(time.monotonic())
            if wait > 0:
                self._timer = asyncio.get_running_loop().call_later(wait, self._give)
                return
            *_, guild_id = heapq.heappop(self._queue)
            # One that was hurried stands here several times, and waits no more.
            waiting = self._waiting.pop(guild_id, None)
            if waiting is not None:
                self._given.append(time.monotonic())
                waiting.grant()
        self._queue.clear()

    def _wait(self, now: float) -> float:
        """Seconds until the next turn may be given."""
        last = self._given[-1] if self._given else -_COURTESY
        courtesy = last + _COURTESY - now if self._people or self._is_answering() else 0.0
        return max(courtesy, self._full(self._given))

    def _full(self, times: Sequence[float]) -> float:
        """Seconds until one more than some times is not too many for a second."""
        return 0.0 if len(times) < self._per_second else max(0.0, times[0] + _SECOND - time.monotonic())


class PeoplesLog:
    """Discord's log for people, before whom collecting gives way; see `services.ports.AuditLog`.

    Args:
        log: Discord's log.
        pace: What gives way.
    """

    def __init__(self, log: AuditLog, pace: Pacer) -> None:
        self._log = log
        self._pace = pace

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """Read a page."""
        with self._pace.person():
            return await self._log.read(guild_id, request)
