"""`run --health`: whether the bot is well, for whatever looks after its process."""

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Final

import hikari
import lightbulb
from aiohttp import web

from lightbulb_audit.cli.addresses import Address
from lightbulb_audit.errors import InputError
from lightbulb_audit.plugin import archiver_of

_OPTION: Final = "--health"
_WELL: Final = "connected and collecting"
_OK: Final = 200
_UNAVAILABLE: Final = 503


@contextlib.asynccontextmanager
async def serve_health(address: Address | None, problem: Callable[[], Awaitable[str | None]]) -> AsyncGenerator[None]:
    """Answer each HTTP request with 200 while all is well, and with 503 and what is wrong while it is not.

    Args:
        address: Where to listen; nowhere if None.
        problem: Tells what is wrong; None while all is well.

    Raises:
        InputError: If nobody can listen there.
    """

    async def answer(_: web.BaseRequest) -> web.Response:
        wrong = await problem()
        return web.Response(text=f"{wrong or _WELL}\n", status=_OK if wrong is None else _UNAVAILABLE)

    async with serve(address, _OPTION, answer):
        yield


@contextlib.asynccontextmanager
async def serve(
    address: Address | None, option: str, answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
) -> AsyncGenerator[None]:
    """Answer HTTP requests.

    Args:
        address: Where to listen; nowhere if None.
        option: The option that says so.
        answer: Answers one.

    Raises:
        InputError: If nobody can listen there.
    """
    if address is None:
        yield
        return
    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, *address).start()
        except OSError as error:
            where = f"{option} {address[0]}:{address[1]}"
            raise InputError(where, f"nobody can listen there ({error.strerror}); take another port") from error
        yield
    finally:
        await runner.cleanup()


async def find_problem(bot: hikari.GatewayBot, client: lightbulb.Client) -> str | None:
    """What is wrong with a bot; None while it is connected to Discord and its archive, if it has one, collects."""
    if not bot.is_alive or not bot.shards:
        return "not connected to Discord"
    if cut_off := [str(shard.id) for shard in bot.shards.values() if not shard.is_connected]:
        return f"not connected to Discord: shard {', '.join(cut_off)}"
    archiver = archiver_of(client)
    wrong = None if archiver is None else await archiver.find_problem()
    return None if wrong is None else f"not collecting: {wrong}"
