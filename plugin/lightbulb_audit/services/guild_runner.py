"""What is served for each server that this process collects, from when it is there until it is gone."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, Protocol, TypeVar

from lightbulb_audit.errors import ArchiveError

_log: Final = logging.getLogger(__name__)

_FIRST: Final = 1.0
"""Seconds until is looked again while no server is known: the gateway tells of them one by one."""


class Served(Protocol):
    """What is served for one server."""

    def wake(self) -> None:
        """Something new of it was kept."""
        ...

    def retry(self) -> None:
        """What was wrong may be well."""
        ...

    async def close(self) -> None:
        """Stop, and leave nothing behind."""
        ...


_T = TypeVar("_T", bound=Served)


class GuildRunner(Generic[_T]):
    """Begins and ends what is served for each server.

    Args:
        guilds: The servers that have something to be served.
        is_served: Whether this process collects a server.
        begin: Begins to serve one.
        every: Seconds until is looked again which there are.
        name: What is served, as a task is called.
    """

    def __init__(
        self,
        guilds: Callable[[], Awaitable[Sequence[int]]],
        is_served: Callable[[int], bool],
        begin: Callable[[int], _T],
        every: float,
        name: str,
    ) -> None:
        self._list = guilds
        self._is_served = is_served
        self._begin = begin
        self._every = every
        self._name = name
        self._guilds: dict[int, _T] = {}
        self._looking = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Serve, from now on."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=f"{self._name} of the audit archive")

    async def close(self) -> None:
        """Stop, and leave nothing behind."""
        task, self._task = self._task, None
        guilds, self._guilds = list(self._guilds.values()), {}
        if task is not None:
            task.cancel()
            await asyncio.gather(task, *(one.close() for one in guilds), return_exceptions=True)

    def get(self, guild_id: int) -> _T | None:
        """Return what is served for a server; None where nothing is, or not yet."""
        return self._guilds.get(guild_id)

    def wake(self, guild_id: int) -> None:
        """Something new of a server was kept."""
        known = self._guilds.get(guild_id)
        if known is not None:
            known.wake()

    def changed(self, guild_id: int) -> None:
        """What is asked for in a server was changed."""
        known = self._guilds.get(guild_id)
        if known is not None:
            known.retry()
        self._looking.set()

    async def _run(self) -> None:
        while True:
            self._looking.clear()
            try:
                wanted = {guild_id for guild_id in await self._list() if self._is_served(guild_id)}
                await self._serve(wanted)
            except ArchiveError as error:
                _log.debug("the %s could not be listed: %s", self._name, error)
            wait = self._every if self._guilds else min(_FIRST, self._every)
            try:
                async with asyncio.timeout(wait):
                    await self._looking.wait()
            except TimeoutError:
                continue

    async def _serve(self, wanted: set[int]) -> None:
        for guild_id in wanted - self._guilds.keys():
            self._guilds[guild_id] = self._begin(guild_id)
        for guild_id in self._guilds.keys() - wanted:
            await self._guilds.pop(guild_id).close()
