"""Whom and what the newest entries name, where there is no archive to tell: for who left, and what was renamed."""

import asyncio
import dataclasses
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.entry_references import Reference
from lightbulb_audit.describe.names.name_table import Known, names_in_pages
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model import Page
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.services.names.page_names import names_in_page
from lightbulb_audit.services.ports import AuditLog

PAGES: Final = 20
"""Pages that are read at most, of a hundred entries each."""

KEPT: Final = 600.0
"""Seconds for which it counts what they tell: what happens meanwhile stands in the newest entries, read by others."""

_PAGE: Final = 100


@dataclasses.dataclass(slots=True)
class _Told:
    """What was read of one log.

    Attributes:
        begun: When that began, by the clock.
        names: All that the pages name.
        known: The same by kind and id, as the newest of them calls it.
        place: The id below which the next page begins; None for the newest.
        pages: How many were read.
        is_whole: Whether there is no more.
        turn: Who reads on.
    """

    begun: float
    names: dict[NamedThing, None] = dataclasses.field(default_factory=dict[NamedThing, None])
    known: dict[Reference, Known] = dataclasses.field(default_factory=dict[Reference, Known])
    place: int | None = None
    pages: int = 0
    is_whole: bool = False
    turn: asyncio.Lock = dataclasses.field(default_factory=asyncio.Lock)


class LogNames:
    """Reads a log page by page until a name is found; what a page told is kept, so no page is read for two names.

    Args:
        log: Where entries are read.
        clock: Seconds that only grow.
    """

    def __init__(self, log: AuditLog, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock = clock
        self._told: dict[int, _Told] = {}

    async def find(
        self, guild_id: hikari.Snowflake, said: str, kinds: Collection[Kind], newest: Page | None = None
    ) -> list[NamedThing]:
        """Whoever and whatever is called so; nobody where the log cannot be read.

        Args:
            guild_id: Where.
            said: Words of a name.
            kinds: What the named may be.
            newest: The newest page, where it was just read.
        """
        told = self._fresh(guild_id)
        async with told.turn:
            if newest is not None and not told.pages:
                _take(told, newest)
            found = _called(told.names, said, kinds)
            while not found and not told.is_whole and told.pages < PAGES:
                try:
                    new = await self._read(guild_id, told)
                except AuditError:
                    return []
                found = _called(new, said, kinds)
        return found

    def known(self, guild_id: int) -> Sequence[NamedThing]:
        """Return all that is known without a read."""
        return list(self._fresh(guild_id).names)

    def told(self, guild_id: int, wanted: Collection[Reference]) -> Mapping[Reference, Known]:
        """Return what is known of some people and things without a read."""
        known = self._fresh(guild_id).known
        return {key: known[key] for key in wanted if key in known}

    def is_whole(self, guild_id: int) -> bool:
        """Return whether all of the log was read."""
        return self._fresh(guild_id).is_whole

    async def _read(self, guild_id: hikari.Snowflake, told: _Told) -> Sequence[NamedThing]:
        return _take(told, await self._log.read(guild_id, PageRequest(_PAGE, told.place)))

    def _fresh(self, guild_id: int) -> _Told:
        now = self._clock()
        self._told = {guild: told for guild, told in self._told.items() if now - told.begun < KEPT}
        return self._told.setdefault(int(guild_id), _Told(now))


class GoneNames:
    """Reads the entries that tell what channels, threads and roles were called before: each type once in a while.

    Args:
        log: Where entries are read.
        clock: Seconds that only grow.
    """

    def __init__(self, log: AuditLog, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock = clock
        self._pages: dict[tuple[int, int], tuple[float, Page]] = {}

    async def find(
        self, guild_id: hikari.Snowflake, said: str, kinds: Collection[Kind], *, is_before_seen: bool = False
    ) -> list[NamedThing]:
        """Return what was called so and is gone, or is called otherwise now.

        Args:
            guild_id: Where.
            said: Words of a name.
            kinds: What the named may be.
            is_before_seen: Whether what is gone is known by itself, so that only renames are read.
        """
        types = [one for kind in sorted(kinds) for one in _TELLING.get(kind, ())[is_before_seen:]]
        pages = await asyncio.gather(*(self._read(guild_id, one) for one in types))
        return [one for page in pages if page is not None for one in names_in_page(page, said)]

    async def _read(self, guild_id: hikari.Snowflake, action_type: int) -> Page | None:
        """Return the newest entries of a type; None where Discord does not say."""
        key, now = (int(guild_id), action_type), self._clock()
        self._pages = {one: kept for one, kept in self._pages.items() if now - kept[0] < KEPT}
        if key not in self._pages:
            try:
                self._pages[key] = now, await self._log.read(guild_id, PageRequest(_PAGE, action_type=action_type))
            except AuditError:
                return None
        return self._pages[key][1]


_TELLING: Final[Mapping[Kind, tuple[int, int]]] = {Kind.CHANNEL: (12, 11), Kind.ROLE: (32, 31), Kind.THREAD: (112, 111)}
"""The types of entries that tell what one was called: those that delete it, and those that rename it."""

LEAVING: Final = frozenset(_TELLING)
"""What leaves its name behind in the log when it goes."""


def _take(told: _Told, page: Page) -> Sequence[NamedThing]:
    """Return what the next page names."""
    new = names_in_page(page, "")
    told.names |= dict.fromkeys(new)
    told.known = names_in_pages([page]) | told.known
    told.place = min((int(record.id) for record in page.records if record.id), default=None)
    told.pages += 1
    told.is_whole = told.place is None or page.row_count < _PAGE
    return new


def _called(names: Collection[NamedThing], said: str, kinds: Collection[Kind]) -> list[NamedThing]:
    return [one for one in names if one.kind in kinds and one.holds(said)]
