"""What Discord said is kept for an hour, and nothing is asked for twice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.discord.answers import SECONDS, SECONDS_AFTER_FAILURE, SECONDS_OF_NAMES, Answers
from lightbulb_audit.errors import AuditError, FailedError, ForbiddenError, GoneError


class Clock:
    """Seconds that somebody else moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The seconds."""
        return self.now


def _fetches(answer: object, asked: list[int]) -> Callable[[], Awaitable[Any]]:
    async def fetch() -> Any:
        asked.append(1)
        await asyncio.sleep(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return fetch


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ("bob", SECONDS),
        (GoneError(), SECONDS),
        (ForbiddenError(), SECONDS),
        (FailedError(500), SECONDS_AFTER_FAILURE),
    ],
)
async def test_for_how_long_an_answer_counts(answer: object, seconds: float) -> None:
    """What Discord says counts for an hour, were it that there is nobody; where it fails it rests a minute."""
    clock, asked = Clock(), list[int]()
    answers = Answers(clock)

    async def ask() -> object:
        try:
            return await answers.ask(1, Kind.USER, 2, _fetches(answer, asked))
        except AuditError as error:
            return error

    for clock.now, count in ((0.0, 1), (seconds - 1, 1), (seconds + 1, 2)):
        assert await ask() is answer
        assert len(asked) == count


async def test_who_is_called_so_counts_for_ten_minutes() -> None:
    """Who is called so is asked once in ten minutes for each name, also where nobody is."""
    clock, asked = Clock(), list[int]()
    answers = Answers(clock)
    for clock.now, count in ((0.0, 1), (599.0, 1), (601.0, 2)):
        assert await answers.ask_for(1, "name bob", _fetches((), asked), SECONDS_OF_NAMES) == ()
        assert len(asked) == count
    await answers.ask_for(1, "name anna", _fetches((), asked), SECONDS_OF_NAMES)
    assert len(asked) == 3


async def test_many_ask_once() -> None:
    """Those who ask at the same time share a request, and it goes on when the first of them waits no longer."""
    asked = list[int]()
    answers = Answers()
    first, second = (asyncio.ensure_future(answers.ask(1, Kind.THREAD, 2, _fetches("x", asked))) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "x"
    assert answers.get(1, Kind.CHANNEL, 2) == "x"
    assert asked == [1]


async def test_each_server_asks_for_itself() -> None:
    """Nobody learns in one server what was asked for in another one."""
    answers = Answers()
    answers.keep(1, Kind.USER, 2, "bob")
    assert answers.get(1, Kind.USER, 2) == "bob"
    assert answers.get(3, Kind.USER, 2) is None


async def test_nothing_is_left_behind() -> None:
    """Closing ends the requests that go on."""
    answers, ended = Answers(), list[bool]()

    async def forever() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append(True)

    waiting = asyncio.ensure_future(answers.ask(1, Kind.USER, 2, forever))
    await asyncio.sleep(0.01)
    await answers.close()
    assert ended == [True]
    waiting.cancel()
    await asyncio.wait([waiting])
