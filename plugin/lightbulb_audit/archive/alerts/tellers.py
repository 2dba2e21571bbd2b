"""Whose message tells an incident that opens: what several alerts find of one person is one message.

That is the message of an incident of the same person that still goes on, where it stands in the same channel and pings
the same role, so that nobody is told twice, and nobody is not.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.schema import alerts, incidents
from lightbulb_audit.model.alert import QUIET, Alert, By, Cause, Finding, IncidentState
from lightbulb_audit.model.observation import microseconds
from lightbulb_audit.services.clock import local_time

_row: Final = incidents.c
_QUIET: Final = QUIET // QUIET.resolution


class Opening(NamedTuple):
    """An incident that opens, and is told.

    Attributes:
        number: Its number.
        alert: Which alert found it.
        found: What it found.
        first: When its first entry was made, in microseconds since 1970.
        last: When its last entry was made.
    """

    number: int
    alert: Alert
    found: Finding
    first: int
    last: int

    @property
    def circumstances(self) -> tuple[Any, ...]:
        """What two incidents have alike that one message tells."""
        return self.found.key, self.alert.channel_id, self.alert.role_id, self.found.is_late


async def find_tellers(connection: AsyncConnection, guild_id: int, some: Sequence[Opening]) -> dict[int, int]:
    """Return the incidents whose messages tell some that open, by the numbers of those; others have their own."""
    of_people = [one for one in some if (one.found.by, one.found.cause) == (By.ACTOR, Cause.FITS) and one.found.key]
    if not of_people:
        return {}
    spans = [(tuple(row[:-3]), *row[-3:]) for row in await connection.execute(_going_on(guild_id, of_people))]
    tellers: dict[int, int] = {}
    for one in of_people:
        near = [
            teller
            for alike, teller, first, last in spans
            if alike == one.circumstances and first - _QUIET <= one.last and one.first <= last + _QUIET
        ]
        if near:
            tellers[one.number] = min(near)
        spans.append((one.circumstances, tellers.get(one.number, one.number), one.first, one.last))
    return tellers


def _going_on(guild_id: int, some: Sequence[Opening]) -> "sa.Select[Any, Any, Any, Any, Any, Any, Any]":
    """Return the incidents of the same people at about the same time: the circumstances, by whom told, first, last."""
    teller = incidents.alias("teller")
    number = sa.func.coalesce(_row.told_in, _row.incident_id)
    is_told = sa.and_(teller.c.guild_id == _row.guild_id, teller.c.incident_id == number)
    stands = sa.exists().where(alerts.c.guild_id == teller.c.guild_id, alerts.c.alert_id == teller.c.alert_id)
    return (
        sa.select(
            _row.counted_for, _row.channel_id, _row.role_id, _row.is_late,
            number, _row.opened_at, _row.last_at,
        )
        .select_from(incidents.join(teller, is_told))
        .where(
            _row.guild_id == guild_id,
            _row.counted_by == str(By.ACTOR),
            _row.cause == str(Cause.FITS),
            _row.counted_for.in_({one.found.key for one in some}),
            _row.last_at >= min(one.first for one in some) - _QUIET,
            _row.opened_at <= max(one.last for one in some) + _QUIET,
            sa.or_(teller.c.muted_until.is_(None), teller.c.muted_until <= microseconds(local_time())),
            teller.c.state != str(IncidentState.GONE),
            stands,
        )
    )  # fmt: skip
