"""What one server's bot knows of that server alone: the single place where hikari is asked for something by its id.

A bot is in many servers, and hikari finds a channel, role or user of every one of them by its id. Here the answer is
compared with the server that asks: what belongs elsewhere is unknown, just as an id that never was.
"""

from collections.abc import Awaitable, Mapping
from typing import Final, TypeVar

import hikari

from lightbulb_audit.errors import GoneError

_EMPTY: Final[Mapping[hikari.Snowflake, hikari.Member]] = {}

Thing = TypeVar("Thing")


class GuildCache:
    """One server's part of a bot's cache; an empty one for a bot that has none.

    Args:
        app: The bot.
        guild_id: The server.

    Attributes:
        hears_members: Whether Discord tells the bot of every change of a member, so that none in the cache is stale.
    """

    def __init__(self, app: object, guild_id: hikari.Snowflake) -> None:
        self._cache = app.cache if isinstance(app, hikari.CacheAware) else None
        self._guild_id = guild_id
        intents = app.intents if isinstance(app, hikari.ShardAware) else hikari.Intents.NONE
        self.hears_members = bool(intents & hikari.Intents.GUILD_MEMBERS)

    @property
    def guild(self) -> hikari.GatewayGuild | None:
        """The server itself."""
        return None if self._cache is None else self._cache.get_available_guild(self._guild_id)

    @property
    def has_all_members(self) -> bool:
        """Whether every member is there, and stays current."""
        guild = self.guild
        count = None if guild is None else guild.member_count
        return self.hears_members and count is not None and len(self.members()) >= count

    def member(self, user_id: int) -> hikari.Member | None:
        """Somebody in the server. Whoever is in another one alone is unknown here."""
        return None if self._cache is None else self._cache.get_member(self._guild_id, hikari.Snowflake(user_id))

    def channel(self, channel_id: int) -> hikari.PermissibleGuildChannel | None:
        """Return a channel."""
        return None if self._cache is None else self._own(self._cache.get_guild_channel(hikari.Snowflake(channel_id)))

    def thread(self, thread_id: int) -> hikari.GuildThreadChannel | None:
        """Return a thread."""
        return None if self._cache is None else self._own(self._cache.get_thread(hikari.Snowflake(thread_id)))

    def role(self, role_id: int) -> hikari.Role | None:
        """Return a role."""
        return None if self._cache is None else self._own(self._cache.get_role(hikari.Snowflake(role_id)))

    def emoji(self, emoji_id: int) -> hikari.KnownCustomEmoji | None:
        """Return an emoji."""
        return None if self._cache is None else self._own(self._cache.get_emoji(hikari.Snowflake(emoji_id)))

    def sticker(self, sticker_id: int) -> hikari.GuildSticker | None:
        """Return a sticker."""
        return None if self._cache is None else self._own(self._cache.get_sticker(hikari.Snowflake(sticker_id)))

    def members(self) -> Mapping[hikari.Snowflake, hikari.Member]:
        """Return everybody in the server."""
        return _EMPTY if self._cache is None else self._cache.get_members_view_for_guild(self._guild_id)

    def channels(self) -> Mapping[hikari.Snowflake, hikari.PermissibleGuildChannel]:
        """Return its channels."""
        return {} if self._cache is None else self._cache.get_guild_channels_view_for_guild(self._guild_id)

    def threads(self) -> Mapping[hikari.Snowflake, hikari.GuildThreadChannel]:
        """Return its threads."""
        return {} if self._cache is None else self._cache.get_threads_view_for_guild(self._guild_id)

    def roles(self) -> Mapping[hikari.Snowflake, hikari.Role]:
        """Return its roles."""
        return {} if self._cache is None else self._cache.get_roles_view_for_guild(self._guild_id)

    def emojis(self) -> Mapping[hikari.Snowflake, hikari.KnownCustomEmoji]:
        """Return its emojis."""
        return {} if self._cache is None else self._cache.get_emojis_view_for_guild(self._guild_id)

    def _own(self, found: Thing | None) -> Thing | None:
        return found if getattr(found, "guild_id", None) == self._guild_id else None


async def of_guild(guild_id: hikari.Snowflake, request: Awaitable[Thing]) -> Thing:
    """Return what Discord gives for an id alone, if it is the server's.

    Raises:
        GoneError: If it belongs elsewhere: the same as for what never was.
    """
    found = await request
    if getattr(found, "guild_id", None) != guild_id:
        raise GoneError
    return found


async def fetch_channel(
    rest: hikari.api.RESTClient, guild_id: hikari.Snowflake, channel_id: int
) -> hikari.PartialChannel:
    """Return a channel or thread of the server, from Discord.

    Raises:
        GoneError: If it belongs elsewhere.
    """
    return await of_guild(guild_id, rest.fetch_channel(channel_id))


async def fetch_webhook(
    rest: hikari.api.RESTClient, guild_id: hikari.Snowflake, webhook_id: int
) -> hikari.PartialWebhook:
    """Return a webhook of the server, from Discord.

    Raises:
        GoneError: If it belongs elsewhere.
    """
    return await of_guild(guild_id, rest.fetch_webhook(webhook_id))


async def own_id(app: hikari.RESTAware) -> hikari.Snowflake:
    """Return the bot's own id: without a request where the gateway has told it."""
    me = app.get_me() if isinstance(app, hikari.ShardAware) else None
    return (await app.rest.fetch_my_user() if me is None else me).id
