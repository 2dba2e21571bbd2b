"""What an archive holds as a file: raw lines, or any question's answer as a table or a page."""

import contextlib
import zoneinfo
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import TYPE_CHECKING

import hikari

from lightbulb_audit.archive.jsonl import line_of
from lightbulb_audit.describe.names.name_table import nobody
from lightbulb_audit.errors import ArchiveError, InputError, SearchError
from lightbulb_audit.export import Exporter, ExportRequest
from lightbulb_audit.model import Reader
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.syntax import parse, tokenize
from lightbulb_audit.query.values import ParseContext
from lightbulb_audit.render.export import FORMATS
from lightbulb_audit.render.search.query_errors import plain_query_error
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.archive_search import UNLIMITED, ArchiveSearch
from lightbulb_audit.services.names.known_server import UnknownServer
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.reversals import PATIENCE_OF_A_FILE, ReversalFinder

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

Progress = Callable[[int], None]


class ArchiveExporter:
    """Writes what an archive holds.

    Args:
        archive: The archive.
        guild: Of one server only; of every one if None.
        query: In the language of `/audit search`; empty for everything.
        zone: In which its moments are meant, and the file's are repeated.
        keep_days: For how many days entries are kept; 0 for ever.
        progress: Is told how many more entries were written.
    """

    def __init__(
        self,
        archive: "Archive",
        guild: int | None,
        query: str,
        zone: zoneinfo.ZoneInfo,
        keep_days: int,
        progress: Progress,
    ) -> None:
        self._archive = archive
        self._guild = guild
        self._text = query
        self._zone = zone
        self._progress = progress
        self._archived = ArchiveSearch(archive, Reader(OfflineApp()), lambda _: None, keep_days)
        self._names = NameSearch(archive, None)
        reversals = ReversalFinder(archive, PATIENCE_OF_A_FILE)
        self._exporter = Exporter(self._names, Describer(archive), reversals, self._archived, None, zone, local_time)

    async def lines(self) -> AsyncGenerator[str]:
        """Yield the raw entries that fit, one a line, each with its server; newest first within a server.

        Raises:
            InputError: If the query cannot be understood.
        """
        if not self._text.strip():
            async with contextlib.aclosing(self._archive.export(self._guild)) as entries:
                async for entry in entries:
                    yield f"{line_of(entry)}\n"
                    self._progress(1)
            return
        for guild_id, query in (await self._searches()).items():
            lore = await self._names.context_for(hikari.Snowflake(guild_id), UnknownServer(), query)
            async for entry in self._archived.entries(guild_id, query, lore, UNLIMITED):
                yield f"{line_of(entry)}\n"
                self._progress(1)

    async def file(self, name: str) -> AsyncGenerator[str]:
        """Yield a table or a page of one server.

        Raises:
            InputError: If the query cannot be understood, or it is not said of which server.
        """
        guild_id = hikari.Snowflake(await self._one())
        request = ExportRequest(guild_id, UnknownServer(), await self._search(guild_id), nobody)
        extract = await self._exporter.from_archive(request)
        if extract is None:
            raise ArchiveError(self._archive.place, "it does not answer")
        form, report = FORMATS[name], await self._exporter.head(request, extract)
        yield form.head(report)
        async for some in extract.descriptions():
            for one in some:
                yield form.entry(one)
            self._progress(len(some))
        yield form.tail(report)

    async def _guilds(self) -> Sequence[int]:
        return await self._archive.guilds() if self._guild is None else [self._guild]

    async def _one(self) -> int:
        guilds = await self._guilds()
        if len(guilds) == 1:
            return guilds[0]
        if not guilds:
            raise ArchiveError(self._archive.place, "it is empty, so there is nothing to export")
        problem = f"it holds {len(guilds)} servers; say which one: --guild {guilds[0]}"
        raise ArchiveError(self._archive.place, problem)

    async def _searches(self) -> dict[int, Query]:
        """Return what the query means in each server; left out are those in which nobody is called as it says.

        Raises:
            InputError: If it means nothing anywhere.
        """
        found: dict[int, Query] = {}
        fault: InputError | None = None
        for guild_id in await self._guilds():
            try:
                found[guild_id] = await self._search(guild_id)
            except InputError as error:
                fault = error
        if fault is not None and not found:
            raise fault
        return found

    async def _search(self, guild_id: int) -> Query:
        try:
            words = tokenize(self._text)
            found = await self._names.resolve_names(hikari.Snowflake(guild_id), UnknownServer(), words)
            sense = ParseContext(guild_id, local_time(), self._zone, found)
            return parse(self._text, words, sense)
        except SearchError as error:
            raise InputError(f"QUERY, at character {error.start + 1}", plain_query_error(error)) from error
