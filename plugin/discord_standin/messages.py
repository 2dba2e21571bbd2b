"""Messages as Discord holds them, with what Discord keeps to itself beside them."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from discord_standin.values import Json, Payload

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15


@dataclass(slots=True, eq=False)
class Held:
    """One message and its private record.

    Attributes:
        message: The message object.
        owner: The only user who sees it, if it is ephemeral.
        files: The bytes of its attachments by their ids.
        allowed_mentions: What was sent with it to say whom it may ping.
        touched: Rises with each change of any message, so that the last answer can be found.
        is_deleted: It is gone.
        late_edits: How often it was edited when it was older than an hour.
    """

    message: Payload
    owner: str | None = None
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    allowed_mentions: Json = None
    touched: int = 0
    is_deleted: bool = False
    late_edits: int = 0

    @property
    def id(self) -> str:
        """The message's id."""
        return self.message["id"]


class MessageStore:
    """All messages, by channel and id."""

    def __init__(self) -> None:
        self._by_channel: dict[str, dict[str, Held]] = {}
        self._clock = itertools.count(1)
        self._nonces: dict[tuple[str, str], tuple[float, Held]] = {}

    def __iter__(self) -> Iterator[Held]:
        """Go through all messages."""
        for channel in self._by_channel.values():
            yield from channel.values()

    def add(self, message: Payload, owner: str | None = None) -> Held:
        """Take a message in; with an owner it is ephemeral."""
        held = Held(message, owner)
        self._by_channel.setdefault(str(message["channel_id"]), {})[held.id] = held
        return held

    def note_nonce(self, held: Held, nonce: str) -> None:
        """Note with which nonce a message was sent."""
        self._nonces[held.message["channel_id"], nonce] = (time.monotonic(), held)

    def forget_nonces(self) -> None:
        """Let the window of every nonce pass."""
        self._nonces.clear()

    def find_by_nonce(self, channel_id: str, nonce: str, seconds: float) -> Held | None:
        """Find the message that was sent to a channel with a nonce within so many seconds, deleted or not."""
        at, held = self._nonces.get((channel_id, nonce), (0.0, None))
        return held if time.monotonic() - at < seconds else None

    def touch(self, held: Held) -> None:
        """Note that a message was written or changed now."""
        held.touched = next(self._clock)

    def find(self, channel_id: str, message_id: str) -> Held | None:
        """Find a message of a channel."""
        return self._by_channel.get(channel_id, {}).get(message_id)

    def remove(self, held: Held) -> None:
        """Delete a message."""
        held.is_deleted = True
        self._by_channel.get(str(held.message["channel_id"]), {}).pop(held.id, None)

    def in_channel(self, channel_id: str) -> list[Held]:
        """List a channel's messages that all may see, newest first."""
        held = [held for held in self._by_channel.get(channel_id, {}).values() if held.owner is None]
        return sorted(held, key=lambda one: int(one.id), reverse=True)
