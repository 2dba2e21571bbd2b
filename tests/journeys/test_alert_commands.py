"""`/audit alert`: begun, tried, changed, muted and ended by those who manage the server."""

import asyncio
import datetime
import json
import pathlib
import time
from collections.abc import Sequence
from typing import Any, Final

import pytest
from tests.contract.archive.kit import Plain
from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play

from discord_standin import Session
from lightbulb_audit.model import snowflake


@pytest.fixture
def address(tmp_path: pathlib.Path) -> str:
    """Where an archive may be made."""
    return f"sqlite:///{tmp_path}/archive.sqlite3"


def _entries(guild: GuildJson, count: int, **fields: Any) -> list[dict[str, Any]]:
    """Entries of now by the server's owner."""
    first = int(snowflake.first_at(datetime.datetime.now(datetime.UTC)))
    base: dict[str, Any] = {
        "guild_id": guild["guild"]["id"],
        "user_id": guild["guild"]["owner_id"],
        "action_type": 22,
        "changes": [],
    }
    return [{"id": str(first + n), "target_id": str(10**17 + n), **base, **fields} for n in range(count)]


async def _happen(session: Session, folder: pathlib.Path, entries: Sequence[dict[str, Any]]) -> None:
    file = folder / f"events{entries[0]['id']}"
    file.write_text("\n".join(json.dumps({"t": "GUILD_AUDIT_LOG_ENTRY_CREATE", "d": one}) for one in entries))
    assert (await session.do(f"event {file}")).error is None


async def _say(session: Session, *steps: str) -> str:
    """The answer to the last of some steps."""
    said = ""
    for step in steps:
        result = await session.do(step)
        assert result.error is None, f"{step}: {result.error}"
        said = seen.text(result) if result.answers else said
    return said


async def _incidents(address: str, count: int) -> list[tuple[Any, ...]]:
    """The incidents, once there are so many, or it took too long."""
    end = time.monotonic() + 20
    while True:
        rows = await Plain(address).run("SELECT alert_id, counted_for, made_at FROM incidents ORDER BY incident_id")
        if len(rows) >= count or time.monotonic() > end:
            return rows
        await asyncio.sleep(0.05)


async def test_one_of_ones_own(play: Play, guild: GuildJson, address: str, tmp_path: pathlib.Path) -> None:
    """It asks first where others read, and opens one incident within a second of the entry that is too much."""
    async with play(guild, archive=address) as session:
        add = "/audit alert add query:action:ban channel:#general count:5 within:30s slow:20 in 6h"
        assert "Tell it there all the same?" in await _say(session, "wait 2", add)
        assert "Nothing was changed." in await _say(session, "press No")
        said = await _say(session, add, "press Yes")
        assert "5 or more within 30 seconds, or 20 or more within 6 hours, by one person" in said
        await _say(session, "wait 1.5")
        await _happen(session, tmp_path, _entries(guild, 4))
        assert await _incidents(address, 0) == []
        (crossing,) = _entries(guild, 1)
        await _happen(session, tmp_path, [crossing])
        ((alert_id, key, made_at),) = await _incidents(address, 1)
        assert (alert_id, key) == (1, int(guild["guild"]["owner_id"]))
        made = datetime.datetime.fromtimestamp(made_at / 1e6, datetime.UTC)
        assert made - snowflake.time_of(int(crossing["id"])) < datetime.timedelta(seconds=1)
        assert "13 or more within 30 seconds" in await _say(session, "/audit alert change alert:1 count:13")
        assert "tells nothing until" in await _say(session, "/audit alert mute alert:1")
        assert "🔇 until" in await _say(session, "/audit alert list")
        assert "tells again" in await _say(session, "/audit alert mute alert:1 for:off")
        assert "No alert yet" in await _say(session, "/audit alert remove alert:1", "/audit alert list")


async def test_the_role_is_looked_at_again(play: Play, guild: GuildJson, address: str) -> None:
    """Between the question and the yes a role may be deleted, or the bot may lose the right to mention it."""
    helper = next(one for one in guild["guild"]["roles"] if one["name"] == "Helper")
    helper["mentionable"] = True
    async with play(guild, archive=address) as session:
        roles = session.discord.world.state.roles
        auditor = next(one for one in roles.values() if one["name"] == "auditor")
        auditor["permissions"] = str(int(auditor["permissions"]) & ~(1 << 17 | 1 << 3))
        add = "/audit alert add query:action:ban channel:#general role:@Helper"
        await _say(session, "wait 2", add)
        roles[helper["id"]]["mentionable"] = False
        assert "The bot may not mention" in await _say(session, "press Yes")
        roles[helper["id"]]["mentionable"] = True
        await _say(session, add)
        held = roles.pop(helper["id"])
        assert "That role is deleted." in await _say(session, "press Yes")
        roles[helper["id"]] = held
        assert await Plain(address).run("SELECT count(*) FROM alerts") == [(0,)]
        assert "pings <@&" in await _say(session, add, "press Yes")


