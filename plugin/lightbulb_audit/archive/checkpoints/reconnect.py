"""The checkpoints of an archive that comes and goes."""

import datetime
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from typing_extensions import override

from lightbulb_audit.model.checkpoint import Checkpoint
from lightbulb_audit.services.ports import CheckpointStore

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

_T = TypeVar("_T")


class _Doing(Protocol):
    """Something that is done with an open archive."""

    def __call__(self, work: "Callable[[Archive], Awaitable[_T]]") -> Awaitable[_T]: ...


class ReconnectingCheckpoints(CheckpointStore):
    """See `services.ports.CheckpointStore`.

    Args:
        write: How something is written into the archive.
        read: How something is read out of it.
    """

    def __init__(self, write: _Doing, read: _Doing) -> None:
        self._write = write
        self._read = read

    @override
    async def due(self, now: datetime.datetime, every: datetime.timedelta) -> Sequence[int]:
        return await self._read(lambda archive: archive.checkpoints.due(now, every))

    @override
    async def claim(self, guild_id: int, now: datetime.datetime, every: datetime.timedelta) -> bool:
        return await self._write(lambda archive: archive.checkpoints.claim(guild_id, now, every))

    @override
    async def release(self, guild_id: int) -> None:
        await self._write(lambda archive: archive.checkpoints.release(guild_id))

    @override
    async def make(self, guild_id: int, now: datetime.datetime) -> Checkpoint | None:
        return await self._write(lambda archive: archive.checkpoints.make(guild_id, now))

    @override
    async def record(self, given: Checkpoint) -> None:
        await self._write(lambda archive: archive.checkpoints.record(given))
