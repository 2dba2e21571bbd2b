"""A database that hangs is one that is away: everybody is answered in time, and afterwards all goes on."""

import asyncio
import contextlib
import functools
import importlib
import os
import pathlib
import random
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from typing import Any, Final

import pytest
import sqlalchemy as sa
from tests.contract.archive.kit import Plain
from tests.databases import running_postgres
from tests.journeys.collected import Life, equal, guild_of, hasty, ours, past, sound, up

from discord_standin import Session, StepResult
from lightbulb_audit.archive import open_archive

_LIMIT_MS: Final = 3000.0
"""Discord's own limit for a first answer. Source: its API reference, "Responding to an Interaction"."""

_LIST: Final = ("/audit recent count:5",)
_SEARCH: Final = ('/audit search query:"number" count:5',)
_HISTORY: Final = ("/audit history of:{target}",)
_STEPS: Final[tuple[tuple[Sequence[str], str], ...]] = (
    ((), "/audit recent count:5"),
    ((), "/audit recent count:5 action:22"),
    ((), "/audit entry id:{entry}"),
    ((), '/audit search query:"number"'),
    ((), "/audit search actor:{target} query:-is:bot"),
    ((), "/audit history of:{target}"),
    ((), "/audit history of:{target} at:1 day ago"),
    ((), "/audit export query:number format:csv"),
    ((), "/audit coverage"),
    ((), "user-command Audit history {member}"),
    ((), "type /audit entry id:number"),
    ((), "type /audit search actor:ann"),
    ((), "type /audit search query:target:gen"),
    ((), "type /audit history of:gen"),
    ((), "type /audit recent action:ba"),
    (_LIST, "press Older"),
    (_LIST, "press Refresh"),
    ((*_LIST, "press Older"), "press Newer"),
    ((*_LIST, "press Older"), "press Newest"),
    (_LIST, "choose {entry}"),
    ((*_LIST, "choose {entry}"), "press ↩ Back to the list"),
    (_SEARCH, "press Older"),
    (_SEARCH, "press 💾 Save as file"),
    ((*_SEARCH, "press 💾 Save as file"), "press 💾 CSV"),
    (_SEARCH, "choose {entry}"),
    ((*_SEARCH, "choose {entry}"), "press ↩ Back to the list"),
    ((*_LIST, "choose {long}"), "press 📄 All changes"),
    ((*_HISTORY, "press 🕰 State at…"), "submit 1 day ago"),
    ((*_LIST, "press 📅 Jump to a date…"), "submit 1 day ago"),
)
"""What is done while all is well, and what is pressed or typed while the database hangs."""


_LONG: Final = 12

_TABLES: Final = "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"


def _log() -> list[dict[str, Any]]:
    """A log whose newest page has an entry that does not fit into an embed."""
    log = past(40)
    overwrites = [{"id": str(10**17 + one), "type": 1, "allow": "1024", "deny": "2048"} for one in range(60)]
    changes = [{"key": "permission_overwrites", "old_value": overwrites}, {"key": "topic", "old_value": "x" * 4000}]
    log[3] = {**log[3], "action_type": _LONG, "changes": changes}
    return log


@pytest.fixture(scope="module")
def postgres() -> Generator[tuple[str, int]]:
    """A PostgreSQL of this module's own, since it is stopped: its address, and its process."""
    with running_postgres() as running:
        yield running


@pytest.fixture
async def own(postgres: tuple[str, int]) -> tuple[str, int]:
    """An empty database of that server."""
    uri, pid = postgres
    name = f"t{time.monotonic_ns()}"
    await Plain(uri).run(f"CREATE DATABASE {name}")
    return sa.make_url(uri).set(database=name).render_as_string(hide_password=False), pid


def _family(pid: int) -> list[int]:
    """A process and its children."""
    found = [pid]
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


@contextlib.asynccontextmanager
async def _stopped(pid: int) -> AsyncGenerator[None]:
    """PostgreSQL takes connections, since the kernel does, and says nothing."""
    stopped = _family(pid)
    _send(signal.SIGSTOP, stopped)
    try:
        yield
    finally:
        _send(signal.SIGCONT, stopped)


def _send(number: signal.Signals, processes: Sequence[int]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):  # one of a connection that has just been closed
            os.kill(process, number)


@contextlib.asynccontextmanager
async def _locked(file: str) -> AsyncGenerator[None]:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


def _in_time(result: StepResult) -> bool:
    """Whether somebody got an answer in time; that nothing is proposed is one, too."""
    is_typing = result.step.startswith("type ")
    return (
        result.error is None
        and result.ms < _LIMIT_MS
        and (is_typing or bool(result.to_json()["answers"] or result.modal))
    )


async def _matrix(session: Session, stall: Any, address: str) -> list[str]:
    """Each step, while the database has just begun to hang: those that were not answered in time."""
    state = session.discord.world.state
    entry = state.audit_log.entries[2]
    member = next(one for one in state.members)
    long = next(one for one in state.audit_log.entries if one["action_type"] == _LONG)
    words = {"entry": entry["id"], "target": entry["target_id"], "member": member, "long": long["id"]}
    late: list[str] = []
    # All of them take minutes: a third is drawn, unless every case is asked for.
    steps = _STEPS if "EVERY_CASE" in os.environ else random.sample(_STEPS, len(_STEPS) // 3)
    for before, step in steps:
        await _well(session, address)
        for one in before:
            result = await session.do(one.format(**words))
            assert _in_time(result), (one, result.to_json())
        async with stall():
            result = await session.do(step.format(**words))
        if not _in_time(result):
            late.append(f"{step}: {result.ms:.0f} ms, {result.error}, {str(result.to_json())[:300]}")
    return late


async def _well(session: Session, address: str) -> None:
    """The bot uses its archive again."""
    for _ in range(200):
        result = await session.do("/audit coverage")
        if "away" not in str(result.to_json()) and "does not answer" not in str(result.to_json()):
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"the archive at {address} is not used again")


