"""The alerts of one server: what is new is read once for all of them, and held against all rules in one pass.

The incidents of all rules and the cursors behind what they hold are written in one transaction, so it makes no
difference how often the process dies.
"""

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from lightbulb_audit.analyse.windows import FIRST
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.alert import Alert, ConditionKind, Deed, Verdict
from lightbulb_audit.services.alerts.compiled import CompiledRule, RuleSet
from lightbulb_audit.services.alerts.deed_reader import BATCH, DeedReader
from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.alerts.rule_judge import Judged, RuleJudge
from lightbulb_audit.services.alerts.series import Series

_AHEAD: Final = 5000
"""Observations by which an alert that found nothing may be ahead of what is written down of it."""

Rules: TypeAlias = Callable[[Alert], Awaitable[CompiledRule | None]]
"""The rule of an alert as entries are held against it now; None where that cannot be known now."""


Unheard: TypeAlias = Callable[[int, Sequence[Deed]], Sequence[Deed]]
"""Which entries of a server no event told of, though it should have."""


def nothing_unheard(_guild_id: int, _news: Sequence[Deed]) -> Sequence[Deed]:
    """Take every event to have come."""
    return ()


class _Case(NamedTuple):
    """What one alert found of a batch of news."""

    by: RuleJudge
    judged: Judged

    @property
    def alert(self) -> Alert:
        return self.by.alert


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
        deeds, faults, is_found = DeedReader(self._store, self._guild_id), list[Exception](), False
        rules = [(one, await self._rules(one)) for one in alerts]
        asked = [RuleJudge(self._store, one, rule, deeds) for one, rule in rules if rule is not None]
        while asked:
            after = min(self._through[one.alert.alert_id] for one in asked)
            news = await self._store.news(self._guild_id, after, BATCH)
            if not news:
                break
            cases = await self._judge(asked, news, faults)
            is_found = is_found or any(one.judged.found for one in cases)
            asked = await self._claim(cases, news[-1].number)
            if len(news) < BATCH:
                break
        if faults:
            raise faults[0]
        return is_found

    def _forget(self, alert_id: int) -> None:
        """Remember nothing of an alert: somebody else judges it too, or it went wrong."""
        self._series.pop(alert_id, None)
        self._through.pop(alert_id, None)

    async def _judge(self, asked: Sequence[RuleJudge], news: Sequence[Deed], faults: list[Exception]) -> list[_Case]:
        """Hold what came against the rules; nothing is written. A fault of one costs that one alone."""
        cases: list[_Case] = []
        unheard = [(deed, FIRST) for deed in self._unheard(self._guild_id, news)]
        for one, picked in zip(asked, RuleSet([one.rule for one in asked]).pick(news), strict=True):
            through = self._through[one.alert.alert_id]
            fitting = unheard if one.rule.rule.condition.kind is ConditionKind.SILENCE else picked
            new = [(deed, sides) for deed, sides in fitting if deed.number > through]
            try:
                cases.append(_Case(one, await one.judge(new, self._series.get(one.alert.alert_id))))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is raised once the others are judged
                self._forget(one.alert.alert_id)
                faults.append(error)
        return cases

    async def _claim(self, cases: Sequence[_Case], last: int) -> list[RuleJudge]:
        """Write down what was found, all of it at once; return what judges on: where nobody else was faster."""
        due = [one for one in cases if one.judged.found or last - one.alert.cursor >= _AHEAD]
        verdicts = [Verdict(one.alert, last, [found.finding for found in one.judged.found]) for one in due]
        try:
            claims = await self._store.claim(verdicts) if verdicts else ()
            for one, numbers in zip(due, claims, strict=True):
                if numbers is not None:
                    await self._settle(one, numbers)
        except ArchiveError:
            for one in due:
                self._forget(one.alert.alert_id)
            raise
        lost = {one.alert.alert_id for one, numbers in zip(due, claims, strict=True) if numbers is None}
        moved = {one.alert.alert_id for one in due}
        for alert_id in lost:
            self._forget(alert_id)
        kept = [one for one in cases if one.alert.alert_id not in lost]
        for one in kept:
            self._through[one.alert.alert_id] = max(last, self._through[one.alert.alert_id])
            if one.judged.series is not None:
                self._series[one.alert.alert_id] = one.judged.series
        return [_moved(one.by, last) if one.alert.alert_id in moved else one.by for one in kept]

    @staticmethod
    async def _settle(case: _Case, numbers: Sequence[int | None]) -> None:
        """Note what the archive has of the incidents that were opened."""
        series = case.judged.series
        if series is not None and case.judged.is_behind:
            await case.by.refresh(series)
            return
        for (finding, incident), number in zip(case.judged.found, numbers, strict=True):
            if series is not None and incident is not None and incident.number is None:
                series.number(finding.key, incident, number)


def _moved(judge: RuleJudge, last: int) -> RuleJudge:
    return dataclasses.replace(judge, alert=dataclasses.replace(judge.alert, cursor=last))
