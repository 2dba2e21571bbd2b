"""The one writer of a process: what comes for many servers at about the same time is kept in one transaction.

Whoever brings something is told once it is kept. Who comes first is written at once; what comes shortly afterwards is
gathered, and so is all that comes while something is being written. A single server that goes on writing waits for
nobody.
"""

import asyncio
import dataclasses
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from typing import Any, Final

from lightbulb_audit.errors import ArchiveAwayError, ArchiveFullError, ArchiveReadOnlyError
from lightbulb_audit.model.addition import Addition
from lightbulb_audit.model.observation import Appended
from lightbulb_audit.services.deadline import consume_result

GATHERED: Final = 0.05
"""Seconds from the beginning of one transaction to that of the next, while several servers write."""

_MOST_ROWS: Final = 500
"""Rows that wait for nothing more."""

_CLOSE_SECONDS: Final = 1.0
_EVERYBODYS: Final = (ArchiveAwayError, ArchiveFullError, ArchiveReadOnlyError)
"""What is wrong with the database, and not with what is to be written."""

Keep = Callable[[Sequence[Addition]], Awaitable[Mapping[int, Appended]]]
KeepOne = Callable[[Addition], Awaitable[Appended]]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """An addition, and whoever waits for it: a future that is done as soon as it is kept, or given up."""

    addition: Addition
    kept: "asyncio.Future[Appended]"


class Writer:
    """Gathers what comes.

    Args:
        keep: Keeps additions of several servers at once; leaves out those of servers that another process holds.
        keep_one: Keeps one addition, however long somebody else holds its server.
    """

    def __init__(self, keep: Keep, keep_one: KeepOne) -> None:
        self._keep = keep
        self._keep_one = keep_one
        self._queue: list[_Waiting] = []
        self._batch: list[_Waiting] = []
        self._last: frozenset[int] = frozenset()
        self._began = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()

    async def put(self, addition: Addition) -> Appended:
        """Keep an addition; what came of it.

        Who is cancelled before its transaction begins leaves no trace. One that runs goes on for the others in it, and
        is dropped where nobody waits for it any more.

        Raises:
            ArchiveError: If it could not be kept; then nothing of it was.
        """
        waiting = _Waiting(addition, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        self._begin()
        try:
            return await waiting.kept
        finally:
            if waiting.kept.cancelled():
                self._give_up(waiting)

    async def close(self) -> None:
        """Write at once what waits, and leave nothing behind."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        end = time.monotonic() + _CLOSE_SECONDS
        while (tasks := self._tasks()) and time.monotonic() < end:
            await asyncio.wait(tasks, timeout=max(0.0, end - time.monotonic()))
        for task in self._tasks():
            task.cancel()

    def _tasks(self) -> list["asyncio.Task[None]"]:
        self._start()
        return list(self._running)

    def _give_up(self, waiting: _Waiting) -> None:
        """Somebody waits no more; a transaction for which nobody waits is dropped, since it may hang."""
        if waiting in self._queue:
            self._queue.remove(waiting)
        elif self._writing is not None and self._batch and all(one.kept.done() for one in self._batch):
            self._writing.cancel()
            self._ended(self._writing)

    def _begin(self) -> None:
        """Begin to write, now or as soon as enough was gathered."""
        if self._writing is not None or not self._queue:
            return
        wait = self._wait()
        if wait <= 0:
            self._start()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(wait, self._start)

    def _wait(self) -> float:
        if sum(one.addition.size for one in self._queue) >= _MOST_ROWS:
            return 0.0
        if len(self._last) == 1 and all(one.addition.guild_id in self._last for one in self._queue):
            return 0.0
        return self._began + GATHERED - time.monotonic()

    def _start(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._writing is not None or not self._queue:
            return
        self._batch, self._queue = _split(self._queue)
        self._last = frozenset(one.addition.guild_id for one in self._batch)
        self._began = time.monotonic()
        self._writing = self._do(self._write(self._batch))
        self._writing.add_done_callback(self._ended)

    def _do(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work, name="writing to the audit archive")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(consume_result)
        return task

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if self._writing is task:
            self._writing, self._batch = None, []
            self._begin()

    async def _write(self, batch: Sequence[_Waiting]) -> None:
        """Write a batch, and tell everybody; where it cannot be, find out whose fault that is."""
        try:
            kept = await self._keep([one.addition for one in batch])
        except _EVERYBODYS as error:
            _fail(batch, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told to whoever brought it
            if len(batch) == 1:
                _fail(batch, error)
                return
            half = len(batch) // 2
            await self._write(batch[:half])
            await self._write(batch[half:])
        else:
            for one in batch:
                if one.addition.guild_id not in kept:
                    self._wait_for(one)
                elif not one.kept.done():
                    one.kept.set_result(kept[one.addition.guild_id])

    def _wait_for(self, waiting: _Waiting) -> None:
        """Write one that somebody else holds by itself, as soon as it is let go of."""
        if waiting.kept.done():
            return
        task = self._do(self._write_one(waiting))
        waiting.kept.add_done_callback(lambda kept: task.cancel() if kept.cancelled() else None)

    async def _write_one(self, waiting: _Waiting) -> None:
        try:
            kept = await self._keep_one(waiting.addition)
        except Exception as error:  # noqa: BLE001 - as above
            _fail([waiting], error)
        else:
            if not waiting.kept.done():
                waiting.kept.set_result(kept)


def _split(queue: Collection[_Waiting]) -> tuple[list[_Waiting], list[_Waiting]]:
    """Return what is written next, at most one of each server and not too many rows, and what comes later."""
    batch, later, guilds, rows = list[_Waiting](), list[_Waiting](), set[int](), 0
    for one in queue:
        if one.addition.guild_id in guilds or rows >= _MOST_ROWS:
            later.append(one)
        else:
            batch.append(one)
            rows += one.addition.size
        guilds.add(one.addition.guild_id)
    return batch, later


def _fail(batch: Sequence[_Waiting], error: Exception) -> None:
    for one in batch:
        if not one.kept.done():
            one.kept.set_exception(error)
