"""Alerts in the archive: each entry is in one incident of an alert, and each incident has one message, whoever asks."""

import asyncio
import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from tests.contract.archive.kit import BASE, GUILD, Plain, seen

from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Alert, By, Cause, Finding, Incident, IncidentState, NewAlert, Verdict
from lightbulb_audit.model.feed import Trouble
from lightbulb_audit.query.predicate import IdBound, Predicate, TermTest
from lightbulb_audit.services.clock import local_time

_NEW: Final = NewAlert("5 in 30s by actor: action:ban", 10, 7, 5, "bans")
_HOUR: Final = datetime.timedelta(hours=1)


def _id(number: int) -> int:
    return BASE + (number << 22)


async def _alert(archive: Archive, alert_id: int = 1) -> Alert:
    return next(one for one in await archive.alerts.of(GUILD) if one.alert_id == alert_id)


def _found(*numbers: int, key: int | None = 5, incident_id: int | None = None) -> Finding:
    return Finding(By.ACTOR, key, Cause.FITS, tuple(map(_id, numbers)), incident_id)


async def _claim(archive: Archive, *findings: Finding, alert: Alert | None = None) -> Sequence[Incident]:
    alert = alert or await _alert(archive)
    (numbers,) = await archive.alerts.claim([Verdict(alert, alert.cursor + 1, findings)])
    found = [await archive.alerts.incident(GUILD, one) for one in numbers or () if one is not None]
    return [one for one in found if one is not None]


async def _one(archive: Archive, *numbers: int) -> Incident:
    await archive.alerts.add(GUILD, [_NEW])
    (incident,) = await _claim(archive, _found(*numbers))
    return incident


async def test_it_judges_what_comes_after_it(archive: Archive) -> None:
    """An alert begins behind what is there; alerts that begin together are all there, and have numbers of their own."""
    await archive.append(GUILD, [seen(1), seen(2)])
    made = await archive.alerts.add(GUILD, [_NEW, _NEW])
    assert made == await archive.alerts.of(GUILD)
    begun = [(one.alert_id, one.began, one.cursor, one.role_id) for one in made]
    assert begun == [(number, _id(2) + 1, 2, 7) for number in (1, 2)]
    assert await archive.alerts.heads() == {GUILD: 2}
    await archive.alerts.change(GUILD, 2, trouble=str(Trouble.GONE), is_told=False)
    assert (await _alert(archive, 2)).trouble is Trouble.GONE


async def test_entries_as_rules_see_them(archive: Archive) -> None:
    """What is new comes in the order of arrival, with today's weight: the count, or the members that were removed."""
    prune: dict[str, Any] = {
        "action_type": 21,
        "target_id": None,
        "options": {"members_removed": "900", "delete_member_days": "7"},
    }
    await archive.append(GUILD, [seen(3, options={"count": "2"}, action_type=72), seen(1, **prune)])
    await archive.append(GUILD, [seen(3, options={"count": "9"}, action_type=72, way="re-read")])
    news = await archive.alerts.news(GUILD, 0, 10)
    assert [(one.entry_id, one.weight, one.target_id, one.number, one.first, one.way) for one in news] == [
        (_id(3), 9, 103, 1, 1, "event"),
        (_id(1), 900, None, 2, 2, "event"),
        (_id(3), 9, 103, 3, 1, "re-read"),
    ]
    assert " @by:5 " in news[0].terms
    held = await archive.alerts.between(GUILD, _id(0), _id(3), 10)
    assert [(one.entry_id, one.weight) for one in held] == [(_id(1), 900), (_id(3), 9)]
    assert [one.entry_id for one in await archive.alerts.between(GUILD, _id(2), _id(3), 10)] == [_id(3)]
    assert [one.entry_id for one in await archive.alerts.between(GUILD, _id(0), _id(2), 10)] == [_id(1)]


async def test_what_somebody_did_before(archive: Archive) -> None:
    """Of somebody's past that alone is read which passes a test, and so is the past of nobody known."""
    some: dict[str, Any] = {"user_id": None}
    await archive.append(GUILD, [seen(1), seen(2, action_type=20), seen(3, user_id="6"), seen(4, **some), seen(5)])
    bans = Predicate((TermTest((" @type:22 ",)),))

    async def ids(actor_id: int | None, tests: Predicate, limit: int = 10) -> list[int]:
        return [one.entry_id for one in await archive.alerts.done_by(GUILD, actor_id, tests, limit)]

    assert await ids(5, bans) == [_id(1), _id(5)]
    assert await ids(5, bans, 1) == [_id(1)]
    assert await ids(5, Predicate()) == [_id(1), _id(2), _id(5)]
    assert await ids(None, bans) == await ids(None, Predicate()) == [_id(4)]
    assert await ids(5, bans.within(IdBound("below", (_id(5),)))) == [_id(1)]
    assert await ids(5, Predicate((TermTest((" banned ", " kicked ")),))) == [_id(1), _id(2), _id(5)]


