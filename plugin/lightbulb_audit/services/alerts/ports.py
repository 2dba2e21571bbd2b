"""What alerts need of the world outside."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from lightbulb_audit.model.alert import Alert, Deed, Incident, IncidentState, NewAlert, Verdict
from lightbulb_audit.query.predicate import Predicate


class AlertStore(Protocol):
    """Alerts in an archive. Every method raises `ArchiveError` where the database does not do its part."""

    async def guilds(self) -> Sequence[int]:
        """Return the servers that have any."""
        ...

    async def heads(self) -> Mapping[int, int]:
        """Return the number of the last observation of each server that has any; 0 where nothing was kept yet."""
        ...

    async def of(self, guild_id: int) -> Sequence[Alert]:
        """Return a server's alerts, by number."""
        ...

    async def add(self, guild_id: int, new: Sequence[NewAlert]) -> Sequence[Alert]:
        """Begin alerts, all of them or none: they judge what is first seen from now on."""
        ...

    async def change(self, guild_id: int, alert_id: int, **values: Any) -> bool:
        """Change some columns of an alert; whether there is one."""
        ...

    async def remove(self, guild_id: int, alert_id: int) -> bool:
        """End an alert; its incidents stay, and are told no more. Whether there was one."""
        ...

    async def news(self, guild_id: int, after: int, limit: int) -> Sequence[Deed]:
        """Return what was observed behind a number, in the order of its arrival, each entry as it is today."""
        ...

    async def between(self, guild_id: int, low: int, high: int, limit: int) -> Sequence[Deed]:
        """Return the entries with ids from one to another, both included, as they are today, oldest first."""
        ...

    async def done_by(self, guild_id: int, actor_id: int | None, tests: Predicate, limit: int) -> Sequence[Deed]:
        """Return the same of what somebody did, or of what nobody knows who did, as far as it passes a test."""
        ...

    async def claim(self, verdicts: Sequence[Verdict]) -> Sequence[Sequence[int | None] | None]:
        """Move the cursors of a server's alerts, and open incidents or add to them, all of it or nothing.

        Args:
            verdicts: What alerts of one server take in; at least one.

        Returns:
            For each verdict the numbers of the incidents of its findings, None where all that was found is in others;
            or None where somebody else was faster.
        """
        ...

    async def incidents(self, guild_id: int, alert_id: int, since: datetime.datetime) -> Sequence[Incident]:
        """Return an alert's incidents whose last entry was made since a moment, by number."""
        ...

    # What tells them

    async def unfinished(self, guild_id: int, now: datetime.datetime) -> Sequence[Incident]:
        """Return the incidents that Discord may lack, or whose message is to be edited, by number.

        Left out are those that are muted at this moment, and those whose alert is removed.
        """
        ...

    async def incident(self, guild_id: int, incident_id: int) -> Incident | None:
        """Return an incident by its number."""
        ...

    async def finish(self, incident: Incident, state: IncidentState, message_id: int | None, shown: int) -> None:
        """Discord has an incident's message, with the ping, and shows this version of it."""
        ...

    async def freeze(self, incident: Incident) -> None:
        """Discord takes no more edits of an incident's message."""
        ...

    async def renew(self, incident: Incident) -> Incident | None:
        """Give an incident a new message to be sent, with a nonce of its own and without a ping.

        Returns:
            The incident as it is then; None where somebody else was faster.
        """
        ...

    async def mute(self, guild_id: int, alert_id: int, until: datetime.datetime | None) -> bool:
        """Tell nothing of an alert until a moment, or all again; whether there is such an alert."""
        ...

    async def mute_incident(self, incident: Incident, until: datetime.datetime | None) -> None:
        """Tell nothing of an incident until a moment, nor of those that the alert opens of the same key meanwhile."""
        ...
