"""Which incident what was found belongs to. Pure.

Every entry of a stretch in which a rule's condition holds is in one incident. It belongs to the one that goes on, which
is one with an entry made within an hour of it. What is further away opens an incident of its own if the condition holds
without the entries of others too; else it only goes on, late, with the nearest.
"""

from collections.abc import Iterable, Sequence

from lightbulb_audit.analyse.windows import Mark, Stretch, stretches, within
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Condition
from lightbulb_audit.services.alerts.series import QUIET_MS, OpenIncident


def group(
    marks: Sequence[Mark],
    found: Sequence[Stretch],
    condition: Condition,
    began: int,
    incidents: list[OpenIncident],
) -> list[tuple[OpenIncident, list[int]]]:
    """Add what was found to incidents, and open those that are missing.

    Args:
        marks: Those that are counted together, in the order of their ids.
        found: The stretches of them that hold.
        condition: What is asked.
        began: The smallest id that is news.
        incidents: Those of the same key, which are changed.

    Returns:
        The incidents that got something, with what they got.
    """
    told = {entry_id for one in incidents for entry_id in one.entry_ids}
    new = [entry_id for entry_id in within(marks, found) if entry_id not in told]
    gains: dict[int, tuple[OpenIncident, list[int]]] = {}
    rest = _join(new, incidents, gains)
    if rest:
        taken = told | (set(new) - set(rest))
        alone = [one for one in marks if one.entry_id not in taken]
        for run in _runs(_own(alone, rest, condition, began)):
            ids = within(alone, run)
            opened = OpenIncident(None, snowflake.milliseconds_of(ids[0]), snowflake.milliseconds_of(ids[-1]), set())
            incidents.append(opened)
            _give(opened, ids, gains)
        _go_on(rest, incidents, gains)
    return list(gains.values())


def _own(alone: Sequence[Mark], rest: Sequence[int], condition: Condition, began: int) -> list[Stretch]:
    """Return where the condition holds by marks that are in no incident; what only the past tells holds as it is."""
    if not condition.is_local:
        return [Stretch(one, one) for one in rest]
    return stretches(alone, condition, began)


def _join(
    new: Sequence[int], incidents: Sequence[OpenIncident], gains: dict[int, tuple[OpenIncident, list[int]]]
) -> list[int]:
    """Give to incidents what lies close to them, which may bring them close to more; return what is left."""
    rest = list(new)
    while True:
        left: list[int] = []
        for entry_id in rest:
            at = snowflake.milliseconds_of(entry_id)
            near = min(incidents, key=lambda one: one.distance(at), default=None)
            if near is None or near.distance(at) > QUIET_MS:
                left.append(entry_id)
            else:
                _give(near, [entry_id], gains)
        if len(left) == len(rest):
            return left
        rest = left


def _runs(found: Iterable[Stretch]) -> list[list[Stretch]]:
    """Return stretches, those together that lie close to each other."""
    runs: list[list[Stretch]] = []
    for one in found:
        apart = 0 if not runs else snowflake.milliseconds_of(one.first) - snowflake.milliseconds_of(runs[-1][-1].last)
        if runs and apart <= QUIET_MS:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _go_on(
    rest: Sequence[int], incidents: Sequence[OpenIncident], gains: dict[int, tuple[OpenIncident, list[int]]]
) -> None:
    """Give what is left to the nearest incident: it holds only together with that."""
    told = {entry_id for one in incidents for entry_id in one.entry_ids}
    for entry_id in rest:
        if entry_id not in told:
            at = snowflake.milliseconds_of(entry_id)
            _give(min(incidents, key=lambda one: one.distance(at)), [entry_id], gains)


def _give(incident: OpenIncident, ids: Sequence[int], gains: dict[int, tuple[OpenIncident, list[int]]]) -> None:
    incident.add(ids)
    gains.setdefault(id(incident), (incident, []))[1].extend(ids)
