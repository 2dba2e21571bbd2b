"""Who may do what where, computed as Discord's reference describes ("Permissions")."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import IntFlag

from discord_standin.values import Payload, as_integer, objects, parse_timestamp


class Permission(IntFlag):
    """Those of Discord's permissions that the stand-in itself asks for."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    VIEW_GUILD_INSIGHTS = 1 << 19
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_GUILD_EXPRESSIONS = 1 << 30
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41
    CREATE_GUILD_EXPRESSIONS = 1 << 43


_UNUSED_BIT = 47
ALL = ((1 << 53) - 1) & ~(1 << _UNUSED_BIT)
"""Every permission that exists; the owner and administrators have them."""

GUILD_WIDE = int(
    Permission.KICK_MEMBERS
    | Permission.BAN_MEMBERS
    | Permission.ADMINISTRATOR
    | Permission.MANAGE_GUILD
    | Permission.VIEW_AUDIT_LOG
    | Permission.VIEW_GUILD_INSIGHTS
    | Permission.CHANGE_NICKNAME
    | Permission.MANAGE_NICKNAMES
    | Permission.MANAGE_GUILD_EXPRESSIONS
    | Permission.MODERATE_MEMBERS
    | Permission.VIEW_CREATOR_MONETIZATION_ANALYTICS
    | Permission.CREATE_GUILD_EXPRESSIONS
)
"""What has no meaning in a channel, so that a channel neither gives nor takes it."""

_TIMED_OUT = int(Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY)
_NEEDS_SENDING = int(
    Permission.SEND_TTS_MESSAGES | Permission.MENTION_EVERYONE | Permission.ATTACH_FILES | Permission.EMBED_LINKS
)
_VOICE_TYPES = frozenset({2, 13})
_ROLE_OVERWRITE = 0
_MEMBER_OVERWRITE = 1


def is_timed_out(member: Payload) -> bool:
    """Tell whether a member is in a timeout now."""
    until = parse_timestamp(member.get("communication_disabled_until"))
    return until is not None and until > datetime.now(UTC)


def in_guild(guild: Payload, roles: dict[str, Payload], member: Payload) -> int:
    """Compute a member's permissions in the guild as a whole.

    Args:
        guild: The guild; its `id` and `owner_id` are read.
        roles: The guild's roles by id; the one with the guild's id is @everyone.
        member: The member, with `user` and `roles`.

    Returns:
        The permissions as Discord's bit set.
    """
    base, is_boundless = _base(guild, roles, member)
    return base & _TIMED_OUT if is_timed_out(member) and not is_boundless else base


def in_channel(guild: Payload, roles: dict[str, Payload], member: Payload, channel: Payload) -> int:
    """Compute a member's permissions in a channel; for a thread, pass its parent.

    Overwrites of a category are copied into its channels by Discord, so they do not count here.

    Args:
        guild: As for `in_guild`.
        roles: As for `in_guild`.
        member: As for `in_guild`.
        channel: The channel, with `permission_overwrites`.

    Returns:
        The permissions as Discord's bit set, implicit denials taken off.
    """
    base, is_boundless = _base(guild, roles, member)
    if is_boundless:
        return base
    permissions = _overwritten(base, guild, member, channel)
    permissions = _without_implied(permissions, channel)
    return permissions & _TIMED_OUT if is_timed_out(member) else permissions


def is_below(role: Payload, roles: dict[str, Payload], member: Payload) -> bool:
    """Tell whether a role is below the highest one that a member has. Of two in one place the older one is higher."""
    held = [roles[role_id] for role_id in member["roles"] if role_id in roles]
    return any(_place(role) < _place(one) for one in held)


def _place(role: Payload) -> tuple[int, int]:
    return as_integer(role.get("position")), -as_integer(role.get("id"))


def _base(guild: Payload, roles: dict[str, Payload], member: Payload) -> tuple[int, bool]:
    if str(member["user"]["id"]) == str(guild.get("owner_id")):
        return ALL, True
    held = [str(guild["id"]), *map(str, member.get("roles") or ())]
    base = 0
    for role_id in held:
        base |= as_integer(roles.get(role_id, {}).get("permissions"))
    return (ALL, True) if base & Permission.ADMINISTRATOR else (base, False)


def _overwritten(base: int, guild: Payload, member: Payload, channel: Payload) -> int:
    everyone, of_roles, of_member = str(guild["id"]), set(map(str, member.get("roles") or ())), member["user"]["id"]
    overwrites = list(objects(channel.get("permission_overwrites")))
    by_role = [o for o in overwrites if as_integer(o.get("type")) == _ROLE_OVERWRITE]
    by_member = [o for o in overwrites if as_integer(o.get("type")) == _MEMBER_OVERWRITE]
    permissions = _apply(base, (o for o in by_role if str(o.get("id")) == everyone))
    permissions = _apply(permissions, (o for o in by_role if str(o.get("id")) in of_roles))
    return _apply(permissions, (o for o in by_member if str(o.get("id")) == str(of_member)))


def _apply(permissions: int, overwrites: Iterable[Payload]) -> int:
    allow = deny = 0
    for overwrite in overwrites:
        allow |= as_integer(overwrite.get("allow"))
        deny |= as_integer(overwrite.get("deny"))
    kept = permissions & GUILD_WIDE
    return (((permissions & ~deny) | allow) & ~GUILD_WIDE) | kept


def _without_implied(permissions: int, channel: Payload) -> int:
    if not permissions & Permission.VIEW_CHANNEL:
        return permissions & GUILD_WIDE
    if not permissions & Permission.SEND_MESSAGES:
        permissions &= ~_NEEDS_SENDING
    if as_integer(channel.get("type")) in _VOICE_TYPES and not permissions & Permission.CONNECT:
        permissions &= GUILD_WIDE | Permission.VIEW_CHANNEL
    return permissions
