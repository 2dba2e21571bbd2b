"""What of the news a feed tells. Pure."""

import dataclasses
import datetime
from collections.abc import Sequence

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.feed import LATE, Claim, Feed, News
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.query.sieve import Sieve
from lightbulb_audit.services.clock import KEPT


def take(backlogs: Sequence["Backlog"], sieve: Sieve, news: Sequence[News]) -> None:
    """Let each feed look at what came next.

    Args:
        backlogs: What each found so far.
        sieve: Their predicates.
        news: What came, in the order of its arrival.
    """
    for one in news:
        for number in sieve.near(one.terms):
            backlogs[number].take(one)
    for backlog in backlogs if news else ():
        backlog.through = max(backlog.through, news[-1].number)


@dataclasses.dataclass(slots=True)
class Backlog:
    """What one feed found behind its cursor so far.

    Attributes:
        feed: The feed.
        predicate: What it asks of an entry: the very test of a search.
        through: The number of the last observation that it looked at.
        now: The time, with a time zone.
        found: The entries that fit, in the order of their arrival.
    """

    feed: Feed
    predicate: Predicate
    through: int
    now: datetime.datetime
    found: list[News] = dataclasses.field(default_factory=list[News])

    def is_of(self, feed: Feed) -> bool:
        """Return whether it was begun where a feed is, by what it asks for."""
        return (self.feed.cursor, self.feed.query) == (feed.cursor, feed.query)

    def take(self, news: News) -> None:
        """Look at one. What is looked at already, or was known before the feed, is passed over."""
        if (
            news.number > self.through
            and news.first > self.feed.began
            and self.predicate.fits(news.entry_id, news.terms)
            and not self._is_past(news)
        ):
            self.found.append(news)

    def _is_past(self, news: News) -> bool:
        """Whether an entry was taken in so long ago that it is not known any more whether it was told."""
        return news.first <= self.feed.cursor and self.now - snowflake.time_of(news.entry_id) > KEPT

    @property
    def fresh(self) -> Sequence[News]:
        """What happened just now."""
        since = snowflake.first_at(self.now - LATE)
        return [one for one in self.found if one.entry_id >= since]

    def claim(self, *, is_sum: bool = False) -> Claim:
        """Return what it takes in."""
        since = snowflake.first_at(self.now - LATE)
        late = [one for one in self.found if one.entry_id < since]
        return Claim(self.feed, self.through, self.fresh, self.now, late, is_sum)
