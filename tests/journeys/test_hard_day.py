"""A hard day: whatever fails and whoever is killed, in the evening the archive is equal to Discord's log."""

import asyncio
import contextlib
import datetime
import json
import os
import random
import sys
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from typing import Any, Final

import pytest
from tests.contract.archive.kit import Cable, Plain
from tests.journeys.collected import (
    Difference,
    Life,
    OneOfMany,
    equal,
    guild_of,
    hasty,
    ours,
    requests,
    sound,
    truth,
    until,
    up,
)

from discord_standin import Discord, GuildFile
from discord_standin.copies import copies
from discord_standin.example import example_guild
from discord_standin.faults import TOO_MANY
from discord_standin.process import BotProcess
from lightbulb_audit.archive import open_archive

_ENTRIES: Final = 5000
_SECONDS: Final = 25.0
_KILLS: Final = 10
_PROCESSES: Final = 4 if "EVERY_CASE" in os.environ else 2
_MANY: Final = (
    {"sqlite": (50, 1), "postgres": (200, 4)}
    if "EVERY_CASE" in os.environ
    else {"sqlite": (10, 1), "postgres": (12, 2)}
)
"""Servers and processes."""

_SLOW: Final = ((0.0, 0.5), (0.005, 1.5), (0.03, 2.0), (0.2, 1.0), (2.0, 2.0))
"""By how much a cable is slow, and for how many seconds; the last one is a database that does not answer."""

_IN_THE_DOOR: Final = 0.15
_GUILD: Final = 817109139456032171
_SOON: Final = 20
_STILL: Final = (22, 24)

Trouble = Callable[[Discord, random.Random], None]


def _fail(status: int) -> Trouble:
    def fail(discord: Discord, rng: random.Random) -> None:
        discord.world.faults.status, discord.world.faults.errors = status, rng.randint(1, 4)

    return fail


def _drop(discord: Discord, rng: random.Random) -> None:
    discord.world.faults.drops = rng.randint(1, 3)


def _slow(discord: Discord, rng: random.Random) -> None:
    discord.world.faults.latency = rng.choice([0.0, 0.05, 0.3])


_FAILURES: Final[tuple[Trouble, ...]] = (_fail(500), _fail(502), _fail(TOO_MANY))
_TROUBLES: Final[tuple[Trouble, ...]] = (
    *_FAILURES,
    _drop,
    _slow,
    lambda discord, _: discord.world.gateway.cut(),
    lambda discord, _: discord.world.gateway.forget(),
    lambda discord, _: discord.world.gateway.invalidate(),
    lambda discord, _: discord.world.gateway.ask_to_reconnect(),
)


async def _trouble(discord: Discord, rng: random.Random) -> None:
    """Something goes wrong every now and then while the bot is up, so that it comes up at all.

    Each way to fail comes first, and lasts until a request met it, so that no day goes by without.
    """
    faults = discord.world.faults
    for fail in rng.sample(_FAILURES, len(_FAILURES)):
        await discord.world.gateway.is_ready.wait()
        fail(discord, rng)
        while faults.errors:
            await asyncio.sleep(0.05)
    while True:
        for trouble in rng.sample(_TROUBLES, len(_TROUBLES)):
            await discord.world.gateway.is_ready.wait()
            await asyncio.sleep(rng.uniform(0.1, 1.2))
            trouble(discord, rng)


async def _keep_up(bot: BotProcess) -> None:
    """What systemd does for a bot that ended."""
    while True:
        if not bot.is_running:
            await bot.start()
        await asyncio.sleep(0.1)


async def _kill(bot: BotProcess, discord: Discord, rng: random.Random, kills: int, longest: float = 2.5) -> None:
    """Kill it at random moments: mostly while it is up, now and then while it comes up."""
    for _ in range(kills):
        await until(lambda: bot.is_running)
        if rng.random() < _IN_THE_DOOR:
            await asyncio.sleep(rng.uniform(0.3, 1.5))
        else:
            await asyncio.wait_for(discord.world.gateway.is_ready.wait(), _SECONDS)
            await asyncio.sleep(rng.uniform(0.1, longest))
        await bot.kill()
        await asyncio.sleep(rng.uniform(0.2, 0.6))


@contextlib.asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncGenerator[None]:
    """Something that never ends goes on meanwhile."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _command(address: str, *words: str) -> list[bytes]:
    argv = [sys.executable, "-m", "lightbulb_audit", "archive", *words, "--archive", address]
    process = await asyncio.create_subprocess_exec(*argv, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    return out.splitlines()


@pytest.fixture
def rng() -> random.Random:
    """Chance that can be repeated: pytest shows what was printed where a test fails."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - see above
    return random.Random(seed)


