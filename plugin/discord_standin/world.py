"""Everything that the routes and the steps share."""

from dataclasses import dataclass

from discord_standin.commands import CommandRegistry
from discord_standin.faults import Faults
from discord_standin.gateway import Gateway
from discord_standin.interactions import Interactions
from discord_standin.messages import Held
from discord_standin.state import State
from discord_standin.values import Payload


@dataclass(frozen=True, slots=True)
class World:
    """One stand-in's parts.

    Attributes:
        state: What exists in the guild.
        commands: What the bot registered.
        interactions: What people began.
        gateway: The bot's connections.
        faults: How the stand-in misbehaves.
        posted: Messages that the bot sent to channels of its own accord, until a step takes them.
        token: The bot's token.
    """

    state: State
    commands: CommandRegistry
    interactions: Interactions
    gateway: Gateway
    faults: Faults
    posted: list[Held]
    token: str

    def tell(self, event: str, held: Held) -> None:
        """Send a message's event to the bot; ephemeral messages make none."""
        if held.owner is not None:
            return
        message: Payload = {**held.message}
        if message["channel_id"] not in self.state.direct_channels:
            message["guild_id"] = self.state.id
            member = self.state.members.get(message["author"]["id"])
            if member is not None:
                message["member"] = {key: value for key, value in member.items() if key != "user"}
        self.gateway.dispatch(event, message)
