"""What `archive verify` and `archive rebuild` say."""

import contextlib
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Final

from lightbulb_audit.archive.chain.examiner import Erasure
from lightbulb_audit.archive.chain.verify import KeptHead, VerifyReport
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.describe.values.numbers import pluralize
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.observation import moment

_SHOWN: Final = 100
_REBUILD: Final = "`lightbulb-audit archive rebuild` mends it"


class Inspection:
    """Looks through an archive, and says what is found.

    Args:
        archive: The archive.
        kept: Heads that were kept elsewhere, by server: the digest, and the row's number if it is known.

    Attributes:
        servers: How many servers were looked at.
    """

    def __init__(self, archive: Archive, kept: Mapping[int, tuple[bytes, int | None]]) -> None:
        self.servers = 0
        self._archive = archive
        self._kept = {guild_id: KeptHead(*head) for guild_id, head in kept.items()}
        self._altered = 0
        self._derived = 0
        self._erasures = 0

    async def lines(self, guild_id: int | None, progress: Callable[[int], None]) -> AsyncGenerator[str]:
        """Yield all that is to be said, line by line."""
        async with contextlib.aclosing(self._archive.verify(guild_id, self._kept, progress)) as reports:
            async for report in reports:
                self.servers += 1
                derived = sum(finding.is_derived for finding in report.findings)
                self._derived += derived
                self._altered += len(report.findings) - derived
                for line in self._said(report):
                    yield line

    def _said(self, report: VerifyReport) -> list[str]:
        head, findings = report.head, report.findings
        where = f"guild {head.guild_id}"
        lines = [str(finding) for finding in findings[:_SHOWN]]
        if len(findings) > _SHOWN:
            lines.append(f"{where}: {len(findings) - _SHOWN} more")
        if not findings:
            rows = head.number - head.anchor_number
            are = "as it was" if rows == 1 else "all as they were"
            what = f"{are} written" if not report.erasures else f"{are} written, but for what was erased"
            lines.append(f"{where}: {pluralize(rows, 'row', 'rows')}, {what}")
        lines += [f"{where}, {line}" for line in self._erased(report)]
        return [*lines, f"head {head.guild_id}={head.digest.hex()}@{head.number}"]

    def _erased(self, report: VerifyReport) -> list[str]:
        erasures = report.erasures
        if report.head.guild_id not in self._kept:
            blanked = sum(one.count for one in erasures if one.why is not None)
            pruned = sum(one.count for one in erasures if one.why is None)
            counts = [f"{blanked:,} blanked" if blanked else "", f"{pruned:,} removed" if pruned else ""]
            return [f"rows erased on record: {' and '.join(filter(None, counts))}"] if erasures else []
        self._erasures += len(erasures) + report.is_pruned
        lines = [_erasure(one) for one in erasures[:_SHOWN]]
        if len(erasures) > _SHOWN:
            lines.append(f"{len(erasures) - _SHOWN} more such rows")
        if report.is_pruned:
            lines.append("the row of the kept head was removed: it shows nothing about the rows before")
        return lines

    @property
    def problem(self) -> str:
        """What is wrong, and what to do; empty where nothing is."""
        count = pluralize(self._altered + self._derived, "finding", "findings")
        if self._altered:
            return f"{count}; compare it with a backup"
        return f"{count}, none of them in the rows themselves; {_REBUILD}" if self._derived else ""

    @property
    def erased(self) -> str:
        """That something was erased after a kept head, and what to do; empty where nothing was."""
        if not self._erasures:
            return ""
        return "rows were erased since the kept head; if that is in order, say --allow-erasure"


def _erasure(one: Erasure) -> str:
    at = f"{moment(one.at):%Y-%m-%d %H:%M} UTC"
    if one.why is None:
        return f"row {one.number}: {at}, {pluralize(one.count, 'row', 'rows')} removed at the beginning"
    return f"row {one.number}: {at}, {pluralize(one.count, 'row', 'rows')} blanked ({one.why})"


async def rebuild(archive: Archive, guild_id: int | None, progress: Callable[[int], None]) -> AsyncGenerator[str]:
    """Make anew all that the rows tell, of one or every server, and say so.

    Raises:
        ArchiveError: If the rows of one were altered, since what they tell would be wrong.
    """
    wanted: list[int] = []
    async with contextlib.aclosing(archive.verify(guild_id, progress=progress)) as reports:
        async for report in reports:
            if not all(finding.is_derived for finding in report.findings):
                problem = f"rows of guild {report.head.guild_id} were altered; `archive verify` names them"
                raise ArchiveError(archive.place, f"{problem}, compare it with a backup")
            wanted.append(report.head.guild_id)
    for one in wanted:
        await archive.rebuild(one)
        yield f"guild {one}: rebuilt from its rows"
