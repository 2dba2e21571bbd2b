"""Finding what was changed in a chain. Pure; `archive.chain.digest` explains what holds."""

import dataclasses
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from lightbulb_audit.archive.chain import digest as chain
from lightbulb_audit.archive.chain import leaves, records
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
    version: int | None
    covered: str | None
    proof: bytes | None

    @classmethod
    def of(cls, values: Sequence[Any]) -> "ChainRow":
        """Return a row whose columns may hold anything, since somebody may have written to them."""
        number, entry_id, raw, seen_at, way, redacted, *digests, version, covered, proof = values
        salt, content, digest = (one if isinstance(one, bytes) else b"" for one in digests)
        covered = None if covered is None else str(covered)
        proof = proof if proof is None or isinstance(proof, bytes) else b""
        said = (number, entry_id, str(raw), seen_at, str(way), bool(redacted), salt, content, digest)
        return cls(*said, version, covered, proof)

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
        is_derived: Whether it is in what the rows of the chain tell, and not in a row.
    """

    guild_id: int
    place: str
    problem: str
    is_derived: bool = False

    def __str__(self) -> str:
        return f"guild {self.guild_id}, {self.place}: {self.problem}"


@dataclasses.dataclass(frozen=True, slots=True)
class Erasure:
    """Rows that lost what they said, or are gone.

    Attributes:
        number: The row that records it.
        at: When, in microseconds since 1970.
        why: The reason that it gives; None for rows that are gone.
        count: How many rows.
    """

    number: int
    at: int
    why: str | None
    count: int


class Examiner:
    """Walks along one server's chain.

    Args:
        head: Where the chain begins and ends, as the database says.
    """

    def __init__(self, head: Head) -> None:
        self.findings: list[Finding] = []
        self.erasures: list[Erasure] = []
        self.digests_met: dict[bytes, int] = {}
        self.entries_altered: set[int] = set()
        self._head = head
        self._number = head.anchor_number
        self._digest = head.anchor_digest
        self._is_second = False
        # Of blanked rows: whether by the second version, and the digest of what stands there; by the rows themselves,
        # and by the records.
        self._standing: dict[int, tuple[bool, bytes]] = {}
        self._blanked: dict[int, tuple[bool, bytes]] = {}
        self._uncommitted: dict[int, bytes] = {}
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
                self.digests_met[row.digest] = row.number
            self._number, self._digest = row.number, row.digest

    def _follow(self, rows: list[ChainRow], index: int) -> bool:
        """See that a row stands behind the one before it.

        Returns:
            False for a row that was put in: the next one is to be seen as if it were not there.
        """
        row = rows[index]
        if row.number != self._number + 1:
            self._report_removal(self._number + 1, row.number - 1)
            return True  # what it followed is gone
        if self._fits(row):
            return True
        later = next((at for at in range(index + 1, len(rows)) if self._fits(rows[at])), None)
        if later is None:
            self._find(row.number, f"it does not follow row {row.number - 1}: one was altered, put in or removed here")
        elif chain.link(rows[later - 1 if later - 1 > index else later].digest, row.content) == row.digest:
            self._report_swap(rows, index, later)
        else:
            self._find(row.number, "put in between two rows that belong together")
            return False
        return True

    def _fits(self, row: ChainRow) -> bool:
        return chain.link(self._digest, row.content) == row.digest

    def _report_swap(self, rows: list[ChainRow], index: int, later: int) -> None:
        here, there = rows[index], rows[later]
        places = f"rows {here.number} and {there.number}"
        self.findings.append(Finding(self._head.guild_id, places, "they were swapped"))
        rows[index], rows[later] = there._replace(number=here.number), here._replace(number=there.number)

    def _report_removal(self, first: int, last: int) -> None:
        places = f"row {first}" if first == last else f"rows {first} to {last}"
        self.findings.append(Finding(self._head.guild_id, places, "removed"))

    def _look_into(self, row: ChainRow) -> None:
        """See that a row says what it said."""
        if row.version is None:
            self._look_into_first(row)
        else:
            self._is_second = True
            is_right = row.version == chain.VERSION and self._second_content(row) == row.content
            self._judge(row, is_right=is_right)
        if row.entry_id == 0:
            self._read(row)

    def _judge(self, row: ChainRow, *, is_right: bool) -> None:
        """Of a row whose words are held against its own content."""
        if row.redacted and row.proof is not None:
            is_right = is_right and not row.salt
            self._standing[row.number] = (True, chain.standing_digest(row.raw, row.proof) if is_right else b"")
            self._entry_of[row.number] = row.entry_id
        elif is_right and row.redacted:
            self._find(row.number, "it is marked as blanked and is not")
        elif row.redacted:
            self._standing[row.number] = (True, b"")
            self._entry_of[row.number] = row.entry_id
        elif not is_right or row.proof is not None:
            self._alter(row)

    def _look_into_first(self, row: ChainRow) -> None:
        """Of a row of the first version. Once one of the second came, there are no more of them."""
        guild_id = self._head.guild_id
        said = chain.first_content_of(guild_id, row.entry_id, row.seen_at, row.way, row.salt, row.raw)
        if self._is_second or row.covered is not None:
            self._alter(row)
        elif row.redacted and row.proof is None and said != row.content:
            self._standing[row.number] = (False, said)
            self._entry_of[row.number] = row.entry_id
        elif row.proof is not None:
            # What it said at first stands in a commitment, which comes later.
            self._uncommitted[row.number] = self._second_content(row) or b""
            self._judge(row, is_right=row.redacted)
        else:
            self._judge(row, is_right=said == row.content)

    def _second_content(self, row: ChainRow) -> bytes | None:
        """Return what a row's content is by the second version; None where its proof is none."""
        try:
            body = leaves.body(row.salt, row.raw) if row.proof is None else leaves.body_from_proof(row.proof, row.raw)
        except ValueError:
            return None
        return chain.content_of(self._head.guild_id, row.entry_id, row.seen_at, row.way, row.covered, body)

    def _read(self, row: ChainRow) -> None:
        """Take what a row tells of others."""
        is_second = row.version is not None
        if row.way == records.REDACTION:
            rows = records.parse_rows(row.raw)
            self._blanked.update({number: (is_second, digest) for number, digest in rows.items()})
            self.erasures.append(Erasure(row.number, row.seen_at, records.parse_reason(row.raw), len(rows)))
        elif row.way == records.COMMITMENT:
            for number, digest in records.parse_rows(row.raw).items():
                if self._uncommitted.get(number) == digest:
                    del self._uncommitted[number]
                elif number in self._uncommitted:
                    self._uncommitted[number] = b""  # the first commitment stands
        elif row.way == records.PRUNING and (pruned := records.parse_pruning(row.raw)) is not None:
            self._prune(row, pruned)

    def _prune(self, row: ChainRow, pruned: records.PruningRecord) -> None:
        head, here = self._head, (pruned.through, pruned.digest)
        self.erasures.append(Erasure(row.number, row.seen_at, None, pruned.through - pruned.after))
        self._pruned.add(here)
        if pruned.through > head.anchor_number or (
            pruned.through == head.anchor_number and pruned.digest != head.anchor_digest
        ):
            self._find(row.number, "it tells of a pruning that never was")

    def _alter(self, row: ChainRow) -> None:
        self._find(row.number, "altered")
        self.entries_altered.add(row.entry_id)

    def end(self) -> None:
        """See that the chain ends where it should, and that all that was blanked or pruned is recorded."""
        head = self._head
        if self._number < head.number:
            self._report_removal(self._number + 1, head.number)
        elif self._digest != head.digest:
            self._find(head.number, "the end of the chain is not what the head says: one of them was altered")
        if head.anchor_number == 0:
            if head.anchor_digest != chain.genesis(head.guild_id):
                self.findings.append(Finding(head.guild_id, "the beginning", "altered"))
        elif (head.anchor_number, head.anchor_digest) not in self._pruned:
            self._report_removal(1, head.anchor_number)
        blanked = {number: digest for number, digest in self._blanked.items() if number > head.anchor_number}
        for number in self._uncommitted:
            self._standing[number] = (True, b"")
        told = {finding.place for finding in self.findings}
        for number in sorted(blanked.keys() | self._standing.keys()):
            if blanked.get(number) != self._standing.get(number) and f"row {number}" not in told:
                problem = "altered" if number in blanked else "blanked without a record of it"
                self._find(number, problem)
                self.entries_altered.add(self._entry_of.get(number, 0))

    def _find(self, number: int, problem: str) -> None:
        self.findings.append(Finding(self._head.guild_id, f"row {number}", problem))
