"""The index of terms as earlier versions made it, with each term in full: it goes while the new one is made.

SQLite wipes what it lets go of, which takes long; so that goes on in small pieces, and nobody waits.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.connection import Database

_NAME: Final = "old_terms"
_AT_ONCE: Final = 10_000
_KEY: Final = "guild_id, term, entry_id"
_SHRINK: Final = f"DELETE FROM {_NAME} WHERE ({_KEY}) IN (SELECT {_KEY} FROM {_NAME} LIMIT {_AT_ONCE})"  # noqa: S608


async def shrink(connection: AsyncConnection) -> int:
    """Delete some of its rows, on SQLite; how many went."""
    if connection.dialect.name != "sqlite" or not await _is_there(connection):
        return 0
    return (await connection.exec_driver_sql(_SHRINK)).rowcount


async def drop(database: Database) -> None:
    """Let go of it, where it is still there; nobody may need it any more."""
    async with database.reading() as connection:
        if not await _is_there(connection):
            return
    while await database.write(shrink):
        pass
    await database.write(_drop)


async def _drop(connection: AsyncConnection) -> None:
    await connection.exec_driver_sql(f"DROP TABLE IF EXISTS {_NAME}")


async def _is_there(connection: AsyncConnection) -> bool:
    return await connection.run_sync(lambda plain: sa.inspect(plain).has_table(_NAME))
