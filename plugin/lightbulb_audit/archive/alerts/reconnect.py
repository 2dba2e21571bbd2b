"""The alerts of an archive that comes and goes."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import override

from lightbulb_audit.archive.reconnect_part import ReconnectingPart
from lightbulb_audit.model.alert import Alert, Deed, Incident, IncidentState, NewAlert, Verdict
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.services.alerts.ports import AlertStore


class ReconnectingAlerts(ReconnectingPart, AlertStore):
    """See `services.alerts.ports.AlertStore`."""

    @override
    async def guilds(self) -> Sequence[int]:
        return await self._read(lambda archive: archive.alerts.guilds())

    @override
    async def heads(self) -> Mapping[int, int]:
        return await self._read(lambda archive: archive.alerts.heads())

    @override
    async def of(self, guild_id: int) -> Sequence[Alert]:
        return await self._read(lambda archive: archive.alerts.of(guild_id))

    @override
    async def add(self, guild_id: int, new: Sequence[NewAlert]) -> Sequence[Alert]:
        return await self._write(lambda archive: archive.alerts.add(guild_id, new))

    @override
    async def change(self, guild_id: int, alert_id: int, **values: Any) -> bool:
        return await self._write(lambda archive: archive.alerts.change(guild_id, alert_id, **values))

    @override
    async def remove(self, guild_id: int, alert_id: int) -> bool:
        return await self._write(lambda archive: archive.alerts.remove(guild_id, alert_id))

    @override
    async def news(self, guild_id: int, after: int, limit: int) -> Sequence[Deed]:
        return await self._read(lambda archive: archive.alerts.news(guild_id, after, limit))

    @override
    async def between(self, guild_id: int, low: int, high: int, limit: int) -> Sequence[Deed]:
        return await self._read(lambda archive: archive.alerts.between(guild_id, low, high, limit))

    @override
    async def done_by(self, guild_id: int, actor_id: int | None, tests: Predicate, limit: int) -> Sequence[Deed]:
        return await self._read(lambda archive: archive.alerts.done_by(guild_id, actor_id, tests, limit))

    @override
    async def claim(self, verdicts: Sequence[Verdict]) -> Sequence[Sequence[int | None] | None]:
        return await self._write(lambda archive: archive.alerts.claim(verdicts))

    @override
    async def incidents(self, guild_id: int, alert_id: int, since: datetime.datetime) -> Sequence[Incident]:
        return await self._read(lambda archive: archive.alerts.incidents(guild_id, alert_id, since))

    @override
    async def unfinished(self, guild_id: int, now: datetime.datetime) -> Sequence[Incident]:
        return await self._read(lambda archive: archive.alerts.unfinished(guild_id, now))

    @override
    async def incident(self, guild_id: int, incident_id: int) -> Incident | None:
        return await self._read(lambda archive: archive.alerts.incident(guild_id, incident_id))

    @override
    async def finish(self, incident: Incident, state: IncidentState, message_id: int | None, shown: int) -> None:
        await self._write(lambda archive: archive.alerts.finish(incident, state, message_id, shown))

    @override
    async def freeze(self, incident: Incident) -> None:
        await self._write(lambda archive: archive.alerts.freeze(incident))

    @override
    async def renew(self, incident: Incident) -> Incident | None:
        return await self._write(lambda archive: archive.alerts.renew(incident))

    @override
    async def mute(self, guild_id: int, alert_id: int, until: datetime.datetime | None) -> bool:
        return await self._write(lambda archive: archive.alerts.mute(guild_id, alert_id, until))

    @override
    async def mute_incident(self, incident: Incident, until: datetime.datetime | None) -> None:
        await self._write(lambda archive: archive.alerts.mute_incident(incident, until))