@pytest.mark.timeout(240)
async def test_everything_is_answered_while_postgresql_hangs(own: tuple[str, int]) -> None:
    """Each command, button, menu and suggestion is answered within Discord's three seconds, and then all goes on."""
    address, pid = own
    async with guild_of(entries=_log()) as discord, up(hasty(discord, address)):
        await equal(address, discord)
        async with Session(discord) as session:
            assert await _matrix(session, lambda: _stopped(pid), address) == []
        life = Life(discord, random.Random(3), kinds=(22,))
        async with _stopped(pid):
            life.make(10)
            await asyncio.sleep(1.5)
        await equal(address, discord, 30.0)
    await sound(address, discord)


@contextlib.asynccontextmanager
async def _deaf(_address: str, pid: int) -> AsyncGenerator[None]:
    """Every connection that is open hangs, as after a firewall forgot it; a new one works."""
    stopped = _family(pid)[1:]
    _send(signal.SIGSTOP, stopped)
    try:
        yield
    finally:
        _send(signal.SIGCONT, stopped)


@contextlib.asynccontextmanager
async def _held(address: str, _pid: int) -> AsyncGenerator[None]:
    """Somebody holds every table, as while one is rewritten."""
    driver: Any = importlib.import_module("asyncpg")
    other = await driver.connect(address)
    try:
        tables = await other.fetchval(_TABLES)
        async with other.transaction():
            await other.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await other.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("stall", [_deaf, _held])
async def test_everything_is_answered_while_some_of_it_hangs(
    own: tuple[str, int], stall: Callable[[str, int], Any]
) -> None:
    """The same where the server lives, and what the bot has open or asks for does not."""
    address, pid = own
    async with guild_of(entries=_log()) as discord, up(hasty(discord, address)):
        await equal(address, discord)
        async with Session(discord) as session:
            assert await _matrix(session, functools.partial(stall, address, pid), address) == []
    await sound(address, discord)


@pytest.mark.timeout(240)
async def test_everything_is_answered_while_a_file_is_locked(sqlite_file: pathlib.Path) -> None:
    """The same where another program holds the file."""
    address = str(sqlite_file)
    async with guild_of(entries=_log()) as discord, up(hasty(discord, address)):
        await equal(address, discord)
        async with Session(discord) as session:
            assert await _matrix(session, lambda: _locked(address), address) == []


async def test_a_bot_starts_and_stops_while_postgresql_hangs(own: tuple[str, int]) -> None:
    """A database that hangs keeps a bot neither from starting nor from answering nor from ending."""
    address, pid = own
    async with guild_of(entries=past(10)) as discord, _stopped(pid):
        bot = ours(discord, address)
        async with up(bot), Session(discord) as session:
            result = await session.do("/audit recent count:5")
            assert _in_time(result), result.to_json()
            began = time.monotonic()
            await bot.close()
            assert time.monotonic() - began < 10


@pytest.mark.parametrize("words", [["status"], ["verify"], ["export"]])
async def test_the_command_line_ends(own: tuple[str, int], words: list[str]) -> None:
    """With a database that hangs the command line says so in one line, and ends."""
    address, pid = own
    async with _stopped(pid):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "lightbulb_audit", "archive", *words, "--archive", address,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        async with asyncio.timeout(40):
            out, err = await process.communicate()
    assert process.returncode == 1
    assert out == b""
    assert b"does not answer" in err
    assert len(err.decode().strip().splitlines()) == 1


@contextlib.asynccontextmanager
async def _shut(file: str) -> AsyncGenerator[None]:
    """Another program holds the file for itself, so that nobody can read it either: while no bot has it open."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


async def test_a_bot_starts_while_nobody_may_even_read_its_file(sqlite_file: pathlib.Path) -> None:
    """A file that another program holds for itself keeps a bot neither from starting nor from answering in time."""
    address = str(sqlite_file)
    async with guild_of(entries=past(10)) as discord:
        async with up(hasty(discord, address)):
            await equal(address, discord)
        async with _shut(address), up(hasty(discord, address)), Session(discord) as session:
            for step in ("/audit recent count:5", '/audit search query:"number"', "type /audit entry id:number") * 3:
                result = await session.do(step)
                assert _in_time(result), (step, result.ms)


_SLOW = """
import asyncio, sys
from lightbulb_audit.archive import heartbeat, store
async def slow(self, *args, **kw):
    async with self._database.reading() as connection:
        print("begun", flush=True)
        await connection.exec_driver_sql("SELECT pg_sleep(60)")
store.Archive.status = slow
heartbeat._EVERY, heartbeat._ANSWER = 0.5, 1.0
sys.argv = ["lightbulb-audit", "archive", "status", "--archive", sys.argv[1]]
from lightbulb_audit.__main__ import main
main()
"""


async def test_the_command_line_ends_where_the_database_stops_in_the_middle(own: tuple[str, int]) -> None:
    """Work that has begun ends with one line, too."""
    address, pid = own
    async with await open_archive(address):
        pass
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _SLOW, address, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"begun\n"
    async with _stopped(pid), asyncio.timeout(15):
        _, err = await process.communicate()
    assert process.returncode == 1
    assert b"does not answer" in err
    assert len(err.decode().strip().splitlines()) == 1