@pytest.mark.timeout(300)
async def test_a_hard_day(address: str, rng: random.Random) -> None:
    """Lost events, lost sessions, failures and ten kills: every entry is there once, as it is now, and verifies."""
    async with guild_of() as discord:
        bot, life = hasty(discord, address), Life(discord, rng)
        async with up(bot), _beside(_keep_up(bot)):
            async with _beside(_trouble(discord, rng)):
                await asyncio.gather(life.live(_ENTRIES, _SECONDS), _kill(bot, discord, rng, _KILLS))
            discord.world.faults.calm()
            await equal(address, discord, 120.0)
        await sound(address, discord)
        ways = dict(await Plain(address).run("SELECT way, count(*) FROM observations GROUP BY way"))
        said = {row["status"] for row in discord.requests}
        print(discord.world.gateway.identified, "sessions,", ways, said)  # noqa: T201 - as above
        # It was a hard day indeed.
        assert discord.world.gateway.identified > _KILLS / 2
        assert TOO_MANY in said
        assert said & {500, 502}
        # A busy machine starts a bot so slowly that it is killed before it reads, and most is read in the end.
        assert sum(ways.get(way, 0) for way in ("event", "catch-up", "re-read")) > 0
        exported = [json.loads(line) for line in await _command(address, "export")]
        assert len(exported) == _ENTRIES
        assert {one["id"]: one for one in exported} == {
            entry_id: {**entry, "guild_id": discord.world.state.id} for entry_id, entry in truth(discord).items()
        }
        await _command(address, "verify")


async def test_a_day_on_which_nothing_grows(address: str, rng: random.Random) -> None:
    """Kills in the middle of catching up leave no hole, though nothing young is there to be read again for."""
    async with guild_of() as discord:
        bot, life = hasty(discord, address), Life(discord, rng, _STILL)
        discord.world.faults.latency = 0.2
        async with up(bot), _beside(_keep_up(bot)):
            await asyncio.gather(life.live(3000, 12.0), _kill(bot, discord, rng, 5, longest=1.2))
            discord.world.faults.calm()
            await equal(address, discord, 30.0)
        await sound(address, discord)


async def test_several_processes_on_one_database(database: str, rng: random.Random) -> None:
    """Each shard's process fills its own servers' part of one PostgreSQL, and one that is killed disturbs no other."""
    async with contextlib.AsyncExitStack() as opened:
        discords = [await opened.enter_async_context(guild_of(_GUILD + (shard << 22))) for shard in range(_PROCESSES)]
        bots = [hasty(discord, database, *_shard_of(discord)) for discord in discords]
        async with up(*bots):
            await asyncio.gather(*(discord.world.gateway.is_ready.wait() for discord in discords))
            async with _beside(_keep_up(bots[0])):
                living = [Life(discord, rng).live(600, 7.0) for discord in discords]
                await asyncio.gather(*living, _kill(bots[0], discords[0], rng, 2))
                await asyncio.gather(*(equal(database, discord, 30.0) for discord in discords))
        assert discords[0].world.gateway.identified > 1
        for discord in discords:
            await sound(database, discord)
        await _command(database, "verify")
        assert await Plain(database).run("SELECT count(*) FROM collecting WHERE left_at IS NOT NULL") == [(0,)]


@pytest.mark.timeout(300)
async def test_several_processes_on_a_slow_database(database: str, rng: random.Random) -> None:
    """A database that is slow for each statement, or seems dead for a while, costs none of its processes an entry."""
    cable = Cable(database)
    await cable.plug()
    address = cable.address_of(database)
    async with contextlib.AsyncExitStack() as opened:
        discords = [await opened.enter_async_context(guild_of(_GUILD + (shard << 22))) for shard in range(_PROCESSES)]
        bots = [hasty(discord, address, *_shard_of(discord)) for discord in discords]
        async with up(*bots):
            await asyncio.gather(*(discord.world.gateway.is_ready.wait() for discord in discords))
            lives = [Life(discord, rng) for discord in discords]
            for life in lives:
                life.make(20)
                await equal(database, life.discord, 40.0)
            async with _beside(_slow_down(cable, rng)):
                await asyncio.gather(*(life.live(600, 12.0) for life in lives))
            cable.delay = 0.0
            for discord in discords:
                await equal(database, discord, 40.0)
        for discord in discords:
            await sound(database, discord)
        ways = dict(await Plain(database).run("SELECT way, count(*) FROM observations GROUP BY way"))
        print(ways)  # noqa: T201 - as above
        # Some events were kept however slow it was, and some were given up and read from Discord later.
        assert min(ways.get("event", 0), ways.get("catch-up", 0)) > 0
        await _command(database, "verify")
    await cable.pull()


