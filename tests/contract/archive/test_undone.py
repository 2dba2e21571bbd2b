"""`is:undone` finds just what lists mark as undone: in each database, and in Discord's own log."""

import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import hikari
import pytest
from tests.contract.archive.kit import NOW
from tests.journeys.city import City
from tests.unit.logs import READER, ListedLog

from lightbulb_audit.analyse.reversals import undone_among
from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model import Record
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.query import Clause, Cursor, Query
from lightbulb_audit.query.predicate import compile_predicate
from lightbulb_audit.query.remote import NO_LORE
from lightbulb_audit.services.log import archive_walk
from lightbulb_audit.services.log.archive_search import ArchiveSearch
from lightbulb_audit.services.log.browse import Window
from lightbulb_audit.services.log.undone_browse import browse_any
from lightbulb_audit.services.reversals import ReversalFinder

Json = dict[str, Any]
Read = Callable[[Query, Cursor | None], Awaitable[Window | None]]

_GUILD: Final = hikari.Snowflake(81384788765712384)
_ALL: Final = Interval(0, (1 << 63) - 1)


def _undone(*values: str, is_negated: bool = False) -> Clause:
    return Clause("is", values or ("undone",), is_negated)


_BAN: Final = Clause("action", ("member_ban_add",))
_QUESTIONS: Final[dict[str, tuple[Clause, ...]]] = {
    "undone": (_undone(),),
    "not undone": (_undone(is_negated=True),),
    "bans undone": (_BAN, _undone()),
    "bans not undone": (_BAN, _undone(is_negated=True)),
    "undone or by a bot": (_undone("bot", "undone"),),
    "neither undone nor by a bot": (_undone("bot", "undone", is_negated=True),),
    "undone of a few, with words": (Clause("action", ("member_nickname", "role_given")), _undone(),
                                    Clause("text", ("gave", "nick"))),
    "undone and not": (_undone(), _undone(is_negated=True)),
}  # fmt: skip


def _log(seed: int) -> list[Json]:
    """The log of a drawn server, newest first, in which more than usual is undone."""
    rng, city = random.Random(seed), City(seed, NOW)
    log = [one for one in city.log if one["action_type"] not in (143, 145)][:260]
    made = {"user_id": log[0]["user_id"], "target_id": None, "changes": [{"key": "code", "new_value": "hunter2"}]}
    gone = {**made, "changes": [{"key": "code", "old_value": "hunter2"}], "action_type": 42}
    log[30:30] = [{**gone, "id": str(int(log[30]["id"]) + 1)}]
    log[200:200] = [{**made, "action_type": 40, "id": str(int(log[200]["id"]) + 1)}]
    for banned in rng.sample([one for one in log if one["action_type"] == 22], 20):
        log.append({**banned, "action_type": 23, "id": str(int(banned["id"]) + rng.randrange(1 << 40))})
    return sorted({one["id"]: one for one in log}.values(), key=lambda one: -int(one["id"]))


def _meant(records: Sequence[Record], undone: set[int], clauses: tuple[Clause, ...]) -> list[int]:
    """Said once more and simply: what is undone is known of each entry."""
    plain = compile_predicate(Query(tuple(one for one in clauses if one.filter != "is")), NO_LORE)
    fits = [one for one in records if plain.matches(one)]
    for clause in clauses:
        if clause.filter == "is":
            # Nobody is known to be a bot but AutoMod, which did nothing here.
            fits = [one for one in fits if (int(one.id) in undone) is not clause.is_negated]
    return [int(one.id) for one in fits]


async def _walked(read: Read, query: Query, cursor: Cursor | None) -> list[int]:
    """What somebody sees who presses on until nothing is left, newest first."""
    pages: list[list[int]] = []
    is_upwards = cursor is not None
    for _ in range(1000):
        window = await read(query, cursor)
        assert window is not None
        ids = [int(one.id) for one in window.records]
        pages.append(ids)
        if window.further is not None:
            cursor = window.further
        elif window.has_newer if is_upwards else window.has_older:
            cursor = Cursor("newer", max(ids)) if is_upwards else Cursor("older", min(ids))
        else:
            return [one for some in (pages[::-1] if is_upwards else pages) for one in some]
    pytest.fail("the walk does not end")


async def _filled(archive: Archive, log: Sequence[Json], covered: Sequence[Interval] = (_ALL,)) -> ArchiveSearch:
    await archive.append(_GUILD, [Observation.of(one, NOW, "event") for one in log], covered)
    return ArchiveSearch(archive, READER, lambda _: None, 0, lambda: NOW)


