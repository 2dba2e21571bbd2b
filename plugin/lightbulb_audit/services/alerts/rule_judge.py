"""One rule, held against what came.

Windows are remembered while they matter, and are read from the archive where they are not: after a start, and for
entries that come late.
"""

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import QUIET, Alert, Deed
from lightbulb_audit.services.alerts.compiled import CompiledRule, mark_of
from lightbulb_audit.services.alerts.deed_reader import DeedReader
from lightbulb_audit.services.alerts.findings import Found, Pick, find_in, span_of
from lightbulb_audit.services.alerts.past import Past
from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.alerts.series import QUIET_MS, Series, id_at, milliseconds


class Judged(NamedTuple):
    """What a rule found.

    Attributes:
        found: What is to be written down.
        series: What is remembered of the alert from here on; None for nothing.
        is_behind: Whether what was found lies before all that is remembered, which may lack an incident then.
    """

    found: Sequence[Found] = ()
    series: Series | None = None
    is_behind: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class RuleJudge:
    """Judges by one rule.

    Attributes:
        store: Where alerts are.
        alert: The alert.
        rule: Its rule.
        deeds: Reads what lies around what came.
    """

    store: AlertStore
    alert: Alert
    rule: CompiledRule
    deeds: DeedReader

    async def judge(self, fitting: Sequence[tuple[Deed, int]], known: Series | None) -> Judged:
        """Return what a rule finds with entries that came; nothing is written.

        Args:
            fitting: Those that fit, each with the queries that it fits, as bits.
            known: What is remembered, which takes them in.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        # What lies further back than a window reaches can be in none with anything that is news.
        bound = id_at(snowflake.milliseconds_of(self.alert.began) - self._span)
        by_id = {deed.entry_id: (deed, sides) for deed, sides in fitting if deed.entry_id >= bound}
        picks = [Pick(deed, sides, self.rule.key_of(deed)) for deed, sides in by_id.values()]
        if not picks:
            return Judged(series=known)
        oldest, newest = span_of(picks)
        # A batch that follows a start may span hours: it is read back once, and remembered from there on.
        floor = id_at(newest - 2 * self._span - QUIET_MS) if known is None else known.floor
        if id_at(oldest - self._span) < floor:
            return await self._judge_late(picks, known)
        series = await self._read(oldest - self._span, None) if known is None else known
        found = await self._find(series, picks)
        series.forget(newest - self._span - QUIET_MS, newest - self._span - 2 * QUIET_MS)
        return Judged(found, series)

    async def _judge_late(self, picks: Sequence[Pick], known: Series | None) -> Judged:
        """Judge what lies before all that is remembered, by what is read for it alone."""
        oldest, newest = span_of(picks)
        around = await self._read(oldest - self._span, newest + self._span)
        found = await self._find(around, picks)
        if known is not None:
            for one in picks:
                if one.deed.entry_id >= known.floor:
                    known.put(one.key, mark_of(one.deed, one.sides))
        return Judged(found, known, is_behind=True)

    async def _find(self, series: Series, picks: Sequence[Pick]) -> Sequence[Found]:
        past = Past(self.store, self.alert.guild_id, self.rule)
        return await find_in(series, self.alert, self.rule, picks, past)

    async def _read(self, low: int, high: int | None) -> Series:
        """Read from the archive what lies between two moments in milliseconds; None for all up to now."""
        series = Series(id_at(low))
        # What is to be remembered begins at the same time for most alerts: after a start.
        read = self.deeds.since(series.floor) if high is None else self.deeds.between(series.floor, id_at(high + 1))
        async for some in read:
            for deed, sides in self.rule.pick(some):
                series.put(self.rule.key_of(deed), mark_of(deed, sides))
        await self.refresh(series)
        return series

    async def refresh(self, series: Series) -> None:
        """Take in the incidents that the archive has.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        since = snowflake.time_of(series.floor) - QUIET
        known = await self.store.incidents(self.alert.guild_id, self.alert.alert_id, since)
        series.settle(self.rule.rule.condition.by, known)

    @property
    def _span(self) -> int:
        return milliseconds(self.rule.rule.condition.span)
