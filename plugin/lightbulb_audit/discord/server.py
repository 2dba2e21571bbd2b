"""A server as one bot knows it: what its cache has, and what it may ask Discord for."""

import hikari

from lightbulb_audit.discord.lookups import RestLookups
from lightbulb_audit.discord.names import (
    cached_names,
    cached_names_of_user,
    cached_people,
    find_cached_names,
    roles_with_permission,
    server_name,
)
from lightbulb_audit.discord.sight import MemberSight
from lightbulb_audit.services.ports import Server


def server_of(app: hikari.RESTAware, guild_id: hikari.Snowflake) -> Server:
    """The server behind an interaction."""
    cache = app.cache if isinstance(app, hikari.CacheAware) else None
    return Server(
        name=server_name(app, guild_id),
        names=cached_names(app, guild_id),
        people=cached_people(app, guild_id),
        names_of_user=lambda user_id: cached_names_of_user(app, guild_id, user_id),
        cached_user=lambda user_id: None if cache is None else cache.get_user(hikari.Snowflake(user_id)),
        lookups=RestLookups(app.rest, guild_id),
        sight=lambda viewer: MemberSight(app, viewer, guild_id),
        called=lambda texts: find_cached_names(app, guild_id, texts),
        holders=lambda slug: roles_with_permission(app, guild_id, slug),
    )
