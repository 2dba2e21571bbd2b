"""Taking somebody's roles and giving them back, so that what was before is after, whatever fails in between.

Each role is written down before it is taken, and struck out once it is given back. Roles are taken and given one by
one: that can be repeated, so an answer that is lost costs nothing, and a role that somebody else gives meanwhile stays.
A list of roles set at once could do neither.
"""

import asyncio
import dataclasses
import weakref
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from lightbulb_audit.analyse.standing import MANAGE_ROLES, ServerRole, Someone
from lightbulb_audit.catalog.permissions import DANGEROUS
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model.alert import Incident
from lightbulb_audit.model.response import KeptRole, Refusal, RefusedResponseError, Response, ResponseKind, Why
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.incidents.authority import check_above, check_permission, why_left
from lightbulb_audit.services.incidents.ports import Answer, Presser, ResponseStore, Scene, ServerControl

_TAKEN: Final = "roles taken"
_GIVEN_BACK: Final = "roles given back"


@dataclasses.dataclass(frozen=True, slots=True)
class RolePlan:
    """What would be done.

    Attributes:
        user_id: To whom.
        roles: The roles that change, those first that can do harm.
        left: The roles that stay as they are, and why.
    """

    user_id: int
    roles: Sequence[ServerRole]
    left: Sequence[tuple[ServerRole, Why]]


@dataclasses.dataclass(frozen=True, slots=True)
class RoleResult:
    """What was done.

    Attributes:
        user_id: To whom.
        done: The roles that changed, by name.
        left: The roles that did not, by name, and why.
    """

    user_id: int
    done: Sequence[str]
    left: Sequence[tuple[str, Why]]


_Change = Callable[[KeptRole, str, Response], Awaitable[Why | None]]


