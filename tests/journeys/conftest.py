"""What the journeys share: a local Discord, the real bot as a process beside it, and logs to walk through."""

import contextlib
import datetime
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeAlias

import pytest

from discord_standin import Discord, GuildFile, Session
from discord_standin.example import example_guild

GuildJson: TypeAlias = dict[str, Any]
Play: TypeAlias = Callable[..., AbstractAsyncContextManager[Session]]

_BOT = [sys.executable, "-m", "lightbulb_audit", "run", "--rest-url", "{rest_url}"]


@pytest.fixture
def guild() -> GuildJson:
    """The example guild, as of now."""
    return example_guild(datetime.datetime.now(datetime.UTC))


@contextlib.asynccontextmanager
async def playing(
    file: GuildJson | None = None, *, as_user: str | None = None, archive: str = ""
) -> AsyncGenerator[Session]:
    """A sitting with the bot; without a guild file it is the example guild's, without a URL there is no archive."""
    chosen = example_guild(datetime.datetime.now(datetime.UTC)) if file is None else file
    async with (
        Discord(GuildFile.from_json(chosen)) as discord,
        Session(discord, [*_BOT, "--archive", archive], {"DISCORD_TOKEN": "{token}"}, as_user=as_user) as session,
    ):
        yield session


@pytest.fixture
def play() -> Play:
    """See `playing`."""
    return playing


@pytest.fixture
def many_entries(guild: GuildJson) -> GuildJson:
    """The example guild with a log of 250 bans, one a minute."""
    return {**guild, "audit_log": {"audit_log_entries": bans(guild, 250)}}


def bans(guild: GuildJson, count: int, *, seconds_ago: int = 3600) -> list[dict[str, Any]]:
    """Bans by the owner, newest first, one a minute, the newest so many seconds ago."""
    now = datetime.datetime.now(datetime.UTC).timestamp() - seconds_ago
    return [
        {
            "id": str((int((now - 60 * index) * 1000) - 1_420_070_400_000) << 22),
            "user_id": guild["guild"]["owner_id"],
            "target_id": str(10**17 + index),
            "action_type": 22,
            "reason": f"number {index}",
        }
        for index in range(count)
    ]
