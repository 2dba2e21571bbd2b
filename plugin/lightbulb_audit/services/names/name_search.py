"""What must be known beside the log to understand a search, and to answer it: names, bots, and who holds what."""

import asyncio
import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.reason import fold_name
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.entry_references import Reference
from lightbulb_audit.describe.names.name_table import Names, names_in_pages, names_of
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model import Page
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import NamedThing, SearchContext
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.predicate import people, permission_slugs, text_values
from lightbulb_audit.query.remote import bounds, endpoint_filters
from lightbulb_audit.query.spelling import nearest
from lightbulb_audit.query.syntax import name_values
from lightbulb_audit.query.terms import named_thing, words_of
from lightbulb_audit.query.tokens import Token
from lightbulb_audit.services.deadline import time_left, wait_at_most
from lightbulb_audit.services.log.recent_cache import RecentEntries
from lightbulb_audit.services.names.known_server import KnownServer, VisibleServer, server_itself
from lightbulb_audit.services.names.log_names import LEAVING, GoneNames, LogNames
from lightbulb_audit.services.names.own_words import own_words
from lightbulb_audit.services.names.page_names import names_in_page, without_server
from lightbulb_audit.services.names.people import YOUNG, look_up_named, recall_people
from lightbulb_audit.services.names.visible import VisibleNames
from lightbulb_audit.services.ports import AuditLog, Searchable

_PATIENCE: Final = 5.0
"""Seconds that the archive may take: without it a search would mean something else. Who types waits less by itself."""

_MOST_NAMED: Final = 200
"""People and things that are called alike: of more nobody could mean all."""

_NEAR_ASKED: Final = 3
"""Names that nothing has for which the nearest are looked for."""

_NEAR_LOOKED_AT: Final = 10
_NEAR_SHOWN: Final = 3
_WORDS_ASKED: Final = 2
"""Words of a text for which Discord is asked whether anybody is called so."""

_MOST_IN_ALL: Final = 1000
"""Those that are called like any of the words of a search: no database takes any number of values."""


