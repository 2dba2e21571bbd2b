"""Walking through a log page by page."""

import asyncio
import dataclasses
import itertools
from typing import Any, Final

import pytest
from tests.unit.entries import GUILD, ids
from tests.unit.logs import ListedLog

from lightbulb_audit.analyse.bursts import FOLDED_FROM, burst_key, page_end
from lightbulb_audit.errors import MissingEntryError
from lightbulb_audit.model.query import Cursor, Query
from lightbulb_audit.render.button_state import QueryFields
from lightbulb_audit.services.log.browse import SCANNED_AT_MOST, Window, browse, fetch_entry


def rows(count: int, first: int = 1) -> list[dict[str, Any]]:
    """Entries with descending ids, of a few people, types and targets in turn."""
    return [
        {
            "id": str(number * 10),
            "user_id": str(5 + number % 3),
            "target_id": str(100 + number % 4),
            "action_type": (22, 23, 72, 12)[number % 4 if number % 5 else 0],
        }
        for number in range(first + count - 1, first - 1, -1)
    ]


async def onward(log: ListedLog, query: Query, cursor: Cursor | None = None) -> list[Window]:
    """All windows from a place on, as somebody meets them who presses until nothing is left."""
    windows: list[Window] = []
    for _ in range(500):
        window = await browse(log, GUILD, query, cursor)
        windows.append(window)
        newer = cursor is not None and cursor.way == "newer"
        seen = [number for number in ids(window.records) if number]
        if window.further is not None:
            cursor = window.further
        elif window.has_newer if newer else window.has_older:
            assert seen, "a window with more behind it shows where to go on"
            cursor = Cursor("newer", max(seen)) if newer else Cursor("older", min(seen))
        else:
            return windows
    pytest.fail("the walk does not end")


def plain(query: Query) -> Query:
    """The same, each entry in a line of its own."""
    return dataclasses.replace(query, is_folded=False)


def fits(query: Query, row: dict[str, Any]) -> bool:
    """What a query means, said once more and simply."""
    number, banning = int(row["id"]), {"": None, "22": {22}, "members": {22, 23}, "messages": {72}, "roles": set[int]()}
    asked = QueryFields.of(query)
    types = banning[asked.action]
    return (
        (asked.user_id is None or row["user_id"] == str(asked.user_id))
        and (asked.target_id is None or row["target_id"] == str(asked.target_id))
        and (types is None or row["action_type"] in types)
        and (asked.before is None or number < asked.before)
        and (asked.after is None or number > asked.after)
    )


QUERIES: Final = [
    plain(Query.where(count=count, actor=user, action=action, target=target, before=before, after=after))
    for count, user, action, target, (before, after) in itertools.product(
        (1, 7, 25),
        (None, 6),
        ("", "22", "members", "roles"),
        (None, 101),
        ((None, None), (1500, None), (None, 400), (1500, 400), (1505, 395)),
    )
]


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
async def test_each_entry_is_shown_once_on_the_way_down(query: Query) -> None:
    """Pressing Older to the end shows every entry that fits exactly once, newest first."""
    log = ListedLog(rows(230))
    windows = await onward(log, query)
    shown = [number for window in windows for number in ids(window.records)]
    assert shown == [int(row["id"]) for row in log.rows if fits(query, row)]
    assert all(len(window.records) <= query.count for window in windows)
    assert not windows[0].has_newer


def lines(window: Window) -> int:
    """How many lines a window has, once what belongs together is one."""
    records = list(window.records)
    size, count = 0, 0
    while size < len(records):
        end = page_end(records[size:], 1, is_folded=True, is_all=True).size
        size, count = size + end, count + 1
    return count


@pytest.mark.parametrize("size", [1, 4, 9])
@pytest.mark.parametrize("action", ["", "22", "members"])
def test_a_burst_is_on_one_page(size: int, action: str) -> None:
    """Folded, each entry is shown once too, both ways; no page has more lines than asked for, and none ends in a burst."""

    async def walk() -> None:
        log = ListedLog([{**row, "user_id": "5", "action_type": _kind(row, size)} for row in rows(230)])
        query = Query.where(count=7, action=action)
        expected = [int(row["id"]) for row in log.rows if fits(query, row)]
        down, up = await onward(log, query), await onward(log, query, Cursor("newer", 1))
        for windows in (down, up[::-1]):
            assert [number for window in windows for number in ids(window.records)] == expected
            assert max(map(lines, windows)) <= 7
            assert not any(window.goes_on for window in windows)
            for one, other in itertools.pairwise(windows):
                tail = [burst_key(record) for record in (*one.records[-FOLDED_FROM:], other.records[0])]
                assert size < FOLDED_FROM or len(set(tail)) > 1

    asyncio.run(walk())


