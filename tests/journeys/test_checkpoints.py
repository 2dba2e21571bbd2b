"""Checkpoints as they are posted and held against an archive: a real bot, a real command line, a local Discord."""

import asyncio
import contextlib
import datetime
import json
import os
import pathlib
import re
import sys
from collections.abc import AsyncGenerator
from typing import Final

import pytest
from tests.contract.archive.kit import Plain
from tests.journeys.collected import equal, guild_of, hasty, past, until, up

from discord_standin import Discord
from discord_standin.messages import Held
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.checkpoint import parse_checkpoints

_LINE: Final = "lightbulb-audit-checkpoint-1"
_SENT: Final = re.compile(r"At <t:\d+:F> the archive of server (\d+) held (\d+) rows, with the root `[0-9a-f]{16}…`\.")


@pytest.fixture
def address(tmp_path: pathlib.Path) -> str:
    """Where an archive may be made."""
    return f"sqlite:///{tmp_path / 'archive.sqlite3'}"


@contextlib.asynccontextmanager
async def here() -> AsyncGenerator[tuple[Discord, str]]:
    """A Discord with a log, and a channel in which the bot may write."""
    async with guild_of(entries=past(30)) as discord:
        yield discord, next(str(one["id"]) for one in discord.world.state.channels.values() if one["name"] == "general")


def own(discord: Discord, channel: str) -> list[Held]:
    """The messages with checkpoints in a channel, oldest first."""
    held = discord.world.state.messages.in_channel(channel)
    return [one for one in reversed(held) if _LINE in one.message["content"]]


