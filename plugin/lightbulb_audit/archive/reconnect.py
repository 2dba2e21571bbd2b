"""The archive that a running bot holds on to: it opens when it is needed, and comes back when its database does."""

import asyncio
import datetime
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from lightbulb_audit.archive import open_archive
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import Appended, Observation, StoredEntry
from lightbulb_audit.model.progress import ArchiveStats, ArchiveTrouble, CollectionProgress, Marks, Sighting
from lightbulb_audit.model.query import Later
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.predicate import Predicate

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

_T = TypeVar("_T")

_PAUSE: Final = 5.0
"""Seconds after a failure to open within which nobody tries again."""


class ReconnectingArchive:
    """See `services.ports.Store`. Every method raises `ArchiveError` where the database does not do its part.

    Args:
        address: Where the archive is; made there if there is none.

    Attributes:
        trouble: What is wrong; None while all is well.
    """

    def __init__(self, address: str) -> None:
        self.trouble: ArchiveTrouble | None = None
        self._address = address
        self._opened: Archive | None = None
        self._opening: asyncio.Task[Archive] | None = None
        self._failed_at = 0.0

    async def close(self) -> None:
        """Let go of every connection. It opens again when it is needed again."""
        opening, opened = self._opening, self._opened
        self._opening = self._opened = None
        if opening is not None:
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
        if opened is not None:
            await opened.close()

    async def _write(self, work: "Callable[[Archive], Awaitable[_T]]") -> _T:
        return await self._do(work, is_writing=True)

    async def _read(self, work: "Callable[[Archive], Awaitable[_T]]") -> _T:
        return await self._do(work, is_writing=False)

    async def _do(self, work: "Callable[[Archive], Awaitable[_T]]", *, is_writing: bool) -> _T:
        try:
            result = await work(await self._archive())
        except ArchiveError as error:
            since = datetime.datetime.now(datetime.UTC) if self.trouble is None else self.trouble.since
            is_writing = is_writing or (self.trouble is not None and self.trouble.is_writing)
            self.trouble = ArchiveTrouble(since, error, is_writing)
            raise
        if self.trouble is not None and (is_writing or not self.trouble.is_writing):
            self.trouble = None
        return result

    async def _archive(self) -> "Archive":
        """The open archive. Many may wait for it at once; one that gives up does not stop it for the others."""
        if self._opened is not None:
            return self._opened
        if self._opening is None:
            if self.trouble is not None and time.monotonic() - self._failed_at < _PAUSE:
                raise self.trouble.error
            self._opening = asyncio.create_task(open_archive(self._address), name="opening the audit archive")
            self._opening.add_done_callback(self._was_opened)
        return await asyncio.shield(self._opening)

    def _was_opened(self, task: "asyncio.Task[Archive]") -> None:
        if self._opening is not task:
            return
        self._opening = None
        if task.cancelled() or task.exception() is not None:
            self._failed_at = time.monotonic()
        else:
            self._opened = task.result()

    # The port

    async def append(
        self, guild_id: int, observed: Sequence[Observation], covered: Iterable[Interval] = ()
    ) -> Appended:
        """Keep what was seen, and which intervals of ids are complete with it."""
        return await self._write(lambda archive: archive.append(guild_id, observed, covered))

    async def note_gap(self, guild_id: int, gap: Gap) -> None:
        """Note why an interval is not covered."""
        await self._write(lambda archive: archive.note_gap(guild_id, gap))

    async def standing(self, guild_id: int) -> CollectionProgress:
        """How far the collecting of a server's log has come."""
        return await self._read(lambda archive: archive.standing(guild_id))

    async def guilds(self) -> Sequence[int]:
        """Of which servers there is something."""
        return await self._read(lambda archive: archive.guilds())

    async def mark(self, guild_id: int, marks: Marks) -> None:
        """Remember how far it has come."""
        await self._write(lambda archive: archive.mark(guild_id, marks))

    async def growing(self, guild_id: int, above: int) -> list[int]:
        """The ids above one of the entries whose types grow, lowest first."""
        return await self._read(lambda archive: archive.growing(guild_id, above))

    async def page(self, guild_id: int, **asked: Any) -> Sequence[StoredEntry]:
        """Entries as Discord's endpoint would give them."""
        return await self._read(lambda archive: archive.page(guild_id, **asked))

    async def later(self, guild_id: int, wanted: Sequence[Later], *, limit: int) -> Sequence[Sequence[StoredEntry]]:
        """The next entries about some things, for each the earliest first."""
        return await self._read(lambda archive: archive.later(guild_id, wanted, limit=limit))

    async def learn(self, guild_id: int, sightings: Iterable[Sighting]) -> None:
        """Keep what people and things are called, where that is new."""
        await self._write(lambda archive: archive.learn(guild_id, sightings))

    async def names(
        self, guild_id: int, things: Collection[tuple[str, int]]
    ) -> Mapping[tuple[str, int], Sequence[Sighting]]:
        """What some people and things were called, the earliest first."""
        return await self._read(lambda archive: archive.names(guild_id, things))

    async def holding(self, guild_id: int) -> ArchiveStats:
        """How much there is of a server."""
        return await self._read(lambda archive: archive.holding(guild_id))

    async def search(
        self, guild_id: int, wanted: Predicate, *, limit: int, is_upwards: bool = False
    ) -> Sequence[StoredEntry]:
        """The entries that pass, newest first; oldest first where `is_upwards`."""
        return await self._read(lambda archive: archive.search(guild_id, wanted, limit=limit, is_upwards=is_upwards))

    async def count(self, guild_id: int, wanted: Predicate, at_most: int) -> int:
        """How many entries pass, counted no further than `at_most`."""
        return await self._read(lambda archive: archive.count(guild_id, wanted, at_most))

    async def named(self, guild_id: int, texts: Collection[str]) -> Mapping[str, Sequence[NamedThing]]:
        """All that is or was called so, by what was asked for."""
        return await self._read(lambda archive: archive.named(guild_id, texts))

    async def digest(self, guild_id: int) -> bytes | None:
        """The head of a server's chain; None where there is none."""
        return await self._read(lambda archive: archive.digest(guild_id))

    async def bots(self, guild_id: int) -> Sequence[int]:
        """The ids of those who were seen to be bots."""
        return await self._read(lambda archive: archive.bots(guild_id))

    async def left(self, before: datetime.datetime) -> Sequence[int]:
        """The servers that the bot left before a moment."""
        return await self._read(lambda archive: archive.left(before))

    async def prune(self, guild_id: int, before: datetime.datetime) -> int:
        """Let go of every entry that is older than a moment."""
        return await self._write(lambda archive: archive.prune(guild_id, before))

    async def drop(self, guild_id: int) -> None:
        """Delete all that is kept of a server."""
        await self._write(lambda archive: archive.drop(guild_id))
