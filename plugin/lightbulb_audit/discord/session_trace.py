"""Watching what hikari sends and gets: its session, by aiohttp's tracing.

Which session that is has no public name (`RESTClientImpl._client_session`); a test fails when hikari changes it.
"""

import aiohttp
import hikari


class SessionTrace:
    """A trace of the requests of a bot.

    Args:
        app: The bot.
        trace: What is told of them.
    """

    def __init__(self, app: hikari.RESTAware, trace: aiohttp.TraceConfig) -> None:
        self._app = app
        self._trace = trace
        trace.freeze()

    def attach(self) -> None:
        """Tell from now on. The session is another one after each start of the bot, so this is done again."""
        session = self._session
        if session is not None and self._trace not in session.trace_configs:
            session.trace_configs.append(self._trace)

    def detach(self) -> None:
        """Tell no more."""
        session = self._session
        if session is not None and self._trace in session.trace_configs:
            session.trace_configs.remove(self._trace)

    @property
    def _session(self) -> aiohttp.ClientSession | None:
        found = getattr(self._app.rest, "_client_session", None)
        return found if isinstance(found, aiohttp.ClientSession) else None
