"""What a server, role, channel or member is like now, in the keys and values of Discord's own JSON.

Source of the keys: Discord's published OpenAPI file, the objects that the audit log says were changed.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.discord.guild_cache import GuildCache
from lightbulb_audit.timeline.current import CurrentOverwrite, CurrentState


def current_state(cache: GuildCache, kind: Kind, thing_id: int) -> CurrentState | None:
    """Return what something is like now; None where the bot's cache does not know, or may be stale.

    Args:
        cache: One server's part of the bot's cache.
        kind: What it is; the kinds that are asked for by id alone are tried where that is unknown.
        thing_id: Its id.
    """
    kinds = [kind] if kind in _READERS else list(_READERS) if kind is Kind.UNKNOWN else []
    return next((found for one in kinds if (found := _READERS[one](cache, thing_id)) is not None), None)


def _role(cache: GuildCache, role_id: int) -> CurrentState | None:
    role = cache.role(role_id)
    if role is None:
        return None
    values = {
        "name": role.name,
        "permissions": str(int(role.permissions)),
        "color": int(role.color),
        "hoist": role.is_hoisted,
        "mentionable": role.is_mentionable,
    }
    return CurrentState(Kind.ROLE, _of("Role", values))


def _channel(cache: GuildCache, channel_id: int) -> CurrentState | None:
    channel = cache.channel(channel_id)
    if channel is None:
        return None
    # Each type of channel has some of these.
    values = {key: getattr(channel, name) for key, name in _OF_CHANNELS.items() if hasattr(channel, name)}
    slowmode = values.get("rate_limit_per_user")
    if isinstance(slowmode, datetime.timedelta):
        values["rate_limit_per_user"] = int(slowmode.total_seconds())
    values |= {"type": int(channel.type), "parent_id": _id(channel.parent_id)}
    overwrites = {
        int(one.id): CurrentOverwrite(
            Kind.USER if one.type == hikari.PermissionOverwriteType.MEMBER else Kind.ROLE,
            int(one.allow),
            int(one.deny),
        )
        for one in channel.permission_overwrites.values()
    }
    return CurrentState(Kind.CHANNEL, _of("Channel", values), overwrites=overwrites)


def _server(cache: GuildCache, guild_id: int) -> CurrentState | None:
    guild = cache.guild
    if guild is None or guild.id != guild_id:
        return None
    values = {
        "name": guild.name,
        "description": guild.description,
        "owner_id": str(guild.owner_id),
        "icon_hash": guild.icon_hash,
        "vanity_url_code": guild.vanity_url_code,
        "verification_level": int(guild.verification_level),
        "explicit_content_filter": int(guild.explicit_content_filter),
        "mfa_level": int(guild.mfa_level),
        "default_message_notifications": int(guild.default_message_notifications),
        "afk_channel_id": _id(guild.afk_channel_id),
        "afk_timeout": int(guild.afk_timeout.total_seconds()),
        "system_channel_id": _id(guild.system_channel_id),
        "rules_channel_id": _id(guild.rules_channel_id),
        "public_updates_channel_id": _id(guild.public_updates_channel_id),
        "preferred_locale": str(guild.preferred_locale),
    }
    return CurrentState(Kind.SERVER, _of("Guild", values))


def _member(cache: GuildCache, user_id: int) -> CurrentState | None:
    """Somebody; only where Discord tells the bot of every change of a member."""
    member = cache.member(user_id) if cache.hears_members else None
    return None if member is None else member_state(member)


def member_state(member: hikari.Member) -> CurrentState:
    """Return what somebody is like now, as Discord just told it."""
    until = member.raw_communication_disabled_until
    values = {
        "nick": member.nickname,
        "communication_disabled_until": None if until is None else until.isoformat(),
    }
    roles = frozenset(int(role_id) for role_id in member.role_ids) - {int(member.guild_id)}
    return CurrentState(Kind.USER, _of("Member", values), roles=roles)


def _of(changed: str, values: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    return {(changed, key): None if value is hikari.UNDEFINED else value for key, value in values.items()}


def _id(value: hikari.Snowflake | None) -> str | None:
    return None if value is None else str(value)


_OF_CHANNELS: Final[Mapping[str, str]] = {
    "name": "name",
    "topic": "topic",
    "nsfw": "is_nsfw",
    "rate_limit_per_user": "rate_limit_per_user",
    "bitrate": "bitrate",
    "user_limit": "user_limit",
    "rtc_region": "region",
}
"""Discord's keys to hikari's names."""

_READERS: Final[Mapping[Kind, Callable[[GuildCache, int], CurrentState | None]]] = {
    Kind.CHANNEL: _channel,
    Kind.ROLE: _role,
    Kind.USER: _member,
    Kind.SERVER: _server,
}
