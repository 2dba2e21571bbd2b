"""What came of entries, from the pages that were read and from an archive."""

import asyncio
import time
from typing import Any, Final

import hikari
from tests.contract.archive.kit import BASE, NOW, raw
from tests.unit.entries import change, page

from lightbulb_audit.archive.reconnect import ReconnectingArchive
from lightbulb_audit.model import Page
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.services.reversals import ReversalFinder

_BOB: Final = "5"


def _row(number: int, action_type: int, **fields: Any) -> dict[str, Any]:
    return raw(number, target_id=_BOB, action_type=action_type, **fields)


def _nick(number: int, new: str | None, old: str | None = None) -> dict[str, Any]:
    return _row(number, 24, changes=[change("nick", new, old)])


async def _came_of(aftermath: ReversalFinder, *pages: Page, of: Page | None = None) -> dict[int, int]:
    """Which entry undid which, by id."""
    found = await aftermath.find(pages[0].guild_id, pages, (of or pages[0]).records)
    return {entry_id: int(by.id) for entry_id, by in found.items()}


async def _kept(address: str, *rows: dict[str, Any]) -> ReconnectingArchive:
    store = ReconnectingArchive(address)
    await store.append(40, [Observation.of(row, NOW, "event") for row in rows], [Interval(BASE, BASE << 1)])
    return store


async def test_from_the_archive(address: str) -> None:
    """The archive tells what came of an entry of which nothing else is on the page."""
    ban, unban, nick = _row(1, 22), _row(2, 23), _nick(3, "x")
    store = await _kept(address, ban, unban, nick, *(_nick(number, str(number)) for number in range(4, 6)))
    found = await _came_of(ReversalFinder(store), page(ban, nick))
    assert found == {int(ban["id"]): int(unban["id"])}
    assert await _came_of(ReversalFinder(None), page(ban)) == {}
    await store.close()


async def test_a_gap_in_the_archive_may_hide_another_undoing(address: str) -> None:
    """What lies on the other side of a stretch that is missing is not told to have undone anything."""
    ban, unban = _row(1, 22), _row(9, 23)
    store = ReconnectingArchive(address)
    around = [Interval(int(row["id"]) - 1, int(row["id"]) + 1) for row in (ban, unban)]
    await store.append(40, [Observation.of(row, NOW, "event") for row in (ban, unban)], around)
    assert await _came_of(ReversalFinder(store), page(ban)) == {}
    await store.append(40, [], [Interval(int(ban["id"]), int(unban["id"]))])
    assert await _came_of(ReversalFinder(store), page(ban)) == {int(ban["id"]): int(unban["id"])}
    await store.close()


async def test_what_lies_beyond_the_limit_is_not_known(address: str) -> None:
    """Where there is more than was asked for, what a page has of the time behind it is left out."""
    given, taken = _nick(1, "x"), _nick(99, None, "x")
    others = [_row(number, 24, changes=[change("mute", True)]) for number in range(2, 60)]
    store = await _kept(address, given, *others)
    assert await _came_of(ReversalFinder(store), page(taken, given)) == {}
    few = ReconnectingArchive(address)
    await few.append(41, [Observation.of(row, NOW, "event") for row in (given, *others[:5])])
    found = await ReversalFinder(few).find(hikari.Snowflake(41), [page(taken, given)], page(given).records)
    assert [int(by.id) for by in found.values()] == [int(taken["id"])]
    await asyncio.gather(store.close(), few.close())


async def test_what_came_in_between_is_in_the_archive(address: str) -> None:
    """A change back that a page shows is none where the archive knows of another one before it."""
    given, other, taken = _nick(1, "x"), _nick(2, "y", "x"), _nick(3, None, "x")
    store = await _kept(address, given, other, taken)
    assert await _came_of(ReversalFinder(None), page(taken, given)) == {int(given["id"]): int(taken["id"])}
    assert await _came_of(ReversalFinder(store), page(taken, given)) == {}
    await store.close()


async def test_invites_are_sought_by_their_codes(address: str) -> None:
    """An invite has no target, so the archive is asked for its code."""
    made = raw(1, target_id=None, action_type=40, changes=[change("code", "hunter2")])
    gone = raw(2, target_id=None, action_type=42, changes=[change("code", None, "hunter2")])
    store = await _kept(address, made, gone)
    other = raw(3, target_id=None, action_type=40, changes=[change("code", "hunter3")])
    assert await _came_of(ReversalFinder(store), page(other, made)) == {int(made["id"]): int(gone["id"])}
    await store.close()


class _Hanging(ReconnectingArchive):
    """An archive whose database answers nothing."""

    async def later_entries(self, guild_id: int, wanted: Any, *, limit: int) -> Any:
        """Never."""
        del guild_id, wanted, limit
        await asyncio.sleep(60)


async def test_an_archive_that_is_away_or_slow_costs_the_words(address: str) -> None:
    """What the pages hold is told all the same, within a moment."""
    ban, unban = _row(1, 22), _row(2, 23)
    for store in (_Hanging(address), ReconnectingArchive("sqlite:////nowhere/at/all.sqlite3")):
        began = time.monotonic()
        assert await _came_of(ReversalFinder(store), page(unban, ban)) == {int(ban["id"]): int(unban["id"])}
        assert time.monotonic() - began < 5.0  # of the sixty that the database would take
        await store.close()


async def test_without_an_archive_a_list_is_remembered() -> None:
    """What a list showed is known for its entries alone; a list that knows better is believed."""
    given, other, taken = _nick(1, "x"), _nick(2, "y", "x"), _nick(3, None, "x")
    aftermath = ReversalFinder(None)
    alone = page(given)
    assert await _came_of(aftermath, alone) == {}
    for _ in range(2):
        assert await _came_of(aftermath, page(taken, given)) == {int(given["id"]): int(taken["id"])}
        assert await _came_of(aftermath, alone) == {int(given["id"]): int(taken["id"])}
    assert await _came_of(aftermath, page(taken, other, given)) == {}
    assert await _came_of(aftermath, alone) == {}
