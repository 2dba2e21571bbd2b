"""How a running bot fills its archive: what it costs, and when it leaves a server in peace."""

import asyncio
import datetime
import random
from typing import Any, Final

import pytest
from tests.contract.archive.kit import Plain
from tests.journeys.collected import Life, equal, guild_of, hasty, held, ours, past, requests, sound, until, up

from discord_standin import Discord
from discord_standin.step_faults import set_fault
from lightbulb_audit.archive import open_archive

_RNG: Final = random.Random(4)

_IN_A_FILE: Final = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
"""The database is of no matter here."""


def _statuses(discord: Discord) -> list[int]:
    return [row["status"] for row in requests(discord)]


def _befores(discord: Discord) -> list[int | None]:
    return [int(before) if (before := row["query"].get("before")) else None for row in requests(discord)]


async def test_a_new_server_is_filled_newest_first(address: str) -> None:
    """4,500 entries that were there before cost 46 requests at most, from the newest to the oldest."""
    async with guild_of(entries=past(4500)) as discord:
        bot = ours(discord, address)
        async with up(bot):
            await equal(address, discord, 40.0)
            asked = _befores(discord)
        assert len(asked) <= 46
        assert asked[0] is None
        assert asked[1:] == sorted((one for one in asked[1:] if one is not None), reverse=True)
        await sound(address, discord)


async def test_what_came_while_it_was_down_costs_a_request_a_hundred(address: str) -> None:
    """Catching up 4,500 entries costs 46 requests at most."""
    async with guild_of(entries=past(10)) as discord:
        bot, life = ours(discord, address), Life(discord, _RNG)
        async with up(bot):
            await equal(address, discord)
            await bot.stop()
            life.make(4500)
            before = len(requests(discord))
            await bot.start()
            await equal(address, discord, 40.0)
            assert len(requests(discord)) - before <= 46
        await sound(address, discord)


async def test_a_backfill_goes_on_where_it_was_killed(address: str) -> None:
    """A bot that is killed in the middle of a backfill reads again none of what it has, but for the newest page."""
    async with guild_of(entries=past(4500)) as discord:
        discord.world.faults.latency = 0.05
        bot = hasty(discord, address)
        async with up(bot):
            for pages in (10, 25):
                await until(lambda pages=pages: len(requests(discord)) >= pages)
                await bot.kill()
                await bot.start()
            await equal(address, discord, 40.0)
            asked = _befores(discord)
        # Each start looks for what is new; a page that was under way when the bot died is read again.
        assert len(asked) <= 46 + 2 * 2
        await sound(address, discord)


@_IN_A_FILE
async def test_a_quiet_server_costs_nothing(address: str) -> None:
    """Once all is read, and nothing is young, nothing is asked."""
    async with guild_of(entries=past(30)) as discord, up(hasty(discord, address)):
        await equal(address, discord)
        await asyncio.sleep(0.5)
        before = len(requests(discord))
        await asyncio.sleep(3.0)
        assert len(requests(discord)) == before


@_IN_A_FILE
async def test_without_events_it_polls(address: str) -> None:
    """Without GUILD_MODERATION everything is there too, with what grew, and little is asked while nothing happens."""
    async with guild_of(entries=past(30)) as discord, up(hasty(discord, address, "--polled")):
        life = Life(discord, _RNG)
        await equal(address, discord)
        await life.live(200, 3.0)
        await equal(address, discord)
        await asyncio.sleep(4.0)
        before = len(requests(discord))
        await asyncio.sleep(4.0)
        assert 2 <= len(requests(discord)) - before <= 5


@_IN_A_FILE
async def test_a_closed_server_is_left_in_peace(address: str) -> None:
    """Without VIEW_AUDIT_LOG hardly anything is asked; once it is back, what was missed is there in seconds."""
    async with guild_of(entries=past(30)) as discord, up(hasty(discord, address, forbidden=[5.0, 100.0])):
        life = Life(discord, _RNG)
        await equal(address, discord)
        set_fault(discord.world, "forbid")
        life.make(150)
        await asyncio.sleep(6.0)
        assert 1 <= _statuses(discord).count(403) <= 3
        set_fault(discord.world, "calm")
        assert await equal(address, discord) < 5
        assert (await _marks(address, discord)).forbidden_at is None


async def test_a_server_that_was_left(address: str) -> None:
    """A server that the bot left is asked for no more, kept for some days, and then forgotten."""
    async with guild_of(entries=past(30)) as discord:
        bot = hasty(discord, address)
        async with up(bot):
            await equal(address, discord)
            discord.leave()
            before = len(requests(discord))
            await asyncio.sleep(2.0)
            assert len(requests(discord)) == before
            assert (await _marks(address, discord)).left_at is not None
            await bot.stop()
            await sound(address, discord)
            long_ago = int((datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=31)).timestamp() * 1e6)
            await Plain(address).run(f"UPDATE collecting SET left_at = {long_ago}")
            await bot.start()
            await _until_held(address, discord, 0)


@_IN_A_FILE
async def test_a_server_that_was_left_while_it_was_down(address: str) -> None:
    """A start finds out that the bot is in a server no more; when it joins again, what it missed is read."""
    async with guild_of(entries=past(30)) as discord:
        bot = hasty(discord, address)
        async with up(bot):
            await equal(address, discord)
            await bot.stop()
            discord.leave()
            await bot.start()
            async with asyncio.timeout(10):
                while (await _marks(address, discord)).left_at is None:
                    await asyncio.sleep(0.1)
            Life(discord, _RNG).make(120)
            discord.join()
            await equal(address, discord)
            assert (await _marks(address, discord)).left_at is None
        await sound(address, discord)


@_IN_A_FILE
async def test_a_server_that_is_joined(address: str) -> None:
    """A bot that comes into a server while it runs reads the log from the newest entry to the oldest."""
    async with guild_of(entries=past(450)) as discord:
        discord.leave()
        async with up(hasty(discord, address)):
            await until(lambda: discord.world.gateway.identified > 0)
            await asyncio.sleep(1.0)
            assert requests(discord) == []
            discord.join()
            await equal(address, discord)
            asked = _befores(discord)
        assert asked[0] is None
        assert asked[1:] == sorted((one for one in asked[1:] if one is not None), reverse=True)
        assert len(asked) == 5


@_IN_A_FILE
async def test_what_the_gateway_lost_is_swept_up(address: str) -> None:
    """An entry that came by no event, while the connection was fine, is found by the sweep."""
    async with guild_of(entries=past(30)) as discord, up(hasty(discord, address, sweep=2.0, sweep_wait=1.0)):
        await equal(address, discord)
        life, log = Life(discord, _RNG), discord.world.state.audit_log
        life.make(3)
        log.add({"id": discord.world.state.snowflakes.next(), "user_id": "5", "target_id": "6", "action_type": 22})
        life.make(3)
        await equal(address, discord)


async def _marks(address: str, discord: Discord) -> Any:
    async with await open_archive(address) as archive:
        return (await archive.progress(int(discord.world.state.id))).marks


async def _until_held(address: str, discord: Discord, count: int) -> None:
    async with await open_archive(address) as archive, asyncio.timeout(20):
        while len(await held(archive, int(discord.world.state.id))) != count:
            await asyncio.sleep(0.1)
