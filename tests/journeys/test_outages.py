"""A database that does not do its part: the bot answers all the same, and its archive catches up by itself."""

import asyncio
import contextlib
import pathlib
import random
import resource
import sqlite3
from collections.abc import AsyncGenerator
from typing import Final

import pytest
from tests.contract.archive.kit import Cable
from tests.journeys.collected import Life, equal, guild_of, hasty, ours, past, requests, sound, until, up
from tests.journeys.seen import entry_ids, message, text
from tests.poolers import running_pgbouncer, unused_port

from discord_standin import Discord, Session
from discord_standin.process import BotProcess

_LIVE_MS: Final = 2500.0
"""The archive gets a second before Discord is asked in its place."""


async def _answers(session: Session) -> None:
    """The newest entries are told, from Discord itself."""
    asked = len(requests(session.discord))
    result = await session.do("/audit recent count:5")
    newest = [entry["id"] for entry in session.discord.world.state.audit_log.entries[:5]]
    assert entry_ids(result) == newest
    assert len(requests(session.discord)) > asked
    assert result.ms < _LIVE_MS, result.ms


async def _through(
    discord: Discord, bot: BotProcess, address: str, outage: "contextlib.AbstractAsyncContextManager[None]"
) -> None:
    """Entries are made before, in and after an outage; all of them are there in the end."""
    life = Life(discord, random.Random(5))
    async with Session(discord) as session:
        await equal(address, discord)
        async with outage:
            for _ in range(3):
                life.make(60)
                life.grow()
                await asyncio.sleep(1.0)
                await _answers(session)
            assert message(await session.do("/audit coverage"))["embeds"]
        life.make(20)
        await equal(address, discord, 40.0)
    assert bot.is_running


@contextlib.asynccontextmanager
async def _pulled(cable: Cable) -> AsyncGenerator[None]:
    await cable.pull()
    yield
    await cable.plug()


async def test_a_database_that_goes_away(database: str) -> None:
    """PostgreSQL is away for a while: answers come live, and afterwards the archive is equal to the log."""
    cable = Cable(database)
    await cable.plug()
    address = f"postgresql://postgres@127.0.0.1:{cable.port}/{database.partition('?')[0].rpartition('/')[2]}"
    async with guild_of(entries=past(30)) as discord:
        bot = ours(discord, address)
        async with up(bot):
            await _through(discord, bot, database, _pulled(cable))
        await sound(database, discord)
    await cable.pull()


_RIGHT: Final = "hunter2"


async def test_a_password_that_is_changed(
    database: str, tmp_path: pathlib.Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """While the database takes the password no more, answers come live, and the coverage says why, without it."""
    port, name = unused_port(), database.partition("?")[0].rpartition("/")[2]
    settings = {"listen_addr": "127.0.0.1", "listen_port": str(port), "auth_type": "plain"}

    def guarded(password: str) -> contextlib.AbstractContextManager[object]:
        users = tmp_path / f"{password}.txt"
        users.write_text(f'"postgres" "{password}"\n', encoding="utf-8")
        return running_pgbouncer(database, settings, {"auth_file": users})

    async with guild_of(entries=past(30)) as discord:
        bot = ours(discord, f"postgresql://postgres:{_RIGHT}@127.0.0.1:{port}/{name}")
        life = Life(discord, random.Random(5))
        with contextlib.ExitStack() as before:
            before.enter_context(guarded(_RIGHT))
            async with up(bot), Session(discord) as session:
                await equal(database, discord)
                before.close()
                with guarded("another"):
                    life.make(10)
                    await asyncio.sleep(1.0)
                    await _answers(session)
                    told = text(await session.do("/audit coverage"))
                    assert "does not accept this user and password" in told, told
                with guarded(_RIGHT):
                    life.make(10)
                    await equal(database, discord, 40.0)
    logged = "".join(capfd.readouterr())
    assert "does not accept this user and password" in logged
    assert _RIGHT not in f"{told}{logged}"


@contextlib.asynccontextmanager
async def _locked(file: pathlib.Path) -> AsyncGenerator[None]:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


async def test_a_file_that_another_program_holds(sqlite_file: pathlib.Path) -> None:
    """While another program writes for long, answers come live, and what came is kept afterwards."""
    async with guild_of(entries=past(30)) as discord:
        bot, address = hasty(discord, str(sqlite_file)), str(sqlite_file)
        async with up(bot):
            await _through(discord, bot, address, _locked(sqlite_file))
        await sound(address, discord)


@contextlib.asynccontextmanager
async def _full(bot: BotProcess) -> AsyncGenerator[None]:
    assert bot.pid is not None
    before = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (1, before[1]))
    yield
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="another process can be limited on Linux alone")
async def test_a_disk_that_takes_no_more(sqlite_file: pathlib.Path) -> None:
    """While no byte can be written, answers come live, and what came is read from Discord when there is room."""
    async with guild_of(entries=past(30)) as discord:
        bot, address = hasty(discord, str(sqlite_file)), str(sqlite_file)
        async with up(bot):
            await until(lambda: bot.pid is not None)
            await _through(discord, bot, address, _full(bot))
        await sound(address, discord)