class NameSearch:
    """Asks the archive, the bot's cache, and where both know nothing, the newest entries.

    Args:
        store: The archive; None where there is none.
        newest: The newest entries; None where Discord is not asked.
        log: Discord's log, for names of what is gone; likewise.

    Attributes:
        visible: What of the names somebody may know.
    """

    def __init__(self, store: Searchable | None, newest: RecentEntries | None, log: AuditLog | None = None) -> None:
        self._store = store
        self._newest = newest
        self.visible = VisibleNames(newest)
        # The archive knows by itself what old entries name.
        own = log if store is None else None
        self._before = None if own is None else LogNames(own)
        self._gone = None if own is None else GoneNames(own)

    async def resolve_names(
        self, guild_id: hikari.Snowflake, server: VisibleServer, words: Sequence[Token]
    ) -> dict[tuple[str, str], Sequence[int]]:
        """Return the ids of all that is named in a search, by filter and by what was typed."""
        wanted = [(row, text, " ".join(words_of(text))) for row, text in name_values(words)]
        asked = [(said, _MARKED.get(text[:1], row.kinds)) for row, text, said in wanted if said]
        called = await self.find(guild_id, server, asked, is_meant=True)
        found: dict[tuple[str, str], Sequence[int]] = {}
        for row, text, said in wanted:
            kinds = {*_MARKED.get(text[:1], row.kinds)}.intersection(row.kinds)
            fitting = [one for one in called.get(said, ()) if one.kind in kinds]
            if said:
                fitting += await self._others(guild_id, server, text, kinds, fitting)
            found[row.name, text] = _best(said, fitting)
        return found

    async def _others(
        self,
        guild_id: hikari.Snowflake,
        server: VisibleServer,
        text: str,
        kinds: Collection[Kind],
        known: Sequence[NamedThing],
    ) -> list[NamedThing]:
        """Who and what else is called so, asked of Discord: those whom the cache does not have, left, or had it before.

        It costs a search of members, none where the cache has them all; where that finds nobody, the newest entries;
        and where a thing is called so, or nothing is, those that tell of its like.
        """
        said, found = " ".join(words_of(text)), list[NamedThing]()
        if Kind.USER in kinds and not (server.has_all_members and _has_exact(said, known)):
            found += await self._members(server, text.lstrip("@"), said)
        if self._before is not None and not (known or found):
            found += await self._before.find(guild_id, said, kinds, self.newest_at_hand(guild_id))
        # Where there is one of that name, another one may have had it before.
        leaving = LEAVING.intersection(kinds, {one.kind for one in (*known, *found)} if known or found else kinds)
        if self._gone is not None and self._before is not None and not self._before.is_whole(guild_id):
            found += [one for one in await self._gone.find(guild_id, said, leaving) if one.kind in kinds]
        if Kind.USER in kinds and not (known or found):
            found += await self._named_in_newest(guild_id, server, said)
        return found

    async def near_names(
        self, guild_id: hikari.Snowflake, server: VisibleServer, unknown: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], Sequence[str]]:
        """Return what is spelt nearly like names that nothing has, by filter and by what was typed."""
        return {
            (name, text): await self.nearest(guild_id, server, text, _MARKED.get(text[:1], FILTERS[name].kinds))
            for name, text in unknown[:_NEAR_ASKED]
        }

    async def nearest(
        self,
        guild_id: hikari.Snowflake,
        server: VisibleServer,
        text: str,
        kinds: Collection[Kind],
        pages: Sequence[Page] = (),
    ) -> Sequence[str]:
        """Return names of what the asker may know that are spelt nearly like a text, the nearest first.

        Of the archive's, those are looked through of which the first letters are as they were typed, and the people of
        the newest entries.

        Args:
            guild_id: Where.
            server: The same as the asker may know it.
            text: What was typed.
            kinds: What it may be the name of.
            pages: Entries at hand, which name people and things.
        """
        said = " ".join(words_of(text))
        cached = [one for one in server.called([""]).get("", ()) if one.kind in kinds]
        told = list(await self.visible.keep_knowable(guild_id, server, nearest(said, cached)[:_NEAR_LOOKED_AT]))
        near = [*pages, *filter(None, [self.newest_at_hand(guild_id)])]
        if self._store is None:
            told += [one for some in near for one in names_in_page(some, "")]
            told += [] if self._before is None else self._before.known(guild_id)
        people = await recall_people(self._store, guild_id, names_of(near, server.names), near)
        told += [named_thing(*key, known.name) for key, known in people.items() if known.name]
        if begun := said[: len(said) // 2]:
            told += (await self._known(guild_id, {}, [begun]))[0][begun]
        return [one.name for one in nearest(said, [one for one in told if one.kind in kinds])][:_NEAR_SHOWN]

    async def find_strangers(self, guild_id: hikari.Snowflake, server: VisibleServer, query: Query) -> bool:
        """Ask whom the newest entries name by id alone; tell whether they are called by the words of a search.

        Those who are found are known from then on, so that the search finds what names them.
        """
        return any([await self._named_in_newest(guild_id, server, text) for text in self._unknown(server, query)])

    @staticmethod
    def _unknown(server: KnownServer | VisibleServer, query: Query) -> Sequence[str]:
        """Return the words that a search looks for in texts which may be a name that the cache does not have."""
        texts = [text for text in text_values(query) if text.strip() not in own_words()]
        return [text for text, some in server.called(texts).items() if not some][:_WORDS_ASKED]

    async def _members(self, server: KnownServer | VisibleServer, name: str, said: str) -> list[NamedThing]:
        """Return members who are called so, whether the cache has them or not, as far as there is time."""
        called: Sequence[NamedThing] = ()
        if server.lookups is not None:
            with contextlib.suppress(AuditError, TimeoutError):
                async with asyncio.timeout(time_left(YOUNG)):
                    called = await server.lookups.members(name)
        return [one for one in called if one.holds(said)]

    async def _named_in_newest(self, guild_id: hikari.Snowflake, server: VisibleServer, said: str) -> list[NamedThing]:
        """Return people whom the newest entries name by id alone, and whom no list knows."""
        page = None if server.lookups is None else await self.visible.newest_page(guild_id)
        if page is None or server.lookups is None:
            return []
        names = names_of([page], server.names)
        await recall_people(self._store, guild_id, names, [page])
        found = await look_up_named(server.lookups, [describe(record, names) for record in page.records])
        people = [
            named_thing(Kind.USER, thing_id, name)
            for (_, thing_id), known in found.items()
            for name in dict.fromkeys((known.name, known.username))
            if name
        ]
        return [one for one in people if one.holds(said)]

    def recall_told(self, guild_id: hikari.Snowflake, names: Names, wanted: Iterable[Reference]) -> None:
        """Give the wanted without a name the one by which the log that was read for names tells of them, if any."""
        asked = ((key, names.get(*key)) for key in dict.fromkeys(wanted))
        unknown = [key for key, known in asked if known is None or (known.name is None and not known.hidden)]
        page = self.newest_at_hand(guild_id) if unknown else None
        told = dict({} if self._before is None else self._before.told(guild_id, unknown))
        told |= {} if page is None else names_in_pages([page])
        names.update({key: told[key] for key in unknown if key in told})

    def newest_at_hand(self, guild_id: hikari.Snowflake) -> Page | None:
        """Return the newest entries, where they were read a moment ago: nobody asks for them here."""
        return None if self._newest is None else self._newest.at_hand(guild_id)

    async def namesakes(
        self, guild_id: hikari.Snowflake, server: VisibleServer, kind: Kind, name: str
    ) -> set[NamedThing]:
        """Return channels or roles that are or were called just so, as far as is known."""
        said = " ".join(words_of(name))
        if not said:
            return set()
        called = (await self.find(guild_id, server, [(said, (kind,))]))[said]
        called += [] if self._gone is None else await self._gone.find(guild_id, said, (kind,))
        return set({one.id: one for one in called if one.kind == kind and one.words == said}.values())

    async def find(
        self,
        guild_id: hikari.Snowflake,
        server: VisibleServer,
        wanted: Collection[tuple[str, Collection[Kind]]],
        *,
        is_meant: bool = False,
    ) -> dict[str, list[NamedThing]]:
        """Return all that is or was called so, by what was asked for.

        Args:
            guild_id: Where.
            server: The same as the asker may know it.
            wanted: Words of names, and of what kinds the named may be; where none is known, the log is asked.
            is_meant: Whether the words are all of a name; the log is asked for who is called just so, too.
        """
        texts = [text for text, _ in wanted]
        cached = server.called(texts)
        knowable = {text: await self.visible.keep_knowable(guild_id, server, cached.get(text, ())) for text in texts}
        for text, kinds in wanted:
            if Kind.SERVER in kinds:
                knowable[text] = [*knowable[text], *server_itself(guild_id, server, text, is_meant=is_meant)]
        found, is_whole = await self._known(guild_id, knowable, texts)
        known = [(text, [one for one in found[text] if one.kind in kinds]) for text, kinds in wanted]
        is_known = all(_has_exact(text, some) if is_meant else some for text, some in known)
        if self._store is None or not is_whole:
            page = self.newest_at_hand(guild_id) if is_known else await self.visible.newest_page(guild_id)
            if page is not None:
                found = {text: [*some, *names_in_page(page, text)] for text, some in found.items()}
        return found

    async def context_for(self, guild_id: hikari.Snowflake, server: KnownServer, query: Query) -> SearchContext:
        """Return what must be known to answer a search.

        Words that very many are called by are looked for in the entries' own texts alone.
        """
        # Whatever is found by these names is an entry that names them: no name is told that the log does not tell.
        texts = text_values(query)
        for text in self._unknown(server, query):
            await self._members(server, text.strip(), text)
        known, is_whole = await self._known(guild_id, server.called(texts), texts)
        called = {text: without_server(some) for text, some in known.items()}
        # An entry that names the role everyone says so whatever anybody knows of it; its id is the server's.
        everyone = named_thing(Kind.ROLE, int(guild_id), "everyone")
        for text in texts:
            if self._gone is not None and text.strip() not in own_words() and not _has_exact(text, called[text]):
                called[text] += await self._gone.find(guild_id, text, LEAVING, is_before_seen=_sees_removals(query))
            called[text] += [everyone] if everyone.holds(text) else []
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
        # Heads of searches count what bots did by whom they did it for.
        if self._store is not None:
            bots = await wait_at_most(self._store.bots(guild_id), _PATIENCE)
        holders = {slug: server.holders(slug) for slug in permission_slugs(query)}
        is_whole = is_whole and bots is not None
        persons, shared = await self._people(guild_id, server, people(query))
        told = {text: tuple(dict.fromkeys(called[text])) for text in named}
        return SearchContext(named, frozenset(bots or ()), holders, tuple(unnamed), persons, shared, is_whole, told)

    async def _people(
        self, guild_id: int, server: KnownServer, ids: Collection[int]
    ) -> tuple[dict[int, frozenset[str]], frozenset[str]]:
        """All names of some people, and which of those somebody else has: see `describe.names.name_table.Names`."""
        known = {user_id: {fold_name(name) for name in server.names_of_user(user_id)} for user_id in ids}
        store, alike = self._store, dict[str, Sequence[NamedThing]]()
        if store is not None and ids:
            past = await wait_at_most(store.names(guild_id, [(Kind.USER, user_id) for user_id in ids]), _PATIENCE)
            for (_, user_id), seen in (past or {}).items():
                known[user_id] |= {fold_name(one.name) for one in seen}
        every = {name for names in known.values() for name in names}
        texts = [said for name in every if (said := " ".join(words_of(name)))]
        if store is not None and texts:
            alike = await wait_at_most(store.find_named(guild_id, texts), _PATIENCE) or {}
        called: dict[str, set[int]] = {name: set(server.people(name)) for name in every}
        for user_id, names in known.items():
            for name in names:
                called[name].add(user_id)
        for one in (one for some in alike.values() for one in some if one.kind == Kind.USER):
            called.get(fold_name(one.name), set()).add(one.id)
        shared = frozenset(name for name, some in called.items() if len(some) > 1)
        return {user_id: frozenset(names) for user_id, names in known.items() if names}, shared

    async def _known(
        self, guild_id: int, cached: Mapping[str, Sequence[NamedThing]], texts: Collection[str]
    ) -> tuple[dict[str, list[NamedThing]], bool]:
        """Return what the cache and the archive know to be called so, and whether the archive answered."""
        found = {text: list(cached.get(text, ())) for text in texts}
        if self._store is None or not texts:
            return found, True
        kept = await wait_at_most(self._store.find_named(guild_id, texts), _PATIENCE)
        for text, more in (kept or {}).items():
            found[text] += more
        return found, kept is not None


_MARKED: Final[Mapping[str, tuple[Kind, ...]]] = {
    "@": (Kind.USER, Kind.WEBHOOK, Kind.ROLE),
    "#": (Kind.CHANNEL, Kind.THREAD),
}
"""What a name with such a sign before it can be the name of."""


def _sees_removals(query: Query) -> bool:
    """Return whether a walk through the log comes by the entry that deleted something before those that name it."""
    return not endpoint_filters(query) and bounds(query)[1] is None


def _has_exact(text: str, called: Sequence[NamedThing]) -> bool:
    """Return whether anybody is called just so."""
    return any(one.words == text for one in called)


def _best(text: str, called: Sequence[NamedThing]) -> list[int]:
    """Return those who are called just so; else those whose name begins so; else those who have it in their name."""
    for fits in (
        [one for one in called if one.words == text],
        [one for one in called if one.words.startswith(text)],
        called,
    ):
        if fits:
            return sorted({one.id for one in fits})
    return []
