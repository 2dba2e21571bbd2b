"""Entries for a file, with what the file says of itself: the same for the bot and the command line."""

import dataclasses
import datetime
import functools
import zoneinfo
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Final, NamedTuple

import hikari

from lightbulb_audit.catalog import words
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.lookalikes import Lookalikes
from lightbulb_audit.describe.names.name_table import Lookup, Names, names_in_pages
from lightbulb_audit.model import Page, Record, snowflake
from lightbulb_audit.model.progress import MissingRange
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.remote import NO_LORE, leaves_gaps, named_ids
from lightbulb_audit.query.syntax import format_search
from lightbulb_audit.render.export import Report
from lightbulb_audit.render.export.completeness import of_archive, of_discord
from lightbulb_audit.render.search.query_text import describe_query_plain
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.archive_search import UNLIMITED, ArchiveSearch
from lightbulb_audit.services.log.browse import Window
from lightbulb_audit.services.log.undone_browse import browse_any
from lightbulb_audit.services.names.known_server import KnownServer
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.names.page_names import extend_with_page
from lightbulb_audit.services.ports import AuditLog
from lightbulb_audit.services.reversals import ReversalFinder

LIVE_AT_MOST: Final = 1000
"""Entries that are taken from Discord itself, which gives 100 a request."""


class ExportRequest(NamedTuple):
    """Which entries are wanted.

    Attributes:
        guild_id: Whose log.
        server: The same as it is known.
        query: Which entries.
        names: What those whom the query names are called, for who asks.
        at_most: How many entries at most, counted from the newest.
    """

    guild_id: hikari.Snowflake
    server: KnownServer
    query: Query
    names: Lookup
    at_most: int = UNLIMITED


class _Batch(NamedTuple):
    """Some of the entries, with the pages that name who is in them.

    Attributes:
        undoings: The entries that undid some of them, by the ids of those; None where nobody looked yet.
    """

    pages: Sequence[Page]
    records: Sequence[Record]
    undoings: Mapping[int, Record] | None = None


