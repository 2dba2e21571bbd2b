"""The alerts of one server: what is new is read once for all of them, and held against each rule.

Windows are remembered while they matter, and are read from the archive where they are not: after a start, and for
entries that come late. The incidents and the cursor behind what they hold are written in one transaction, so it makes
no difference how often the process dies.
"""

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from lightbulb_audit.analyse.windows import FIRST
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import QUIET, Alert, ConditionKind, Deed, Finding, Verdict
from lightbulb_audit.services.alerts.compiled import CompiledRule, mark_of
from lightbulb_audit.services.alerts.deed_reader import BATCH, DeedReader
from lightbulb_audit.services.alerts.findings import Pick, find_in, time_of
from lightbulb_audit.services.alerts.past import Past
from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.alerts.series import QUIET_MS, Series, id_at, milliseconds

_AHEAD: Final = 5000
"""Observations by which an alert that found nothing may be ahead of what is written down of it."""

Rules: TypeAlias = Callable[[Alert], Awaitable[CompiledRule | None]]
"""The rule of an alert as entries are held against it now; None where that cannot be known now."""


Unheard: TypeAlias = Callable[[int, Sequence[Deed]], Sequence[Deed]]
"""Which entries of a server no event told of, though it should have."""


def nothing_unheard(_guild_id: int, _news: Sequence[Deed]) -> Sequence[Deed]:
    """Take every event to have come."""
    return ()


class _Claim(NamedTuple):
    """What became of what was found.

    Attributes:
        alert: The alert as it is now; None where somebody else was faster.
        is_found: Whether an incident was opened or changed.
    """

    alert: Alert | None
    is_found: bool = False


class GuildJudge:
    """Judges what one server's archive has that is new.

    Args:
        guild_id: Which server.
        store: Where alerts are.
        rules: What they ask.
        unheard: Tells which entries no event told of.
    """

    __slots__ = ("_guild_id", "_rules", "_series", "_store", "_through", "_unheard")

    def __init__(self, guild_id: int, store: AlertStore, rules: Rules, unheard: Unheard = nothing_unheard) -> None:
        self._unheard = unheard
        self._guild_id = guild_id
        self._store = store
        self._rules = rules
        self._series: dict[int, Series] = {}
        self._through: dict[int, int] = {}

    @property
    def through(self) -> int:
        """The number of the last observation that every alert looked at."""
        return min(self._through.values(), default=0)

    @property
    def is_judged(self) -> bool:
        """Whether what the archive had was looked at once."""
        return bool(self._through)

    async def turn(self) -> bool:
        """Judge all that is new; tell whether an incident was opened or changed.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        alerts = await self._store.of(self._guild_id)
        self._through = {one.alert_id: max(one.cursor, self._through.get(one.alert_id, 0)) for one in alerts}
        self._series = {number: one for number, one in self._series.items() if number in self._through}
        rules = [(one, await self._rules(one)) for one in alerts]
        asked: list[tuple[Alert, CompiledRule]] = [(one, rule) for one, rule in rules if rule is not None]
        is_found, deeds = False, DeedReader(self._store, self._guild_id)
        while asked:
            after = min(self._through[alert.alert_id] for alert, _ in asked)
            news = await self._store.news(self._guild_id, after, BATCH)
            claims = [(await self._judge(alert, rule, news, deeds), rule) for alert, rule in asked]
            is_found = is_found or any(claim.is_found for claim, _ in claims)
            asked = [(claim.alert, rule) for claim, rule in claims if claim.alert is not None]
            if len(news) < BATCH:
                break
        return is_found

    def forget(self, alert_id: int) -> None:
        """Remember nothing of an alert: somebody else judges it too, or it was changed."""
        self._series.pop(alert_id, None)
        self._through.pop(alert_id, None)

    async def _judge(self, alert: Alert, rule: CompiledRule, news: Sequence[Deed], deeds: DeedReader) -> _Claim:
        """Hold what came against one rule, and write down what was found."""
        through = self._through[alert.alert_id]
        new = [one for one in news if one.number > through]
        if not new:
            return _Claim(alert)
        last = new[-1].number
        try:
            findings = await self._find(alert, rule, new, deeds)
            if not findings and last - alert.cursor < _AHEAD:
                self._through[alert.alert_id] = last
                return _Claim(alert)
            claimed = await self._store.claim(Verdict(alert, last, findings))
        except ArchiveError:
            self.forget(alert.alert_id)
            raise
        if claimed is None:
            self.forget(alert.alert_id)
            return _Claim(None)
        series = self._series.get(alert.alert_id)
        if series is not None:
            series.settle(rule.rule.condition.by, claimed)
        self._through[alert.alert_id] = last
        return _Claim(dataclasses.replace(alert, cursor=last), bool(findings))

    async def _find(self, alert: Alert, rule: CompiledRule, news: Sequence[Deed], deeds: DeedReader) -> list[Finding]:
        """Return what a rule finds with entries that came; nothing is written."""
        span = milliseconds(rule.rule.condition.span)
        # What lies further back than a window reaches can be in none with anything that is news.
        bound = id_at(snowflake.milliseconds_of(alert.began) - span)
        fitting = rule.pick(news)
        if rule.rule.condition.kind is ConditionKind.SILENCE:
            fitting = [(deed, FIRST) for deed in self._unheard(self._guild_id, news)]
        by_id = {deed.entry_id: (deed, sides) for deed, sides in fitting if deed.entry_id >= bound}
        picks = [Pick(deed, sides, rule.key_of(deed)) for deed, sides in by_id.values()]
        if not picks:
            return []
        known, newest = self._series.get(alert.alert_id), max(map(time_of, picks))
        # A batch that follows a start may span hours: it is read back once, and remembered from there on.
        floor = id_at(newest - 2 * span - QUIET_MS) if known is None else known.floor
        is_late = id_at(min(map(time_of, picks)) - span) < floor
        series = known
        if series is None or is_late:
            series = await self._read(alert, rule, picks, deeds, is_whole=not is_late)
        found = await find_in(series, alert, rule, picks, Past(self._store, self._guild_id, rule))
        if known is not None and is_late:
            for one in picks:
                if one.deed.entry_id >= known.floor:
                    known.put(one.key, mark_of(one.deed, one.sides))
        elif not is_late:
            series.forget(newest - span - QUIET_MS, newest - span - 2 * QUIET_MS)
            self._series[alert.alert_id] = series
        return found

    async def _read(
        self, alert: Alert, rule: CompiledRule, picks: Sequence[Pick], deeds: DeedReader, *, is_whole: bool
    ) -> Series:
        """Read from the archive what lies around some entries, up to now where it is to be remembered."""
        span = milliseconds(rule.rule.condition.span)
        times = list(map(time_of, picks))
        series = Series(id_at(min(times) - span))
        # What is to be remembered begins at the same time for most alerts: after a start.
        read = deeds.since(series.floor) if is_whole else deeds.between(series.floor, id_at(max(times) + span + 1))
        async for some in read:
            for deed, sides in rule.pick(some):
                series.put(rule.key_of(deed), mark_of(deed, sides))
        since = snowflake.time_of(series.floor) - QUIET
        known = await self._store.incidents(self._guild_id, alert.alert_id, since)
        series.settle(rule.rule.condition.by, known)
        return series
