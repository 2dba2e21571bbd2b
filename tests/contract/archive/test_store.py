import dataclasses
import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest
from tests.contract.archive.kit import BASE, GUILD, NOW, findings, head, history, raw, seen

from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import Appended, Observation
from lightbulb_audit.model.query import PageRequest


async def test_what_was_seen_comes_out_as_it_was(archive: Archive) -> None:
    """Observations are numbered from 1 for each server, with the text, the time and the way of each."""
    odd = '{ "id":"7",\n "action_type": 22, "user_id": null, "x": 1.50}'
    for guild in (GUILD, 2):
        await archive.append(guild, [seen(1), Observation(7, odd, NOW, "backfill")])
        (found,) = await history(archive, guild, 7)
        assert (found.number, found.raw, found.seen_at, found.way) == (2, odd, NOW, "backfill")
    assert await findings(archive) == []
    assert await archive.guilds() == [2, GUILD]


async def test_the_same_again_is_not_kept_again(archive: Archive) -> None:
    """What means the same tells nothing new: other spaces, another order, what an event names and a page leaves out."""
    await archive.append(GUILD, [seen(1)])
    before = await head(archive)
    again: dict[str, Any] = {"guild_id": str(GUILD), "options": None, "changes": [], **dict(reversed(raw(1).items()))}
    assert await archive.append(GUILD, [seen(1), Observation.of(again, NOW, "catch-up")]) == Appended(0, 2)
    assert await head(archive) == before


async def test_a_larger_count_is_new_and_a_smaller_is_not(archive: Archive) -> None:
    """Growth keeps its history; pages read out of order change nothing."""
    counts = ["3", "5", "4", "5", "12", "1"]
    assert await archive.append(GUILD, [seen(1, options={"count": count}) for count in counts]) == Appended(3, 3)
    for count in counts:
        await archive.append(GUILD, [seen(1, options={"count": count}, way="re-read")])
    seen_of = await history(archive, GUILD, BASE + (1 << 22))
    assert ['"count":"3"' in seen_of[0].raw, '"count":"5"' in seen_of[1].raw, '"count":"12"' in seen_of[2].raw] == [
        True
    ] * 3
    (entry,) = await archive.page(GUILD, PageRequest())
    assert entry.json()["options"] == {"count": "12"}
    assert await findings(archive) == []


async def test_what_else_changes_keeps_the_larger_count(archive: Archive) -> None:
    """A later observation with another reason and a smaller count is kept, and the entry has the best of both."""
    await archive.append(GUILD, [seen(1, options={"count": "5", "channel_id": "1"})])
    await archive.append(GUILD, [seen(1, options={"count": "2", "channel_id": "1"}, reason="new")])
    (entry,) = await archive.page(GUILD, PageRequest())
    assert (entry.json()["reason"], entry.json()["options"]["count"]) == ("new", "5")
    assert await findings(archive) == []


async def test_every_order_leads_to_the_largest_count(archive: Archive) -> None:
    """However observations are cut up and mixed, today's count is the largest ever seen."""
    rng = random.Random(5)
    for guild in range(1, 6):
        waiting = [seen(number, options={"count": str(count)}) for number in range(4) for count in range(1, 9)]
        rng.shuffle(waiting)
        while waiting:
            size = rng.randint(1, 9)
            await archive.append(guild, waiting[:size])
            del waiting[:size]
        assert [entry.json()["options"]["count"] for entry in await archive.page(guild, PageRequest())] == ["8"] * 4
    assert await findings(archive) == []


async def test_pages_by_every_filter(archive: Archive) -> None:
    """Each filter gives what the same filter gives in Python, newest first, a page at a time."""
    rng = random.Random(3)
    rows = [
        raw(n, user_id=str(rng.randint(1, 3)), target_id=str(rng.randint(1, 3)), action_type=rng.choice([1, 22, 72]))
        for n in range(60)
    ]
    await archive.append(GUILD, [Observation.of(row, NOW, "event") for row in rows])
    await archive.append(3, [seen(1)])
    newest = sorted(rows, key=lambda row: -int(row["id"]))
    middle = int(newest[30]["id"])
    cases: list[tuple[PageRequest, Callable[[dict[str, Any]], bool]]] = [
        (PageRequest(), lambda _: True),
        (PageRequest(user_id=2), lambda row: row["user_id"] == "2"),
        (PageRequest(target_id=2, before=middle), lambda row: row["target_id"] == "2" and int(row["id"]) < middle),
        (PageRequest(action_type=72), lambda row: row["action_type"] == 72),
        (PageRequest(before=middle, after=1), lambda row: int(row["id"]) < middle),
    ]
    for wanted, fits in cases:
        right = [row for row in newest if fits(row)][:10]
        assert [entry.json() for entry in await archive.page(GUILD, dataclasses.replace(wanted, limit=10))] == right
    upwards = await archive.page(GUILD, PageRequest(10, after=middle))
    assert [entry.json() for entry in upwards] == newest[20:30][::-1]


