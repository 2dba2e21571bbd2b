"""From an entry to what else one would ask for: a press away, and just what the raw log has."""

import pathlib
from typing import Any

import pytest
from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play

from lightbulb_audit.catalog import words
from lightbulb_audit.model import snowflake

_TEN_MINUTES = 600_000


def _id(row: dict[str, Any]) -> int:
    return int(snowflake.parse(row["id"]) or 0)


def _milliseconds(row: dict[str, Any]) -> int:
    return snowflake.milliseconds_of(_id(row))


@pytest.mark.parametrize("is_archived", [False, True])
async def test_an_entry_leads_to_what_belongs_to_it(
    play: Play, guild: GuildJson, tmp_path: pathlib.Path, *, is_archived: bool
) -> None:
    """All by them, all about it and ten minutes around find what a plain reading of the log finds."""
    log: list[dict[str, Any]] = guild["audit_log"]["audit_log_entries"]
    row = next(one for one in log if one["action_type"] == 25)
    by_actor = [one for one in log if one["user_id"] == row["user_id"] and one["action_type"] not in range(143, 147)]
    around = [one for one in log if abs(_milliseconds(one) - _milliseconds(row)) < _TEN_MINUTES]
    archive = {"archive": f"sqlite:///{tmp_path}/archive.sqlite3"} if is_archived else {}
    async with play(guild, **archive) as session:
        await session.do("/audit recent")
        await session.do("wait 1")
        found: dict[str, list[str]] = {}
        for label in (words.BY_ACTOR, words.ABOUT_TARGET, words.AROUND):
            await session.do(f"/audit entry id:{row['id']}")
            found[label] = seen.entry_ids(await session.do(f"press {label}"))
    assert found[words.BY_ACTOR] == [one["id"] for one in by_actor][:10]
    assert found[words.AROUND] == [one["id"] for one in around][:10]
    assert row["id"] in found[words.ABOUT_TARGET]
    assert all(
        row["target_id"] in str(next(one for one in log if one["id"] == own)) for own in found[words.ABOUT_TARGET]
    )


async def test_what_an_entry_does_not_name_leads_nowhere(play: Play, guild: GuildJson) -> None:
    """A button for somebody or something that the entry does not name cannot be pressed."""
    log: list[dict[str, Any]] = guild["audit_log"]["audit_log_entries"]
    nameless = {**log[0], "id": str(_id(log[0]) + (1 << 22)), "user_id": None, "target_id": None, "action_type": 26}
    guild = {**guild, "audit_log": {**guild["audit_log"], "audit_log_entries": [nameless, *log]}}
    async with play(guild) as session:
        shown = await session.do(f"/audit entry id:{nameless['id']}")
    pressable = {label: seen.is_on(shown, label) for label in (words.BY_ACTOR, words.ABOUT_TARGET, words.AROUND)}
    assert pressable == {words.BY_ACTOR: False, words.ABOUT_TARGET: False, words.AROUND: True}
