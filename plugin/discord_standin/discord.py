"""The stand-in as a whole: its guilds on a loopback port."""

import base64
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Self, TextIO

from discord_standin.commands import CommandRegistry
from discord_standin.endpoint import Endpoint, Signer
from discord_standin.errors import StandinError, UsageError
from discord_standin.events import apply_event
from discord_standin.faults import Faults
from discord_standin.gateway import Gateway
from discord_standin.guild_file import GuildFile
from discord_standin.interactions import Interactions
from discord_standin.rest import GATEWAY_PATH, PREFIX, RestServer
from discord_standin.state import State
from discord_standin.values import Payload, timestamp
from discord_standin.world import World


class Discord:
    """A local Discord; an asynchronous context manager.

    Example:
        async with Discord(GuildFile.read(path)) as discord:
            bot = hikari.GatewayBot(discord.token, rest_url=discord.rest_url)

    Attributes:
        token: The bot's token.
        world: All that the stand-in knows, to look into, with the guild at hand in which people act.
    """

    def __init__(
        self,
        guild_file: GuildFile,
        port: int = 0,
        requests_path: Path | None = None,
        *,
        has_endpoint: bool = False,
    ) -> None:
        """Prepare it; nothing listens yet.

        Args:
            guild_file: The guild, the audit log, and so on, and the further guilds.
            port: The loopback port; 0 takes any free one.
            requests_path: Where to write each request of the bot as a JSON line.
            has_endpoint: Whether interactions are signed and posted to the bot, once `set_endpoint` told where.
        """
        state = State(guild_file)
        others = [State(replace(one, bot=state.bot), state.snowflakes) for one in guild_file.others]
        states = {one.id: one for one in (state, *others)}
        if len(states) <= len(others):
            raise StandinError("Two guilds of the guild file have the same id.")
        self.token = _make_token(state.bot["id"])
        self.world = World(
            state=state,
            states=states,
            commands=CommandRegistry(state.snowflakes, state.application_id),
            interactions=Interactions(),
            gateway=Gateway(states, self.token),
            faults=Faults(),
            posted=[],
            token=self.token,
            endpoint=Endpoint(Signer(state.application_id)) if has_endpoint else None,
        )
        self._port = port
        self._requests_path = requests_path
        self._log: TextIO | None = None
        self._server = RestServer(self.world)

    async def __aenter__(self) -> Self:
        try:
            if self._requests_path is not None:
                self._log = self._requests_path.open("w", encoding="utf-8")
                self._server = RestServer(self.world, self._log)
            self._port = await self._server.start(self._port)
        except OSError as error:
            await self.__aexit__()
            raise StandinError(_why_not(error, self._port, self._requests_path)) from error
        root = f"127.0.0.1:{self._port}"
        self.world.gateway.url = f"ws://{root}{GATEWAY_PATH}"
        for state in self.world.states.values():
            state.cdn_url = f"http://{root}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.stop()
        if self._log is not None:
            self._log.close()

    def emit(self, event: str, data: Payload) -> None:
        """Let something happen, and tell the bot by a gateway event, if it may have it.

        It happens in the guild that the event names, else in the one at hand.

        Args:
            event: The event's name; a GUILD_AUDIT_LOG_ENTRY_CREATE also enters the audit log.
            data: Its payload.
        """
        world = self.world.of(data)
        apply_event(world.state, event, data)
        world.dispatch(event, data)

    async def set_endpoint(self, url: str) -> None:
        """Set the application's interactions endpoint, as its owner does in Discord's developer portal.

        Raises:
            StandinError: Nothing answers there as it must, or the stand-in was made without one.
        """
        if self.world.endpoint is None:
            raise StandinError("This stand-in has no interactions endpoint: make it with has_endpoint=True.")
        await self.world.endpoint.set_url(url)

    def enter(self, guild_id: str) -> None:
        """Take another guild at hand, in which people act from now on.

        Raises:
            UsageError: There is no such guild.
        """
        state = self.world.states.get(guild_id)
        if state is None:
            message = (
                f"There is no guild with the id {guild_id or '(none)'}; there are: {', '.join(self.world.states)}."
            )
            raise UsageError(message)
        self.world = self.world.within(state)

    def leave(self) -> None:
        """Take the bot out of the guild."""
        self.world.dispatch("GUILD_DELETE", {"id": self.world.state.id})
        self.world.state.is_joined = False

    def join(self) -> None:
        """Let the bot join the guild anew."""
        state = self.world.state
        state.is_joined = True
        state.bot_member["joined_at"] = timestamp()
        self.world.gateway.greet(state)

    @property
    def rest_url(self) -> str:
        """Where the API is, for a client's setting of that name."""
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def server(self) -> RestServer:
        """The HTTP server."""
        return self._server

    @property
    def requests(self) -> list[Payload]:
        """Every HTTP request that the bot made: at, method, path, query, body, status; the oldest first."""
        return self._server.requests


def _make_token(bot_id: str) -> str:
    """Make a token in Discord's form: libraries read the bot's id out of its first part, which is base64."""
    first = base64.b64encode(bot_id.encode()).decode().rstrip("=")
    return f"{first}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(27)}"


def _why_not(error: OSError, port: int, path: Path | None) -> str:
    if path is not None and error.filename is not None:
        return f"{path} cannot be written: {error.strerror}."
    return f"Port {port} of 127.0.0.1 cannot be had: {error.strerror}. Choose another, or 0 for any."
