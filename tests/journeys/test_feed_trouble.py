"""Feeds where something is wrong: a closed channel, entries that grow, edits that Discord refuses, a raid."""

import asyncio
import contextlib
import os
import random
import time
from typing import Any, Final

import pytest
from tests.journeys.collected import Life, guild_of, hasty, truth, until, up
from tests.journeys.feed_kit import all_told, channel_of, fed, posted, told

from discord_standin import Discord, Session
from discord_standin.faults import TOO_MANY
from lightbulb_audit.archive import open_archive
from lightbulb_audit.model.feed import NewFeed

_RHYTHM: Final = {"feed_look": 0.3, "feed_failed": [0.1, 1.0], "feed_closed": [0.3, 0.5]}
_EVERY: Final = "EVERY_CASE" in os.environ
_BANS: Final = 1000 if _EVERY else 300
_SECONDS: Final = 20.0 if _EVERY else 6.0


@pytest.fixture
def address(sqlite_file: Any) -> str:
    """Where an archive may be made."""
    return f"sqlite:///{sqlite_file}"


def _deny(discord: Discord, channel: str, bits: int) -> None:
    state = discord.world.state
    state.channels[channel]["permission_overwrites"] = [{"id": state.id, "type": 0, "allow": "0", "deny": str(bits)}]


def _text(held: Any) -> str:
    return held.message["embeds"][0]["description"]


async def _ready(discord: Discord) -> None:
    await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 30)
    await asyncio.sleep(1.0)


async def test_a_closed_channel_loses_nothing(address: str) -> None:
    """Where the bot may not post, the list and the coverage say so, and what was missed comes once it may again."""
    async with guild_of() as discord, Session(discord) as session:
        channel = await fed(discord, address)
        life = Life(discord, random.Random(1), kinds=(22,))
        async with up(hasty(discord, address, **_RHYTHM)):
            await _ready(discord)
            _deny(discord, channel, 2048)
            life.make(3)
            await until(lambda: any(row["status"] == 403 for row in discord.requests), 10)
            await asyncio.sleep(1.0)
            listed = await session.do("/audit feed list")
            assert "rests: the bot may not post" in str(listed.answers)
            messages = discord.world.state.messages
            await until(lambda: sum("Feed 1 to" in one.message["content"] for one in messages if one.owner) == 1, 5)
            covered = await session.do("/audit coverage")
            assert "Feed 1 to" in str(covered.answers)
            life.make(4)
            await asyncio.sleep(1.5)
            assert sum("Feed 1 to" in one.message["content"] for one in messages if one.owner) == 1  # told once
            tries = sum(row["status"] == 403 for row in discord.requests)
            _deny(discord, channel, 0)
            await until(lambda: len(posted(discord, channel)) >= 2, 10)
            await asyncio.sleep(1.0)
            assert "rests" not in str((await session.do("/audit feed list")).answers)
        found = await told(discord, address, channel)
        assert found.entries.keys() == truth(discord).keys()
        assert set(found.entries.values()) == {1}
        assert tries < 12


async def test_an_entry_that_grows_edits_its_message(address: str) -> None:
    """A count that rises is shown in the same message; where Discord takes no more edits it is left as it is."""
    async with guild_of() as discord:
        channel = await fed(discord, address)
        life = Life(discord, random.Random(1), kinds=(72,))
        log = discord.world.state.audit_log
        async with up(hasty(discord, address, **_RHYTHM, young=[[60.0, 0.3]])):
            await _ready(discord)
            life.make(1)
            await until(lambda: bool(posted(discord, channel)), 10)
            (held,) = posted(discord, channel)
            assert "1 message" in _text(held)
            (entry_id,) = truth(discord)
            log.grow(entry_id, 7)
            await until(lambda: "7 messages" in _text(held), 15)
            held.message["timestamp"] = "2026-01-01T00:00:00+00:00"
            held.late_edits = 99
            log.grow(entry_id, 9)
            await until(lambda: any(row["status"] == TOO_MANY for row in discord.requests), 15)
            await asyncio.sleep(2.0)
        assert len(posted(discord, channel)) == 1


@pytest.mark.timeout(200 if _EVERY else 120)
async def test_a_raid_into_three_feeds(address: str) -> None:
    """Many bans in a short time: no 429 that the headers foretold, every ban told in each channel, answers as ever."""
    async with guild_of() as discord, Session(discord) as session:
        names = ("mod-log", "general", "off-topic")
        async with await open_archive(address) as archive:
            for name in names:
                new = NewFeed(int(channel_of(discord, name)), "action:member_ban_add", 1)
                await archive.feeds.add(int(discord.world.state.id), new)
        life = Life(discord, random.Random(1), kinds=(22,))
        took: list[float] = []

        async def ask() -> None:
            while True:
                answered = await session.do("/audit recent count:5")
                assert answered.error is None
                took.append(answered.ms)
                await asyncio.sleep(0.5)

        async with up(hasty(discord, address)):
            await _ready(discord)
            asking = asyncio.create_task(ask())
            await life.live(_BANS, _SECONDS)
            end = time.monotonic() + 40
            channels = [channel_of(discord, name) for name in names]
            while not all([await all_told(discord, address, channel) for channel in channels]):
                assert time.monotonic() < end
                await asyncio.sleep(0.5)
            asking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asking
        for channel in channels:
            items = [one for one, count in (await told(discord, address, channel)).entries.items() if count != 1]
            assert items == []
            print(len(posted(discord, channel)), "messages in", channel)  # noqa: T201 - shown where a test fails
        assert all(row["status"] != TOO_MANY for row in discord.requests)
        print("answers took", [round(one) for one in took])  # noqa: T201 - as above
        assert sorted(took)[len(took) // 2] < 2000
