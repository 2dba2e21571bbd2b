"""What is on its way to Discord for one server: each line by itself, and left in peace where it failed."""

import abc
import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Final, Generic, TypeVar

from lightbulb_audit.errors import ArchiveError, AuditError, FailedError, ForbiddenError, GoneError
from lightbulb_audit.model.feed import Trouble
from lightbulb_audit.services.collector.schedule import Schedule, back_off

_log: Final = logging.getLogger(__name__)
_BAD_REQUEST: Final = 400


class Line:
    """What is known in this process of one thing that is told, such as a feed or an incident.

    Attributes:
        task: Its message that is on its way.
        failures: How often it failed in a row.
        rests_until: Until when it is left in peace, by the clock.
    """

    def __init__(self) -> None:
        self.task: asyncio.Task[None] | None = None
        self.failures = 0
        self.rests_until = 0.0

    @property
    def is_free(self) -> bool:
        """Whether it can begin something."""
        return self.task is None and time.monotonic() >= self.rests_until

    def rest(self, seconds: float) -> None:
        """Leave it in peace for so long."""
        self.rests_until = time.monotonic() + seconds


_L = TypeVar("_L", bound=Line)


class GuildDelivery(abc.ABC, Generic[_L]):
    """Serves what is told of one server until it is closed.

    Args:
        guild_id: Which server.
        rhythm: How often what is tried.
        name: What is told, as its task is called.
    """

    def __init__(self, guild_id: int, rhythm: Schedule, name: str) -> None:
        self._guild_id = guild_id
        self._rhythm = rhythm
        self._name = name
        self._lines: dict[int, _L] = {}
        self._woken = asyncio.Event()
        self._task = asyncio.create_task(self._run(), name=f"{name} of guild {guild_id}")

    def wake(self) -> None:
        """Something was kept, or changed."""
        self._woken.set()

    def retry(self) -> None:
        """Rest no more: what was wrong may be well."""
        for line in self._lines.values():
            line.rests_until = 0.0
        self.wake()

    async def close(self) -> None:
        """Stop, and leave nothing behind. What is on its way is finished by whoever serves it next."""
        tasks = [self._task, *(line.task for line in self._lines.values() if line.task is not None)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @abc.abstractmethod
    async def _turn(self) -> None:
        """Begin what can be begun.

        Raises:
            ArchiveError: If the archive does not do its part.
        """

    def _keep(self, lines: Mapping[int, _L]) -> None:
        """Go on with these lines, and with those that are on their way or rest still."""
        busy = {number: line for number, line in self._lines.items() if not line.is_free}
        self._lines = {**busy, **lines}

    def _rest_after(self, line: _L, error: AuditError | ArchiveError) -> Trouble | None:
        """Leave a line in peace for a while, the longer the more often it failed; why, where that does not pass."""
        trouble = _trouble_of(error)
        bounds = self._rhythm.feed_failed if trouble is None else self._rhythm.feed_closed
        line.rest(back_off(bounds, line.failures))
        line.failures += 1
        return trouble

    async def _run(self) -> None:
        failures = 0
        while True:
            self._woken.clear()
            wait = self._rhythm.feed_look
            try:
                await self._turn()
                failures = 0
            except ArchiveError:
                wait = back_off(self._rhythm.feed_failed, failures)
                failures += 1
            except Exception:  # noqa: BLE001 - whatever it is, the next turn may do better
                _log.exception("the %s of guild %s could not be served", self._name, self._guild_id)
                wait = back_off(self._rhythm.feed_failed, failures)
                failures += 1
            await self._rest(wait)

    async def _rest(self, seconds: float) -> None:
        now = time.monotonic()
        ends = [line.rests_until - now for line in self._lines.values() if line.task is None and line.rests_until > now]
        try:
            async with asyncio.timeout(max(min([seconds, *ends]), 0.0)):
                await self._woken.wait()
        except TimeoutError:
            return
        await asyncio.sleep(self._rhythm.feed_gather)


def _trouble_of(error: AuditError | ArchiveError) -> Trouble | None:
    """Return why a line rests for longer; None for what passes."""
    if isinstance(error, ForbiddenError):
        return Trouble.CLOSED
    if isinstance(error, GoneError):
        return Trouble.GONE
    return Trouble.REFUSED if isinstance(error, FailedError) and error.status == _BAD_REQUEST else None
