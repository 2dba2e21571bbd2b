"""The same entry reads the same with an archive and without one, but for names of then."""

import datetime
import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

import hikari
import pytest
from tests.properties.pages import Maker
from tests.unit.logs import READER, ListedLog

from discord_standin.example import example_guild
from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.entry_references import references
from lightbulb_audit.describe.names.name_table import MAPS, Known, Lookup, names_of
from lightbulb_audit.describe.text.plain import plain, whole
from lightbulb_audit.errors import GoneError, SilentError
from lightbulb_audit.model import Page, Record
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.query import PageRequest, Query
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.entry import EntryView, draw
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.entry_reader import EntryDetails, EntryReader
from lightbulb_audit.services.log.archived_log import ArchivedLog
from lightbulb_audit.services.names.name_history import sightings_of_page
from lightbulb_audit.services.ports import Server
from lightbulb_audit.services.reversals import ReversalFinder

_NOW: Final = datetime.datetime.now(datetime.UTC)
_GUILDS: Final = 7
_WAYS: Final = 4


class MappedLog(ListedLog):
    """Discord's log, with the people and things that Discord sends with a page."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        super().__init__(list(raw["audit_log_entries"]))
        self.maps = {name: raw.get(name, []) for name in (*MAPS, "users")}

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """A page, with all maps."""
        page = await super().read(guild_id, request)
        return READER.page({**self.maps, **page.raw}, guild_id)


class TableLookups:
    """Discord's answers about single things: by their ids, so that each is always answered alike."""

    def __init__(self, page: Page) -> None:
        self.asked: list[tuple[Kind, int]] = []
        self._users = page.audit_log.users
        self._threads = page.audit_log.threads

    def is_open(self, kind: Kind | None, thing_id: int) -> bool:  # noqa: D102 - the port tells
        del kind, thing_id
        return True

    async def thing(self, kind: Kind, thing_id: int) -> hikari.User | Known | None:  # noqa: D102 - the port tells
        self.asked.append((kind, thing_id))
        user = self._users.get(hikari.Snowflake(thing_id)) if kind is Kind.USER else None
        if user is not None:
            return user
        thread = self._threads.get(hikari.Snowflake(thing_id)) if kind in (Kind.THREAD, Kind.CHANNEL) else None
        if thread is not None:
            return Known(thread.name, int(thread.type), int(thread.parent_id))
        way = random.Random(thing_id).randrange(_WAYS)
        if way == 0:
            raise GoneError
        if way == 1:
            raise SilentError(1.0)
        return Known(f"thing {thing_id}") if way == 2 else None

    async def member(self, user_id: int) -> hikari.User | None:  # noqa: D102 - the port tells
        return self._users.get(hikari.Snowflake(user_id))

    async def members(self, name: str) -> Sequence[NamedThing]:  # noqa: D102 - the port tells
        raise AssertionError(name)

    async def message(self, record: Record) -> hikari.Message | None:  # noqa: D102 - the port tells
        del record

    async def entry_shown_in(self, channel_id: int, message_id: int) -> int | None:  # noqa: D102 - the port tells
        raise AssertionError(channel_id, message_id)

    async def is_own(self, message: hikari.Message) -> bool:  # noqa: D102 - the port tells
        raise AssertionError(message)


class AllSeeing:
    """Somebody who may read everything."""

    async def may_read(self, guild_id: hikari.Snowflake, channel_id: int) -> bool:  # noqa: D102 - the port tells
        del guild_id, channel_id
        return True

    async def visible(self, called: Sequence[NamedThing]) -> Sequence[NamedThing]:  # noqa: D102 - the port tells
        return called

    def cost(self, channel_id: int) -> int:  # noqa: D102 - the port tells
        del channel_id
        return 0


class Current:
    """A collecting that has all."""

    is_current = True

    async def kept(self, seconds: float) -> bool:
        """At once."""
        del seconds
        return True