async def _slow_down(cable: Cable, rng: random.Random) -> None:
    """Every statement takes longer, now and then too long to be waited for; each way to be slow comes over and over."""
    while True:
        for delay, seconds in rng.sample(_SLOW, len(_SLOW)):
            cable.delay = delay
            await asyncio.sleep(seconds)


@pytest.mark.timeout(600)
async def test_a_hard_day_of_many_servers(address: str, rng: random.Random) -> None:
    """Whatever fails for the processes of a bot of many servers, in the evening each server's archive is its log."""
    servers, shards = _MANY["sqlite" if address.startswith("sqlite") else "postgres"]
    async with _many(servers) as discord:
        bots = [hasty(discord, address, "--shards", str(shards), "--shard", str(one))
                for one in range(shards)]  # fmt: skip
        lives = [Life(one, rng) for one in OneOfMany.each(discord)]
        async with up(*bots), contextlib.AsyncExitStack() as beside:
            for bot in bots:
                await beside.enter_async_context(_beside(_keep_up(bot)))
            await asyncio.wait_for(discord.world.gateway.is_ready.wait(), _SECONDS)
            async with _beside(_trouble(discord, rng)):
                seconds = _SECONDS * max(servers, 25) / 50
                kills = [_kill(bot, discord, rng, _KILLS // shards, seconds / _KILLS) for bot in bots]
                await asyncio.gather(_live_in_all(lives, rng, 100 * servers, seconds), *kills)
            discord.world.faults.calm()
            began = time.monotonic()
            for life in lives:
                await equal(address, life.discord, max(1.0, began + 120 - time.monotonic()))
        assert discord.world.gateway.identified > shards + 1
        said = {row["status"] for row in discord.requests}
        assert TOO_MANY in said
        assert said & {500, 502}
        async with await open_archive(address, is_new_allowed=False) as archive:
            for life in lives:
                found = await Difference.between(archive, life.discord)
                assert found.is_none, found
        await _command(address, "verify")


@contextlib.asynccontextmanager
async def _many(servers: int) -> AsyncGenerator[Discord]:
    """A Discord with so many copies of the example guild, in which nothing has happened yet."""
    file: dict[str, Any] = example_guild(datetime.datetime.now(datetime.UTC)) | {"audit_log": {}}
    async with Discord(GuildFile.from_json({"guilds": copies(file, servers)})) as discord:
        yield discord


async def _live_in_all(lives: Sequence[Life], rng: random.Random, count: int, seconds: float) -> None:
    """Something happens in each server, and then in any, until there are so many entries."""
    order, made = rng.sample(lives, len(lives)), 0
    while made < count:
        life = order.pop() if order else rng.choice(lives)
        burst = min(count - made, rng.randint(1, 20))
        life.make(burst)
        for one in rng.sample(lives, 10):
            one.grow()
        made += burst
        await asyncio.sleep(rng.uniform(0, 2 * seconds * 10.5 / count))
    await asyncio.gather(*(life.live(0, 1.0) for life in lives))


def _shard_of(discord: Discord) -> tuple[str, ...]:
    """The options of the process of a server's shard. Source: reference, "Sharding Formula"."""
    return "--shards", str(_PROCESSES), "--shard", str((int(discord.world.state.id) >> 22) % _PROCESSES)


async def test_two_processes_on_one_server(address: str, rng: random.Random) -> None:
    """Where the new process of a bot starts before the old one ends, both keep the same log, and it is there once."""
    async with guild_of() as discord:
        old, new = hasty(discord, address), hasty(discord, address)
        life = Life(discord, rng)
        async with up(old):
            await discord.world.gateway.is_ready.wait()
            living = asyncio.ensure_future(life.live(600, 6.0))
            async with up(new):
                await until(lambda: discord.world.gateway.identified > 1)
                await asyncio.sleep(2.0)
                await old.stop()
                await living
                await equal(address, discord)
        await sound(address, discord)


async def test_a_killed_bot_catches_up(address: str, rng: random.Random) -> None:
    """`lightbulb-audit run`, as it is: what came and what grew while it was dead is there seconds after its start."""
    async with guild_of() as discord:
        bot, life = ours(discord, address), Life(discord, rng)
        async with up(bot):
            await discord.world.gateway.is_ready.wait()
            life.make(150)
            await equal(address, discord, 15.0)
            await bot.kill()
            for _ in range(20):
                life.grow()
            life.make(250)
            for _ in range(20):
                life.grow()
            await bot.start()
            await discord.world.gateway.is_ready.wait()
            seconds = await equal(address, discord, 15.0)
        print(f"{seconds:.1f} seconds")  # noqa: T201 - as above
        assert len(requests(discord)) < _SOON
        await sound(address, discord)
