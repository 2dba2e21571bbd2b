"""What people did about incidents, in the archive: no role that was taken is lost, whatever is written in between."""

import dataclasses
import datetime
from typing import Final

from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, seen

from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.alert import By, Cause, Finding, Incident, IncidentState, NewAlert, Verdict
from lightbulb_audit.model.response import KeptRole, Response, ResponseKind, RoleState

_ROLES: Final = [KeptRole(GUILD, 7, number, f"role {number}", 1, 2, NOW) for number in (11, 12)]
_TAKE: Final = Response(GUILD, 1, ResponseKind.TAKE, 2, NOW)


async def _incident(archive: Archive) -> Incident:
    await archive.append(GUILD, [seen(1)])
    (alert,) = await archive.alerts.add(GUILD, [NewAlert("every: ", 10, None, 5)])
    found = Finding(By.ACTOR, 7, Cause.FITS, [BASE + (1 << 22)])
    await archive.alerts.claim([Verdict(alert, alert.cursor, [found])])
    incident = await archive.alerts.incident(GUILD, 1)
    assert incident is not None
    return incident


async def test_roles_are_kept_until_they_are_given_back(archive: Archive) -> None:
    """Each role is there from before it is taken until it is back, and the response tells as much as was done."""
    responses = archive.responses
    await responses.keep(_ROLES)
    for count in (1, 2):
        role, taken = _ROLES[count - 1], tuple(one.role_id for one in _ROLES[:count])
        await responses.note_taken(role, dataclasses.replace(_TAKE, role_ids=taken))
        kept = {one.role_id: one.state for one in await responses.kept(GUILD, 7)}
        assert [kept[one.role_id] for one in _ROLES].count(RoleState.TAKEN) == count
        (told,) = await responses.of(GUILD, 1)
        assert told == dataclasses.replace(_TAKE, role_ids=taken)
    given = dataclasses.replace(_TAKE, kind=ResponseKind.GIVE, role_ids=(11,))
    await responses.forget(_ROLES[0], given)
    assert [one.role_id for one in await responses.kept(GUILD, 7)] == [12]
    await responses.forget(_ROLES[1])
    assert await responses.kept(GUILD, 7) == []
    assert [one.kind for one in await responses.of(GUILD, 1)] == [ResponseKind.GIVE, ResponseKind.TAKE]


async def test_asked_for_again(archive: Archive) -> None:
    """A role that is taken a second time is kept once, and nobody else's with it."""
    await archive.responses.keep(_ROLES)
    await archive.responses.note_taken(_ROLES[0], _TAKE)
    again = dataclasses.replace(_ROLES[0], asked_by=3, incident_id=2)
    await archive.responses.keep([again, dataclasses.replace(again, user_id=8)])
    assert await archive.responses.kept(GUILD, 7) == [again, _ROLES[1]]
    assert len(await archive.responses.kept(GUILD, 8)) == 1
    assert await archive.responses.kept(GUILD + 1, 7) == []


async def test_the_message_is_to_tell_it(archive: Archive) -> None:
    """What somebody does makes the incident's message one that is to be edited."""
    incident = await _incident(archive)
    await archive.alerts.finish(incident, IncidentState.SENT, 77, incident.version)
    assert await archive.alerts.unfinished(GUILD, NOW) == []
    until = NOW + datetime.timedelta(hours=1)
    paused = Response(GUILD, incident.incident_id, ResponseKind.PAUSE, 2, NOW, until=until)
    await archive.responses.note(paused)
    assert await archive.responses.of(GUILD, incident.incident_id) == [paused]
    assert [one.message_id for one in await archive.alerts.unfinished(GUILD, NOW)] == [77]


async def test_who_is_forgotten_leaves_nothing(archive: Archive, plain: Plain) -> None:
    """Somebody who is forgotten has no kept roles and did nothing; a server that is dropped has neither."""
    await archive.append(GUILD, [seen(1)])
    await archive.responses.keep([*_ROLES, dataclasses.replace(_ROLES[0], user_id=8)])
    await archive.responses.note(_TAKE)
    await archive.forget(7)
    assert [one.user_id for one in await archive.responses.kept(GUILD, 8)] == [8]
    assert await archive.responses.kept(GUILD, 7) == []
    await archive.forget(2)
    assert await archive.responses.of(GUILD, 1) == []
    await archive.responses.note(_TAKE)
    await archive.drop(GUILD)
    for table in ("kept_roles", "incident_responses"):
        assert await plain.run(f"SELECT count(*) FROM {table}") == [(0,)]