async def test_one_incident_that_grows(archive: Archive) -> None:
    """Each entry is in one incident of an alert; one that goes on holds them in the order of their making."""
    opened = await _one(archive, 3, 4)
    assert (opened.entry_ids, opened.key, opened.actor_id, opened.rule) == ((_id(3), _id(4)), 5, 5, _NEW.rule)
    assert (opened.opened_at, opened.last_at) == (snowflake.time_of(_id(3)), snowflake.time_of(_id(4)))
    (grown,) = await _claim(archive, _found(4, 9, 1, incident_id=1))
    assert (grown.entry_ids, grown.version) == ((_id(1), _id(3), _id(4), _id(9)), 1)
    assert (grown.opened_at, grown.last_at) == (snowflake.time_of(_id(1)), snowflake.time_of(_id(9)))
    assert not await _claim(archive, _found(3, 9))
    (other,) = await _claim(archive, _found(9, 20, key=None))
    assert (other.incident_id, other.entry_ids, other.actor_id) == (2, (_id(20),), None)
    since = snowflake.time_of(_id(10))
    assert [one.incident_id for one in await archive.alerts.incidents(GUILD, 1, since)] == [2]


async def test_an_incident_without_entries(archive: Archive) -> None:
    """That the bot may not read the log is an incident of now, which holds nothing."""
    await archive.alerts.add(GUILD, [_NEW])
    (incident,) = await _claim(archive, Finding(By.SERVER, None, Cause.FORBIDDEN, ()))
    assert (incident.cause, incident.entry_ids, incident.actor_id) == (Cause.FORBIDDEN, (), None)
    assert abs(incident.opened_at - local_time()) < datetime.timedelta(minutes=1)


async def test_one_of_two_judges(archive: Archive) -> None:
    """Of two processes that judge the same news, one opens the incident."""
    await archive.alerts.add(GUILD, [_NEW])
    alert = await _alert(archive)
    claims = await asyncio.gather(*(_claim(archive, _found(1, 2), alert=alert) for _ in range(3)))
    assert sorted(map(len, claims)) == [0, 0, 1]
    assert (await _alert(archive)).cursor == alert.cursor + 1


async def test_what_alerts_found_at_once(archive: Archive) -> None:
    """What several alerts found is written together, each with a number of its own; one that was beaten loses alone."""
    await archive.alerts.add(GUILD, [_NEW] * 3)
    alerts = await archive.alerts.of(GUILD)
    findings = ([_found(1, 2), _found(3, key=None)], [_found(1, 2)], [_found(2, key=8), _found(2, key=8)])
    verdicts = [Verdict(alert, 7, found) for alert, found in zip(alerts, findings, strict=True)]
    await archive.alerts.change(GUILD, 2, cursor=5)
    assert await archive.alerts.claim(verdicts) == [[1, 2], None, [3, None]]
    assert [one.cursor for one in await archive.alerts.of(GUILD)] == [7, 5, 7]
    held = [(one.alert_id, one.key, one.entry_ids) for one in await archive.alerts.unfinished(GUILD, local_time())]
    assert held == [(1, 5, (_id(1), _id(2))), (1, None, (_id(3),)), (3, 8, (_id(2),))]


async def _find(archive: Archive, alert_id: int, *numbers: int, key: int | None = 5) -> int:
    """What an alert finds opens an incident: its number."""
    alert = await _alert(archive, alert_id)
    (claimed,) = await archive.alerts.claim([Verdict(alert, alert.cursor + 1, [_found(*numbers, key=key)])])
    assert claimed is not None
    assert claimed[0] is not None
    return claimed[0]


async def _told(archive: Archive, later: datetime.timedelta = datetime.timedelta()) -> dict[int, tuple[Any, ...]]:
    """What messages are due, by the numbers of their incidents: the alerts and the entries."""
    found = await archive.alerts.unfinished(GUILD, local_time() + later)
    return {one.incident_id: ((one.alert_id, *one.also_by), [entry - BASE >> 22 for entry in one.entry_ids])
            for one in found}  # fmt: skip


