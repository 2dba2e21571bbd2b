"""What people and things were called, and since when."""

import bisect
import itertools
from collections.abc import Collection, Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain.head import bulk_insert
from lightbulb_audit.archive.projections.entry_state import storable
from lightbulb_audit.archive.schema import names
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.observation import microseconds, moment
from lightbulb_audit.model.progress import Sighting
from lightbulb_audit.query.terms import line_of_words

Thing = tuple[str, int]

_ASKED_AT_ONCE: Final = 400
_USER: Final = "user"


async def fetch_sightings(
    connection: AsyncConnection, guild_id: int, things: Collection[Thing]
) -> dict[Thing, list[Sighting]]:
    """All that was seen of some people and things, the earliest first."""
    found: dict[Thing, list[Sighting]] = {}
    table = names.c
    waiting = iter(sorted({(str(kind), thing_id) for kind, thing_id in things if 0 <= thing_id <= snowflake.LARGEST}))
    while some := list(itertools.islice(waiting, _ASKED_AT_ONCE)):
        wanted = sa.select(*_COLUMNS).where(table.guild_id == guild_id, sa.tuple_(table.kind, table.thing_id).in_(some))
        for kind, thing_id, at, name, channel_type, bot in await connection.execute(wanted.order_by(table.at)):
            found.setdefault((kind, thing_id), []).append(Sighting(kind, thing_id, moment(at), name, channel_type, bot))
    return found


async def insert_sightings(connection: AsyncConnection, guild_id: int, sightings: Iterable[Sighting]) -> int:
    """Write down what says something new.

    Returns:
        How many did.
    """
    said = sorted((_clean(one) for one in sightings), key=lambda one: one.at)
    known = await fetch_sightings(connection, guild_id, {(one.kind, one.thing_id) for one in said})
    fresh = [one for one in said if _put(known.setdefault((one.kind, one.thing_id), []), one)]
    await bulk_insert(
        connection,
        names,
        [
            (
                guild_id,
                one.kind,
                one.thing_id,
                microseconds(one.at),
                one.name,
                one.channel_type,
                one.bot,
                _words(one.name),
            )
            for one in fresh
        ],
    ) if fresh else None
    return len(fresh)


def _words(name: str) -> str:
    return storable(line_of_words(name))


def _clean(one: Sighting) -> Sighting:
    return one._replace(kind=str(one.kind), name=storable(one.name))


def _put(known: list[Sighting], one: Sighting) -> bool:
    """Put a sighting among those of the same thing, if it says something that those around it do not."""
    place = bisect.bisect_right(known, one.at, key=lambda other: other.at)
    before = known[place - 1] if place else None
    said = before or (known[place] if known else None)
    if said is not None and (said[3:] == one[3:] or said.at == one.at):
        return False
    known.insert(place, one)
    return True


async def names_of_user(connection: AsyncConnection, guild_id: int, user_id: int) -> set[str]:
    """Every name that somebody had."""
    wanted = sa.select(names.c.name).where(_of(guild_id, user_id))
    return set((await connection.execute(wanted)).scalars())


async def delete_user(connection: AsyncConnection, guild_id: int, user_id: int) -> None:
    """Let go of somebody's names."""
    await connection.execute(sa.delete(names).where(_of(guild_id, user_id)))


def _of(guild_id: int, user_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(names.c.guild_id == guild_id, names.c.kind == _USER, names.c.thing_id == user_id)


async def prune_names(connection: AsyncConnection, guild_id: int, before: int) -> None:
    """Let go of names that were given up before a moment in microseconds: the last one by then still stands."""
    later = names.alias()
    given_up = sa.exists().where(
        later.c.guild_id == names.c.guild_id,
        later.c.kind == names.c.kind,
        later.c.thing_id == names.c.thing_id,
        later.c.at > names.c.at,
        later.c.at <= before,
    )
    await connection.execute(sa.delete(names).where(names.c.guild_id == guild_id, given_up))


_COLUMNS: Final = (
    names.c.kind,
    names.c.thing_id,
    names.c.at,
    names.c.name,
    names.c.channel_type,
    names.c.bot,
)
