"""Which incident what was found belongs to. Pure.

Every entry of a stretch in which a rule's condition holds is in one incident. It belongs to the one that goes on, which
is one with an entry made within an hour of it. What is further away opens an incident of its own if the condition holds
without the entries of others too. Else it is a stray of the nearest: it holds only together with that, so it is shown
there, but does not make it go on; a later incident that it belongs to takes it.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from lightbulb_audit.analyse.windows import Mark, Stretch, stretches, within
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Condition
from lightbulb_audit.services.alerts.series import QUIET_MS, OpenIncident


@dataclasses.dataclass(slots=True)
class Gain:
    """What an incident got.

    Attributes:
        incident: The incident.
        ids: Its new entries.
        strays: Those that do not make it go on.
        moves: Those that were strays of others.
    """

    incident: OpenIncident
    ids: list[int] = dataclasses.field(default_factory=list[int])
    strays: list[int] = dataclasses.field(default_factory=list[int])
    moves: list[int] = dataclasses.field(default_factory=list[int])


def group(
    marks: Sequence[Mark],
    found: Sequence[Stretch],
    condition: Condition,
    began: int,
    incidents: list[OpenIncident],
) -> list[Gain]:
    """Add what was found to incidents, and open those that are missing.

    Args:
        marks: Those that are counted together, in the order of their ids.
        found: The stretches of them that hold.
        condition: What is asked.
        began: The smallest id that is news.
        incidents: Those of the same key, which are changed.

    Returns:
        What each incident got that got something.
    """
    new = sorted(set(within(marks, found)).difference(*(one.entry_ids for one in incidents)))
    gains: dict[int, Gain] = {}
    rest = set(_join(new, incidents, gains))
    if not rest:
        return list(gains.values())
    taken = {entry_id for one in incidents for entry_id in one.own_ids}
    alone = [one for one in marks if one.entry_id not in taken]
    for run in _runs(_own(alone, rest, condition, began)):
        ids = within(alone, run)
        if not rest.isdisjoint(ids):
            _open(ids, incidents, gains)
            rest.difference_update(ids)
    for entry_id in sorted(rest):
        nearest = _nearest(entry_id, incidents)
        nearest.entry_ids.add(entry_id)
        _gain_of(nearest, gains).strays.append(entry_id)
    return list(gains.values())


def _own(alone: Sequence[Mark], rest: Iterable[int], condition: Condition, began: int) -> list[Stretch]:
    """Return where the condition holds by marks that are in no incident; what only the past tells holds as it is."""
    if not condition.is_local:
        return [Stretch(one, one) for one in sorted(rest)]
    return stretches(alone, condition, began)


def _join(new: Sequence[int], incidents: Sequence[OpenIncident], gains: dict[int, Gain]) -> list[int]:
    """Give to incidents what lies close to them, which may bring them close to more; return what is left."""
    rest = list(new)
    while incidents:
        left: list[int] = []
        for entry_id in rest:
            near = _nearest(entry_id, incidents)
            if near.distance(snowflake.milliseconds_of(entry_id)) > QUIET_MS:
                left.append(entry_id)
            else:
                near.add([entry_id])
                _gain_of(near, gains).ids.append(entry_id)
        if len(left) == len(rest):
            break
        rest = left
    return rest


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


def _open(ids: Sequence[int], incidents: list[OpenIncident], gains: dict[int, Gain]) -> None:
    """Open an incident, which takes what were strays of others."""
    opened = OpenIncident(None, snowflake.milliseconds_of(ids[0]), snowflake.milliseconds_of(ids[-1]), set(ids))
    gain = _gain_of(opened, gains)
    for one in incidents:
        moved = one.entry_ids.intersection(ids)
        one.entry_ids -= moved
        gain.moves += sorted(moved)
    gain.ids += [one for one in ids if one not in gain.moves]
    incidents.append(opened)


def _nearest(entry_id: int, incidents: Sequence[OpenIncident]) -> OpenIncident:
    at = snowflake.milliseconds_of(entry_id)
    return min(incidents, key=lambda one: one.distance(at))


def _gain_of(incident: OpenIncident, gains: dict[int, Gain]) -> Gain:
    return gains.setdefault(id(incident), Gain(incident))
