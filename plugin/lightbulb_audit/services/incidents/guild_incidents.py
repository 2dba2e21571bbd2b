"""The incidents of one server on their way to Discord: each by itself, so that none waits for another."""

import asyncio
import logging
from typing import Final

from lightbulb_audit.errors import ArchiveError, AuditError
from lightbulb_audit.model.alert import Incident
from lightbulb_audit.model.feed import Trouble
from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.guild_delivery import GuildDelivery, Line
from lightbulb_audit.services.incidents.delivery import IncidentDelivery

_log: Final = logging.getLogger(__name__)


class GuildIncidents(GuildDelivery[Line]):
    """Serves the incidents of one server until it is closed.

    Args:
        guild_id: Which server.
        store: Where they are.
        delivery: Sends their messages.
        rhythm: How often what is tried.
    """

    def __init__(self, guild_id: int, store: AlertStore, delivery: IncidentDelivery, rhythm: Schedule) -> None:
        super().__init__(guild_id, rhythm, "incidents")
        self._store = store
        self._delivery = delivery
        self._since = local_time()

    async def _turn(self) -> None:
        """Begin what can be begun."""
        waiting = await self._store.unfinished(self._guild_id, local_time())
        lines = {one.incident_id: self._lines.get(one.incident_id) or Line() for one in waiting}
        self._keep(lines)
        for incident in waiting:
            line = lines[incident.incident_id]
            if line.is_free:
                work = self._deliver(incident, line)
                line.task = asyncio.create_task(work, name=f"incident {incident.incident_id} of {self._guild_id}")

    async def _deliver(self, incident: Incident, line: Line) -> None:
        # What was written down since this process serves the server was sent by nobody before, but perhaps by another
        # process at a hand-over a moment ago, and then Discord knows its nonce.
        is_fresh = incident.made_at > self._since and not line.failures
        try:
            await self._delivery.deliver(incident, is_fresh=is_fresh)
            line.failures = 0
            # What goes on is told in one edit after a while: Discord takes few a second.
            line.rest(self._rhythm.incident_edit)
            await self._note(incident, None)
        except (AuditError, ArchiveError) as error:
            await self._note(incident, self._rest_after(line, error))
        except Exception:  # noqa: BLE001 - whatever it is, the next try may do better
            _log.exception("incident %s of guild %s could not be told", incident.incident_id, self._guild_id)
            self._rest_after(line, AuditError())
        finally:
            line.task = None
            self.wake()

    async def _note(self, incident: Incident, trouble: Trouble | None) -> None:
        """Note at the alert why it cannot be told, or that all is well again."""
        try:
            alerts = await self._store.of(self._guild_id)
            alert = next((one for one in alerts if one.alert_id == incident.alert_id), None)
            if alert is None or alert.trouble is trouble:
                return
            text = None if trouble is None else str(trouble)
            await self._store.change(self._guild_id, alert.alert_id, trouble=text, is_told=trouble is None)
        except ArchiveError as error:
            _log.warning("how alert %s of guild %s is could not be noted: %s", incident.alert_id, self._guild_id, error)
