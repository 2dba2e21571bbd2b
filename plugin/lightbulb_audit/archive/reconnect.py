"""The archive that a running bot holds on to: it opens when it is needed, and comes back when its database does.

A database that stalls is a database that is away. What takes longer than a moment is waited for only while the database
answers something else; where it does not, the work is dropped, everything else is refused at once, and the database is
asked in the background until it answers again. Nobody waits for a cancelled query: it may itself wait for ever.
"""

import asyncio
import datetime
import math
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from typing_extensions import override

from lightbulb_audit.archive import open_archive, ping
from lightbulb_audit.archive.alerts.reconnect import ReconnectingAlerts
from lightbulb_audit.archive.checkpoints.reconnect import ReconnectingCheckpoints
from lightbulb_audit.archive.feeds.reconnect import ReconnectingFeeds
from lightbulb_audit.archive.incidents.reconnect import ReconnectingResponses
from lightbulb_audit.archive.reconnect_part import ReconnectingPublicChannels
from lightbulb_audit.archive.unforeseen import contain_unforeseen
from lightbulb_audit.errors import ArchiveAwayError, ArchiveError
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import Appended, Observation, StoredEntry
from lightbulb_audit.model.progress import (
    Aged,
    ArchiveStats,
    ArchiveTrouble,
    CollectionProgress,
    Marks,
    Postponed,
    Sighting,
    Standing,
)
from lightbulb_audit.model.query import Later, PageRequest
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.services.deadline import consume_result, is_done_within, wait_in_slices
from lightbulb_audit.services.ports import LastingStore

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

_T = TypeVar("_T")


_PAUSE: Final = 5.0
"""Seconds after a failure to open within which nobody tries again."""

_MOMENT: Final = 0.3
"""Seconds that any work may take before the database is asked whether it answers at all."""

_ANSWER: Final = 1.0
"""Seconds that it may take to answer that. With the moment before, a person waits a second, once."""

_AGAIN: Final = 5.0
"""Seconds until work that goes on is doubted again."""

_STUCK: Final = 60.0
"""Seconds after which work is dropped though the database answers others: somebody holds what it waits for."""

_ASKED_EVERY: Final = 1.0
"""Seconds between two questions to a database that stalled."""

_AWAY: Final = "the database does not answer; see whether it runs and whether the address is right"
_HELD: Final = "another process holds it for too long; try again"
_PLACE: Final = "the archive"
_CLOSED: Final = "it was closed meanwhile"
_OPENING: Final = "it is still being brought up to date; what is asked of it waits until then"


