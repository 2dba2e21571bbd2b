"""Letting go of what is kept: of somebody, of what is old, of a whole server."""

import datetime
from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.alerts import erase as alerting
from lightbulb_audit.archive.chain import head as heads
from lightbulb_audit.archive.chain import redact
from lightbulb_audit.archive.chain.person import RedactedPerson
from lightbulb_audit.archive.chain.redact import Progress
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.feeds import posts as posting
from lightbulb_audit.archive.incidents import responses
from lightbulb_audit.archive.projections import coverage
from lightbulb_audit.archive.projections import names as naming
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.intervals import RETENTION, Gap, Interval
from lightbulb_audit.model.observation import microseconds, moment


async def forget(
    database: Database, guilds: Sequence[int], user_id: int, names: Collection[str], progress: Progress
) -> int:
    """Blank a user in the rows of some servers.

    Args:
        database: The archive's.
        guilds: Where.
        user_id: Who.
        names: What they are called, beside the nicknames that the archive knows.
        progress: Is told how many more rows were looked at.

    Returns:
        How many rows were blanked.
    """
    known = set(names)
    for guild in guilds:
        async with database.reading() as connection:
            known |= await redact.nicknames_of(connection, guild, user_id)
            known |= await naming.names_of_user(connection, guild, user_id)
    person = RedactedPerson(user_id, known)
    total = 0
    for guild in guilds:

        async def work(connection: AsyncConnection, guild: int = guild) -> int:
            head = await heads.lock_head(connection, guild)
            blanked = await redact.forget(connection, head, person, _now(), progress)
            await posting.forget_maker(connection, guild, user_id)
            await alerting.forget_user(connection, guild, user_id)
            gone = await naming.delete_user(connection, guild, user_id)
            await redact.blank_names(connection, head, redact.FORGOTTEN, gone, _now())
            await responses.delete_user(connection, guild, user_id)
            await heads.save_head(connection, head)
            return blanked

        total += await database.write(work)
    await _wipe(database)
    return total


async def prune(database: Database, guild_id: int, before: datetime.datetime) -> int:
    """Let go of every entry that is older than a moment.

    Returns:
        How many rows lost what they said.

    Raises:
        ValueError: If the moment has no time zone.
    """
    microseconds(before)
    bound = snowflake.first_at(before)

    async def work(connection: AsyncConnection) -> int:
        head, now = await heads.lock_head(connection, guild_id), _now()
        if bound:
            gap = Gap(Interval(0, bound - 1), RETENTION, moment(now))
            await coverage.insert_gap(connection, head, gap, uncovers=True)
        gone = await naming.prune_names(connection, guild_id, microseconds(before))
        pruned = await redact.prune(connection, head, bound, now)
        await alerting.prune(connection, guild_id, before)
        standing = [one for one in gone if one.number > head.anchor_number]
        await redact.blank_names(connection, head, redact.OLD, standing, now)
        await naming.tell_again(connection, head, now)
        await heads.save_head(connection, head)
        return pruned

    pruned = await database.write(work)
    await _wipe(database)
    return pruned


async def drop(database: Database, guild_id: int) -> None:
    """Delete all that is kept of a server."""

    async def work(connection: AsyncConnection) -> None:
        await heads.lock_head(connection, guild_id)
        await redact.drop(connection, guild_id)

    await database.write(work)
    await _wipe(database)


async def _wipe(database: Database) -> None:
    """What was erased must not live on in SQLite's log of writes; PostgreSQL's own vacuum comes by itself."""
    if database.is_sqlite:
        await database.pragma("wal_checkpoint(TRUNCATE)")


def _now() -> int:
    return microseconds(datetime.datetime.now(datetime.UTC))