async def test_one_person_has_one_message(archive: Archive) -> None:
    """What several alerts find of one person is told in the message of the first, as long as that goes on."""
    await archive.alerts.add(GUILD, [_NEW, _NEW, replace(_NEW, channel_id=11), replace(_NEW, role_id=8), _NEW])
    every = await archive.alerts.of(GUILD)
    at_once = [Verdict(one, 1, [_found(*numbers)]) for one, *numbers in ((every[0], 1, 2), (every[1], 2, 3))]
    assert await archive.alerts.claim(at_once) == [[1], [2]]
    assert await _told(archive) == {1: ((1, 2), [1, 2, 3])}
    (first,) = await archive.alerts.unfinished(GUILD, local_time())
    assert (first.opened_at, first.last_at) == (snowflake.time_of(_id(1)), snowflake.time_of(_id(3)))
    assert first == await archive.alerts.incident(GUILD, 1)
    await archive.alerts.finish(first, IncidentState.SENT, 77, first.version)
    assert await _told(archive) == {}
    assert await _find(archive, 5, 9) == 3
    assert await _told(archive) == {1: ((1, 2, 5), [1, 2, 3, 9])}
    assert await _find(archive, 3, 9) == 4
    assert await _find(archive, 4, 9) == 5
    assert await _find(archive, 2, 9, key=6) == 6
    assert await _find(archive, 2, 12, key=None) == 7
    assert await _find(archive, 1, 12, key=None) == 8
    own = {4: ((3,), [9]), 5: ((4,), [9]), 6: ((2,), [9]), 7: ((2,), [12]), 8: ((1,), [12])}
    assert await _told(archive) == {1: ((1, 2, 5), [1, 2, 3, 9]), **own}
    assert [one.entry_ids for one in await archive.alerts.incidents(GUILD, 1, first.opened_at)][:1] == [
        (_id(1), _id(2))
    ]


async def test_an_hour_later_is_another_message(archive: Archive) -> None:
    """Within an hour of what any of the alerts found last it is the same message, and after that a new one."""
    await archive.alerts.add(GUILD, [_NEW] * 4)
    hour = 3_600_000
    assert [await _find(archive, alert_id, at) for alert_id, at in ((1, 1), (2, hour), (3, 2 * hour))] == [1, 2, 3]
    assert await _told(archive) == {1: ((1, 2, 3), [1, hour, 2 * hour])}
    assert await _find(archive, 4, 3 * hour + 1) == 4
    assert set(await _told(archive)) == {1, 4}


async def test_what_one_message_tells_is_told_whatever_becomes_of_the_first_alert(archive: Archive) -> None:
    """A mute is of the whole message or of one alert alone; an alert that ends takes no other's finding with it."""
    await archive.alerts.add(GUILD, [_NEW] * 4)
    await _find(archive, 1, 1)
    await _find(archive, 2, 2)
    await archive.alerts.mute(GUILD, 1, local_time() + _HOUR)
    assert await _told(archive) == {1: ((1, 2), [1, 2])}
    await archive.alerts.remove(GUILD, 1)
    assert await _told(archive) == {1: ((1, 2), [1, 2])}
    (told,) = await archive.alerts.unfinished(GUILD, local_time())
    await archive.alerts.mute_incident(told, local_time() + _HOUR)
    assert await _told(archive) == {}
    # Whoever muted that did not mute what another alert finds.
    number = await _find(archive, 3, 3)
    assert await _told(archive) == {number: ((3,), [3])}
    assert await _told(archive, 2 * _HOUR) == {1: ((1, 2), [1, 2]), number: ((3,), [3])}
    (own,) = await archive.alerts.unfinished(GUILD, local_time())
    await archive.alerts.finish(own, IncidentState.GONE, None, own.version)
    # Nobody sees what is added to a message that was deleted.
    assert await _told(archive) == {}
    number = await _find(archive, 4, 4)
    assert await _told(archive) == {number: ((4,), [4])}


