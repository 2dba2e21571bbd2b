"""An incident has one message and one ping, whatever kills the bot or Discord answers."""

import asyncio
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest
from tests.contract.archive.kit import Plain
from tests.journeys.collected import hasty, up
from tests.journeys.incident_kit import RHYTHM, Judge, nonces, posted, rogue_guild, role_id, told

from discord_standin import Discord, GuildFile
from discord_standin.process import BotProcess

_EVERY: Final = "EVERY_CASE" in os.environ
_INCIDENTS: Final = 12 if _EVERY else 4

_Trouble = Callable[[Discord], None]


def _fail(discord: Discord) -> None:
    discord.world.faults.status, discord.world.faults.errors = 500, 2


def _lose(discord: Discord) -> None:
    discord.world.faults.lost = 2


def _cut(discord: Discord) -> None:
    discord.world.faults.lost_drops = 2


def _calm(discord: Discord) -> None:
    discord.world.faults.calm()


_TROUBLES: Final[tuple[_Trouble, ...]] = (_fail, _lose, _cut, _calm)


@pytest.fixture
def rng() -> random.Random:
    """Chance that can be repeated: pytest shows what was printed where a test fails."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - see above
    return random.Random(seed)


def _bot(discord: Discord, address: str) -> BotProcess:
    return hasty(discord, address, **RHYTHM)


async def _until_all_told(discord: Discord, address: str, count: int) -> None:
    end = time.monotonic() + 60
    asked = "SELECT count(*) FROM incidents WHERE state = 'sent' AND shown >= version"
    while await Plain(address).run(asked) != [(count,)]:
        assert time.monotonic() < end, f"{len(posted(discord))} of {count} messages"
        await asyncio.sleep(0.3)


@pytest.mark.timeout(300 if _EVERY else 120)
async def test_once_through_kills(address: str, rng: random.Random) -> None:
    """Killed at any moment while 500, 502 after delivery and cut answers come, each has one message and one ping."""
    async with Discord(GuildFile.from_json(rogue_guild())) as discord:
        bot, judge = _bot(discord, address), Judge(discord, address, role="Helper")
        async with up(bot):
            people = [one["user"]["username"] for one in discord.world.state.members.values()]
            for number, by in enumerate(people[:_INCIDENTS]):
                await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 30)
                incident = await judge.find(judge.entry(by=by), by=by)
                rng.choice(_TROUBLES)(discord)
                await asyncio.sleep(rng.uniform(0.0, 1.0))
                await bot.kill()
                discord.world.faults.calm()
                if number % 2:
                    # It stays away for longer than Discord knows a nonce.
                    discord.world.state.messages.forget_nonces()
                    await bot.start()
                    await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 30)
                    await judge.find(judge.entry(12, by=by), by=by, incident_id=incident.incident_id)
                else:
                    await bot.start()
            await _until_all_told(discord, address, _INCIDENTS)
        known = Counter(nonce for message in posted(discord) for nonce in nonces(message))
        assert len(known) == _INCIDENTS
        assert set(known.values()) == {1}
        helper = role_id(discord, "Helper")
        assert all(message.message["content"] == f"<@&{helper}>" for message in posted(discord))


async def test_soon_and_anew_where_it_was_deleted(address: str) -> None:
    """It stands in its channel soon after its row; one that was deleted has a successor, which pings nobody."""
    async with Discord(GuildFile.from_json(rogue_guild())) as discord:
        judge = Judge(discord, address, role="Helper")
        async with up(_bot(discord, address)):
            await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 30)
            await judge.find(judge.entry())
            await told(discord)
            ids = [judge.entry(by="kenji_w") for _ in range(3)]
            incident = await judge.find(*ids, by="kenji_w")
            began = time.monotonic()
            await told(discord, count=2)
            took = time.monotonic() - began
            print(f"{took:.2f} seconds after the row, which is looked for every 0.3")  # noqa: T201 - as above
            assert took < 3
            state = discord.world.state
            first = posted(discord)[-1]
            state.messages.remove(first)  # whoever went rogue deletes it
            await judge.find(judge.entry(12, by="kenji_w"), by="kenji_w", incident_id=incident.incident_id)
            again = await told(discord, lambda text: "channel" in text, count=2)
            assert again["content"] == ""
            assert again["mention_roles"] == []
            assert nonces(posted(discord)[-1]).isdisjoint(nonces(first))
            assert "banned 3 members" in json.dumps(again, ensure_ascii=False)
