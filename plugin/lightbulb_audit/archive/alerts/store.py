"""Alerts and their incidents. An alert's cursor is the number of an observation, which is the order of arrival.

A server's chain is held while it is written to, so no smaller number appears behind a larger one: whoever reads on
behind a cursor misses nothing. Incidents and the cursor behind what they hold are written in one transaction.
"""

import datetime
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.alerts import claims, deeds
from lightbulb_audit.archive.alerts import incidents as rows
from lightbulb_audit.archive.alerts.incidents import as_moment, as_number
from lightbulb_audit.archive.chain.head import fetch_heads
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.schema import alerts, entries, guilds, incidents
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Alert, Deed, Incident, IncidentState, NewAlert, Verdict
from lightbulb_audit.model.feed import Trouble
from lightbulb_audit.model.observation import microseconds
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.services.clock import local_time

_alert: Final = alerts.c
_incident: Final = incidents.c


class Alerts:
    """See `services.alerts.ports.AlertStore`. Each method raises `ArchiveError` where the database fails.

    Args:
        database: The archive's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def guilds(self) -> list[int]:
        """Return the servers that have any."""
        async with self._database.reading() as connection:
            return list((await connection.execute(sa.select(_alert.guild_id).distinct())).scalars())

    async def heads(self) -> dict[int, int]:
        """Return the number of the last observation of each server that has any; 0 where nothing was kept yet."""
        served = sa.select(_alert.guild_id).distinct().subquery()
        last = sa.func.coalesce(guilds.c.head_number, 0).label("number")
        wanted = sa.select(served.c.guild_id, last).select_from(
            served.outerjoin(guilds, guilds.c.guild_id == served.c.guild_id)
        )
        async with self._database.reading() as connection:
            return {one.guild_id: one.number for one in await connection.execute(wanted)}

    async def of(self, guild_id: int) -> list[Alert]:
        """Return a server's alerts, by number."""
        async with self._database.reading() as connection:
            wanted = sa.select(*_COLUMNS).where(_alert.guild_id == guild_id).order_by(_alert.alert_id)
            return [_read(row) for row in await connection.execute(wanted)]

    async def add(self, guild_id: int, new: Sequence[NewAlert]) -> list[Alert]:
        """Begin alerts, all of them or none: they judge what is first seen from now on."""

        async def work(connection: AsyncConnection) -> list[Alert]:
            number = await _last_number(connection, guild_id)
            head = next(iter(await fetch_heads(connection, guild_id)), None)
            at = 0 if head is None else head.number
            began = await _began(connection, guild_id)
            made = [_begin(guild_id, number + place, one, began, at) for place, one in enumerate(new, 1)]
            for one in made:
                values = dict(zip((column.name for column in alerts.columns), _written(one), strict=True))
                await connection.execute(sa.insert(alerts), values)
            return made

        return await self._database.write(work)

    async def change(self, guild_id: int, alert_id: int, **values: Any) -> bool:
        """Change some columns of an alert; whether there is one."""

        async def work(connection: AsyncConnection) -> bool:
            changed = sa.update(alerts).where(_alert.guild_id == guild_id, _alert.alert_id == alert_id)
            return (await connection.execute(changed.values(**values))).rowcount > 0

        return await self._database.write(work)

    async def remove(self, guild_id: int, alert_id: int) -> bool:
        """End an alert; its incidents stay, and are told no more. Whether there was one."""

        async def work(connection: AsyncConnection) -> bool:
            gone = sa.delete(alerts).where(_alert.guild_id == guild_id, _alert.alert_id == alert_id)
            return (await connection.execute(gone)).rowcount > 0

        return await self._database.write(work)

    async def news(self, guild_id: int, after: int, limit: int) -> list[Deed]:
        """Return what was observed behind a number, in the order of its arrival, each entry as it is today."""
        async with self._database.reading() as connection:
            return await deeds.news(connection, guild_id, after, limit)

    async def between(self, guild_id: int, low: int, high: int, limit: int) -> list[Deed]:
        """Return the entries with ids from one to another, both included, as they are today, oldest first."""
        async with self._database.reading() as connection:
            return await deeds.between(connection, guild_id, low, high, limit)

    async def done_by(self, guild_id: int, actor_id: int | None, tests: Predicate, limit: int) -> list[Deed]:
        """Return the same of what somebody did, or of what nobody knows who did, as far as it passes a test."""
        async with self._database.reading() as connection:
            return await deeds.done_by(connection, guild_id, actor_id, tests, limit)

    async def claim(self, verdicts: Sequence[Verdict]) -> list[list[int | None] | None]:
        """Move the cursors of a server's alerts, and open incidents or add to them, all of it or nothing.

        Returns:
            For each verdict the numbers of the incidents of its findings, None where all that was found is in others;
            or None where somebody else was faster.
        """
        return await self._database.write(lambda connection: claims.claim(connection, verdicts))

    async def incidents(self, guild_id: int, alert_id: int, since: datetime.datetime) -> list[Incident]:
        """Return an alert's incidents whose last entry was made since a moment, by number."""
        async with self._database.reading() as connection:
            return await rows.select(
                connection,
                _incident.guild_id == guild_id,
                _incident.alert_id == alert_id,
                _incident.last_at >= microseconds(since),
            )

    async def unfinished(self, guild_id: int, now: datetime.datetime) -> list[Incident]:
        """Return the incidents that Discord may lack, or whose message is to be edited, by number."""
        waiting = _incident.state == str(IncidentState.WAITING)
        outdated = sa.and_(
            _incident.state == str(IncidentState.SENT), _incident.shown < _incident.version, ~_incident.is_frozen
        )
        where = (_incident.guild_id == guild_id, _incident.told_in.is_(None), sa.or_(waiting, outdated))
        async with self._database.reading() as connection:
            return await rows.select_told(connection, *where, rows.is_to_be_told(now))

    async def incident(self, guild_id: int, incident_id: int) -> Incident | None:
        """Return an incident by its number."""
        async with self._database.reading() as connection:
            where = (_incident.guild_id == guild_id, _incident.incident_id == incident_id)
            return next(iter(await rows.select_told(connection, *where)), None)

    async def finish(self, incident: Incident, state: IncidentState, message_id: int | None, shown: int) -> None:
        """Discord has an incident's message, with the ping, and shows this version of it."""
        await self._update(incident, state=str(state), message_id=message_id, shown=shown, is_pinged=True)

    async def freeze(self, incident: Incident) -> None:
        """Discord takes no more edits of an incident's message."""
        await self._update(incident, is_frozen=True)

    async def renew(self, incident: Incident) -> Incident | None:
        """Give an incident a new message to be sent, with a nonce of its own and without a ping.

        Returns:
            The incident as it is then; None where somebody else was faster.
        """
        fresh = {"nonce": rows.new_nonce(), "state": str(IncidentState.WAITING), "message_id": None, "is_frozen": False}

        async def work(connection: AsyncConnection) -> Incident | None:
            where = (_incident.guild_id == incident.guild_id, _incident.incident_id == incident.incident_id)
            changed = sa.update(incidents).where(*where, _incident.nonce == incident.nonce).values(**fresh)
            if not (await connection.execute(changed)).rowcount:
                return None
            return next(iter(await rows.select_told(connection, *where)), None)

        return await self._database.write(work)

    async def mute(self, guild_id: int, alert_id: int, until: datetime.datetime | None) -> bool:
        """Tell nothing of an alert until a moment, or all again; whether there is such an alert."""

        async def work(connection: AsyncConnection) -> bool:
            changed = sa.update(alerts).where(_alert.guild_id == guild_id, _alert.alert_id == alert_id)
            is_there = (await connection.execute(changed.values(muted_until=as_number(until)))).rowcount > 0
            every = (_incident.guild_id == guild_id, _incident.alert_id == alert_id)
            await connection.execute(sa.update(incidents).where(*every).values(muted_until=as_number(until)))
            return is_there

        return await self._database.write(work)

    async def mute_incident(self, incident: Incident, until: datetime.datetime | None) -> None:
        """Tell nothing of an incident until a moment, nor of those that the alert opens of the same key meanwhile."""

        async def work(connection: AsyncConnection) -> None:
            told = sa.or_(_incident.incident_id == incident.incident_id, _incident.told_in == incident.incident_id)
            changed = sa.update(incidents).where(_incident.guild_id == incident.guild_id, told)
            await connection.execute(changed.values(muted_until=as_number(until)))

        await self._database.write(work)

    async def _update(self, incident: Incident, **values: Any) -> None:
        async def work(connection: AsyncConnection) -> None:
            where = (_incident.guild_id == incident.guild_id, _incident.incident_id == incident.incident_id)
            await connection.execute(sa.update(incidents).where(*where).values(**values))

        await self._database.write(work)


