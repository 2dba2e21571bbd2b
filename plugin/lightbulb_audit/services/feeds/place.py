"""The channel that a feed is to post to."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Protocol


@dataclasses.dataclass(frozen=True, slots=True)
class FeedPlace:
    """What is known of a channel.

    Attributes:
        is_postable: Whether its messages take a nonce: a forum has none.
        lacking: The permissions that the bot lacks there, as bits.
        is_public: Whether people who may not see the audit log can read it.
        mentionable: The roles of the server, and which of them everybody may mention.
        mentions_all: Whether the bot may mention the others there too.
    """

    is_postable: bool
    lacking: Sequence[int]
    is_public: bool
    mentionable: Mapping[int, bool]
    mentions_all: bool


class FeedPlaces(Protocol):
    """The channels of servers."""

    async def place(self, guild_id: int, channel_id: int) -> FeedPlace:
        """Return what is known of a channel.

        Raises:
            AuditError: If there is none in this server that the bot can see.
        """
        ...
