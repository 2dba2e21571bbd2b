"""Who reads a channel: whether people may who may not see the audit log."""

import asyncio
import dataclasses
from collections.abc import Iterable, Mapping
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import ADMINISTRATOR, VIEW_AUDIT_LOG, VIEW_CHANNEL, Place, is_open_to_others
from lightbulb_audit.discord.answers import Answers
from lightbulb_audit.discord.channel_places import ChannelPlaces
from lightbulb_audit.discord.guild_cache import GuildCache
from lightbulb_audit.discord.lookups import with_timeout
from lightbulb_audit.errors import AuditError, GoneError

_KNOWN_FOR: Final = 60.0
"""Seconds for which an answer of Discord's is good enough; a bot that caches its servers hears of every change."""

_MOST_ASKED: Final = 5
"""Members with an overwrite of their own that are asked about; of more, some are held for people without the log."""

_LOG: Final = VIEW_AUDIT_LOG | ADMINISTRATOR


@dataclasses.dataclass(frozen=True, slots=True)
class GuildRoles:
    """The roles of a server, and its owner, who may do everything.

    Attributes:
        guild_id: The server, whose id is the everyone role's too.
        owner_id: Its owner.
        all: Its roles.
    """

    guild_id: int
    owner_id: int
    all: Iterable[hikari.Role]

    @property
    def of_people(self) -> Mapping[int, int]:
        """The permissions of each role that people have: a bot's own role is the bot's alone."""
        return {int(one.id): int(one.permissions) for one in self.all if one.bot_id is None}

    def is_reader(self, member: hikari.Member) -> bool:
        """Return whether somebody is a person who may not see the log."""
        held = {*map(int, member.role_ids), self.guild_id}
        bits = 0
        for one in self.all:
            bits |= int(one.permissions) if int(one.id) in held else 0
        return not member.is_bot and int(member.id) != self.owner_id and not bits & _LOG


async def fetch_guild_roles(app: hikari.RESTAware, guild_id: hikari.Snowflake) -> GuildRoles:
    """Return a server's roles and owner, as Discord has them now.

    Raises:
        AuditError: If Discord does not say.
    """
    guild = await with_timeout(app.rest.fetch_guild(guild_id))
    return GuildRoles(int(guild_id), int(guild.owner_id), list(guild.roles.values()))


async def has_other_readers(
    app: hikari.RESTAware, guild: GuildRoles, place: Place, known: frozenset[int] = frozenset()
) -> bool:
    """Return whether people may read a place who may not see the log.

    Args:
        app: The bot.
        guild: Its server's roles.
        place: The channel.
        known: Who surely may see the log, or is no person.
    """
    named = [one for one in place.overwrites if one.is_member and one.allow & VIEW_CHANNEL and one.id not in known]
    asked, others = named[:_MOST_ASKED], {one.id for one in named[_MOST_ASKED:]}
    answers = await asyncio.gather(*(_is_reader(app, guild, one.id) for one in asked))
    others |= {one.id for one, is_reader in zip(asked, answers, strict=True) if is_reader}
    kept = [one for one in place.overwrites if not one.is_member or one.id in others]
    return is_open_to_others(guild.guild_id, guild.of_people, dataclasses.replace(place, overwrites=kept))


async def _is_reader(app: hikari.RESTAware, guild: GuildRoles, user_id: int) -> bool:
    """Return whether somebody is a member who may not see the log; who is not known counts as one."""
    cache = GuildCache(app, hikari.Snowflake(guild.guild_id))
    member = cache.member(user_id) if cache.hears_members else None
    try:
        return guild.is_reader(member or await with_timeout(app.rest.fetch_member(guild.guild_id, user_id)))
    except GoneError:
        return False
    except AuditError:
        return True


class ChannelReaders:
    """Tells of one server's channels whether an answer in them would show the log to people who may not see it.

    Args:
        app: The bot.
        guild_id: The server.
        answers: What Discord was asked for.
    """

    def __init__(self, app: hikari.RESTAware, guild_id: hikari.Snowflake, answers: Answers) -> None:
        self._app = app
        self._guild_id = guild_id
        self._answers = answers
        self._cache = GuildCache(app, guild_id)

    async def has_others(self, channel_id: int, asker_id: int) -> bool:
        """Return whether people may read a channel who may not see the log.

        It costs nothing where the bot caches its servers, else up to three requests a minute and channel, and one for
        each of at most five members to whom the channel is opened by name.

        Raises:
            AuditError: If it cannot be found out.
        """
        cached, roles = self._cache.guild, list(self._cache.roles().values())
        if cached is not None and roles:
            return await self._find(channel_id, asker_id, GuildRoles(int(self._guild_id), int(cached.owner_id), roles))

        async def ask() -> bool:
            return await self._find(channel_id, asker_id, await fetch_guild_roles(self._app, self._guild_id))

        found: bool = await self._answers.ask_for(
            self._guild_id, f"readers {channel_id} {asker_id}", ask, seconds=_KNOWN_FOR
        )
        return found

    async def _find(self, channel_id: int, asker_id: int, roles: GuildRoles) -> bool:
        places = ChannelPlaces(self._app, self._guild_id, self._answers)
        place = await places.place(await places.channel(hikari.Snowflake(channel_id)))
        me = self._app.get_me() if isinstance(self._app, hikari.ShardAware) else None
        known = frozenset({asker_id} if me is None else {asker_id, int(me.id)})
        # Of a channel that the bot may not see nobody knows who sees it.
        return place.is_hidden or await has_other_readers(self._app, roles, place, known)
