"""Looking through an archive for what was changed behind its back."""

import dataclasses
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.append import CurrentEntry, select_entries
from lightbulb_audit.archive.chain.examiner import ChainRow, Erasure, Examiner, Finding
from lightbulb_audit.archive.chain.head import Head, fetch_heads
from lightbulb_audit.archive.projections import term_tally
from lightbulb_audit.archive.projections.consistency import ExpectedTables
from lightbulb_audit.archive.projections.current import fold_all
from lightbulb_audit.archive.schema import entries, observations

_BATCH: Final = 5000
_table: Final = observations.c
# As the driver gives them: what was tampered with may be of any kind.
_COLUMNS: Final = tuple(sa.type_coerce(_table[name], sa.types.NullType()) for name in ChainRow._fields)

Progress = Callable[[int], None]


class KeptHead(NamedTuple):
    """A head that was kept elsewhere.

    Attributes:
        digest: The digest of the row that was the last one then.
        number: Its number, if that was kept too.
    """

    digest: bytes
    number: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was found of a server.

    Attributes:
        head: Its head.
        findings: What is wrong.
        erasures: What was blanked or pruned, after the head that was kept elsewhere if there is one.
        is_pruned: Whether the row of that head was pruned, so that nothing shows what stood before.
    """

    head: Head
    findings: list[Finding]
    erasures: Sequence[Erasure] = ()
    is_pruned: bool = False


async def verify(
    connection: AsyncConnection, guild_id: int | None, kept: Mapping[int, KeptHead], progress: Progress
) -> AsyncGenerator[VerifyReport]:
    """Yield what is wrong with each server's chain, its entries, and all else that its rows tell.

    Args:
        connection: A transaction that sees one moment throughout.
        guild_id: Whose; every server's if None.
        kept: Heads that were kept elsewhere, by server: each must be in the chain.
        progress: Is told how many more rows were looked at.
    """
    found = {head.guild_id: head for head in await fetch_heads(connection, guild_id)}
    for lost in await _headless(connection, guild_id, found.keys() | kept.keys()):
        yield VerifyReport(_nowhere(lost), [Finding(lost, "the head", "removed")])
    for missing in kept.keys() - found.keys():
        problem = "there is none, though its head was kept elsewhere"
        yield VerifyReport(_nowhere(missing), [Finding(missing, "the chain", problem)])
    for head in found.values():
        if not head.can_be:
            yield VerifyReport(head, [Finding(head.guild_id, "the head", "altered")])
            continue
        yield await _server(connection, head, kept.get(head.guild_id), progress)


async def _server(connection: AsyncConnection, head: Head, kept: KeptHead | None, progress: Progress) -> VerifyReport:
    examiner, said = Examiner(head), ExpectedTables()
    await _walk(connection, examiner, said, head, frozenset({kept.digest} if kept else ()), progress)
    after, is_pruned = 0, False
    if kept is not None:
        met = examiner.digests_met | {head.anchor_digest: head.anchor_number}
        after = met.get(kept.digest, kept.number or 0)
        is_pruned = kept.digest not in met and 0 < after <= head.anchor_number
        if kept.digest not in met and not is_pruned:
            problem = "it does not hold the head that was kept elsewhere: rows were cut off or rewritten"
            examiner.findings.append(Finding(head.guild_id, "the chain", problem))
    is_whole = not examiner.findings
    findings = examiner.findings + await _entries(connection, head.guild_id, examiner.entries_altered)
    if is_whole:  # else it is not known what the rest should be
        findings += await said.compare(connection, head.guild_id)
    return VerifyReport(head, findings, [one for one in examiner.erasures if one.number > after], is_pruned)


async def _walk(
    connection: AsyncConnection,
    examiner: Examiner,
    said: ExpectedTables,
    head: Head,
    sought: frozenset[bytes],
    progress: Progress,
) -> None:
    wanted = sa.select(*_COLUMNS).where(_table.guild_id == head.guild_id).order_by(_table.number).limit(_BATCH)
    more = wanted
    while rows := [ChainRow.of(row) for row in await connection.execute(more)]:
        examiner.take(rows, sought)
        for row in rows:
            said.take(row.number, row.entry_id, row.way, row.raw, row.covered)
        progress(len(rows))
        more = wanted.where(_table.number > rows[-1].number)
    examiner.end()


def _nowhere(guild_id: int) -> Head:
    return Head(guild_id, 0, b"", 0, b"")


async def _headless(connection: AsyncConnection, guild_id: int | None, known: Sequence[int] | set[int]) -> list[int]:
    """Servers with observations or entries and no head."""
    asked = [sa.select(table.c.guild_id) for table in (observations, entries)]
    if guild_id is not None:
        asked = [one.where(one.selected_columns.guild_id == guild_id) for one in asked]
    wanted = sa.union(*asked).order_by("guild_id")
    return [found for (found,) in await connection.execute(wanted) if found not in known]


async def _entries(connection: AsyncConnection, guild_id: int, altered: set[int]) -> list[Finding]:
    """Return where today's states are not what the observations say, but for entries whose observations were altered.

    The index of terms is held against those that are right: it is not at fault where they are not.
    """
    problems: dict[int, str] = {}
    low = tally = 0
    async for batch in fold_all(connection, guild_id):
        high = next(reversed(batch), low)  # the largest: they come in their order
        right = {entry_id: kept for entry_id, kept in batch.items() if entry_id not in altered}
        wrong = _compare(right, await select_entries(connection, guild_id, right))
        problems |= wrong | await _find_unobserved(connection, guild_id, low, high, batch.keys() | altered)
        tally += sum(term_tally.tally_of(one, kept.state.terms) for one, kept in right.items() if one not in wrong)
        low = high
    problems |= await _find_unobserved(connection, guild_id, low, None, altered)
    findings = [
        Finding(guild_id, f"entry {entry_id}", problem, is_derived=True) for entry_id, problem in problems.items()
    ]
    if await term_tally.tally_index(connection, guild_id, problems.keys() | altered) != tally:
        problem = "it is not what the entries say"
        findings.append(Finding(guild_id, "the index of terms", problem, is_derived=True))
    return findings


def _compare(right: Mapping[int, CurrentEntry], stored: Mapping[int, CurrentEntry]) -> dict[int, str]:
    return {
        entry_id: "removed" if entry_id not in stored else "its state of today was altered"
        for entry_id, kept in right.items()
        if stored.get(entry_id) != kept
    }


async def _find_unobserved(
    connection: AsyncConnection, guild_id: int, low: int, high: int | None, known: Sequence[int] | set[int]
) -> dict[int, str]:
    wanted = sa.select(entries.c.entry_id).where(entries.c.guild_id == guild_id, entries.c.entry_id > low)
    if high is not None:
        wanted = wanted.where(entries.c.entry_id <= high)
    found = await connection.execute(wanted.order_by(entries.c.entry_id))
    return {entry_id: "no observation tells of it" for (entry_id,) in found if entry_id not in known}
