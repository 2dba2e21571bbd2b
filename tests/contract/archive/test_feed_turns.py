"""The turns of a server's feeds: what failed is taken in by the next, and what is new is read once."""

import asyncio
import datetime
from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import hikari
import pytest
from tests.contract.archive.kit import GUILD, NOW
from tests.contract.archive.test_reading_alike import AllSeeing, TableLookups
from typing_extensions import override

from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.feeds.store import Feeds
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.describe.names.name_table import nobody
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import Reader, snowflake
from lightbulb_audit.model.feed import Claim, Feed, NewFeed, News, Post
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.query.predicate import Predicate, TermTest
from lightbulb_audit.render.feed.message import draw
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.entry_teller import EntryTeller
from lightbulb_audit.services.feeds import guild_feeds
from lightbulb_audit.services.feeds.delivery import Delivery
from lightbulb_audit.services.feeds.guild_feeds import GuildFeeds
from lightbulb_audit.services.feeds.ports import FeedStore
from lightbulb_audit.services.feeds.teller import PostTeller
from lightbulb_audit.services.feeds.undone import UndoneFinder
from lightbulb_audit.services.ports import Server
from lightbulb_audit.services.reversals import ReversalFinder

_FIRST: Final = int(snowflake.first_at(NOW))
_WINDOW: Final = 1.0


class Stumbling(Feeds):
    """A store whose database is away when the first claims are to be written."""

    fails = 3

    @override
    async def claim(self, claims: Sequence[Claim]) -> list[Post | None]:
        if self.fails:
            self.fails -= 1
            raise ArchiveError("the database", "is away")
        return await super().claim(claims)


class Counting(Feeds):
    """A store that counts the observations that are read, and whose database is away when a digest is released."""

    def __init__(self, database: Database, fails: int = 0) -> None:
        super().__init__(database)
        self.read = 0
        self._fails = fails

    @override
    async def news(self, guild_id: int, after: int, limit: int) -> list[News]:
        found = await super().news(guild_id, after, limit)
        self.read += len(found)
        return found

    @override
    async def release(self, guild_id: int, feed_ids: Collection[int], now: datetime.datetime) -> set[int]:
        if feed_ids and self._fails:
            self._fails -= 1
            raise ArchiveError("the database", "is away")
        return await super().release(guild_id, feed_ids, now)


class Channels:
    """Channels that take every message at once."""

    def __init__(self) -> None:
        self.posted: list[tuple[int, Mapping[str, Any]]] = []

    async def post(self, channel_id: int, drawing: Mapping[str, Any], nonce: str, reply_to: int | None = None) -> int:
        """Take a message."""
        del nonce, reply_to
        self.posted.append((channel_id, drawing))
        return len(self.posted)

    async def edit(self, channel_id: int, message_id: int, drawing: Mapping[str, Any]) -> bool:
        """Take an edit."""
        del channel_id, message_id, drawing
        return True

    async def delivered(self, channel_id: int, since: datetime.datetime) -> Mapping[str, int]:
        """Nothing is there that is not known."""
        del channel_id, since
        return {}


async def _of_one(feed: Feed) -> Predicate:
    return Predicate((TermTest((f" @by:{feed.feed_id} ",)),))


@asynccontextmanager
async def _served(archive: Archive, store: FeedStore, channels: Channels) -> AsyncGenerator[GuildFeeds]:
    reader, reversals = Reader(OfflineApp()), ReversalFinder(archive)
    lookups = TableLookups(reader.page({}, hikari.Snowflake(GUILD)))
    server = Server("Here", nobody, lambda _: None, lookups, lambda _: AllSeeing())
    teller = PostTeller(EntryTeller(store.entries, reader, lambda _: server, Describer(archive), reversals))
    delivery = Delivery(store, channels, teller, draw, UndoneFinder(store, archive, reader))
    rhythm = Schedule(feed_window=_WINDOW, feed_gather=0.01, feed_look=0.2, feed_failed=(0.01, 0.1))
    feeds = GuildFeeds(GUILD, store, delivery, _of_one, rhythm, now=lambda: NOW)
    try:
        yield feeds
    finally:
        await feeds.close()


