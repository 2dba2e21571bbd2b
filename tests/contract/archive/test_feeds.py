"""Feeds in the archive: what a feed takes in is what its query finds, once, whatever comes when and from whom."""

import asyncio
import datetime
import json
import random
from typing import Any, Final

import pytest
from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, raw, seen
from tests.properties.searched import World

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.feed import POSTS_KEPT, Feed, NewFeed, Post, PostState, Trouble
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.query.predicate import Predicate, compile_predicate
from lightbulb_audit.query.sieve import Sieve
from lightbulb_audit.services.feeds.news import Backlog, take

_ALL: Final = Predicate()
_NEW: Final = NewFeed(10, "", 5)
_EPOCH: Final = snowflake.time_of(0)
_THEN: Final = snowflake.time_of(BASE)
"""When all that happens here was done just now."""


async def _feed(archive: Archive, feed_id: int = 1) -> Feed:
    return next(one for one in await archive.feeds.of(GUILD) if one.feed_id == feed_id)


async def _take(
    archive: Archive, feed: Feed, predicate: Predicate = _ALL, now: datetime.datetime = _THEN
) -> Post | None:
    backlog = Backlog(feed, predicate, feed.cursor, now)
    take([backlog], Sieve([predicate]), await archive.feeds.news(GUILD, feed.cursor, 1000))
    (post,) = await archive.feeds.claim([backlog.claim()])
    return post


async def _turn(archive: Archive, predicate: Predicate = _ALL) -> Post | None:
    return await _take(archive, await _feed(archive), predicate)


async def test_what_was_there_before_is_not_told(archive: Archive) -> None:
    """A feed tells what is first seen after it was made, old or new, in the order of its arrival."""
    await archive.append(GUILD, [seen(1), seen(5)])
    await archive.feeds.add(GUILD, _NEW)
    await archive.append(GUILD, [seen(9), seen(2, way="backfill"), seen(5, reason="more")])
    post = await _turn(archive)
    assert post is not None
    assert post.entry_ids == (int(raw(9)["id"]), int(raw(2)["id"]))
    assert await _turn(archive) is None


async def test_one_of_two_takes_it(archive: Archive) -> None:
    """Of two processes that read the same news one writes the message."""
    await archive.feeds.add(GUILD, _NEW)
    await archive.append(GUILD, [seen(1)])
    feed = await _feed(archive)
    posts = await asyncio.gather(*(_take(archive, feed) for _ in range(3)))
    assert [post is None for post in posts].count(False) == 1


async def test_the_outbox(archive: Archive) -> None:
    """A message is unfinished until Discord has it, and again when what it tells grew, until it takes no edits."""
    await archive.feeds.add(GUILD, _NEW)
    await archive.append(GUILD, [seen(1, options={"count": "1"})])
    post = await _turn(archive)
    assert post is not None
    assert [one.nonce for one in await archive.feeds.unfinished(GUILD, 1)] == [post.nonce]
    await archive.feeds.finish(post, PostState.SENT, 77, post.version)
    assert await archive.feeds.unfinished(GUILD, 1) == []
    assert await archive.feeds.told_in(GUILD, 1, post.entry_ids[0]) == 77
    await archive.append(GUILD, [seen(1, options={"count": "3"})])
    assert await _turn(archive) is None
    (outdated,) = await archive.feeds.unfinished(GUILD, 1)
    assert (outdated.version, outdated.shown, outdated.message_id) == (1, 0, 77)
    await archive.feeds.freeze(outdated)
    assert await archive.feeds.unfinished(GUILD, 1) == []


async def test_ended_and_forgotten(archive: Archive, plain: Plain) -> None:
    """A feed that is removed leaves nothing, nor does a server that is dropped; trouble is kept as it was."""
    for _ in range(2):
        await archive.feeds.add(GUILD, _NEW)
    await archive.append(GUILD, [seen(1)])
    await _turn(archive)
    await archive.feeds.change(GUILD, 2, trouble=str(Trouble.GONE), is_told=False)
    assert (await _feed(archive, 2)).trouble is Trouble.GONE
    assert await archive.feeds.remove(GUILD, 1)
    assert not await archive.feeds.remove(GUILD, 1)
    assert await plain.run("SELECT count(*) FROM feed_posts") == [(0,)]
    assert await plain.run("SELECT count(*) FROM feed_items") == [(0,)]
    await archive.drop(GUILD)
    assert await archive.feeds.guilds() == []


