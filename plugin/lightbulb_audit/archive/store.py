"""The archive: what every other part of the program asks."""

import contextlib
import datetime
from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from lightbulb_audit.archive import batch, erase, queries, stats
from lightbulb_audit.archive import search as searching
from lightbulb_audit.archive.alerts.store import Alerts
from lightbulb_audit.archive.chain import head as heads
from lightbulb_audit.archive.chain import verify
from lightbulb_audit.archive.chain.redact import Progress
from lightbulb_audit.archive.chain.verify import KeptHead, VerifyReport
from lightbulb_audit.archive.checkpoints.store import Checkpoints
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.errors import DAMAGED
from lightbulb_audit.archive.feeds.store import Feeds
from lightbulb_audit.archive.incidents.responses import Responses
from lightbulb_audit.archive.migrate import migrate
from lightbulb_audit.archive.projections import consistency, coverage, current, standings, term_upkeep
from lightbulb_audit.archive.projections import names as naming
from lightbulb_audit.archive.projections import progress as marking
from lightbulb_audit.archive.public_channels import PublicChannels
from lightbulb_audit.archive.stats import ArchiveStatus
from lightbulb_audit.archive.writer import Writer
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.addition import Addition
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import Appended, Observation, StoredEntry, microseconds
from lightbulb_audit.model.progress import (
    Aged,
    ArchiveStats,
    CollectionProgress,
    Marks,
    Postponed,
    Sighting,
    Standing,
)
from lightbulb_audit.model.query import Later, PageRequest
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.services.ports import Searchable


