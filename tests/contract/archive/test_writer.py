"""What comes for many servers is kept together, and each server is as safe as by itself."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection
from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, findings, seen

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.chain.head import lock_head
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.archive.writer import GATHERED
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.intervals import OFFLINE, Gap, Interval
from lightbulb_audit.model.progress import Marks, Sighting
from lightbulb_audit.model.query import PageRequest

_GUILDS = range(GUILD, GUILD + 40)
_PATIENCE = 10.0


@pytest.fixture
async def other(address: str, archive: Archive) -> AsyncIterator[Archive]:
    """The same archive as another process has it."""
    del archive
    async with await open_archive(address) as opened:
        yield opened


async def _commits(archive: Archive, work: Awaitable[object]) -> int:
    """How many transactions an archive commits until some work is done."""
    count = 0

    def committed(_: sa.Connection) -> None:
        nonlocal count
        count += 1

    engine = archive._database.engine.sync_engine  # pyright: ignore[reportPrivateUsage]
    event.listen(engine, "commit", committed)
    await work
    event.remove(engine, "commit", committed)
    return count


async def test_many_servers_share_a_transaction(archive: Archive) -> None:
    """What comes at the same time is a few transactions, and every chain is whole."""
    work = asyncio.gather(*(archive.append(guild, [seen(n)]) for guild in _GUILDS for n in range(2)))
    assert await _commits(archive, work) <= 3
    assert [status.head.number for status in await archive.status()] == [2] * len(_GUILDS)
    assert await findings(archive) == []


async def test_all_of_an_addition_comes_with_it(archive: Archive) -> None:
    """Entries, what is complete with them, and names are there once the caller is told, as gaps and marks are."""
    called = Sighting("user", 9, NOW, "Frodo")
    gap = Gap(Interval(BASE - 9, BASE - 5), OFFLINE, NOW)

    async def one(guild: int) -> None:
        await archive.append(guild, [seen(1)], [Interval(BASE, BASE + 9)], [called])
        assert (await archive.progress(guild)).covered == [Interval(BASE, BASE + 9)]
        assert await archive.names(guild, [("user", 9)]) == {("user", 9): [called]}
        await archive.append(guild, (), gaps=[gap])
        await archive.mark(guild, Marks(guild))
        standing = await archive.progress(guild)
        assert (standing.gaps, standing.marks.settled_through) == ([gap], guild)

    await asyncio.gather(*map(one, _GUILDS))
    assert await findings(archive) == []


async def test_a_fault_costs_its_server_alone(archive: Archive, plain: Plain) -> None:
    """Where one server's rows cannot be written, its caller is told, and all others' rows are kept."""
    bad = _GUILDS[17]
    await archive.append(bad, [seen(0)])
    await plain.run(f"UPDATE entries SET raw = 'no JSON' WHERE guild_id = {bad}")
    told = await asyncio.gather(
        *(archive.append(guild, [seen(0, reason="another")]) for guild in _GUILDS), return_exceptions=True
    )
    assert [guild for guild, one in zip(_GUILDS, told, strict=True) if isinstance(one, Exception)] == [bad]
    for guild in _GUILDS:
        assert len(await archive.page(guild, PageRequest())) == 1
    assert {one.guild_id for one in await findings(archive)} == {bad}


async def test_a_database_that_refuses_tells_everybody(archive: Archive, plain: Plain) -> None:
    """Where nothing can be written every caller is told so; when it can be again, all goes on."""
    await archive.append(GUILD, [seen(0)])
    await plain.run("ALTER TABLE observations RENAME TO hidden")
    told = await asyncio.gather(*(archive.append(guild, [seen(1)]) for guild in _GUILDS), return_exceptions=True)
    assert all(isinstance(one, ArchiveError) for one in told)
    await plain.run("ALTER TABLE hidden RENAME TO observations")
    await asyncio.gather(*(archive.append(guild, [seen(1)]) for guild in _GUILDS))
    assert await findings(archive) == []


async def test_who_gives_up_early_leaves_no_trace(archive: Archive) -> None:
    """A caller that is cancelled before its transaction begins wrote nothing, and takes nobody with it."""
    patient = [asyncio.create_task(archive.append(guild, [seen(1)])) for guild in _GUILDS]
    hasty = asyncio.create_task(archive.append(GUILD, [seen(2)]))
    await asyncio.sleep(0)
    hasty.cancel()
    await asyncio.gather(*patient)
    await asyncio.sleep(2 * GATHERED)
    assert hasty.cancelled()
    assert len(await archive.page(GUILD, PageRequest())) == 1


async def test_closing_writes_what_waits(address: str) -> None:
    """What waits to be gathered is written when the archive is closed."""
    archive = await open_archive(address)
    await archive.append(GUILD, [seen(1)])
    waiting = [asyncio.create_task(archive.append(guild, [seen(1)])) for guild in _GUILDS[1:]]
    await asyncio.sleep(0)
    await archive.close()
    await asyncio.gather(*waiting)
    async with await open_archive(address) as again:
        assert len(await again.guilds()) == len(_GUILDS)


async def test_a_single_writer_is_not_kept_waiting(archive: Archive) -> None:
    """A server that writes one thing after the other, while no other does, waits for nothing to be gathered."""
    times: list[float] = []
    for number in range(20):
        began = time.perf_counter()
        await archive.append(GUILD, [seen(number)])
        times.append(time.perf_counter() - began)
    assert min(times) < GATHERED


async def test_nobody_waits_for_a_server_that_another_process_holds(
    archive: Archive, other: Archive, plain: Plain
) -> None:
    """While one server's head is held elsewhere, the others' rows are kept; its own are as soon as it is let go of."""
    if plain.is_sqlite:
        pytest.skip("SQLite has one writer for the whole file")
    await archive.append(GUILD, [seen(0)])
    held, free = asyncio.Event(), asyncio.Event()

    async def hold(connection: AsyncConnection) -> None:
        await lock_head(connection, GUILD)
        held.set()
        await free.wait()

    holding = asyncio.create_task(other._database.write(hold))  # pyright: ignore[reportPrivateUsage]
    await held.wait()
    waiting = asyncio.create_task(archive.append(GUILD, [seen(1)]))
    async with asyncio.timeout(_PATIENCE):
        await asyncio.gather(*(archive.append(guild, [seen(1)]) for guild in _GUILDS[1:]))
    assert not waiting.done()
    free.set()
    await asyncio.gather(holding, waiting)
    assert len(await archive.page(GUILD, PageRequest())) == 2
    assert await findings(archive) == []


async def test_who_waits_for_a_held_server_can_give_up(archive: Archive, other: Archive, plain: Plain) -> None:
    """Whoever is cancelled while somebody else holds the server leaves nothing behind, and the next one is kept."""
    if plain.is_sqlite:
        pytest.skip("SQLite has one writer for the whole file")
    await archive.append(GUILD, [seen(0)])
    held, free = asyncio.Event(), asyncio.Event()

    async def hold(connection: AsyncConnection) -> None:
        await lock_head(connection, GUILD)
        held.set()
        await free.wait()

    holding = asyncio.create_task(other._database.write(hold))  # pyright: ignore[reportPrivateUsage]
    await held.wait()
    waiting = asyncio.create_task(archive.append(GUILD, [seen(1)]))
    await asyncio.sleep(0.2)
    waiting.cancel()
    await asyncio.wait({waiting})
    free.set()
    await holding
    await archive.append(GUILD, [seen(2)])
    assert len(await archive.page(GUILD, PageRequest())) == 2


async def test_processes_with_the_same_new_servers(archive: Archive, other: Archive) -> None:
    """Two processes that begin the same servers at the same time, in any order, neither lock nor lose."""
    work = [
        one.append(guild, [seen(number)])
        for number in range(6)
        for guild in (_GUILDS if number % 2 else reversed(_GUILDS))
        for one in (archive, other)
    ]
    async with asyncio.timeout(60):
        await asyncio.gather(*work)
    assert [status.holding.entries for status in await archive.status()] == [6] * len(_GUILDS)
    assert await findings(archive) == []
