"""The connection to either database: how transactions begin, and what is tried again."""

import asyncio
import contextlib
import random
import sqlite3
import time
import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Final, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from lightbulb_audit.archive import postgres, schema
from lightbulb_audit.archive import url as address
from lightbulb_audit.archive.errors import is_busy, translate_errors
from lightbulb_audit.services.deadline import consume_result

_T = TypeVar("_T")

_BEGIN: Final = "archive_begin"
_BUSY_SECONDS: Final = 5
"""How long SQLite waits for another process at a time: as long as nobody can stop it."""

_CLOSE_SECONDS: Final = 1.0
"""How long a server may take to be told that its connections are closed."""

_PING_SECONDS: Final = 0.5
"""How long a connection that was left alone may take to answer: the next one may, where a firewall forgot it."""

_TRIES: Final = 8
_PRAGMA_SECONDS: Final = 30.0
_PRAGMA_PAUSE: Final = 0.05


_PING: Final = f"{' UNION ALL '.join(f'SELECT 1 FROM {table}' for table in schema.metadata.sorted_tables)} LIMIT 0"  # noqa: S608 - our own names
"""Reads nothing, and waits for whoever holds one of the tables for themselves.

A text, since each ping has an engine of its own, which would compile it anew.
"""


class Database:
    """A database that holds an archive.

    Args:
        text: Its address.

    Raises:
        ArchiveError: If the address is none.
    """

    def __init__(self, text: str) -> None:
        url = address.parse(text)
        self.url: Final = url
        self.place: Final = address.redact_url(url)
        self._secrets = address.secrets(url)
        self.is_sqlite: Final = url.drivername == address.SQLITE
        self._connector = None if self.is_sqlite else postgres.Connector(url, self.place)
        self.engine: Final = _sqlite(url) if self._connector is None else self._connector.create_engine()
        # Those of asyncpg alone: SQLite answers by itself.
        self._drivers: weakref.WeakSet[Any] = weakref.WeakSet()
        self._idle: weakref.WeakSet[Any] = weakref.WeakSet()
        if not self.is_sqlite:
            for name, listen in (("connect", self._connect), ("checkout", self._check), ("checkin", self._rest)):
                event.listen(self.engine.sync_engine, name, listen)
        self._writer = self.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._outside = self.engine.execution_options(**{_BEGIN: None})
        # SQLite has one writer at a time and no queue for the others: within a process they queue here.
        self._turn = asyncio.Lock() if self.is_sqlite else contextlib.nullcontext()

    def _connect(self, connection: Any, _record: Any) -> None:
        self._drivers.add(connection.driver_connection)

    def _rest(self, connection: Any, _record: Any) -> None:
        if connection is not None:  # one that broke
            self._idle.add(connection.driver_connection)

    def _check(self, connection: Any, _record: Any, _proxy: Any) -> None:
        """See that a connection that was left alone still answers; else a new one takes its place."""
        driver = connection.driver_connection
        if driver not in self._idle:
            return
        self._idle.discard(driver)
        if not connection.run_async(_answers):
            # Whatever silenced it silenced the others: nobody should wait for each of them.
            for one in (driver, *self._idle):
                one.terminate()
            self._idle.clear()
            raise InvalidatePoolError  # so that the pool gives out none of them

    async def probe(self) -> None:
        """See that SQLite can open the file, without a thread that would outlive a failure; or who PostgreSQL is."""
        if self._connector is None:
            await asyncio.to_thread(self._probe)
            return
        with translate_errors(self.place, self._secrets):
            async with self.engine.connect() as connection, _abrupt(connection):
                driver: Any = (await connection.get_raw_connection()).driver_connection
                served = (await connection.exec_driver_sql("SELECT pg_backend_pid()")).scalar_one()
                # A pooler says another number than the server, since many share one of the server's processes.
                self._connector.is_direct = served == driver.get_server_pid()
                if self._connector.is_direct:
                    await connection.invalidate()  # the next one may do more

    def _probe(self) -> None:
        (name, *_), options = self.engine.dialect.create_connect_args(self.url)
        with (
            translate_errors(self.place, self._secrets),
            contextlib.closing(sqlite3.connect(name, uri=bool(options.get("uri")))) as connection,
        ):
            connection.execute("PRAGMA schema_version")

    @contextlib.asynccontextmanager
    async def reading(self, *, is_lenient: bool = False) -> AsyncGenerator[AsyncConnection]:
        """A transaction that sees one moment of the database throughout.

        Args:
            is_lenient: Whether text comes out too whose bytes are none, which somebody else wrote into SQLite.
        """
        with translate_errors(self.place, self._secrets):
            async with self.engine.connect() as connection:
                if not self.is_sqlite:
                    await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                async with (
                    connection.begin(),
                    _abrupt(connection),
                    _lenient(connection, is_so=is_lenient and self.is_sqlite),
                ):
                    yield connection

    async def write(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        """Do some work in a transaction of its own; where another process was in the way, do it again.

        Args:
            work: What to do. It may be called several times, each time on a database without its traces.

        Raises:
            ArchiveError: If it could not be done; then nothing of it was.
        """
        with translate_errors(self.place, self._secrets):
            for tried in range(_TRIES):
                try:
                    async with (
                        self._turn,
                        self._writer.connect() as connection,
                        connection.begin(),
                        _abrupt(connection),
                    ):
                        return await work(connection)
                except (DBAPIError, sqlite3.Error) as error:
                    if not is_busy(error) or tried == _TRIES - 1:
                        raise
                # Not in step with the others who wait.
                await asyncio.sleep(random.uniform(0, 0.05 * 2**tried))  # noqa: S311 - no secret
        raise AssertionError

    async def pragma(self, text: str) -> None:
        """Tell SQLite something outside of a transaction."""
        with translate_errors(self.place, self._secrets):
            async with self._turn, self._outside.connect() as connection:
                end = time.monotonic() + _PRAGMA_SECONDS
                while True:
                    try:
                        await connection.exec_driver_sql(f"PRAGMA {text}")
                    except DBAPIError as error:
                        # SQLite does not always wait here for another process that does the same.
                        if not is_busy(error) or time.monotonic() > end:
                            raise
                        await asyncio.sleep(_PRAGMA_PAUSE)
                    else:
                        return

    async def ping(self, *, is_open: bool = False) -> None:
        """See whether the database answers at all, over a connection of its own: the others may be busy, or dead.

        Args:
            is_open: Whether there is an archive in it, so that its tables must answer too.

        Raises:
            ArchiveError: If it refuses.
        """
        kind: Any = {"poolclass": sa.NullPool}
        connector = self._connector
        engine = create_async_engine(self.url, **kind) if connector is None else connector.create_engine(**kind)
        with translate_errors(self.place, self._secrets):
            async with engine.connect() as connection, _abrupt(connection):
                words = "SELECT count(*) FROM sqlite_master" if self.is_sqlite else "SELECT 1"
                await connection.exec_driver_sql(_PING if is_open else words)

    async def close(self) -> None:
        """Let go of every connection; of those of a server that hangs, without a word to it."""
        disposal = asyncio.ensure_future(self.engine.dispose())
        if self.is_sqlite:
            await disposal
            return
        await asyncio.wait({disposal}, timeout=_CLOSE_SECONDS)
        for driver in list(self._drivers):
            driver.terminate()
        await asyncio.wait({disposal}, timeout=_CLOSE_SECONDS)
        disposal.cancel()


async def _answers(driver: Any) -> bool:
    """Return whether a connection answers; it is not told to stop, since that would have to be waited for."""
    ping = asyncio.ensure_future(driver.execute("SELECT 1"))
    try:
        await asyncio.wait({ping}, timeout=_PING_SECONDS)
    finally:
        if not ping.done():
            driver.terminate()
        ping.add_done_callback(consume_result)
    return ping.done() and ping.exception() is None


@contextlib.asynccontextmanager
async def _abrupt(connection: AsyncConnection) -> AsyncGenerator[None]:
    """Let a piece of work that is cancelled drop its connection at once.

    asyncpg would tell the server over another connection, and wait for both: for ever, where the server hangs.
    """
    # Asked before: SQLAlchemy itself parts a cancelled connection from its driver's.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    try:
        yield
    except asyncio.CancelledError:
        if hasattr(driver, "terminate"):
            driver.terminate()
            if not connection.invalidated:
                await connection.invalidate()
        raise


@contextlib.asynccontextmanager
async def _lenient(connection: AsyncConnection, *, is_so: bool) -> AsyncGenerator[None]:
    """Let SQLite's driver take any bytes for text while this lasts: it goes slower than by itself."""
    if not is_so:
        yield
        return
    driver: Any = (await connection.get_raw_connection()).driver_connection
    driver.text_factory = _as_it_is
    try:
        yield
    finally:
        driver.text_factory = str


def _as_it_is(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


def _sqlite(url: sa.URL) -> AsyncEngine:
    engine = create_async_engine(url, connect_args={"timeout": _BUSY_SECONDS}, pool_reset_on_return=None)

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: Any) -> None:  # pyright: ignore[reportUnusedFunction] - an event
        # Python's module would begin transactions where it sees fit; `begun` does it.
        connection.isolation_level = None
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA synchronous=NORMAL")  # safe with WAL: no crash can break the file
            cursor.execute("PRAGMA secure_delete=ON")  # what is forgotten leaves no bytes in free pages
            cursor.close()
        except Exception:
            connection.close()  # nobody else would, and its thread would stay
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction] - an event
        words = connection.get_execution_options().get(_BEGIN, "BEGIN")
        if words is None:
            return
        driver = cast(Any, connection.connection.driver_connection)
        try:
            # The driver itself: each thing that is asked of it crosses to its thread and back.
            await_only(driver.execute(words))
        except asyncio.CancelledError:
            connection.invalidate()  # its thread may yet begin it
            raise

    @event.listens_for(engine.sync_engine, "invalidate")
    def invalidated(connection: Any, _record: Any, _error: Any) -> None:  # pyright: ignore[reportUnusedFunction] - an event
        connection.rollback()  # a statement that was given up would hold the file until it is collected as garbage

    @event.listens_for(engine.sync_engine, "reset")
    def reset(connection: Any, record: Any, state: Any) -> None:  # pyright: ignore[reportUnusedFunction] - an event
        if not state.terminate_only and record.driver_connection.in_transaction:
            connection.rollback()

    return engine
