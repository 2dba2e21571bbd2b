"""Walking through a log page by page."""

import itertools
from typing import Any, Final

import pytest
from tests.unit.entries import GUILD, ids
from tests.unit.logs import ListedLog

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
    Query.where(count=count, actor=user, action=action, target=target, before=before, after=after)
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
    first = await browse(log, GUILD, Query(count=10))
    log.rows = [*rows(15, first=41), *log.rows]
    second = await browse(log, GUILD, Query(count=10), Cursor("older", min(ids(first.records))))
    assert ids(second.records) == list(range(300, 200, -10))
    up = await browse(log, GUILD, Query(count=10), Cursor("newer", max(ids(first.records))))
    assert ids(up.records) == list(range(500, 400, -10))
    assert up.has_newer
    top = await browse(log, GUILD, Query(count=10), Cursor("newer", 500))
    assert (ids(top.records), top.has_newer) == (list(range(550, 500, -10)), False)


async def test_nothing_newer_gives_the_newest() -> None:
    """Going up where nothing is newer shows the newest page."""
    window = await browse(ListedLog(rows(30)), GUILD, Query(count=10), Cursor("newer", 300))
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
        windows = await onward(log, Query(count=count), cursor)
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
        await browse(log, GUILD, query)
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