async def test_what_lists_mark_is_found(address: str) -> None:
    """Page by page, both ways, in files and in counts, what is undone is what lists mark; so it is in Discord's log."""
    log = _log(random.randrange(1 << 30))
    records = READER.page({"audit_log_entries": log}, _GUILD).records
    async with await open_archive(address) as archive:
        search = await _filled(archive, log)
        undone = set(await ReversalFinder(archive, 20).find(_GUILD, (), records))
        assert undone == set(undone_among(records))
        assert len(undone) > 15
        listed = ListedLog(log)

        async def of_archive(query: Query, cursor: Cursor | None) -> Window | None:
            return await search.search(_GUILD, query, cursor, NO_LORE)

        async def of_discord(query: Query, cursor: Cursor | None) -> Window | None:
            return await browse_any(listed, _GUILD, query, cursor)

        for name, clauses in _QUESTIONS.items():
            meant = _meant(records, undone, clauses)
            query = Query(clauses, 25)
            assert await _walked(of_archive, query, None) == meant, name
            if meant:
                upwards = Query(clauses, 25, is_folded=False)
                assert await _walked(of_archive, upwards, Cursor("newer", 1)) == meant, name
            assert await _exported(search, query) == meant, name
            first = await search.search(_GUILD, query, None, NO_LORE)
            assert first is not None
            assert first.hits is not None
            assert (first.hits.count, first.hits.is_all) == (len(meant), True), name
            assert await _walked(of_discord, query, None) == meant, name
            if meant and name == "undone":
                assert await _walked(of_discord, query, Cursor("newer", meant[-1] - 1)) == meant, name


async def _exported(search: ArchiveSearch, query: Query) -> list[int]:
    pages = search.everything(_GUILD, query, NO_LORE, 10_000)
    return [int(record.id) async for page in pages for record in page.records]


async def test_what_is_not_known_is_not_claimed(address: str) -> None:
    """Where a stretch is missing behind an entry, it is not said to be undone; it is among those that are not."""
    base = int(NOW.timestamp() * 1000) - 1_420_070_400_000 << 22
    ban, unban = (
        {"id": str(base + at), "user_id": "5", "target_id": "6", "action_type": 22 + at // 10} for at in (0, 10)
    )
    around = [Interval(base + at - 1, base + at + 1) for at in (0, 10)]
    async with await open_archive(address) as archive:
        search = await _filled(archive, [unban, ban], around)
        undone, standing = Query((_undone(),)), Query((_undone(is_negated=True),))
        for query, count in ((undone, 0), (standing, 2)):
            window = await search.search(_GUILD, query, None, NO_LORE)
            assert window is not None
            assert len(window.records) == count
        await archive.append(_GUILD, [], [Interval(base, base + 20)])
        for query, count in ((undone, 1), (standing, 1)):
            window = await search.search(_GUILD, query, None, NO_LORE)
            assert window is not None
            assert len(window.records) == count


async def test_a_search_without_an_end_in_time_says_so(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is found in the time that there is, a button goes on, and the count is no whole one."""
    base = int(NOW.timestamp() * 1000) - 1_420_070_400_000 << 22
    entry = {"user_id": "5", "action_type": 22}
    log: list[Json] = [{**entry, "id": str(base + at), "target_id": str(at + 1)} for at in range(1, 900)]
    log += [{**entry, "id": str(base), "target_id": "7000"}]
    log += [{**entry, "id": str(base + 1000), "target_id": "7000", "action_type": 23}]
    monkeypatch.setattr(archive_walk, "_LOOKING", 0.0)
    async with await open_archive(address) as archive:
        search = await _filled(archive, log)
        window = await search.search(_GUILD, Query((_undone(),)), None, NO_LORE)
        assert window is not None
        assert (list(window.records), window.scanned) == ([], 200)
        assert window.further == Cursor("older", window.reached or 0)
        monkeypatch.undo()
        further = await search.search(_GUILD, Query((_undone(),)), window.further, NO_LORE)
        assert further is not None
        assert [int(one.id) for one in further.records] == [base]
        assert further.reached is None


async def test_discord_is_read_from_its_newest_entry_on() -> None:
    """What undid an old entry is known wherever a page begins, and each press looks a thousand entries further."""
    base = int(NOW.timestamp() * 1000) - 1_420_070_400_000 << 22
    log: list[Json] = [
        {"id": str(base + at), "user_id": "5", "target_id": str(10**6 + at), "action_type": 20}
        for at in range(2450, 0, -1)
    ]
    log[5] |= {"action_type": 23, "target_id": "7"}
    log[2200] |= {"action_type": 22, "target_id": "7"}
    listed, cursor = ListedLog(log), None
    for reads, found in ((10, []), (20, []), (25, [int(log[2200]["id"])])):
        listed.reads = 0
        window = await browse_any(listed, _GUILD, Query((_undone(),)), cursor)
        assert ([int(one.id) for one in window.records], listed.reads) == (found, reads)
        cursor = window.further
    assert cursor is None
    window = await browse_any(listed, _GUILD, Query((_undone(), Clause("before", (log[2000]["id"],)))))
    assert [int(one.id) for one in window.records] == [int(log[2200]["id"])]
