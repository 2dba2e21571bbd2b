"""How far the collecting of each server has come."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.chain.head import upsert
from lightbulb_audit.archive.schema import collecting, entries
from lightbulb_audit.model.observation import microseconds, moment
from lightbulb_audit.model.progress import Aged, Marks, Postponed

_MOMENTS: Final = ("checked_at", "reread_at", "forbidden_at", "left_at")
_FIELDS: Final = tuple(field.name for field in dataclasses.fields(Marks))
_SAVE: Final = (
    f"INSERT INTO collecting (guild_id, {', '.join(_FIELDS)}) VALUES (?{', ?' * len(_FIELDS)}) "  # noqa: S608 - our own names
    f"ON CONFLICT (guild_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _FIELDS)}"
)


async def fetch_marks(connection: AsyncConnection, guild_id: int) -> Marks:
    """Return what is remembered of a server."""
    found = (await connection.execute(sa.select(collecting).where(collecting.c.guild_id == guild_id))).first()
    return Marks() if found is None else marks_of(found)


def marks_of(row: Any) -> Marks:
    """Return what a row of `collecting` says."""
    said = {name: None if getattr(row, name) is None else moment(getattr(row, name)) for name in _MOMENTS}
    return Marks(settled_through=row.settled_through, is_polled=bool(row.is_polled), **said)


async def save_marks(connection: AsyncConnection, known: Mapping[int, Marks]) -> None:
    """Remember something else of some servers."""
    rows = [(guild_id, *map(_plain, dataclasses.astuple(known[guild_id]))) for guild_id in sorted(known)]
    await bulk.run(connection, _SAVE, rows)


def _plain(value: Any) -> Any:
    return microseconds(value) if isinstance(value, datetime.datetime) else value


async def read_postponed(connection: AsyncConnection, guild_id: int) -> Postponed | None:
    """Return what of a server waits to be deleted."""
    table = collecting.c
    wanted = sa.select(table.postponed_until, table.postponed_days).where(table.guild_id == guild_id)
    found = (await connection.execute(wanted)).first()
    return None if found is None else postponed_of(found)


def postponed_of(row: Any) -> Postponed | None:
    """Return what a row of `collecting` says."""
    if row.postponed_until is None or row.postponed_days is None:
        return None
    return Postponed(moment(row.postponed_until), row.postponed_days)


async def postponed_guilds(connection: AsyncConnection) -> dict[int, Postponed]:
    """Return what waits to be deleted, by server."""
    wanted = sa.select(collecting).where(collecting.c.postponed_until.is_not(None))
    found = {row.guild_id: postponed_of(row) for row in await connection.execute(wanted)}
    return {guild_id: one for guild_id, one in found.items() if one is not None}


async def postpone(connection: AsyncConnection, guild_id: int, waits: Postponed | None) -> None:
    """Remember what waits, apart from the marks: whoever writes those does not know of it."""
    values: Mapping[str, Any] = {
        "postponed_until": None if waits is None else microseconds(waits.until),
        "postponed_days": None if waits is None else waits.keep_days,
    }
    statement = upsert(connection, collecting).values(guild_id=guild_id, settled_through=0, is_polled=False, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["guild_id"], set_=values))


async def count_older(connection: AsyncConnection, guild_id: int, bound: int) -> Aged:
    """Return how many entries have an id below a bound, of how many."""
    table = entries.c
    every = sa.select(sa.func.count()).select_from(entries).where(table.guild_id == guild_id)
    old = (await connection.execute(every.where(table.entry_id < bound))).scalar_one()
    return Aged(old, (await connection.execute(every)).scalar_one() if old else 0)


async def guilds_left_before(connection: AsyncConnection, before: datetime.datetime) -> list[int]:
    """Return the servers that the bot left before a moment."""
    wanted = sa.select(collecting.c.guild_id).where(collecting.c.left_at < microseconds(before))
    return list((await connection.execute(wanted.order_by(collecting.c.guild_id))).scalars())
