"""What tests of the archive share: entries, and the database by its bare driver."""

import asyncio
import contextlib
import dataclasses
import datetime
import importlib
import sqlite3
from typing import Any, Final

import sqlalchemy as sa

from lightbulb_audit.archive.chain.examiner import Finding
from lightbulb_audit.archive.chain.head import Head
from lightbulb_audit.archive.chain.verify import KeptHead
from lightbulb_audit.archive.schema import observations
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.observation import Observation, Way, moment

GUILD: Final = 81384788765712384
NOW: Final = datetime.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=datetime.UTC)
BASE: Final = 1_441_797_119_303_778_304


def raw(number: int, **fields: Any) -> dict[str, Any]:
    """An entry as Discord sends it."""
    return {
        "id": str(BASE + (number << 22)),
        "user_id": "5",
        "target_id": str(100 + number),
        "action_type": 22,
        "reason": f"reason {number}",
        **fields,
    }


def seen(number: int, way: Way = "event", **fields: Any) -> Observation:
    """An observation of such an entry."""
    return Observation.of(raw(number, **fields), NOW, way)


async def findings(archive: Archive, kept: dict[int, bytes] | None = None) -> list[Finding]:
    """All that `verify` finds."""
    heads = {guild_id: KeptHead(digest) for guild_id, digest in (kept or {}).items()}
    return [finding async for report in archive.verify(kept=heads) for finding in report.findings]


async def head(archive: Archive, guild_id: int = GUILD) -> Head:
    """Where a server's chain stands."""
    return next(one.head for one in await archive.status(guild_id))


def unindexed(which: str = "1 = 1", guild_id: int = GUILD) -> tuple[str, str]:
    """The statements that take some entries of a server out of the index of terms.

    Args:
        which: Which of the index's rows, as SQL.
        guild_id: The server.
    """
    numbers = f"SELECT number FROM vocabulary WHERE guild_id = {guild_id}"
    return (
        f"DELETE FROM postings WHERE number IN ({numbers}) AND {which}",
        f"DELETE FROM vocabulary WHERE guild_id = {guild_id} AND number NOT IN (SELECT number FROM postings)",
    )


DIRECT: Final[dict[str, str]] = {}
"""The folder of a pooler's socket, and that of the server behind it."""


class Plain:
    """A database without this project, nor a pooler: plain SQL, as whoever tampers with it would use."""

    def __init__(self, address: str) -> None:
        self._url = sa.make_url(address)
        host = self._url.query.get("host")
        if isinstance(host, str) and host in DIRECT:
            self._url = self._url.update_query_dict({"host": DIRECT[host]})
        self.is_sqlite = self._url.drivername == "sqlite"

    async def run(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements; the rows of the last."""
        if self.is_sqlite:
            with contextlib.closing(sqlite3.connect(self._url.database or "", isolation_level=None)) as connection:
                rows: list[tuple[Any, ...]] = []
                for statement in statements:
                    rows = connection.execute(statement).fetchall()
                return rows
        found: list[Any] = []
        driver: Any = importlib.import_module("asyncpg")  # it has no types
        connection = await driver.connect(self._url.render_as_string(hide_password=False))
        try:
            for statement in statements:
                found = await connection.fetch(statement)
        finally:
            await connection.close()
        return [tuple(row) for row in found]


class Cable:
    """A network cable between an archive and a PostgreSQL, which can be pulled.

    Args:
        address: The server's address, with its socket's folder.

    Attributes:
        port: Where it is on this machine, once it is plugged in.
        delay: Seconds that whatever is said takes to the other end.
    """

    def __init__(self, address: str) -> None:
        self._socket = f"{sa.make_url(address).query['host']}/.s.PGSQL.5432"
        self._listening: asyncio.Server | None = None
        self._ends: list[asyncio.StreamWriter] = []
        self.port = 0
        self.delay = 0.0

    def address_of(self, address: str) -> str:
        """Return the address of a database of that server by way of the cable."""
        through = sa.make_url(address).set(host="127.0.0.1", port=self.port, query={})
        return through.render_as_string(hide_password=False)

    async def plug(self) -> None:
        """Connect the two, always by the same port."""
        self._listening = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def pull(self) -> None:
        """Break every connection, and refuse new ones."""
        assert self._listening is not None
        self._listening.close()
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()
        await asyncio.sleep(0)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(self._socket)
        self._ends += [writer, far_writer]
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                if self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(data)
                await writer.drain()
        writer.close()


@dataclasses.dataclass(frozen=True, slots=True)
class ObservationRow:
    """An observation as it is kept.

    Attributes:
        number: Its place among the server's observations.
        entry_id: Which entry.
        raw: The JSON text; blanked where somebody was forgotten, empty where it grew too old.
        seen_at: When, UTC.
        way: How it came.
        is_redacted: Whether it was blanked.
    """

    number: int
    entry_id: int
    raw: str
    seen_at: datetime.datetime
    way: str
    is_redacted: bool


async def history(archive: Archive, guild_id: int, entry_id: int) -> list[ObservationRow]:
    """Everything that was observed of one entry, in the order of its arrival."""
    table = observations.c
    columns = (table.number, table.entry_id, table.raw, table.seen_at, table.way, table.redacted)
    asked = sa.select(*columns).where(table.guild_id == guild_id, table.entry_id == entry_id).order_by(table.number)
    database = archive._database  # pyright: ignore[reportPrivateUsage]
    async with database.reading() as connection:
        return [
            ObservationRow(number, of, raw, moment(seen_at), way, redacted)
            for number, of, raw, seen_at, way, redacted in await connection.execute(asked)
        ]
