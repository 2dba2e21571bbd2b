"""Offering choices while somebody types."""

import logging
from typing import Any, cast

import aiohttp
import hikari
import lightbulb
import pytest

from lightbulb_audit.commands.answers.autocomplete import offer

TOKEN = "aW50ZXJhY3Rpb24"  # noqa: S105 - a made-up one
URL = f"https://discord.com/api/v10/interactions/1/{TOKEN}/callback"


class Context:
    """What of an autocomplete context is used: Discord's answer."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.offered: list[Any] = []

    async def respond(self, choices: Any) -> None:
        """Take the choices, or fail."""
        if self.error is not None:
            raise self.error
        self.offered.extend(choices)


async def offered(context: Context) -> None:
    """Offer one choice."""
    await offer(cast("lightbulb.AutocompleteContext[str]", context), [("🔨 Member banned", "member_ban_add")])


async def test_choices_are_offered() -> None:
    """Choices reach Discord as they are."""
    context = Context()
    await offered(context)
    assert context.offered == [("🔨 Member banned", "member_ban_add")]


@pytest.mark.parametrize(
    "error",
    [
        hikari.NotFoundError(url=URL, headers={}, raw_body=b"", message="Unknown interaction", code=10062),
        aiohttp.ClientError(URL),
        TimeoutError(URL),
        ConnectionResetError(URL),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_token_stays_out_of_the_log(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """Where Discord does not take choices, the log says what happened without the interaction's token."""
    with caplog.at_level(logging.DEBUG):
        await offered(Context(error))
    assert type(error).__name__ in caplog.text
    assert TOKEN not in caplog.text
