"""When a feed posts: news within two seconds, what is late in one digest, and each once where processes change."""

import asyncio
import datetime
import os
import random
import time
from typing import Any, Final

import pytest
from tests.contract.archive.kit import Plain
from tests.journeys.collected import Life, guild_of, hasty, past, truth, until, up
from tests.journeys.feed_kit import all_told, fed, posted, told

from discord_standin import Discord
from lightbulb_audit.model import snowflake

_EVERY: Final = "EVERY_CASE" in os.environ
_RHYTHM: Final = {"feed_look": 0.5, "feed_failed": [0.1, 1.0], "feed_closed": [0.3, 1.0]}
_QUICK: Final = {**_RHYTHM, "feed_window": 1.5}
_NEWS: Final = 10
_LATE: Final = 140
_STILL: Final = (22, 24)


async def _ready(discord: Discord) -> None:
    await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 30)
    await asyncio.sleep(1.0)


async def test_news_stand_there_within_two_seconds(sqlite_file: Any) -> None:
    """By the clock of the local Discord, no news is posted later than two seconds after its event."""
    address = f"sqlite:///{sqlite_file}"
    async with guild_of() as discord:
        channel = await fed(discord, address)
        life = Life(discord, random.Random(1), kinds=_STILL)
        took: list[float] = []
        async with up(hasty(discord, address, **_RHYTHM)):
            await _ready(discord)
            for number in range(1, _NEWS + 1):
                life.make(1)
                made = time.monotonic()
                await until(lambda number=number: len(posted(discord, channel)) == number, 10)
                took.append(time.monotonic() - made)
                await asyncio.sleep(1.1)
        messages = posted(discord, channel)
    for entry_id, held in zip(sorted(truth(discord), key=int), messages, strict=True):
        stood = datetime.datetime.fromisoformat(held.message["timestamp"])
        assert (stood - snowflake.time_of(int(entry_id))).total_seconds() < 2.0
    print("seconds:", [round(one, 2) for one in took])  # noqa: T201 - shown where a test fails
    assert max(took) < 2.0


async def test_what_is_late_is_one_digest(sqlite_file: Any) -> None:
    """After a long absence one message tells all that was missed, oldest first and marked; news do not wait for it."""
    address = f"sqlite:///{sqlite_file}"
    async with guild_of() as discord:
        channel = await fed(discord, address)
        log = discord.world.state.audit_log
        for entry in reversed(past(_LATE)):
            log.add(entry)
        life = Life(discord, random.Random(1), kinds=_STILL)
        async with up(hasty(discord, address, **_QUICK)):
            await _ready(discord)
            life.make(1)
            await until(lambda: bool(posted(discord, channel)), 5)
            end = time.monotonic() + 30
            while not await all_told(discord, address, channel):
                assert time.monotonic() < end
                await asyncio.sleep(0.3)
        texts = [held.message["embeds"][0] for held in posted(discord, channel)]
        digests = [one for one in texts if one.get("title") == f"{_LATE} entries"]
        assert len(digests) == 1
        assert len(texts) == 2
        assert "kept long after it was done" in digests[0]["description"]
        found = await told(discord, address, channel)
        assert set(found.entries.values()) == {1}
        rows = await Plain(address).run(
            "SELECT entry_id FROM feed_items WHERE nonce IN "
            f"(SELECT nonce FROM feed_items GROUP BY nonce HAVING count(*) = {_LATE}) ORDER BY place"
        )
        assert [row[0] for row in rows] == sorted(int(one) for one in truth(discord))[:_LATE]


async def test_past_25_within_ten_seconds_a_sum(sqlite_file: Any) -> None:
    """What comes past 25 entries is told as a sum, however few they are, and the next one comes when its time is up."""
    address = f"sqlite:///{sqlite_file}"
    async with guild_of() as discord:
        channel = await fed(discord, address)
        life = Life(discord, random.Random(1), kinds=(22,))
        async with up(hasty(discord, address, **{**_RHYTHM, "feed_window": 4.0})):
            await _ready(discord)
            life.make(20)
            await until(lambda: len(posted(discord, channel)) == 1, 5)
            life.make(10)
            await until(lambda: len(posted(discord, channel)) == 2, 5)
            summed = time.monotonic()
            life.make(5)
            await until(lambda: len(posted(discord, channel)) == 3, 10)
            waited = time.monotonic() - summed
        titles = [held.message["embeds"][0].get("title") for held in posted(discord, channel)]
        assert titles == [None, "10 entries", None]
        assert waited > 3.0
        found = await told(discord, address, channel)
        assert set(found.entries.values()) == {1}
        assert found.entries.keys() == truth(discord).keys()


async def _both_send(address: str) -> int:
    """Wait until each of two processes has a message on its way, for some seconds; how many there are."""
    end, count = time.monotonic() + 5.0, 0
    while count < 2 and time.monotonic() < end:
        ((count,),) = await Plain(address).run("SELECT count(*) FROM feed_posts WHERE state = 'waiting'")
        await asyncio.sleep(0.02)
    return count


@pytest.mark.timeout(200)
async def test_two_processes_tell_each_entry_once(database: str) -> None:
    """Two bots serve a feed from one database, one of them is killed: each entry is told once by who is left."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - shown where a test fails
    rng = random.Random(seed)
    rhythm = {**_RHYTHM, "feed_doubt": 1.0, "feed_window": 0.3}
    async with guild_of() as discord:
        channel = await fed(discord, database)
        first, second = (hasty(discord, database, **rhythm) for _ in range(2))
        life = Life(discord, rng, kinds=_STILL)
        async with up(first, second):
            await _ready(discord)
            for turn in range(3 if _EVERY else 1):
                # So slow is Discord that whoever is killed has a message on its way, which nobody else wrote down.
                discord.world.faults.latency = 1.0
                living = asyncio.create_task(life.live(200, 6.0))
                await asyncio.sleep(rng.uniform(0.5, 2.0))
                print(await _both_send(database), "messages on their way")  # noqa: T201 - as above
                dying = (first, second)[turn % 2]
                await dying.kill()
                discord.world.faults.calm()
                await living
                end = time.monotonic() + 60
                while not await all_told(discord, database, channel):
                    assert time.monotonic() < end
                    await asyncio.sleep(0.3)
                await dying.start()
                await asyncio.sleep(2.0)
        found = await told(discord, database, channel)
        assert set(found.nonces.values()) == {1}
        assert found.entries.keys() == truth(discord).keys()
        assert set(found.entries.values()) == {1}