def _seen(count: int, first: int, people: int) -> list[Observation]:
    return [
        Observation.of(
            {
                "id": str(_FIRST + first + at),
                "action_type": 22,
                "user_id": str(at % people + 1),
                "target_id": str(at + 9),
            },
            NOW,
            "event",
        )
        for at in range(count)
    ]


async def _wait_until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def _database(address: str) -> AsyncGenerator[Database]:
    database = Database(address)
    try:
        yield database
    finally:
        await database.close()


async def test_what_could_not_be_written_is_taken_in_later(archive: Archive, address: str) -> None:
    """A feed whose claim failed has looked at nothing: the next turn finds the same again, and each entry once."""
    channels = Channels()
    for _ in range(2):
        await archive.feeds.add(GUILD, NewFeed(10, "", 1))
    async with _database(address) as database, _served(archive, store := Stumbling(database), channels) as feeds:
        await archive.append(GUILD, _seen(6, 0, 2))
        feeds.wake()
        await _wait_until(lambda: len(channels.posted) == 2)
        await asyncio.sleep(3 * 0.2)
    lines = [drawing["embed"].description.splitlines() for _, drawing in channels.posted]
    assert [len(some) for some in lines] == [3, 3]
    assert store.fails == 0


async def _flood(archive: Archive, feeds: GuildFeeds, people: int) -> None:
    for batch in range(30):  # half of them begin to be flooded a little later
        await archive.append(GUILD, _seen(300, batch * 300, people if batch else people // 2))
        feeds.wake()
        await asyncio.sleep(_WINDOW / 15)


async def test_what_is_new_is_read_once(archive: Archive, address: str) -> None:
    """Feeds that are flooded and tell their sums at different times look at each observation once, and count all."""
    channels, people = Channels(), 10
    for number in range(people):
        await archive.feeds.add(GUILD, NewFeed(100 + number, "", 1))
    async with _database(address) as database, _served(archive, store := Counting(database), channels) as feeds:
        await _flood(archive, feeds, people)
        await _wait_until(lambda: sum(map(_count, channels.posted)) >= 9000)
    assert sum(map(_count, channels.posted)) == 9000
    assert store.read == 9000


async def test_what_is_not_held_is_read_again(archive: Archive, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where more was found than may be held, the rest is looked for when a feed can take it in, and all is counted."""
    monkeypatch.setattr(guild_feeds, "_HELD", 500)
    channels, people = Channels(), 4
    for number in range(people):
        await archive.feeds.add(GUILD, NewFeed(100 + number, "", 1))
    async with _database(address) as database, _served(archive, Counting(database), channels) as feeds:
        await _flood(archive, feeds, people)
        await _wait_until(lambda: sum(map(_count, channels.posted)) >= 9000)
        await asyncio.sleep(2 * _WINDOW)
    assert sum(map(_count, channels.posted)) == 9000


async def test_a_digest_that_could_not_be_released_is_sent_later(archive: Archive, address: str) -> None:
    """Where the database is away when a digest is to be sent, it is sent once that is back."""
    channels = Channels()
    await archive.feeds.add(GUILD, NewFeed(10, "", 1))
    async with _database(address) as database, _served(archive, Counting(database, fails=2), channels) as feeds:
        await archive.append(GUILD, _seen(6, -(1 << 22) * 3_600_000, 1))
        feeds.wake()
        await _wait_until(lambda: bool(channels.posted))
    assert list(map(_count, channels.posted)) == [6 + 1]  # a line says that they are late


def _count(posted: tuple[int, Mapping[str, Any]]) -> int:
    """How many entries a message tells."""
    embed: hikari.Embed = posted[1]["embed"]
    return len((embed.description or "").splitlines()) if embed.title is None else int(embed.title.split()[0])
