"""The running extension's search, for a bot's own commands."""

import dataclasses
from typing import TYPE_CHECKING, Final

import hikari

from lightbulb_audit.api.entry_text import EntryText
from lightbulb_audit.deferred import Deferred
from lightbulb_audit.errors import AuditError, SearchError
from lightbulb_audit.model.query import Cursor, View

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.services import Services
    from lightbulb_audit.services.list_reader import EntryList

MOST: Final = 100
"""Entries that one search gives."""


class AuditLogError(Exception):
    """The log could not be searched; the text says in a sentence what happened and what to do."""


class QueryError(AuditLogError):
    """A query that cannot be understood; the text says which word is at fault."""


@dataclasses.dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        entries: The entries in words, newest first.
        total: How many entries fit in all; None where nobody counted them to the end.
        next_before: What to give as `before` to go on from here; None at the end.
        is_archived: Whether the archive answered, and not Discord's own log of 45 days.
        is_complete: Whether nothing is known to be missing of the span that was asked for.
    """

    entries: tuple[EntryText, ...]
    total: int | None
    next_before: hikari.Snowflake | None
    is_archived: bool
    is_complete: bool


class AuditLog:
    """Searches the audit log of any server that the bot is in.

    The extension registers one in `client.di` when it is loaded, so a command of the bot's own takes it as a parameter.
    Who wants it elsewhere, or loads the extension after `client.start()`, registers an `AuditLog()` beforehand; the
    extension takes that one.

    It knows no permissions: whatever is found is told, also of channels that are closed to the one who asks. Whom to
    show it to is for the bot to decide; `/audit` asks for View audit log.
    """

    def __init__(self) -> None:
        self._services: Deferred[Services] | None = None

    @property
    def is_running(self) -> bool:
        """Whether the extension is loaded, so that it can be searched."""
        return self._services is not None

    async def search(
        self, guild_id: int, query: str = "", *, limit: int = 25, before: int | None = None
    ) -> SearchResult:
        """Find entries, newest first.

        Args:
            guild_id: In which server.
            query: In the language of `/audit search`, such as `actor:anna action:ban`; empty for all.
            limit: How many entries at most, 1 to 100.
            before: Only entries with a smaller id; None for the newest.

        Raises:
            ValueError: If the limit is out of range.
            QueryError: If the query cannot be understood.
            AuditLogError: If the log cannot be read, or the extension is not loaded.
        """
        if not 1 <= limit <= MOST:
            problem = f"limit: {limit!r} is not from 1 to {MOST}"
            raise ValueError(problem)
        if self._services is None:
            problem = "lightbulb_audit is not loaded: load it with client.load_extensions before searching"
            raise AuditLogError(problem)
        services = await self._services.get()
        from lightbulb_audit.commands.answers.permissions import error_message
        from lightbulb_audit.render.search.query_errors import plain_query_error

        try:
            return _result(await _read(services, hikari.Snowflake(guild_id), query, limit, before))
        except SearchError as error:
            raise QueryError(plain_query_error(error)) from error
        except AuditError as error:
            raise AuditLogError(error_message(error).replace("**", "")) from error


def connect(log: AuditLog, services: "Deferred[Services] | None") -> None:
    """Let it search by the services of the running extension; None where that stopped."""
    log._services = services  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - nobody else sets it


async def _read(
    services: "Services", guild_id: hikari.Snowflake, text: str, limit: int, before: int | None
) -> "EntryList":
    from lightbulb_audit.analyse.visibility import Viewer

    host = Viewer(None, is_all_seeing=True)
    query = await services.parser.parse(guild_id, text, host)
    cursor = None if before is None else Cursor("older", before)
    return await services.lists.read(guild_id, dataclasses.replace(query, count=limit), host, View.SEARCH, cursor)


def _result(found: "EntryList") -> SearchResult:
    from lightbulb_audit.api.log_page import text_of

    window = found.window
    is_archived = not window.scanned and any(page.origin is not None for page in window.pages)
    hits, last = window.hits, window.records[-1].id if window.records and window.has_older else None
    further = None if window.further is None else hikari.Snowflake(window.further.id)
    return SearchResult(
        entries=tuple(map(text_of, found.descriptions)),
        total=hits.count if hits is not None and hits.is_all else None,
        next_before=further or last,
        is_archived=is_archived,
        is_complete=is_archived and not window.missing,
    )
