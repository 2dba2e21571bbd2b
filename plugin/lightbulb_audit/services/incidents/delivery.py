"""Getting an incident's message to Discord, once, whatever fails; and anew where Discord takes no more edits of it.

As `services.feeds.delivery` does: the incident stands in the archive before its message is sent, whoever did not just
write it reads the channel back first, and what is sent carries its nonce, so that Discord makes no second message.
"""

from collections.abc import Callable, Mapping
from typing import Any

from lightbulb_audit.model.alert import Incident, IncidentState
from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.clock import TOLERANCE
from lightbulb_audit.services.feeds.ports import FeedChannels
from lightbulb_audit.services.incidents.ports import IncidentView
from lightbulb_audit.services.incidents.teller import IncidentTeller

Draw = Callable[[IncidentView], Mapping[str, Any]]
"""How an incident's message is drawn."""

Ping = Callable[[Mapping[str, Any], int], Mapping[str, Any]]
"""Adds the ping of a role to a drawing."""


class IncidentDelivery:
    """Sends and edits the messages of incidents.

    Args:
        store: Where incidents are.
        channels: Where messages go.
        teller: Tells what they say.
        draw: Draws them.
        ping: Adds the ping of a role.
    """

    def __init__(
        self, store: AlertStore, channels: FeedChannels, teller: IncidentTeller, draw: Draw, ping: Ping
    ) -> None:
        self._store = store
        self._channels = channels
        self._teller = teller
        self._draw = draw
        self._ping = ping

    async def deliver(self, incident: Incident, *, is_fresh: bool) -> None:
        """Let Discord have an incident's message as it is now.

        Args:
            incident: The incident, of which Discord may lack something.
            is_fresh: Whether it surely was not sent yet, since this process just wrote it down.

        Raises:
            AuditError: If Discord did not take it, or nobody knows whether it did.
            ArchiveError: If the archive does not do its part.
        """
        if incident.state is IncidentState.SENT and incident.message_id is not None:
            await self._edit(incident, incident.message_id)
            return
        known = None if is_fresh else await self._find(incident)
        if known is None:
            await self._send(incident)
        else:
            # What it shows is of the time when it was sent: of a later version it is edited.
            await self._store.finish(incident, IncidentState.SENT, known, 0)

    async def _find(self, incident: Incident) -> int | None:
        """Return the message where it was delivered."""
        delivered = await self._channels.delivered(incident.channel_id, incident.made_at - TOLERANCE)
        return delivered.get(incident.nonce)

    async def _send(self, incident: Incident) -> None:
        drawing = self._draw(await self._teller.tell(incident))
        if incident.role_id is not None and not incident.is_pinged:
            drawing = self._ping(drawing, incident.role_id)
        message_id = await self._channels.post(incident.channel_id, drawing, incident.nonce)
        state = IncidentState.GONE if message_id is None else IncidentState.SENT
        await self._store.finish(incident, state, message_id, incident.version)

    async def _edit(self, incident: Incident, message_id: int) -> None:
        drawing = self._draw(await self._teller.tell(incident))
        if await self._channels.edit(incident.channel_id, message_id, drawing):
            await self._store.finish(incident, IncidentState.SENT, message_id, incident.version)
            return
        # Discord takes no more edits of it, or somebody deleted it: what goes on must not go untold by that.
        renewed = await self._store.renew(incident)
        if renewed is not None:
            await self._send(renewed)
