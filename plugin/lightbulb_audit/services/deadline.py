"""Waiting for the archive no longer than a person would."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from lightbulb_audit.errors import ArchiveError

_T = TypeVar("_T")


async def wait_at_most(work: Awaitable[_T], seconds: float) -> _T | None:
    """What the archive says; None where it does not, or takes longer than so many seconds.

    A cancelled query may itself wait for a database that hangs, so nobody waits for it.
    """
    task = asyncio.ensure_future(work)
    task.add_done_callback(_consume_result)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not done:
        task.cancel()
        return None
    error = task.exception()
    if error is not None and not isinstance(error, ArchiveError):
        raise error
    return None if error is not None else task.result()


def _consume_result(task: "asyncio.Future[_T]") -> None:
    """Look at how it ended, so that nobody complains that nobody did."""
    if not task.cancelled():
        task.exception()
