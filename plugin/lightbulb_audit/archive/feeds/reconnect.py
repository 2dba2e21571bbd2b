"""The feeds of an archive that comes and goes."""

import datetime
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from typing_extensions import override

from lightbulb_audit.archive.reconnect_part import ReconnectingPart
from lightbulb_audit.model.feed import Claim, Feed, NewFeed, News, Post, PostState
from lightbulb_audit.model.observation import StoredEntry
from lightbulb_audit.services.feeds.ports import FeedStore


class ReconnectingFeeds(ReconnectingPart, FeedStore):
    """See `services.feeds.ports.FeedStore`."""

    @override
    async def guilds(self) -> Sequence[int]:
        return await self._read(lambda archive: archive.feeds.guilds())

    @override
    async def of(self, guild_id: int) -> Sequence[Feed]:
        return await self._read(lambda archive: archive.feeds.of(guild_id))

    @override
    async def add(self, guild_id: int, new: NewFeed) -> Feed:
        return await self._write(lambda archive: archive.feeds.add(guild_id, new))

    @override
    async def change(self, guild_id: int, feed_id: int, **values: Any) -> bool:
        return await self._write(lambda archive: archive.feeds.change(guild_id, feed_id, **values))

    @override
    async def remove(self, guild_id: int, feed_id: int) -> bool:
        return await self._write(lambda archive: archive.feeds.remove(guild_id, feed_id))

    @override
    async def news(self, guild_id: int, after: int, limit: int) -> Sequence[News]:
        return await self._read(lambda archive: archive.feeds.news(guild_id, after, limit))

    @override
    async def claim(self, claims: Sequence[Claim]) -> Sequence[Post | None]:
        return await self._write(lambda archive: archive.feeds.claim(claims))

    @override
    async def release(self, guild_id: int, feed_ids: Collection[int], now: datetime.datetime) -> AbstractSet[int]:
        return await self._write(lambda archive: archive.feeds.release(guild_id, feed_ids, now))

    @override
    async def prune(self, guild_id: int, before: datetime.datetime) -> int:
        return await self._write(lambda archive: archive.feeds.prune(guild_id, before))

    @override
    async def unfinished(self, guild_id: int, feed_id: int) -> Sequence[Post]:
        return await self._read(lambda archive: archive.feeds.unfinished(guild_id, feed_id))

    @override
    async def find(self, guild_id: int, nonce: str) -> Post | None:
        return await self._read(lambda archive: archive.feeds.find(guild_id, nonce))

    @override
    async def told_in(self, guild_id: int, feed_id: int, entry_id: int) -> int | None:
        return await self._read(lambda archive: archive.feeds.told_in(guild_id, feed_id, entry_id))

    @override
    async def finish(self, post: Post, state: PostState, message_id: int | None, shown: int) -> None:
        await self._write(lambda archive: archive.feeds.finish(post, state, message_id, shown))

    @override
    async def freeze(self, post: Post) -> None:
        await self._write(lambda archive: archive.feeds.freeze(post))

    @override
    async def entries(self, guild_id: int, ids: Sequence[int]) -> Sequence[StoredEntry]:
        return await self._read(lambda archive: archive.feeds.entries(guild_id, ids))
