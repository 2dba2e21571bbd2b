"""The feeds of one server: what is new is read once for all of them, and each has one message on its way at a time.

While a message of a feed is on its way, or it rests after a sum, what happens meanwhile gathers behind its cursor, so
the next one tells all of it: a slow channel gets fewer and larger messages. What was found of it is kept until then,
within bounds; what is not kept is read once more.
"""

import asyncio
import dataclasses
import datetime
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from lightbulb_audit.errors import ArchiveError, AuditError
from lightbulb_audit.model.feed import LISTED_AT_MOST, POSTS_KEPT, Claim, Feed, Post
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.query.sieve import Sieve
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.feeds.delivery import Delivery
from lightbulb_audit.services.feeds.line import FeedLine
from lightbulb_audit.services.feeds.news import Backlog, take
from lightbulb_audit.services.feeds.ports import FeedStore
from lightbulb_audit.services.guild_delivery import GuildDelivery

_log: Final = logging.getLogger(__name__)

_BATCH: Final = 2000
_AT_ONCE: Final = 40_000
"""Observations that are looked at before what was found is written down."""

_HELD: Final = 40_000
"""Entries that were found and not taken in, past which nothing more is looked for but for feeds that take it in now."""

_AHEAD: Final = 5000
"""Observations by which a feed that found nothing may be ahead of what is written down of it."""

_ADDED: Final = 1.0
"""Seconds until a feed is looked at again that only added to its digest: news are told within two."""

_CLAIMED: Final = 5000
"""Entries after which a transaction takes in no more feeds."""

_PRUNED_EVERY: Final = datetime.timedelta(days=1)

Predicates = Callable[[Feed], Awaitable[Predicate | None]]
"""What a feed's query asks of an entry now; None where that cannot be known now."""


