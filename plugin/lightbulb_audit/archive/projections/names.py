"""What people and things were called, and since when."""

import bisect
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.chain import records
from lightbulb_audit.archive.chain.head import Head, NewRow, append_rows
from lightbulb_audit.archive.chain.records import NameRecord
from lightbulb_audit.archive.projections.entry_state import storable
from lightbulb_audit.archive.schema import names
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.observation import microseconds, moment
from lightbulb_audit.model.progress import USERNAME, Sighting
from lightbulb_audit.query.terms import line_of_words

Thing = tuple[str, int]

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
    """Return all that was seen of some people and things, the earliest first."""
    keys = {(guild_id, str(kind), thing_id) for kind, thing_id in things if 0 <= thing_id <= snowflake.LARGEST}
    return (await fetch_known(connection, keys)).get(guild_id, {})


async def fetch_known(
    connection: AsyncConnection, keys: Collection[tuple[int, str, int]]
) -> dict[int, dict[Thing, list[Sighting]]]:
    """All that was seen of some people and things of several servers, by server; the keys are server, kind and id."""
    found: dict[int, dict[Thing, list[Sighting]]] = {}
    for guild_id, kind, thing_id, at, name, channel_type, bot in await bulk.fetch_by_key(connection, _KNOWN, keys):
        seen = Sighting(kind, thing_id, moment(at), name, channel_type, bool(bot))
        found.setdefault(guild_id, {}).setdefault((kind, thing_id), []).append(seen)
    return found


def news(known: dict[Thing, list[Sighting]], sightings: Iterable[Sighting]) -> list[NameRecord]:
    """Return what of some sightings says something new, beside what is known; it is known from then on."""
    said = sorted((_clean(one) for one in sightings), key=lambda one: one.at)
    fresh = [one for one in said if _put(known.setdefault((one.kind, one.thing_id), []), one)]
    return [NameRecord(one.kind, one.thing_id, microseconds(one.at), *one[3:]) for one in fresh]


def rows_of(told: Sequence[NameRecord]) -> list[Sequence[NameRecord]]:
    """Return names by the row of the chain that tells them."""
    return [told[at : at + _TOLD_AT_ONCE] for at in range(0, len(told), _TOLD_AT_ONCE)]


def new_row(told: Iterable[NameRecord], now: int) -> NewRow:
    """Return the row of the chain that tells some names."""
    return NewRow(0, records.format_names(told), now, records.NAMES)


def table_rows(guild_id: int, told: Iterable[NameRecord], number: int) -> list[tuple[Any, ...]]:
    """Return the rows of the table for names that a row of the chain tells."""
    return [(guild_id, *one, words(one.name), number) for one in told]


async def _tell(
    connection: AsyncConnection, head: Head, told: Sequence[NameRecord], now: int
) -> list[tuple[Sequence[NameRecord], int]]:
    """Put rows that tell names behind a held head; which, and the number of each row."""
    batches = list[tuple[Sequence[NameRecord], int]]()
    for some in rows_of(told):
        await append_rows(connection, head, [new_row(some, now)])
        batches.append((some, head.number))
    return batches


async def put(connection: AsyncConnection, guild_id: int, told: Iterable[NameRecord], number: int) -> None:
    """Write names that a row of the chain tells."""
    await bulk.insert(connection, names, table_rows(guild_id, told, number))


def words(name: str) -> str:
    """Return a name as it is searched for."""
    return storable(line_of_words(name))


def _clean(one: Sighting) -> Sighting:
    return Sighting(str(one.kind), one.thing_id, one.at, storable(one.name), one.channel_type, one.bot)


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
    """Return every name that somebody had."""
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

_KNOWN: Final = (names.c.guild_id, *COLUMNS)
