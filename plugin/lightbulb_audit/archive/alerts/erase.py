"""Letting go of what alerts keep: of somebody, and of what is old."""

import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.schema import alerts, incident_items, incident_responses, incidents
from lightbulb_audit.model.alert import By
from lightbulb_audit.model.observation import microseconds

_row: Final = incidents.c


async def forget_user(connection: AsyncConnection, guild_id: int, user_id: int) -> None:
    """Let nobody be known any more as who made a server's alerts, or as whom its incidents are of.

    Alerts and incidents go on without: an incident's entries are what it holds.
    """
    made = sa.update(alerts).where(alerts.c.guild_id == guild_id, alerts.c.made_by == user_id)
    await connection.execute(made.values(made_by=0))
    people = (str(By.ACTOR), str(By.TARGET))
    theirs = (_row.guild_id == guild_id, _row.counted_for == user_id, _row.counted_by.in_(people))
    await connection.execute(sa.update(incidents).where(*theirs).values(counted_for=None))


async def prune(connection: AsyncConnection, guild_id: int, before: datetime.datetime) -> None:
    """Forget the incidents whose entries are all older than a moment, and what people did about them.

    One stays whose message tells another that is newer.
    """
    other = incidents.alias("other")
    is_newer = (
        other.c.guild_id == guild_id,
        other.c.told_in == _row.incident_id,
        other.c.last_at >= microseconds(before),
    )
    old = (_row.guild_id == guild_id, _row.last_at < microseconds(before), ~sa.exists().where(*is_newer))
    numbers = sa.select(_row.incident_id).where(*old)
    for table in (incident_items, incident_responses):
        gone = sa.delete(table).where(table.c.guild_id == guild_id, table.c.incident_id.in_(numbers))
        await connection.execute(gone)
    await connection.execute(sa.delete(incidents).where(*old))
