"""A server as one bot knows it: what its cache has, and what it may ask Discord for."""

import hikari

from lightbulb_audit.discord.current_state import current_state
from lightbulb_audit.discord.guild_cache import GuildCache
from lightbulb_audit.discord.lookups import RestLookups
from lightbulb_audit.discord.names import (
    CachedNames,
    cached_names_of_user,
    cached_people,
    find_cached_names,
    roles_with_permission,
)
from lightbulb_audit.discord.sight import MemberSight
from lightbulb_audit.services.ports import Server


def server_of(app: hikari.RESTAware, guild_id: hikari.Snowflake) -> Server:
    """The server behind an interaction."""
    cache = GuildCache(app, guild_id)

    def cached_user(user_id: int) -> hikari.User | None:
        member = cache.member(user_id)
        return None if member is None else member.user

    return Server(
        name=None if cache.guild is None else cache.guild.name,
        names=CachedNames(cache),
        cached_user=cached_user,
        lookups=RestLookups(app, guild_id),
        people=cached_people(cache),
        names_of_user=lambda user_id: cached_names_of_user(cache, user_id),
        sight=lambda viewer: MemberSight(app, viewer, guild_id),
        called=lambda texts: find_cached_names(cache, texts),
        current=lambda kind, thing_id: current_state(cache, kind, thing_id),
        holders=lambda slug: _holders(cache, slug),
    )


def _holders(cache: GuildCache, slug: str) -> frozenset[int]:
    """The roles that have a permission now, and the bots whose own role is one of them."""
    roles = roles_with_permission(cache, slug)
    return roles.union(int(role.bot_id) for role in cache.roles().values() if role.bot_id and int(role.id) in roles)
