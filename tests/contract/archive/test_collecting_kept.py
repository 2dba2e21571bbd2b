"""What is remembered of the collecting, and the names of then."""

import asyncio
import dataclasses
import datetime
import pathlib
import time

import pytest
from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, seen

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.reconnect import ReconnectingArchive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.intervals import RETENTION, Gap, Interval
from lightbulb_audit.model.progress import Marks, Postponed, Sighting
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.ports import Store


def at(minute: int) -> datetime.datetime:
    """A moment so many minutes later."""
    return NOW + datetime.timedelta(minutes=minute)


def called(minute: int, name: str, thing_id: int = 7, **more: object) -> Sighting:
    """A channel, and what it is called from a minute on."""
    return Sighting("channel", thing_id, at(minute), name)._replace(**more)


async def test_marks_come_back_as_they_were_written(archive: Archive) -> None:
    """Every mark is kept, changed as a whole, and apart from the other servers'."""
    assert (await archive.progress(GUILD)).marks == Marks()
    first = Marks(5, NOW, at(1), at(2), at(3), is_polled=True)
    await archive.mark(GUILD, first)
    assert (await archive.progress(GUILD)).marks == first
    await archive.mark(GUILD, dataclasses.replace(first, left_at=None, settled_through=6))
    assert (await archive.progress(GUILD)).marks == Marks(6, NOW, at(1), at(2), is_polled=True)
    assert (await archive.progress(GUILD + 1)).marks == Marks()


async def test_who_left_before_a_moment(archive: Archive) -> None:
    """Only servers that were left, and before it, are named."""
    await archive.mark(1, Marks(left_at=at(1)))
    await archive.mark(2, Marks(left_at=at(9)))
    await archive.mark(3, Marks())
    assert await archive.left_guilds(at(5)) == [1]


async def test_only_types_that_grow_are_named(archive: Archive) -> None:
    """Entries of growing types above an id, lowest first."""
    types = [22, 72, 26, 27, 73, 1]
    marks = Marks(BASE + (1 << 22))
    await archive.append(GUILD, [seen(number, action_type=one) for number, one in enumerate(types)], marks=marks)
    standing = (await archive.standings([GUILD], NOW))[GUILD]
    assert standing.young == [BASE + (number << 22) for number in (2, 3, 4)]
    assert standing.progress == await archive.progress(GUILD)


async def test_the_standing_of_many_servers_is_that_of_each(archive: Archive) -> None:
    """Each of the servers that are named, one of which nothing is known too, is told as `progress` tells it."""
    for guild in range(1, 6):
        gaps = [Gap(Interval(1, 5), "offline", NOW)] if guild == 1 else []
        marks = Marks(BASE + (guild << 22), NOW, left_at=NOW, is_polled=guild == 2) if guild != 3 else None
        covered = [Interval(BASE, BASE + guild), Interval(BASE + 100, BASE + 200)]
        await archive.append(guild, [seen(3, action_type=72), seen(4)], covered, (), gaps, marks)
    await archive.postpone(5, Postponed(at(1), 3))
    found = await archive.standings([1, 2, 3, 4, 5, 7], NOW)
    assert {guild: one.progress for guild, one in found.items()} == {
        guild: await archive.progress(guild) for guild in (1, 2, 3, 4, 5, 7)
    }
    young = BASE + (3 << 22)
    assert {guild: list(one.young) for guild, one in found.items()} == {
        1: [young], 2: [young], 3: [young], 4: [], 5: [], 7: []
    }  # fmt: skip
    assert sorted(await archive.growing_guilds([1, 2, 3, 4, 5, 7])) == [1, 2]
    assert await archive.postponed_guilds() == {5: Postponed(at(1), 3)}
    assert (await archive.standings([1], at(-9)))[1].progress.marks == Marks(BASE + (1 << 22), left_at=at(-7))


