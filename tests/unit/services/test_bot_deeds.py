"""What bots did for somebody, found in Discord's own log beside what they did themself."""

from typing import Any, Final

import pytest
from tests.unit.entries import GUILD, ids
from tests.unit.logs import ListedLog
from tests.unit.services.test_browse import onward

from lightbulb_audit.model.query import Clause, Cursor, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.services.log.bot_deeds import LOOKED_AT
from lightbulb_audit.services.log.browse import Window, browse

ANNA, BOB, DYNO = 200000000000000001, 200000000000000002, 200000000000000009
_LORE: Final = SearchContext(bots=frozenset({DYNO}), people={ANNA: frozenset({"anna"})})


def _rows(count: int, *, own: int, bots: int, forged: int = 0) -> list[dict[str, Any]]:
    """Entries newest first, of which every so many-th is anna's own, a bot's for her, or forged by bob."""
    rows: list[dict[str, Any]] = []
    for number in range(count, 0, -1):
        row: dict[str, Any] = {"id": str(number << 22), "user_id": str(BOB), "target_id": "6", "action_type": 22}
        if own and number % own == 0:
            row["user_id"] = str(ANNA)
        elif number % bots == 0:
            row |= {"user_id": str(DYNO), "reason": "anna: raid" if number % 2 else f"anna ({ANNA}): raid"}
        elif forged and number % forged == 0:
            row["reason"] = f"anna ({ANNA}): raid"
        rows.append(row)
    return rows


async def _browse(log: ListedLog, query: Query, cursor: Cursor | None = None) -> Window:
    return await browse(log, GUILD, query, cursor, _LORE, bots=LOOKED_AT)


def _query(count: int, *clauses: Clause) -> Query:
    return Query((Clause("actor", (str(ANNA),)), *clauses), count)


@pytest.mark.parametrize("count", [1, 5, 25])
@pytest.mark.parametrize("own", [0, 2, 3, 50])
async def test_both_are_found_once(count: int, own: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pressing to the end and back shows all that she did and all that bots did for her, each once, in order."""
    log = ListedLog(_rows(240, own=own, bots=7, forged=5))
    monkeypatch.setattr("tests.unit.services.test_browse.browse", _asked)
    wanted = [int(row["id"]) for row in log.rows if row["user_id"] in (str(ANNA), str(DYNO))]
    down = await onward(log, _query(count))
    assert [number for window in down for number in ids(window.records)] == wanted
    up = await onward(log, _query(count), Cursor("newer", wanted[-1]))
    assert [number for window in up[::-1] for number in ids(window.records)][: len(wanted) - 1] == wanted[:-1]


async def _asked(log: ListedLog, _guild: Any, query: Query, cursor: Cursor | None) -> Window:
    return await _browse(log, query, cursor)


async def test_another_filter_still_counts() -> None:
    """Of what bots did for her only that is found which fits the rest of the question."""
    log = ListedLog([*_rows(40, own=4, bots=5), {"id": "1", "user_id": str(ANNA), "target_id": "6", "action_type": 23}])
    shown = await _browse(log, _query(25, Clause("action", ("member_ban_remove",))))
    assert ids(shown.records) == [1]
    bounded = await _browse(log, _query(25, Clause("after", (str(30 << 22),)), Clause("before", (str(36 << 22),))))
    assert ids(bounded.records) == [35 << 22, 32 << 22]


async def test_how_far_was_looked_is_told() -> None:
    """Where the looking ended before the page did it is told, and where she did nothing it can go on from there."""
    far = ListedLog(_rows(2000, own=500, bots=450))
    shown = await _browse(far, _query(3))
    assert far.reads == 1 + LOOKED_AT // 100
    assert ids(shown.records) == [2000 << 22, 1800 << 22, 1500 << 22]
    assert shown.bots is not None
    assert (shown.bots.is_whole, shown.bots.scanned, shown.bots.place) == (False, LOOKED_AT, 1701 << 22)
    silent = ListedLog(_rows(2000, own=0, bots=450))
    nothing = await _browse(silent, _query(3, Clause("before", (str(1700 << 22),))))
    assert (ids(nothing.records), nothing.further) == ([], Cursor("older", 1400 << 22))
    assert nothing.further is not None
    further = await _browse(silent, _query(3), nothing.further)
    assert ids(further.records) == [1350 << 22]


async def test_one_read_where_one_is_enough() -> None:
    """Where the newest entries of all hold a page of hers, or all there is, one read tells both."""
    for log, count in ((ListedLog(_rows(900, own=2, bots=7)), 25), (ListedLog(_rows(90, own=80, bots=45)), 25)):
        shown = await _browse(log, _query(count))
        assert log.reads == 1
        assert shown.bots is not None
        assert shown.bots.is_whole
        assert shown.has_older is (len(log.rows) > 100)


async def test_one_read_where_bots_do_not_count() -> None:
    """A list that asks for what she did herself costs one read."""
    log = ListedLog(_rows(100, own=2, bots=7))
    shown = await browse(log, GUILD, _query(5))
    assert (log.reads, shown.bots) == (1, None)
