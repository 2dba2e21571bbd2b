"""What must be known beside the log to understand a search, and to answer it: names, bots, and who holds what."""

import asyncio
import dataclasses
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.search.language import Word, names_in
from lightbulb_audit.analyse.search.matching import permissions_in, texts_in, wants_bots
from lightbulb_audit.analyse.search.terms import line_of_words, words_of
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names import MAPS, name_of
from lightbulb_audit.errors import ArchiveError, AuditError, Fault, SearchError
from lightbulb_audit.model import Page, snowflake
from lightbulb_audit.model.search import Called, Lore, Search
from lightbulb_audit.services.newest import Newest
from lightbulb_audit.services.ports import Searched, Server

_log: Final = logging.getLogger(__name__)

_PATIENCE: Final = 1.0
"""Seconds that the archive may take to name somebody."""

_MOST_NAMED: Final = 200
"""People and things that are called alike: of more nobody could mean all."""

_MOST_IN_ALL: Final = 1000
"""Those that are called like any of the words of a search: no database takes any number of values."""


class Knowing:
    """Asks the archive, the bot's cache, and where both know nothing, the newest entries.

    Args:
        store: The archive; None where there is none.
        newest: The newest entries.
    """

    def __init__(self, store: Searched | None, newest: Newest) -> None:
        self._store = store
        self._newest = newest

    async def found(
        self, guild_id: hikari.Snowflake, server: Server, words: Sequence[Word]
    ) -> dict[tuple[str, str], Sequence[int]]:
        """The ids of all that is named in a search, by filter and by what was typed."""
        wanted = [(row, text, " ".join(words_of(text))) for row, text in names_in(words)]
        called = await self.called(guild_id, server, {said for _, _, said in wanted if said})
        found: dict[tuple[str, str], Sequence[int]] = {}
        for row, text, said in wanted:
            kinds = _MARKED.get(text[:1], row.kinds)
            fitting = [one for one in called.get(said, ()) if one.kind in kinds]
            found[row.name, text] = _best(said, fitting)
        return found

    async def called(
        self, guild_id: hikari.Snowflake, server: Server, texts: Collection[str]
    ) -> dict[str, list[Called]]:
        """All that is or was called so, by what was asked for."""
        if not texts:
            return {}
        found = {text: list(server.called(text)) for text in texts}
        for text, more in (await self._kept(guild_id, texts)).items():
            found[text] += more
        if self._store is None and not all(found.values()):
            page = await self._page(guild_id)
            for text in texts:
                found[text] += [] if page is None else called_in(page, text)
        return found

    async def lore(self, guild_id: hikari.Snowflake, server: Server, search: Search) -> Lore:
        """What must be known to answer a search.

        Raises:
            SearchError: If so many are called alike that no one could mean all of them.
        """
        texts = texts_in(search)
        called = {text: list(server.called(text)) for text in texts}
        for text, more in (await self._kept(guild_id, texts)).items():
            called[text] += more
        named = {text: frozenset(one.id for one in some) for text, some in called.items()}
        room = _MOST_IN_ALL
        for text, some in named.items():
            room -= len(some)
            if len(some) > _MOST_NAMED or room < 0:
                raise SearchError(text, 0, len(text), Fault.TOO_BROAD, "text")
        bots = await self._bots(guild_id) if wants_bots(search) else frozenset[int]()
        return Lore(named, bots, {slug: server.holders(slug) for slug in permissions_in(search)})

    async def _kept(self, guild_id: int, texts: Collection[str]) -> Mapping[str, Sequence[Called]]:
        if self._store is None or not texts:
            return {}
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._store.named(guild_id, texts)
        except (ArchiveError, TimeoutError) as error:
            _log.debug("the archive named nobody: %s", error)
            return {}

    async def _bots(self, guild_id: int) -> frozenset[int]:
        if self._store is None:
            return frozenset()
        try:
            async with asyncio.timeout(_PATIENCE):
                return frozenset(await self._store.bots(guild_id))
        except (ArchiveError, TimeoutError) as error:
            _log.debug("the archive named no bots: %s", error)
            return frozenset()

    async def _page(self, guild_id: hikari.Snowflake) -> Page | None:
        try:
            return await self._newest.page(guild_id)
        except AuditError:
            return None


_MARKED: Final[Mapping[str, tuple[Kind, ...]]] = {
    "@": (Kind.USER, Kind.WEBHOOK, Kind.ROLE),
    "#": (Kind.CHANNEL, Kind.THREAD),
}
"""What a name with such a sign before it can be the name of."""


def _best(text: str, called: Sequence[Called]) -> list[int]:
    """Those who are called just so; else those whose name begins so; else those who have it in their name."""
    for fits in (
        [one for one in called if one.words == text],
        [one for one in called if one.words.startswith(text)],
        called,
    ):
        if fits:
            return sorted({one.id for one in fits})[:_MOST_NAMED]
    return []


def called_in(page: Page, text: str) -> list[Called]:
    """What a page of the log names by these words, one after the other."""
    found: list[Called] = []
    for map_name, kind in MAPS.items():
        for thing in page.things(map_name):
            thing_id, name = snowflake.parse(thing.get("id")), name_of(thing)
            if thing_id is not None and name is not None and f" {text}" in (line := line_of_words(name)):
                found.append(Called(kind, int(thing_id), name, line.strip()))
    return found


def with_page(lore: Lore, search: Search, page: Page) -> Lore:
    """What a page of the log tells beside what is known."""
    texts = texts_in(search)
    if not texts and not wants_bots(search):
        return lore
    named = {text: lore.named.get(text, frozenset()) | {one.id for one in called_in(page, text)} for text in texts}
    bots = {int(one) for user in page.things("users") if user.get("bot") and (one := snowflake.parse(user.get("id")))}
    return dataclasses.replace(lore, named=named, bots=lore.bots | bots)