class GuildFeeds(GuildDelivery[FeedLine]):
    """Serves the feeds of one server until it is closed.

    Args:
        guild_id: Which server.
        store: Where they are.
        delivery: Sends their messages.
        predicates: What they ask of an entry.
        rhythm: How often what is tried.
        is_reading: Whether its log is still being read, so that more of what is late may come.
        now: The time.
    """

    def __init__(
        self,
        guild_id: int,
        store: FeedStore,
        delivery: Delivery,
        predicates: Predicates,
        rhythm: Schedule,
        is_reading: Callable[[], bool] = lambda: False,
        now: Callable[[], datetime.datetime] = local_time,
    ) -> None:
        super().__init__(guild_id, rhythm, "feeds")
        self._store = store
        self._delivery = delivery
        self._predicates = predicates
        self._is_reading = is_reading
        self._now = now
        self._pruned_at: datetime.datetime | None = None

    async def _turn(self) -> None:
        """Begin what can be begun."""
        feeds = [feed for feed in await self._store.of(self._guild_id) if not feed.is_paused]
        lines = {feed.feed_id: self._lines.get(feed.feed_id) or FeedLine() for feed in feeds}
        self._keep(lines)  # a feed may be paused or removed while a message of it is on its way
        free = {number: line for number, line in lines.items() if line.is_free}
        await self._release(free)
        for feed in feeds:
            line = lines[feed.feed_id]
            if feed.feed_id in free:
                line.doubt(self._rhythm.feed_doubt)
                if not line.is_clean:
                    self._begin(feed, None)
        backlogs = [one for one in [await self._backlog(feed) for feed in feeds] if one is not None]
        ready = [one for one in backlogs if lines[one.feed.feed_id].is_ready]
        await self._look(backlogs if sum(len(one.found) for one in backlogs) < _HELD else ready)
        await self._claim(ready)
        await self._prune()

    async def _prune(self) -> None:
        """Forget messages of long ago, once a day."""
        now = self._now()
        if self._pruned_at is None or now - self._pruned_at >= _PRUNED_EVERY:
            await self._store.prune(self._guild_id, now - POSTS_KEPT)
            self._pruned_at = now

    async def _claim(self, backlogs: Sequence[Backlog]) -> None:
        """Write down what some feeds tell of what they found."""
        for some in _batches(one for one in backlogs if one.found or one.through - one.feed.cursor >= _AHEAD):
            posts = await self._store.claim([self._claim_of(one) for one in some])
            now = time.monotonic()
            for backlog, post in zip(some, posts, strict=True):
                self._take_up(backlog, post, now)

    def _claim_of(self, backlog: Backlog) -> Claim:
        line, count = self._lines[backlog.feed.feed_id], len(backlog.fresh)
        return backlog.claim(is_sum=line.is_crowded(count, LISTED_AT_MOST, self._rhythm.feed_window))

    def _take_up(self, backlog: Backlog, post: Post | None, now: float) -> None:
        """Have sent what a feed took in."""
        feed, line = backlog.feed, self._lines[backlog.feed.feed_id]
        line.backlog = None
        if len(backlog.fresh) < len(backlog.found):
            line.note_late()
        has_changes = any(one.number != one.first for one in backlog.found)
        if post is not None:
            line.note_told(len(post.entry_ids), now)
            if post.is_summary:
                line.rests_until = now + self._rhythm.feed_window
            self._begin(feed, post, has_changes=has_changes)
        elif has_changes:
            # A message that was sent already tells it otherwise now.
            self._begin(feed, None)
        elif backlog.found and not backlog.fresh:
            # A digest is not sent for a while: whoever only adds to it need not look at once for more.
            line.rests_until = now + _ADDED

    async def _release(self, lines: Mapping[int, FeedLine]) -> None:
        """Have those digests sent to which nothing more is added."""
        window, most, is_reading = self._rhythm.feed_window, self._rhythm.feed_digest, self._is_reading()
        gathered = {
            number: line for number, line in lines.items() if line.is_gathered(window, most, is_reading=is_reading)
        }
        released = await self._store.release(self._guild_id, gathered.keys(), self._now())
        for number, line in gathered.items():
            line.gathers_since = None
            line.is_clean = line.is_clean and number not in released

    async def _backlog(self, feed: Feed) -> Backlog | None:
        """Return what a feed found so far; None where it need not look, since it rests for long, or cannot."""
        line = self._lines[feed.feed_id]
        is_soon = line.rests_until - time.monotonic() <= self._rhythm.feed_window
        predicate = await self._predicates(feed) if is_soon else None
        if predicate is None:
            line.backlog = None
            return None
        known, now = line.backlog, self._now()
        if known is not None and known.is_of(feed):
            line.backlog = dataclasses.replace(known, feed=feed, predicate=predicate, now=now)
        else:
            line.backlog = Backlog(feed, predicate, feed.cursor, now)
        return line.backlog

    async def _look(self, backlogs: Sequence[Backlog]) -> None:
        """Look at what is new, and keep what was found of it."""
        if not backlogs:
            return
        after = first = min(one.through for one in backlogs)
        sieve = Sieve([one.predicate for one in backlogs])
        while after - first < _AT_ONCE:
            news = await self._store.news(self._guild_id, after, _BATCH)
            take(backlogs, sieve, news)
            await asyncio.sleep(0)
            if len(news) < _BATCH:
                break
            after = news[-1].number

    def _begin(self, feed: Feed, fresh: Post | None, *, has_changes: bool = False) -> None:
        line = self._lines[feed.feed_id]
        line.is_clean = False
        work = self._deliver(feed, fresh, line, has_changes=has_changes)
        line.task = asyncio.create_task(work, name=f"feed {feed.feed_id} of guild {self._guild_id}")

    async def _deliver(self, feed: Feed, fresh: Post | None, line: FeedLine, *, has_changes: bool) -> None:
        try:
            if fresh is None:
                await self._delivery.finish(feed)
            else:
                await self._delivery.send(feed, fresh)
            line.note_clean(is_clean=not has_changes)
            if feed.trouble is not None:
                await self._store.change(self._guild_id, feed.feed_id, trouble=None, is_told=True)
        except (AuditError, ArchiveError) as error:
            await self._stumble(feed, line, error)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("feed %s of guild %s failed", feed.feed_id, self._guild_id)
            await self._stumble(feed, line, AuditError())
        finally:
            line.task = None
            self.wake()

    async def _stumble(self, feed: Feed, line: FeedLine, error: AuditError | ArchiveError) -> None:
        """Leave a feed in peace for a while; its place is kept."""
        trouble = self._rest_after(line, error)
        if trouble is None or trouble is feed.trouble:
            return
        _log.warning("feed %s of guild %s rests: its channel is %s", feed.feed_id, self._guild_id, trouble)
        try:
            await self._store.change(self._guild_id, feed.feed_id, trouble=str(trouble), is_told=False)
        except ArchiveError as problem:
            _log.warning("that feed %s of guild %s rests could not be noted: %s", feed.feed_id, self._guild_id, problem)


def _batches(backlogs: Iterable[Backlog]) -> Iterator[Sequence[Backlog]]:
    """Yield some at a time, of which each but the last holds no more entries than a transaction should."""
    some: list[Backlog] = []
    for one in backlogs:
        some.append(one)
        if sum(len(each.found) for each in some) >= _CLAIMED:
            yield some
            some = []
    if some:
        yield some
