"""How long a server is left in peace after something went wrong."""

import datetime
import logging
from typing import Final

from lightbulb_audit.errors import ArchiveError, AuditError, BusyError, ForbiddenError, GoneError
from lightbulb_audit.services.collector.schedule import Schedule, back_off

_log: Final = logging.getLogger(__name__)


class Rest:
    """The rest of one server.

    Attributes:
        trouble: What is wrong with Discord or the archive; None while all is well.
        until: Until when it rests; None where it does not.
    """

    __slots__ = ("_failures", "trouble", "until")

    def __init__(self) -> None:
        self.trouble: AuditError | ArchiveError | None = None
        self.until: datetime.datetime | None = None
        self._failures = 0

    def begin(self, guild_id: int, error: AuditError | ArchiveError, rhythm: Schedule, now: datetime.datetime) -> None:
        """Something went wrong: rest, the longer the more often it did."""
        if type(self.trouble) is not type(error):
            self._failures = 0
            _log.warning("collecting the log of guild %s rests: %s", guild_id, str(error) or type(error).__name__)
        self.trouble = error
        bounds = rhythm.failed
        if self.is_closed:
            bounds = rhythm.forbidden
        elif isinstance(error, ArchiveError):
            bounds = rhythm.away
        wait = max(back_off(bounds, self._failures), error.seconds if isinstance(error, BusyError) else 0.0)
        self._failures += 1
        self.until = now + datetime.timedelta(seconds=wait)

    def end(self) -> None:
        """All went well."""
        self.trouble, self._failures = None, 0

    @property
    def is_closed(self) -> bool:
        """Whether Discord does not let the bot read the log."""
        return isinstance(self.trouble, ForbiddenError | GoneError)

    def seconds_left(self, now: datetime.datetime) -> float:
        """Return for how many seconds more it rests."""
        return 0.0 if self.until is None else max((self.until - now).total_seconds(), 0.0)

    def shorten(self, until: datetime.datetime) -> None:
        """Let it rest until then at least and at most."""
        if self.until is None or self.until > until:
            self.until = until
