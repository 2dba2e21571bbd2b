"""What people and things were called, from an archive."""

import json
import pathlib

from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play

_QUESTION = "/audit recent action:message_delete count:3"


def _events(path: pathlib.Path, *events: tuple[str, dict[str, object]]) -> str:
    path.write_text("\n".join(json.dumps({"t": name, "d": payload}) for name, payload in events))
    return f"event {path}"


async def test_what_was_renamed_or_deleted_keeps_its_name(play: Play, guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """An entry calls a channel what it was called then, whether it is called something else now or is gone."""
    (general,) = (channel for channel in guild["guild"]["channels"] if channel["name"] == "general")
    renamed = _events(tmp_path / "renamed", ("CHANNEL_UPDATE", {**general, "name": "lobby"}))
    deleted = _events(tmp_path / "deleted", ("CHANNEL_DELETE", general))
    async with play(guild, archive=f"sqlite:///{tmp_path}/archive.sqlite3") as session:
        first = seen.text(await session.do(_QUESTION))
        assert "general**" in first
        await session.do("wait 1")
        for step in (renamed, "kill", "start", deleted, "kill", "start"):
            assert (await session.do(step)).error is None
            now = seen.text(await session.do(_QUESTION)) if step != "kill" else first
            assert "general**" in now, step
            assert "lobby" not in now


async def test_an_old_entry_is_read_without_a_request(play: Play, guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """Once the archive is complete, a list, its pages and an entry cost no read of Discord's log."""
    async with play(guild, archive=f"sqlite:///{tmp_path}/archive.sqlite3") as session:
        await session.do("/audit recent")
        await session.do("wait 1")
        before = len([row for row in session.discord.requests if row["path"].endswith("/audit-logs")])
        shown = await session.do("/audit recent count:5")
        assert "archive since" in seen.text(shown)
        for step in ("press Older", "press Older", "press Newer", f"/audit entry id:{seen.entry_ids(shown)[3]}"):
            assert (await session.do(step)).error is None
        after = len([row for row in session.discord.requests if row["path"].endswith("/audit-logs")])
        assert after == before
