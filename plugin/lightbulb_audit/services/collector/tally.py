"""How much collecting did since it began, for whatever watches it."""

import dataclasses
import datetime

from lightbulb_audit.model.observation import Appended


@dataclasses.dataclass(slots=True)
class Tally:
    """What all servers of a process did so far.

    Attributes:
        events: Entries that came as events and were kept.
        bursts: How often events were kept, each time as many as had come.
        lag: The seconds from the making of the newest event to its kept row, summed up over these times.
        pages: Pages of Discord's log that were read and kept.
        rows: Rows that events and pages added to the archive.
    """

    events: int = 0
    bursts: int = 0
    lag: float = 0.0
    pages: int = 0
    rows: int = 0

    def note_events(self, count: int, lag: datetime.timedelta, kept: Appended) -> None:
        """Events were kept."""
        self.events += count
        self.bursts += 1
        self.lag += lag.total_seconds()
        self.rows += kept.added

    def note_page(self, kept: Appended) -> None:
        """A page was kept."""
        self.pages += 1
        self.rows += kept.added
