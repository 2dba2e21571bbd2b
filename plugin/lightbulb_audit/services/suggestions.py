"""What to propose while somebody types."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.recent_cache import RecentEntries
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.ports import Server

_PATIENCE: Final = 2.5
"""Seconds: Discord takes suggestions for 3 seconds."""


class Suggestions:
    """Proposes entries and names.

    Args:
        newest: The newest entries.
        server: A server as the bot knows it.
        names: Who and what is called so.
        describer: Tells entries in words.
    """

    def __init__(
        self,
        newest: RecentEntries,
        server: Callable[[hikari.Snowflake], Server],
        names: NameSearch,
        describer: Describer,
    ) -> None:
        self._newest = newest
        self._server = server
        self._names = names
        self._describer = describer

    async def entries(self, guild_id: hikari.Snowflake) -> Sequence[Description]:
        """Return the newest entries in words; none where the log cannot be read, or not in time."""
        try:
            async with asyncio.timeout(_PATIENCE):
                page = await self._newest.page(guild_id)
                records = [record for record in page.records if record.id]
                server = self._server(guild_id)
                told, _ = await self._describer.describe(guild_id, [page], records, server.names, called=server.people)
        except (AuditError, TimeoutError):
            return []
        return told

    async def named(
        self, guild_id: hikari.Snowflake, text: str, kinds: Sequence[Kind], viewer: Viewer
    ) -> Sequence[NamedThing]:
        """Return what is or was called so and may be of these kinds, as far as somebody may know."""
        wanted = " ".join(words_of(text))
        if not wanted:
            return ()
        return (await self._names.find(guild_id, self._server(guild_id).seen_by(viewer), [(wanted, kinds)]))[wanted]
