"""The feeds of all servers of this process."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import EVERYONE
from lightbulb_audit.errors import ArchiveError, AuditError, SearchError
from lightbulb_audit.model.feed import Feed
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.predicate import Predicate, compile_predicate
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.feeds.delivery import Delivery
from lightbulb_audit.services.feeds.guild_feeds import GuildFeeds
from lightbulb_audit.services.feeds.ports import FeedStore
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.ports import Server
from lightbulb_audit.services.query_parser import QueryParser

_log: Final = logging.getLogger(__name__)

_KNOWN_FOR: Final = 10.0
"""Seconds for which it is known who is a bot, and who is called so: both change by entries that are few."""

_FIRST: Final = 1.0
"""Seconds until is looked again while no server is known: the gateway tells of them one by one."""

_MOST_KNOWN: Final = 1000


class FeedRunner:
    """Serves the feeds of the servers that this process collects.

    Args:
        store: Where they are.
        delivery: Sends their messages.
        parser: Reads their queries.
        names: Who and what is called so.
        server: A server as the bot knows it.
        is_served: Whether this process collects a server.
        rhythm: How often what is looked for.
    """

    def __init__(
        self,
        store: FeedStore,
        delivery: Delivery,
        parser: QueryParser,
        names: NameSearch,
        server: Callable[[hikari.Snowflake], Server],
        is_served: Callable[[int], bool],
        rhythm: Schedule,
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._parser = parser
        self._names = names
        self._server = server
        self._is_served = is_served
        self._rhythm = rhythm
        self._guilds: dict[int, GuildFeeds] = {}
        self._queries: dict[tuple[int, str], Query] = {}
        self._predicates: dict[tuple[int, str], tuple[float, Predicate]] = {}
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Serve, from now on."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="feeds of the audit archive")

    async def close(self) -> None:
        """Stop, and leave nothing behind."""
        task, self._task = self._task, None
        guilds, self._guilds = list(self._guilds.values()), {}
        if task is not None:
            task.cancel()
            await asyncio.gather(task, *(one.close() for one in guilds), return_exceptions=True)

    def wake(self, guild_id: int) -> None:
        """Something new of a server was kept."""
        known = self._guilds.get(guild_id)
        if known is not None:
            known.wake()

    def changed(self, guild_id: int) -> None:
        """A feed of a server was made or changed."""
        known = self._guilds.get(guild_id)
        if known is not None:
            known.retry()
        self._woken.set()

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            try:
                wanted = {guild_id for guild_id in await self._store.guilds() if self._is_served(guild_id)}
                await self._serve(wanted)
            except ArchiveError as error:
                _log.debug("the feeds could not be listed: %s", error)
            wait = self._rhythm.feed_look if self._guilds else min(_FIRST, self._rhythm.feed_look)
            try:
                async with asyncio.timeout(wait):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _serve(self, wanted: set[int]) -> None:
        for guild_id in wanted - self._guilds.keys():
            self._guilds[guild_id] = GuildFeeds(guild_id, self._store, self._delivery, self._predicate, self._rhythm)
        for guild_id in self._guilds.keys() - wanted:
            await self._guilds.pop(guild_id).close()

    async def _predicate(self, feed: Feed) -> Predicate | None:
        """Return what a feed asks of an entry, by the language of searches and what is known now."""
        key, now = (feed.guild_id, feed.query), time.monotonic()
        until, known = self._predicates.get(key, (0.0, None))
        if known is not None and now < until:
            return known
        guild_id = hikari.Snowflake(feed.guild_id)
        try:
            query = self._queries.get(key)
            if query is None:
                query = await self._parser.parse(guild_id, feed.query, EVERYONE)
        except (SearchError, AuditError) as error:
            _log.warning("the query of feed %s of guild %s cannot be read: %s", feed.feed_id, guild_id, error)
            return None
        context = await self._names.context_for(guild_id, self._server(guild_id), query)
        if not context.is_whole:
            return None
        if len(self._predicates) >= _MOST_KNOWN:
            self._predicates.clear()
            self._queries.clear()
        self._queries[key] = query
        made = compile_predicate(query, context)
        self._predicates[key] = (now + _KNOWN_FOR, made)
        return made
