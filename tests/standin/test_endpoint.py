"""The interactions endpoint: a real `hikari.RESTBot` is asked by signed HTTP, and may answer in the response."""

import datetime
import socket
from collections.abc import AsyncGenerator

import aiohttp.web
import hikari
import pytest

from discord_standin import Discord, GuildFile, Session
from discord_standin.errors import StandinError
from discord_standin.example import example_guild

pytestmark = pytest.mark.filterwarnings(
    "ignore:shutdown_timeout should be set:DeprecationWarning"  # hikari 2.6 starts its server so
)


@pytest.fixture
async def discord() -> AsyncGenerator[Discord]:
    """A stand-in that posts interactions."""
    file = GuildFile.from_json(example_guild(datetime.datetime.now(datetime.UTC)))
    async with Discord(file, has_endpoint=True) as running:
        yield running


async def _start(discord: Discord) -> tuple[hikari.RESTBot, str]:
    bot = hikari.RESTBot(discord.token, "Bot", rest_url=discord.rest_url, banner=None, logs=None)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    await bot.start(socket=listening, check_for_updates=False, shutdown_timeout=0.2)
    return bot, f"http://127.0.0.1:{listening.getsockname()[1]}/"


async def test_an_answer_may_come_in_the_response(discord: Discord) -> None:
    """The first answer is read from the response, as from the bot's own request."""
    bot, url = await _start(discord)

    async def answer(interaction: hikari.CommandInteraction) -> hikari.api.InteractionMessageBuilder:
        return interaction.build_response().set_content("Hello!")

    bot.set_listener(hikari.CommandInteraction, answer)
    application = await bot.rest.fetch_application()
    await bot.rest.create_slash_command(application, "hello", "Says hello")
    await discord.set_endpoint(url)
    result = await Session(discord).do("/hello")
    await bot.close()
    assert result.error is None
    assert [one["message"]["content"] for one in result.answers] == ["Hello!"]


async def test_who_does_not_look_at_signatures_is_no_endpoint(discord: Discord) -> None:
    """As Discord does, the stand-in takes none that answers what nobody signed."""

    async def pong(_: aiohttp.web.Request) -> aiohttp.web.Response:
        return aiohttp.web.json_response({"type": 1})

    app = aiohttp.web.Application()
    app.router.add_post("/", pong)
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    with pytest.raises(StandinError, match="is no interactions endpoint"):
        await discord.set_endpoint(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    await runner.cleanup()


async def test_nobody_there_is_not_answered(discord: Discord) -> None:
    """Before an endpoint is set, a person finds the bot away."""
    result = await Session(discord).do("/hello")
    assert result.error == "The application did not respond"
