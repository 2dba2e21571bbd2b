"""Who may change whose roles: permissions in the server as a whole, and who stands above whom. Pure.

A press tells the presser's permissions in the channel, where an overwrite can give "manage permissions", which is the
same bit as "manage roles". What counts for a response is the server as a whole, so it is computed from the roles.
Source: Discord's API reference, "Permission Hierarchy" and "Role Object".
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lightbulb_audit.analyse.visibility import ADMINISTRATOR

MANAGE_GUILD: Final = 1 << 5
MANAGE_ROLES: Final = 1 << 28
_EVERYTHING: Final = -1


@dataclasses.dataclass(frozen=True, slots=True)
class ServerRole:
    """A role of a server.

    Attributes:
        id: Its id; that of everyone's role is the server's.
        name: What it is called.
        position: Its place, upwards.
        permissions: What it allows, as bits.
        is_managed: Whether Discord gives it by itself: to a bot, to boosters, or for an integration.
    """

    id: int
    name: str
    position: int
    permissions: int
    is_managed: bool = False

    @property
    def rank(self) -> tuple[int, int]:
        """What it is compared by: of two in one place the older one stands higher."""
        return self.position, -self.id


@dataclasses.dataclass(frozen=True, slots=True)
class Someone:
    """A member of a server.

    Attributes:
        user_id: Who.
        role_ids: Their roles.
        is_timed_out: Whether they are in a timeout now, and so may do nothing.
    """

    user_id: int
    role_ids: frozenset[int] = frozenset()
    is_timed_out: bool = False


@dataclasses.dataclass(frozen=True)
class Standing:
    """The roles of a server.

    Attributes:
        guild_id: The server.
        owner_id: Who owns it.
        roles: Its roles by id.
    """

    guild_id: int
    owner_id: int
    roles: Mapping[int, ServerRole]

    def permissions(self, one: Someone) -> int:
        """Return what somebody may do in the server as a whole; -1, every bit, for owner and administrators."""
        held = 0
        for role in self._held(one):
            held |= role.permissions
        if one.user_id == self.owner_id or held & ADMINISTRATOR:
            return _EVERYTHING
        return 0 if one.is_timed_out else held

    def is_above(self, one: Someone, other: Someone, more: Iterable[int] = ()) -> bool:
        """Return whether somebody stands above somebody else: the owner above all, nobody above oneself.

        Args:
            one: Who should stand above.
            other: Whom.
            more: Roles that the other is to be looked at as having too.
        """
        if other.user_id in (one.user_id, self.owner_id):
            return False
        highest = dataclasses.replace(other, role_ids=other.role_ids | frozenset(more))
        return one.user_id == self.owner_id or self._rank(one) > self._rank(highest)

    def can_change(self, one: Someone, role: ServerRole) -> bool:
        """Return whether somebody's highest role stands above a role."""
        return one.user_id == self.owner_id or self._rank(one) > role.rank

    def roles_of(self, one: Someone) -> Sequence[ServerRole]:
        """Return the roles that somebody has, highest first, but for everyone's."""
        held = (self.roles[role_id] for role_id in one.role_ids if role_id in self.roles)
        return sorted((role for role in held if role.id != self.guild_id), key=lambda role: role.rank, reverse=True)

    def _held(self, one: Someone) -> Iterable[ServerRole]:
        return (self.roles[role_id] for role_id in {*one.role_ids, self.guild_id} if role_id in self.roles)

    def _rank(self, one: Someone) -> tuple[int, int]:
        return max((role.rank for role in self._held(one)), default=(0, 0))
