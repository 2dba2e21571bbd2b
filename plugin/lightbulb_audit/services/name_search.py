"""What must be known beside the log to understand a search, and to answer it: names, bots, and who holds what."""

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Protocol

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.name_table import names_in_pages
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model import Page, snowflake
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import NamedThing, SearchContext
from lightbulb_audit.query.predicate import needs_bots, permission_slugs, text_values
from lightbulb_audit.query.syntax import Token, name_values
from lightbulb_audit.query.terms import line_of_words, words_of
from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.name_history import sightings_of_record
from lightbulb_audit.services.ports import AuditLog, Searched
from lightbulb_audit.services.recent_cache import RecentEntries

_PATIENCE: Final = 5.0
"""Seconds that the archive may take: without it a search would mean something else. Who types waits less by itself."""

_PAGE: Final = 100
_MOST_NAMED: Final = 200
"""People and things that are called alike: of more nobody could mean all."""

_MOST_IN_ALL: Final = 1000
"""Those that are called like any of the words of a search: no database takes any number of values."""


class KnownServer(Protocol):
    """A server as somebody knows it; see `services.ports.Server`."""

    @property
    def called(self) -> Callable[[Collection[str]], Mapping[str, Sequence[NamedThing]]]:
        """What has a name that holds some words, one after the other, by the words."""
        ...

    @property
    def holders(self) -> Callable[[str], frozenset[int]]:
        """The roles that have a permission now, by its slug."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class UnknownServer:
    """A server of which nothing is known but what the archive has."""

    called: Callable[[Collection[str]], Mapping[str, Sequence[NamedThing]]] = lambda _: {}
    holders: Callable[[str], frozenset[int]] = lambda _: frozenset()


class NameSearch:
    """Asks the archive, the bot's cache, and where both know nothing, the newest entries.

    Args:
        store: The archive; None where there is none.
        newest: The newest entries; None where Discord is not asked.
        log: Discord's log, for names of what is gone; likewise.
    """

    def __init__(self, store: Searched | None, newest: RecentEntries | None, log: AuditLog | None = None) -> None:
        self._store = store
        self._log = log
        self._newest = newest

    async def resolve_names(
        self, guild_id: hikari.Snowflake, server: KnownServer, words: Sequence[Token]
    ) -> dict[tuple[str, str], Sequence[int]]:
        """The ids of all that is named in a search, by filter and by what was typed."""
        wanted = [(row, text, " ".join(words_of(text))) for row, text in name_values(words)]
        called = await self.find(
            guild_id, server, [(said, _MARKED.get(text[:1], row.kinds)) for row, text, said in wanted if said]
        )
        found: dict[tuple[str, str], Sequence[int]] = {}
        telling: dict[int, Page] = {}
        for row, text, said in wanted:
            kinds = {*_MARKED.get(text[:1], row.kinds)}.intersection(row.kinds)
            fitting = [one for one in called.get(said, ()) if one.kind in kinds]
            # Where there is one of that name, another one may have had it before.
            leaving = kinds & _LEAVING
            if said and leaving and (not fitting or any(one.kind in leaving for one in fitting)):
                fitting += [one for one in await self._gone(guild_id, text[:1], said, telling) if one.kind in kinds]
            found[row.name, text] = _best(said, fitting)
        return found

    async def namesakes(self, guild_id: hikari.Snowflake, server: KnownServer, kind: Kind, name: str) -> set[int]:
        """Channels or roles that are or were called just so, as far as is known."""
        said = " ".join(words_of(name))
        if not said:
            return set()
        called = (await self.find(guild_id, server, [(said, (kind,))]))[said]
        called += await self._gone(guild_id, "@" if kind is Kind.ROLE else "#", said, {})
        return {one.id for one in called if one.kind == kind and one.words == said}

    async def _gone(
        self, guild_id: hikari.Snowflake, mark: str, said: str, telling: dict[int, Page]
    ) -> list[NamedThing]:
        """What was called so and is gone, or is called otherwise now: out of the entries that tell that.

        The archive knows it by itself.
        """
        if self._log is None or self._store is not None:
            return []
        for action_type in _TELLING.get(mark, _TELLING[""]):
            try:
                if action_type not in telling:
                    telling[action_type] = await self._log.read(guild_id, limit=_PAGE, action_type=action_type)
            except AuditError:
                return []
            found = names_in_page(telling[action_type], said)
            if any(one.words == said for one in found):
                return found
        return []

    async def find(
        self, guild_id: hikari.Snowflake, server: KnownServer, wanted: Collection[tuple[str, Collection[Kind]]]
    ) -> dict[str, list[NamedThing]]:
        """All that is or was called so, by what was asked for.

        Args:
            guild_id: Where.
            server: The same as the bot knows it.
            wanted: Words of names, and of what kinds the named may be; where none is known, the log is asked.
        """
        found, is_whole = await self._known(guild_id, server, [text for text, _ in wanted])
        unknown = {text for text, kinds in wanted if not any(one.kind in kinds for one in found[text])}
        page = await self._page(guild_id) if unknown and not (self._store and is_whole) else None
        if page is not None:
            for text in unknown:
                found[text] += names_in_page(page, text)
        return found

    async def context_for(self, guild_id: hikari.Snowflake, server: KnownServer, query: Query) -> SearchContext:
        """What must be known to answer a search.

        Words that very many are called by are looked for in the entries' own texts alone.
        """
        called, is_whole = await self._known(guild_id, server, text_values(query))
        named: dict[str, frozenset[int]] = {}
        unnamed: list[str] = []
        room = _MOST_IN_ALL
        for text, some in called.items():
            ids = frozenset(one.id for one in some)
            if len(ids) > min(_MOST_NAMED, room):
                unnamed.append(text)
            else:
                named[text] = ids
                room -= len(ids)
        bots: Sequence[int] | None = ()
        if self._store is not None and needs_bots(query):
            bots = await wait_at_most(self._store.bots(guild_id), _PATIENCE)
        holders = {slug: server.holders(slug) for slug in permission_slugs(query)}
        return SearchContext(named, frozenset(bots or ()), holders, tuple(unnamed), is_whole and bots is not None)

    async def _known(
        self, guild_id: int, server: KnownServer, texts: Collection[str]
    ) -> tuple[dict[str, list[NamedThing]], bool]:
        """What the cache and the archive know to be called so, and whether the archive answered."""
        cached = server.called(texts)
        found = {text: list(cached.get(text, ())) for text in texts}
        if self._store is None or not texts:
            return found, True
        kept = await wait_at_most(self._store.named(guild_id, texts), _PATIENCE)
        for text, more in (kept or {}).items():
            found[text] += more
        return found, kept is not None

    async def _page(self, guild_id: hikari.Snowflake) -> Page | None:
        if self._newest is None:
            return None
        try:
            return await self._newest.page(guild_id)
        except AuditError:
            return None


_TELLING: Final[Mapping[str, tuple[int, ...]]] = {"#": (12, 112, 11), "@": (32, 31), "": (12, 32, 11, 31)}
"""The types of entries that tell what was called so: deleted and renamed channels, threads and roles."""

_MARKED: Final[Mapping[str, tuple[Kind, ...]]] = {
    "@": (Kind.USER, Kind.WEBHOOK, Kind.ROLE),
    "#": (Kind.CHANNEL, Kind.THREAD),
}
"""What a name with such a sign before it can be the name of."""

_LEAVING: Final = frozenset({Kind.CHANNEL, Kind.THREAD, Kind.ROLE})
"""What leaves its name behind in the log when it goes."""


def _best(text: str, called: Sequence[NamedThing]) -> list[int]:
    """Those who are called just so; else those whose name begins so; else those who have it in their name."""
    for fits in (
        [one for one in called if one.words == text],
        [one for one in called if one.words.startswith(text)],
        called,
    ):
        if fits:
            return sorted({one.id for one in fits})[:_MOST_NAMED]
    return []


def names_in_page(page: Page, text: str) -> list[NamedThing]:
    """What a page of the log names by these words, one after the other, or did before it was renamed."""
    named: dict[tuple[str, int, str | None], None] = {
        (kind, thing_id, known.name): None for (kind, thing_id), known in names_in_pages([page]).items()
    }
    named |= {
        (one.kind, one.thing_id, one.name): None for record in page.records for one in sightings_of_record(record)
    }
    return [
        NamedThing(kind, thing_id, name, line.strip())
        for kind, thing_id, name in named
        if name is not None and f" {text}" in (line := line_of_words(name))
    ]


def extend_with_page(lore: SearchContext, query: Query, page: Page) -> SearchContext:
    """What a page of the log tells beside what is known."""
    texts = text_values(query)
    if not texts and not needs_bots(query):
        return lore
    named = {text: lore.named.get(text, frozenset()) | {one.id for one in names_in_page(page, text)} for text in texts}
    bots = {int(one) for user in page.things("users") if user.get("bot") and (one := snowflake.parse(user.get("id")))}
    return dataclasses.replace(lore, named=named, bots=lore.bots | bots)
