"""Single people and things, asked of Discord over REST, each within its own time."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

import hikari
from hikari.audit_logs import MessagePinEntryInfo

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known
from lightbulb_audit.discord import guild_cache
from lightbulb_audit.discord.answers import SECONDS_OF_NAMES, Answers
from lightbulb_audit.discord.current_state import member_state
from lightbulb_audit.discord.names import known_from, named_things
from lightbulb_audit.discord.source import translate_error
from lightbulb_audit.errors import AuditError, GoneError
from lightbulb_audit.model import Record
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.timeline.current import CurrentState

_log: Final = logging.getLogger(__name__)

T = TypeVar("T")

_SHOWN: Final = re.compile(r"Entry (\d{1,19})")
"""The footer under an entry."""

SECONDS: Final = 1.8
"""For one look-up. They run side by side behind one read of the log, and the answer is put off after 2.2 seconds."""

_INTEGRATIONS_SHOWN: Final = 50

_MEMBER: Final = "id {}"
_CALLED: Final = "name {}"
"""As what the answers about members are kept."""

_MEMBERS_KEPT: Final = 200
"""Of more members whose name begins so nobody means all."""

Fetch = Callable[[hikari.api.RESTClient, hikari.Snowflake, hikari.Snowflake], Awaitable[Any]]


async def _integration(
    rest: hikari.api.RESTClient, guild_id: hikari.Snowflake, integration_id: hikari.Snowflake
) -> hikari.PartialIntegration | None:
    """There is no endpoint for one: it is looked for among all, of which Discord shows 50 at most.

    Source: Discord's API reference, "Get Guild Integrations".
    """
    shown = await rest.fetch_integrations(guild_id)
    found = next((one for one in shown if one.id == integration_id), None)
    if found is None and len(shown) < _INTEGRATIONS_SHOWN:
        raise GoneError
    return found


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
        answers: What was asked for already.
        seconds: How long to wait for each.
    """

    def __init__(
        self, app: hikari.RESTAware, guild_id: hikari.Snowflake, answers: Answers, seconds: float = SECONDS
    ) -> None:
        self._app = app
        self._rest = app.rest
        self._guild_id = guild_id
        self._answers = answers
        self._seconds = seconds

    def is_open(self, kind: Kind | None, thing_id: int) -> bool:
        """Whether Discord can be asked for somebody or something, and did not answer lately; None for a member."""
        if kind is None:
            return not self._answers.is_answered_for(self._guild_id, _MEMBER.format(thing_id))
        return kind in _FETCHES and self._answers.get(self._guild_id, kind, thing_id) is None

    async def thing(self, kind: Kind, thing_id: int) -> hikari.User | Known | None:
        """Somebody or something."""
        fetch = _FETCHES.get(kind)
        if fetch is None:
            return None
        found = await self._answers.ask(
            self._guild_id,
            kind,
            thing_id,
            lambda: with_timeout(fetch(self._rest, self._guild_id, hikari.Snowflake(thing_id)), self._seconds),
        )
        return found if isinstance(found, hikari.User) else known_from(found)

    async def member(self, user_id: int) -> hikari.User | None:
        """Somebody, if they are a member: of an id that somebody typed, nothing else is told."""
        found: hikari.Member = await self._answers.ask_for(
            self._guild_id,
            _MEMBER.format(user_id),
            lambda: with_timeout(self._rest.fetch_member(self._guild_id, user_id), self._seconds),
        )
        self._answers.keep(self._guild_id, Kind.USER, found.id, found.user)
        return found.user

    async def current_member(self, user_id: int) -> CurrentState | None:
        """Return what somebody is like now, asked afresh: what was kept may have changed since; None for no member."""
        try:
            found = await with_timeout(self._rest.fetch_member(self._guild_id, user_id), self._seconds)
        except GoneError:
            return None
        self._answers.keep(self._guild_id, Kind.USER, found.id, found.user)
        return member_state(found)

    async def members(self, name: str) -> Sequence[NamedThing]:
        """Return members whose username or nickname begins so. It needs no privileged intent.

        Source: Discord's API reference, "Search Guild Members".
        """
        found: Sequence[hikari.Member] = await self._answers.ask_for(
            self._guild_id,
            _CALLED.format(name.casefold()),
            lambda: with_timeout(self._rest.search_members(self._guild_id, name), self._seconds),
            SECONDS_OF_NAMES,
        )
        for member in found[:_MEMBERS_KEPT]:
            self._answers.keep(self._guild_id, Kind.USER, member.id, member)
        return [one for member in found for one in named_things(member)]

    async def message(self, record: Record) -> hikari.Message | None:
        """Return the pinned message, through the entry info's own `fetch_message`.

        Its channel is the server's: `Sight.may_read` was asked about it before, and is bound to the server.
        """
        info = record.entry.options
        if not isinstance(info, MessagePinEntryInfo):
            return None
        return await with_timeout(info.fetch_message(), self._seconds)

    async def entry_shown_in(self, channel_id: int, message_id: int) -> int | None:
        """Return the id in the footer of the bot's own message, written as we write it under an entry."""
        await self._check_channel(channel_id)
        message = await with_timeout(self._rest.fetch_message(channel_id, message_id), self._seconds)
        if not await self.is_own(message):
            return None
        footers = [embed.footer.text or "" for embed in message.embeds if embed.footer is not None]
        found = next((match for text in footers if (match := _SHOWN.match(text)) is not None), None)
        return None if found is None else int(found[1])

    async def is_own(self, message: hikari.Message) -> bool:
        """Return whether the bot itself wrote a message.

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
    """Return a request's answer, if it comes in time.

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
