"""What a search may know of a server: all of it, what somebody may see of it, or nothing but the archive."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Protocol

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import (
    Known,
    Lookup,
    PeopleLookup,
    no_people,
    nobody,
)
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.terms import named_thing
from lightbulb_audit.services.ports import Lookups

_THE_SERVER: Final = ("server", "this server", "the server")
"""What people call the server that they are in."""

_TYPED: Final = 3
"""Letters from which on a word may become “server”."""


class KnownServer(Protocol):
    """A server as the bot knows it; see `services.ports.Server`."""

    @property
    def name(self) -> str | None:
        """What it is called; None where nobody knows."""
        ...

    @property
    def lookups(self) -> Lookups | None:
        """Where its people can be asked for; None where Discord is not asked."""
        ...

    @property
    def names(self) -> Lookup:
        """Its people and things in the bot's cache."""
        ...

    @property
    def people(self) -> PeopleLookup:
        """The ids of its members who are called just so."""
        ...

    @property
    def names_of_user(self) -> Callable[[int], Collection[str]]:
        """All names of a member."""
        ...

    @property
    def called(self) -> Callable[[Collection[str]], Mapping[str, Sequence[NamedThing]]]:
        """What has a name that holds some words, one after the other, by the words."""
        ...

    @property
    def holders(self) -> Callable[[str], frozenset[int]]:
        """The roles that have a permission now, by its slug."""
        ...


class VisibleServer(Protocol):
    """A server as somebody knows it; see `services.ports.ServerSeen`."""

    @property
    def name(self) -> str | None:
        """What it is called; None where nobody knows."""
        ...

    @property
    def has_all_members(self) -> bool:
        """Whether the cache has every member."""
        ...

    @property
    def lookups(self) -> Lookups | None:
        """Where its people can be asked for; None where Discord is not asked."""
        ...

    @property
    def names(self) -> Lookup:
        """What is known of its people."""
        ...

    @property
    def called(self) -> Callable[[Collection[str]], Mapping[str, Sequence[NamedThing]]]:
        """What has a name that holds some words, one after the other, by the words."""
        ...

    async def visible(self, called: Sequence[NamedThing]) -> Sequence[NamedThing]:
        """Return those of the called whose names they may know without the log."""
        ...


class UnknownServer:
    """A server of which nothing is known but what the archive has.

    Attributes:
        lookups: None: Discord is not asked.
    """

    lookups: Lookups | None = None
    name: str | None = None
    has_all_members = False

    def names(self, kind: Kind, thing_id: int) -> Known | None:
        """Nobody."""
        return nobody(kind, thing_id)

    def people(self, name: str) -> Collection[int]:
        """Nobody."""
        return no_people(name)

    def names_of_user(self, user_id: int) -> Collection[str]:
        """None."""
        del user_id
        return ()

    def called(self, texts: Collection[str]) -> Mapping[str, Sequence[NamedThing]]:
        """Nothing."""
        del texts
        return {}

    async def visible(self, called: Sequence[NamedThing]) -> Sequence[NamedThing]:
        """Return all of them."""
        return called

    def holders(self, slug: str) -> frozenset[int]:
        """None."""
        del slug
        return frozenset()


def server_itself(guild_id: int, server: VisibleServer, text: str, *, is_meant: bool) -> list[NamedThing]:
    """Return the server where words are its name, or mean it: all of them, or as far as somebody has typed."""
    name = server.name or _THE_SERVER[1]
    named = named_thing(Kind.SERVER, int(guild_id), name)
    is_so_called = text in _THE_SERVER if is_meant else len(text) >= _TYPED and _THE_SERVER[0].startswith(text)
    if is_so_called:
        return [named._replace(words=text)]
    return [named] if named.holds(text) else []
