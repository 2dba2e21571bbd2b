"""The main job on real input: what Discord really sent, asked for with `/audit recent` and given to `read`."""

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest

from .conftest import Play
from .seen import entry_ids, is_on, text

_FOLDER = pathlib.Path(
    os.environ.get("DISCORD_PAYLOADS", pathlib.Path(__file__).parents[3] / "shared" / "discord" / "payloads")
)

pytestmark = pytest.mark.skipif(not _FOLDER.is_dir(), reason="the captured payloads are not here")


def _captured(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


async def test_the_captured_guild_and_its_entries(play: Play) -> None:
    """Each captured entry is shown once, in words, through the captured guild, one a page and all on one."""
    entries = _captured("audit_log_entries")
    file = {"guild": _captured("guild_create"), "audit_log": {"audit_log_entries": entries}}
    async with play(file) as session:
        whole = await session.do("/audit recent")
        result = await session.do("/audit recent count:1")
        seen = entry_ids(result)
        while is_on(result, "Older"):
            result = await session.do("press Older")
            seen += entry_ids(result)
    lines = text(whole).splitlines()
    assert seen == entry_ids(whole) == [entry["id"] for entry in entries]
    assert lines[0] == "Discord Payloads · audit log"
    assert "gave **sahne** to user 930562427983130635 — *Normal reaction role*" in lines[1]
    assert "timed out user 693088765333471284 until" in lines[2]
    assert "took **Monster** from user 305693040004300800" in lines[3]


def test_the_captured_entries_are_read() -> None:
    """`read` says the same entries, in the order in which they stand."""
    path = _FOLDER / "audit_log_entries.json"
    done = subprocess.run(
        [sys.executable, "-m", "lightbulb_audit", "read", str(path), "--json"], capture_output=True, check=True
    )
    told = json.loads(done.stdout)
    assert [one["id"] for one in told] == [entry["id"] for entry in _captured("audit_log_entries")]
    assert all(one["unread"] == [] for one in told)
    assert told[2]["sentence"] == "user 254065912326520833 took Monster from user 305693040004300800"
