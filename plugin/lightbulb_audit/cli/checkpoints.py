"""`lightbulb-audit archive checkpoint` and `verify --checkpoints`: what dates an archive for others."""

import codecs
import contextlib
import datetime
import pathlib
import sys
from collections.abc import AsyncGenerator, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

import hikari

from lightbulb_audit.cli.connection import bot_token, explain_failures, probe
from lightbulb_audit.discord.channel import MessageChannel
from lightbulb_audit.discord.client import open_client
from lightbulb_audit.errors import AuditError, InputError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.checkpoint import Checkpoint, parse_checkpoints
from lightbulb_audit.services.collector.checkpoints import Checkpointer, reason_of

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

_NEAR: Final = datetime.timedelta(minutes=10)
"""By how much a checkpoint's own time may differ from that of its message: Discord may make the bot wait."""

_SHORTEST_ID: Final = 15


class CheckpointSource(NamedTuple):
    """Checkpoints from outside.

    Attributes:
        checkpoints: By server, the earliest first.
        problems: What is wrong with those that are not to be believed, a sentence each.
    """

    checkpoints: dict[int, list[Checkpoint]]
    problems: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether there was none at all."""
        return not self.checkpoints and not self.problems


async def post(archive: "Archive", channel_id: int, rest_url: str | None) -> int:
    """Post every server's checkpoint now.

    Returns:
        How many were posted.

    Raises:
        InputError: If Discord did not take them.
    """
    async with _channel(channel_id, rest_url) as channel:
        return await Checkpointer(archive.checkpoints, channel).post(datetime.timedelta(0))


async def lines(archive: "Archive") -> AsyncGenerator[str]:
    """Yield every server's checkpoint as a line, to be kept elsewhere."""
    for guild_id in await archive.guilds():
        made = await archive.checkpoints.make(guild_id, datetime.datetime.now(datetime.UTC))
        if made is not None:
            await archive.checkpoints.record(made)
            yield made.line


async def read(source: str, guild_id: int | None, rest_url: str | None) -> CheckpointSource:
    """Return checkpoints that were given out.

    Args:
        source: The id of a channel, a file that holds them among whatever else, or "-" for standard input.
        guild_id: Of one server only.
        rest_url: A server that speaks Discord's API; Discord itself if None.

    Raises:
        InputError: If they cannot be read, or there are none.
    """
    if source.isdigit() and len(source) >= _SHORTEST_ID:
        given = await _of_channel(int(source), rest_url)
        missing = "the bot posted no checkpoint there, or its role lacks the permission Read message history"
    else:
        given = CheckpointSource(_by_server(parse_checkpoints(_text(source))), [])
        missing = "there is no checkpoint in it"
    if given.is_empty:
        raise InputError(source, missing)
    if guild_id is not None:
        given = given._replace(checkpoints={key: ones for key, ones in given.checkpoints.items() if key == guild_id})
    return given


def _text(source: str) -> str:
    try:
        data = sys.stdin.buffer.read() if source == "-" else pathlib.Path(source).read_bytes()
    except OSError as error:
        raise InputError(source, f"it cannot be read ({error.strerror})") from error
    # PowerShell writes this where it redirects.
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if is_utf16 else "utf-8", "replace")


def _by_server(found: Iterable[Checkpoint]) -> dict[int, list[Checkpoint]]:
    given: dict[int, list[Checkpoint]] = {}
    for one in sorted(found, key=lambda one: one.at):
        given.setdefault(one.guild_id, []).append(one)
    return given


async def _of_channel(channel_id: int, rest_url: str | None) -> CheckpointSource:
    """What the bot posted to a channel. What it changed afterwards, or dated otherwise than Discord, proves nothing."""
    found, problems = list[Checkpoint](), list[str]()
    async with _channel(channel_id, rest_url) as channel:
        async for message in channel.own():
            given = list(parse_checkpoints(message.content or ""))
            problem = _problem(message, given)
            if problem is None:
                found += given
            elif given:
                problems.append(f"message {message.id}: {problem}")
    return CheckpointSource(_by_server(found), problems)


def _problem(message: hikari.Message, given: Iterable[Checkpoint]) -> str | None:
    """Return why the checkpoints in a message are not to be believed; None if they are."""
    if message.edited_timestamp is not None:
        return f"it was edited on {message.edited_timestamp:%Y-%m-%d %H:%M} UTC, so what it said before is unknown"
    posted = snowflake.time_of(message.id)
    if any(abs(one.at - posted) > _NEAR for one in given):
        return f"its checkpoint is of another time than Discord says, {posted:%Y-%m-%d %H:%M} UTC"
    return None


@contextlib.asynccontextmanager
async def _channel(channel_id: int, rest_url: str | None) -> AsyncGenerator[MessageChannel]:
    """A channel, as the bot sees it.

    Raises:
        InputError: If there is no token, or Discord does not do its part.
    """
    token = bot_token()
    with explain_failures(rest_url or "Discord"):
        if rest_url is not None:
            await probe(rest_url)
        async with open_client(token, rest_url) as client:
            try:
                yield MessageChannel(client.rest, channel_id)
            except AuditError as error:
                raise InputError(f"channel {channel_id}", reason_of(error)) from error
