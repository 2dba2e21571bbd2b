"""The feeds of all servers of this process."""

import datetime
import logging
import time
from collections.abc import Callable
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import EVERYONE
from lightbulb_audit.errors import AuditError, SearchError
from lightbulb_audit.model.feed import Feed
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.predicate import Predicate, compile_predicate
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.feeds.delivery import Delivery
from lightbulb_audit.services.feeds.guild_feeds import GuildFeeds
from lightbulb_audit.services.feeds.ports import FeedStore
from lightbulb_audit.services.guild_runner import GuildRunner
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.ports import Server
from lightbulb_audit.services.query_parser import QueryParser

_log: Final = logging.getLogger(__name__)

_KNOWN_FOR: Final = 10.0
"""Seconds for which it is known who is a bot, and who is called so: both change by entries that are few."""

_MOST_KNOWN: Final = 1000


class FeedRunner(GuildRunner[GuildFeeds]):
    """Serves the feeds of the servers that this process collects.

    Args:
        store: Where they are.
        delivery: Sends their messages.
        parser: Reads their queries.
        names: Who and what is called so.
        server: A server as the bot knows it.
        reading: Whether the log of a server is still being read; None where this process does not collect it.
        rhythm: How often what is looked for.
        now: Discord's time.
    """

    def __init__(
        self,
        store: FeedStore,
        delivery: Delivery,
        parser: QueryParser,
        names: NameSearch,
        server: Callable[[hikari.Snowflake], Server],
        reading: Callable[[int], bool | None],
        rhythm: Schedule,
        now: Callable[[], datetime.datetime] = local_time,
    ) -> None:
        super().__init__(
            store.guilds, lambda guild_id: reading(guild_id) is not None, self._begin_guild, rhythm.feed_look, "feeds"
        )
        self._store = store
        self._delivery = delivery
        self._parser = parser
        self._names = names
        self._server = server
        self._reading = reading
        self._rhythm = rhythm
        self._now = now
        self._queries: dict[tuple[int, str], Query] = {}
        self._predicates: dict[tuple[int, str], tuple[float, Predicate]] = {}

    def _begin_guild(self, guild_id: int) -> GuildFeeds:
        return GuildFeeds(
            guild_id,
            self._store,
            self._delivery,
            self._predicate,
            self._rhythm,
            lambda: bool(self._reading(guild_id)),
            self._now,
        )

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