class Extract:
    """Entries on their way into a file.

    Args:
        batches: The entries, newest first.
        describe: Tells some of them in words.
        report: What the file says of itself, but for what the entries tell.
        at_most: How many entries are given.
        reach: How far was looked where that was not to the end; empty where it was.
        missing: What is not there of the span that was asked for.
        context: What had to be known to find the entries.
        window: The entries as they were found, where they were all read beforehand.
        is_cut: Whether there are more than the batches have.
        is_sure: Whether nothing means that there is nothing: an archive that is still empty knows less than Discord.

    Attributes:
        is_cut: Whether there are more than were given.
        count: How many were given.
    """

    def __init__(
        self,
        batches: AsyncIterator[_Batch],
        describe: Callable[[_Batch], Awaitable[Sequence[Description]]],
        report: Report,
        at_most: int,
        reach: str = "",
        missing: Sequence[MissingRange] = (),
        context: SearchContext = NO_LORE,
        window: Window | None = None,
        *,
        is_cut: bool = False,
        is_sure: bool = True,
    ) -> None:
        self._batches = batches
        self._describe = describe
        self._report = report
        self._at_most = at_most
        self._ids: tuple[int, int] | None = None
        self.reach = reach
        self.missing = missing
        self.context = context
        self.window = window
        self.is_cut = is_cut
        self.is_sure = is_sure
        self.count = 0

    @property
    def found(self) -> tuple[Window, SearchContext] | None:
        """What a list need not read again to tell why there is nothing; None where it was not read whole."""
        return None if self.window is None else (self.window, self.context)

    async def descriptions(self) -> AsyncGenerator[Sequence[Description]]:
        """Yield the entries in words, some at a time, newest first.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        async for batch in self._batches:
            room = self._at_most - self.count
            self.is_cut = self.is_cut or len(batch.records) > room
            taken = batch._replace(records=batch.records[:room])
            self._note(taken.records)
            yield await self._describe(taken)
            if self.count >= self._at_most and self.is_cut:
                return

    def _note(self, records: Sequence[Record]) -> None:
        self.count += len(records)
        ids = [int(record.id) for record in records if record.id]
        if ids:
            self._ids = (self._ids[0] if self._ids else max(ids), min(ids))

    def report(self) -> Report:
        """Return what a file of the entries that were given says of itself."""
        cut = [words.EXPORT_CUT.format(count=f"{self.count:,}")] if self.is_cut else []
        return dataclasses.replace(
            self._report,
            newest=None if self._ids is None else snowflake.time_of(self._ids[0]),
            oldest=None if self._ids is None else snowflake.time_of(self._ids[1]),
            coverage=[*self._report.coverage, *cut],
            entries=self.count,
        )


class Exporter:
    """Finds the entries for files.

    Args:
        names: Who and what is called so.
        describer: Tells entries in words.
        reversals: Finds what was undone.
        archived: The archive, as it is searched; None where there is none.
        log: Discord's log; None where Discord is not asked.
        zone: In which moments are repeated for who asks.
        now: The time.
    """

    def __init__(
        self,
        names: NameSearch,
        describer: Describer,
        reversals: ReversalFinder,
        archived: ArchiveSearch | None,
        log: AuditLog | None,
        zone: zoneinfo.ZoneInfo,
        now: Callable[[], datetime.datetime],
    ) -> None:
        self._names = names
        self._describer = describer
        self._reversals = reversals
        self._archived = archived
        self._log = log
        self._zone = zone
        self._now = now

    async def from_archive(self, request: ExportRequest) -> Extract | None:
        """Return everything that the archive has; None where it does not answer."""
        archived, guild_id = self._archived, request.guild_id
        context = await self._context(request)
        standing = None if archived is None else await archived.progress(guild_id)
        if archived is None or standing is None or not context.is_whole:
            return None
        digest = await archived.digest(guild_id)
        missing = archived.lacking(guild_id, standing, request.query)
        report = await self._report(request, of_archive(standing, missing))
        report = dataclasses.replace(report, digest=None if digest is None else digest.hex())
        pages = archived.everything(guild_id, request.query, context, request.at_most + 1)
        batches = (_Batch([page], page.records) async for page in pages)
        describe = functools.partial(self._describe, request, Lookalikes())
        is_sure = bool(standing.covered)
        return Extract(batches, describe, report, request.at_most, missing=missing, context=context, is_sure=is_sure)

    async def from_discord(self, request: ExportRequest) -> Extract:
        """Return as much as one press looks through in Discord's own log.

        Raises:
            AuditError: If the log could not be read.
        """
        assert self._log is not None  # noqa: S101 - who gives no log does not ask Discord
        query = dataclasses.replace(request.query, count=LIVE_AT_MOST, is_folded=False)
        context = await self._context(request)

        def extend(known: SearchContext, page: Page) -> SearchContext:
            nonlocal context
            context = extend_with_page(query, known, page)
            return context

        window = await browse_any(self._log, request.guild_id, query, None, context, extend, bots=LIVE_AT_MOST)
        _, *reach = coverage = of_discord(window)

        async def batches() -> AsyncGenerator[_Batch]:
            yield _Batch(window.pages, window.records, window.undoings)

        report = await self._report(request, coverage, window.pages)
        describe = functools.partial(self._describe, request, Lookalikes())
        return Extract(
            batches(),
            describe,
            report,
            request.at_most,
            " ".join(reach),
            context=context,
            window=window,
            is_cut=window.has_older,
        )

    async def head(self, request: ExportRequest, extract: Extract) -> Report:
        """Return what a file of everything in the archive says of itself, before an entry is given."""
        if self._archived is None:
            return extract.report()
        extent = await self._archived.extent(request.guild_id, request.query, extract.context)
        return dataclasses.replace(
            extract.report(),
            oldest=None if extent.oldest is None else snowflake.time_of(extent.oldest),
            newest=None if extent.newest is None else snowflake.time_of(extent.newest),
            entries=extent.entries,
        )

    async def _context(self, request: ExportRequest) -> SearchContext:
        return await self._names.context_for(request.guild_id, request.server, request.query)

    async def _describe(self, request: ExportRequest, people: Lookalikes, batch: _Batch) -> Sequence[Description]:
        # Between what was found and what undid it something else could be hidden: only a whole stretch tells.
        whole = () if self._archived is not None or leaves_gaps(request.query) else batch.pages
        undoings = batch.undoings
        if undoings is None:
            undoings = await self._reversals.find(request.guild_id, whole, batch.records)
        told, _ = await self._describer.describe(
            request.guild_id, batch.pages, batch.records, request.server.names, undoings, request.server.people, people
        )
        return told

    async def _report(self, request: ExportRequest, coverage: Sequence[str], pages: Sequence[Page] = ()) -> Report:
        names = Names(names_in_pages(pages), request.names, guild_id=int(request.guild_id))
        self._names.recall_told(request.guild_id, names, named_ids(request.query))
        await self._describer.recall_names(request.guild_id, names, named_ids(request.query))
        return Report(
            server=request.server.name,
            guild_id=int(request.guild_id),
            made_at=self._now(),
            zone=self._zone,
            question=describe_query_plain(request.query, names, self._zone),
            query=format_search(request.query),
            coverage=coverage,
        )
