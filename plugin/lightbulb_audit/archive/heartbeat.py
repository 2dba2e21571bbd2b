"""Work of the command line, which ends where the database falls silent in the middle of it."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final

from lightbulb_audit.errors import ArchiveAwayError, ArchiveError
from lightbulb_audit.services.deadline import consume_result

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

_EVERY: Final = 5.0
"""Seconds after which work that goes on is doubted."""

_ANSWER: Final = 10.0
"""Seconds that the database may take to answer then: nobody at a command line is in a hurry."""

_AWAY: Final = "the database does not answer any more; see whether it runs, and try again"


async def guard(work: Coroutine[Any, Any, None], archive: "Archive") -> None:
    """Do some work for as long as the database answers anything.

    Raises:
        ArchiveError: If it falls silent; the work is left without waiting for its end.
    """
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=_EVERY))[0]:
            if not await _is_alive(archive) and not task.done():
                break
    finally:
        is_done = task.done()
        if not is_done:
            task.cancel()
            task.add_done_callback(consume_result)
    if not is_done:
        raise ArchiveAwayError(archive.place, _AWAY)
    task.result()


async def _is_alive(archive: "Archive") -> bool:
    ping = asyncio.ensure_future(archive.ping())
    await asyncio.wait({ping}, timeout=_ANSWER)
    ping.add_done_callback(consume_result)
    if not ping.done():
        ping.cancel()
        return False
    # Who refuses has answered: the work meets that by itself.
    return ping.exception() is None or isinstance(ping.exception(), ArchiveError)
