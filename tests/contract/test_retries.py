"""hikari's own retries, through the socket."""

import contextlib
import datetime
from collections.abc import AsyncGenerator

import hikari
import pytest

from discord_standin import Discord, GuildFile
from discord_standin.example import example_guild
from lightbulb_audit.discord.client import RestApp, open_client
from lightbulb_audit.discord.retries import RetryGate
from lightbulb_audit.discord.source import RestAuditLog
from lightbulb_audit.errors import FailedError
from lightbulb_audit.model.query import PageRequest


class _Gate:
    """Counts who passes, and how many requests were sent by then."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self.passed: list[int] = []

    async def pass_one(self) -> None:
        self.passed.append(len(_asked(self._discord)))


def _asked(discord: Discord) -> list[int | None]:
    return [row["status"] for row in discord.requests if row["path"].endswith("/audit-logs")]


@contextlib.asynccontextmanager
async def _local() -> AsyncGenerator[tuple[Discord, RestApp]]:
    file = GuildFile.from_json(example_guild(datetime.datetime.now(datetime.UTC)))
    async with Discord(file) as discord, open_client(discord.token, discord.rest_url) as client:
        yield discord, client


async def test_each_request_that_is_sent_again_passes_the_gate() -> None:
    """Of a reading that fails twice and then goes well, the two retries wait for the pace, and the first does not."""
    async with _local() as (discord, client):
        gate = _Gate(discord)
        log = RestAuditLog(client, retries=RetryGate(client, gate.pass_one))
        guild_id = hikari.Snowflake(discord.world.state.id)
        discord.world.faults.status, discord.world.faults.errors = 502, 2
        assert (await log.read(guild_id, PageRequest())).records
        assert (_asked(discord), gate.passed) == ([502, 502, 200], [1, 2])
        await log.read(guild_id, PageRequest())
        assert gate.passed == [1, 2]


async def test_what_others_send_passes_no_gate() -> None:
    """Requests of people's answers and of the host, on the same session, wait for nothing of collecting's."""
    async with _local() as (discord, client):
        gate = _Gate(discord)
        retries = RetryGate(client, gate.pass_one)
        guild_id = hikari.Snowflake(discord.world.state.id)
        await RestAuditLog(client, retries=retries).read(guild_id, PageRequest())
        discord.world.faults.status, discord.world.faults.errors = 502, 1
        assert (await RestAuditLog(client).read(guild_id, PageRequest())).records
        discord.world.faults.status, discord.world.faults.errors = 404, 9
        with pytest.raises(hikari.NotFoundError):
            await client.rest.fetch_guild(guild_id)
        assert gate.passed == []
        retries.detach()


async def test_a_reading_that_fails_for_good_passed_the_gate_each_time() -> None:
    """What never goes well is counted as often as it was sent."""
    async with _local() as (discord, client):
        gate = _Gate(discord)
        log = RestAuditLog(client, retries=RetryGate(client, gate.pass_one))
        discord.world.faults.status, discord.world.faults.errors = 500, 99
        with pytest.raises(FailedError):
            await log.read(hikari.Snowflake(discord.world.state.id), PageRequest())
        assert len(gate.passed) == len(_asked(discord)) - 1 > 0
