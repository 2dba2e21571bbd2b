"""The checkpoints of an archive that comes and goes."""

import datetime
from collections.abc import Sequence

from typing_extensions import override

from lightbulb_audit.archive.reconnect_part import ReconnectingPart
from lightbulb_audit.model.checkpoint import Checkpoint
from lightbulb_audit.services.ports import CheckpointStore


class ReconnectingCheckpoints(ReconnectingPart, CheckpointStore):
    """See `services.ports.CheckpointStore`."""

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
