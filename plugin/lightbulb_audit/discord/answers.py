"""What Discord said about single people and things, kept for an hour: also that it does not know them."""

import asyncio
import dataclasses
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, TypeAlias

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.errors import AuditError, ForbiddenError, GoneError

SECONDS: Final = 3600.0
"""For how long an answer is good enough to name somebody or something by."""

SECONDS_OF_NAMES: Final = 600.0
"""For how long it is known who is called so: others join, and take names."""

SECONDS_AFTER_FAILURE: Final = 60.0
"""For how long Discord is not asked again where it gave no answer."""

_MOST: Final = 10_000

_Key: TypeAlias = tuple[int, str, int | str]


@dataclasses.dataclass(slots=True)
class _Answer:
    """A request that goes on, or how it ended.

    Attributes:
        task: The request; it gives the error that came of it instead of raising it.
        seconds: For how long it counts, once it ended.
        until: Until when that is, by the clock; None while it goes on.
    """

    task: "asyncio.Future[Any]"
    seconds: float = SECONDS
    until: float | None = None


class Answers:
    """Asks for each person and thing of a server once an hour, whoever wants to know.

    What one may see is never decided by what is kept here, but for where a thread is, which never changes, and for a
    minute whether others read a channel.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answers: dict[_Key, _Answer] = {}

    def get(self, guild_id: int, kind: Kind, thing_id: int) -> Any:
        """Hikari's model of what was asked for, or the error that came of it; None where nothing is known."""
        answer = self._fresh(_key(guild_id, kind, thing_id))
        return None if answer is None or not answer.task.done() or answer.task.cancelled() else answer.task.result()

    def is_answered_for(self, guild_id: int, name: str) -> bool:
        """Return whether there is an answer of the last hour about what is called so."""
        answer = self._fresh(_key_of_name(guild_id, name))
        return answer is not None and answer.task.done()

    def users(self, guild_id: int) -> Iterator[hikari.User]:
        """Yield the accounts that are known of those whom a server's entries name."""
        for guild, kind, thing_id in list(self._answers):
            if guild == guild_id and kind == Kind.USER:
                found = self.get(guild_id, Kind.USER, int(thing_id))
                if isinstance(found, hikari.User):
                    yield found

    async def ask(self, guild_id: int, kind: Kind, thing_id: int, fetch: Callable[[], Awaitable[Any]]) -> Any:
        """Hikari's model of somebody or something, as Discord gave it within the last hour.

        A request goes on for others, and for later, where whoever asked first does not wait for it.

        Raises:
            AuditError: If Discord gave none; each kind says why.
        """
        return await self._ask(_key(guild_id, kind, thing_id), fetch)

    async def ask_for(
        self, guild_id: int, name: str, fetch: Callable[[], Awaitable[Any]], seconds: float = SECONDS
    ) -> Any:
        """Return the same for what is called so, as Discord gave it within some seconds.

        Args:
            guild_id: Where.
            name: What is asked for.
            fetch: Asks Discord.
            seconds: For how long its answer counts.

        Raises:
            AuditError: If Discord does not say.
        """
        return await self._ask(_key_of_name(guild_id, name), fetch, seconds)

    def keep(self, guild_id: int, kind: Kind, thing_id: int, found: object) -> None:
        """Take in what Discord told anyway."""
        told = asyncio.get_running_loop().create_future()
        told.set_result(found)
        self._put(_key(guild_id, kind, thing_id), told)

    async def close(self) -> None:
        """Leave no request behind."""
        tasks = [answer.task for answer in self._answers.values() if not answer.task.done()]
        self._answers = {}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _ask(self, key: _Key, fetch: Callable[[], Awaitable[Any]], seconds: float = SECONDS) -> Any:
        answer = self._fresh(key) or self._put(key, asyncio.ensure_future(_settle(fetch)), seconds)
        await asyncio.wait({answer.task})
        found = answer.task.result()
        if isinstance(found, AuditError):
            raise found
        return found

    def _fresh(self, key: _Key) -> _Answer | None:
        answer = self._answers.get(key)
        if answer is None or (answer.until is not None and answer.until <= self._clock()):
            return None
        return answer

    def _put(self, key: _Key, task: "asyncio.Future[Any]", seconds: float = SECONDS) -> _Answer:
        while len(self._answers) >= _MOST:
            del self._answers[next(iter(self._answers))]
        self._answers.pop(key, None)
        answer = self._answers[key] = _Answer(task, seconds)
        answer.task.add_done_callback(lambda _: self._end(answer))
        return answer

    def _end(self, answer: _Answer) -> None:
        is_said = not answer.task.cancelled() and answer.task.exception() is None and _is_said(answer.task.result())
        answer.until = self._clock() + (answer.seconds if is_said else SECONDS_AFTER_FAILURE)


def _key(guild_id: int, kind: Kind, thing_id: int) -> _Key:
    """Threads are channels, wherever they are asked for."""
    return int(guild_id), Kind.CHANNEL if kind is Kind.THREAD else kind, int(thing_id)


def _key_of_name(guild_id: int, name: str) -> _Key:
    return int(guild_id), "name", name


def _is_said(found: object) -> bool:
    """Return whether Discord said something, were it that there is no such thing, or that it is hidden."""
    return not isinstance(found, AuditError) or isinstance(found, (GoneError, ForbiddenError))


async def _settle(fetch: Callable[[], Awaitable[Any]]) -> Any:
    try:
        return await fetch()
    except AuditError as error:
        return error
