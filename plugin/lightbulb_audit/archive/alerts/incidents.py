"""Incidents, as the tables have them."""

import dataclasses
import datetime
import secrets
import string
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.schema import alerts, incident_items, incidents
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Alert, By, Cause, Finding, Incident, IncidentState
from lightbulb_audit.model.observation import microseconds, moment
from lightbulb_audit.services.clock import local_time

_row: Final = incidents.c
_item: Final = incident_items.c
_NEVER: Final = 1 << 62
"""A moment behind all others, in microseconds since 1970."""

_DIGITS: Final = string.digits + string.ascii_letters
_NONCE: Final = 22
"""Characters: as many as tell 128 bits, within the 25 that Discord takes."""


EXTEND: Final = """
UPDATE incidents SET
    version = version + 1,
    opened_at = CASE WHEN opened_at > ? THEN ? ELSE opened_at END,
    last_at = CASE WHEN last_at < ? THEN ? ELSE last_at END
WHERE guild_id = ? AND incident_id = ?
"""
"""Lets an incident last for some entries more, or notes that those that it holds changed."""

RETELL: Final = """
UPDATE incidents SET version = version + 1
WHERE guild_id = ? AND incident_id = (SELECT told_in FROM incidents WHERE guild_id = ? AND incident_id = ?)
"""
"""Notes that what another incident's message tells changed."""


def retelling(alert: Alert, incident_id: int | None) -> bulk.Key:
    """Return what `RETELL` needs of an incident that is told by another one."""
    return alert.guild_id, alert.guild_id, incident_id


def extension(alert: Alert, incident_id: int | None, ids: Sequence[int]) -> bulk.Key:
    """Return what `EXTEND` needs of entries that an incident got, but for strays."""
    first, last = span(ids) if ids else (_NEVER, 0)
    return first, first, last, last, alert.guild_id, incident_id


def opening(
    alert: Alert, found: Finding, number: int, ids: Sequence[int], muted_until: int | None, told_in: int | None
) -> bulk.Key:
    """Return the row of an incident that lasts from the first to the last of some entries; of none, it is of now."""
    now = microseconds(local_time())
    first_at, last_at = span(ids) if ids else (now, now)
    row = {
        "guild_id": alert.guild_id,
        "incident_id": number,
        "alert_id": alert.alert_id,
        "rule": alert.rule,
        "counted_by": str(found.by),
        "counted_for": found.key,
        "cause": str(found.cause),
        "opened_at": first_at,
        "last_at": last_at,
        "made_at": now,
        "is_late": found.is_late,
        "channel_id": alert.channel_id,
        "role_id": alert.role_id,
        "nonce": new_nonce(),
        "state": str(IncidentState.WAITING),
        "message_id": None,
        "version": 0,
        "shown": 0,
        "is_frozen": False,
        "is_pinged": False,
        "muted_until": muted_until,
        "told_in": told_in,
    }
    return tuple(row[column.name] for column in incidents.columns)


async def select(connection: AsyncConnection, *where: "sa.ColumnElement[bool]") -> list[Incident]:
    """Return the incidents that some conditions ask for, by number."""
    wanted = sa.select(*_COLUMNS).where(*where).order_by(_row.guild_id, _row.incident_id)
    return [await _read(connection, row) for row in (await connection.execute(wanted)).all()]


async def select_told(connection: AsyncConnection, *where: "sa.ColumnElement[bool]") -> list[Incident]:
    """Return the same as their messages tell them: with what other alerts found, that is told in the same message."""
    return [await _with_others(connection, one) for one in await select(connection, *where)]


def is_to_be_told(now: datetime.datetime) -> "sa.ColumnElement[bool]":
    """Return that an incident, or one that its message tells too, is not muted and of an alert that still stands."""
    other = incidents.alias("other")
    tells = sa.and_(
        other.c.guild_id == _row.guild_id,
        sa.or_(other.c.incident_id == _row.incident_id, other.c.told_in == _row.incident_id),
        sa.or_(other.c.muted_until.is_(None), other.c.muted_until <= microseconds(now)),
    )
    stands = sa.and_(alerts.c.guild_id == other.c.guild_id, alerts.c.alert_id == other.c.alert_id)
    return sa.exists().select_from(other.join(alerts, stands)).where(tells)


async def _with_others(connection: AsyncConnection, incident: Incident) -> Incident:
    others = await select(connection, _row.guild_id == incident.guild_id, _row.told_in == incident.incident_id)
    every = [incident, *others]
    ends = [one.muted_until for one in every]
    return dataclasses.replace(
        incident,
        opened_at=min(one.opened_at for one in every),
        last_at=max(one.last_at for one in every),
        entry_ids=tuple(sorted({entry_id for one in every for entry_id in one.entry_ids})),
        muted_until=None if None in ends else max(end for end in ends if end is not None),
        also_by=tuple(sorted({one.alert_id for one in others} - {incident.alert_id})),
    )


def new_nonce() -> str:
    """Return what no other message is known by."""
    return "".join(secrets.choice(_DIGITS) for _ in range(_NONCE))


async def move(connection: AsyncConnection, alert: Alert, incident_id: int, ids: Sequence[int]) -> None:
    """Take entries from the incidents that they are in, which changes those."""
    for entry_id in ids:
        where = (_item.guild_id == alert.guild_id, _item.alert_id == alert.alert_id, _item.entry_id == entry_id)
        left = (await connection.execute(sa.select(_item.incident_id).where(*where))).scalar()
        await connection.execute(sa.update(incident_items).where(*where).values(incident_id=incident_id))
        await bulk.run(connection, EXTEND, [extension(alert, left or incident_id, ())])
        await bulk.run(connection, RETELL, [retelling(alert, left)])


def span(ids: Sequence[int]) -> tuple[int, int]:
    """Return when the first and the last of some entries were made, in microseconds."""
    return microseconds(snowflake.time_of(min(ids))), microseconds(snowflake.time_of(max(ids)))


async def _read(connection: AsyncConnection, row: Sequence[Any]) -> Incident:
    (guild_id, number, alert_id, rule, by, key, cause, opened_at, last_at, made_at, is_late, channel_id, role_id,
     nonce, state, message_id, version, shown, is_frozen, is_pinged, muted_until, told_in) = row  # fmt: skip
    wanted = sa.select(_item.entry_id).where(_item.guild_id == guild_id, _item.incident_id == number)
    ids = tuple((await connection.execute(wanted.order_by(_item.entry_id))).scalars())
    return Incident(
        guild_id, number, alert_id, rule, By(by), key, Cause(cause), moment(opened_at), moment(last_at),
        moment(made_at), is_late, ids, channel_id, role_id, nonce, IncidentState(state), message_id, version, shown,
        is_frozen, is_pinged, as_moment(muted_until), told_in,
    )  # fmt: skip


def as_moment(number: int | None) -> datetime.datetime | None:
    """Return a moment out of a column that may be empty."""
    return None if number is None else moment(number)


def as_number(at: datetime.datetime | None) -> int | None:
    """Return a moment as a column that may be empty holds it."""
    return None if at is None else microseconds(at)


_COLUMNS: Final = tuple(incidents.columns)