class ReconnectingArchive(LastingStore):
    """See `services.ports.Store`. Every method raises `ArchiveError` where the database does not do its part.

    Args:
        address: Where the archive is; made there if there is none.
        clock: The time.

    Attributes:
        trouble: What is wrong; None while all is well.
        checkpoints: See `services.ports.CheckpointStore`.
        feeds: See `services.feeds.ports.FeedStore`.
        alerts: See `services.alerts.ports.AlertStore`.
        responses: See `services.incidents.ports.ResponseStore`.
        public_channels: See `services.ports.PublicChannels`.
        on_append: Is told whenever something new of a server was kept.
    """

    def __init__(
        self,
        address: str,
        clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self.trouble: ArchiveTrouble | None = None
        self._clock = clock
        self.checkpoints = ReconnectingCheckpoints(self._write, self._read)
        self.feeds = ReconnectingFeeds(self._write, self._read)
        self.alerts = ReconnectingAlerts(self._write, self._read)
        self.responses = ReconnectingResponses(self._write, self._read)
        self.public_channels = ReconnectingPublicChannels(self._write, self._read)
        self.on_append: Callable[[int], None] = lambda _: None
        self._address = address
        self._opened: Archive | None = None
        self._opening: asyncio.Task[Archive] | None = None
        self._failed_at = 0.0
        self._stalled: ArchiveAwayError | None = None
        self._doubting: asyncio.Task[None] | None = None
        self._recovery: asyncio.Task[None] | None = None
        self._dropped: set[asyncio.Future[Any]] = set()

    async def close(self) -> None:
        """Let go of every connection. It opens again when it is needed again."""
        opening, opened = self._opening, self._opened
        asking = (opening, self._doubting, self._recovery)
        self._opening = self._opened = self._doubting = self._recovery = self._stalled = None
        for task in asking:
            if task is not None:
                self._drop(task)
        if self._dropped:
            await asyncio.wait(self._dropped, timeout=_ANSWER)
        if opened is not None:
            await opened.close()

    async def ping(self) -> None:
        """See whether the database answers.

        Raises:
            ArchiveError: If it does not.
        """
        await self._read(lambda archive: archive.ping())

    async def _write(self, work: "Callable[[Archive], Awaitable[_T]]", most: float = _STUCK) -> _T:
        return await self._do(work, most, is_writing=True)

    async def _read(self, work: "Callable[[Archive], Awaitable[_T]]") -> _T:
        return await self._do(work, _STUCK, is_writing=False)

    async def _do(self, work: "Callable[[Archive], Awaitable[_T]]", most: float, *, is_writing: bool) -> _T:
        try:
            result = await self._watch(work, most)
        except ArchiveError as error:
            since = self._clock() if self.trouble is None else self.trouble.since
            # A database that does not answer at all is as little read as written: whatever works next shows it well.
            is_writing = is_writing and error.problem != _AWAY
            is_writing = is_writing or (self.trouble is not None and self.trouble.is_writing)
            self.trouble = ArchiveTrouble(since, error, is_writing)
            raise
        if self.trouble is not None and (is_writing or not self.trouble.is_writing):
            self.trouble = None
        return result

    async def _watch(self, work: "Callable[[Archive], Awaitable[_T]]", most: float) -> _T:
        """Do some work as long as the database answers."""
        if self._stalled is not None:
            raise self._stalled
        task = asyncio.ensure_future(self._run(work))
        try:
            seconds, end = _MOMENT, time.monotonic() + most
            while not await is_done_within(task, seconds):
                # Whoever gives up meanwhile leaves the doubt behind for the next.
                await asyncio.wait({task, self._doubt()}, return_when=asyncio.FIRST_COMPLETED)
                if not task.done() and self._stalled is not None:
                    raise self._stalled
                if not task.done() and time.monotonic() > end:
                    raise ArchiveAwayError(_PLACE, _HELD if self._opened is not None else _OPENING)
                seconds = _AGAIN
        finally:
            if not task.done():
                self._drop(task)
        return task.result()

    async def _run(self, work: "Callable[[Archive], Awaitable[_T]]") -> _T:
        with contain_unforeseen(_PLACE):
            return await work(await self._archive())

    def _doubt(self) -> "asyncio.Task[None]":
        """See whether the database answers at all; whoever doubts meanwhile gets the same answer."""
        if self._doubting is None:
            self._doubting = asyncio.create_task(self._examine(), name="doubting the audit archive")
            self._doubting.add_done_callback(self._was_examined)
        return self._doubting

    async def _examine(self) -> None:
        if not await self._answers(_ANSWER):
            self._stalled = ArchiveAwayError(_PLACE if self._opened is None else self._opened.place, _AWAY)
            self._recovery = asyncio.create_task(self._recover(), name="asking a stalled audit archive")

    def _was_examined(self, _: "asyncio.Task[None]") -> None:
        self._doubting = None

    async def _recover(self) -> None:
        """Ask a database that stalled until it answers."""
        while not await self._answers(_AGAIN):  # noqa: ASYNC110 - no database tells that it is back
            await asyncio.sleep(_ASKED_EVERY)
        self._stalled = self._recovery = None

    async def _answers(self, seconds: float) -> bool:
        opened = self._opened
        # While it is opened, its own migration may hold the tables.
        asked = asyncio.ensure_future(ping(self._address) if opened is None else opened.ping())
        try:
            await wait_in_slices(asked, seconds)
            return asked.done() and asked.exception() is None
        finally:
            self._drop(asked)

    def _drop(self, task: "asyncio.Future[Any]") -> None:
        """End a task without waiting for its end."""
        task.cancel()
        if task.done():
            consume_result(task)
            return
        self._dropped.add(task)
        task.add_done_callback(self._dropped.discard)
        task.add_done_callback(consume_result)

    async def _archive(self) -> "Archive":
        """Return the open archive. Many may wait for it at once; one that gives up does not stop it for the others."""
        if self._opened is not None:
            return self._opened
        if self._opening is None:
            if self.trouble is not None and time.monotonic() - self._failed_at < _PAUSE:
                raise self.trouble.error
            self._opening = asyncio.create_task(open_archive(self._address), name="opening the audit archive")
            self._opening.add_done_callback(self._was_opened)
        opening = self._opening
        await asyncio.wait({opening})
        if opening.cancelled():
            raise ArchiveAwayError(_PLACE, _CLOSED)
        return opening.result()

    def _was_opened(self, task: "asyncio.Task[Archive]") -> None:
        if self._opening is not task:
            return
        self._opening = None
        if task.cancelled() or task.exception() is not None:
            self._failed_at = time.monotonic()
        else:
            self._opened = task.result()

    # The port

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
        appended = await self._write(
            lambda archive: archive.append(guild_id, observed, covered, sightings, gaps, marks)
        )
        if appended.added:
            self.on_append(guild_id)
        return appended

    @override
    async def standings(self, guild_ids: Collection[int], now: datetime.datetime) -> Mapping[int, Standing]:
        return await self._read(lambda archive: archive.standings(guild_ids, now))

    @override
    async def growing_guilds(self, guild_ids: Collection[int]) -> Collection[int]:
        return await self._read(lambda archive: archive.growing_guilds(guild_ids))

    @override
    async def progress(self, guild_id: int) -> CollectionProgress:
        return await self._read(lambda archive: archive.progress(guild_id))

    @override
    async def guilds(self) -> Sequence[int]:
        return await self._read(lambda archive: archive.guilds())

    @override
    async def mark(self, guild_id: int, marks: Marks) -> None:
        await self._write(lambda archive: archive.mark(guild_id, marks))

    @override
    async def postponed_guilds(self) -> Mapping[int, Postponed]:
        return await self._read(lambda archive: archive.postponed_guilds())

    @override
    async def postpone(self, guild_id: int, waits: Postponed | None) -> None:
        await self._write(lambda archive: archive.postpone(guild_id, waits))

    @override
    async def page(self, guild_id: int, request: PageRequest) -> Sequence[StoredEntry]:
        return await self._read(lambda archive: archive.page(guild_id, request))

    @override
    async def later_entries(
        self, guild_id: int, wanted: Sequence[Later], *, limit: int
    ) -> Sequence[Sequence[StoredEntry]]:
        return await self._read(lambda archive: archive.later_entries(guild_id, wanted, limit=limit))

    @override
    async def learn(self, guild_id: int, sightings: Iterable[Sighting]) -> None:
        await self._write(lambda archive: archive.learn(guild_id, sightings))

    @override
    async def names(
        self, guild_id: int, things: Collection[tuple[str, int]]
    ) -> Mapping[tuple[str, int], Sequence[Sighting]]:
        return await self._read(lambda archive: archive.names(guild_id, things))

    @override
    async def stats(self, guild_id: int) -> ArchiveStats:
        return await self._read(lambda archive: archive.stats(guild_id))

    @override
    async def search(
        self, guild_id: int, wanted: Predicate, *, limit: int, is_upwards: bool = False
    ) -> Sequence[StoredEntry]:
        return await self._read(lambda archive: archive.search(guild_id, wanted, limit=limit, is_upwards=is_upwards))

    @override
    async def count(self, guild_id: int, wanted: Predicate, at_most: int) -> int:
        return await self._read(lambda archive: archive.count(guild_id, wanted, at_most))

    @override
    async def find_named(self, guild_id: int, texts: Collection[str]) -> Mapping[str, Sequence[NamedThing]]:
        return await self._read(lambda archive: archive.find_named(guild_id, texts))

    @override
    async def digest(self, guild_id: int) -> bytes | None:
        return await self._read(lambda archive: archive.digest(guild_id))

    @override
    async def bots(self, guild_id: int) -> Sequence[int]:
        return await self._read(lambda archive: archive.bots(guild_id))

    @override
    async def left_guilds(self, before: datetime.datetime) -> Sequence[int]:
        return await self._read(lambda archive: archive.left_guilds(before))

    @override
    async def count_older(self, guild_id: int, before: datetime.datetime) -> Aged:
        return await self._read(lambda archive: archive.count_older(guild_id, before))

    @override
    async def prune(self, guild_id: int, before: datetime.datetime) -> int:
        return await self._write(lambda archive: archive.prune(guild_id, before), most=math.inf)

    @override
    async def drop(self, guild_id: int) -> None:
        await self._write(lambda archive: archive.drop(guild_id), most=math.inf)