async def _last_number(connection: AsyncConnection, guild_id: int) -> int:
    """Return the largest number that any alert of a server had, removed ones among them."""
    asked = (
        sa.select(sa.func.max(_alert.alert_id)).where(_alert.guild_id == guild_id),
        sa.select(sa.func.max(_incident.alert_id)).where(_incident.guild_id == guild_id),
    )
    return max([(await connection.execute(one)).scalar() or 0 for one in asked])


async def _began(connection: AsyncConnection, guild_id: int) -> int:
    """Return the smallest id of what is made from now on: above all that the archive has, else by the clock."""
    newest = sa.select(sa.func.max(entries.c.entry_id)).where(entries.c.guild_id == guild_id)
    known: int | None = (await connection.execute(newest)).scalar()
    return int(snowflake.first_at(local_time())) if known is None else known + 1


_COLUMNS: Final = tuple(alerts.columns)


def _begin(guild_id: int, number: int, new: NewAlert, began: int, at: int) -> Alert:
    return Alert(guild_id, number, new.rule, new.channel_id, new.role_id, new.made_by, new.preset, began, at)


def _read(row: Sequence[Any]) -> Alert:
    guild_id, number, rule, channel_id, role_id, made_by, preset, began, cursor, muted_until, trouble, is_told = row
    rests = None if trouble is None else Trouble(trouble)
    where = (guild_id, number, rule, channel_id, role_id, made_by, preset, began, cursor)
    return Alert(*where, as_moment(muted_until), rests, is_told)


def _written(alert: Alert) -> tuple[Any, ...]:
    where = (alert.guild_id, alert.alert_id, alert.rule, alert.channel_id, alert.role_id, alert.made_by, alert.preset)
    muted_until = as_number(alert.muted_until)
    return (*where, alert.began, alert.cursor, muted_until, alert.trouble and str(alert.trouble), alert.is_told)
