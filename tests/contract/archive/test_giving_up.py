"""Work on the archive that is given up leaves nothing behind, whatever it was about to do."""

import asyncio
import contextlib
import pathlib
import sqlite3
import time

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.connection import Database

_MOMENTS = 40
_APART = 0.0001
"""Seconds: all moments together are longer than what is given up takes."""


async def _work(connection: AsyncConnection) -> None:
    await connection.execute(sa.text("INSERT INTO told VALUES (1)"))
    (await connection.execute(sa.text("SELECT count(*) FROM told"))).all()


async def _read(database: Database) -> None:
    async with database.reading() as connection:
        (await connection.execute(sa.text("SELECT count(*) FROM told"))).all()


async def test_whoever_gives_up_writing_lets_go_of_the_file(tmp_path: pathlib.Path) -> None:
    """At whatever moment a transaction is given up, another process can write at once, and this one goes on."""
    path = tmp_path / "kept.sqlite3"
    database = Database(f"sqlite:///{path}")
    with contextlib.closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE told (number BIGINT)")
        await database.write(_work)
        for moment in range(_MOMENTS):
            for work in (database.write(_work), _read(database)):
                task = asyncio.create_task(work)
                end = time.monotonic() + moment * _APART
                while time.monotonic() < end:
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
                await _read(database)
        await database.write(_work)
        assert database.engine.pool.status().endswith("Checked out connections: 0")
    await database.close()
