"""An event of hikari's for each new entry."""

import functools
from collections.abc import Awaitable, Callable

import hikari

from lightbulb_audit.api.entry_text import EntryText
from lightbulb_audit.deferred import load
from lightbulb_audit.model import Page, Record


class AuditEntryEvent(hikari.Event):
    """An entry that is new to the bot. It is dispatched once for each entry while the process runs.

    It comes as soon as the gateway tells of the entry, for which the intent GUILD_MODERATION is needed. With an archive
    also what the gateway lost comes, as soon as it was read and kept: what was made while the bot was away, or, without
    the intent, all. What is older than the archive is history, of which no event comes.

    It is made by the extension alone.
    """

    def __init__(
        self,
        app: hikari.RESTAware,
        page: Page,
        record: Record,
        look_up: Callable[[Page, Record], Awaitable[EntryText]],
        *,
        is_late: bool,
    ) -> None:
        self._app = app
        self._look_up = look_up
        self._page = page
        self._record = record
        self._is_late = is_late

    @property
    def app(self) -> hikari.RESTAware:
        """The bot."""
        return self._app

    @property
    def guild_id(self) -> hikari.Snowflake:
        """In which server."""
        return self._page.guild_id

    @property
    def record(self) -> Record:
        """The entry, without loss."""
        return self._record

    @property
    def is_late(self) -> bool:
        """Whether it was read from the log, since no event told of it; late ones come in no promised order."""
        return self._is_late

    @functools.cached_property
    def text(self) -> EntryText:
        """The entry in words, with the names that are at hand: whom the bot's cache does not have is told by id."""
        load("lightbulb_audit.api.log_page")
        from lightbulb_audit.api.log_page import page_of

        return page_of(self._page, self._app).describe(self._record)

    async def fetch_text(self) -> EntryText:
        """Say it with the names that the archive has, and of people whom nobody knows, with those of Discord.

        That costs a few requests at most, and none for whom Discord told of within the last hour.
        """
        return await self._look_up(self._page, self._record)
