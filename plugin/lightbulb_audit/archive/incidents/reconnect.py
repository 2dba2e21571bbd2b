"""What people did about incidents, in an archive that comes and goes."""

from collections.abc import Sequence

from typing_extensions import override

from lightbulb_audit.archive.reconnect_part import ReconnectingPart
from lightbulb_audit.model.response import KeptRole, Response
from lightbulb_audit.services.incidents.ports import ResponseStore


class ReconnectingResponses(ReconnectingPart, ResponseStore):
    """See `services.incidents.ports.ResponseStore`."""

    @override
    async def keep(self, roles: Sequence[KeptRole]) -> None:
        await self._write(lambda archive: archive.responses.keep(roles))

    @override
    async def note_taken(self, role: KeptRole, response: Response) -> None:
        await self._write(lambda archive: archive.responses.note_taken(role, response))

    @override
    async def kept(self, guild_id: int, user_id: int) -> Sequence[KeptRole]:
        return await self._read(lambda archive: archive.responses.kept(guild_id, user_id))

    @override
    async def forget(self, role: KeptRole, response: Response | None = None) -> None:
        await self._write(lambda archive: archive.responses.forget(role, response))

    @override
    async def note(self, response: Response) -> None:
        await self._write(lambda archive: archive.responses.note(response))

    @override
    async def of(self, guild_id: int, incident_id: int) -> Sequence[Response]:
        return await self._read(lambda archive: archive.responses.of(guild_id, incident_id))
