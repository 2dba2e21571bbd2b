"""Events into the archive, within moments."""

import datetime
import json
import pathlib
from typing import Any

from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play

from lightbulb_audit.model import snowflake


def _entry(guild: GuildJson, **fields: Any) -> dict[str, Any]:
    now = int(snowflake.first_at(datetime.datetime.now(datetime.UTC)))
    return {
        "id": str(now),
        "guild_id": guild["guild"]["id"],
        "changes": [],
        "user_id": guild["guild"]["owner_id"],
        **fields,
    }


async def test_an_event_is_in_the_next_answer(play: Play, guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """What just happened is told out of the archive, and what it undid says so."""
    (ban, *_) = (one for one in guild["audit_log"]["audit_log_entries"] if one["action_type"] == 22)
    unban = _entry(guild, target_id=ban["target_id"], action_type=23, reason="a mistake")
    (tmp_path / "events").write_text(json.dumps({"t": "GUILD_AUDIT_LOG_ENTRY_CREATE", "d": unban}))
    async with play(guild, archive=f"sqlite:///{tmp_path}/archive.sqlite3") as session:
        for step in ("/audit recent", "wait 1", f"event {tmp_path}/events"):
            await session.do(step)
        before = len(session.discord.requests)
        shown = await session.do("/audit recent count:2")
        reads = [row for row in session.discord.requests[before:] if row["path"].endswith("/audit-logs")]
        assert len(reads) <= 1  # whom the event names, nobody may know yet
        assert "a mistake" in seen.text(shown).splitlines()[1]
        assert seen.entry_ids(shown)[0] == unban["id"]
