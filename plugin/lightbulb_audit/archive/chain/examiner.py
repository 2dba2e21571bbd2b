"""Finding what was changed in a chain. Pure; `archive.chain.digest` explains what holds."""

import dataclasses
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from lightbulb_audit.archive.chain import digest as chain
from lightbulb_audit.archive.chain.head import Head


class ChainRow(NamedTuple):
    """An observation as it stands in the database."""

    number: int
    entry_id: int
    raw: str
    seen_at: int
    way: str
    redacted: bool
    salt: bytes
    content: bytes
    digest: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> "ChainRow":
        """A row whose columns may hold anything, since somebody may have written to them."""
        number, entry_id, raw, seen_at, way, redacted, *digests = values
        salt, content, digest = (one if isinstance(one, bytes) else b"" for one in digests)
        return cls(number, entry_id, str(raw), seen_at, str(way), bool(redacted), salt, content, digest)

    @property
    def is_numbered(self) -> bool:
        """Whether what stands for its number is one."""
        return isinstance(cast("Any", self.number), int)


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written.

    Attributes:
        guild_id: In whose log.
        place: Where, such as "row 12".
        problem: What is wrong there.
    """

    guild_id: int
    place: str
    problem: str

    def __str__(self) -> str:
        return f"guild {self.guild_id}, {self.place}: {self.problem}"


class Examiner:
    """Walks along one server's chain.

    Args:
        head: Where the chain begins and ends, as the database says.
    """

    def __init__(self, head: Head) -> None:
        self.findings: list[Finding] = []
        self.digests_met: set[bytes] = set()
        self.entries_altered: set[int] = set()
        self._head = head
        self._number = head.anchor_number
        self._digest = head.anchor_digest
        self._standing: dict[int, bytes] = {}
        self._blanked: dict[int, bytes] = {}
        self._entry_of: dict[int, int] = {}
        self._pruned: set[tuple[int, bytes]] = set()

    def take(self, rows: Sequence[ChainRow], kept: frozenset[bytes] = frozenset()) -> None:
        """Look at the next rows, in the order of their numbers.

        Args:
            rows: As many as are at hand: a row that was moved is recognised within them.
            kept: Digests to look out for.
        """
        waiting = list(rows)
        for index in range(len(waiting)):
            row = waiting[index]
            if not row.is_numbered:
                self._find(row.number, "no row was ever given this number")
                continue
            if row.number <= self._head.anchor_number:
                self._find(row.number, "it was put in before the beginning of the chain")
                continue
            if row.number > self._head.number:
                self._find(row.number, "it was put in behind the end of the chain")
                continue
            if not self._follow(waiting, index):
                self._number = row.number
                continue
            row = waiting[index]
            self._look_into(row)
            if row.digest in kept:
                self.digests_met.add(row.digest)
            self._number, self._digest = row.number, row.digest

    def _follow(self, rows: list[ChainRow], index: int) -> bool:
        """See that a row stands behind the one before it.

        Returns:
            False for a row that was put in: the next one is to be seen as if it were not there.
        """
        row = rows[index]
        if row.number != self._number + 1:
            self._missing(self._number + 1, row.number - 1)
            return True  # what it followed is gone
        if self._fits(row):
            return True
        later = next((at for at in range(index + 1, len(rows)) if self._fits(rows[at])), None)
        if later is None:
            self._find(row.number, f"it does not follow row {row.number - 1}: one was altered, put in or removed here")
        elif chain.link(rows[later - 1 if later - 1 > index else later].digest, row.content) == row.digest:
            self._swapped(rows, index, later)
        else:
            self._find(row.number, "put in between two rows that belong together")
            return False
        return True

    def _fits(self, row: ChainRow) -> bool:
        return chain.link(self._digest, row.content) == row.digest

    def _swapped(self, rows: list[ChainRow], index: int, later: int) -> None:
        here, there = rows[index], rows[later]
        places = f"rows {here.number} and {there.number}"
        self.findings.append(Finding(self._head.guild_id, places, "they were swapped"))
        rows[index], rows[later] = there._replace(number=here.number), here._replace(number=there.number)

    def _missing(self, first: int, last: int) -> None:
        places = f"row {first}" if first == last else f"rows {first} to {last}"
        self.findings.append(Finding(self._head.guild_id, places, "removed"))

    def _look_into(self, row: ChainRow) -> None:
        """See that a row says what it said."""
        said = chain.content_of(self._head.guild_id, row.entry_id, row.seen_at, row.way, row.salt, row.raw)
        if said != row.content or row.redacted:
            self._standing[row.number] = said
            self._entry_of[row.number] = row.entry_id
        if row.redacted and said == row.content:
            self._find(row.number, "it is marked as blanked and is not")
        if not row.redacted and said != row.content:
            self._find(row.number, "altered")
            self.entries_altered.add(row.entry_id)
        if row.entry_id == 0 and row.way == chain.REDACTION:
            self._blanked.update(chain.parse_redaction(row.raw))
        elif row.entry_id == 0 and row.way == chain.PRUNING and (pruned := chain.parse_pruning(row.raw)) is not None:
            self._pruned.add(pruned)

    def end(self) -> None:
        """See that the chain ends where it should, and that all that was blanked or pruned is recorded."""
        head = self._head
        if self._number < head.number:
            self._missing(self._number + 1, head.number)
        elif self._digest != head.digest:
            self._find(head.number, "the end of the chain is not what the head says: one of them was altered")
        if head.anchor_number == 0:
            if head.anchor_digest != chain.genesis(head.guild_id):
                self.findings.append(Finding(head.guild_id, "the beginning", "altered"))
        elif (head.anchor_number, head.anchor_digest) not in self._pruned:
            self._missing(1, head.anchor_number)
        blanked = {number: digest for number, digest in self._blanked.items() if number > head.anchor_number}
        told = {finding.place for finding in self.findings}
        for number in sorted(blanked.keys() | self._standing.keys()):
            if blanked.get(number) != self._standing.get(number) and f"row {number}" not in told:
                problem = "altered" if number in blanked else "blanked without a record of it"
                self._find(number, problem)
                self.entries_altered.add(self._entry_of.get(number, 0))

    def _find(self, number: int, problem: str) -> None:
        self.findings.append(Finding(self._head.guild_id, f"row {number}", problem))
