"""The connection to either database: how transactions begin, and what is tried again."""

import asyncio
import contextlib
import random
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from lightbulb_audit.archive import url as address
from lightbulb_audit.archive.errors import is_busy, translate_errors

_T = TypeVar("_T")

_BEGIN: Final = "archive_begin"
_BUSY_SECONDS: Final = 30
_CONNECT_SECONDS: Final = 10
_TRIES: Final = 8
_PRAGMA_TRIES: Final = 100
_PRAGMA_PAUSE: Final = 0.05


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
        self.is_sqlite: Final = url.drivername == address.SQLITE
        self.engine: Final = _sqlite(url) if self.is_sqlite else _postgres(url)
        self._writer = self.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._outside = self.engine.execution_options(**{_BEGIN: None})
        # SQLite has one writer at a time and no queue for the others: within a process they queue here.
        self._turn = asyncio.Lock() if self.is_sqlite else contextlib.nullcontext()

    def probe(self) -> None:
        """See that SQLite can open the file, without a thread that would outlive a failure."""
        (name, *_), options = self.engine.dialect.create_connect_args(self.url)
        with (
            translate_errors(self.place),
            contextlib.closing(sqlite3.connect(name, uri=bool(options.get("uri")))) as connection,
        ):
            connection.execute("PRAGMA schema_version")

    @contextlib.asynccontextmanager
    async def reading(self, *, is_lenient: bool = False) -> AsyncGenerator[AsyncConnection]:
        """A transaction that sees one moment of the database throughout.

        Args:
            is_lenient: Whether text comes out too whose bytes are none, which somebody else wrote into SQLite.
        """
        with translate_errors(self.place):
            async with self.engine.connect() as connection:
                if not self.is_sqlite:
                    await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                async with connection.begin(), _lenient(connection, is_so=is_lenient and self.is_sqlite):
                    yield connection

    async def write(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        """Do some work in a transaction of its own; where another process was in the way, do it again.

        Args:
            work: What to do. It may be called several times, each time on a database without its traces.

        Raises:
            ArchiveError: If it could not be done; then nothing of it was.
        """
        with translate_errors(self.place):
            for tried in range(_TRIES):
                try:
                    async with self._turn, self._writer.connect() as connection, connection.begin():
                        return await work(connection)
                except DBAPIError as error:
                    if not is_busy(error) or tried == _TRIES - 1:
                        raise
                # Not in step with the others who wait.
                await asyncio.sleep(random.uniform(0, 0.05 * 2**tried))  # noqa: S311 - no secret
        raise AssertionError

    async def pragma(self, text: str) -> None:
        """Tell SQLite something outside of a transaction."""
        with translate_errors(self.place):
            async with self._turn, self._outside.connect() as connection:
                for tried in range(_PRAGMA_TRIES):
                    try:
                        await connection.exec_driver_sql(f"PRAGMA {text}")
                    except DBAPIError as error:
                        # SQLite does not always wait here for another process that does the same.
                        if not is_busy(error) or tried == _PRAGMA_TRIES - 1:
                            raise
                        await asyncio.sleep(_PRAGMA_PAUSE)
                    else:
                        return

    async def close(self) -> None:
        """Let go of every connection."""
        await self.engine.dispose()


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
    engine = create_async_engine(url, connect_args={"timeout": _BUSY_SECONDS})

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
        if words is not None:
            connection.exec_driver_sql(words)

    return engine


def _postgres(url: sa.URL) -> AsyncEngine:
    return create_async_engine(url, pool_pre_ping=True, connect_args={"timeout": _CONNECT_SECONDS})
