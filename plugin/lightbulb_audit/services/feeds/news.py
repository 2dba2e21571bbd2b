"""What of the news a feed tells. Pure."""

import dataclasses
import datetime
from collections.abc import Sequence

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.feed import LATE, Claim, Feed, News
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.services.clock import KEPT


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

    def take(self, news: Sequence[News]) -> None:
        """Look at what came next. What is looked at already, or was known before the feed, is passed over."""
        through, began, fits = self.through, self.feed.began, self.predicate.fits
        # Most entries fit few feeds: what lacks the one term that must be there is not asked about anything else.
        needed = self._needed
        near = [one for one in news if needed in one.terms]
        self.found += [
            one
            for one in near
            if one.number > through and one.first > began and fits(one.entry_id, one.terms) and not self._is_past(one)
        ]
        if news:
            self.through = max(through, news[-1].number)

    @property
    def _needed(self) -> str:
        """A piece of a line of terms that every fitting entry has; empty where none is known."""
        pieces = (one.pieces for one in self.predicate.holds if not one.is_negated)
        return next((some[0] for some in pieces if len(some) == 1), "")

    def _is_past(self, news: News) -> bool:
        """Whether an entry was taken in so long ago that it is not known any more whether it was told."""
        return news.first <= self.feed.cursor and self.now - snowflake.time_of(news.entry_id) > KEPT

    @property
    def fresh(self) -> Sequence[News]:
        """What happened just now."""
        return [one for one in self.found if not self._is_late(one)]

    def claim(self, *, is_sum: bool = False) -> Claim:
        """Return what it takes in."""
        late = [one for one in self.found if self._is_late(one)]
        return Claim(self.feed, self.through, self.fresh, self.now, late, is_sum)

    def _is_late(self, news: News) -> bool:
        return self.now - snowflake.time_of(news.entry_id) > LATE
