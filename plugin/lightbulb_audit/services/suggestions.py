"""What to propose while somebody types."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.entry_references import Reference, references
from lightbulb_audit.describe.names.name_table import Known, Names, names_of
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model import Page
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.recent_cache import RecentEntries
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.ports import Server

_PATIENCE: Final = 2.5
"""Seconds: Discord takes suggestions for 3 seconds."""

_PROPOSED: Final = 25
"""As many as Discord shows."""


class Suggestions:
    """Proposes entries and names.

    Args:
        newest: The newest entries.
        server: A server as the bot knows it.
        names: Who and what is called so.
        describer: Tells entries in words.
    """

    def __init__(
        self,
        newest: RecentEntries,
        server: Callable[[hikari.Snowflake], Server],
        names: NameSearch,
        describer: Describer,
    ) -> None:
        self._newest = newest
        self._server = server
        self._names = names
        self._describer = describer

    async def entries(self, guild_id: hikari.Snowflake) -> Sequence[Description]:
        """Return the newest entries in words; none where the log cannot be read, or not in time."""
        try:
            async with asyncio.timeout(_PATIENCE):
                page = await self._newest.page(guild_id)
                records = [record for record in page.records if record.id]
                server = self._server(guild_id)
                told, _ = await self._describer.describe(guild_id, [page], records, server.names, called=server.people)
        except (AuditError, TimeoutError):
            return []
        return told

    async def recent(self, guild_id: hikari.Snowflake, name: str, kinds: Sequence[Kind]) -> Sequence[NamedThing]:
        """Return what the newest entries hold as a filter's value, newest first, for who may see those.

        Args:
            guild_id: Where.
            name: The filter.
            kinds: What its values may be.
        """
        page = await self._page(guild_id)
        if page is None:
            return ()
        server = self._server(guild_id)
        names = names_of([page], server.names, server.people)
        # A page out of the archive has no users beside it: they get the last name that the archive has of them.
        also = dict.fromkeys(one for record in page.records for one in references(record))
        told = await self._describer.describe_with(guild_id, page.records, names, also=also)
        found = dict.fromkeys(key for one in told for key in _VALUES.get(name, _find_named)(one))
        names.update({(Kind.SERVER, int(guild_id)): Known(server.name)})
        named = [one for key in found if key[0] in kinds for one in _named(names, *key)]
        # A thread is named as a channel too.
        kind_of = {one.id: one.kind for one in reversed(named)}
        return [one for one in named if one.kind == kind_of[one.id]]

    async def find_named(
        self, guild_id: hikari.Snowflake, text: str, kinds: Sequence[Kind], viewer: Viewer
    ) -> Sequence[NamedThing]:
        """Return what is or was called so and may be of these kinds, as far as somebody may know."""
        wanted = " ".join(words_of(text))
        if not wanted:
            return ()
        server = self._server(guild_id)
        found = (await self._names.find(guild_id, server.seen_by(viewer), [(wanted, kinds)]))[wanted]
        return [*found, *await self._other_names(guild_id, server, found)]

    async def _other_names(
        self, guild_id: hikari.Snowflake, server: Server, found: Sequence[NamedThing]
    ) -> list[NamedThing]:
        """Return what else those people are called now who are proposed: two of one name have two usernames."""
        ids = list(dict.fromkeys(one.id for one in found if one.kind == Kind.USER))[:_PROPOSED]
        page = self._newest.at_hand(guild_id)
        names = names_of([] if page is None else [page], server.names)
        people = [(Kind.USER, one) for one in ids]
        await self._describer.recall_names(guild_id, names, people)
        return [one for key in people for one in _named(names, *key)]

    async def _page(self, guild_id: hikari.Snowflake) -> Page | None:
        """Return the newest entries; None where the log cannot be read, or not in time."""
        try:
            return await self._newest.page(guild_id)
        except AuditError:
            return None


def _named(names: Names, kind: Kind, thing_id: int) -> list[NamedThing]:
    """Return somebody or something by each name that it is called by now; nothing where nobody knows one."""
    known = names.get(kind, thing_id)
    told = () if known is None else dict.fromkeys(name for name in (known.name, known.username) if name)
    return [NamedThing(kind, thing_id, name, "") for name in told]


def _actors(told: Description) -> list[Reference]:
    """Return who did it."""
    user_id = told.record.entry.user_id
    return [] if user_id is None else [(kind, int(user_id)) for kind in (Kind.USER, Kind.WEBHOOK)]


def _behind(told: Description) -> list[Reference]:
    """For whom a bot did it."""
    behind = told.on_behalf_of
    return [] if behind is None or behind.id is None else [(Kind.USER, int(behind.id))]


def _targets(told: Description) -> list[Reference]:
    """Return what it was done to."""
    target = told.target
    return [] if target.kind is None or target.id is None else [(target.kind, int(target.id))]


def _find_named(told: Description) -> list[Reference]:
    """Return all that it names."""
    return list(references(told.record))


_VALUES: Final[Mapping[str, Callable[[Description], Sequence[Reference]]]] = {
    "actor": _actors,
    "for": _behind,
    "target": _targets,
}
"""What of an entry can be the value of a filter; of every other one all that it names."""
