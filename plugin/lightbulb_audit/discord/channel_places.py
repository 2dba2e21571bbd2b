"""Channels as far as their visibility goes, out of the bot's cache where it has one, else of Discord."""

from collections.abc import Mapping
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Overwrite, Place
from lightbulb_audit.catalog.kinds import HIDDEN_NAME, Kind
from lightbulb_audit.discord.answers import Answers
from lightbulb_audit.discord.guild_cache import GuildCache, fetch_channel
from lightbulb_audit.discord.lookups import with_timeout
from lightbulb_audit.errors import AuditError

HIDDEN: Final = Place((), is_hidden=True)


class ChannelPlaces:
    """Finds what Discord decides by who sees a channel of one server.

    Args:
        app: The bot.
        guild_id: The server.
        answers: What Discord was asked for, which tells where a thread is: that never changes.
    """

    def __init__(self, app: hikari.RESTAware, guild_id: hikari.Snowflake, answers: Answers) -> None:
        self._rest = app.rest
        self._answers = answers
        self._cache = GuildCache(app, guild_id)
        self._guild_id = guild_id

    def find_cached(self, channel_id: hikari.Snowflake) -> hikari.PartialChannel | None:
        """Return a channel, or a thread that was asked for before; None where Discord must be asked."""
        found = self._cache.channel(channel_id) or self._cache.thread(channel_id)
        told = None if found is not None else self._answers.get(self._guild_id, Kind.CHANNEL, channel_id)
        return told if isinstance(told, hikari.GuildThreadChannel) else found

    async def channel(self, channel_id: hikari.Snowflake) -> hikari.PartialChannel:
        """Return a channel.

        Raises:
            AuditError: If there is none in this server that the bot can see, or Discord does not say.
        """
        found = self.find_cached(channel_id)
        if found is not None:
            return found
        try:
            found = await with_timeout(fetch_channel(self._rest, self._guild_id, channel_id))
        except AuditError as error:
            self._answers.keep(self._guild_id, Kind.CHANNEL, channel_id, error)
            raise
        self._answers.keep(self._guild_id, Kind.CHANNEL, channel_id, found)
        return found

    async def place(self, channel: hikari.PartialChannel) -> Place:
        """Return what its visibility follows from.

        Raises:
            AuditError: If a thread's parent cannot be found.
        """
        if not isinstance(channel, hikari.GuildThreadChannel):
            return place_of(channel)
        parent = await self.place(await self.channel(channel.parent_id))
        is_private = channel.type == hikari.ChannelType.GUILD_PRIVATE_THREAD
        return Place(parent.overwrites, is_private_thread=is_private, is_hidden=parent.is_hidden)

    async def roles(self) -> Mapping[int, int]:
        """Return the permissions of each role of the server."""
        return self.cached_roles or {
            int(role.id): int(role.permissions) for role in await with_timeout(self._rest.fetch_roles(self._guild_id))
        }

    @property
    def cached_roles(self) -> Mapping[int, int]:
        """The permissions of each role in the cache."""
        return {int(role_id): int(role.permissions) for role_id, role in self._cache.roles().items()}


def place_of(channel: hikari.PartialChannel) -> Place:
    """Return what the visibility of a channel follows from that is no thread."""
    if not isinstance(channel, hikari.PermissibleGuildChannel) or channel.name == HIDDEN_NAME:
        return HIDDEN
    return Place(
        [
            Overwrite(int(one.id), one.type == hikari.PermissionOverwriteType.MEMBER, int(one.allow), int(one.deny))
            for one in channel.permission_overwrites.values()
        ]
    )