async def test_a_message_that_tells_what_is_newer_stays(archive: Archive, plain: Plain) -> None:
    """An old incident is kept as long as its message tells another that is not old."""
    await archive.append(GUILD, [seen(number) for number in (1, 30)])
    await archive.alerts.add(GUILD, [_NEW] * 2)
    await _find(archive, 1, 1)
    await _find(archive, 2, 30)
    await archive.prune(GUILD, snowflake.time_of(_id(20)))
    assert await plain.run("SELECT incident_id, told_in FROM incidents ORDER BY incident_id") == [(1, None), (2, 1)]
    await archive.prune(GUILD, snowflake.time_of(_id(40)))
    assert await plain.run("SELECT incident_id FROM incidents") == []


async def test_its_message(archive: Archive) -> None:
    """An incident is unfinished until Discord shows its version; where Discord takes no edits, a new message is due."""
    first = await _one(archive, 1)
    assert await archive.alerts.unfinished(GUILD, local_time()) == [first]
    await archive.alerts.finish(first, IncidentState.SENT, 77, first.version)
    assert await archive.alerts.unfinished(GUILD, local_time()) == []
    await _claim(archive, _found(2, incident_id=1))
    (outdated,) = await archive.alerts.unfinished(GUILD, local_time())
    assert (outdated.message_id, outdated.version, outdated.shown, outdated.is_pinged) == (77, 1, 0, True)
    await archive.alerts.freeze(outdated)
    assert await archive.alerts.unfinished(GUILD, local_time()) == []
    renewed = await archive.alerts.renew(outdated)
    assert renewed is not None
    assert (renewed.state, renewed.is_pinged, renewed.message_id) == (IncidentState.WAITING, True, None)
    assert renewed.nonce != outdated.nonce
    assert await archive.alerts.renew(outdated) is None
    assert await archive.alerts.unfinished(GUILD, local_time()) == [renewed]


async def test_muted(archive: Archive) -> None:
    """What is muted is kept and told later: an incident and what opens of the same key, or all of an alert."""
    incident, now = await _one(archive, 1), local_time()
    await archive.alerts.mute_incident(incident, now + _HOUR)
    await _claim(archive, _found(2))
    await _claim(archive, _found(3, key=6))
    unfinished = archive.alerts.unfinished
    assert [one.incident_id for one in await unfinished(GUILD, now)] == [3]
    assert [one.incident_id for one in await unfinished(GUILD, now + _HOUR)] == [1, 2, 3]
    assert await archive.alerts.mute(GUILD, 1, now + _HOUR)
    await _claim(archive, _found(4, key=8))
    assert await unfinished(GUILD, now) == []
    assert await archive.alerts.mute(GUILD, 1, None)
    assert len(await unfinished(GUILD, now)) == 4
    assert (await _alert(archive)).muted_until is None


async def test_ended_and_forgotten(archive: Archive, plain: Plain) -> None:
    """A removed alert tells no more, and its number is never another's; a server that is dropped leaves nothing."""
    incident = await _one(archive, 1)
    assert await archive.alerts.remove(GUILD, 1)
    assert not await archive.alerts.remove(GUILD, 1)
    assert await archive.alerts.unfinished(GUILD, local_time()) == []
    assert await archive.alerts.incident(GUILD, 1) == incident
    (again,) = await archive.alerts.add(GUILD, [_NEW])
    assert again.alert_id == 2
    await archive.drop(GUILD)
    for table in ("alerts", "incidents", "incident_items"):
        assert await plain.run(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_who_is_forgotten_is_in_no_alert(archive: Archive) -> None:
    """`forget` takes the id out of alerts that they made and incidents of theirs, which keep their entries."""
    await archive.append(GUILD, [seen(3), seen(4)])
    opened = await _one(archive, 3, 4)
    await archive.forget(5)
    assert [(one.alert_id, one.made_by) for one in await archive.alerts.of(GUILD)] == [(1, 0)]
    (kept,) = await archive.alerts.incidents(GUILD, 1, opened.opened_at)
    assert (kept.key, kept.actor_id, kept.entry_ids) == (None, None, opened.entry_ids)


async def test_incidents_go_with_their_entries(archive: Archive, plain: Plain) -> None:
    """An incident whose entries are all older than what is kept goes with them; one that is in part newer stays."""
    await archive.append(GUILD, [seen(number) for number in (1, 2, 30, 40)])
    await _one(archive, 1, 2)
    await _claim(archive, _found(30, 40, key=6))
    await archive.prune(GUILD, snowflake.time_of(_id(35)))
    assert await plain.run("SELECT incident_id FROM incidents") == [(2,)]
    assert {number for (number,) in await plain.run("SELECT incident_id FROM incident_items")} == {2}
