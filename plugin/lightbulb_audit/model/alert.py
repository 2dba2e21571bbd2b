"""An alert: a rule over a server's log, what it found, and the message that tells of it.

A rule is a query of the search language and a condition. What it found is kept as an incident: all that one person (or
whatever the rule counts by) did of it while it goes on. An incident is written in one transaction with the alert's
cursor, so each entry is in just one incident of an alert, whatever fails in between.
"""

import dataclasses
import datetime
import enum
from collections.abc import Sequence
from typing import Final, NamedTuple

from lightbulb_audit.model.feed import Trouble

QUIET: Final = datetime.timedelta(hours=1)
"""An incident goes on until nothing was added to it for so long, by the times of its entries."""

LATE: Final = datetime.timedelta(minutes=2)
"""How long after it was done an entry is late; events come within seconds."""


class By(enum.StrEnum):
    """Whose entries are counted together."""

    ACTOR = "actor"
    TARGET = "target"
    SERVER = "server"


class ConditionKind(enum.StrEnum):
    """What a rule asks of the entries that fit its query."""

    EVERY = "every"
    """Each of them."""

    COUNT = "count"
    """So many within a window, each counted by its weight."""

    TARGETS = "targets"
    """So many different targets within a window."""

    THEN = "then"
    """One of them, then one that fits a second query, within a window."""

    MOST = "most"
    """More within a window than ever before in the archive."""

    FIRST = "first"
    """One, by somebody of whom the archive has none before."""

    SILENCE = "silence"
    """Events stop while the log goes on, or the bot may not read it any more. It has no query."""


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """So many within some time.

    Attributes:
        count: How many, or how much weight: a prune of 900 is 900.
        within: From the first to the last of them at most.
    """

    count: int
    within: datetime.timedelta


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """What a rule asks of the entries that fit.

    Attributes:
        kind: Which of the conditions.
        windows: The windows, of which any is enough; none where it asks for none.
        by: Whose entries are counted together. Those of nobody known are together too.
    """

    kind: ConditionKind = ConditionKind.EVERY
    windows: tuple[Window, ...] = ()
    by: By = By.ACTOR

    @property
    def span(self) -> datetime.timedelta:
        """The longest of its windows."""
        return max((one.within for one in self.windows), default=datetime.timedelta())

    @property
    def is_local(self) -> bool:
        """Whether its windows alone tell whether it holds, and not all that came before."""
        return self.kind not in (ConditionKind.MOST, ConditionKind.FIRST, ConditionKind.SILENCE)


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for.

    Attributes:
        query: Which entries, written out in the language of searches; empty for all.
        condition: What is asked of them.
        then: Which entries must follow, of a condition that asks for that.
    """

    query: str = ""
    condition: Condition = dataclasses.field(default_factory=Condition)
    then: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class NewAlert:
    """What somebody asks for.

    Attributes:
        rule: The rule in words, which `services.alerts.rule_text` reads back.
        channel_id: Where it is told.
        role_id: The role that is pinged, once an incident; None for none.
        made_by: Who asked.
        preset: Which of the presets it is; empty for a rule of one's own.
    """

    rule: str
    channel_id: int
    role_id: int | None
    made_by: int
    preset: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Alert:
    """An alert.

    Attributes:
        guild_id: Whose log.
        alert_id: Its number in the server; never given to another one.
        rule: The rule in words. It is told to managers alone, since it holds the threshold.
        channel_id: Where it is told.
        role_id: The role that is pinged, once an incident; None for none.
        made_by: Who asked for it.
        preset: Which of the presets it is; empty for a rule of one's own.
        began: The smallest id of an entry that is news: what was made before the alert counts, but opens no incident.
        cursor: The number of the last observation that was judged.
        muted_until: Until when its incidents are kept but not told; None while they are told.
        trouble: Why it cannot be told; None while all is well.
        is_told: Whether who made it was told of the trouble.
    """

    guild_id: int
    alert_id: int
    rule: str
    channel_id: int
    role_id: int | None
    made_by: int
    preset: str
    began: int
    cursor: int
    muted_until: datetime.datetime | None = None
    trouble: Trouble | None = None
    is_told: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Deed:
    """An entry as rules see it.

    Attributes:
        entry_id: Which entry.
        terms: What it can be found by; see `query.terms`.
        target_id: What it was done to.
        weight: How many it is: its count, or the members that it removed; 1 where it says none.
        number: That of the observation that told it; of an entry's state today, the newest.
        first: The number of the first observation of it.
        seen_at: When that observation was made.
        way: How it came; see `model.observation.Way`.
    """

    entry_id: int
    terms: str
    target_id: int | None
    weight: int
    number: int
    first: int
    seen_at: datetime.datetime
    way: str


class Cause(enum.StrEnum):
    """Why an incident is one."""

    FITS = "fits"
    """Its entries fit the rule."""

    UNHEARD = "unheard"
    """Its entries were found by a sweep, and no event told of them."""

    FORBIDDEN = "forbidden"
    """The bot may not read the log any more; it has no entries."""


class IncidentState(enum.StrEnum):
    """What became of its message."""

    WAITING = "waiting"
    """Discord may have it, or not."""

    SENT = "sent"
    GONE = "gone"
    """It was delivered, and somebody deleted it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Incident:
    """What an alert found, as one thing: it grows while it goes on, and has one message.

    The message also tells what other alerts found of the same person meanwhile. An incident that is read to be told has
    their entries too.

    Attributes:
        guild_id: Whose log.
        incident_id: Its number in the server.
        alert_id: Which alert found it.
        rule: The alert's rule when it was found.
        by: By what its entries are together.
        key: Of whom or what; None for nobody known, and where they are together by server.
        cause: Why it is one.
        opened_at: When the first of its entries was made, but for strays.
        last_at: When the last of them was made, likewise.
        made_at: When it was written down.
        is_late: Whether it was judged long after it was done, since the bot was down or the entry was read late.
        entry_ids: Its entries, in the order of their making.
        channel_id: Where its message is, or is to be: the alert's when it was found.
        role_id: The role that its message pings once; the alert's when it was found.
        nonce: What its message is known by: no two have the same.
        state: What became of the message.
        message_id: The message; None while it is not known to be there.
        version: How often it changed since it was written down.
        shown: The version that the message shows.
        is_frozen: Whether Discord takes no more edits of the message.
        is_pinged: Whether its role was pinged.
        muted_until: Until when it is not told; None while it is.
        told_in: The incident whose message tells this one; None where it has its own.
        also_by: The other alerts whose findings its message tells.
    """

    guild_id: int
    incident_id: int
    alert_id: int
    rule: str
    by: By
    key: int | None
    cause: Cause
    opened_at: datetime.datetime
    last_at: datetime.datetime
    made_at: datetime.datetime
    is_late: bool
    entry_ids: Sequence[int]
    channel_id: int
    role_id: int | None
    nonce: str
    state: IncidentState = IncidentState.WAITING
    message_id: int | None = None
    version: int = 0
    shown: int = 0
    is_frozen: bool = False
    is_pinged: bool = False
    muted_until: datetime.datetime | None = None
    told_in: int | None = None
    also_by: Sequence[int] = ()

    @property
    def actor_id(self) -> int | None:
        """Who did all of it; None where it is not by actor, or nobody knows who."""
        return self.key if self.by is By.ACTOR else None


class Finding(NamedTuple):
    """What a rule found that is new.

    Attributes:
        by: By what the entries are together.
        key: Of whom or what.
        cause: Why.
        entry_ids: The entries; those that an incident has already are passed over, and count as changed.
        incident_id: The incident that goes on; None opens one.
        is_late: Whether it was judged long after it was done. An incident that is not late becomes none by that.
        strays: Entries that belong to it by a long window alone: it does not go on for longer with them.
        moves: Strays of other incidents that belong to this one, as it turned out.
    """

    by: By
    key: int | None
    cause: Cause
    entry_ids: Sequence[int]
    incident_id: int | None = None
    is_late: bool = False
    strays: Sequence[int] = ()
    moves: Sequence[int] = ()


class Verdict(NamedTuple):
    """What an alert takes in.

    Attributes:
        alert: The alert as it was read.
        through: The number of the last observation that was judged.
        findings: What was found.
    """

    alert: Alert
    through: int
    findings: Sequence[Finding] = ()