async def test_all_of_an_addition_is_kept_or_nothing(archive: Archive) -> None:
    """Where a gap cannot be kept, neither are the entries that came with it, nor the marks."""
    naive = Gap(Interval(1, 2), "offline", NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        await archive.append(GUILD, [seen(1)], gaps=[naive], marks=Marks(5))
    assert (await archive.stats(GUILD)).entries == 0
    assert (await archive.progress(GUILD)).marks == Marks()


async def test_a_name_is_kept_only_where_it_says_something_new(archive: Archive, plain: Plain) -> None:
    """Before the first and between two of the same, a name is superfluous, in whatever order it is learnt."""
    await archive.learn(GUILD, [called(10, "a"), called(10, "a"), called(15, "a"), called(5, "a")])
    await archive.learn(GUILD, [called(7, "a"), called(12, "a"), called(20, "b"), called(30, "a")])
    await archive.learn(GUILD, [called(2, "c"), called(8, "x", thing_id=8)])
    (seen_of_it,) = (await archive.names(GUILD, [("channel", 7)])).values()
    assert [(one.at, one.name) for one in seen_of_it] == [(at(2), "c"), (at(5), "a"), (at(20), "b"), (at(30), "a")]
    assert await archive.names(GUILD, [("user", 7)]) == {}
    assert (await plain.run("SELECT count(*) FROM names"))[0][0] == 5


async def test_hostile_names_are_kept(archive: Archive) -> None:
    """What no database takes as it is becomes a character that says so; everything else comes back."""
    names = ["a\0b", "\ud800", "'; DROP TABLE names; --", "é" * 100]
    await archive.learn(GUILD, [called(1, name, thing_id=number) for number, name in enumerate(names)])
    found = await archive.names(GUILD, [("channel", number) for number in range(4)])
    assert [one.name for (one,) in found.values()] == ["a\ufffdb", "?", *names[2:]]


async def test_a_type_or_a_bot_is_news_too(archive: Archive) -> None:
    """The same name with another type is another sighting."""
    await archive.learn(
        GUILD, [called(1, "a", channel_type=0), called(2, "a", channel_type=5), called(3, "a", bot=True)]
    )
    assert [one.channel_type for one in (await archive.names(GUILD, [("channel", 7)]))["channel", 7]] == [0, 5, None]


async def test_a_forgotten_users_names_are_gone_and_blanked(archive: Archive) -> None:
    """The names that were seen of somebody are blanked in reasons, and let go of."""
    await archive.append(GUILD, [seen(1, reason="warned Frodo twice")])
    await archive.learn(GUILD, [Sighting("user", 9, NOW, "Frodo"), Sighting("user", 8, NOW, "Sam")])
    assert await archive.forget(9) == 1
    assert "Frodo" not in (await archive.page(GUILD, PageRequest()))[0].raw
    assert set(await archive.names(GUILD, [("user", 9), ("user", 8)])) == {("user", 8)}


async def test_pruning_keeps_the_last_name_and_says_why_there_is_a_gap(archive: Archive) -> None:
    """Names that were given up before the bound go; the one that held then stays."""
    bound = snowflake.time_of(BASE + (5 << 22))
    await archive.append(GUILD, [seen(1), seen(9)], [Interval(1, BASE + (9 << 22))])
    await archive.learn(
        GUILD,
        [Sighting("user", 9, bound + datetime.timedelta(seconds=s), n) for s, n in ((-9, "a"), (-5, "b"), (5, "c"))],
    )
    await archive.prune(GUILD, bound)
    assert [one.name for one in (await archive.names(GUILD, [("user", 9)]))["user", 9]] == ["b", "c"]
    (gap,) = (await archive.progress(GUILD)).gaps
    assert (gap.interval, gap.reason) == (Interval(0, snowflake.first_at(bound) - 1), RETENTION)


async def test_a_dropped_server_leaves_nothing(archive: Archive, plain: Plain) -> None:
    """Marks and names go with the rest."""
    await archive.append(GUILD, [seen(1)])
    await archive.mark(GUILD, Marks(1))
    await archive.learn(GUILD, [called(1, "a")])
    await archive.drop(GUILD)
    for table in ("guilds", "entries", "observations", "collecting", "names", "gaps", "coverage"):
        assert await plain.run(f"SELECT * FROM {table}") == []


async def test_a_lasting_archive_opens_once_for_all(address: str) -> None:
    """Whoever asks first opens it, and all share it; closed, it opens again when it is needed."""
    lasting: Store = ReconnectingArchive(address)
    assert isinstance(lasting, ReconnectingArchive)
    await asyncio.gather(*(lasting.append(GUILD, [seen(number)]) for number in range(5)))
    assert (await lasting.stats(GUILD)).entries == 5
    await lasting.close()
    assert (await lasting.stats(GUILD)).entries == 5
    await lasting.close()


async def test_whoever_gives_up_does_not_stop_the_opening(address: str) -> None:
    """A command that waits no longer leaves the opening to the others."""
    lasting = ReconnectingArchive(address)
    hasty = asyncio.create_task(lasting.guilds())
    patient = asyncio.create_task(lasting.guilds())
    await asyncio.sleep(0)
    hasty.cancel()
    assert await patient == []
    await lasting.close()


async def test_trouble_is_remembered_and_asked_about_seldom() -> None:
    """After a failure to open, the next calls fail at once, with the same words."""
    lasting = ReconnectingArchive("sqlite:////nowhere/at/all/archive.sqlite3")
    for _ in range(3):
        with pytest.raises(ArchiveError, match="cannot be opened"):
            await lasting.guilds()
    assert lasting.trouble is not None
    assert lasting.trouble.since <= datetime.datetime.now(datetime.UTC)
    await lasting.close()


async def test_trouble_in_writing_ends_with_writing(address: str, plain: Plain) -> None:
    """Where writing failed, a successful read does not make it well; a write does."""
    lasting = ReconnectingArchive(address)
    await lasting.append(GUILD, [seen(1)])
    await plain.run("ALTER TABLE collecting RENAME TO hidden")
    with pytest.raises(ArchiveError):
        await lasting.mark(GUILD, Marks(1))
    assert (await lasting.stats(GUILD)).entries == 1
    assert lasting.trouble is not None
    await plain.run("ALTER TABLE hidden RENAME TO collecting")
    await lasting.mark(GUILD, Marks(2))
    assert lasting.trouble is None
    await lasting.close()


async def test_the_same_archive_opened_twice(address: str) -> None:
    """Two processes' worth of connections see each other's marks."""
    async with await open_archive(address) as one, await open_archive(address) as other:
        await one.mark(GUILD, Marks(3))
        await other.mark(GUILD, Marks(4))
        assert (await one.progress(GUILD)).marks.settled_through == 4


async def test_a_process_that_comes_to_nothing_has_no_dead_database(sqlite_file: pathlib.Path) -> None:
    """While each turn of the loop takes a fifth of a second, what is asked of the archive is answered late, but is."""
    lasting = ReconnectingArchive(str(sqlite_file))
    await lasting.append(GUILD, [seen(1)])
    asking = asyncio.gather(*(lasting.stats(GUILD) for _ in range(2)))
    async with asyncio.timeout(60):
        while not asking.done():
            time.sleep(0.2)  # noqa: ASYNC251 - others have the processor
            await asyncio.sleep(0)
    assert [one.entries for one in await asking] == [1] * 2
    assert lasting.trouble is None
    await lasting.close()
