"""Everything that the routes and the steps share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from discord_standin.commands import CommandRegistry
from discord_standin.endpoint import Endpoint
from discord_standin.faults import Faults
from discord_standin.gateway import Gateway
from discord_standin.interactions import Interactions
from discord_standin.messages import Held
from discord_standin.state import State
from discord_standin.values import Payload, objects


@dataclass(frozen=True, slots=True)
class World:
    """One stand-in's parts.

    Attributes:
        state: What exists in the guild that is at hand.
        states: The same of every guild that the bot may be in, by its id.
        commands: What the bot registered.
        interactions: What people began.
        gateway: The bot's connections.
        faults: How the stand-in misbehaves.
        posted: Messages that the bot sent to channels of its own accord, until a step takes them.
        token: The bot's token.
        endpoint: Where interactions are posted; None where the bot has a gateway.
    """

    state: State
    states: Mapping[str, State]
    commands: CommandRegistry
    interactions: Interactions
    gateway: Gateway
    faults: Faults
    posted: list[Held]
    token: str
    endpoint: Endpoint | None = None

    def within(self, state: State) -> "World":
        """Give the same with another guild at hand."""
        return self if state is self.state else replace(self, state=state)

    def at(self, path: Mapping[str, str]) -> "World":
        """Give the same with the guild at hand that the parts of a path name; the one at hand where they name none."""
        return self.within(next(self._named(path), self.state))

    def of(self, data: Payload) -> "World":
        """Give the same with the guild at hand that an event is of; the one at hand where it does not say."""
        return self.within(self.states.get(str(data.get("guild_id") or data.get("id")), self.state))

    def dispatch(self, event: str, data: Payload) -> None:
        """Send an event of the guild at hand to the sessions that may have it."""
        self.gateway.dispatch(self.state, event, data)

    def _named(self, path: Mapping[str, str]) -> Iterator[State]:
        states = self.states.values()
        if "guild_id" in path:
            yield from (state for state in states if state.id == path["guild_id"])
        elif "channel_id" in path:
            yield from (state for state in states if state.find_channel(path["channel_id"]) is not None)
        token = path.get("interaction_token") or path.get("webhook_token")
        if token is not None:
            guild_id = self.interactions.guild_of(token)
            yield from (state for state in states if state.id == guild_id)
        elif "webhook_id" in path:
            yield from (state for state in states if path["webhook_id"] in ids_of(state, "webhooks"))
        elif "code" in path:
            yield from (
                state
                for state in states
                if any(one.get("code") == path["code"] for one in objects(state.guild.get("invites")))
            )

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
        self.dispatch(event, message)


def ids_of(state: State, name: str) -> set[str]:
    """Give the ids of what a guild holds; where the file has it only in the audit log's map, of that."""
    held = state.guild.get(name)
    return {str(one.get("id")) for one in objects(held if held is not None else state.audit_log.map(name))}
