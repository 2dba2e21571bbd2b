"""What an archive holds as a file: raw lines, or any question's answer as a table or a page."""

import datetime
import functools
import zoneinfo
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import TYPE_CHECKING, Final

import hikari

from lightbulb_audit.archive.jsonl import line_of
from lightbulb_audit.describe.lookalikes import Lookalikes
from lightbulb_audit.describe.name_table import Names, nobody
from lightbulb_audit.errors import ArchiveError, InputError, SearchError
from lightbulb_audit.model import Reader, snowflake
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.predicate import compile_predicate
from lightbulb_audit.query.syntax import format_search, parse, tokenize
from lightbulb_audit.query.values import ParseContext
from lightbulb_audit.render.export import FORMATS, Report
from lightbulb_audit.render.export.completeness import of_archive
from lightbulb_audit.render.query_errors import plain_query_error
from lightbulb_audit.render.query_text import describe_query_plain
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.name_search import NameSearch, UnknownServer
from lightbulb_audit.services.reversals import PATIENCE_OF_A_FILE, ReversalFinder
from lightbulb_audit.services.search import ArchiveSearch

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

Progress = Callable[[int], None]

_ALL: Final = 1 << 62


class ArchiveExporter:
    """Writes what an archive holds.

    Args:
        archive: The archive.
        guild: Of one server only; of every one if None.
        query: In the language of `/audit search`; empty for everything.
        zone: In which its moments are meant, and the file's are repeated.
        progress: Is told how many more entries were written.
    """

    def __init__(
        self, archive: "Archive", guild: int | None, query: str, zone: zoneinfo.ZoneInfo, progress: Progress
    ) -> None:
        self._archive = archive
        self._guild = guild
        self._text = query
        self._zone = zone
        self._progress = progress
        self._archived = ArchiveSearch(archive, Reader(OfflineApp()), lambda _: None, 0)
        self._teller = Describer(archive)
        self._knowing = NameSearch(archive, None)

    async def lines(self) -> AsyncGenerator[str]:
        """The raw entries that fit, one a line, each with its server; newest first within a server.

        Raises:
            InputError: If the query cannot be understood.
        """
        if not self._text.strip():
            async for entry in self._archive.export(self._guild):
                yield f"{line_of(entry)}\n"
                self._progress(1)
            return
        for guild_id, query in (await self._searches()).items():
            lore = await self._knowing.context_for(hikari.Snowflake(guild_id), UnknownServer(), query)
            async for entry in self._archived.entries(guild_id, query, lore, _ALL):
                yield f"{line_of(entry)}\n"
                self._progress(1)

    async def file(self, name: str) -> AsyncGenerator[str]:
        """A table or a page of one server.

        Raises:
            InputError: If the query cannot be understood, or it is not said of which server.
        """
        guild_id = hikari.Snowflake(await self._one())
        form, query = FORMATS[name], await self._search(guild_id)
        lore = await self._knowing.context_for(guild_id, UnknownServer(), query)
        report = await self._report(guild_id, query, lore)
        yield form.head(report)
        reversals, people = ReversalFinder(self._archive, PATIENCE_OF_A_FILE), Lookalikes()
        async for page in self._archived.everything(guild_id, query, lore, _ALL):
            undoings = await reversals.find(guild_id, (), page.records)
            told, _ = await self._teller.describe(guild_id, [page], page.records, nobody, undoings, people=people)
            for one in told:
                yield form.entry(one)
            self._progress(len(told))
        yield form.tail(report)

    async def _report(self, guild_id: hikari.Snowflake, query: Query, lore: SearchContext) -> Report:
        """What the file says of itself."""
        standing = await self._archived.standing(guild_id)
        digest = await self._archived.digest(guild_id)
        recall = functools.partial(self._teller.recall_names, guild_id)
        asked = compile_predicate(query, lore)
        newest, oldest = [
            await self._archive.search(guild_id, asked, limit=1, is_upwards=is_upwards) for is_upwards in (False, True)
        ]
        missing = () if standing is None else self._archived.lacking(guild_id, standing, query)
        return Report(
            server=None,
            guild_id=int(guild_id),
            made_at=datetime.datetime.now(datetime.UTC),
            zone=self._zone,
            question=await describe_query_plain(query, Names(guild_id=guild_id), self._zone, recall),
            query=format_search(query),
            oldest=snowflake.time_of(oldest[0].entry_id) if oldest else None,
            newest=snowflake.time_of(newest[0].entry_id) if newest else None,
            entries=await self._archive.count(guild_id, asked, _ALL),
            coverage=of_archive(standing, missing),
            digest=None if digest is None else digest.hex(),
        )

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
        """What the query means in each server; left out are those in which nobody is called as it says.

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
            found = await self._knowing.resolve_names(hikari.Snowflake(guild_id), UnknownServer(), words)
            sense = ParseContext(guild_id, datetime.datetime.now(datetime.UTC), self._zone, found)
            return parse(self._text, words, sense)
        except SearchError as error:
            raise InputError(f"QUERY, at character {error.start + 1}", plain_query_error(error)) from error
