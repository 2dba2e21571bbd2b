"""Questions in people's own words, checked against a plain reading of the raw log."""

import datetime
from collections.abc import AsyncGenerator, Callable
from typing import Any, Final

import pytest
import pytest_asyncio
from tests.journeys.conftest import playing
from tests.journeys.seen import entry_ids, is_on, text
from tests.journeys.test_coverage import told

from discord_standin import Session
from discord_standin.example import example_guild
from lightbulb_audit.model import snowflake

Entry = dict[str, Any]
Reading = Callable[[Entry], bool]

NOW: Final = datetime.datetime.now(datetime.UTC)
MIDNIGHT: Final = NOW.replace(hour=0, minute=0, second=0, microsecond=0)


def _at(entry: Entry) -> datetime.datetime:
    return snowflake.time_of(int(entry["id"]))


def _since(days: float) -> Reading:
    return lambda entry: _at(entry) >= MIDNIGHT - datetime.timedelta(days=days)


def _changed(entry: Entry) -> dict[str, tuple[Any, Any]]:
    changes: list[Entry] = entry.get("changes") or []
    return {one["key"]: (one.get("old_value"), one.get("new_value")) for one in changes}


def _is_timeout(entry: Entry) -> bool:
    return entry["action_type"] == 145 or (
        entry["action_type"] == 24 and _changed(entry).get("communication_disabled_until", ("", None))[1] is not None
    )


def _of_types(*types: int) -> Reading:
    return lambda entry: entry["action_type"] in types


def _has_key(*keys: str) -> Reading:
    return lambda entry: bool(_changed(entry).keys() & set(keys))


_DELETIONS: Final = (12, 15, 32, 42, 52, 62, 72, 73, 82, 85, 92, 102, 112, 132, 142, 165, 193, 202)
_SUNDAY: Final = (MIDNIGHT.weekday() + 1) % 7
"""Days since the last Sunday: the asker's locale is en-US."""

_QUESTIONS: Final[tuple[tuple[str, Reading], ...]] = (
    ("action:timeout", _is_timeout),
    ("action:banned", _of_types(22)),
    ("action:bna", _of_types(22)),
    ("action:nickname", lambda entry: entry["action_type"] == 24 and "nick" in _changed(entry)),
    ("action:mute", lambda entry: entry["action_type"] == 24 and _changed(entry).get("mute", (0, 0))[1] is True),
    ("action:slowmode", lambda entry: entry["action_type"] in (11, 111) and "rate_limit_per_user" in _changed(entry)),
    ("action:deleted", _of_types(*_DELETIONS)),
    ("action:role_given", lambda entry: entry["action_type"] == 25 and "$add" in _changed(entry)),
    ("action:member_update", _of_types(24)),
    ("-action:deleted -action:timeout",
     lambda entry: entry["action_type"] not in _DELETIONS and not _is_timeout(entry)),
    ("key:icon", _has_key("icon", "icon_hash")),
    ("key:permissions", _has_key("permissions", "permission_overwrites")),
    ("created:today", _since(0)),
    ("after:this week", _since(_SUNDAY)),
    ("created:yesterday", lambda entry: _since(1)(entry) and not _since(0)(entry)),
    ("since:yesterday action:deleted", lambda entry: _since(1)(entry) and entry["action_type"] in _DELETIONS),
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["discord", "archive"])
async def sitting(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[tuple[Session, list[Entry]]]:
    """One sitting in the example guild for many questions, and its raw log."""
    guild = example_guild(NOW)
    is_kept = request.param == "archive"
    archive = f"sqlite:///{tmp_path_factory.mktemp('language')}/archive.sqlite3" if is_kept else ""
    async with playing(guild, archive=archive) as session:
        if is_kept:
            await told(session, "✅ Complete")
        yield session, guild["audit_log"]["audit_log_entries"]


async def _everything(session: Session, question: str) -> list[str]:
    result = await session.do(question)
    assert "```" not in text(result), text(result)
    found = entry_ids(result) if "Nothing in the audit log" not in text(result) else []
    while is_on(result, "Older") or is_on(result, "Search further"):
        result = await session.do("press Older" if is_on(result, "Older") else "press Search further")
        found += entry_ids(result)
    return found


@pytest.mark.parametrize(("question", "reading"), _QUESTIONS, ids=[one[0] for one in _QUESTIONS])
@pytest.mark.asyncio(loop_scope="module")
async def test_a_question_finds_what_a_plain_reading_finds(
    sitting: tuple[Session, list[Entry]], question: str, reading: Reading
) -> None:
    """Just the entries that fit by the raw log are found, with an archive and without."""
    session, log = sitting
    expected = [entry["id"] for entry in log if reading(entry)]
    assert await _everything(session, f"/audit search query:{question} count:25") == expected


@pytest.mark.parametrize("typed", ["timeout", "bna", "deleted", "Nickname changed", "members"])
@pytest.mark.asyncio(loop_scope="module")
async def test_recent_takes_the_same_words(sitting: tuple[Session, list[Entry]], typed: str) -> None:
    """What was done may be said to `/audit recent` in the same words, and its buttons go on."""
    session, _ = sitting
    found = await _everything(session, f"/audit recent action:{typed} count:25")
    assert found
    assert found == await _everything(session, f'/audit search query:action:"{typed}" count:25')


@pytest.mark.asyncio(loop_scope="module")
async def test_what_a_word_means_is_said(sitting: tuple[Session, list[Entry]]) -> None:
    """A word that fits several means any of them, and the answer says which."""
    session, _ = sitting
    result = await session.do("/audit search query:action:timeout")
    assert "-# 🔎 Member timed out or Member timed out by AutoMod" in text(result)
    offered = await session.do("type /audit search action:timed")
    assert [one["value"] for one in offered.to_json()["choices"]] == [
        "member_timeout",
        "auto_moderation_user_communication_disabled",
    ]
    keys = await session.do("type /audit search key:icon")
    assert keys.to_json()["choices"][0]["value"] == "icon"
    assert len({one["name"] for one in keys.to_json()["choices"]}) == len(keys.to_json()["choices"])
