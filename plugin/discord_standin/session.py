"""A person's sitting: does steps, one after the other, and tells what came of each."""

import asyncio
import contextlib
import logging
import socket
import time
from collections.abc import Mapping, Sequence
from typing import Self

import aiohttp

from discord_standin.call import Call
from discord_standin.discord import Discord
from discord_standin.endpoint import Endpoint
from discord_standin.errors import ApiError, StandinError, UsageError
from discord_standin.interactions import Interaction
from discord_standin.limits import FIRST_ANSWER_SECONDS
from discord_standin.process import BotProcess
from discord_standin.results import StepResult, shown
from discord_standin.routes_interaction import answer_first
from discord_standin.state import checked_member
from discord_standin.steps import run_step
from discord_standin.values import Payload
from discord_standin.world import World

logger = logging.getLogger(__name__)

ENDPOINT_PORT = "{endpoint_port}"
"""In a bot's command: where it may listen for interactions, on loopback; empty where the stand-in posts none."""

START_SECONDS = 30.0
CONNECT_SECONDS = 10.0
COMPLETE_SECONDS = 60.0
POLL_SECONDS = 0.005
_QUIET_SECONDS = 0.04
_LONGEST_QUIET_SECONDS = 0.2
"""A bot that took long to answer, for instance on a busy machine, may take longer to follow up too."""
_SETTLE_SECONDS = 3.0
_NO_COMMANDS_SECONDS = 1.0


