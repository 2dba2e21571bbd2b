"""Discord's time, out of the header `Date` of every answer that hikari gets.

hikari hands on the headers of errors alone, so its session is watched.
"""

import datetime
import email.utils
import types
from typing import Final

import aiohttp
import hikari

from lightbulb_audit.discord.session_trace import SessionTrace
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
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._hear)
        self._traced = SessionTrace(app, trace)

    def attach(self) -> None:
        """Hear from now on; done again, since the session is another one after each start of the bot."""
        self._traced.attach()

    def detach(self) -> None:
        """Hear no more."""
        self._traced.detach()

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
