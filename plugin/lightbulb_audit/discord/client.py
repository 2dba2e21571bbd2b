"""Discord without a gateway: for one piece of work on the command line."""

import contextlib
from collections.abc import AsyncGenerator

import hikari

from lightbulb_audit.model.offline_app import OfflineApp


class RestApp(OfflineApp):
    """The least that reading Discord's log needs.

    Args:
        rest: What asks Discord.
    """

    def __init__(self, rest: hikari.api.RESTClient) -> None:
        super().__init__()
        self._rest = rest

    @property
    def rest(self) -> hikari.api.RESTClient:
        """What asks Discord."""
        return self._rest


@contextlib.asynccontextmanager
async def open_client(token: str, rest_url: str | None = None) -> AsyncGenerator[RestApp]:
    """Ask Discord as a bot.

    Args:
        token: The bot's.
        rest_url: A server that speaks Discord's API; Discord itself if None.
    """
    app = hikari.RESTApp(url=rest_url)
    await app.start()
    try:
        async with app.acquire(token, hikari.TokenType.BOT) as rest:
            yield RestApp(rest)
    finally:
        await app.close()
