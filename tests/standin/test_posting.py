"""Posting as Discord takes it: nonces, limits by headers, late edits, lost answers, and what a channel holds."""

from typing import Any

import aiohttp
import pytest
from tests.standin.test_openapi import SPEC, check_schema
from tests.standin.worlds import BOT_ARGV, BOT_ENV, Client, guild_json, serving

from discord_standin import Discord, GuildFile, Session
from discord_standin.step_faults import set_fault

_PATH = "/channels/10/messages"


async def _post(client: Client, content: str, nonce: str | None = None) -> tuple[int, Any]:
    body: dict[str, Any] = {"content": content}
    return await client.ask(
        "POST", _PATH, json=body if nonce is None else {**body, "nonce": nonce, "enforce_nonce": True}
    )


async def _contents(client: Client) -> list[str]:
    return [one["content"] for one in (await client.ask("GET", _PATH))[1]]


async def test_a_nonce_gives_the_first_message_again() -> None:
    """The same nonce makes one message within its window, a second one after it, and none where that was deleted."""
    async with serving() as client:
        _, first = await _post(client, "one", "n")
        status, again = await _post(client, "two", "n")
        assert (status, again["id"], again["content"]) == (200, first["id"], "one")
        await client.ask("DELETE", f"{_PATH}/{first['id']}")
        status, gone = await _post(client, "three", "n")
        assert (status, gone["code"]) == (404, 10008)
        set_fault(client.discord.world, "nonce-window 0")
        assert (await _post(client, "four", "n"))[0] == 200
        assert await _contents(client) == ["four"]
        status, refused = await _post(client, "x", "n" * 26)
        assert (status, refused["code"], list(refused["errors"])) == (400, 50035, ["nonce"])


async def test_five_messages_in_five_seconds() -> None:
    """The headers foretell the sixth message's 429; another channel is not concerned."""
    channels = [{"id": "10", "type": 0, "name": "general"}, {"id": "12", "type": 0, "name": "log"}]
    async with serving(guild={"channels": channels}) as client:
        assert [(await _post(client, "x"))[0] for _ in range(6)] == [200] * 5 + [429]
        assert (await client.ask("POST", "/channels/12/messages", json={"content": "x"}))[0] == 200


async def test_late_edits_are_few() -> None:
    """A message older than an hour takes a few edits, then 30046, in the form that Discord gives a 429."""
    old = {"id": "5", "content": "a", "author": {"id": "900"}, "timestamp": "2026-01-01T00:00:00+00:00"}
    async with serving(messages={"10": [old]}) as client:
        answers = [await client.ask("PATCH", f"{_PATH}/5", json={"content": str(number)}) for number in range(4)]
    assert [status for status, _ in answers] == [200, 200, 200, 429]
    assert answers[3][1]["code"] == 30046
    if SPEC.is_file():
        check_schema("RatelimitedResponse", answers[3][1])


async def test_answers_that_are_lost() -> None:
    """What is answered with 502, or not at all, was done."""
    async with serving() as client:
        set_fault(client.discord.world, "lost-answer 1")
        assert (await _post(client, "one"))[0] == 502
        set_fault(client.discord.world, "drop-answer 1")
        with pytest.raises(aiohttp.ClientError):
            await _post(client, "two")
        assert await _contents(client) == ["two", "one"]


async def test_messages_of_a_channel_are_shown() -> None:
    """The step `messages` shows the newest of a channel, posted by whomever."""
    held = [{"id": str(number), "content": str(number), "author": {"id": "1"}} for number in (1, 2)]
    file = GuildFile.from_json(guild_json(messages={"10": held}))
    async with Discord(file) as discord, Session(discord, BOT_ARGV, BOT_ENV) as session:
        shown = await session.do("messages #general")
        assert [one["message"]["content"] for one in shown.posted] == ["2", "1"]
        assert (await session.do("messages #nowhere")).is_malformed
