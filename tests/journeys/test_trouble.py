"""Discord misbehaves: each kind of trouble gets a sentence, and the bot lives on."""

import pytest

from .conftest import Play
from .seen import message, text


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("error 403 9", "Discord does not let me read this server's audit log."),
        ("error 404 9", "Discord says that it does not know this server"),
        ("error 500 9", "Discord could not answer: it has trouble of its own (error 500)."),
        ("error 400 9", "Discord could not answer: it has trouble of its own (error 400)."),
        ("drop 9", "The connection to Discord broke before it answered."),
        ("rate-limit 3600", "Discord asks me to wait "),
    ],
)
async def test_each_trouble_gets_a_sentence(play: Play, fault: str, sentence: str) -> None:
    """The asker alone is told what happened; afterwards the same bot answers as ever."""
    async with play() as session:
        await session.do(f"fault {fault}")
        result = await session.do("/audit recent")
        await session.do("fault calm")
        alive = session.process is not None and session.process.is_running
    assert text(result).startswith(sentence)
    assert result.to_json()["answers"][0]["ephemeral"] is True
    assert alive


async def test_the_bot_answers_again_after_trouble(play: Play) -> None:
    """Trouble passes without a restart."""
    async with play() as session:
        await session.do("fault error 500 9")
        await session.do("/audit recent")
        await session.do("fault calm")
        result = await session.do("/audit recent count:1")
    assert "The Prancing Pony" in text(result)


async def test_a_wait_of_a_minute_is_not_waited_for(play: Play) -> None:
    """A library would sleep through a rate limit of minutes; a person is told at once how long it is."""
    async with play() as session:
        await session.do("fault rate-limit 60")
        result = await session.do("/audit recent")
    assert text(result).startswith("Discord asks me to wait 1 minute before I read the audit log again.")


async def test_a_slow_discord_is_waited_for(play: Play) -> None:
    """What takes longer than two seconds is put off in time, then answered."""
    async with play() as session:
        await session.do("/audit recent count:1")
        asked = len(session.discord.requests)
        await session.do("fault latency 2600")
        result = await session.do("/audit recent count:2")
        methods = [entry["method"] for entry in session.discord.requests[asked:]]
    assert "2 entries, newest first" in text(result)
    assert methods == ["GET", "POST", "PATCH"]


async def test_almost_two_seconds_cost_nothing_more(play: Play) -> None:
    """Below two seconds there is one read and one answer."""
    async with play() as session:
        await session.do("/audit recent count:1")
        asked = len(session.discord.requests)
        await session.do("fault latency 1900")
        await session.do("/audit recent count:2")
        methods = [entry["method"] for entry in session.discord.requests[asked:]]
    assert methods == ["GET", "POST"]


async def test_a_press_in_trouble_leaves_the_list(play: Play) -> None:
    """What went wrong is told beside the list, which stays as it was, at once or put off."""
    async with play() as session:
        shown = await session.do("/audit recent count:2")
        await session.do("fault error 404 1")
        quick = await session.do("press Older")
        await session.do("fault error 500 9")
        slow = await session.do("press Older")
        await session.do("fault calm")
        again = await session.do("press Older")
    told = [answer["message"]["content"] for answer in slow.to_json()["answers"] if answer["message"]["content"]]
    assert text(quick).startswith("Discord says that it does not know this server")
    assert told[0].startswith("Discord could not answer")
    assert message(again)["id"] == message(shown)["id"]


@pytest.mark.parametrize("fault", ["disconnect", "invalid-session"])
async def test_a_lost_gateway_comes_back(play: Play, fault: str) -> None:
    """The bot is there again after its gateway connection was cut, or its session was thrown away."""
    async with play() as session:
        await session.do("/audit recent count:1")
        await session.do(f"fault {fault}")
        result = await session.do("/audit recent count:2")
    assert "2 entries, newest first" in text(result)
