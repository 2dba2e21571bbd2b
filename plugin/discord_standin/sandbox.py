"""The sandbox as a whole: steps in, answers out."""

import asyncio
import contextlib
import importlib.util
import json
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Generator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.output import create_output
from rich.console import Console

from discord_standin.copies import copies
from discord_standin.discord import Discord
from discord_standin.errors import StandinError, UsageError
from discord_standin.example import example_guild
from discord_standin.guild_file import GuildFile
from discord_standin.results import StateNames, StepResult
from discord_standin.session import ENDPOINT_PORT, Session
from discord_standin.terminal import print_result

DONE, FAILED, MISUSED = 0, 1, 2
_CHUNK = 65536


async def sandbox(
    *,
    argv: Sequence[str],
    env: Mapping[str, str],
    steps: Sequence[str] | None = None,
    guild: Path | None = None,
    guilds: int = 1,
    as_user: str | None = None,
    as_json: bool = False,
    requests: Path | None = None,
    port: int = 0,
    is_verbose: bool = False,
) -> int:
    """Run a bot against the stand-in, do steps, and show the answers.

    Args:
        argv: The bot's command, with `{rest_url}` and `{token}` where those go.
        env: Environment variables for the bot, filled in alike.
        steps: What to do; None or nothing reads steps from standard input, one a line, until its end or Ctrl-C.
        guild: The guild file; None takes the built-in example guild.
        guilds: Of how many copies of it, with ids of their own, the bot is in each.
        as_user: Who types; else the guild's owner.
        as_json: Whether to print one JSON array at the end instead of the answers as they come.
        requests: Where to write each HTTP request of the bot as a JSON line.
        port: The loopback port; 0 takes any free one.
        is_verbose: Whether the bot's own output goes to standard error.

    Returns:
        The exit code: 0 if all steps could be done, whatever the bot made of them; 1 if the sandbox or the bot did not
        come up; 2 if an option or a step was wrong use.
    """
    results: list[StepResult] = []
    lines = _given(steps) if steps else _typed()
    with _cancelled_by_signals():
        try:
            file = GuildFile.read(guild, guilds) if guild else _example(guilds)
            async with (
                Discord(file, port, requests, has_endpoint=_can_post(argv)) as discord,
                Session(discord, argv, env, as_user=as_user, is_verbose=is_verbose) as session,
            ):
                if not steps:
                    await session.begin()
                await _do(session, lines, results, None if as_json else StateNames(lambda: discord.world.state))
            code = MISUSED if any(result.is_malformed for result in results) else DONE
        except UsageError as error:
            code = _fail(error, MISUSED)
        except StandinError as error:
            code = _fail(error, FAILED)
        except (asyncio.CancelledError, KeyboardInterrupt):
            _uncancel()
            code = FAILED if steps else DONE
    if as_json:
        sys.stdout.write(json.dumps([result.to_json() for result in results], indent=2) + "\n")
        sys.stdout.flush()
    return code


def _can_post(argv: Sequence[str]) -> bool:
    """Tell whether a bot may listen for interactions itself: it asks where, and what signs them is installed."""
    return ENDPOINT_PORT in argv and importlib.util.find_spec("cryptography") is not None


def _example(guilds: int) -> GuildFile:
    return GuildFile.from_json({"guilds": copies(example_guild(datetime.now(UTC)), guilds)})


async def _do(session: Session, lines: AsyncIterator[str], results: list[StepResult], names: StateNames | None) -> None:
    """Do the steps, and print each answer as it comes if there are names to print it with."""
    console = Console(file=sys.stdout)
    async for line in lines:
        result = await session.do(line)
        results.append(result)
        if result.is_malformed:
            _say(result.error or "")
        if names is not None:
            print_result(console, result.to_json(), names=names)


async def _given(steps: Sequence[str]) -> AsyncIterator[str]:
    for step in steps:
        yield step


async def _typed() -> AsyncIterator[str]:
    """Yield the steps that come on standard input, without blank lines and comments."""
    async for line in _prompted() if sys.stdin.isatty() else _piped():
        step = line.strip()
        if step and not step.startswith("#"):
            yield step


async def _prompted() -> AsyncIterator[str]:
    prompt: PromptSession[str] = PromptSession(output=create_output(stdout=sys.stderr))
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            yield await prompt.prompt_async("> ", handle_sigint=False)


async def _piped() -> AsyncIterator[str]:
    """Yield the lines of a pipe or file.

    A thread reads them, as a pipe may stay silent for long while the bot has to be served. It is a daemon and takes no
    lock of Python's own buffers, so it never holds up the end.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def tell(line: str | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended before the input
            loop.call_soon_threadsafe(queue.put_nowait, line)

    def read() -> None:
        rest = b""
        while chunk := os.read(sys.stdin.fileno(), _CHUNK):
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                tell(line.decode("utf-8", "replace"))
        if rest:
            tell(rest.decode("utf-8", "replace"))
        tell(None)

    threading.Thread(target=read, name="standard input", daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line


@contextlib.contextmanager
def _cancelled_by_signals() -> Generator[None]:
    """End in good order on Ctrl-C, SIGTERM and SIGHUP, so that the bot is never left behind; once is enough."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    if task is None or sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end() -> None:
        if not task.cancelling():
            task.cancel()

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        loop.add_signal_handler(number, end)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def _uncancel() -> None:
    """Take a cancellation as what it is here, the person's wish to end, so that the loop can be left normally."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()


def _fail(error: StandinError, code: int) -> int:
    _say(str(error))
    return code


def _say(problem: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(" ".join(problem.split()) + "\n")
    sys.stderr.flush()