async def test_presets(play: Play, guild: GuildJson, address: str, tmp_path: pathlib.Path) -> None:
    """Presets are explained, begun together, and replaced by those of another size; each judges at once."""
    async with play(guild, archive=address) as session:
        assert "Somebody deletes several channels" in await _say(session, "wait 2", "/audit alert presets size:small")
        await _say(session, "/audit alert preset size:large channel:#general", "press Yes")
        said = await _say(session, "/audit alert preset size:small channel:#general", "press Yes", "/audit alert list")
        assert "**28**" in said
        assert "**29**" not in said
        assert "**14**" not in said
        await _say(session, "wait 1.5")
        await _happen(session, tmp_path, _entries(guild, 3, action_type=12))
        ((alert_id, *_),) = await _incidents(address, 1)
        assert alert_id == 15


async def test_tried_over_the_archive(play: Play, guild: GuildJson, address: str) -> None:
    """A rule is tried before anybody is told: how often it would have fired, and on which entries."""
    async with play(guild, archive=address) as session:
        said = await _say(session, "wait 3", "/audit alert try query:action:ban count:5 within:1h")
        assert "It would have fired once in" in said
        assert "11 entries" in said
        menu = await session.do("/audit alert try query:action:ban count:5 within:1h")
        choice = next(
            option["value"]
            for answer in menu.answers
            for row in answer["message"]["components"]
            for part in row["components"]
            for option in part.get("options", ())
        )
        assert "banned" in await _say(session, f"choose {choice}")
        assert "would not have fired" in await _say(session, "/audit alert try query:action:ban count:900 within:1h")
        assert await Plain(address).run("SELECT count(*) FROM incidents") == [(0,)]


_REFUSED: Final = (
    ("add channel:#general", "Say which entries"),
    ("add query:action:ban channel:#general count:5", "Say within what time"),
    ("add query:action:ban channel:#general count:5 within:5q", "“5q” is no length of time"),
    ("add query:action:ban channel:#general count:5 within:8d", "“8d” is no length of time"),
    ("add query:action:ban channel:#general count:5 within:30s slow:often", "“often” is no second window"),
    ("add query:action:ban channel:#general condition:then within:5m", "an arrow"),
    ("add query:action:ban channel:#general condition:first by:server", "Leave out `by`"),
    ("add query:is:undone channel:#general", "Leave out `is:undone`"),
    ("add query:action:flying channel:#general", "flying"),
    ("add query:action:ban channel:#general role:@everyone", "That role is everyone"),
    ("change alert:1", "There is no alert 1."),
    ("remove alert:x", "“x” is no number of an alert"),
    ("mute alert:7", "There is no alert 7."),
    ("try condition:silence", "no entries to be tried on"),
)


async def test_refused_in_a_sentence(play: Play, guild: GuildJson, address: str) -> None:
    """What cannot be a rule is refused with a sentence that says why, and nothing is added."""
    async with play(guild, archive=address) as session:
        await _say(session, "wait 2")
        for step, answer in _REFUSED:
            assert answer in await _say(session, f"/audit alert {step}"), step
        assert await Plain(address).run("SELECT count(*) FROM alerts") == [(0,)]


async def test_who_may(play: Play, guild: GuildJson, address: str) -> None:
    """Who may not manage the server learns nothing of alerts; without an archive it is said what is missing."""
    async with play(guild) as session:
        assert "An alert needs an archive." in await _say(session, "/audit alert list")
    async with play(guild, archive=address) as session:
        helper = next(
            str(one["user"]["id"]) for one in guild["guild"]["members"] if "kenji" in one["user"]["username"].lower()
        )
        for step in ("list", "presets", "preset size:small channel:#general", "remove alert:1"):
            said = await _say(session, "wait 1", f"as {helper}", f"/audit alert {step}")
            assert "Only members with the permission Manage Server manage alerts." in said
