"""Single people and things, asked of Discord over REST, each within its own time."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

import hikari
from hikari.audit_logs import MessagePinEntryInfo

from lightbulb_audit.catalog.kinds import HIDDEN_NAME, Kind
from lightbulb_audit.describe.name_table import Known
from lightbulb_audit.discord import guild_cache
from lightbulb_audit.discord.source import translate_error
from lightbulb_audit.errors import AuditError, GoneError
from lightbulb_audit.model import Record

_log: Final = logging.getLogger(__name__)

T = TypeVar("T")

_SHOWN: Final = re.compile(r"Entry (\d{1,19})")
"""The footer under an entry."""

SECONDS: Final = 1.8
"""For one look-up. They run side by side behind one read of the log, and the answer is put off after 2.2 seconds."""

Fetch = Callable[[hikari.api.RESTClient, hikari.Snowflake, hikari.Snowflake], Awaitable[Any]]


async def _integration(
    rest: hikari.api.RESTClient, guild_id: hikari.Snowflake, integration_id: hikari.Snowflake
) -> hikari.PartialIntegration:
    """There is no endpoint for one: it is looked for among all."""
    for integration in await rest.fetch_integrations(guild_id):
        if integration.id == integration_id:
            return integration
    raise GoneError


_FETCHES: Final[Mapping[Kind, Fetch]] = {
    Kind.USER: lambda rest, _guild_id, thing_id: rest.fetch_user(thing_id),
    Kind.CHANNEL: guild_cache.fetch_channel,
    Kind.THREAD: guild_cache.fetch_channel,
    Kind.ROLE: lambda rest, guild_id, thing_id: rest.fetch_role(guild_id, thing_id),
    Kind.WEBHOOK: guild_cache.fetch_webhook,
    Kind.EMOJI: lambda rest, guild_id, thing_id: rest.fetch_emoji(guild_id, thing_id),
    Kind.STICKER: lambda rest, guild_id, thing_id: rest.fetch_guild_sticker(guild_id, thing_id),
    Kind.EVENT: lambda rest, guild_id, thing_id: rest.fetch_scheduled_event(guild_id, thing_id),
    Kind.RULE: lambda rest, guild_id, thing_id: rest.fetch_auto_mod_rule(guild_id, thing_id),
    Kind.INTEGRATION: _integration,
}
"""Kind to the request that finds one, each bound to the server but that for a user: an account is public, and asked for
only where an entry of the server names it. Stages, sounds, commands and questions have none that takes their
id."""


class RestLookups:
    """Look-ups in one server; see `services.ports.Lookups`.

    Args:
        app: The bot.
        guild_id: The server.
        seconds: How long to wait for each.
    """

    def __init__(self, app: hikari.RESTAware, guild_id: hikari.Snowflake, seconds: float = SECONDS) -> None:
        self._app = app
        self._rest = app.rest
        self._guild_id = guild_id
        self._seconds = seconds

    async def user(self, record: Record) -> hikari.User | None:
        """Who did it, through the entry's own `fetch_user`."""
        return await with_timeout(record.entry.fetch_user(), self._seconds)

    async def target(self, record: Record, kind: Kind) -> hikari.User | Known | None:
        """What it was done to."""
        fetch, target_id = _FETCHES.get(kind), record.entry.target_id
        if fetch is None or target_id is None:
            return None
        found = await with_timeout(fetch(self._rest, self._guild_id, target_id), self._seconds)
        return found if isinstance(found, hikari.User) else known_from(found)

    async def channel(self, channel_id: int) -> Known:
        """A channel or thread."""
        return known_from(
            await with_timeout(guild_cache.fetch_channel(self._rest, self._guild_id, channel_id), self._seconds)
        )

    async def message(self, record: Record) -> hikari.Message | None:
        """The pinned message, through the entry info's own `fetch_message`.

        Its channel is the server's: `Sight.may_read` was asked about it before, and is bound to the server.
        """
        info = record.entry.options
        if not isinstance(info, MessagePinEntryInfo):
            return None
        return await with_timeout(info.fetch_message(), self._seconds)

    async def entry_shown_in(self, channel_id: int, message_id: int) -> int | None:
        """The id in the footer of the bot's own message, written as we write it under an entry."""
        await self._check_channel(channel_id)
        message = await with_timeout(self._rest.fetch_message(channel_id, message_id), self._seconds)
        if not await self.is_own(message):
            return None
        footers = [embed.footer.text or "" for embed in message.embeds if embed.footer is not None]
        found = next((match for text in footers if (match := _SHOWN.match(text)) is not None), None)
        return None if found is None else int(found[1])

    async def is_own(self, message: hikari.Message) -> bool:
        """Whether the bot itself wrote a message.

        A webhook's message has the webhook's id for its author's, so nobody can write in the bot's name; an answer to
        an interaction has the bot's. Source: Discord's API reference, "Message Object".
        """
        return message.author.id == await with_timeout(guild_cache.own_id(self._app), self._seconds)

    async def _check_channel(self, channel_id: int) -> None:
        """Messages are found by their channel's id alone, so the channel must be the server's."""
        cache = guild_cache.GuildCache(self._app, self._guild_id)
        if cache.channel(channel_id) is None and cache.thread(channel_id) is None:
            await with_timeout(guild_cache.fetch_channel(self._rest, self._guild_id, channel_id), self._seconds)


async def with_timeout(request: Awaitable[T], seconds: float = SECONDS) -> T:
    """A request's answer, if it comes in time.

    Raises:
        GoneError: If Discord does not know the thing.
        AuditError: If there was no answer that could be read.
    """
    try:
        async with asyncio.timeout(seconds):
            return await request
    except AuditError:
        raise
    except Exception as error:
        # hikari raises errors of its own, and whatever an answer that it cannot decode makes it raise.
        raise translate_error(error, seconds) from error


def known_from(thing: Any) -> Known:
    """What hikari's model of a thing tells of its name and place."""
    name = getattr(thing, "name", None) or None
    kind = getattr(thing, "type", None)
    channel_type = int(kind) if isinstance(thing, hikari.PartialChannel) and isinstance(kind, int) else None
    if channel_type is not None and name == HIDDEN_NAME:
        return Known(None, channel_type, hidden=True)
    return Known(name, channel_type, getattr(thing, "parent_id", None))
