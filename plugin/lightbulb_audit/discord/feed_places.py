"""What a channel is to a feed: whether it can post there, and who reads it. Discord is asked: it must be right."""

import asyncio
import dataclasses
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Viewer, permissions
from lightbulb_audit.discord.channel_places import place_of
from lightbulb_audit.discord.channel_readers import fetch_guild_roles, has_other_readers
from lightbulb_audit.discord.guild_cache import fetch_channel, own_id
from lightbulb_audit.discord.lookups import with_timeout
from lightbulb_audit.errors import GoneError
from lightbulb_audit.services.feeds.place import FeedPlace

_POSTABLE: Final = frozenset(
    {
        hikari.ChannelType.GUILD_TEXT,
        hikari.ChannelType.GUILD_NEWS,
        hikari.ChannelType.GUILD_VOICE,
        hikari.ChannelType.GUILD_STAGE,
        hikari.ChannelType.GUILD_PUBLIC_THREAD,
        hikari.ChannelType.GUILD_PRIVATE_THREAD,
        hikari.ChannelType.GUILD_NEWS_THREAD,
    }
)
"""The types that hold messages of a bot. Those that make a forum's posts take no nonce; see `discord/facts.md`."""

_NEEDED: Final = (
    hikari.Permissions.VIEW_CHANNEL,
    hikari.Permissions.EMBED_LINKS,
    hikari.Permissions.READ_MESSAGE_HISTORY,
)


class RestFeedPlaces:
    """See `services.feeds.place.FeedPlaces`.

    Args:
        app: The bot.
    """

    def __init__(self, app: hikari.RESTAware) -> None:
        self._app = app

    async def place(self, guild_id: int, channel_id: int) -> FeedPlace:
        """Return what is known of a channel."""
        rest, guild = self._app.rest, hikari.Snowflake(guild_id)
        channel = await with_timeout(fetch_channel(rest, guild, channel_id))
        is_thread = isinstance(channel, hikari.GuildThreadChannel)
        parent = await with_timeout(fetch_channel(rest, guild, channel.parent_id)) if is_thread else channel
        if not isinstance(parent, hikari.PermissibleGuildChannel):
            raise GoneError
        me, roles = await asyncio.gather(with_timeout(own_id(self._app)), fetch_guild_roles(self._app, guild))
        member = await with_timeout(rest.fetch_member(guild, me))
        is_private = channel.type == hikari.ChannelType.GUILD_PRIVATE_THREAD
        place = dataclasses.replace(place_of(parent), is_private_thread=is_private)
        permitted = {int(role.id): int(role.permissions) for role in roles.all}
        held = permissions(Viewer(int(me), frozenset(map(int, member.role_ids))), guild_id, permitted, place)
        sending = hikari.Permissions.SEND_MESSAGES_IN_THREADS if is_thread else hikari.Permissions.SEND_MESSAGES
        lacking = [int(one) for one in (*_NEEDED, sending) if not held & int(one)]
        is_public = await has_other_readers(self._app, roles, place, frozenset({int(me)}))
        mentionable = {int(role.id): role.is_mentionable for role in roles.all}
        mentions_all = bool(held & int(hikari.Permissions.MENTION_ROLES))
        return FeedPlace(channel.type in _POSTABLE, lacking, is_public, mentionable, mentions_all)
