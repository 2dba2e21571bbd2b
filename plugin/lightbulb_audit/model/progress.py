"""How far the collecting of one server's log has come, and what people and things were seen to be called."""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Final, NamedTuple

from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.intervals import Gap, Interval

_SLACK: Final = datetime.timedelta(minutes=2)


GROWING: Final = frozenset({26, 27, 72, 73})
"""The types of entries that change after they were made.

`options.count` of members moved (26) and disconnected (27), and of messages deleted (72), rises on the same id for some
minutes, and no event says so. Source: Discord's staff in the issue tracker of its documentation; messages deleted in
bulk (73) may too.
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Marks:
    """What is remembered of the collecting beside the entries themselves. Every moment has a time zone.

    Attributes:
        settled_through: Every entry up to this id was read again when it had stopped growing.
        checked_at: When Discord was last asked for what is new.
        reread_at: When entries were last read again.
        forbidden_at: Since when Discord does not let the bot read the log; None if it does.
        left_at: When the bot left the server; None while it is in it.
        is_polled: Whether the log is asked for now and then, since no events come.
    """

    settled_through: int = 0
    checked_at: datetime.datetime | None = None
    reread_at: datetime.datetime | None = None
    forbidden_at: datetime.datetime | None = None
    left_at: datetime.datetime | None = None
    is_polled: bool = False

    def known_by(self, now: datetime.datetime) -> "Marks":
        """Return the same without what lies in the future: a clock that was ahead wrote it."""
        late = now + _SLACK
        is_settled = snowflake.time_of(min(self.settled_through, snowflake.LARGEST)) <= late
        return Marks(
            settled_through=self.settled_through if is_settled else 0,
            checked_at=None if self.checked_at is None or self.checked_at > late else self.checked_at,
            reread_at=None if self.reread_at is None or self.reread_at > late else self.reread_at,
            forbidden_at=None if self.forbidden_at is None else min(self.forbidden_at, late),
            left_at=None if self.left_at is None else min(self.left_at, late),
            is_polled=self.is_polled,
        )


class Postponed(NamedTuple):
    """Entries that are too old and wait to be deleted, since they are many.

    Attributes:
        until: Until when.
        keep_days: For how many days entries were kept when that was said.
    """

    until: datetime.datetime
    keep_days: int


class Aged(NamedTuple):
    """How much of an archive is too old.

    Attributes:
        entries: How many entries are.
        total: Of how many; 0 where none is.
    """

    entries: int
    total: int


@dataclasses.dataclass(frozen=True, slots=True)
class CollectionProgress:
    """How far the collecting of a server's log has come.

    Attributes:
        covered: The intervals of ids that are complete, lowest first.
        gaps: Those that are not, where somebody noted why, lowest first.
        marks: What else is remembered.
        postponed: What waits to be deleted; None where nothing does.
    """

    covered: Sequence[Interval] = ()
    gaps: Sequence[Gap] = ()
    marks: Marks = dataclasses.field(default_factory=Marks)
    postponed: Postponed | None = None

    @property
    def top(self) -> int | None:
        """The largest id that is covered; None where nothing is."""
        return self.covered[-1].high if self.covered else None


class Standing(NamedTuple):
    """Where the collecting of a server's log can go on.

    Attributes:
        progress: How far it has come, by a clock that is right.
        young: The ids of the entries that may have grown since they were last read, lowest first.
    """

    progress: CollectionProgress = CollectionProgress()
    young: Sequence[int] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class MissingRange:
    """A stretch that is not in the archive.

    Attributes:
        interval: Which ids.
        reason: Why, in the words of `model.gap_reasons`; None where nobody noted it.
        is_pending: Whether Discord still has it, so that it will be read.
    """

    interval: Interval
    reason: str | None
    is_pending: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ArchiveStats:
    """How much there is of a server.

    Attributes:
        entries: How many entries.
        oldest: The smallest entry's id; None where there is none.
        newest: The largest entry's id.
        last_seen: When an entry was last observed, be it anew or again.
    """

    entries: int
    oldest: int | None
    newest: int | None
    last_seen: datetime.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class ArchiveTrouble:
    """What is wrong with an archive.

    Attributes:
        since: Since when.
        error: What the database does not do.
        is_writing: Whether it was found in writing; reading may go well all the same.
    """

    since: datetime.datetime
    error: ArchiveError
    is_writing: bool


class Hearing(NamedTuple):
    """What is heard of a server while its log is collected.

    Attributes:
        since: When the session with the gateway began; None where no events are to come.
        is_forbidden: Whether Discord refuses the log.
    """

    since: datetime.datetime | None = None
    is_forbidden: bool = False


USERNAME: Final = "username"
"""The kind under which the username of an account is kept, beside the name by which people see it."""


class Sighting(NamedTuple):
    """What somebody or something was seen to be called.

    Attributes:
        kind: What it is, such as "user" or "channel"; `USERNAME` where it is the username of an account.
        thing_id: Its id.
        at: When, with a time zone.
        name: Its name then.
        channel_type: Discord's number of the type of a channel; None for anything else.
        bot: Whether a user is a bot.
    """

    kind: str
    thing_id: int
    at: datetime.datetime
    name: str
    channel_type: int | None = None
    bot: bool = False
