"""A feed tells each entry once: through kills at any moment, whatever Discord answers, on both databases."""

import asyncio
import os
import random
import time
from collections.abc import Callable
from typing import Final

import pytest
from tests.journeys.collected import Life, guild_of, hasty, truth, until, up
from tests.journeys.feed_kit import all_told, fed, posted, told

from discord_standin import Discord
from discord_standin.faults import TOO_MANY
from discord_standin.process import BotProcess

_EVERY: Final = "EVERY_CASE" in os.environ
_KILLS: Final = 20 if _EVERY else 3
_ENTRIES: Final = 2000 if _EVERY else 600
_RHYTHM: Final = {"feed_look": 0.5, "feed_failed": [0.1, 1.0], "feed_closed": [0.3, 1.0]}
_STILL: Final = (22, 24)

Trouble = Callable[[Discord], None]


def _answer(status: int) -> Trouble:
    def fail(discord: Discord) -> None:
        discord.world.faults.status, discord.world.faults.errors = status, 2

    return fail


def _lose(discord: Discord) -> None:
    discord.world.faults.lost = 3


def _cut(discord: Discord) -> None:
    discord.world.faults.lost_drops = 2


def _drop(discord: Discord) -> None:
    discord.world.faults.drops = 2


def _slow(discord: Discord) -> None:
    discord.world.faults.latency = 0.3


def _calm(discord: Discord) -> None:
    discord.world.faults.calm()


_TROUBLES: Final = (_answer(TOO_MANY), _answer(500), _lose, _cut, _drop, _slow, _calm)


@pytest.fixture
def rng() -> random.Random:
    """Chance that can be repeated: pytest shows what was printed where a test fails."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - see above
    return random.Random(seed)


async def _kill(bot: BotProcess, discord: Discord, rng: random.Random) -> None:
    """Kill it at random moments while it posts; now and then it stays away for longer than a nonce is known."""
    for number in range(_KILLS):
        await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 30)
        rng.choice(_TROUBLES)(discord)
        await asyncio.sleep(rng.uniform(0.0, 2.5))
        await bot.kill()
        if number % 2:
            discord.world.state.messages.forget_nonces()
        discord.world.faults.calm()
        await bot.start()


async def _until_told(discord: Discord, address: str, channel: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not await all_told(discord, address, channel):
        assert time.monotonic() < end, f"not all is told after {seconds:g} seconds"
        await asyncio.sleep(0.3)


@pytest.mark.timeout(400 if _EVERY else 120)
async def test_each_entry_once_through_kills(address: str, rng: random.Random) -> None:
    """Killed while 429, 500, 502 after delivery and cut answers come, the channel has each entry exactly once."""
    async with guild_of() as discord:
        channel = await fed(discord, address)
        bot, life = hasty(discord, address, **_RHYTHM), Life(discord, rng, kinds=_STILL)
        async with up(bot):
            await asyncio.gather(life.live(_ENTRIES, 4.0 * _KILLS), _kill(bot, discord, rng))
            discord.world.faults.calm()
            await _until_told(discord, address, channel, 60)
        found = await told(discord, address, channel)
        print(len(found.nonces), "messages,", found.sums, "sums")  # noqa: T201 - as above
        assert set(found.nonces.values()) == {1}
        assert found.entries.keys() == truth(discord).keys()
        assert set(found.entries.values()) == {1}


async def test_what_was_deleted_is_not_told_again(address: str) -> None:
    """A message that somebody deletes before the bot knows that it was delivered is not sent a second time."""
    async with guild_of() as discord:
        channel = await fed(discord, address)
        state = discord.world.state
        life = Life(discord, random.Random(1), kinds=_STILL)
        async with up(hasty(discord, address, **_RHYTHM)):
            await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 30)
            await asyncio.sleep(1.0)
            discord.world.faults.lost = 1
            life.make(1)
            await until(lambda: bool(posted(discord, channel)), 10)
            (held,) = posted(discord, channel)
            state.messages.remove(held)
            life.make(1)
            await until(lambda: bool(posted(discord, channel)), 20)
            await asyncio.sleep(1.0)
        found = await told(discord, address, channel)
        assert list(found.entries) == [max(truth(discord), key=int)]
