"""Which entries still grow, and when each is due to be read again.

`options.count` of some types rises on the same id for some minutes, and no event says so. Source: Discord's staff in
the issue tracker of its documentation.
"""

import datetime
from collections.abc import Iterable

from lightbulb_audit.model import snowflake
from lightbulb_audit.services.collector.schedule import Schedule


class Rereads:
    """The young entries of one server.

    Args:
        rhythm: How often they are read.
    """

    __slots__ = ("_due", "_rhythm")

    def __init__(self, rhythm: Schedule) -> None:
        self._rhythm = rhythm
        self._due: dict[int, datetime.datetime] = {}

    def saw(self, entry_id: int, now: datetime.datetime) -> None:
        """An entry was seen as it is now; one that is old enough grows no more."""
        age = (now - snowflake.time_of(entry_id)).total_seconds()
        for limit, seconds in self._rhythm.young:
            if age < limit:
                self._due[entry_id] = now + datetime.timedelta(seconds=seconds)
                return
        self._due.pop(entry_id, None)

    def remember(self, entry_ids: Iterable[int], now: datetime.datetime) -> None:
        """Entries that were young when they were last seen, before a start: they are due soon, whatever their age."""
        soon = now + datetime.timedelta(seconds=self._rhythm.first_look)
        for entry_id in entry_ids:
            self._due.setdefault(entry_id, soon)

    def read_down_to(self, low: int, now: datetime.datetime) -> None:
        """Everything down to an id was read; what was not among it is there no more."""
        for entry_id in [entry_id for entry_id, due in self._due.items() if entry_id >= low and due <= now]:
            del self._due[entry_id]

    def lowest_due(self, now: datetime.datetime) -> int | None:
        """Down to which id to read again now; None if nothing is due."""
        return min((entry_id for entry_id, due in self._due.items() if due <= now), default=None)

    @property
    def next_due(self) -> datetime.datetime | None:
        """When the next is due; None where nothing is young."""
        return min(self._due.values(), default=None)

    @property
    def is_open(self) -> bool:
        """Whether anything may still grow."""
        return bool(self._due)

    def clear(self) -> None:
        """Forget all."""
        self._due.clear()
