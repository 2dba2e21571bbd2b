"""Discord's time, out of the header `Date` of every answer that hikari gets.

hikari hands on the headers of errors alone, so its session is watched by aiohttp's tracing. Which session that is has
no public name (`RESTClientImpl._client_session`); a test fails when hikari changes it.
"""

import datetime
import email.utils
import types
from typing import Final

import aiohttp
import hikari

from lightbulb_audit.model import snowflake
from lightbulb_audit.services.clock import DiscordClock

_HEADER: Final = "Date"


class ServerTime:
    """Tells a clock what Discord's answers say.

    Args:
        app: The bot whose answers are heard.
        clock: Whom to tell.
    """

    def __init__(self, app: hikari.RESTAware, clock: DiscordClock) -> None:
        self.clock = clock
        self._app = app
        self._trace = aiohttp.TraceConfig()
        self._trace.on_request_end.append(self._hear)
        self._trace.freeze()

    def attach(self) -> None:
        """Hear from now on. The session is another one after each start of the bot, so this is done again."""
        session = self._session
        if session is not None and self._trace not in session.trace_configs:
            session.trace_configs.append(self._trace)

    def detach(self) -> None:
        """Hear no more."""
        session = self._session
        if session is not None and self._trace in session.trace_configs:
            session.trace_configs.remove(self._trace)

    @property
    def _session(self) -> aiohttp.ClientSession | None:
        found = getattr(self._app.rest, "_client_session", None)
        return found if isinstance(found, aiohttp.ClientSession) else None

    async def _hear(
        self, _: aiohttp.ClientSession, __: types.SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        moment = read_date(ended.response.headers.get(_HEADER))
        if moment is not None:
            self.clock.hear(moment)


def read_date(text: str | None) -> datetime.datetime | None:
    """A moment out of a header; None where there is none that can be Discord's. Source: RFC 9110, section 5.6.7."""
    try:
        found = None if text is None else email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if found is None:
        return None
    moment = found.replace(tzinfo=found.tzinfo or datetime.UTC)
    return moment if snowflake.time_of(0) <= moment <= snowflake.time_of(snowflake.LARGEST) else None