class Session:
    """Steps with one Discord and one bot; an asynchronous context manager.

    Attributes:
        discord: The stand-in.
        user_id: The member who types now.
        opened: What opened the form that is on the screen; None where there is none.
        process: The bot's process; None if the bot runs elsewhere, for instance in this very process.
    """

    def __init__(
        self,
        discord: Discord,
        argv: Sequence[str] | None = None,
        env: Mapping[str, str] | None = None,
        *,
        as_user: str | None = None,
        is_verbose: bool = False,
        follow_up_seconds: float = 0.0,
    ) -> None:
        """Prepare a session; the bot is started by the first step that needs it.

        Args:
            discord: A running stand-in.
            argv: The bot's command; `{rest_url}`, `{token}` and `{endpoint_port}` are filled in, as in `env`. None
                if the caller starts the bot.
            env: Environment variables for the bot beside this process's own.
            as_user: Who types; else the guild's owner.
            is_verbose: Whether the bot's output goes to standard error.
            follow_up_seconds: How long to wait at least for what follows an answer: a bot that is known to answer at
                once, and to go on later, may take long to.

        Raises:
            UsageError: `as_user` is no member.
        """
        self.discord = discord
        self.user_id = checked_member(discord.world.state, as_user or discord.world.state.guild["owner_id"])
        self.opened: Interaction | None = None
        self.process: BotProcess | None = None
        self._endpoint_port = ""
        if argv is not None:
            filled = {name: self._filled(value) for name, value in (env or {}).items()}
            self.process = BotProcess([self._filled(part) for part in argv], filled, is_verbose=is_verbose)
        self._follow_up_seconds = follow_up_seconds
        self._was_started = False
        self._is_down = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process is not None:
            await self.process.close()

    async def do(self, step: str) -> StepResult:
        """Do one step.

        Args:
            step: A line as the sandbox takes it.

        Returns:
            What came of it; a step that is wrong or was refused has its `error` set.

        Raises:
            StandinError: The bot did not come up.
        """
        result = StepResult(step, self.user_id)
        began = time.monotonic()
        try:
            await run_step(self, step, result)
        except UsageError as error:
            result.error, result.is_malformed = str(error), True
        if not result.ms:
            result.ms = (time.monotonic() - began) * 1000
        result.posted = [*result.posted, *self._take_posted()]
        return result

    async def start_bot(self) -> None:
        """Start the bot's process, if it is down, and wait until it is ready.

        Raises:
            StandinError: It ended or was not ready in time.
        """
        self._is_down = False
        if self.process is None or self.process.is_running:
            return
        gateway = self.discord.world.gateway
        before = gateway.identified
        await self.process.start()
        deadline = time.monotonic() + START_SECONDS
        while not (await self._is_reached(before) and self._has_commands()):
            if not self.process.is_running:
                raise StandinError(self._why_down(f"The bot ended with code {self.process.returncode}"))
            if time.monotonic() > deadline:
                raise StandinError(self._why_down(f"The bot did not come up within {START_SECONDS:.0f} seconds"))
            await asyncio.sleep(POLL_SECONDS)
        self._was_started = True

    async def _is_reached(self, before: int) -> bool:
        """Tell whether the bot's process can be told of interactions: by a new session of the gateway, or by HTTP.

        Args:
            before: How many sessions of the gateway there were before it started.
        """
        gateway, endpoint = self.discord.world.gateway, self.discord.world.endpoint
        if gateway.identified > before and gateway.is_ready.is_set():
            return True
        if endpoint is None or not self._endpoint_port:
            return False
        if endpoint.url is None:
            with contextlib.suppress(aiohttp.ClientError, StandinError):
                await endpoint.set_url(f"http://127.0.0.1:{self._endpoint_port}")
        return endpoint.url is not None

    async def stop_bot(self, *, at_once: bool) -> None:
        """Stop the bot's process in good order, or kill it.

        Raises:
            UsageError: The bot is not this session's process.
        """
        if self.process is None:
            raise UsageError("The bot runs in a process that is not this session's to stop.")
        self._is_down = True
        if self.discord.world.endpoint is not None:
            self.discord.world.endpoint.url = None
        if at_once:
            await self.process.kill()
        else:
            await self.process.stop()

    async def begin(self) -> None:
        """Start the bot's process if it was neither started nor stopped yet."""
        if not self._is_down and not self._was_started:
            await self.start_bot()

    async def ready(self) -> bool:
        """Wait until a person would see the bot online; tell whether that came."""
        await self.begin()
        gateway, endpoint = self.discord.world.gateway, self.discord.world.endpoint
        if self.process is not None and not self.process.is_running:
            return False
        if endpoint is not None and (endpoint.url is not None or self.process is None):
            return endpoint.url is not None
        try:
            await asyncio.wait_for(gateway.is_ready.wait(), CONNECT_SECONDS)
        except TimeoutError:
            return False
        return True

    async def perform(self, interaction: Interaction, payload: Payload, result: StepResult, *, failure: str) -> None:
        """Send an interaction and wait until it is answered in full.

        Args:
            interaction: What the person does.
            payload: Its INTERACTION_CREATE.
            result: Gets the answers.
            failure: What Discord shows if no answer comes in time.
        """
        world = self.discord.world
        world.interactions.add(interaction)
        posting = None
        if world.endpoint is not None and world.endpoint.url is not None:
            posting = asyncio.create_task(self._post(world, world.endpoint, interaction, payload))
        elif not world.gateway.interact(payload):
            result.error = failure
            return
        is_answered = await self._wait(interaction.answered, FIRST_ANSWER_SECONDS - interaction.age)
        if not is_answered or not await self._wait(interaction.completed, COMPLETE_SECONDS - interaction.age):
            result.error = self._explain(failure)
        if posting is not None:
            await posting
        end = interaction.completed_at or time.monotonic()
        seconds = end - interaction.began
        result.ms = seconds * 1000
        await self.settle(max(self._follow_up_seconds, min(_LONGEST_QUIET_SECONDS, seconds / 4)))
        result.choices = interaction.choices
        result.modal = interaction.modal
        self.opened = interaction if interaction.modal is not None else None
        result.answers = [shown(held) for held in interaction.touched.values() if not held.is_deleted]

    async def settle(self, least: float = 0.0) -> None:
        """Wait until the bot has asked nothing for a moment, to catch what it does on its own.

        Args:
            least: Seconds to wait at any rate.
        """
        server = self.discord.server
        began = time.monotonic()
        most = began + _SETTLE_SECONDS + 2 * self.discord.world.faults.latency
        while (now := time.monotonic()) < most:
            is_quiet = server.in_flight == 0 and now - max(server.last_end, began) >= _QUIET_SECONDS
            if is_quiet and now - began >= least:
                return
            await asyncio.sleep(POLL_SECONDS)

    async def _post(self, world: World, endpoint: Endpoint, interaction: Interaction, payload: Payload) -> None:
        """Post an interaction to the bot; its first answer may come in the response."""
        body = await endpoint.post(payload)
        if body is not None:
            try:
                answer_first(Call(world, {}, {}, body, {}), interaction)
            except ApiError as error:
                logger.exception("Discord refused what came in the response: %s", error.to_json())

    async def _wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait for an event, but no longer than the bot lives."""
        deadline = time.monotonic() + seconds
        while not event.is_set():
            is_dead = self.process is not None and not self.process.is_running
            if is_dead or time.monotonic() > deadline:
                return event.is_set()
            await asyncio.sleep(POLL_SECONDS)
        return True

    def _has_commands(self) -> bool:
        """Tell whether the bot has registered its commands, or has had its chance to."""
        commands, server = self.discord.world.commands, self.discord.server
        if self._was_started or commands.was_set:
            return True
        return server.in_flight == 0 and time.monotonic() - server.last_end > _NO_COMMANDS_SECONDS

    def _take_posted(self) -> list[Payload]:
        posted = self.discord.world.posted
        taken = [shown(held) for held in dict.fromkeys(posted) if not held.is_deleted]
        posted.clear()
        return taken

    def _filled(self, text: str) -> str:
        if ENDPOINT_PORT in text and self.discord.world.endpoint is not None and not self._endpoint_port:
            self._endpoint_port = str(_unused_port())
        given = {"{rest_url}": self.discord.rest_url, "{token}": self.discord.token, ENDPOINT_PORT: self._endpoint_port}
        for name, value in given.items():
            text = text.replace(name, value)
        return text

    def _explain(self, failure: str) -> str:
        if self.process is not None and not self.process.is_running and not self._is_down:
            return self._why_down(f"{failure} (the bot ended with code {self.process.returncode})")
        return failure

    def _why_down(self, what: str) -> str:
        line = self.process.last_line() if self.process is not None else ""
        return f"{what}; the last that it printed: {line}" if line else f"{what}."


def _unused_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]
