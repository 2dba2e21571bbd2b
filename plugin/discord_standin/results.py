"""What came of a step."""

import base64
import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from discord_standin.messages import EPHEMERAL, Held
from discord_standin.state import State
from discord_standin.values import Payload


class Names(Protocol):
    """Looks up what a person would see in the place of an id."""

    def user(self, id: str) -> str | None:  # noqa: A002 - the word for it in the whole field
        """Name a user."""
        ...

    def role(self, id: str) -> str | None:  # noqa: A002 - as above
        """Name a role."""
        ...

    def channel(self, id: str) -> str | None:  # noqa: A002 - as above
        """Name a channel or thread."""
        ...


class StateNames:
    """Names out of the stand-in's state, as a member's client shows them."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._at_hand = state

    @property
    def _state(self) -> State:
        return self._at_hand()

    def user(self, id: str) -> str | None:  # noqa: A002 - as above
        """Name a user: nickname, else display name, else username."""
        user = self._state.users.get(id)
        if user is None:
            return None
        nick = self._state.members.get(id, {}).get("nick")
        return nick or user.get("global_name") or user["username"]

    def role(self, id: str) -> str | None:  # noqa: A002 - as above
        """Name a role."""
        role = self._state.roles.get(id)
        return role["name"] if role else None

    def channel(self, id: str) -> str | None:  # noqa: A002 - as above
        """Name a channel or thread."""
        channel = self._state.find_channel(id)
        return channel.get("name") if channel else None


@dataclass(slots=True)
class StepResult:
    """One step's result, in the words of the sandbox's JSON.

    Attributes:
        step: The step as it was typed.
        as_user: The id of the member who typed it.
        ms: Milliseconds from the deed to the answer's arrival; without an answer, until the step's end.
        answers: Messages that the step's interaction made or changed, each with `channel_id`, `ephemeral`, `message`.
        choices: What autocomplete offered.
        modal: The form that the bot opened, as Discord would show it; only then part of the JSON.
        posted: Messages that the bot sent to channels of its own accord since the last step.
        error: What Discord would have shown, or why the step could not be done.
        is_malformed: The step itself was wrong use; not part of the JSON.
    """

    step: str
    as_user: str
    ms: float = 0.0
    answers: list[Payload] = field(default_factory=list[Payload])
    choices: list[Payload] = field(default_factory=list[Payload])
    modal: Payload | None = None
    posted: list[Payload] = field(default_factory=list[Payload])
    error: str | None = None
    is_malformed: bool = False

    def to_json(self) -> Payload:
        """Give the object that `--json` shows."""
        opened: Payload = {} if self.modal is None else {"modal": self.modal}
        return {
            "step": self.step,
            "as": self.as_user,
            "ms": round(self.ms, 1),
            "answers": self.answers,
            "choices": self.choices,
            **opened,
            "posted": self.posted,
            "error": self.error,
        }


def shown(held: Held) -> Payload:
    """Give a message as it is now, each attachment with its bytes as `data` in base64."""
    message = copy.deepcopy(held.message)
    for attachment in message["attachments"]:
        data = held.files.get(attachment["id"])
        if data is not None:
            attachment["data"] = base64.b64encode(data).decode("ascii")
    return {
        "channel_id": message["channel_id"],
        "ephemeral": bool(message["flags"] & EPHEMERAL),
        "message": message,
    }
