"""One bot in many servers of the sandbox: each has its archive and its answers, and Discord is asked at a set pace."""

import asyncio
import contextlib
import datetime
import json
import os
import pathlib
import sys
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import Any, Final

import pytest

from discord_standin.copies import copies
from lightbulb_audit.archive import open_archive
from lightbulb_audit.errors import ArchiveError

from .collected import held
from .conftest import GuildJson, bans

_EVERY: Final = "EVERY_CASE" in os.environ
_SERVERS: Final = 60 if _EVERY else 10
_RATE: Final = 40 if _EVERY else 10
"""Requests a second; each server takes three, so that they come for some seconds."""

_SLACK: Final = 0.5
"""Seconds by which a busy machine may bring one request later than another, on their way to Discord."""


@contextlib.asynccontextmanager
async def _sandbox(*options: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """The sandbox, whose steps come on its standard input."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "lightbulb_audit", "sandbox", "--json", *options,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def _do(process: asyncio.subprocess.Process, steps: Iterable[str]) -> list[dict[str, Any]]:
    """Do the last steps; what came of each."""
    output, _ = await process.communicate("\n".join(steps).encode())
    assert process.returncode == 0
    return json.loads(output)


async def _kept(address: str, logs: Mapping[str, Sequence[Any]], seconds: float = 60.0) -> None:
    """Wait until the archive has of each server as many entries as its log."""
    async with asyncio.timeout(seconds):
        while await _counts(address, logs) != {guild_id: len(log) for guild_id, log in logs.items()}:
            await asyncio.sleep(0.2)


async def _counts(address: str, guild_ids: Iterable[str]) -> dict[str, int]:
    try:
        async with await open_archive(address) as archive:
            return {guild_id: (await archive.stats(int(guild_id))).entries for guild_id in guild_ids}
    except ArchiveError:  # the bot is about to make it
        return {}


def _listed(step: Mapping[str, Any]) -> list[str]:
    """The ids of the entries under an answer."""
    (answer,) = step["answers"]
    parts = [part for row in answer["message"]["components"] for part in row["components"]]
    return [option["value"] for part in parts for option in part.get("options", ())]


def _times(requests: pathlib.Path) -> list[float]:
    """When the log was asked for, in seconds."""
    rows = [json.loads(line) for line in requests.read_text(encoding="utf-8").splitlines()]
    assert {row["status"] for row in rows} <= {200, 204}
    asked = [row["at"] for row in rows if row["path"].endswith("/audit-logs")]
    return sorted(datetime.datetime.fromisoformat(at).timestamp() for at in asked)


def _log(file: GuildJson) -> list[dict[str, Any]]:
    return file["audit_log"]["audit_log_entries"]


@pytest.mark.timeout(120)
async def test_each_of_many_copies_has_its_archive_at_the_set_pace(guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """Every server's log is kept whole, Discord is asked no faster than was set, and an answer is of its server."""
    file, config, requests = (tmp_path / name for name in ("guild.json", "config.toml", "requests.jsonl"))
    file.write_text(json.dumps(guild), encoding="utf-8")
    config.write_text(f"[audit]\nrequests_per_second = {_RATE}\n", encoding="utf-8")
    logs = {one["guild"]["id"]: _log(one) for one in copies(guild, _SERVERS)}
    address, last = f"sqlite:///{tmp_path}/archive.sqlite3", list(logs)[-1]
    options = ("--guilds", str(_SERVERS), "--archive", address, "--config", str(config), "--requests", str(requests))
    async with _sandbox("--guild", str(file), *options) as process:
        await _kept(address, logs)
        entered, answered = await _do(process, [f"in {last}", "/audit recent count:3"])
    assert len(logs) == _SERVERS
    async with await open_archive(address) as archive:
        for guild_id, log in logs.items():
            assert await held(archive, int(guild_id)) == {entry["id"]: entry for entry in log}
    times = _times(requests)
    assert len(times) > 2 * _RATE
    assert min(later - first for first, later in zip(times, times[2 * _RATE :], strict=False)) > 2 - _SLACK
    assert (entered["error"], answered["error"]) == (None, None)
    assert _listed(answered)
    assert set(_listed(answered)) <= {entry["id"] for entry in logs[last]}


async def test_two_servers_of_a_file_are_kept_apart(guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """An event goes to the server that it names, `grow` and commands to the one that was entered."""
    twin: GuildJson = copies(guild, 2)[1]
    logs: dict[str, list[Any]] = {guild["guild"]["id"]: _log(guild), twin["guild"]["id"]: bans(twin, 3)}
    (own_id, own), (other_id, others) = logs.items()
    other: GuildJson = {**twin, "guild": {**twin["guild"], "name": "Green Dragon"}, "audit_log": others}
    file, event = tmp_path / "guilds.json", tmp_path / "event.jsonl"
    file.write_text(json.dumps({"guilds": [guild, other]}), encoding="utf-8")
    (made,) = bans(twin, 1, seconds_ago=60)
    grows: dict[str, Any] = {"action_type": 72, "options": {"channel_id": twin["guild"]["channels"][0]["id"]}}
    told: dict[str, Any] = {"t": "GUILD_AUDIT_LOG_ENTRY_CREATE", "d": {**made, **grows, "guild_id": other_id}}
    event.write_text(json.dumps(told), encoding="utf-8")
    address = f"sqlite:///{tmp_path}/archive.sqlite3"
    async with _sandbox("--guild", str(file), "--archive", address) as process:
        assert process.stdin is not None
        await _kept(address, logs)
        steps = [f"event {event}", "/audit recent count:5", f"in {other_id}", f"grow {made['id']} 7",
                 "/audit recent count:5", f"in {own_id}"]  # fmt: skip
        process.stdin.write("\n".join([*steps, ""]).encode())
        await _kept(address, {own_id: own, other_id: [made, *others]})
        output, _ = await process.communicate(f"grow {made['id']} 8".encode())
    _event, first, _in, grown, second, _back, foreign = json.loads(output)
    assert process.returncode == 2  # the last step names an entry of the server that was left
    assert (grown["error"], foreign["error"][-len(made["id"]) - 14 :]) == (None, f"has no entry {made['id']}.")
    ids = {entry["id"] for entry in own}
    assert _listed(first)
    assert set(_listed(first)) <= ids
    assert made["id"] in _listed(second)
    assert not set(_listed(second)) & ids
