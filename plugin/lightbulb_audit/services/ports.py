"""What the services need of the world outside."""

import dataclasses
import datetime
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known, Lookup, PeopleLookup, no_people
from lightbulb_audit.model import Page, Record
from lightbulb_audit.model.checkpoint import Checkpoint
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import Appended, Observation, StoredEntry
from lightbulb_audit.model.progress import (
    Aged,
    ArchiveStats,
    ArchiveTrouble,
    CollectionProgress,
    Marks,
    Postponed,
    Sighting,
    Standing,
)
from lightbulb_audit.model.query import Later, PageRequest
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.timeline.current import CurrentState


class AuditLog(Protocol):
    """A server's audit log, wherever it is kept."""

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """Read a page.

        Raises:
            AuditError: If it could not be read; each kind says why.
        """
        ...


class Store(Protocol):
    """An archive. Every method raises `ArchiveError` where the database does not do its part."""

    async def append(
        self,
        guild_id: int,
        observed: Sequence[Observation],
        covered: Iterable[Interval] = (),
        sightings: Iterable[Sighting] = (),
        gaps: Iterable[Gap] = (),
        marks: Marks | None = None,
    ) -> Appended:
        """Keep all of it or nothing.

        Args:
            guild_id: Whose log.
            observed: What was seen.
            covered: Which intervals of ids are complete with it.
            sightings: Names.
            gaps: Why an interval is not covered; what of it is covered stays so.
            marks: How far the collecting has come; None where that does not change.
        """
        ...

    async def standings(self, guild_ids: Collection[int], now: datetime.datetime) -> Mapping[int, Standing]:
        """Return where the collecting of each of some servers can go on."""
        ...

    async def growing_guilds(self, guild_ids: Collection[int]) -> Collection[int]:
        """Return those of some servers that have entries which may have grown since they were last read."""
        ...

    async def progress(self, guild_id: int) -> CollectionProgress:
        """Return how far the collecting of a server's log has come."""
        ...

    async def guilds(self) -> Sequence[int]:
        """Of which servers there is something."""
        ...

    async def mark(self, guild_id: int, marks: Marks) -> None:
        """Remember how far it has come."""
        ...

    async def postponed_guilds(self) -> Mapping[int, Postponed]:
        """Return what waits to be deleted, by server."""
        ...

    async def postpone(self, guild_id: int, waits: Postponed | None) -> None:
        """Remember what waits to be deleted; None where nothing does. The marks know nothing of it."""
        ...

    async def page(self, guild_id: int, request: PageRequest) -> Sequence[StoredEntry]:
        """Return entries as `AuditLog.read` gives them, as far as they are kept; of any `limit`."""
        ...

    async def later_entries(
        self, guild_id: int, wanted: Sequence[Later], *, limit: int
    ) -> Sequence[Sequence[StoredEntry]]:
        """Return the next entries about some things, for each the earliest first and at most so many."""
        ...

    async def learn(self, guild_id: int, sightings: Iterable[Sighting]) -> None:
        """Keep what people and things are called, where that is new."""
        ...

    async def names(
        self, guild_id: int, things: Collection[tuple[str, int]]
    ) -> Mapping[tuple[str, int], Sequence[Sighting]]:
        """Return what some people and things were called, by kind and id, the earliest first."""
        ...

    async def stats(self, guild_id: int) -> ArchiveStats:
        """Return how much there is of a server."""
        ...

    async def left_guilds(self, before: datetime.datetime) -> Sequence[int]:
        """Return the servers that the bot left before a moment."""
        ...

    async def count_older(self, guild_id: int, before: datetime.datetime) -> Aged:
        """Return how many entries are older than a moment, of how many."""
        ...

    async def prune(self, guild_id: int, before: datetime.datetime) -> int:
        """Let go of every entry that is older than a moment; how many rows lost what they said."""
        ...

    async def drop(self, guild_id: int) -> None:
        """Delete all that is kept of a server."""
        ...


