"""What is remembered of one alert in a server: the marks of its windows, and the incidents that go on. Pure.

All of it is in the archive as well. Whatever is not remembered is read there before anything is judged by it.
"""

import bisect
import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from typing import Final

from lightbulb_audit.analyse.windows import Mark
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import QUIET, By, Incident

_MILLISECOND: Final = datetime.timedelta(milliseconds=1)
QUIET_MS: Final = QUIET // _MILLISECOND


def milliseconds(span: datetime.timedelta) -> int:
    """Return a length of time as a number."""
    return span // _MILLISECOND


def id_at(at: int) -> int:
    """Return the smallest id of a moment in milliseconds since 1970."""
    return max(0, at - snowflake.EPOCH_MS) << 22


@dataclasses.dataclass(slots=True, eq=False)
class OpenIncident:
    """An incident as judging needs it.

    Attributes:
        number: Its number; None while it is only being written down.
        first: When the first of its entries was made, in milliseconds since 1970, but for strays.
        last: When the last was.
        entry_ids: Its entries, strays among them.
    """

    number: int | None
    first: int
    last: int
    entry_ids: set[int]

    @classmethod
    def of(cls, incident: Incident) -> "OpenIncident":
        """Return one out of the archive."""
        first, last = (snowflake.milliseconds_of(int(snowflake.first_at(one))) for one in (
            incident.opened_at, incident.last_at
        ))  # fmt: skip
        return cls(incident.incident_id, first, last, set(incident.entry_ids))

    @property
    def own_ids(self) -> list[int]:
        """Its entries, but for strays."""
        low, high = id_at(self.first), id_at(self.last + 1)
        return [one for one in self.entry_ids if low <= one < high]

    def distance(self, at: int) -> int:
        """Return how far from it a moment lies, in milliseconds; 0 within it."""
        return max(self.first - at, at - self.last, 0)

    def add(self, ids: Iterable[int]) -> None:
        """Take entries in."""
        for entry_id in ids:
            at = snowflake.milliseconds_of(entry_id)
            self.entry_ids.add(entry_id)
            self.first, self.last = min(self.first, at), max(self.last, at)


class Series:
    """The marks and incidents of one alert from a moment on.

    Args:
        floor: The smallest id from which on all is here.
    """

    __slots__ = ("floor", "incidents", "marks")

    def __init__(self, floor: int) -> None:
        self.floor = floor
        self.marks: dict[int | None, list[Mark]] = {}
        self.incidents: dict[int | None, list[OpenIncident]] = {}

    def put(self, key: int | None, mark: Mark) -> None:
        """Take in a mark, or the same with more weight."""
        marks = self.marks.setdefault(key, [])
        at = bisect.bisect_left(marks, (mark.entry_id,))
        if at < len(marks) and marks[at].entry_id == mark.entry_id:
            known = marks[at]
            marks[at] = mark._replace(weight=max(mark.weight, known.weight), sides=mark.sides | known.sides)
        else:
            marks.insert(at, mark)

    def near(self, key: int | None, low: int, high: int) -> Sequence[Mark]:
        """Return the marks of a key made from one moment to another, both included."""
        marks = self.marks.get(key, [])
        return marks[bisect.bisect_left(marks, (id_at(low),)) : bisect.bisect_left(marks, (id_at(high + 1),))]

    def settle(self, by: By, incidents: Iterable[Incident]) -> None:
        """Take in what the archive has of incidents."""
        for one in incidents:
            if one.by is by:
                known = self.incidents.setdefault(one.key, [])
                known[:] = [*(other for other in known if other.number != one.incident_id), OpenIncident.of(one)]

    def number(self, key: int | None, incident: OpenIncident, number: int | None) -> None:
        """Note by which number the archive has an incident that was opened; none where it has all of it in others."""
        incident.number = number
        known = self.incidents.get(key, [])
        if number is None and incident in known:
            known.remove(incident)
            if not known:
                del self.incidents[key]

    def forget(self, before: int, quiet_before: int) -> None:
        """Let go of marks made before a moment, and of incidents that ended before another."""
        bound = id_at(before)
        self.floor = max(self.floor, bound)
        for key, marks in list(self.marks.items()):
            del marks[: bisect.bisect_left(marks, (bound,))]
            if not marks:
                del self.marks[key]
        for key, known in list(self.incidents.items()):
            known[:] = [one for one in known if one.last >= quiet_before]
            if not known:
                del self.incidents[key]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is remembered."""
        return not (self.marks or self.incidents)