class Both:
    """A server's log read both ways."""

    def __init__(self, raw: Mapping[str, Any], guild_id: int, known: Mapping[tuple[Kind, int], Known]) -> None:
        self.guild_id = hikari.Snowflake(guild_id)
        self.page = READER.page(raw, self.guild_id)
        self.log = MappedLog(raw)
        self.behind: Lookup = lambda kind, thing_id: known.get((kind, thing_id))
        self.lookups = TableLookups(self.page)

    def _server(self, _: hikari.Snowflake) -> Server:
        return Server("Here", self.behind, lambda _: None, self.lookups, lambda _: AllSeeing())

    async def keep(self, archive: Archive) -> None:
        """Put all of it into an archive."""
        records = [record for record in self.page.records if record.id]
        seen = [Observation.of(dict(record.raw), _NOW, "backfill") for record in records]
        await archive.append(self.guild_id, seen, [Interval(0, max(int(record.id) for record in records))])
        await archive.learn(self.guild_id, sightings_of_page(self.page, self.behind, _NOW))

    async def read(self, record: Record, archive: Archive | None) -> EntryDetails:
        """One entry, for a person."""
        log = self.log
        if archive is not None:
            log = ArchivedLog(self.log, archive, READER, lambda _: Current(), lambda _: self.behind)
        reader = EntryReader(log, self._server, Describer(archive), ReversalFinder(None))
        return await reader.read(self.guild_id, int(record.id), Viewer(None, frozenset()))


def _said(details: EntryDetails) -> str:
    told = details.description
    lines = [f"{plain((one.label,))}: {whole(one.text)}" for one in (*told.changes, *told.options, *told.raw_parts)]
    return "\n".join([plain(told.sentence), *lines, *told.untold])


def _shown(details: EntryDetails) -> str:
    embed = draw(EntryView(details.description, details.resolution, ButtonState(Verb.BACK, Query()))).embed
    assert embed is not None
    return "\n".join([str(embed.description), *(f"{field.name}: {field.value}" for field in embed.fields)])


async def _is_named_alike(both: Both, record: Record, archive: Archive) -> bool:
    """Whether the archive has no name of what an entry names but that which is known without it."""
    page = READER.page({**both.log.maps, "audit_log_entries": [dict(record.raw)]}, both.guild_id)
    names = names_of([page], both.behind)
    wanted = references(record)
    past = await archive.names(both.guild_id, wanted)
    known = {key: names.get(*key) for key in wanted}
    return all(
        one.name == (today.name if (today := known[Kind(kind), thing_id]) is not None else None)
        for (kind, thing_id), seen in past.items()
        for one in seen
    )


def _known_of(guild: Mapping[str, Any]) -> dict[tuple[Kind, int], Known]:
    channels = {(Kind.CHANNEL, int(one["id"])): Known(one["name"], one["type"]) for one in guild["channels"]}
    return channels | {(Kind.ROLE, int(one["id"])): Known(one["name"]) for one in guild["roles"]}


async def test_the_example_guild(archive: Archive) -> None:
    """Every entry of the example guild shows the same, also beside its sentence."""
    guild = example_guild(_NOW)
    both = Both(guild["audit_log"], int(guild["guild"]["id"]), _known_of(guild["guild"]))
    await both.keep(archive)
    compared = 0
    for record in [one for one in both.page.records if one.id]:
        if await _is_named_alike(both, record, archive):
            compared += 1
            assert _shown(await both.read(record, archive)) == _shown(await both.read(record, None)), record.raw
    assert compared > len(both.page.records) // 2


@pytest.mark.parametrize("seed", range(6))
async def test_drawn_pages(archive: Archive, openapi: dict[str, Any], seed: int) -> None:
    """Entries that Discord's contract allows say the same, whatever they name."""
    rng = random.Random(seed)
    compared = 0
    for guild_id in range(1, _GUILDS):
        raw = Maker(openapi, rng).page(12)
        rows = {row["id"]: row for row in raw["audit_log_entries"]}
        raw["audit_log_entries"] = sorted(rows.values(), key=lambda row: -int(row["id"]))
        if not rows:
            continue
        both = Both(raw, guild_id, {})
        await both.keep(archive)
        for record in both.page.records:
            if await _is_named_alike(both, record, archive):
                compared += 1
                assert _said(await both.read(record, archive)) == _said(await both.read(record, None)), record.raw
    assert compared
