"""Holding an archive against checkpoints that were given out: each root must be that of the rows of today."""

import dataclasses
import datetime
import itertools
from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain.examiner import Finding
from lightbulb_audit.archive.chain.head import Head, fetch_heads
from lightbulb_audit.archive.checkpoints import signature, tree_reader
from lightbulb_audit.describe.values.numbers import pluralize
from lightbulb_audit.model.checkpoint import Checkpoint

_HOLE: Final = datetime.timedelta(hours=36)


@dataclasses.dataclass(slots=True)
class Comparison:
    """What came of it for one server.

    Attributes:
        guild_id: Whose rows.
        findings: What is not as it was.
        agreed: The checkpoints that are borne out by the rows, the one with the fewest first.
        pruned: Those of fewer rows than were pruned since: nobody can compute their roots any more.
        rows: How many rows there are today.
    """

    guild_id: int
    findings: list[Finding] = dataclasses.field(default_factory=list[Finding])
    agreed: list[Checkpoint] = dataclasses.field(default_factory=list[Checkpoint])
    pruned: list[Checkpoint] = dataclasses.field(default_factory=list[Checkpoint])
    rows: int = 0

    def find(self, given: Checkpoint, problem: str) -> None:
        """Something is wrong with a checkpoint, or with the rows under it."""
        self.findings.append(Finding(self.guild_id, f"the checkpoint of {_time(given.at)}", problem))

    @property
    def holes(self) -> list[tuple[datetime.datetime, datetime.datetime]]:
        """Between which moments there is none for longer than a day and a half: some may have been deleted."""
        moments = sorted(one.at for one in (*self.agreed, *self.pruned))
        return [(one, other) for one, other in itertools.pairwise(moments) if other - one > _HOLE]

    @property
    def lines(self) -> list[str]:
        """What is to be known beside the findings, a sentence each."""
        said: list[str] = []
        if self.agreed:
            moments, newer = [one.at for one in self.agreed], self.rows - max(one.rows for one in self.agreed)
            count = pluralize(len(moments), "checkpoint", "checkpoints")
            said.append(f"the rows agree with {count}, {_time(min(moments))} to {_time(max(moments))}")
            if newer:
                said.append(f"{pluralize(newer, 'row is', 'rows are')} newer than the last one")
        if self.pruned:
            said.append(
                f"{pluralize(len(self.pruned), 'checkpoint is', 'checkpoints are')} of rows that were pruned since"
            )
        said += [f"there is no checkpoint between {_time(one)} and {_time(other)}" for one, other in self.holes]
        return [f"guild {self.guild_id}: {one}" for one in said]


async def compare(connection: AsyncConnection, guild_id: int, given: Sequence[Checkpoint]) -> Comparison:
    """Hold a server's rows against its checkpoints.

    Args:
        connection: A transaction that sees one moment throughout.
        guild_id: Whose rows.
        given: Its checkpoints, the earliest first: its key is the one.
    """
    done = Comparison(guild_id)
    sound = _keep_signed(done, given)
    head = next(iter(await fetch_heads(connection, guild_id)), None)
    if head is None or not head.can_be:
        for one in sound[-1:]:
            done.find(one, f"it counted {one.rows:,} rows, and there are none; the server was deleted here")
        return done
    done.rows = head.number
    await _walk(connection, done, head, sorted(sound, key=lambda one: one.rows))
    if sound and not done.agreed and not done.findings:
        done.find(sound[-1], "its rows were pruned since, as those of all before it: none of them proves anything")
    return done


def _keep_signed(done: Comparison, given: Sequence[Checkpoint]) -> list[Checkpoint]:
    """Return those with a right signature by the key of the first."""
    sound: list[Checkpoint] = []
    for one in given:
        if not signature.is_signed(one.key, one.body, one.signature):
            done.find(one, "its signature is not right: it was altered or made up")
        elif sound and one.key != sound[0].key:
            done.find(one, "it is signed by another key than the first one")
        else:
            sound.append(one)
    return sound


async def _walk(connection: AsyncConnection, done: Comparison, head: Head, given: Sequence[Checkpoint]) -> None:
    known, good, is_whole = await tree_reader.at_anchor(connection, head), head.anchor_number, True
    for one in given:
        if one.rows < head.anchor_number:
            done.pruned.append(one)
        elif one.rows > head.number:
            done.find(one, f"it counted {one.rows:,} rows, and there are {head.number:,}: the others were cut off")
        else:
            is_whole = is_whole and await tree_reader.advance(connection, head.guild_id, known, one.rows)
            if is_whole and known.root == one.root:
                done.agreed.append(one)
                good = one.rows
            else:
                done.find(one, f"its root is another: one of the rows {_range(good, one.rows)} is not what it was")


def _range(good: int, bad: int) -> str:
    return f"{good + 1:,} to {bad:,}" if good < bad else f"up to {bad:,}"


def _time(at: datetime.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
