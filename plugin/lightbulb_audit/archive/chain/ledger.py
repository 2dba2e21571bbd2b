"""What the rows of a chain say is covered, missing and called so: what those tables must hold. Pure."""

import dataclasses
from collections.abc import Iterable, Sequence

from lightbulb_audit.archive.chain import records
from lightbulb_audit.model.intervals import Gap, Interval, merge, subtract


@dataclasses.dataclass(slots=True)
class Ledger:
    """What is covered, and what is known to be missing.

    Attributes:
        covered: The covered intervals, lowest first.
        gaps: The others of which somebody noted why, lowest first.
    """

    covered: list[Interval] = dataclasses.field(default_factory=list[Interval])
    gaps: list[Gap] = dataclasses.field(default_factory=list[Gap])

    def take(self, way: str, raw: str, covered: str | None) -> None:
        """Let the next row tell; `way` is empty for the row of an entry."""
        if covered:
            self.cover(records.parse_intervals(covered))
        if way == records.GAP:
            gaps, uncovers = records.parse_gaps(raw)
            for gap in gaps:
                self.note(gap, uncovers=uncovers)
        elif way == records.PRUNING and (pruned := records.parse_pruning(raw)) is not None:
            self.covered, self.gaps = pruned.covered, pruned.gaps

    def cover(self, more: Iterable[Interval]) -> None:
        """Add intervals, and close the gaps that they fill."""
        self.covered = merge([*self.covered, *more])
        self.gaps = _rest_of_gaps(self.gaps, self.covered) if self.gaps else []

    def note(self, gap: Gap, *, uncovers: bool) -> None:
        """Note a gap; what was noted of it before is replaced, and what of it is covered is none."""
        if uncovers:
            self.covered = [rest for one in self.covered for rest in subtract(one, [gap.interval])]
        gaps = [*_rest_of_gaps(self.gaps, [gap.interval]), *_rest_of_gaps([gap], self.covered)]
        self.gaps = sorted(gaps, key=lambda one: one.interval)

    def says_the_same(self, other: "Ledger") -> bool:
        """Return whether all is alike but for the moments at which gaps were noted."""
        return self.covered == other.covered and _reasons(self.gaps) == _reasons(other.gaps)


def _rest_of_gaps(known: Sequence[Gap], taken: Sequence[Interval]) -> list[Gap]:
    return [dataclasses.replace(gap, interval=rest) for gap in known for rest in subtract(gap.interval, taken)]


def _reasons(gaps: Sequence[Gap]) -> list[tuple[Interval, str]]:
    return [(gap.interval, gap.reason) for gap in gaps]
