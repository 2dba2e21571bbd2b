"""What is known of one feed in this process: how far it looked, what is on its way, and how much it told lately."""

import collections
import time
from typing import Final

from lightbulb_audit.services.feeds.news import Backlog
from lightbulb_audit.services.guild_delivery import Line

_FOLDED_FROM: Final = 3
"""Fewer entries are told one by one, however much happened just before."""


class FeedLine(Line):
    """One feed that is served.

    Attributes:
        backlog: What it found behind its cursor and did not take in yet; None where it did not look.
        is_clean: Whether nothing unfinished is left in its outbox.
        gathers_since: Since when a digest may be gathered, by the clock; None where surely none is.
        late_at: When something late was last added to it, by the clock.
    """

    def __init__(self) -> None:
        super().__init__()
        self.backlog: Backlog | None = None
        self.is_clean = False
        # Another process may have left one behind.
        self.gathers_since: float | None = time.monotonic()
        self.late_at = time.monotonic()
        self._clean_since = 0.0
        self._told: collections.deque[tuple[float, int]] = collections.deque()

    @property
    def is_ready(self) -> bool:
        """Whether it can tell something new: nothing that it told before is unfinished."""
        return self.is_free and self.is_clean

    def doubt(self, seconds: float) -> None:
        """Hold it for unclean after some seconds: another process may have ended with a message on its way."""
        if self.is_clean and time.monotonic() - self._clean_since >= seconds:
            self.is_clean = False

    def note_clean(self, *, is_clean: bool) -> None:
        """Its outbox was looked at, or all of it sent."""
        self.is_clean, self.failures, self._clean_since = is_clean, 0, time.monotonic()

    def is_crowded(self, count: int, most: int, seconds: float) -> bool:
        """Return whether so many more entries would be more than can be told one by one within some seconds."""
        since = time.monotonic() - seconds
        while self._told and self._told[0][0] <= since:
            self._told.popleft()
        return count >= _FOLDED_FROM and count + sum(one for _, one in self._told) > most

    def note_told(self, count: int, now: float) -> None:
        """So many entries were told, at a time by the clock."""
        self._told.append((now, count))

    def note_late(self) -> None:
        """Something late was added to the digest."""
        self.late_at = time.monotonic()
        self.gathers_since = self.late_at if self.gathers_since is None else self.gathers_since

    def is_gathered(self, seconds: float, most: float, *, is_reading: bool) -> bool:
        """Return whether the digest is to be sent.

        Args:
            seconds: How long nothing late must have come.
            most: How long it may be gathered at most.
            is_reading: Whether the log is still being read, so that more may come.
        """
        if self.gathers_since is None:
            return False
        now = time.monotonic()
        return (not is_reading and now - self.late_at >= seconds) or now - self.gathers_since >= most
