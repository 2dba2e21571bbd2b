"""A feed: what of a server's log is posted to a channel as it happens, and what was posted of it so far."""

import dataclasses
import datetime
import enum
from collections.abc import Sequence
from typing import Final, NamedTuple

LATE: Final = datetime.timedelta(minutes=2)
"""How long after it was done an entry is late; events come within seconds."""

POSTS_KEPT: Final = datetime.timedelta(days=90)
"""How long it is known what a message told: its sum lists it, an undoing replies to it, and it is not told again."""

LISTED_AT_MOST: Final = 25
"""Entries that a message tells one by one: as many as its menu has options. Of more it tells the sum."""


_PREFIX: Final = "lb-audit:f1"
"""What a component under a feed's message begins with: whose it is, and the version of its form."""


class FeedVerb(enum.StrEnum):
    """What a component of a feed's asks for."""

    ENTRY = "e"
    LIST = "l"
    YES = "y"
    NO = "n"


def custom_id(verb: FeedVerb, about: str = "") -> str:
    """What a component carries: what it asks for, and the nonce of its message, or the channel that is asked about."""
    return f"{_PREFIX}|{verb.value}|{about}"


def parse_custom_id(text: str) -> tuple[FeedVerb, str] | None:
    """What a component carries; None for one that is not of a feed. It is as hostile as anything from outside."""
    prefix, _, rest = text.partition("|")
    verb, _, about = rest.partition("|")
    if prefix != _PREFIX or verb not in set(FeedVerb):
        return None
    return FeedVerb(verb), about


def nonce_of(text: str) -> str | None:
    """Return the nonce of its message that a component carries; None for one that is not of a feed."""
    carried = parse_custom_id(text)
    return None if carried is None else carried[1]


class Trouble(enum.StrEnum):
    """Why a feed rests."""

    CLOSED = "closed"
    GONE = "gone"
    REFUSED = "refused"


class Look(enum.StrEnum):
    """How entries are shown."""

    COMPACT = "compact"
    """A line each."""

    FULL = "full"
    """Each with all that it changed, as far as a message has room."""


class PostState(enum.StrEnum):
    """What became of a message."""

    GATHERING = "gathering"
    """It is a digest to which more may come; nobody sends it yet."""

    WAITING = "waiting"
    """Discord may have it, or not."""

    SENT = "sent"
    GONE = "gone"
    """It was delivered, and somebody deleted it."""


@dataclasses.dataclass(frozen=True, slots=True)
class NewFeed:
    """What somebody asks for.

    Attributes:
        channel_id: Where it posts.
        query: Which entries, written out; empty for all.
        made_by: Who asked.
        look: How its entries are shown.
    """

    channel_id: int
    query: str
    made_by: int
    look: Look = Look.COMPACT


@dataclasses.dataclass(frozen=True, slots=True)
class Feed:
    """A feed.

    Attributes:
        guild_id: Whose log.
        feed_id: Its number in the server.
        channel_id: Where it posts.
        query: Which entries, written out; empty for all.
        made_by: Who asked for it.
        began: The number of the last observation before it: of what was first seen later, it tells.
        cursor: The number of the last observation that it took in.
        is_paused: Whether somebody stopped it.
        trouble: Why it rests; None while all is well.
        is_told: Whether who made it was told of the trouble.
        look: How its entries are shown.
    """

    guild_id: int
    feed_id: int
    channel_id: int
    query: str
    made_by: int
    began: int
    cursor: int
    is_paused: bool = False
    trouble: Trouble | None = None
    is_told: bool = True
    look: Look = Look.COMPACT


class News(NamedTuple):
    """An entry that was observed.

    Attributes:
        number: The observation's.
        entry_id: Which entry.
        terms: What it can be found by now.
        first: The number of the first observation of it.
    """

    number: int
    entry_id: int
    terms: str
    first: int


@dataclasses.dataclass(frozen=True, slots=True)
class Post:
    """A message of a feed, written down before it is sent.

    Attributes:
        guild_id: Whose log.
        feed_id: Which feed.
        nonce: What the message is known by: no two have the same.
        entry_ids: Its entries, in the order of their arrival.
        query: The feed's query when it was made.
        made_at: When it was made, with a time zone.
        state: What became of it.
        message_id: The message; None while it is not known to be there.
        version: How often its entries changed since.
        shown: The version that the message shows.
        is_frozen: Whether Discord takes no more edits of it.
        is_sum: Whether it tells a sum though it has few entries, since many came just before.
    """

    guild_id: int
    feed_id: int
    nonce: str
    entry_ids: Sequence[int]
    query: str
    made_at: datetime.datetime
    state: PostState = PostState.WAITING
    message_id: int | None = None
    version: int = 0
    shown: int = 0
    is_frozen: bool = False
    is_sum: bool = False

    @property
    def is_summary(self) -> bool:
        """Whether it tells the sum of its entries."""
        return self.is_sum or len(self.entry_ids) > LISTED_AT_MOST


class Claim(NamedTuple):
    """What a feed takes in.

    Attributes:
        feed: The feed as it was read.
        through: The number of the last observation that was looked at.
        news: The entries that fit, in the order of their arrival.
        at: When it does, with a time zone.
        late: Those that fit and were kept long after they were done: they go into a digest.
        is_sum: Whether a sum is told of the others, however few they are.
    """

    feed: Feed
    through: int
    news: Sequence[News]
    at: datetime.datetime
    late: Sequence[News] = ()
    is_sum: bool = False