async def test_what_is_late_is_one_digest(archive: Archive) -> None:
    """Late entries gather in one message, oldest first, beside what happens now; nobody sends it before its time."""
    await archive.feeds.add(GUILD, _NEW)
    for numbers in ((50, 40), (30, 10), (20,)):
        await archive.append(GUILD, [seen(number, "catch-up") for number in numbers])
        assert await _take(archive, await _feed(archive), now=NOW) is None
    assert await archive.feeds.unfinished(GUILD, 1) == []
    await archive.append(GUILD, [seen(60)])
    fresh = await _turn(archive)
    assert fresh is not None
    assert fresh.entry_ids == (int(raw(60)["id"]),)
    await archive.feeds.finish(fresh, PostState.SENT, 77, 0)
    assert await archive.feeds.release(GUILD, [1, 2], NOW) == {1}
    assert await archive.feeds.release(GUILD, [1, 2], NOW) == set()
    (digest,) = await archive.feeds.unfinished(GUILD, 1)
    assert digest.entry_ids == tuple(int(raw(number)["id"]) for number in (10, 20, 30, 40, 50))
    assert (digest.state, digest.made_at) == (PostState.WAITING, NOW)


async def test_what_was_done_with_long_ago_is_forgotten(archive: Archive, plain: Plain) -> None:
    """Old messages that were sent go with what they told; who takes an old entry in again does not tell it again."""
    await archive.feeds.add(GUILD, _NEW)
    await archive.append(GUILD, [seen(1), seen(2)])
    sent = await _turn(archive)
    assert sent is not None
    await archive.append(GUILD, [seen(3)])
    waiting = await _turn(archive)
    assert waiting is not None
    await archive.feeds.finish(sent, PostState.SENT, 77, 0)
    later = _THEN + POSTS_KEPT + datetime.timedelta(minutes=1)
    assert await archive.feeds.prune(GUILD, later - POSTS_KEPT) == 1
    assert await plain.run("SELECT nonce FROM feed_posts") == [(waiting.nonce,)]
    assert await plain.run("SELECT entry_id FROM feed_items") == [(int(raw(3)["id"]),)]
    await archive.append(GUILD, [seen(1, "import", reason="more")])
    assert await _take(archive, await _feed(archive), now=later) is None
    assert await plain.run("SELECT count(*) FROM feed_posts") == [(1,)]


async def test_who_is_forgotten_made_no_feed(archive: Archive) -> None:
    """`forget` takes the maker's id out of feeds, which go on."""
    await archive.feeds.add(GUILD, _NEW)
    await archive.append(GUILD, [seen(1)])
    await archive.forget(_NEW.made_by)
    assert [(one.feed_id, one.made_by) for one in await archive.feeds.of(GUILD)] == [(1, 0)]


def _grown(entry: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    return {**entry, "options": {**(entry.get("options") or {}), "count": str(rng.randint(1, 30))}}


def _observed(entry: dict[str, Any], rng: random.Random) -> Observation:
    way = rng.choice(("event", "catch-up", "backfill", "re-read"))
    return Observation(int(entry["id"]), json.dumps(entry), NOW + datetime.timedelta(seconds=1), way)


@pytest.mark.parametrize("seed", range(8))
async def test_a_feed_tells_what_its_query_finds(address: str, seed: int) -> None:
    """For any query, order and lateness, all messages together hold just what a search finds, each entry once."""
    rng = random.Random(seed)
    world, lore = World(rng), World(rng).lore()
    log = list({entry["id"]: entry for entry in (world.entry() for _ in range(60))}.values())
    predicates = {number: compile_predicate(world.search(2), lore) for number in range(1, 7)}
    told: dict[int, list[int]] = {number: [] for number in predicates}
    async with await open_archive(address) as archive, await open_archive(address) as other:
        for _ in predicates:
            await archive.feeds.add(GUILD, _NEW)
        waiting = [*log, *(_grown(entry, rng) for entry in rng.sample(log, len(log) // 3))]
        rng.shuffle(waiting)
        while waiting:
            some = [waiting.pop() for _ in range(min(len(waiting), rng.randint(1, 9)))]
            await archive.append(GUILD, [_observed(entry, rng) for entry in some])
            for number, predicate in predicates.items():
                if waiting and rng.random() < 0.5:
                    continue
                feed = await _feed(archive, number)
                for post in await asyncio.gather(
                    _take(archive, feed, predicate, _EPOCH), _take(other, feed, predicate, _EPOCH)
                ):
                    told[number] += [] if post is None else post.entry_ids
        for number, predicate in predicates.items():
            found = [one.entry_id for one in await archive.search(GUILD, predicate, limit=1000)]
            assert sorted(told[number]) == sorted(found)
