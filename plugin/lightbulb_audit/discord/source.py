"""Discord's audit log over REST, raw.

The one private call of the package is here: hikari has no public way to a raw answer that keeps its rate limits and
retries (`RESTClientImpl._request`; its public `fetch_audit_log` loses entries). A test fails when hikari changes it.
"""

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import aiohttp
import hikari
import hikari.impl
from hikari.internal import data_binding, routes

from lightbulb_audit.discord.retries import RetryGate
from lightbulb_audit.discord.server_time import ServerTime
from lightbulb_audit.errors import (
    AuditError,
    BusyError,
    FailedError,
    ForbiddenError,
    GoneError,
    SilentError,
    UnreachableError,
)
from lightbulb_audit.model import Page, Reader
from lightbulb_audit.model.query import PageRequest

_log: Final = logging.getLogger(__name__)

_BUSY_SECONDS: Final = 60.0
"""What to wait after a 429 that does not say how long."""

PATIENCE: Final = 20.0
"""Seconds that a person is kept waiting for one page; hikari itself would wait up to 5 minutes for a rate limit."""


class RestAuditLog:
    """A server's log as Discord has it: the last 45 days.

    Args:
        app: The bot whose token and rate limits are used.
        patience: Seconds to wait for a page.
        heard: What hears Discord's time in the answers; None where nobody needs it.
        retries: What hikari's own retries wait for; None where they do not.
    """

    def __init__(
        self,
        app: hikari.RESTAware,
        patience: float = PATIENCE,
        heard: ServerTime | None = None,
        retries: RetryGate | None = None,
    ) -> None:
        self._app = app
        self._retries = retries
        self._heard = heard
        self._reader = Reader(app)
        self._patience = patience

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """Read a page; see `services.ports.AuditLog`.

        Source: Discord's published OpenAPI file, `GET /guilds/{guild_id}/audit-logs`.
        """
        query = data_binding.StringMapBuilder()
        for name, value in dataclasses.asdict(request).items():
            if value is not None and (name != "after" or request.is_upwards):
                query.put(name, int(value))
        page = self._reader.page(await self._request(guild_id, query), guild_id)
        if self._heard is not None:
            self._heard.clock.saw(max((int(record.id) for record in page.records if record.id), default=0))
        return page

    async def _request(self, guild_id: hikari.Snowflake, query: data_binding.StringMapBuilder) -> Any:
        route = routes.GET_GUILD_AUDIT_LOGS.compile(guild=guild_id)
        rest = cast("hikari.impl.RESTClientImpl", self._app.rest)
        if self._heard is not None:
            self._heard.attach()
        try:
            with contextlib.nullcontext() if self._retries is None else self._retries.reading():
                async with asyncio.timeout(self._patience):
                    return await rest._request(route, query=query)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - see above
        except (hikari.HikariError, aiohttp.ClientError, OSError, ValueError) as error:
            _log.info("the audit log of guild %s could not be read: %s", guild_id, type(error).__name__)
            raise translate_error(error, self._patience) from error


def translate_error(error: Exception, patience: float) -> AuditError:
    """Return what went wrong, in our terms. `TimeoutError` is an `OSError`."""
    if isinstance(error, hikari.RateLimitTooLongError):
        return BusyError(error.retry_after)
    if isinstance(error, hikari.HTTPResponseError):
        status = int(error.status)
        return _OF_STATUS.get(status, lambda: FailedError(status))()
    return SilentError(patience) if isinstance(error, TimeoutError) else UnreachableError()


_OF_STATUS: Final[Mapping[int, Callable[[], AuditError]]] = {
    401: ForbiddenError,
    403: ForbiddenError,
    404: GoneError,
    429: lambda: BusyError(_BUSY_SECONDS),
}
"""HTTP status to what it means; any other is trouble of Discord's own."""
