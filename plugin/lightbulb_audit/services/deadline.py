"""Waiting for the archive no longer than a person would."""

import asyncio
import contextlib
import contextvars
from collections.abc import Coroutine, Generator
from typing import Any, Final, TypeVar

from lightbulb_audit.errors import ArchiveError

_T = TypeVar("_T")


_IN_ALL: Final = 1.0
"""Seconds that may be waited in vain for one person."""

_SPENT: Final[contextvars.ContextVar[list[float] | None]] = contextvars.ContextVar("spent", default=None)


@contextlib.contextmanager
def shared() -> Generator[None]:
    """Let all that is done meanwhile, for one person, wait in vain no longer than one wait would.

    An archive that answers slowly is waited for each time; it is what it never said that counts.
    """
    token = _SPENT.set([])
    try:
        yield
    finally:
        _SPENT.reset(token)


async def wait_at_most(work: Coroutine[Any, Any, _T], seconds: float, *, is_shared: bool = True) -> _T | None:
    """What the archive says; None where it does not, or takes longer than so many seconds.

    A cancelled query may itself wait for a database that hangs, so nobody waits for it.

    Args:
        work: What asks the archive.
        seconds: How long it may take.
        is_shared: Whether it counts for `shared`: not where a healthy archive may well take longer.
    """
    spent = _SPENT.get() if is_shared else None
    if spent and sum(spent) >= _IN_ALL:
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
            spent.append(seconds)
        return None
    error = task.exception()
    if error is not None and not isinstance(error, ArchiveError):
        raise error
    return None if error is not None else task.result()


def consume_result(task: "asyncio.Future[_T]") -> None:
    """Look at how it ended, so that nobody complains that nobody did."""
    if not task.cancelled():
        task.exception()