class Searched(Protocol):
    """An archive that can be searched. Every method raises `ArchiveError` where the database does not do its part."""

    async def search(
        self, guild_id: int, wanted: Predicate, *, limit: int, is_upwards: bool = False
    ) -> Sequence[StoredEntry]:
        """Return the entries that pass, newest first; oldest first where `is_upwards`."""
        ...

    async def count(self, guild_id: int, wanted: Predicate, at_most: int) -> int:
        """Return how many entries pass, counted no further than `at_most`."""
        ...

    async def find_named(self, guild_id: int, texts: Collection[str]) -> Mapping[str, Sequence[NamedThing]]:
        """All that is or was called so, by what was asked for: words that stand one after the other in a name."""
        ...

    async def digest(self, guild_id: int) -> bytes | None:
        """Return the head of a server's chain; None where there is none."""
        ...

    async def bots(self, guild_id: int) -> Sequence[int]:
        """Return the ids of those who were seen to be bots."""
        ...


class Searchable(Store, Searched, Protocol):
    """An archive that is searched."""


class LastingStore(Searchable, Protocol):
    """An archive that goes on when its database went away and came back.

    Attributes:
        trouble: What is wrong with it; None while all is well.
    """

    trouble: ArchiveTrouble | None


class CheckpointStore(Protocol):
    """The checkpoints of an archive. Every method raises `ArchiveError` where the database does not do its part."""

    async def due(self, now: datetime.datetime, every: datetime.timedelta) -> Sequence[int]:
        """Return the servers that were last posted so long ago, or never."""
        ...

    async def claim(self, guild_id: int, now: datetime.datetime, every: datetime.timedelta) -> bool:
        """Set out to post a server's checkpoint, if that is due; of several processes one does."""
        ...

    async def release(self, guild_id: int) -> None:
        """It could not be posted: it is due again."""
        ...

    async def make(self, guild_id: int, now: datetime.datetime) -> Checkpoint | None:
        """Return a checkpoint of all rows of a server; None where there are none."""
        ...

    async def record(self, given: Checkpoint) -> None:
        """A checkpoint was given out."""
        ...


class PublicChannels(Protocol):
    """The channels in which somebody said yes to answers that all see; see `ArchiveError` for when it is away."""

    async def has(self, guild_id: int, channel_id: int) -> bool:
        """Return whether somebody did."""
        ...

    async def add(self, guild_id: int, channel_id: int) -> None:
        """Remember that somebody did."""
        ...


class Channel(Protocol):
    """A channel to which something can be posted."""

    async def post(self, text: str) -> None:
        """Post a message.

        Raises:
            AuditError: If Discord does not take it; each kind says why.
        """
        ...


class Lookups(Protocol):
    """What one entry may ask Discord for; each call is one request at most, and bounded in time.

    Each raises `GoneError` for what does not exist any more, and another `AuditError` where there was no answer.
    """

    def is_open(self, kind: Kind | None, thing_id: int) -> bool:
        """Whether Discord can be asked for somebody or something, and did not answer lately; None for a member."""
        ...

    async def thing(self, kind: Kind, thing_id: int) -> hikari.User | Known | None:
        """Somebody or something; None where Discord cannot be asked for a thing of this kind."""
        ...

    async def member(self, user_id: int) -> hikari.User | None:
        """Somebody, if they are a member."""
        ...

    async def members(self, name: str) -> Sequence[NamedThing]:
        """Return the members whose name begins so."""
        ...

    async def message(self, record: Record) -> hikari.Message | None:
        """Return the message that was pinned or unpinned."""
        ...

    async def entry_shown_in(self, channel_id: int, message_id: int) -> int | None:
        """Return the id of the entry that a message of the bot's own shows in its footer; None if it shows none."""
        ...

    async def is_own(self, message: hikari.Message) -> bool:
        """Return whether the bot itself wrote a message."""
        ...


