"""Making files of everything that fits a question."""

import asyncio
import dataclasses
import functools
import logging
from collections.abc import Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog import words
from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.describe.lookalikes import Lookalikes
from lightbulb_audit.describe.name_table import Names
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import Page, Record, snowflake
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.remote import leaves_gaps
from lightbulb_audit.query.syntax import format_search
from lightbulb_audit.render import limits, listing
from lightbulb_audit.render.export import Format, Packed, Packer, Report, TooMuch
from lightbulb_audit.render.export.completeness import of_archive, of_discord
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.query_footer import footer_text
from lightbulb_audit.render.query_text import describe_query_plain
from lightbulb_audit.services.browse import browse
from lightbulb_audit.services.name_search import extend_with_page
from lightbulb_audit.services.reversals import PATIENCE_OF_A_FILE, ReversalFinder

_log: Final = logging.getLogger(__name__)

AT_MOST: Final = 100_000
"""Entries in one answer: it must come within 15 minutes."""

LIVE_AT_MOST: Final = 1000
"""Entries that are taken from Discord itself, which gives 100 a request."""


@dataclasses.dataclass(slots=True)
class _Taken:
    """The entries that go into the files.

    Attributes:
        packer: Makes the files.
        coverage: How complete they are, a plain sentence each.
        digest: The head of the archive's chain, if they are from it.
        count: How many they are.
        newest: The largest id.
        oldest: The smallest.
        is_cut: Whether there are more.
        reach: How far was looked, where that was not to the end.
    """

    packer: Packer
    coverage: Sequence[str] = ()
    digest: bytes | None = None
    count: int = 0
    newest: int | None = None
    oldest: int | None = None
    is_cut: bool = False
    reach: str = ""

    def note(self, records: Sequence[Record]) -> None:
        """Count entries that were taken."""
        self.count += len(records)
        ids = [int(record.id) for record in records if record.id]
        if ids:
            self.newest = max(ids) if self.newest is None else self.newest
            self.oldest = min(ids)


class FileExporter:
    """Makes the files for one question.

    Args:
        audit: Where answers come from.
        guild_id: Whose log.
        search: Which entries.
        form: In which form.
        viewer: Who may know what is asked for.
        limit: The bytes that Discord takes for a file here; its least where nobody knows.
    """

    def __init__(
        self, audit: Audit, guild_id: hikari.Snowflake, query: Query, form: Format, viewer: Viewer, limit: int = 0
    ) -> None:
        self._viewer = viewer
        self._audit = audit
        self._guild_id = guild_id
        self._server = audit.server(guild_id)
        self._query = dataclasses.replace(query, count=LIVE_AT_MOST)
        self._form = form
        self._limit = limit or limits.upload(0)
        self._reversals = ReversalFinder(None if audit.kept is None else audit.kept.store, PATIENCE_OF_A_FILE)
        self._people = Lookalikes()

    async def drawing(self) -> MessagePayload:
        """The files, with a word on what is in them.

        Raises:
            AuditError: If the log could not be read.
        """
        lore = await self._audit.knowing.context_for(self._guild_id, self._server, self._query)
        taken = await self._from_archive(lore) or await self._from_discord(lore)
        # Packing compresses: nobody else should wait for it.
        packed = await asyncio.to_thread(taken.packer.pack, await self._report(taken))
        return self._drawn(taken, packed)

    async def _from_archive(self, lore: SearchContext) -> _Taken | None:
        """Everything that the archive has; None where it does not answer."""
        archived = self._audit.archived
        standing = None if archived is None else await archived.standing(self._guild_id)
        if archived is None or standing is None or not lore.is_whole:
            return None
        taken = _Taken(Packer(self._form, self._limit))
        taken.digest = await archived.digest(self._guild_id)
        taken.coverage = of_archive(standing, archived.lacking(self._guild_id, standing, self._query))
        try:
            async for page in archived.everything(self._guild_id, self._query, lore, AT_MOST + 1):
                room = AT_MOST - taken.count
                taken.is_cut = len(page.records) > room
                await self._take([page], page.records[:room], taken)
                if taken.packer.is_full or taken.is_cut:
                    break
        except ArchiveError as error:
            _log.debug("the archive could not be exported: %s", error)
            return None
        # One that is still empty knows less than Discord.
        return taken if taken.count or standing.covered else None

    async def _from_discord(self, lore: SearchContext) -> _Taken:
        """As much as one press looks through."""
        window = await browse(
            self._audit.log,
            self._guild_id,
            self._query,
            None,
            functools.partial(extend_with_page, lore, self._query),
            bots=LIVE_AT_MOST,
        )
        _, *reach = coverage = of_discord(window)
        taken = _Taken(Packer(self._form, self._limit), coverage, is_cut=window.has_older, reach=" ".join(reach))
        await self._take(window.pages, window.records, taken)
        return taken

    async def _take(self, pages: Sequence[Page], records: Sequence[Record], taken: _Taken) -> None:
        whole = () if leaves_gaps(self._query) else pages
        undoings = await self._reversals.find(self._guild_id, whole, records)
        told, _ = await self._audit.teller.describe(
            self._guild_id, pages, records, self._server.names, undoings, self._server.people, self._people
        )
        for one in told:
            taken.packer.add(one)
        taken.note(records)
        # Whoever else waits for the bot comes in between.
        await asyncio.sleep(0)

    async def _report(self, taken: _Taken) -> Report:
        return Report(
            server=self._server.name,
            guild_id=int(self._guild_id),
            made_at=self._audit.clock.now(),
            zone=self._audit.zone,
            question=await self._question(),
            query=format_search(self._query),
            oldest=None if taken.oldest is None else snowflake.time_of(taken.oldest),
            newest=None if taken.newest is None else snowflake.time_of(taken.newest),
            coverage=[*taken.coverage, *([words.EXPORT_CUT.format(count=f"{taken.count:,}")] if taken.is_cut else [])],
            digest=None if taken.digest is None else taken.digest.hex(),
            entries=taken.count,
        )

    async def _question(self) -> str:
        """What was asked, in words."""
        behind = await self._audit.names_for(self._guild_id, self._server.seen_by(self._viewer), self._query, ())
        names = Names(behind=behind, guild_id=int(self._guild_id))
        recall = functools.partial(self._audit.teller.recall_names, self._guild_id)
        return await describe_query_plain(self._query, names, self._audit.zone, recall)

    def _drawn(self, taken: _Taken, packed: Packed | TooMuch) -> MessagePayload:
        more = f"{taken.reach} {words.EXPORT_FURTHER}" if taken.reach else ""
        if not taken.count:
            return MessagePayload(self._embed(f"{words.EXPORT_NOTHING_YET} {more}" if more else words.EXPORT_NOTHING))
        if isinstance(packed, TooMuch):
            return MessagePayload(self._embed(packed.summary))
        count = words.EXPORT_ONE if taken.count == 1 else words.EXPORT_COUNT.format(count=f"{taken.count:,}")
        cut = words.EXPORT_CUT.format(count=f"{taken.count:,}") if taken.is_cut else ""
        files = [hikari.Bytes(file.data, file.name, mimetype=file.media_type) for file in packed.files]
        return MessagePayload(
            self._embed(" ".join(part for part in (count, cut or more, packed.summary) if part)), files=files
        )

    def _embed(self, text: str) -> hikari.Embed:
        """A word with the question behind it, so that other forms can be asked for from there."""
        embed = hikari.Embed(description=text, color=listing.COLOUR)
        return embed.set_footer(footer_text(self._query))
