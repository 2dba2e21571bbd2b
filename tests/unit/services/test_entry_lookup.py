"""Which entry somebody means."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import hikari
import pytest
from tests.unit.entries import GUILD, entry, page

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known
from lightbulb_audit.errors import GoneError, NoEntryOfMessageError, NotAnEntryError
from lightbulb_audit.model import Page, Record
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.services.log.entry_lookup import SCANNED_AT_MOST, find_entry

CHANNEL, MESSAGE = 10, 77
LINK: Final = f"https://discord.com/channels/{int(GUILD)}/{CHANNEL}/{MESSAGE}"


class PinLog:
    """A log of pins and unpins alone, newest first."""

    def __init__(self, *rows: dict[str, Any], is_nameless: bool = False) -> None:
        self._is_nameless = is_nameless
        self.rows = sorted(rows, key=lambda row: -int(row["id"]))
        self.reads = 0

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:  # noqa: D102 - the port tells
        assert (guild_id, request.after, request.user_id, request.target_id) == (GUILD, None, None, None)
        assert 1 <= request.limit <= 100
        self.reads += 1
        rows = [
            row
            for row in self.rows
            if row["action_type"] == request.action_type and (request.before is None or int(row["id"]) < request.before)
        ]
        return page(*({**row, "id": "x"} if self._is_nameless else row for row in rows[: request.limit]))


class Shown:
    """Look-ups of messages alone: what entry a message shows."""

    def __init__(self, shown: Callable[[], int | None]) -> None:
        self._shown = shown

    async def entry_shown_in(self, channel_id: int, message_id: int) -> int | None:  # noqa: D102 - the port tells
        assert (channel_id, message_id) == (CHANNEL, MESSAGE)
        return self._shown()

    async def is_own(self, message: hikari.Message) -> bool:  # noqa: D102 - the port tells
        raise AssertionError(message)

    def is_open(self, kind: Kind | None, thing_id: int) -> bool:  # noqa: D102 - the port tells
        del kind, thing_id
        return True

    async def thing(self, kind: Kind, thing_id: int) -> hikari.User | Known | None:  # noqa: D102 - the port tells
        raise AssertionError(kind, thing_id)

    async def member(self, user_id: int) -> hikari.User | None:  # noqa: D102 - the port tells
        raise AssertionError(user_id)

    async def members(self, name: str) -> Sequence[NamedThing]:  # noqa: D102 - the port tells
        raise AssertionError(name)

    async def message(self, record: Record) -> hikari.Message | None:  # noqa: D102 - the port tells
        raise AssertionError(record)


def pin(entry_id: int, message_id: Any = 1, action_type: int = 74) -> dict[str, Any]:
    """An entry about a pinned message."""
    options = {"channel_id": f"{CHANNEL}", "message_id": f"{message_id}"}
    return entry(action_type, 6, entry_id=entry_id, options=options)


NOTHING_SHOWN: Final = Shown(lambda: None)


@pytest.mark.parametrize("text", ["123456", " 123456 "])
async def test_an_id_is_the_entry(text: str) -> None:
    """An id means that entry, and nothing is read for it."""
    log = PinLog()
    assert await find_entry(log, NOTHING_SHOWN, GUILD, text) == 123456
    assert log.reads == 0


@pytest.mark.parametrize("text", ["goose", "0", "", "https://discord.com/channels/1/10/77", f"{LINK} x"])
async def test_what_is_no_entry(text: str) -> None:
    """Words, and links into other servers, are refused."""
    with pytest.raises(NotAnEntryError):
        await find_entry(PinLog(), NOTHING_SHOWN, GUILD, text)


@pytest.mark.parametrize("link", [LINK, f"<{LINK}>", LINK.replace("discord.com", "ptb.discord.com")])
async def test_a_message_that_shows_an_entry(link: str) -> None:
    """The link of a message that shows an entry means that entry."""
    assert await find_entry(PinLog(pin(5, MESSAGE)), Shown(lambda: 9), GUILD, link) == 9


async def test_the_newest_of_pins_and_unpins() -> None:
    """The link of a message means the newest entry about its being pinned, of either type."""
    for pinned, unpinned in ((500, 400), (400, 500)):
        log = PinLog(
            pin(pinned, MESSAGE), pin(unpinned, MESSAGE, 75), pin(300, MESSAGE), pin(600), pin(200, MESSAGE, 75)
        )
        assert await find_entry(log, NOTHING_SHOWN, GUILD, LINK) == 500


async def test_a_message_that_is_gone() -> None:
    """A message that is gone may still have been pinned."""

    def gone() -> int | None:
        raise GoneError

    assert await find_entry(PinLog(pin(5, MESSAGE)), Shown(gone), GUILD, LINK) == 5


@pytest.mark.parametrize("action_type", [74, 75])
async def test_pins_are_walked_through(action_type: int) -> None:
    """An entry behind hundreds of other pins is found, by pages."""
    log = PinLog(
        *(pin(1000 + number, action_type=action_type) for number in range(950)), pin(900, MESSAGE, action_type)
    )
    assert await find_entry(log, NOTHING_SHOWN, GUILD, LINK) == 900
    assert log.reads == 11


async def test_the_walk_ends() -> None:
    """After a thousand entries of each type the search ends, and says that it found nothing."""
    count = SCANNED_AT_MOST + 50
    pins = [pin(10_000 + number, action_type=kind) for kind in (74, 75) for number in range(count)]
    log = PinLog(*pins, pin(5, MESSAGE))
    with pytest.raises(NoEntryOfMessageError):
        await find_entry(log, NOTHING_SHOWN, GUILD, LINK)
    assert log.reads == 20


async def test_older_unpins_are_not_walked_through() -> None:
    """Once a pin is found, unpins are read only as far as they are newer."""
    log = PinLog(pin(5000, MESSAGE), *(pin(1000 + number, action_type=75) for number in range(500)))
    assert await find_entry(log, NOTHING_SHOWN, GUILD, LINK) == 5000
    assert log.reads == 2


async def test_a_page_without_any_id_ends_the_walk() -> None:
    """Where no entry of a page has an id that can be read, nobody could go on from it, and the search ends."""
    log = PinLog(*(pin(1000 + number) for number in range(150)), is_nameless=True)
    with pytest.raises(NoEntryOfMessageError):
        await find_entry(log, NOTHING_SHOWN, GUILD, LINK)
    assert log.reads == 2
