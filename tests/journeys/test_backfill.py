"""`archive backfill`: what the archive lacks, read from Discord without a gateway."""

import asyncio
import datetime
import os
import pathlib
import sys

from tests.journeys.conftest import GuildJson, bans

from discord_standin import Discord, GuildFile
from lightbulb_audit.archive import open_archive
from lightbulb_audit.model.query import PageRequest


async def _run(discord: Discord, *arguments: str, token: str | None = None) -> tuple[int | None, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "lightbulb_audit", "archive", *arguments,
        env={**os.environ, "DISCORD_TOKEN": discord.token if token is None else token},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


def _requests(discord: Discord) -> int:
    return sum(row["path"].endswith("/audit-logs") for row in discord.requests)


async def test_backfill_reads_all_of_it_once(guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """Every entry is there afterwards; the next time only what is new is asked for."""
    log = bans(guild, 250)
    place = str(tmp_path / "archive.sqlite3")
    async with Discord(GuildFile.from_json({**guild, "audit_log": {"audit_log_entries": log}})) as discord:
        asked = ("backfill", "--archive", place, "--rest-url", discord.rest_url)
        assert await _run(discord, *asked) == (0, f"guild {guild['guild']['id']}: 250 entries read\n", "")
        assert _requests(discord) == 3
        code, out, _ = await _run(discord, *asked)
        assert (code, out) == (0, f"guild {guild['guild']['id']}: 100 entries read\n")
        assert _requests(discord) == 4
    async with await open_archive(place) as archive:
        assert [entry.json() for entry in await archive.page(int(guild["guild"]["id"]), PageRequest(300))] == log


async def test_backfill_asks_at_the_pace_that_is_set(guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """With two requests a second, the five that 450 entries take come within no less than two seconds."""
    config = tmp_path / "config.toml"
    config.write_text("[audit]\nrequests_per_second = 2\n", encoding="utf-8")
    log = {"audit_log_entries": bans(guild, 450)}
    async with Discord(GuildFile.from_json({**guild, "audit_log": log})) as discord:
        asked = ("--archive", str(tmp_path / "a.sqlite3"), "--rest-url", discord.rest_url, "--config", str(config))
        code, out, _ = await _run(discord, "backfill", *asked)
        assert (code, out) == (0, f"guild {guild['guild']['id']}: 450 entries read\n")
        times = [row["at"] for row in discord.requests if row["path"].endswith("/audit-logs")]
        first, *_, last = map(datetime.datetime.fromisoformat, times)
    assert len(times) == 5
    assert (last - first).total_seconds() > 1.8


async def test_backfill_says_what_keeps_it(guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """No permission, no token and no server each give one line and exit code 1."""
    place = str(tmp_path / "archive.sqlite3")
    async with Discord(GuildFile.from_json(guild)) as discord:
        asked = ("backfill", "--archive", place, "--rest-url", discord.rest_url)
        for role in discord.world.state.roles.values():
            role["permissions"] = "0"
        code, out, err = await _run(discord, *asked)
        assert (code, out) == (1, "")
        assert "needs the permission View audit log" in err
        code, out, err = await _run(discord, *asked, token="")
        assert (code, out) == (1, "")
        assert "DISCORD_TOKEN" in err
        nowhere = (*asked[:-1], "http://127.0.0.1:9/api/v10")
        assert (await _run(discord, *nowhere))[2].count("\n") == 1
