"""Posting each server's checkpoint once a day, so that Discord dates what the archive held."""

import asyncio
import contextlib
import datetime
import itertools
import logging
from collections.abc import Callable, Iterable
from typing import Final

from lightbulb_audit.catalog import words
from lightbulb_audit.errors import ArchiveError, AuditError
from lightbulb_audit.model.checkpoint import Checkpoint
from lightbulb_audit.services.ports import Channel, CheckpointStore

_log: Final = logging.getLogger(__name__)

EVERY: Final = datetime.timedelta(days=1)
AT_ONCE: Final = 4
"""Servers a message: Discord takes 2,000 characters."""


def message_of(given: Iterable[Checkpoint]) -> str:
    """Checkpoints as people read them, and as machines do. A server is told by its id: others read the channel too."""
    return "\n".join((words.CHECKPOINTS, *(_block(one) for one in given)))


def _block(one: Checkpoint) -> str:
    said = words.CHECKPOINT.format(
        server=one.guild_id, rows=f"{one.rows:,}", time=f"<t:{int(one.at.timestamp())}:F>", root=one.root.hex()[:16]
    )
    return f"{said}\n```\n{one.line}\n```"


def reason_of(error: AuditError | ArchiveError) -> str:
    """Return why they could not be posted or read, and what to do."""
    return words.UNPOSTED.get(type(error), words.UNPOSTED_NOW) if isinstance(error, AuditError) else str(error)


class Checkpointer:
    """Posts checkpoints.

    Args:
        store: Where they come from.
        channel: Where they go to.
        look_seconds: How often is looked whether one is due.
        clock: The time.

    Attributes:
        trouble: Why the last ones could not be posted; None while all is well.
    """

    def __init__(
        self,
        store: CheckpointStore,
        channel: Channel,
        *,
        look_seconds: float = 600.0,
        clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self.trouble: AuditError | ArchiveError | None = None
        self._store = store
        self._channel = channel
        self._look_seconds = look_seconds
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Post what is due, now and from now on."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="checkpoints of the audit archive")

    async def close(self) -> None:
        """Stop, and leave nothing behind."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def post(self, every: datetime.timedelta = EVERY) -> int:
        """Post the checkpoint of each server whose last one is so old.

        Returns:
            How many were posted.

        Raises:
            AuditError: If Discord did not take some; they are due still.
            ArchiveError: If the archive did not do its part for some; those of the others were posted.
        """
        posted, failed = 0, list[ArchiveError]()
        due = iter(await self._store.due(self._clock(), every))
        while some := list(itertools.islice(due, AT_ONCE)):
            claimed = [one for one in some if await self._store.claim(one, self._clock(), every)]
            made = [one for one in [await self._made(guild_id, failed) for guild_id in claimed] if one is not None]
            try:
                if made:
                    await self._channel.post(message_of(made))
                    posted += len(made)
            except BaseException:
                await self._release(one.guild_id for one in made)
                raise
            for one in made:
                await self._store.record(one)
        if failed:
            raise failed[0]
        return posted

    async def _made(self, guild_id: int, failed: list[ArchiveError]) -> Checkpoint | None:
        """Return a server's checkpoint; rows that are missing there keep nobody else from theirs."""
        try:
            return await self._store.make(guild_id, self._clock())
        except ArchiveError as error:
            failed.append(error)
            await self._release([guild_id])
            return None

    async def _release(self, guild_ids: Iterable[int]) -> None:
        """What was not posted is due; where not even that can be written it is in a day."""
        with contextlib.suppress(ArchiveError):
            for guild_id in guild_ids:
                await self._store.release(guild_id)

    async def _run(self) -> None:
        while True:
            try:
                await self.post()
            except (AuditError, ArchiveError) as error:
                self._complain(error)
            else:
                self.trouble = None
            await asyncio.sleep(self._look_seconds)

    def _complain(self, error: AuditError | ArchiveError) -> None:
        """Say once what is wrong, and not at every look."""
        if type(error) is not type(self.trouble):
            _log.warning("no checkpoint could be posted, and it is tried again: %s", reason_of(error))
        self.trouble = error
