"""Writing down what alerts found: the incidents of all alerts of a server and their cursors, by few statements.

The rows of a server's alerts are held until the transaction ends, so no two processes write down incidents of one
server at the same time: whoever comes second finds the cursors moved.
"""

import itertools
from collections.abc import Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.alerts import incidents as rows
from lightbulb_audit.archive.alerts.tellers import Opening, find_tellers
from lightbulb_audit.archive.schema import alerts, incident_items, incidents
from lightbulb_audit.model.alert import Alert, Finding, Verdict
from lightbulb_audit.model.observation import microseconds
from lightbulb_audit.services.clock import local_time

_alert: Final = alerts.c
_row: Final = incidents.c
_item: Final = incident_items.c
_MOVE: Final = 'UPDATE alerts SET "cursor" = ? WHERE guild_id = ? AND alert_id = ?'


class _Placed(NamedTuple):
    """What an alert found, and the incident that it belongs to.

    Attributes:
        alert: The alert.
        found: What it found.
        number: The incident's; None where all that was found is in others.
        is_new: Whether it opens the incident.
        ids: Those of its entries that are in no incident of the alert.
        strays: The same of its strays.
    """

    alert: Alert
    found: Finding
    number: int | None
    is_new: bool
    ids: Sequence[int]
    strays: Sequence[int]

    @property
    def own_ids(self) -> Sequence[int]:
        """The entries for which an incident lasts that it opens."""
        return (*self.ids, *self.found.moves)


async def claim(connection: AsyncConnection, verdicts: Sequence[Verdict]) -> list[list[int | None] | None]:
    """Move the cursors of a server's alerts, and open incidents or add to them; see `services.alerts.ports`."""
    guild_id = verdicts[0].alert.guild_id
    held = sa.select(_alert.alert_id, _alert.cursor, _alert.muted_until).where(_alert.guild_id == guild_id)
    known = (await connection.execute(held.order_by(_alert.alert_id).with_for_update())).all()
    cursors = {one.alert_id: one.cursor for one in known}
    mine = [one for one in verdicts if cursors.get(one.alert.alert_id) == one.alert.cursor]
    moved = [(one.through, guild_id, one.alert.alert_id) for one in mine if one.through != one.alert.cursor]
    await bulk.run(connection, _MOVE, moved)
    findings = [(one.alert, found) for one in mine for found in one.findings]
    if findings:
        placed = await _place(connection, guild_id, findings)
        await _write(connection, placed, {one.alert_id: one.muted_until for one in known})
        numbers = iter([one.number for one in placed])
    else:
        numbers = iter(())
    claimed = {one.alert.alert_id: list(itertools.islice(numbers, len(one.findings))) for one in mine}
    return [claimed.get(one.alert.alert_id) for one in verdicts]


async def _place(
    connection: AsyncConnection, guild_id: int, findings: Sequence[tuple[Alert, Finding]]
) -> list[_Placed]:
    """Tell which incident each finding belongs to, with numbers for those that it opens."""
    keys = [(guild_id, alert.alert_id, one) for alert, found in findings for one in (*found.entry_ids, *found.strays)]
    columns = (incident_items.c.guild_id, incident_items.c.alert_id, incident_items.c.entry_id)
    told = {(alert_id, one) for _, alert_id, one in await bulk.fetch_by_key(connection, columns, keys)}
    highest = sa.select(sa.func.max(_row.incident_id)).where(_row.guild_id == guild_id)
    last: int = (await connection.execute(highest)).scalar() or 0
    placed: list[_Placed] = []
    for alert, found in findings:
        ids, strays = (
            [one for one in dict.fromkeys(some) if (alert.alert_id, one) not in told]
            for some in (found.entry_ids, found.strays)
        )
        number, is_new = found.incident_id, False
        if number is None and (ids or found.moves or not found.entry_ids):
            number, is_new = last + 1, True
            last = number
        told |= {(alert.alert_id, one) for one in (*ids, *strays)}
        placed.append(_Placed(alert, found, number, is_new, ids, strays))
    return placed


async def _write(connection: AsyncConnection, placed: Sequence[_Placed], muted: dict[int, int | None]) -> None:
    """Write incidents down, and what they hold."""
    new = [one for one in placed if one.is_new]
    ends = await _mute_ends(connection, [one.alert for one in new], muted)
    told = [_told(one) for one in new if one.own_ids and _muted_until(one, ends) is None]
    tellers = await find_tellers(connection, new[0].alert.guild_id, told) if told else {}
    await bulk.insert(connection, incidents, [_opening(one, ends, tellers.get(one.number or 0)) for one in new])
    grown = [rows.extension(one.alert, one.number, one.ids) for one in placed if one.number and not one.is_new]
    await bulk.run(connection, rows.EXTEND, grown)
    await bulk.run(connection, rows.RETELL, [rows.retelling(one.alert, one.number) for one in placed if one.number])
    held = [(one, entry_id) for one in placed if one.number for entry_id in (*one.ids, *one.strays)]
    items = [(one.alert.guild_id, one.alert.alert_id, entry_id, one.number) for one, entry_id in held]
    await bulk.insert(connection, incident_items, items)
    for one in placed:
        if one.number:
            await rows.move(connection, one.alert, one.number, one.found.moves)


def _opening(one: _Placed, ends: dict[bulk.Key, int], told_in: int | None) -> bulk.Key:
    return rows.opening(one.alert, one.found, one.number or 0, one.own_ids, _muted_until(one, ends), told_in)


def _told(one: _Placed) -> Opening:
    return Opening(one.number or 0, one.alert, one.found, *rows.span(one.own_ids))


def _muted_until(one: _Placed, ends: dict[bulk.Key, int]) -> int | None:
    """Return until when an incident that opens is not told."""
    keys = ((one.alert.alert_id,), (one.alert.alert_id, str(one.found.by), one.found.key))
    return max((ends[key] for key in keys if key in ends), default=None)


async def _mute_ends(
    connection: AsyncConnection, some: Sequence[Alert], muted: dict[int, int | None]
) -> dict[bulk.Key, int]:
    """Return until when incidents that open now are not told: by alert, and by alert and of whom or what they are."""
    if not some:
        return {}
    now = microseconds(local_time())
    ends: dict[bulk.Key, int] = {(alert_id,): end for alert_id, end in muted.items() if end is not None and end > now}
    wanted = sa.select(_row.alert_id, _row.counted_by, _row.counted_for, _row.muted_until).where(
        _row.guild_id == some[0].guild_id, _row.alert_id.in_({one.alert_id for one in some}), _row.muted_until > now
    )
    for alert_id, by, key, end in await connection.execute(wanted):
        ends[alert_id, by, key] = max(end, ends.get((alert_id, by, key), 0))
    return ends