class Sight(Protocol):
    """What the asker may see."""

    async def may_read(self, guild_id: hikari.Snowflake, channel_id: int) -> bool:
        """Return whether Discord would show them the messages of a channel."""
        ...

    async def visible(self, called: Sequence[NamedThing]) -> Sequence[NamedThing]:
        """Return those of the bot's cache whose names Discord would show them."""
        ...

    def cost(self, channel_id: int) -> int:
        """Return how many requests that costs at most."""
        ...


async def _no_member(_id: int) -> CurrentState | None:
    return None


async def _no_readers(_channel_id: int, _asker_id: int) -> bool:
    return False


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A server as the bot knows it.

    Attributes:
        name: What it is called; None where nobody knows.
        names: Its people and things in the bot's cache.
        cached_user: A user in the bot's cache; None where it has none.
        lookups: Where one of them can be asked for.
        sight: What somebody may see of it.
        called: What of the bot's cache has a name that holds some words, one after the other, by the words.
        holders: The roles, and the bots by their own roles, that have a permission now, by the permission's slug; none
            where nobody knows.
        people: The ids of its members who are called just so.
        names_of_user: All names of a member.
        current: What somebody or something is like now; None where nobody knows for sure.
        current_member: What a member is like now, asked of Discord each time; None for who is none.
        has_all_members: Whether the cache has every member.
        has_other_readers: Whether people may read a channel who may not see the log, leaving aside who asks.
    """

    name: str | None
    names: Lookup
    cached_user: Callable[[int], hikari.User | None]
    lookups: Lookups
    sight: Callable[[Viewer], Sight]
    called: Callable[[Collection[str]], Mapping[str, Sequence[NamedThing]]] = lambda _: {}
    holders: Callable[[str], frozenset[int]] = lambda _: frozenset()
    people: PeopleLookup = no_people
    names_of_user: Callable[[int], Collection[str]] = lambda _: ()
    current: Callable[[Kind, int], CurrentState | None] = lambda _kind, _id: None
    current_member: Callable[[int], Awaitable[CurrentState | None]] = _no_member
    has_all_members: bool = False
    has_other_readers: Callable[[int, int], Awaitable[bool]] = _no_readers

    def seen_by(self, viewer: Viewer) -> "ServerSeen":
        """Return the same with the eyes of somebody who may not see every channel of it."""
        return ServerSeen(self, viewer)


@dataclasses.dataclass(frozen=True, slots=True)
class ServerSeen:
    """What somebody may know of a server; see `services.names.known_server.KnownServer`.

    Attributes:
        server: The server.
        viewer: Who asks.
    """

    server: Server
    viewer: Viewer

    def called(self, texts: Collection[str]) -> Mapping[str, Sequence[NamedThing]]:
        """Return what of the bot's cache has a name that holds some words, whoever may see it."""
        return self.server.called(texts)

    async def visible(self, called: Sequence[NamedThing]) -> Sequence[NamedThing]:
        """Return those of them whose names Discord would show the viewer."""
        return await self.server.sight(self.viewer).visible(called)

    def holders(self, slug: str) -> frozenset[int]:
        """Return the roles that have a permission now: Discord shows everybody the roles."""
        return self.server.holders(slug)

    @property
    def name(self) -> str | None:
        """What it is called; None where nobody knows."""
        return self.server.name

    @property
    def lookups(self) -> Lookups:
        """Where its people can be asked for."""
        return self.server.lookups

    @property
    def has_all_members(self) -> bool:
        """Whether the cache has every member."""
        return self.server.has_all_members

    @property
    def names(self) -> Lookup:
        """What is known of its people."""
        return self.server.names

    @property
    def people(self) -> PeopleLookup:
        """The ids of its members who are called just so."""
        return self.server.people

    @property
    def names_of_user(self) -> Callable[[int], Collection[str]]:
        """All names of a member."""
        return self.server.names_of_user
