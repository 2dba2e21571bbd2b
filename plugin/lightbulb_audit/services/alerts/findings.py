"""What a rule finds with entries that came, and the incidents that it belongs to."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from lightbulb_audit.analyse.windows import Mark, Stretch, merge, stretches
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import LATE, Alert, Cause, ConditionKind, Deed, Finding
from lightbulb_audit.services.alerts.compiled import CompiledRule, mark_of
from lightbulb_audit.services.alerts.grouping import group
from lightbulb_audit.services.alerts.past import Past
from lightbulb_audit.services.alerts.series import OpenIncident, Series, milliseconds

_CAUSES: Final = {ConditionKind.SILENCE: Cause.UNHEARD}


class Pick(NamedTuple):
    """An entry that fits a rule.

    Attributes:
        deed: The entry.
        sides: Which of the rule's queries it fits, as bits.
        key: Of whom or what it is counted.
    """

    deed: Deed
    sides: int
    key: int | None


class Found(NamedTuple):
    """What is found, and where it is remembered.

    Attributes:
        finding: What is found.
        incident: The incident that it belongs to, as it is remembered; None where it only weighs more now.
    """

    finding: Finding
    incident: OpenIncident | None = None


def span_of(picks: Sequence[Pick]) -> tuple[int, int]:
    """Return when the first and the last of some entries were made, in milliseconds since 1970."""
    ids = [one.deed.entry_id for one in picks]
    return snowflake.milliseconds_of(min(ids)), snowflake.milliseconds_of(max(ids))


async def find_in(series: Series, alert: Alert, rule: CompiledRule, picks: Sequence[Pick], past: Past) -> list[Found]:
    """Return what is found among the marks of an alert, with those that came.

    Args:
        series: The marks and incidents around them, which take them in.
        alert: The alert.
        rule: Its rule.
        picks: The entries that came and fit.
        past: What is unusual for somebody.
    """
    by_key: dict[int | None, list[Pick]] = {}
    for one in picks:
        series.put(one.key, mark_of(one.deed, one.sides))
        by_key.setdefault(one.key, []).append(one)
    found: list[Found] = []
    for key, some in by_key.items():
        (oldest, newest), span = span_of(some), milliseconds(rule.rule.condition.span)
        marks = series.near(key, oldest - span, newest + span)
        held = await _held(alert, rule, key, some, marks, past)
        found += _findings(alert, rule, key, some, marks, held, series)
    return found


async def _held(
    alert: Alert, rule: CompiledRule, key: int | None, picks: Sequence[Pick], marks: Sequence[Mark], past: Past
) -> list[Stretch]:
    """Return where a condition holds among the marks of one key."""
    condition = rule.rule.condition
    if condition.is_local:
        # A window that ends before all that came is without it: what it holds was found when that came.
        return stretches(marks, condition, max(alert.began, min(one.deed.entry_id for one in picks)))
    touched = {one.deed.entry_id for one in picks if one.deed.entry_id >= alert.began}
    if condition.kind is ConditionKind.SILENCE:
        return [Stretch(one, one) for one in sorted(touched)]
    return merge(await past.stretches(key, marks, touched)) if touched else []


def _findings(
    alert: Alert,
    rule: CompiledRule,
    key: int | None,
    picks: Sequence[Pick],
    marks: Sequence[Mark],
    held: Sequence[Stretch],
    series: Series,
) -> list[Found]:
    """Return what incidents of one key get, and which of them weigh more now."""
    condition = rule.rule.condition
    cause = _CAUSES.get(condition.kind, Cause.FITS)
    incidents = series.incidents.setdefault(key, [])
    grown = _grown(picks, incidents)
    gains = group(marks, held, condition, alert.began, incidents)
    came = {one.deed.entry_id: one.deed for one in picks}
    found: list[Found] = []
    for one in gains:
        number, is_late = one.incident.number, _is_late(one.ids, came)
        finding = Finding(condition.by, key, cause, one.ids, number, is_late, one.strays, one.moves)
        found.append(Found(finding, one.incident))
    gained = {one.incident.number for one in gains}
    found += [Found(Finding(condition.by, key, cause, (), number)) for number in grown if number not in gained]
    if not incidents:
        del series.incidents[key]
    return found


def _grown(picks: Sequence[Pick], incidents: Sequence[OpenIncident]) -> list[int]:
    """Return the numbers of the incidents of which entries that are in them came anew: they weigh more now."""
    again = {one.deed.entry_id for one in picks if one.deed.number != one.deed.first}
    return [one.number for one in incidents if one.number is not None and not again.isdisjoint(one.entry_ids)]


def _is_late(ids: Sequence[int], came: Mapping[int, Deed]) -> bool:
    """Return whether all that made an incident so came long after it was done."""
    seen = [came[one] for one in ids if one in came] or list(came.values())
    return all(one.seen_at - snowflake.time_of(one.entry_id) > LATE for one in seen)
