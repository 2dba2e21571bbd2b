"""Getting a feed's messages to Discord, each once, whatever fails.

A message stands in the outbox before it is sent. Whoever finds it there and did not just write it reads the channel
back first; only what is missing there is sent, with its nonce, by which Discord itself makes no second message of what
is still on its way. One attempt lasts no longer than `SECONDS`, which lies well within the minutes that Discord knows a
nonce for, so that two processes at a hand-over make one message too.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from lightbulb_audit.model.feed import Feed, Post, PostState
from lightbulb_audit.services.clock import TOLERANCE
from lightbulb_audit.services.feeds.ports import Draw, FeedChannels, FeedStore
from lightbulb_audit.services.feeds.teller import PostTeller
from lightbulb_audit.services.feeds.undone import UndoneFinder

_TOLD_AT_ONCE: Final = 4
"""Messages that are put into words at a time: each asks the archive, and there may be many feeds."""

SECONDS: Final = 30.0
"""How long one attempt may last."""


class Delivery:
    """Sends what stands in the outbox.

    Args:
        store: The outbox.
        channels: Where messages go.
        teller: Tells their entries.
        draw: Draws them.
        undone: Finds what an entry undid, to which it replies.
    """

    def __init__(
        self,
        store: FeedStore,
        channels: FeedChannels,
        teller: PostTeller,
        draw: Draw,
        undone: UndoneFinder,
    ) -> None:
        self._store = store
        self._channels = channels
        self._teller = teller
        self._draw = draw
        self._undone = undone
        self._turns = asyncio.Semaphore(_TOLD_AT_ONCE)

    async def send(self, feed: Feed, post: Post) -> None:
        """Send a message that surely was not sent yet, or that is not in its channel.

        Raises:
            AuditError: If Discord did not take it, or nobody knows whether it did.
            ArchiveError: If the archive does not do its part.
        """
        async with self._turns:
            view = await self._teller.tell(post)
            reply_to = await self._undone.message_of(feed, view.descriptions)
        found = await self._channels.post(feed.channel_id, self._draw(view, feed.look), post.nonce, reply_to)
        state = PostState.GONE if found is None else PostState.SENT
        await self._store.finish(post, state, found, post.version)

    async def finish(self, feed: Feed) -> None:
        """Send and edit all that is unfinished; what the channel has already is not sent again.

        Raises:
            AuditError: If Discord did not take something, or nobody knows whether it did.
            ArchiveError: If the archive does not do its part.
        """
        posts = await self._store.unfinished(feed.guild_id, feed.feed_id)
        waiting = [post for post in posts if post.state is PostState.WAITING]
        delivered: Mapping[str, int] = {}
        if waiting:
            since = min(post.made_at for post in waiting) - TOLERANCE
            delivered = await self._channels.delivered(feed.channel_id, since)
        for post in posts:
            if post.state is PostState.SENT:
                await self._edit(feed, post)
            elif post.nonce in delivered:
                # What it shows is of the time when it was sent: of a later version it is edited.
                await self._store.finish(post, PostState.SENT, delivered[post.nonce], 0)
            else:
                await self.send(feed, post)

    async def _edit(self, feed: Feed, post: Post) -> None:
        async with self._turns:
            view = await self._teller.tell(post)
        if post.message_id is None:
            return
        if await self._channels.edit(feed.channel_id, post.message_id, self._draw(view, feed.look)):
            await self._store.finish(post, PostState.SENT, post.message_id, post.version)
        else:
            await self._store.freeze(post)