def _kind(row: dict[str, Any], size: int) -> int:
    """The types of entries of which so many at a time are alike."""
    return (22, 23, 72)[int(row["id"]) // 10 // size % 3]


async def test_a_burst_without_an_end_goes_on() -> None:
    """What is read for the end of a burst is bounded, and the page says that the burst goes on; the next one has it."""
    log = ListedLog([{**row, "user_id": "5", "action_type": 22} for row in rows(1200)])
    windows = await onward(log, Query(count=10))
    assert [window.goes_on for window in windows] == [True, True, False]
    assert [number for window in windows for number in ids(window.records)] == [int(row["id"]) for row in log.rows]
    assert log.reads <= 16


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
async def test_each_entry_is_shown_once_on_the_way_up(query: Query) -> None:
    """Pressing Newer from the bottom shows every entry that fits exactly once, each window newest first."""
    log = ListedLog(rows(230))
    expected = [int(row["id"]) for row in log.rows if fits(query, row)]
    windows = await onward(log, query, Cursor("newer", 1))
    shown = [number for window in reversed(windows) for number in ids(window.records)]
    if not expected:
        assert shown == []
    else:
        assert shown == expected


async def test_arriving_entries_move_nothing() -> None:
    """Entries that arrive while somebody reads neither repeat nor hide what is older, and are found going back up."""
    log = ListedLog(rows(40))
    first = await browse(log, GUILD, plain(Query(count=10)))
    log.rows = [*rows(15, first=41), *log.rows]
    second = await browse(log, GUILD, plain(Query(count=10)), Cursor("older", min(ids(first.records))))
    assert ids(second.records) == list(range(300, 200, -10))
    up = await browse(log, GUILD, plain(Query(count=10)), Cursor("newer", max(ids(first.records))))
    assert ids(up.records) == list(range(500, 400, -10))
    assert up.has_newer
    top = await browse(log, GUILD, plain(Query(count=10)), Cursor("newer", 500))
    assert (ids(top.records), top.has_newer) == (list(range(550, 500, -10)), False)


async def test_nothing_newer_gives_the_newest() -> None:
    """Going up where nothing is newer shows the newest page."""
    window = await browse(ListedLog(rows(30)), GUILD, plain(Query(count=10)), Cursor("newer", 300))
    assert ids(window.records) == list(range(300, 200, -10))
    assert (window.cursor, window.has_newer) == (None, False)


@pytest.mark.parametrize("count", [1, 2, 3, 10])
@pytest.mark.parametrize("places", [(0,), (3,), (3, 4, 5), (9,), (0, 1, 2, 7, 8, 9)])
async def test_entries_without_a_readable_id_are_shown(count: int, places: tuple[int, ...]) -> None:
    """What has no id to be a place goes with its neighbours: nothing is lost and nobody is stuck."""
    log = ListedLog(rows(10))
    for place in places:
        log.rows[place] = {**log.rows[place], "id": f"no id {place}"}
    for cursor in (None, Cursor("newer", 1)):
        windows = await onward(log, plain(Query(count=count)), cursor)
        shown = [record.raw["id"] for window in windows for record in window.records]
        assert set(shown) == {row["id"] for row in log.rows}
        readable = [name for name in shown if not name.startswith("no")]
        assert len(readable) == len(set(readable))


async def test_rows_that_are_no_entries_do_not_end_the_walk() -> None:
    """Rows without a type count as read, and the walk goes on behind them."""
    log = ListedLog(rows(60))
    log.rows[:30] = [{**row, "action_type": None} for row in log.rows[:30]]
    window = await browse(log, GUILD, Query.where(count=5, action="12"))
    assert window.records or window.has_older or window.further is None
    assert all(record.entry.action_type == 12 for record in window.records)


async def test_the_search_stops_and_goes_on() -> None:
    """Where Discord cannot filter, a press looks at 1,000 entries and says where to go on, until the end."""
    log = ListedLog([{**row, "action_type": 1} for row in rows(2500)])
    log.rows[-1]["action_type"] = 25
    query = Query.where(count=10, action="roles")
    first = await browse(log, GUILD, query)
    assert (list(first.records), first.scanned, log.reads) == ([], SCANNED_AT_MOST, 10)
    assert first.further == Cursor("older", 15_010)
    assert first.reached == 15_010
    windows = await onward(log, query)
    assert [len(window.records) for window in windows] == [0, 0, 1]
    assert windows[-1].further is None
    assert windows[-1].reached is None


async def test_one_read_where_discord_can_filter() -> None:
    """A page costs one request where Discord filters by itself."""
    log = ListedLog(rows(100))
    for query in (Query(count=25), Query.where(actor=6), Query.where(action="22", actor=6), Query.where(target=101)):
        log.reads = 0
        await browse(log, GUILD, plain(query))
        assert log.reads == 1


async def test_one() -> None:
    """A single entry is found by its id, and said to be missing where it is."""
    log = ListedLog(rows(10))
    record, page = await fetch_entry(log, GUILD, 50)
    assert (record.id, page.row_count) == (50, 1)
    for missing in (55, 1000, 1):
        with pytest.raises(MissingEntryError) as raised:
            await fetch_entry(log, GUILD, missing)
        assert raised.value.entry_id == missing


async def test_an_empty_log() -> None:
    """An empty log gives an empty window, whichever way."""
    for cursor in (None, Cursor("older", 5), Cursor("newer", 5)):
        window = await browse(ListedLog([]), GUILD, Query(), cursor)
        assert (list(window.records), window.has_older, window.further) == ([], False, None)