async def run(discord: Discord, address: str, *arguments: str) -> tuple[int | None, str, str]:
    """`lightbulb-audit archive`, with the bot's token."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "lightbulb_audit", "archive", *arguments, "--archive", address,
        env={**os.environ, "DISCORD_TOKEN": discord.token},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def verify(discord: Discord, address: str, source: str) -> tuple[int | None, str, str]:
    """`archive verify --checkpoints`."""
    return await run(discord, address, "verify", "--checkpoints", source, "--rest-url", discord.rest_url)


def _config(channel: str) -> str:
    return json.dumps({"checkpoints": channel})


async def _filled(discord: Discord, address: str) -> None:
    assert (await run(discord, address, "backfill", "--rest-url", discord.rest_url))[0] == 0


async def _post(discord: Discord, address: str, channel: str, tmp_path: pathlib.Path) -> tuple[int | None, str, str]:
    """`archive checkpoint`."""
    config = tmp_path / "config.toml"
    config.write_text(f'[audit]\ncheckpoints = "{channel}"\n', encoding="utf-8")
    return await run(discord, address, "checkpoint", "--config", str(config), "--rest-url", discord.rest_url)


async def test_a_day_has_one(address: str) -> None:
    """A bot posts one checkpoint a day, also if it starts again in between, and it names the server by its id alone."""
    async with here() as (discord, channel):
        bot = hasty(discord, address, "--config", _config(channel), checkpoints=0.1)
        async with up(bot):
            await until(lambda: bool(own(discord, channel)))
            await equal(address, discord)
            await bot.stop()
            await bot.start()
            await asyncio.sleep(2.0)
            (first,) = own(discord, channel)
            await bot.stop()
            # A day goes by.
            await Plain(address).run("UPDATE checkpoints SET posted_at = posted_at - 86400000000")
            await bot.start()
            await until(lambda: len(own(discord, channel)) == 2)
        text = first.message["content"]
        server = discord.world.state.id
        assert discord.world.state.guild["name"] not in text
        assert re.findall(_SENT, text)[0][0] == server
        assert (await verify(discord, address, channel))[0] == 0


async def test_a_channel_that_is_closed(address: str) -> None:
    """Where the bot may not write it says so once, goes on, and posts as soon as it may."""
    async with here() as (discord, channel):
        state = discord.world.state
        overwrites = state.channels[channel].get("permission_overwrites", [])
        state.channels[channel]["permission_overwrites"] = [{"id": state.id, "type": 0, "allow": "0", "deny": "2048"}]
        bot = hasty(discord, address, "--config", _config(channel), checkpoints=0.1)
        path = f"/channels/{channel}/messages"
        async with up(bot):
            await equal(address, discord)
            await until(lambda: len([one for one in discord.requests if one["path"].endswith(path)]) >= 3)
            assert own(discord, channel) == []
            state.channels[channel]["permission_overwrites"] = overwrites
            await until(lambda: bool(own(discord, channel)))


async def test_posted_and_verified(address: str, tmp_path: pathlib.Path) -> None:
    """A checkpoint from the command line is posted, proves an entry, and agrees with all but a rewritten archive."""
    async with here() as (discord, channel):
        await _filled(discord, address)
        assert await _post(discord, address, channel, tmp_path) == (0, "1 checkpoint posted\n", "")
        code, out, err = await verify(discord, address, channel)
        assert (code, err) == (0, "")
        assert f"guild {discord.world.state.id}: the rows agree with 1 checkpoint, " in out
        entry = discord.world.state.audit_log.entries[3]["id"]
        code, out, _ = await run(discord, address, "prove", entry)
        assert (code, json.loads(out)["entry"]) == (0, entry)
        await Plain(address).run("UPDATE observations SET content = salt WHERE number = 3")
        code, out, err = await verify(discord, address, channel)
        assert code == 1
        assert re.search(r"its root is another: one of the rows 1 to \d+ is not what it was", out)
        assert err.count("\n") == 1


async def test_a_file_of_them(address: str, tmp_path: pathlib.Path) -> None:
    """Lines that were printed and kept are as good, whatever stands around them; a file without any is told."""
    async with here() as (discord, _):
        await _filled(discord, address)
        code, out, _ = await run(discord, address, "checkpoint", "--print")
        assert (code, out.count("\n")) == (0, 1)
        kept = tmp_path / "kept.txt"
        kept.write_text(f"from my diary:\n> {out}", encoding="utf-16")
        assert (await verify(discord, address, str(kept)))[0] == 0
        (given,) = parse_checkpoints(out)
        kept.write_text(out.replace(given.root.hex(), "0" * 64), encoding="utf-8")
        code, out, _ = await verify(discord, address, str(kept))
        assert (code, "its signature is not right: it was altered or made up" in out) == (1, True)
        kept.write_text("nothing", encoding="utf-8")
        code, _, err = await verify(discord, address, str(kept))
        assert (code, err) == (1, f"{kept}: there is no checkpoint in it\n")
        code, out, err = await run(discord, address, "checkpoint")
        assert (code, out, "--print" in err) == (2, "", True)


async def test_only_what_discord_vouches_for_is_believed(address: str, tmp_path: pathlib.Path) -> None:
    """An edited message and one of another time are told; what others wrote into the channel is passed over."""
    async with here() as (discord, channel):
        await _filled(discord, address)
        await _post(discord, address, channel, tmp_path)
        (held,) = own(discord, channel)
        store, original = discord.world.state.messages, dict(held.message)
        forged = original["content"].replace("rows=30", "rows=29")
        anna = next(one for one in discord.world.state.users.values() if not one.get("bot"))
        store.add({**original, "id": str(int(held.id) + 1), "author": anna, "content": forged})
        assert (await verify(discord, address, channel))[0] == 0
        held.message["edited_timestamp"] = "2030-01-01T00:00:00.000000+00:00"
        code, out, _ = await verify(discord, address, channel)
        assert (code, f"message {held.id}: it was edited on 2030-01-01 00:00 UTC" in out) == (1, True)
        store.remove(held)
        week_ago = snowflake.time_of(int(held.id)) - datetime.timedelta(days=7)
        early = str(int(snowflake.first_at(week_ago)))
        store.add({**original, "id": early})
        code, out, _ = await verify(discord, address, channel)
        assert (code, f"message {early}: its checkpoint is of another time than Discord says" in out) == (1, True)


async def test_what_keeps_it_from_the_channel(address: str, tmp_path: pathlib.Path) -> None:
    """A channel that is not there, an empty one, and no token each give one line and exit code 1."""
    async with here() as (discord, channel):
        await _filled(discord, address)
        said: list[tuple[int | None, str]] = []
        for source in (channel, "81384788765712384"):
            code, _, err = await verify(discord, address, source)
            said.append((code, err))
        code, _, err = await _post(discord, address, "81384788765712384", tmp_path)
        said.append((code, err))
        assert [(one, err.count("\n")) for one, err in said] == [(1, 1)] * 3
        assert "the bot posted no checkpoint there" in said[0][1]
        assert [err for _, err in said[1:]] == ["channel 81384788765712384: Discord knows no channel of this id\n"] * 2
