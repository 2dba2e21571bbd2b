"""The channels that are posted to: with a nonce, editing, and reading back what was delivered."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import aiohttp
import hikari

from lightbulb_audit.discord.guild_cache import own_id
from lightbulb_audit.discord.lookups import with_timeout
from lightbulb_audit.discord.source import translate_error
from lightbulb_audit.errors import AuditError, BusyError, GoneError, SilentError
from lightbulb_audit.model import snowflake
from lightbulb_audit.services.clock import local_time

_SECONDS: Final = 30.0
"""For one attempt to post; see `services.feeds.delivery`."""

_EDIT_SECONDS: Final = 15.0
_READ_SECONDS: Final = 60.0
_UNKNOWN_MESSAGE: Final = 10008
"""Source: Discord's API reference, "JSON Error Codes"."""

_OLD: Final = datetime.timedelta(hours=1)
"""From which age on Discord takes few edits of a message: error 30046 of the same table, sent as a 429."""


class RestFeedChannels:
    """See `services.feeds.ports.FeedChannels`.

    hikari waits for the limits that the headers tell, and asks that a nonce is enforced.

    Args:
        app: The bot.
        nonce_of: The nonce in what a component of such a message carries; None for one of another kind.
    """

    def __init__(self, app: hikari.RESTAware, nonce_of: Callable[[str], str | None]) -> None:
        self._app = app
        self._nonce_of = nonce_of

    async def post(
        self, channel_id: int, drawing: Mapping[str, Any], nonce: str, reply_to: int | None = None
    ) -> int | None:
        """Post a message, and no second one for the same nonce."""
        reply = hikari.UNDEFINED if reply_to is None else hikari.Snowflake(reply_to)
        sending = self._app.rest.create_message(
            channel_id, nonce=nonce, reply=reply, reply_must_exist=False, mentions_reply=False, **drawing
        )
        try:
            return int((await with_timeout(sending, _SECONDS)).id)
        except GoneError as error:
            if _is_unknown_message(error):
                return None
            raise

    async def edit(self, channel_id: int, message_id: int, drawing: Mapping[str, Any]) -> bool:
        """Change a message; False where Discord takes no more edits of it, or it is no more."""
        try:
            await with_timeout(self._app.rest.edit_message(channel_id, message_id, **drawing), _EDIT_SECONDS)
        except GoneError as error:
            if _is_unknown_message(error):
                return False
            raise
        except (BusyError, SilentError):
            if local_time() - snowflake.time_of(message_id) > _OLD:
                return False
            raise
        return True

    async def delivered(self, channel_id: int, since: datetime.datetime) -> Mapping[str, int]:
        """Return the ids of the bot's own messages since a moment, by the nonces that their components carry.

        Source: Discord's documentation, "Message Content Intent": messages that the app sent come with all they have.
        """
        found: dict[str, int] = {}
        try:
            me = await own_id(self._app)
            async for message in self._app.rest.fetch_messages(channel_id, after=snowflake.first_at(since)):
                if message.author.id == me:
                    found |= dict.fromkeys(self._nonces(message), int(message.id))
        except (hikari.HikariError, aiohttp.ClientError, OSError, ValueError) as error:
            raise translate_error(error, _READ_SECONDS) from error
        return found

    def _nonces(self, message: hikari.PartialMessage) -> Iterator[str]:
        for row in message.components or ():
            for component in getattr(row, "components", ()):
                nonce = self._nonce_of(getattr(component, "custom_id", None) or "")
                if nonce:
                    yield nonce


def _is_unknown_message(error: AuditError) -> bool:
    return isinstance(error.__cause__, hikari.NotFoundError) and error.__cause__.code == _UNKNOWN_MESSAGE
