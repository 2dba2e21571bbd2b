"""The messages of one channel: posting, and reading the bot's own."""

from collections.abc import AsyncGenerator
from typing import Final

import aiohttp
import hikari

from lightbulb_audit.discord.lookups import with_timeout
from lightbulb_audit.discord.source import translate_error

_SECONDS: Final = 60.0
"""For one message that nobody waits for."""


class MessageChannel:
    """See `services.ports.Channel`.

    Args:
        rest: hikari's client.
        channel_id: Which channel.
    """

    def __init__(self, rest: hikari.api.RESTClient, channel_id: int) -> None:
        self._rest = rest
        self._channel_id = channel_id

    async def post(self, text: str) -> None:
        """Post a message that mentions nobody."""
        await with_timeout(
            self._rest.create_message(
                self._channel_id, text, mentions_everyone=False, user_mentions=False, role_mentions=False
            ),
            _SECONDS,
        )

    async def own(self) -> AsyncGenerator[hikari.Message]:
        """Yield the bot's own messages, oldest first. Their text comes without the intent to read that of others.

        Source: Discord's documentation, "Message Content Intent": messages that the app sent are exempt.

        Raises:
            AuditError: If Discord does not show them.
        """
        try:
            me = await self._rest.fetch_my_user()
            async for message in self._rest.fetch_messages(self._channel_id, after=hikari.Snowflake(1)):
                if message.author.id == me.id and message.webhook_id is None:
                    yield message
        except (hikari.HikariError, aiohttp.ClientError, OSError, ValueError) as error:
            raise translate_error(error, _SECONDS) from error
