"""What tests of the archive share: entries, and the database by its bare driver."""

import contextlib
import datetime
import sqlite3
from typing import Any, Final

import asyncpg
import sqlalchemy as sa

from lightbulb_audit.archive.examine import Finding
from lightbulb_audit.archive.heads import Head
from lightbulb_audit.archive.observation import Observation, Way
from lightbulb_audit.archive.store import Archive

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
    return [finding async for _, found in archive.verify(kept=kept) for finding in found]


async def head(archive: Archive, guild_id: int = GUILD) -> Head:
    """Where a server's chain stands."""
    return next(one.head for one in await archive.status(guild_id))


class Plain:
    """A database without this project: plain SQL, as whoever tampers with it would use."""

    def __init__(self, address: str) -> None:
        self._url = sa.make_url(address)
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
        connection: Any = await asyncpg.connect(self._url.render_as_string(hide_password=False))  # pyright: ignore[reportUnknownMemberType]
        try:
            for statement in statements:
                found = await connection.fetch(statement)
        finally:
            await connection.close()
        return [tuple(row) for row in found]
