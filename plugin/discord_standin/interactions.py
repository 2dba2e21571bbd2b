"""Interactions that people began, and how the bot answers them."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from enum import IntEnum

from discord_standin import defaults, limits
from discord_standin.errors import ApiError, unknown
from discord_standin.messages import LOADING, Held
from discord_standin.state import State
from discord_standin.values import Payload


class Kind(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Answer(IntEnum):
    """How the bot answers first (reference, "Interaction Callback Type")."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


ALLOWED: dict[Kind, frozenset[Answer]] = {
    Kind.COMMAND: frozenset({Answer.MESSAGE, Answer.DEFERRED_MESSAGE, Answer.MODAL}),
    Kind.COMPONENT: frozenset(
        {Answer.MESSAGE, Answer.DEFERRED_MESSAGE, Answer.DEFERRED_UPDATE, Answer.UPDATE, Answer.MODAL}
    ),
    Kind.AUTOCOMPLETE: frozenset({Answer.CHOICES}),
    Kind.MODAL: frozenset({Answer.MESSAGE, Answer.DEFERRED_MESSAGE, Answer.DEFERRED_UPDATE, Answer.UPDATE}),
}


@dataclass(slots=True, eq=False)
class Interaction:
    """One interaction, from the person's deed to the bot's last word.

    Attributes:
        id: Its id.
        token: The secret by which the bot answers.
        kind: What the person did.
        user_id: Who did it.
        channel: Where.
        name: The command's name, for the answer's `interaction_metadata`.
        source: The message whose component was used.
        opener: The interaction that opened the form which is submitted.
        began: When, on the monotonic clock.
        answer: The first answer, once there is one.
        original: The message that `@original` names.
        touched: The messages that it made or changed, by id, in order.
        choices: What autocomplete offered.
        modal: The form that the bot opened.
        answered: Set at the first answer.
        completed: Set when nothing is left to wait for.
        completed_at: When that was, on the monotonic clock.
    """

    id: str
    kind: Kind
    user_id: str
    channel: Payload
    name: str
    source: Held | None = None
    opener: "Interaction | None" = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    began: float = field(default_factory=time.monotonic)
    answer: Answer | None = None
    original: Held | None = None
    touched: dict[str, Held] = field(default_factory=dict[str, Held])
    choices: list[Payload] = field(default_factory=list[Payload])
    modal: Payload | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    completed: asyncio.Event = field(default_factory=asyncio.Event)
    completed_at: float = 0.0

    @property
    def age(self) -> float:
        """Seconds since the person's deed."""
        return time.monotonic() - self.began

    def accept(self, answer: Answer) -> None:
        """Note the first answer."""
        self.answer = answer
        self.answered.set()
        if answer not in {Answer.DEFERRED_MESSAGE, Answer.DEFERRED_UPDATE}:
            self.complete()

    def complete(self) -> None:
        """Note that the person has got what was asked for."""
        if not self.completed.is_set():
            self.completed_at = time.monotonic()
            self.completed.set()

    def metadata(self, state: State) -> Payload:
        """Give the `interaction_metadata` of a message that it makes."""
        metadata: Payload = {
            "id": self.id,
            "type": int(self.kind),
            "user": state.users[self.user_id],
            "authorizing_integration_owners": {"0": state.id},
        }
        if self.opener is not None:
            metadata["triggering_interaction_metadata"] = self.opener.metadata(state)
        elif self.kind is Kind.COMPONENT and self.source is not None:
            metadata["interacted_message_id"] = self.source.id
        else:
            metadata["name"] = self.name
            metadata["command_type"] = 1
        return metadata

    def blank_message(self, state: State, *, is_ephemeral: bool, flags: int) -> Held:
        """Make an empty message of the bot in the interaction's channel, and take it in."""
        base: Payload = {
            "id": state.snowflakes.next(),
            "type": 20 if self.kind is Kind.COMMAND else 19 if self.source else 0,
            "flags": flags,
            "webhook_id": state.application_id,
            "application_id": state.application_id,
            "interaction_metadata": self.metadata(state),
        }
        if self.source is not None:
            base["message_reference"] = {
                "type": 0,
                "channel_id": self.channel["id"],
                "message_id": self.source.id,
                "guild_id": state.id,
            }
        message = defaults.message(base, self.channel["id"], state.bot)
        return state.messages.add(message, self.user_id if is_ephemeral else None)

    def touch(self, state: State, held: Held) -> None:
        """Note that a message was made or changed by this interaction."""
        held.message["flags"] &= ~LOADING
        self.touched[held.id] = held
        state.messages.touch(held)


class Interactions:
    """All interactions whose tokens may still come."""

    def __init__(self) -> None:
        self._by_token: dict[str, Interaction] = {}

    def add(self, interaction: Interaction) -> None:
        """Take a new interaction in, and forget those that ended long ago."""
        ended = [token for token, old in self._by_token.items() if old.age > 2 * limits.TOKEN_SECONDS]
        for token in ended:
            del self._by_token[token]
        self._by_token[interaction.token] = interaction

    def guild_of(self, token: str) -> str | None:
        """Tell in which guild an interaction was begun; None for a token that is no interaction's."""
        interaction = self._by_token.get(token)
        return None if interaction is None else str(interaction.channel.get("guild_id"))

    def to_answer(self, interaction_id: str, token: str) -> Interaction:
        """Find the interaction that a first answer is for.

        Raises:
            ApiError: 404 with code 10062 if there is none or the three seconds are over; 400 with code 40060 if it was
                answered before.
        """
        interaction = self._by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise unknown(10062)
        if interaction.answer is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        if interaction.age > limits.FIRST_ANSWER_SECONDS:
            raise unknown(10062)
        return interaction

    def by_token(self, token: str) -> Interaction | None:
        """Find the interaction that a webhook's token belongs to.

        Returns:
            The interaction, or None if the token is no interaction's.

        Raises:
            ApiError: 401 with code 50027 if the token's fifteen minutes are over; 404 with code 10015 before the first
                answer, as nothing to write to exists yet.
        """
        interaction = self._by_token.get(token)
        if interaction is None:
            return None
        if interaction.age > limits.TOKEN_SECONDS:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        if interaction.answer is None:
            raise unknown(10015)
        return interaction
