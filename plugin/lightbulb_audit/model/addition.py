"""What is to be kept of one server at once."""

from collections.abc import Sequence
from typing import NamedTuple

from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.progress import Marks, Sighting


class Addition(NamedTuple):
    """What is to be kept of one server, all of it or nothing.

    Attributes:
        guild_id: Which server.
        observed: Entries, in the order in which they were seen.
        covered: The intervals of ids that are complete with them.
        sightings: What people and things are called.
        gaps: What is missing, and why.
        marks: How far the collecting has come; None where that is not to be changed.
    """

    guild_id: int
    observed: Sequence[Observation] = ()
    covered: Sequence[Interval] = ()
    sightings: Sequence[Sighting] = ()
    gaps: Sequence[Gap] = ()
    marks: Marks | None = None

    @property
    def is_chained(self) -> bool:
        """Whether any of it may become a row of the server's chain: marks do not."""
        return bool(self.observed or self.covered or self.sightings or self.gaps)

    @property
    def size(self) -> int:
        """How many rows it is about."""
        return max(1, len(self.observed))
