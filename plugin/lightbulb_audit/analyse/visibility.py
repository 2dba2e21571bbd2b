"""Who may read what in which channel, computed as Discord does.

Who may see the audit log need not see every channel, so a message's text is shown only where Discord itself would show
it. Source: Discord's API reference, "Permission Overwrites", "Permission Hierarchy", "Permissions in Threads".
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

ADMINISTRATOR: Final = 1 << 3
VIEW_AUDIT_LOG: Final = 1 << 7
VIEW_CHANNEL: Final = 1 << 10
READ_MESSAGE_HISTORY: Final = 1 << 16
MANAGE_THREADS: Final = 1 << 34
_EVERYTHING: Final = -1


@dataclasses.dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel allows and denies a role or a member, as bit fields.

    Attributes:
        id: The role or member.
        is_member: Whether it is a member's.
        allow: What is allowed.
        deny: What is denied.
    """

    id: int
    is_member: bool
    allow: int
    deny: int


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A channel as far as its visibility goes; a thread has the overwrites of its parent.

    Attributes:
        overwrites: Its own; a channel that is synchronised with its category carries the category's.
        is_private_thread: Whether only its own members, and those who manage threads, may see it.
        is_hidden: Whether the bot itself may not see it, so that nothing of it is known.
        members: Who was added to a private thread, as far as is known.
    """

    overwrites: Sequence[Overwrite]
    is_private_thread: bool = False
    is_hidden: bool = False
    members: frozenset[int] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks; without an id, everybody who may see the answer.

    Attributes:
        user_id: Who; None for the whole server.
        role_ids: Their roles, beside everyone's.
        is_all_seeing: Whether they are the owner or an administrator.
    """

    user_id: int | None
    role_ids: frozenset[int] = frozenset()
    is_all_seeing: bool = False


EVERYONE: Final = Viewer(None)
"""Whoever may see a public answer: held to what the role of everybody allows."""


def permissions(viewer: Viewer, guild_id: int, roles: Mapping[int, int], place: Place) -> int:
    """Return the permissions that somebody has in a place.

    Args:
        viewer: Who.
        guild_id: The server, whose id is the everyone role's too.
        roles: The permissions of each role of the server.
        place: Where.

    Returns:
        A bit field; -1, which has every bit, for those who may do everything.
    """
    base = roles.get(guild_id, 0)
    for role_id in viewer.role_ids:
        base |= roles.get(role_id, 0)
    if viewer.is_all_seeing or base & ADMINISTRATOR:
        return _EVERYTHING
    of_roles = [one for one in place.overwrites if not one.is_member and one.id in viewer.role_ids]
    everyone = [one for one in place.overwrites if not one.is_member and one.id == guild_id]
    own = [one for one in place.overwrites if one.is_member and one.id == viewer.user_id]
    for step in (everyone, [one for one in of_roles if one.id != guild_id], own):
        base = _apply(base, step)
    return base


def may_view(viewer: Viewer, guild_id: int, roles: Mapping[int, int], place: Place) -> bool:
    """Return whether Discord would show somebody that a place is there, and its name."""
    if place.is_hidden:
        return False
    held = permissions(viewer, guild_id, roles, place)
    if held & VIEW_CHANNEL == 0:
        return False
    return not place.is_private_thread or held & MANAGE_THREADS != 0 or viewer.user_id in place.members


def may_read(viewer: Viewer, guild_id: int, roles: Mapping[int, int], place: Place) -> bool:
    """Return whether Discord would show somebody the messages of a place."""
    is_kept = permissions(viewer, guild_id, roles, place) & READ_MESSAGE_HISTORY != 0
    return is_kept and may_view(viewer, guild_id, roles, place)


def is_open_to_others(guild_id: int, roles: Mapping[int, int], place: Place) -> bool:
    """Return whether somebody may see a place who may not see the audit log, as far as roles and overwrites tell.

    Who may see a channel but not its history reads what comes while they look.

    Args:
        guild_id: The server, whose id is the everyone role's too.
        roles: The permissions of each role that people have.
        place: Where; a member's own overwrite in it counts as somebody's who may not see the log.
    """
    held = {role_id for role_id, bits in roles.items() if not bits & (VIEW_AUDIT_LOG | ADMINISTRATOR)}
    if place.is_private_thread or guild_id not in held:
        return False
    readers = [Viewer(None, frozenset({role_id})) for role_id in held]
    of_members = [Viewer(one.id) for one in place.overwrites if one.is_member and one.allow & VIEW_CHANNEL]
    return any(may_view(one, guild_id, roles, place) for one in (*readers, *of_members))


def _apply(base: int, overwrites: Iterable[Overwrite]) -> int:
    """Return all denials of one step first, then all that it allows."""
    allow = deny = 0
    for one in overwrites:
        allow |= one.allow
        deny |= one.deny
    return base & ~deny | allow
