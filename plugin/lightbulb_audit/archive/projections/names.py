"""What people and things were called, and since when."""

import bisect
import itertools
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain import records
from lightbulb_audit.archive.chain.head import Head, NewRow, append_rows, bulk_insert
from lightbulb_audit.archive.chain.records import NameRecord
from lightbulb_audit.archive.projections.entry_state import storable
from lightbulb_audit.archive.schema import names
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.observation import microseconds, moment
from lightbulb_audit.model.progress import USERNAME, Sighting
from lightbulb_audit.query.terms import line_of_words

Thing = tuple[str, int]

_ASKED_AT_ONCE: Final = 400
_TOLD_AT_ONCE: Final = 500
_USER: Final = "user"


class NameRow(NamedTuple):
    """Which row of the chain told a name.

    Attributes:
        number: The row.
        kind: What it was the name of.
        thing_id: Whose.
        at: Since when, in microseconds since 1970.
    """

    number: int
    kind: str
    thing_id: int
    at: int


async def fetch_sightings(
    connection: AsyncConnection, guild_id: int, things: Collection[Thing]
) -> dict[Thing, list[Sighting]]:
    """All that was seen of some people and things, the earliest first."""
    found: dict[Thing, list[Sighting]] = {}
    table = names.c
    waiting = iter(sorted({(str(kind), thing_id) for kind, thing_id in things if 0 <= thing_id <= snowflake.LARGEST}))
    while some := list(itertools.islice(waiting, _ASKED_AT_ONCE)):
        wanted = sa.select(*COLUMNS).where(table.guild_id == guild_id, sa.tuple_(table.kind, table.thing_id).in_(some))
        for kind, thing_id, at, name, channel_type, bot in await connection.execute(wanted.order_by(table.at)):
            found.setdefault((kind, thing_id), []).append(Sighting(kind, thing_id, moment(at), name, channel_type, bot))
    return found


async def insert_sightings(connection: AsyncConnection, head: Head, sightings: Iterable[Sighting], now: int) -> int:
    """Write down what says something new, behind a held head.

    Returns:
        How many did.
    """
    said = sorted((_clean(one) for one in sightings), key=lambda one: one.at)
    known = await fetch_sightings(connection, head.guild_id, {(one.kind, one.thing_id) for one in said})
    fresh = [one for one in said if _put(known.setdefault((one.kind, one.thing_id), []), one)]
    names_told = [NameRecord(one.kind, one.thing_id, microseconds(one.at), *one[3:]) for one in fresh]
    for told, number in await _tell(connection, head, names_told, now):
        await put(connection, head.guild_id, told, number)
    return len(fresh)


async def _tell(
    connection: AsyncConnection, head: Head, told: Iterable[NameRecord], now: int
) -> list[tuple[list[NameRecord], int]]:
    """Put rows that tell names behind a held head; which, and the number of each row."""
    waiting, batches = iter(told), list[tuple[list[NameRecord], int]]()
    while some := list(itertools.islice(waiting, _TOLD_AT_ONCE)):
        await append_rows(connection, head, [NewRow(0, records.format_names(some), now, records.NAMES)])
        batches.append((some, head.number))
    return batches


async def put(connection: AsyncConnection, guild_id: int, told: Iterable[NameRecord], number: int) -> None:
    """Write names that a row of the chain tells."""
    rows = [(guild_id, *one, words(one.name), number) for one in told]
    if rows:
        await bulk_insert(connection, names, rows)


def words(name: str) -> str:
    """A name as it is searched for."""
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


async def delete_user(connection: AsyncConnection, guild_id: int, user_id: int) -> list[NameRow]:
    """Let go of somebody's names.

    Returns:
        Which rows of the chain told them.
    """
    return await _remove(connection, _of(guild_id, user_id))


def _of(guild_id: int, user_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(names.c.guild_id == guild_id, names.c.kind.in_((_USER, USERNAME)), names.c.thing_id == user_id)


async def prune_names(connection: AsyncConnection, guild_id: int, before: int) -> list[NameRow]:
    """Let go of names that were given up before a moment in microseconds: the last one by then still stands.

    Returns:
        Which rows of the chain told them.
    """
    later = names.alias()
    given_up = sa.exists().where(
        later.c.guild_id == names.c.guild_id,
        later.c.kind == names.c.kind,
        later.c.thing_id == names.c.thing_id,
        later.c.at > names.c.at,
        later.c.at <= before,
    )
    return await _remove(connection, sa.and_(names.c.guild_id == guild_id, given_up))


async def _remove(connection: AsyncConnection, where: sa.ColumnElement[bool]) -> list[NameRow]:
    wanted = sa.select(names.c.number, names.c.kind, names.c.thing_id, names.c.at).where(where)
    gone = [NameRow(*row) for row in await connection.execute(wanted.order_by(names.c.number))]
    if gone:
        await connection.execute(sa.delete(names).where(where))
    return gone


async def tell_again(connection: AsyncConnection, head: Head, now: int) -> None:
    """Tell what still stands of names whose rows were pruned, behind a held head."""
    lost = sa.and_(names.c.guild_id == head.guild_id, names.c.number <= head.anchor_number)
    told = [NameRecord(*row) for row in await connection.execute(sa.select(*COLUMNS).where(lost))]
    if told:
        await connection.execute(sa.delete(names).where(lost))
        for some, number in await _tell(connection, head, told, now):
            await put(connection, head.guild_id, some, number)


COLUMNS: Final = (
    names.c.kind,
    names.c.thing_id,
    names.c.at,
    names.c.name,
    names.c.channel_type,
    names.c.bot,
)
