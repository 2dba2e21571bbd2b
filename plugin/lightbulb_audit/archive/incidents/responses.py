"""Roles that were taken and can be given back, and who did what about an incident."""

import dataclasses
import datetime
import json
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.schema import incident_responses, incidents, kept_roles
from lightbulb_audit.model.observation import microseconds, moment
from lightbulb_audit.model.response import KeptRole, Response, ResponseKind, RoleState

_kept: Final = kept_roles.c
_done: Final = incident_responses.c


class Responses:
    """See `services.incidents.ports.ResponseStore`. Every method raises `ArchiveError` where the database fails.

    Args:
        database: The archive's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, roles: Sequence[KeptRole]) -> None:
        """Write roles down that are about to be taken; one that is there already is asked for anew."""

        async def work(connection: AsyncConnection) -> None:
            for role in roles:
                await connection.execute(sa.delete(kept_roles).where(*_is(role)))
            if roles:
                await connection.execute(sa.insert(kept_roles), [_row(role) for role in roles])

        await self._database.write(work)

    async def note_taken(self, role: KeptRole, response: Response) -> None:
        """Discord took a role; the response tells all that it took so far."""

        async def work(connection: AsyncConnection) -> None:
            taken = sa.update(kept_roles).where(*_is(role)).values(state=str(RoleState.TAKEN))
            await connection.execute(taken)
            await _note(connection, response)

        await self._database.write(work)

    async def kept(self, guild_id: int, user_id: int) -> list[KeptRole]:
        """Return what was taken, or may have been, from somebody, and was not given back; the first taken first."""
        wanted = sa.select(*_KEPT).where(_kept.guild_id == guild_id, _kept.user_id == user_id)
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted.order_by(_kept.asked_at, _kept.role_id))).all()
        return [_read_kept(row) for row in rows]

    async def forget(self, role: KeptRole, response: Response | None = None) -> None:
        """A role was given back, as the response tells; or it was never taken, or is no more."""

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(sa.delete(kept_roles).where(*_is(role)))
            if response is not None:
                await _note(connection, response)

        await self._database.write(work)

    async def note(self, response: Response) -> None:
        """Write down what somebody did about an incident; its message is to tell it."""
        await self._database.write(lambda connection: _note(connection, response))

    async def of(self, guild_id: int, incident_id: int) -> list[Response]:
        """Return what people did about an incident, the first first."""
        wanted = sa.select(*_DONE).where(_done.guild_id == guild_id, _done.incident_id == incident_id)
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted.order_by(_done.at, _done.kind))).all()
        return [_read_response(row) for row in rows]


async def delete_user(connection: AsyncConnection, guild_id: int, user_id: int) -> None:
    """Let go of somebody: of their roles, and of what they did about incidents."""
    await connection.execute(sa.delete(kept_roles).where(_kept.guild_id == guild_id, _kept.user_id == user_id))
    await connection.execute(sa.delete(incident_responses).where(_done.guild_id == guild_id, _done.user_id == user_id))


async def _note(connection: AsyncConnection, response: Response) -> None:
    """Write a response down in the place of what it said before, and let the incident's message tell it."""
    key = (
        _done.guild_id == response.guild_id,
        _done.incident_id == response.incident_id,
        _done.at == microseconds(response.at),
        _done.kind == str(response.kind),
    )
    await connection.execute(sa.delete(incident_responses).where(*key))
    values = dataclasses.asdict(response) | {
        "kind": str(response.kind),
        "at": microseconds(response.at),
        "role_ids": json.dumps(response.role_ids),
        "until": None if response.until is None else microseconds(response.until),
    }
    await connection.execute(sa.insert(incident_responses), values)
    columns = incidents.c
    changed = sa.update(incidents).where(
        columns.guild_id == response.guild_id, columns.incident_id == response.incident_id
    )
    await connection.execute(changed.values(version=columns.version + 1))


def _is(role: KeptRole) -> tuple[sa.ColumnElement[bool], ...]:
    return (_kept.guild_id == role.guild_id, _kept.user_id == role.user_id, _kept.role_id == role.role_id)


def _row(role: KeptRole) -> dict[str, Any]:
    return dataclasses.asdict(role) | {"asked_at": microseconds(role.asked_at), "state": str(role.state)}


def _read_kept(row: Sequence[Any]) -> KeptRole:
    guild_id, user_id, role_id, name, incident_id, asked_by, asked_at, state = row
    return KeptRole(guild_id, user_id, role_id, name, incident_id, asked_by, moment(asked_at), RoleState(state))


def _read_response(row: Sequence[Any]) -> Response:
    guild_id, incident_id, at, kind, user_id, role_ids, until = row
    ids: Sequence[int] = json.loads(role_ids)
    ends: datetime.datetime | None = None if until is None else moment(until)
    return Response(guild_id, incident_id, ResponseKind(kind), user_id, moment(at), tuple(ids), ends)


_KEPT: Final = tuple(kept_roles.columns)
_DONE: Final = tuple(incident_responses.columns)