class Archive(Searchable):
    """An open archive. Every method raises `ArchiveError` where the database does not do its part.

    Args:
        database: Where it is; its tables are up to date. `open` sees to that.

    Attributes:
        place: Its address, without a password.
        checkpoints: What proves to others that nothing in it was rewritten.
        feeds: What is posted of it, and how far each feed has come.
        alerts: What is looked for in it, and what was found.
        responses: What people did about that.
        public_channels: Where answers may be for all.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.place = database.place
        self.checkpoints = Checkpoints(database)
        self._writer = Writer(self._keep, self._keep_one)
        self.feeds = Feeds(database)
        self.alerts = Alerts(database)
        self.responses = Responses(database)
        self.public_channels = PublicChannels(database)

    @classmethod
    async def open(cls, address: str, *, is_new_allowed: bool = True) -> "Archive":
        """Open an archive, and bring its tables up to date.

        Args:
            address: A URL, or the path of a SQLite file.
            is_new_allowed: Whether to make one where there is none.
        """
        database = Database(address)
        try:
            await migrate(database, is_new_allowed=is_new_allowed)
            await term_upkeep.bring_up_to_date(database)
        except BaseException:
            await database.close()
            raise
        return cls(database)

    async def close(self) -> None:
        """Let go of every connection, once what waits is written."""
        await self._writer.close()
        await self._database.close()

    async def ping(self) -> None:
        """See whether the database answers at all, and nobody holds a table for themselves."""
        await self._database.ping(is_open=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def check(self) -> None:
        """See that the file is whole, wherever in it something is to be written: SQLite sees only what it reads."""
        if self._database.is_sqlite:
            async with self._database.reading() as connection:
                found = (await connection.exec_driver_sql("PRAGMA quick_check(1)")).scalar_one()
            if found != "ok":
                raise ArchiveError(self.place, DAMAGED)

    # Writing

    @override
    async def append(
        self,
        guild_id: int,
        observed: Sequence[Observation],
        covered: Iterable[Interval] = (),
        sightings: Iterable[Sighting] = (),
        gaps: Iterable[Gap] = (),
        marks: Marks | None = None,
    ) -> Appended:
        """Keep what was seen, all of it or nothing.

        Args:
            guild_id: Whose log.
            observed: In the order in which it was seen. What tells nothing new is passed over, and what is imported
                changes nothing that is known but the count.
            covered: The intervals of ids that are complete with these.
            sightings: What people and things are called.
            gaps: What is missing, and why.
            marks: How far the collecting has come; None where that does not change.

        Raises:
            ValueError: If a gap was noted at a moment without a time zone.
        """
        noted = tuple(gaps)
        for gap in noted:
            microseconds(gap.noted_at)
        return await self._writer.put(Addition(guild_id, observed, tuple(covered), tuple(sightings), noted, marks))

    @override
    async def mark(self, guild_id: int, marks: Marks) -> None:
        await self._writer.put(Addition(guild_id, marks=marks))

    @override
    async def postpone(self, guild_id: int, waits: Postponed | None) -> None:
        async def work(connection: AsyncConnection) -> None:
            await marking.postpone(connection, guild_id, waits)

        await self._database.write(work)

    @override
    async def learn(self, guild_id: int, sightings: Iterable[Sighting]) -> None:
        told = tuple(sightings)
        if told:
            await self._writer.put(Addition(guild_id, sightings=told))

    async def _keep(self, additions: Sequence[Addition]) -> dict[int, Appended]:
        """Keep additions of several servers, but for those of servers that another transaction holds."""

        async def work(connection: AsyncConnection) -> dict[int, Appended]:
            held = await heads.lock_heads(connection, [one.guild_id for one in additions if one.is_chained])
            free = [one for one in additions if not one.is_chained or one.guild_id in held]
            return await batch.keep(connection, held, free, _now())

        return await self._database.write(work)

    async def _keep_one(self, addition: Addition) -> Appended:
        """Keep an addition, whoever holds its server."""

        async def work(connection: AsyncConnection) -> dict[int, Appended]:
            held = {addition.guild_id: await heads.lock_head(connection, addition.guild_id)}
            return await batch.keep(connection, held, [addition], _now())

        return (await self._database.write(work))[addition.guild_id]

    async def rebuild(self, guild_id: int) -> None:
        """Make anew all that the rows of a server tell: today's states, and what is covered, missing and called so."""

        async def work(connection: AsyncConnection) -> None:
            head = await heads.lock_head(connection, guild_id)
            await current.rebuild(connection, head)
            await consistency.rebuild(connection, head)

        await self._database.write(work)

    # Reading

    @override
    async def page(self, guild_id: int, request: PageRequest) -> list[StoredEntry]:
        async with self._database.reading() as connection:
            return await queries.fetch_page(connection, guild_id, request)

    @override
    async def later_entries(self, guild_id: int, wanted: Sequence[Later], *, limit: int) -> list[list[StoredEntry]]:
        async with self._database.reading() as connection:
            return await queries.later_entries(connection, guild_id, wanted, limit)

    @override
    async def progress(self, guild_id: int) -> CollectionProgress:
        async with self._database.reading() as connection:
            return CollectionProgress(
                await coverage.fetch_coverage(connection, guild_id),
                await coverage.fetch_gaps(connection, guild_id),
                await marking.fetch_marks(connection, guild_id),
                await marking.read_postponed(connection, guild_id),
            )

    @override
    async def standings(self, guild_ids: Collection[int], now: datetime.datetime) -> dict[int, Standing]:
        async with self._database.reading() as connection:
            return await standings.fetch_standings(connection, guild_ids, now)

    @override
    async def growing_guilds(self, guild_ids: Collection[int]) -> Collection[int]:
        async with self._database.reading() as connection:
            return await standings.growing_guilds(connection, guild_ids)

    @override
    async def postponed_guilds(self) -> dict[int, Postponed]:
        async with self._database.reading() as connection:
            return await marking.postponed_guilds(connection)

    @override
    async def names(self, guild_id: int, things: Collection[tuple[str, int]]) -> dict[tuple[str, int], list[Sighting]]:
        async with self._database.reading() as connection:
            return await naming.fetch_sightings(connection, guild_id, things)

    @override
    async def stats(self, guild_id: int) -> ArchiveStats:
        async with self._database.reading() as connection:
            return await stats.fetch_stats(connection, guild_id)

    @override
    async def left_guilds(self, before: datetime.datetime) -> list[int]:
        async with self._database.reading() as connection:
            return await marking.guilds_left_before(connection, before)

    @override
    async def count_older(self, guild_id: int, before: datetime.datetime) -> Aged:
        async with self._database.reading() as connection:
            return await marking.count_older(connection, guild_id, snowflake.first_at(before))

    @override
    async def search(
        self, guild_id: int, wanted: Predicate, *, limit: int, is_upwards: bool = False
    ) -> list[StoredEntry]:
        async with self._database.reading() as connection:
            return await searching.search(connection, guild_id, wanted, limit, is_upwards=is_upwards)

    @override
    async def count(self, guild_id: int, wanted: Predicate, at_most: int) -> int:
        async with self._database.reading() as connection:
            return await searching.count(connection, guild_id, wanted, at_most)

    @override
    async def find_named(self, guild_id: int, texts: Collection[str]) -> dict[str, list[NamedThing]]:
        async with self._database.reading() as connection:
            return {text: await searching.find_names(connection, guild_id, text) for text in texts}

    @override
    async def digest(self, guild_id: int) -> bytes | None:
        async with self._database.reading() as connection:
            return next((head.digest for head in await heads.fetch_heads(connection, guild_id)), None)

    @override
    async def bots(self, guild_id: int) -> list[int]:
        async with self._database.reading() as connection:
            return await searching.bots(connection, guild_id)

    async def export(self, guild_id: int | None = None) -> AsyncGenerator[StoredEntry]:
        """Today's state of each entry of one or every server, newest first, as of one moment."""
        async with (
            self._database.reading() as connection,
            contextlib.aclosing(queries.stream_entries(connection, guild_id)) as found,
        ):
            async for entry in found:
                yield entry

    @override
    async def guilds(self) -> list[int]:
        async with self._database.reading() as connection:
            return [head.guild_id for head in await heads.fetch_heads(connection)]

    async def status(self, guild_id: int | None = None) -> list[ArchiveStatus]:
        """Return what there is of one or every server."""
        async with self._database.reading(is_lenient=True) as connection:
            return [
                await stats.fetch_status(connection, head) for head in await heads.fetch_heads(connection, guild_id)
            ]

    async def verify(
        self,
        guild_id: int | None = None,
        kept: Mapping[int, KeptHead] | None = None,
        progress: Progress = lambda _: None,
    ) -> AsyncGenerator[VerifyReport]:
        """Look for what was changed behind the archive's back.

        Args:
            guild_id: In one server's log; in every one if None.
            kept: Heads that were kept elsewhere, by server.
            progress: Is told how many more rows were looked at.

        Yields:
            What was found of each server.
        """
        async with (
            self._database.reading(is_lenient=True) as connection,
            contextlib.aclosing(verify.verify(connection, guild_id, kept or {}, progress)) as found,
        ):
            async for one in found:
                yield one

    # Erasing

    async def forget(
        self,
        user_id: int,
        names: Collection[str] = (),
        guild_id: int | None = None,
        progress: Progress = lambda _: None,
    ) -> int:
        """Blank a user in one or every server's rows; see `archive.erase.forget`.

        Args:
            user_id: Who.
            names: What they are called, beside the nicknames that the archive knows.
            guild_id: Where.
            progress: Is told how many more rows were looked at.

        Returns:
            How many rows were blanked.
        """
        guilds = [guild for guild in await self.guilds() if guild_id in (None, guild)]
        return await erase.forget(self._database, guilds, user_id, names, progress)

    @override
    async def prune(self, guild_id: int, before: datetime.datetime) -> int:
        return await erase.prune(self._database, guild_id, before)

    @override
    async def drop(self, guild_id: int) -> None:
        await erase.drop(self._database, guild_id)


def _now() -> int:
    return microseconds(datetime.datetime.now(datetime.UTC))
