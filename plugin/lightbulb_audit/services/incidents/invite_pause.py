"""Pausing a server's invites, and letting them work again.

Discord ends a pause by itself, so nothing is left behind by whoever forgets it. The other way, the server's feature
INVITES_DISABLED, is for community servers alone and lasts until somebody takes it off.
"""

import datetime
from typing import Final

from lightbulb_audit.analyse.standing import MANAGE_GUILD
from lightbulb_audit.model.alert import Incident
from lightbulb_audit.model.response import Refusal, RefusedResponseError, Response, ResponseKind
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.incidents.authority import check_permission
from lightbulb_audit.services.incidents.ports import Presser, ResponseStore, Scene, ServerControl

PAUSE: Final = datetime.timedelta(hours=23, minutes=50)
"""For how long: Discord takes 24 hours by its own clock at most. Source: its API reference, "Incidents Data"."""


class InvitePause:
    """Pauses invites.

    Args:
        control: Where they are paused.
        store: Where it is noted who did it: Discord's log has no entry of it.
    """

    def __init__(self, control: ServerControl, store: ResponseStore) -> None:
        self._control = control
        self._store = store

    async def check(self, incident: Incident, presser: Presser, *, pauses: bool) -> Scene:
        """See whether invites could be paused, or work again.

        Raises:
            RefusedResponseError: If not.
            AuditError: If Discord does not say how things are.
        """
        scene = await self._control.scene(incident.guild_id, [presser.user_id])
        check_permission(scene, presser, MANAGE_GUILD)
        until = scene.paused_until
        is_paused = until is not None and until > local_time()
        if pauses and is_paused:
            raise RefusedResponseError(Refusal.ALREADY_PAUSED, until)
        if not pauses and not is_paused:
            raise RefusedResponseError(Refusal.NOT_PAUSED)
        return scene

    async def change(self, incident: Incident, presser: Presser, *, pauses: bool) -> Response:
        """Pause invites for a day, or let them work again.

        Raises:
            RefusedResponseError: If that may or can not be.
            AuditError: If Discord did not do it, or nobody knows whether it did.
            ArchiveError: If it could not be noted who did it.
        """
        scene = await self.check(incident, presser, pauses=pauses)
        now = local_time()
        until = now + PAUSE if pauses else None
        await self._control.pause_invites(incident.guild_id, until, scene.messages_paused_until)
        kind = ResponseKind.PAUSE if pauses else ResponseKind.RESUME
        response = Response(incident.guild_id, incident.incident_id, kind, presser.user_id, now, until=until)
        await self._store.note(response)
        return response
