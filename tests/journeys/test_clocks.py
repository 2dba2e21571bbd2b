"""A bot on a machine with a wrong clock: it hears Discord's time in the header of every answer."""

import datetime
import email.utils
import pathlib
from typing import Final

import aiohttp
import hikari
import pytest
from tests.contract.archive.kit import raw
from tests.journeys.collected import guild_of
from tests.journeys.seen import text
from tests.journeys.test_coverage import told
from tests.journeys.test_extension import running

import lightbulb_audit
from discord_standin.example import example_guild
from discord_standin.step_faults import set_fault
from lightbulb_audit.archive import open_archive
from lightbulb_audit.discord.client import open_client
from lightbulb_audit.discord.server_time import ServerTime
from lightbulb_audit.discord.source import RestAuditLog
from lightbulb_audit.errors import ForbiddenError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.clock import DiscordClock

_DAY: Final = datetime.timedelta(days=1)
_HOURS: Final = {"2 hours ahead of": 2, "10 days behind": -240, "400 days ahead of": 9600, "long ago": -24 * 365 * 50}


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _wrong(hours: float) -> DiscordClock:
    return DiscordClock(lambda: _now() + datetime.timedelta(hours=hours))


@pytest.fixture
def address(tmp_path: pathlib.Path) -> str:
    """Where an archive may be made."""
    return f"sqlite:///{tmp_path / 'archive.sqlite3'}"


async def test_the_standin_says_what_time_it_is() -> None:
    """Every answer has a true header `Date`, an error's too."""
    async with guild_of() as discord, aiohttp.ClientSession() as session:
        for path in ("/gateway", "/users/@me", "/nowhere"):
            async with session.get(f"{discord.rest_url}{path}") as response:
                said = email.utils.parsedate_to_datetime(response.headers["Date"])
                assert abs(said - _now()) < datetime.timedelta(seconds=5)


@pytest.mark.parametrize("is_forbidden", [False, True])
async def test_any_answer_tells_the_time(*, is_forbidden: bool) -> None:
    """Discord's time is heard in an answer with a page, and in one that refuses it."""
    clock = _wrong(-240)
    async with guild_of() as discord:
        if is_forbidden:
            set_fault(discord.world, "forbid")
        async with open_client(discord.token, discord.rest_url) as client:
            heard = ServerTime(client, clock)
            log = RestAuditLog(client, heard=heard)
            try:
                await log.read(hikari.Snowflake(discord.world.state.id), PageRequest(limit=1))
            except ForbiddenError:
                assert is_forbidden
            heard.detach()
    assert clock.is_heard
    assert abs(clock.now() - _now()) < datetime.timedelta(seconds=5)


@pytest.mark.parametrize("how", _HOURS)
async def test_a_bot_with_a_wrong_clock(address: str, how: str) -> None:
    """It says so, is complete for 45 days and no more, and deletes none of what is old by its clock or Discord's."""
    guild_id = int(example_guild(_now())["guild"]["id"])
    old = [
        Observation.of({**raw(1), "id": str(int(snowflake.first_at(_now() - days * _DAY)))}, _now(), "import")
        for days in (20, 25, 100)
    ]
    async with await open_archive(address) as archive:
        await archive.append(guild_id, old)
    config = lightbulb_audit.Config(archive=address, retention_days=60)
    async with running(values=[config, _wrong(_HOURS[how])]) as (session, _):
        result = await told(session, "✅ Complete since <t:")
        later = text(await session.do("/audit coverage"))
    said = text(result)
    assert "⚠️ The clock of the machine that I run on is " in said
    assert how in said or how == "long ago"
    since = int(later.partition("Complete since <t:")[2].partition(":")[0])
    assert abs((_now() - 45 * _DAY).timestamp() - since) < 300
    async with await open_archive(address) as archive:
        assert set(_ids(old)) <= {entry.entry_id for entry in await archive.page(guild_id, PageRequest(10_000))}


def _ids(observed: list[Observation]) -> list[int]:
    return [one.entry_id for one in observed]


async def test_a_bot_with_a_right_clock(address: str) -> None:
    """It says nothing of clocks; of what is too old it says when it is deleted, and that only a day later."""
    guild_id = int(example_guild(_now())["guild"]["id"])
    old = [
        Observation.of({**raw(1), "id": str(int(snowflake.first_at(_now() - 100 * _DAY)) + number)}, _now(), "import")
        for number in range(500)
    ]
    async with await open_archive(address) as archive:
        await archive.append(guild_id, old)
    config = lightbulb_audit.Config(archive=address, retention_days=60)
    async with running(values=[config, DiscordClock()]) as (session, _):
        result = await told(session, "⏳ More than a tenth of the entries")
    assert "clock" not in text(result)
    async with await open_archive(address) as archive:
        assert set(_ids(old)) <= {entry.entry_id for entry in await archive.page(guild_id, PageRequest(10_000))}
        waits = (await archive.progress(guild_id)).postponed
    assert waits is not None
    assert abs(waits.until - _now() - _DAY) < datetime.timedelta(minutes=1)
