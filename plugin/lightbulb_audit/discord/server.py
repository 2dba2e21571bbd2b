"""A server as one bot knows it: what its cache has, and what it may ask Discord for."""

import functools

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.discord.answers import Answers
from lightbulb_audit.discord.channel_readers import ChannelReaders
from lightbulb_audit.discord.current_state import current_state
from lightbulb_audit.discord.guild_cache import GuildCache
from lightbulb_audit.discord.lookups import RestLookups
from lightbulb_audit.discord.names import (
    ToldNames,
    cached_names_of_user,
    cached_people,
    find_cached_names,
    roles_with_permission,
)
from lightbulb_audit.discord.sight import MemberSight
from lightbulb_audit.services.ports import Server


def server_of(app: hikari.RESTAware, answers: Answers, guild_id: hikari.Snowflake) -> Server:
    """Return the server behind an interaction.

    Args:
        app: The bot.
        answers: What Discord was asked for within the last hour.
        guild_id: Which server.
    """
    cache = GuildCache(app, guild_id)
    lookups = RestLookups(app, guild_id, answers)

    def cached_user(user_id: int) -> hikari.User | None:
        member = cache.member(user_id)
        told = answers.get(guild_id, Kind.USER, user_id) if member is None else member.user
        return told if isinstance(told, hikari.User) else None

    return Server(
        name=None if cache.guild is None else cache.guild.name,
        names=ToldNames(cache, functools.partial(answers.get, guild_id)),
        cached_user=cached_user,
        lookups=lookups,
        people=cached_people(cache),
        names_of_user=lambda user_id: cached_names_of_user(cache, user_id),
        sight=lambda viewer: MemberSight(app, viewer, guild_id, answers),
        called=lambda texts: find_cached_names(cache, texts, answers.users(guild_id)),
        current=lambda kind, thing_id: current_state(cache, kind, thing_id),
        current_member=lookups.current_member,
        holders=lambda slug: _holders(cache, slug),
        has_all_members=cache.has_all_members,
        has_other_readers=ChannelReaders(app, guild_id, answers).has_others,
    )


def _holders(cache: GuildCache, slug: str) -> frozenset[int]:
    """Return the roles that have a permission now, and the bots whose own role is one of them."""
    roles = roles_with_permission(cache, slug)
    return roles.union(int(role.bot_id) for role in cache.roles().values() if role.bot_id and int(role.id) in roles)
