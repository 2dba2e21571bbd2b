"""Waiting for the archive, and for what an answer can do without, no longer than a person would."""

import asyncio
import contextlib
import contextvars
import dataclasses
import time
from collections.abc import Coroutine, Generator
from typing import Any, Final, TypeVar

from lightbulb_audit.errors import ArchiveError

_T = TypeVar("_T")


_SLICES: Final = 20

_IN_ALL: Final = 1.0
"""Seconds that may be waited in vain for one person."""


@dataclasses.dataclass(slots=True)
class _Spent:
    """What was spent on one answer.

    Attributes:
        since: When it was begun, by the clock.
        waited: Seconds that were waited in vain, each time.
        taken: How many of something were taken, by its name; see `take`.
    """

    since: float = dataclasses.field(default_factory=time.monotonic)
    waited: list[float] = dataclasses.field(default_factory=list[float])
    taken: dict[str, int] = dataclasses.field(default_factory=dict[str, int])


_SPENT: Final[contextvars.ContextVar[_Spent | None]] = contextvars.ContextVar("spent", default=None)


@dataclasses.dataclass(slots=True)
class _Answers:
    """How many answers are being made."""

    count: int = 0


_ANSWERS: Final = _Answers()


@contextlib.contextmanager
def shared() -> Generator[None]:
    """Let all that is done meanwhile, for one person, wait in vain no longer than one wait would.

    An archive that answers slowly is waited for each time; it is what it never said that counts.
    """
    token = _SPENT.set(_Spent())
    _ANSWERS.count += 1
    try:
        yield
    finally:
        _ANSWERS.count -= 1
        _SPENT.reset(token)


def is_answering() -> bool:
    """Return whether an answer is being made for somebody in this process."""
    return _ANSWERS.count > 0


def time_left(seconds: float) -> float:
    """Return how many of so many seconds are left of the answer that is being made; all where none is."""
    spent = _SPENT.get()
    return seconds if spent is None else max(0.0, spent.since + seconds - time.monotonic())


def take(what: str, wanted: int, at_most: int) -> int:
    """Take of what one answer may have so many of; how many are left to take."""
    spent = _SPENT.get()
    if spent is None:
        return min(wanted, at_most)
    given = max(0, min(wanted, at_most - spent.taken.get(what, 0)))
    spent.taken[what] = spent.taken.get(what, 0) + given
    return given


async def wait_at_most(work: Coroutine[Any, Any, _T], seconds: float, *, is_shared: bool = True) -> _T | None:
    """Return what the archive says; None where it does not, or takes longer than so many seconds.

    A cancelled query may itself wait for a database that hangs, so nobody waits for it.

    Args:
        work: What asks the archive.
        seconds: How long it may take.
        is_shared: Whether it counts for `shared`: not where a healthy archive may well take longer.
    """
    spent = _SPENT.get() if is_shared else None
    if spent is not None and sum(spent.waited) >= _IN_ALL:
        work.close()
        return None
    task = asyncio.ensure_future(work)
    task.add_done_callback(consume_result)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not done:
        task.cancel()
        if spent is not None:
            spent.waited.append(seconds)
        return None
    error = task.exception()
    if error is not None and not isinstance(error, ArchiveError):
        raise error
    return None if error is not None else task.result()


def consume_result(task: "asyncio.Future[_T]") -> None:
    """Look at how it ended, so that nobody complains that nobody did."""
    if not task.cancelled():
        task.exception()


async def is_done_within(work: "asyncio.Future[Any]", seconds: float) -> bool:
    """Wait until something is done, at most so many seconds; whether it is. It goes on where it is not.

    `asyncio.wait` does the same for many at twice the cost, which counts where each event waits once.
    """
    loop = asyncio.get_running_loop()
    woken: asyncio.Future[None] = loop.create_future()

    def wake(_: object = None) -> None:
        if not woken.done():
            woken.set_result(None)

    work.add_done_callback(wake)
    timer = loop.call_later(seconds, wake)
    try:
        await woken
    finally:
        timer.cancel()
        work.remove_done_callback(wake)
    return work.done()


async def wait_in_slices(work: "asyncio.Future[Any]", seconds: float) -> None:
    """Wait until something is done, at most so many seconds; longer where this process itself comes to nothing.

    On a busy machine, or while many servers begin at once, an answer that came long ago is heard only after some turns
    of the loop. So the seconds are cut into slices, each of which is one turn at least.
    """
    for _ in range(_SLICES):
        if work.done():
            return
        await asyncio.wait({work}, timeout=seconds / _SLICES)
