"""One page of 100 entries: reading it beside hikari's own reader, reading and drawing it beside discord.py's reading.

Run them with `uv run --isolated --group benchmark pytest tests/benchmarks -n 0 -o addopts= -o filterwarnings=`. Each
group compares in one run; what counts is the ratio. The page is the example guild's, less the entries that hikari drops
or raises on, so that all do the same work.
"""

import datetime
from collections.abc import Callable
from typing import Any, TypeAlias

import discord
import hikari
import pytest
from discord.audit_logs import AuditLogEntry
from discord.state import ConnectionState

from discord_standin.example import example_guild
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.name_table import Names, names_of
from lightbulb_audit.model import Page, Reader
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.model.query import Query
from lightbulb_audit.render import entry, listing
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.list_reader import EntryList
from lightbulb_audit.services.log.browse import Window
from lightbulb_audit.services.names.resolve import Resolution

Json: TypeAlias = dict[str, Any]
Benchmark: TypeAlias = Callable[[Callable[[], object]], object]

APP = OfflineApp()
ENTRIES = 100
PAGE = 25


def _taken_by_hikari(entry: Json) -> bool:
    try:
        APP.entity_factory.deserialize_audit_log_entry(entry, guild_id=hikari.Snowflake(1))
    except Exception:  # noqa: BLE001 - hikari raises whatever the odd value makes it raise
        return False
    return True


@pytest.fixture(scope="module")
def guild() -> Json:
    """The example guild's file."""
    return example_guild(datetime.datetime.now(datetime.UTC))


@pytest.fixture(scope="module")
def page(guild: Json) -> Json:
    """A page of 100 entries that hikari takes, with all its maps."""
    entries = [entry for entry in guild["audit_log"]["audit_log_entries"] if _taken_by_hikari(entry)]
    assert len(entries) >= ENTRIES
    return {**guild["audit_log"], "audit_log_entries": entries[:ENTRIES]}


@pytest.fixture(scope="module")
def bare(page: Json) -> Json:
    """The same entries without the maps, so that hikari reads entries alone, as we do."""
    return {key: value if key == "audit_log_entries" else [] for key, value in page.items()}


def _guild_id(guild: Json) -> hikari.Snowflake:
    return hikari.Snowflake(guild["guild"]["id"])


@pytest.mark.benchmark(group="read a page")
def test_hikari_reads(benchmark: Benchmark, guild: Json, bare: Json) -> None:
    """The measure: hikari's own deserialiser, without the page's maps."""
    guild_id = _guild_id(guild)
    log: Any = benchmark(lambda: APP.entity_factory.deserialize_audit_log(bare, guild_id=guild_id))
    assert len(log.entries) == ENTRIES


@pytest.mark.benchmark(group="read a page")
def test_we_read(benchmark: Benchmark, guild: Json, bare: Json) -> None:
    """The same entries into Records; aim: at most 1.5 times."""
    reader, guild_id = Reader(APP), _guild_id(guild)
    read: Any = benchmark(lambda: reader.page(bare, guild_id))
    assert len(read.records) == ENTRIES


@pytest.fixture(scope="module")
def discord_guild(guild: Json) -> discord.Guild:
    """The example guild as discord.py has it."""
    http: Any = None
    state: Any = ConnectionState(
        dispatch=lambda *_: None, handlers={}, hooks={}, http=http, intents=discord.Intents.default()
    )
    return discord.Guild(data=guild["guild"], state=state)


@pytest.mark.benchmark(group="read and draw a page")
def test_discord_py_reads(benchmark: Benchmark, page: Json, discord_guild: discord.Guild) -> None:
    """The measure: discord.py reading entries with their changes and targets, and drawing nothing."""
    state: Any = discord_guild._state

    def read() -> list[Any]:
        users = {int(user["id"]): discord.User(data=user, state=state) for user in page["users"]}
        entries = [
            AuditLogEntry(
                data=row,
                guild=discord_guild,
                users=users,
                integrations={},
                app_commands={},
                automod_rules={},
                webhooks={},
            )
            for row in page["audit_log_entries"]
        ]
        return [(entry.changes, entry.target) for entry in entries]

    told: Any = benchmark(read)
    assert len(told) == ENTRIES


def _told(guild: Json, page: Json) -> tuple[Page, Names]:
    read = Reader(APP).page(page, _guild_id(guild))
    return read, names_of([read])


def _lists(read: Page, names: Names) -> list[MessagePayload]:
    """A page as four lists of 25."""
    drawings: list[MessagePayload] = []
    for start in range(0, ENTRIES, PAGE):
        records = read.records[start : start + PAGE]
        window = Window(Query(count=PAGE), None, records, [read], has_newer=False, has_older=True, scanned=ENTRIES)
        told = [describe(record, names) for record in records]
        drawings.append(listing.draw(EntryList(window, told, names, "The Prancing Pony")))
    return drawings


@pytest.mark.benchmark(group="read and draw a page")
def test_we_read_and_draw(benchmark: Benchmark, guild: Json, page: Json) -> None:
    """The same entries read, told and drawn as four lists of 25; aim: faster."""
    drawn: Any = benchmark(lambda: _lists(*_told(guild, page)))
    assert len(drawn) == ENTRIES // PAGE


@pytest.mark.benchmark(group="draw 100 entries")
def test_draw_lists(benchmark: Benchmark, guild: Json, page: Json) -> None:
    """The measure: 100 entries told and drawn as four lists."""
    read, names = _told(guild, page)
    drawn: Any = benchmark(lambda: _lists(read, names))
    assert len(drawn) == ENTRIES // PAGE


@pytest.mark.benchmark(group="draw 100 entries")
def test_draw_entries(benchmark: Benchmark, guild: Json, page: Json) -> None:
    """The same entries told and drawn one by one, with every change."""
    read, names = _told(guild, page)
    back = ButtonState(Verb.BACK, Query())

    def draw() -> list[MessagePayload]:
        return [entry.draw(entry.EntryView(describe(record, names), Resolution(), back)) for record in read.records]

    drawn: Any = benchmark(draw)
    assert len(drawn) == ENTRIES
