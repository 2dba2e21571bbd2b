"""Each step, through a small real bot in a process of its own."""

import base64
import os
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.standin.worlds import BOT_ARGV, BOT_ENV, GUILD_ID, guild_json

from discord_standin import Discord, GuildFile, Session, StandinError, StepResult

ENTRY = (
    f'{{"t":"GUILD_AUDIT_LOG_ENTRY_CREATE","d":{{"guild_id":"{GUILD_ID}","id":"70","action_type":22,'
    '"user_id":"1","target_id":"2"}}'
)


@asynccontextmanager
async def _session() -> AsyncGenerator[Session]:
    async with Discord(GuildFile.from_json(guild_json())) as discord, Session(discord, BOT_ARGV, BOT_ENV) as session:
        yield session


async def _do(session: Session, step: str) -> StepResult:
    result = await session.do(step)
    assert result.error is None, f"{step}: {result.error}"
    return result


def _contents(result: StepResult) -> list[str]:
    return [answer["message"]["content"] for answer in result.answers]


async def test_slash_commands() -> None:
    """Options of every kind reach the bot; what Discord's client would refuse is not sent."""
    async with _session() as session:
        result = await _do(session, "/echo text:a: b 10:00 count:2 user:@Bertie")
        assert _contents(result) == ["a: b 10:00a: b 10:00 bert"]
        answer = result.answers[0]
        assert (answer["channel_id"], answer["ephemeral"], answer["message"]["flags"]) == ("10", True, 64)
        assert answer["message"]["interaction_metadata"]["user"]["id"] == "1"
        assert 0 < result.ms < 3000
        for user, name in {"2": "bert", "<@3>": "gone", "77": "deleted_user_77", "@Anna A": "anna"}.items():
            assert _contents(await _do(session, f"/echo text:x user:{user}")) == [f"x {name}"]
        for step, words in {
            "/nothing": "This command doesn't exist",
            "/audit": "there are: recent",
            "/audit nothing": "This command doesn't exist",
            "/echo": "This option is required",
            "/echo text:a count:9": "between 1 and 5",
            "/echo text:a count:x": "Invalid integer",
            "/echo text:a loud:maybe": "true or false",
            "/echo text:a user:@nobody": "No user is called nobody",
            "/echo colour:red": "no option called colour",
        }.items():
            sent = len(session.discord.requests)
            refused = await session.do(step)
            assert words in (refused.error or ""), step
            assert not refused.is_malformed
            assert len(session.discord.requests) == sent


async def test_deferred_answer_with_a_file() -> None:
    """A deferred answer ends the step when it is completed, follow-ups with their files included."""
    async with _session() as session:
        result = await _do(session, "/slow")
        assert _contents(result) == ["done", "more"]
        assert [answer["ephemeral"] for answer in result.answers] == [True, True]
        attachment = result.answers[1]["message"]["attachments"][0]
        assert attachment["filename"] == "table.csv"
        assert base64.b64decode(attachment["data"]) == b"a,b\n"
        assert result.ms >= 100


async def test_buttons_menus_and_who_sees_them() -> None:
    """Buttons are found by label, words or id; what is disabled or not there is said; others press public ones."""
    async with _session() as session:
        first = await _do(session, "/buttons")
        for label in ("Older ▶", "older", "Older"):
            pressed = await _do(session, f"press {label}")
            assert _contents(pressed) == ["page 2"]
            assert pressed.answers[0]["message"]["id"] == first.answers[0]["message"]["id"]
        assert (await session.do("press Newer")).error == "That button is disabled"
        assert "Older" in ((await session.do("press Nothing")).error or "")
        await _do(session, "as 2")
        assert _contents(await _do(session, "press Older")) == ["page 2"]
        for choice in ("2", "Second"):
            chosen = await _do(session, f"choose {choice}")
            assert _contents(chosen) == ["chose 2"]
        assert "First, Second" in ((await session.do("choose 3")).error or "")


async def test_a_form_is_opened_and_submitted() -> None:
    """A press shows the form; submitting it answers on the message, and what Discord's client refuses is not sent."""
    async with _session() as session:
        first = await _do(session, "/buttons")
        assert "no form" in ((await session.do("submit 3")).error or "")
        opened = await _do(session, "press Jump")
        assert opened.answers == []
        modal = opened.to_json()["modal"]
        assert (modal["title"], modal["components"][0]["components"][0]["label"]) == ("Jump to a page", "Page")
        assert (await session.do("submit")).error == "This field is required"
        assert (await session.do("submit 12345")).error == "Must be between 1 and 4 in length"
        await _do(session, "as 2")
        assert "no form" in ((await session.do("submit 3")).error or "")
        await _do(session, "as 1")
        submitted = await _do(session, "submit 3 a")
        assert _contents(submitted) == ["page 3 a of jump to"]
        assert submitted.answers[0]["message"]["id"] == first.answers[0]["message"]["id"]
        assert "modal" not in submitted.to_json()
        assert "no form" in ((await session.do("submit 3")).error or "")


