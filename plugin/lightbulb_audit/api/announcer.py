"""Telling the host of new entries: each once, from whatever side it comes."""

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import hikari

from lightbulb_audit.api.entry_event import AuditEntryEvent
from lightbulb_audit.api.entry_text import EntryText
from lightbulb_audit.deferred import Deferred
from lightbulb_audit.model import Page, Reader, Record, snowflake

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.services import Services

_EVENT: Final = "GUILD_AUDIT_LOG_ENTRY_CREATE"
_REMEMBERED: Final = 10_000
"""Entries of which it is remembered that they were told: far more than come between an event and the archive."""


class Announcer:
    """Dispatches an `AuditEntryEvent` for each new entry of one bot.

    Args:
        app: The bot; one without a gateway has no events.
        services: Gives what looks up names.
    """

    def __init__(self, app: hikari.RESTAware, services: "Deferred[Services]") -> None:
        self._services = services
        self._app = app
        self._manager: hikari.api.EventManager | None = getattr(app, "event_manager", None)
        self._reader = Reader(app)
        self._told: dict[tuple[int, int], None] = {}

    def attach(self) -> None:
        """Listen to the gateway."""
        if self._manager is not None:
            self._manager.subscribe(hikari.ShardPayloadEvent, self._listen)

    def detach(self) -> None:
        """Listen no more."""
        if self._manager is not None:
            self._manager.unsubscribe(hikari.ShardPayloadEvent, self._listen)

    def announce(self, page: Page, records: Sequence[Record], *, is_late: bool = True) -> None:
        """Tell of some entries of a page, but for those that were told of before."""
        new = [one for one in records if one.id and (int(page.guild_id), int(one.id)) not in self._told]
        if not new or self._manager is None:
            return
        for record in new:
            self._told[int(page.guild_id), int(record.id)] = None
            self._manager.dispatch(AuditEntryEvent(self._app, page, record, self._look_up, is_late=is_late))
        while len(self._told) > _REMEMBERED:
            del self._told[next(iter(self._told))]

    async def _look_up(self, page: Page, record: Record) -> EntryText:
        services = await self._services.get()
        from lightbulb_audit.api.log_page import text_of
        from lightbulb_audit.describe.names.name_table import names_of
        from lightbulb_audit.services.names.people import look_up_people

        server = services.server(page.guild_id)
        look_up = functools.partial(look_up_people, server.lookups)
        names = names_of([page], server.names, server.people)
        (told,) = await services.describer.describe_with(int(page.guild_id), [record], names, look_up=look_up)
        return text_of(told)

    async def _listen(self, event: hikari.ShardPayloadEvent) -> None:
        guild_id = snowflake.parse(event.payload.get("guild_id")) if event.name == _EVENT else None
        if guild_id:
            # hikari decodes the same object later; nobody must find it changed.
            page = self._reader.page([dict(event.payload)], guild_id)
            self.announce(page, page.records, is_late=False)
