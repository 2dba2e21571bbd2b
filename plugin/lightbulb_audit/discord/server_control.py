"""Changing what a server's people may do: roles given and taken, invites paused; and how things stand before.

All is asked of Discord anew: what a cache has may be stale, and a role that was taken a second ago must not count.
"""

import asyncio
import datetime
from collections.abc import Awaitable, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.standing import ServerRole, Someone, Standing
from lightbulb_audit.discord.guild_cache import own_id
from lightbulb_audit.discord.lookups import with_timeout
from lightbulb_audit.errors import ForbiddenError, GoneError
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.incidents.ports import Answer, Scene

_SECONDS: Final = 30.0
"""For one change: hikari waits for limits, and tries again where Discord has trouble."""

_LOOK_SECONDS: Final = 10.0
_UNKNOWN_ROLE: Final = 10011
_UNKNOWN_MEMBER: Final = 10007
_UNKNOWN_USER: Final = 10013
"""Source: Discord's API reference, "JSON Error Codes"."""

_ANSWERS: Final = {
    _UNKNOWN_ROLE: Answer.NO_ROLE,
    _UNKNOWN_MEMBER: Answer.NO_MEMBER,
    _UNKNOWN_USER: Answer.NO_MEMBER,
}


class RestServerControl:
    """See `services.incidents.ports.ServerControl`.

    Args:
        app: The bot.
    """

    def __init__(self, app: hikari.RESTAware) -> None:
        self._app = app

    async def scene(self, guild_id: int, user_ids: Sequence[int]) -> Scene:
        """Return a server as it is now, with these people."""
        me = int(await with_timeout(own_id(self._app), _LOOK_SECONDS))
        looking = asyncio.gather(*(self._member(guild_id, user_id) for user_id in {me, *user_ids}))
        guild, found = await asyncio.gather(with_timeout(self._app.rest.fetch_guild(guild_id), _LOOK_SECONDS), looking)
        roles = {int(role.id): _role(role) for role in guild.roles.values()}
        return Scene(
            Standing(guild_id, int(guild.owner_id), roles),
            {one.user_id: one for one in found if one is not None},
            me,
            guild.incidents.invites_disabled_until,
            guild.incidents.dms_disabled_until,
        )

    async def take(self, guild_id: int, user_id: int, role_id: int, reason: str) -> Answer:
        """Take a role from somebody; it is done too where they do not have it."""
        return await _answer(self._app.rest.remove_role_from_member(guild_id, user_id, role_id, reason=reason))

    async def give(self, guild_id: int, user_id: int, role_id: int, reason: str) -> Answer:
        """Give somebody a role; it is done too where they have it."""
        return await _answer(self._app.rest.add_role_to_member(guild_id, user_id, role_id, reason=reason))

    async def pause_invites(
        self, guild_id: int, until: datetime.datetime | None, messages_until: datetime.datetime | None
    ) -> None:
        """Let nobody join until a moment, or anybody again; direct messages stay as paused as they are said to be.

        What is not said is ended by Discord. It takes no reason, so Discord's log cannot name who asked for it.
        Source: hikari's `set_guild_incident_actions`; Discord's OpenAPI, `update_guild_incident_actions`.
        """
        changing = self._app.rest.set_guild_incident_actions(
            guild_id, invites_disabled_until=until, dms_disabled_until=messages_until
        )
        await with_timeout(changing, _SECONDS)

    async def _member(self, guild_id: int, user_id: int) -> Someone | None:
        try:
            member = await with_timeout(self._app.rest.fetch_member(guild_id, user_id), _LOOK_SECONDS)
        except GoneError:
            return None
        until = member.raw_communication_disabled_until
        return Someone(int(member.id), frozenset(map(int, member.role_ids)), until is not None and until > local_time())


def _role(role: hikari.Role) -> ServerRole:
    return ServerRole(int(role.id), role.name, role.position, int(role.permissions), role.is_managed)


async def _answer(change: Awaitable[None]) -> Answer:
    try:
        await with_timeout(change, _SECONDS)
    except ForbiddenError:
        return Answer.REFUSED
    except GoneError as error:
        cause = error.__cause__
        answer = _ANSWERS.get(cause.code) if isinstance(cause, hikari.NotFoundError) else None
        if answer is None:
            raise
        return answer
    return Answer.DONE
