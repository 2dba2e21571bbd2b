"""What a step needs of the session that does it."""

from typing import Protocol

from discord_standin.discord import Discord
from discord_standin.interactions import Interaction
from discord_standin.results import StepResult
from discord_standin.values import Payload


class Sitting(Protocol):
    """A person at a keyboard, with a stand-in and a bot.

    Attributes:
        discord: The stand-in.
        user_id: The member who types now.
        opened: What opened the form that is on the screen; None where there is none.
    """

    discord: Discord
    user_id: str
    opened: Interaction | None

    async def begin(self) -> None:
        """Start the bot if it was neither started nor stopped yet."""
        ...

    async def start_bot(self) -> None:
        """Start the bot and wait until it is ready."""
        ...

    async def stop_bot(self, *, at_once: bool) -> None:
        """Stop or kill the bot."""
        ...

    async def ready(self) -> bool:
        """Wait until the bot is online; tell whether it is."""
        ...

    async def perform(self, interaction: Interaction, payload: Payload, result: StepResult, *, failure: str) -> None:
        """Send an interaction and wait for its answer."""
        ...

    async def settle(self, least: float = 0.0) -> None:
        """Wait until the bot is quiet, but at least so many seconds."""
        ...
