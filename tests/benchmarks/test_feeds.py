"""Archiving 100,000 entries with 50 feeds, each of which takes 1 in 50, beside archiving them without one.

Run it as `test_archive.py` tells. The feeds are the real ones, up to the message as hikari takes it; the channel takes
it at once, since Discord's own limits would be all that is measured. It is CPU time, since a feed waits between the
messages of a burst; with feeds it ends when all is told.
"""

import asyncio
import datetime
import json
import pathlib
import time

import hikari
import pytest
from tests.benchmarks.test_archive import BATCH, ENTRIES, observed_entries
from tests.contract.archive.test_feed_turns import Channels
from tests.contract.archive.test_reading_alike import AllSeeing, TableLookups

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model import Reader, snowflake
from lightbulb_audit.model.feed import Feed, NewFeed
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.query.predicate import Predicate, TermTest
from lightbulb_audit.render.feed.message import draw
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.entry_teller import EntryTeller
from lightbulb_audit.services.feeds.delivery import Delivery
from lightbulb_audit.services.feeds.guild_feeds import GuildFeeds
from lightbulb_audit.services.feeds.teller import PostTeller
from lightbulb_audit.services.feeds.undone import UndoneFinder
from lightbulb_audit.services.ports import Server
from lightbulb_audit.services.reversals import ReversalFinder

FEEDS = 50
AIM = 1.5

pytestmark = [pytest.mark.timeout(1800), pytest.mark.usefixtures("one_processor")]


async def _predicate(feed: Feed) -> Predicate:
    return Predicate((TermTest((f" @by:{(1 << 60) + feed.feed_id - 1} ",)),))


def _serve(archive: Archive, channels: Channels) -> GuildFeeds:
    reader, reversals = Reader(OfflineApp()), ReversalFinder(archive)
    server = Server(
        "Here",
        lambda *_: None,
        lambda _: None,
        TableLookups(reader.page({}, hikari.Snowflake(1))),
        lambda _: AllSeeing(),
    )
    entries = EntryTeller(archive.feeds.entries, reader, lambda _: server, Describer(archive), reversals)
    teller = PostTeller(entries)
    delivery = Delivery(archive.feeds, channels, teller, draw, UndoneFinder(archive.feeds, archive, reader))
    return GuildFeeds(1, archive.feeds, delivery, _predicate, Schedule())


def _observed() -> list[Observation]:
    """Entries of now: of what is late a feed tells nothing for minutes, to tell it at once."""
    now, first = datetime.datetime.now(datetime.UTC), int(snowflake.first_at(datetime.datetime.now(datetime.UTC)))
    raws = [json.loads(one.raw) for one in observed_entries()]
    return [Observation.of({**raw, "id": str(first + at)}, now, "event") for at, raw in enumerate(raws)]


async def _append(archive: Archive, observed: list[Observation], feeds: GuildFeeds | None) -> None:
    for at in range(0, ENTRIES, BATCH):
        await archive.append(1, observed[at : at + BATCH])
        if feeds is not None:
            feeds.wake()


async def _alone(address: str, observed: list[Observation]) -> float:
    async with await open_archive(address) as archive:
        started = time.process_time()
        await _append(archive, observed, None)
        return time.process_time() - started


async def _fed(address: str, observed: list[Observation]) -> tuple[float, int]:
    channels = Channels()
    async with await open_archive(address) as archive:
        for _ in range(FEEDS):
            await archive.feeds.add(1, NewFeed(10, "", 1))
        feeds = _serve(archive, channels)
        started = time.process_time()
        await _append(archive, observed, feeds)
        looks, is_waiting = 0.0, True
        while is_waiting:
            await asyncio.sleep(3)
            looked = time.process_time()
            is_waiting = await _waiting(archive)
            looks += time.process_time() - looked
        took = time.process_time() - started - looks
        await feeds.close()
    return took, len(channels.posted)


async def _waiting(archive: Archive) -> bool:
    """Whether anything is not told yet."""
    feeds = await archive.feeds.of(1)
    if any([await archive.feeds.unfinished(1, one.feed_id) for one in feeds]):
        return True
    for one in feeds:
        news = await archive.feeds.news(1, one.cursor, ENTRIES)
        predicate = await _predicate(one)
        if any(predicate.fits(new.entry_id, new.terms) for new in news):
            return True
    return False


def test_fifty_feeds(tmp_path: pathlib.Path) -> None:
    """Aim: at most one and a half times as long as without any."""
    alone, fed, messages = list[float](), list[float](), 0
    for turn in range(2):
        alone.append(asyncio.run(_alone(str(tmp_path / f"alone{turn}.sqlite3"), _observed())))
        # Made anew: what is minutes old by now would be late.
        took, messages = asyncio.run(_fed(str(tmp_path / f"fed{turn}.sqlite3"), _observed()))
        fed.append(took)
    ratio = min(fed) / min(alone)
    print(f"{min(alone):.1f} s alone, {min(fed):.1f} s with feeds ({messages} messages): {ratio:.2f} (aim {AIM})")  # noqa: T201
    assert messages >= FEEDS
    assert ratio <= AIM
