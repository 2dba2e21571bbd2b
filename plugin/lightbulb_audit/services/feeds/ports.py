"""What feeds need of the world outside."""

import dataclasses
import datetime
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Protocol

from lightbulb_audit.describe import Description
from lightbulb_audit.describe.tallied import Tallied
from lightbulb_audit.model.feed import Claim, Feed, Look, NewFeed, News, Post, PostState
from lightbulb_audit.model.observation import StoredEntry


class FeedStore(Protocol):
    """Feeds in an archive. Every method raises `ArchiveError` where the database does not do its part."""

    async def guilds(self) -> Sequence[int]:
        """Return the servers that have any."""
        ...

    async def of(self, guild_id: int) -> Sequence[Feed]:
        """Return a server's feeds, by number."""
        ...

    async def add(self, guild_id: int, new: NewFeed) -> Feed:
        """Begin a feed: it tells what is first seen from now on."""
        ...

    async def change(self, guild_id: int, feed_id: int, **values: Any) -> bool:
        """Change some columns of a feed; whether there is one."""
        ...

    async def remove(self, guild_id: int, feed_id: int) -> bool:
        """End a feed, and forget what it posted; whether there was one."""
        ...

    async def news(self, guild_id: int, after: int, limit: int) -> Sequence[News]:
        """Return what was observed behind a number, in the order of its arrival."""
        ...

    async def claim(self, claims: Sequence[Claim]) -> Sequence[Post | None]:
        """Move the cursors of some feeds of a server and write a message down for each, all of it or nothing.

        None stands for a feed that has none to send, or that another process was faster with.
        What is late goes into the feed's digest, which nobody sends before it is released.
        """
        ...

    async def release(self, guild_id: int, feed_ids: Collection[int], now: datetime.datetime) -> AbstractSet[int]:
        """Let the digests of some feeds be sent, to which more might have come until now; which of them have one."""
        ...

    async def prune(self, guild_id: int, before: datetime.datetime) -> int:
        """Forget the messages that were done with before a moment, and what they told; how many."""
        ...

    async def unfinished(self, guild_id: int, feed_id: int) -> Sequence[Post]:
        """Return the messages that Discord may lack, or that are to be edited, oldest first."""
        ...

    async def find(self, guild_id: int, nonce: str) -> Post | None:
        """Return a message by its nonce."""
        ...

    async def told_in(self, guild_id: int, feed_id: int, entry_id: int) -> int | None:
        """Return the id of the message in which a feed told an entry; None where it did not, or not yet."""
        ...

    async def finish(self, post: Post, state: PostState, message_id: int | None, shown: int) -> None:
        """Discord has a message, and shows this version of it."""
        ...

    async def freeze(self, post: Post) -> None:
        """Discord takes no more edits of a message."""
        ...

    async def entries(self, guild_id: int, ids: Sequence[int]) -> Sequence[StoredEntry]:
        """Today's states of some entries, in their order; those that are no more are left out."""
        ...


class FeedChannels(Protocol):
    """Channels to which feeds post. Each method raises `AuditError` where Discord does not do its part."""

    async def post(
        self, channel_id: int, drawing: Mapping[str, Any], nonce: str, reply_to: int | None = None
    ) -> int | None:
        """Post a message, and no second one for the same nonce.

        Returns:
            Its id; None where it was delivered before, and deleted since.
        """
        ...

    async def edit(self, channel_id: int, message_id: int, drawing: Mapping[str, Any]) -> bool:
        """Change a message; False where Discord takes no more edits of it, or it is no more."""
        ...

    async def delivered(self, channel_id: int, since: datetime.datetime) -> Mapping[str, int]:
        """Return the ids of the bot's own messages since a moment, by the nonces that their components carry."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class PostView:
    """All that a feed's message is drawn from.

    Attributes:
        post: The message.
        descriptions: Its entries in words, in the order of their arrival; none of a sum.
        count: How many entries it tells.
        sums: Its entries by who did what; of a sum alone.
    """

    post: Post
    descriptions: Sequence[Description]
    count: int
    sums: Sequence[Tallied] = ()


class Draw(Protocol):
    """How a feed's message is drawn."""

    def __call__(self, view: PostView, look: Look = Look.COMPACT) -> Mapping[str, Any]:
        """Return the arguments of hikari's way to post a message."""
        ...