class RoleControl:
    """Takes roles and gives them back.

    Args:
        control: Where they are changed.
        store: Where they are kept meanwhile.
    """

    def __init__(self, control: ServerControl, store: ResponseStore) -> None:
        self._control = control
        self._store = store
        self._locks: weakref.WeakValueDictionary[tuple[int, int], asyncio.Lock] = weakref.WeakValueDictionary()

    async def plan_take(self, incident: Incident, presser: Presser) -> RolePlan:
        """See what could be taken from the actor of an incident.

        Raises:
            RefusedResponseError: If nothing may or can be.
            AuditError: If Discord does not say how things are.
        """
        scene, actor = await self._look(incident, presser)
        held = [(role, why_left(scene, role)) for role in scene.standing.roles_of(actor)]
        left = [(role, why) for role, why in held if why is not None]
        taken = [role for role, why in held if why is None]
        if not taken:
            raise RefusedResponseError(Refusal.NOTHING_TO_TAKE)
        return RolePlan(actor.user_id, sorted(taken, key=lambda role: not role.permissions & DANGEROUS), left)

    async def take(self, incident: Incident, presser: Presser) -> RoleResult:
        """Take the roles of the actor of an incident, as far as they can be taken.

        Raises:
            RefusedResponseError: If nothing may or can be.
            AuditError: If Discord does not say how things are.
            ArchiveError: If they could not be written down: what is not written down is not taken.
        """
        async with self._lock(incident):
            plan = await self.plan_take(incident, presser)
            response = _response(incident, presser, ResponseKind.TAKE)
            where = (incident.guild_id, plan.user_id)
            by = (incident.incident_id, presser.user_id, response.at)
            kept = [KeptRole(*where, role.id, role.name, *by) for role in plan.roles]
            await self._store.keep(kept)
            done, left = await self._change(kept, self._take_one, _reason(presser, incident, _TAKEN), response)
        return RoleResult(plan.user_id, done, [*left, *((role.name, why) for role, why in plan.left)])

    async def plan_give(self, incident: Incident, presser: Presser) -> Sequence[KeptRole]:
        """See what can be given back to the actor of an incident.

        Raises:
            RefusedResponseError: If nothing may or can be.
            AuditError: If Discord does not say how things are.
            ArchiveError: If the archive does not say what was taken.
        """
        actor_id = incident.actor_id
        kept: Sequence[KeptRole] = () if actor_id is None else await self._store.kept(incident.guild_id, actor_id)
        if not kept:
            raise RefusedResponseError(Refusal.NOTHING_KEPT)
        await self._look(incident, presser, [one.role_id for one in kept])
        return kept

    async def give_back(self, incident: Incident, presser: Presser) -> RoleResult:
        """Give the actor of an incident back what was taken.

        Raises:
            RefusedResponseError: If nothing may or can be.
            AuditError: If Discord does not say how things are.
            ArchiveError: If the archive does not say what was taken.
        """
        async with self._lock(incident):
            kept = await self.plan_give(incident, presser)
            response = _response(incident, presser, ResponseKind.GIVE)
            reason = _reason(presser, incident, _GIVEN_BACK)
            done, left = await self._change(kept, self._give_one, reason, response)
        return RoleResult(kept[0].user_id, done, left)

    async def _look(self, incident: Incident, presser: Presser, more: Sequence[int] = ()) -> tuple[Scene, Someone]:
        """Return the server and the actor, if the presser and the bot may change their roles."""
        if incident.actor_id is None:
            raise RefusedResponseError(Refusal.NOBODY)
        scene = await self._control.scene(incident.guild_id, [presser.user_id, incident.actor_id])
        check_permission(scene, presser, MANAGE_ROLES)
        actor = scene.people.get(incident.actor_id)
        if actor is None:
            raise RefusedResponseError(Refusal.NO_MEMBER)
        check_above(scene, presser, actor, more)
        return scene, actor

    async def _change(
        self, roles: Sequence[KeptRole], change: _Change, reason: str, response: Response
    ) -> tuple[Sequence[str], Sequence[tuple[str, Why]]]:
        done: list[KeptRole] = []
        left: list[tuple[str, Why]] = []
        for role in roles:
            so_far = dataclasses.replace(response, role_ids=tuple(one.role_id for one in (*done, role)))
            why = await change(role, reason, so_far)
            if why is None:
                done.append(role)
            else:
                left.append((role.name, why))
        return [role.name for role in done], left

    async def _take_one(self, role: KeptRole, reason: str, response: Response) -> Why | None:
        try:
            answer = await self._control.take(role.guild_id, role.user_id, role.role_id, reason)
        except AuditError:
            return Why.UNSURE
        if answer is Answer.DONE:
            await self._store.note_taken(role, response)
            return None
        if answer is Answer.NO_MEMBER:
            return Why.UNSURE
        await self._store.forget(role)
        return Why.GONE if answer is Answer.NO_ROLE else Why.ABOVE_BOT

    async def _give_one(self, role: KeptRole, reason: str, response: Response) -> Why | None:
        try:
            answer = await self._control.give(role.guild_id, role.user_id, role.role_id, reason)
        except AuditError:
            return Why.UNSURE
        if answer is Answer.DONE:
            await self._store.forget(role, response)
            return None
        if answer is Answer.NO_ROLE:
            await self._store.forget(role)
            return Why.GONE
        return Why.ABOVE_BOT if answer is Answer.REFUSED else Why.UNSURE

    def _lock(self, incident: Incident) -> asyncio.Lock:
        """Return what keeps two presses about the same person one behind the other."""
        return self._locks.setdefault((incident.guild_id, incident.actor_id or 0), asyncio.Lock())


def _response(incident: Incident, presser: Presser, kind: ResponseKind) -> Response:
    return Response(incident.guild_id, incident.incident_id, kind, presser.user_id, local_time())


def _reason(presser: Presser, incident: Incident, what: str) -> str:
    """Return what Discord's log is to say, in a form that names the human behind a bot: `catalog.reason_formats`."""
    return f"Requested by {presser.name} ({presser.user_id}): {what}, incident {incident.incident_id}"