async def test_a_form_that_nobody_may_open_and_one_that_is_not_answered() -> None:
    """Discord refuses a form with a label too long, and leaves one open whose submission the bot never answered."""
    async with _session() as session:
        await _do(session, "/buttons")
        refused = await session.do("press Bad form")
        assert (refused.modal, refused.error) == (None, "This interaction failed")
        assert session.discord.requests[-1]["status"] == 400
        await _do(session, "press Jump")
        assert (await session.do("submit 0")).error == "Something went wrong. Try again."
        assert _contents(await _do(session, "submit 5")) == ["page 5 of jump to"]


async def test_autocomplete_and_user_command() -> None:
    """Autocomplete offers choices; a user's context menu works on anyone."""
    async with _session() as session:
        typed = await _do(session, "type /audit recent action:ba")
        assert typed.choices == [{"name": "ban", "value": "ban"}, {"name": "bask", "value": "bask"}]
        assert "no autocomplete" in ((await session.do("type /audit recent when:x")).error or "")
        assert _contents(await _do(session, "user-command About this user 3")) == ["about gone"]
        when = await _do(session, "/audit recent action:x when:2026-01-01 10:00")
        assert _contents(when) == ["x|2026-01-01 10:00"]


async def test_events_and_posts(tmp_path: Path) -> None:
    """An event reaches the bot, and what it posts of its own accord is the step's `posted`."""
    path = tmp_path / "two words.jsonl"
    path.write_text(ENTRY)
    async with _session() as session:
        result = await _do(session, f"event {path}")
        assert [post["message"]["content"] for post in result.posted] == ["entry 70"]
        assert (await _do(session, "wait 0")).posted == []
        assert (await session.do(f"event {tmp_path / 'none'}")).is_malformed


async def test_stop_start_and_kill() -> None:
    """A stopped bot ends by itself, a killed one by SIGKILL; while it is down nobody answers."""
    async with _session() as session:
        await _do(session, "/echo text:a")
        assert session.process is not None
        await _do(session, "stop")
        assert session.process.returncode == 0
        assert (await session.do("/echo text:a")).error == "The application did not respond"
        await _do(session, "start")
        assert _contents(await _do(session, "/echo text:b")) == ["b"]
        await _do(session, "kill")
        assert session.process.returncode == -9
        await _do(session, "start")
        pid = session.process.pid
        assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_silence_and_death() -> None:
    """A bot that says nothing, or dies, is said so; the message of the death is its own last line."""
    async with _session() as session:
        await _do(session, "wait 0")  # its start is not measured
        began = time.monotonic()
        assert (await session.do("/broken")).error == "The application did not respond"
        assert time.monotonic() - began > 2.9
        assert "the end" in ((await session.do("/broken dies:true")).error or "")


async def test_latency_counts_at_arrival() -> None:
    """With late answers a defer that was sent in time is in time."""
    async with _session() as session:
        await _do(session, "fault latency 400")
        assert _contents(await _do(session, "/slow")) == ["done", "more"]
        await _do(session, "fault calm")


async def test_answers_survive_faults() -> None:
    """Errors and rate limits spare the answers to interactions."""
    async with _session() as session:
        for fault in ("error 500 3", "rate-limit 600", "drop 2"):
            await _do(session, f"fault {fault}")
            assert _contents(await _do(session, "/echo text:a")) == ["a"]
            await _do(session, "fault calm")


@pytest.mark.parametrize(
    "step",
    [
        *("", "dance", "press", "choose", "as 77", "as", "wait long", "wait -1", "grow 1 x", "fault", "fault gravity"),
        *(
            "fault latency x",
            "fault error 200 1",
            "fault error 500",
            "fault calm now",
            "stop now",
            "type audit",
            "event",
        ),
    ],
)
async def test_malformed_steps(step: str) -> None:
    """A step that is none gets an error in words and counts as wrong use."""
    async with Discord(GuildFile.from_json(guild_json())) as discord, Session(discord) as session:
        result = await session.do(step)
    assert result.is_malformed
    assert result.error
    assert set(result.to_json()) == {"step", "as", "ms", "answers", "choices", "posted", "error"}


async def test_bot_that_does_not_come_up() -> None:
    """A bot that ends at its start is said so with its last words."""
    argv = [*BOT_ARGV[:1], "-c", "raise SystemExit('no config')"]
    async with Discord(GuildFile.from_json(guild_json())) as discord, Session(discord, argv) as session:
        with pytest.raises(StandinError, match="no config"):
            await session.do("/echo text:a")
    async with Discord(GuildFile.from_json(guild_json())) as discord, Session(discord, ["/no/bot"]) as session:
        with pytest.raises(StandinError, match="cannot be started"):
            await session.do("/echo text:a")