async def test_everything_newest_first_over_all_servers(archive: Archive) -> None:
    """An export mixes the servers by the ids of their entries."""
    for number in range(30):
        await archive.append(1 + number % 3, [seen(number)])
    ids = [entry.entry_id async for entry in archive.export()]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 30
    assert [entry.guild_id async for entry in archive.export(2)] == [2] * 10


async def test_naive_moments_are_refused(archive: Archive) -> None:
    """A moment without a time zone never reaches the database."""
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        Observation.of(raw(1), naive, "event")
    with pytest.raises(ValueError, match="no time zone"):
        await archive.prune(GUILD, naive)
    with pytest.raises(ValueError, match="no time zone"):
        await archive.append(GUILD, (), gaps=[Gap(Interval(1, 2), "offline", naive)])


@pytest.mark.parametrize("wrong", [{"id": None}, {"id": "x"}, {"id": "0"}, {"id": str(1 << 63)}])
def test_what_has_no_id_is_refused(wrong: dict[str, object]) -> None:
    """An entry without a usable id cannot be kept, and says so."""
    with pytest.raises(ValueError, match="no id"):
        Observation.of({**raw(1), **wrong}, NOW, "event")


async def test_hostile_entries_are_kept(archive: Archive) -> None:
    """Nothing that JSON can hold stops an archive: NUL, half characters, numbers beyond every integer."""
    odd = [
        seen(1, reason="nul \0 half \ud83d end"),
        seen(2, action_type=10**30, user_id="9" * 30, options={"count": "9" * 30}),
        seen(3, action_type="words", target_id=[], options=[], reason={"a": 1}),
        seen(4, options={"count": None}, changes="no list"),
    ]
    assert await archive.append(GUILD, odd) == Appended(4, 0)
    assert await archive.append(GUILD, odd) == Appended(0, 4)
    assert [entry.raw for entry in await archive.page(GUILD, PageRequest())] == [one.raw for one in reversed(odd)]
    assert await findings(archive) == []


async def test_coverage_merges_and_closes_gaps(archive: Archive) -> None:
    """Intervals grow together; a gap shrinks by what is covered, and is gone when all of it is."""
    await archive.append(GUILD, [seen(1)], [Interval(10, 20)])
    await archive.append(GUILD, (), gaps=[Gap(Interval(15, 40), "offline", NOW)])
    await archive.append(GUILD, [], [Interval(30, 35)])
    (status,) = await archive.status(GUILD)
    assert status.covered == [Interval(10, 20), Interval(30, 35)]
    assert [gap.interval for gap in status.gaps] == [Interval(21, 29), Interval(36, 40)]
    assert {(gap.reason, gap.noted_at) for gap in status.gaps} == {("offline", NOW)}
    await archive.append(GUILD, [seen(2)], [Interval(21, 50)])
    (status,) = await archive.status(GUILD)
    assert (status.covered, status.gaps, status.holding.entries) == ([Interval(10, 50)], [], 2)


async def test_entries_are_rebuilt_from_observations(archive: Archive) -> None:
    """Today's states hold nothing that the observations do not tell."""
    await archive.append(GUILD, [seen(n % 50, options={"count": str(n)}) for n in range(5000)])
    before = [entry async for entry in archive.export()]
    await archive.rebuild(GUILD)
    assert [entry async for entry in archive.export()] == before
    assert len(before) == 50
    assert await findings(archive) == []


async def test_a_server_can_be_dropped(archive: Archive) -> None:
    """Nothing is left of it, and others are untouched."""
    await archive.append(1, [seen(1)], [Interval(1, 5)])
    await archive.append(2, [seen(1)])
    await archive.drop(1)
    assert await archive.guilds() == [2]
    assert (await archive.progress(1)).covered == []
    assert await findings(archive) == []


async def test_status_tells_what_there_is(archive: Archive) -> None:
    """Counts, ends and the time of the last observation."""
    later = NOW + datetime.timedelta(hours=1)
    await archive.append(GUILD, [seen(1), seen(2), Observation.of(raw(2, reason="x"), later, "re-read")])
    (status,) = await archive.status()
    assert (status.holding.entries, status.observations, status.holding.last_seen) == (2, 3, later)
    assert (status.holding.oldest, status.holding.newest) == (BASE + (1 << 22), BASE + (2 << 22))
