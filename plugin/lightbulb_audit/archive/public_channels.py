"""The channels in which somebody said yes to answers that all see."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.schema import public_channels

_table: Final = public_channels.c


class PublicChannels:
    """See `services.ports.PublicChannels`. Every method raises `ArchiveError` where the database fails.

    Args:
        database: The archive's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def has(self, guild_id: int, channel_id: int) -> bool:
        """Return whether somebody said yes there."""
        async with self._database.reading() as connection:
            return await _has(connection, guild_id, channel_id)

    async def add(self, guild_id: int, channel_id: int) -> None:
        """Remember that somebody did."""

        async def work(connection: AsyncConnection) -> None:
            if not await _has(connection, guild_id, channel_id):
                row = {"guild_id": guild_id, "channel_id": channel_id}
                await connection.execute(sa.insert(public_channels), row)

        await self._database.write(work)


async def _has(connection: AsyncConnection, guild_id: int, channel_id: int) -> bool:
    wanted = sa.select(_table.channel_id).where(_table.guild_id == guild_id, _table.channel_id == channel_id)
    return (await connection.execute(wanted)).first() is not None
