"""One request of the bot, read, and the table row that answers it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from aiohttp import BodyPartReader, MultipartReader, web

from discord_standin.drafts import Upload
from discord_standin.errors import ApiError, unknown
from discord_standin.permissions import Permission
from discord_standin.state import found, guarded
from discord_standin.values import Json, Payload, as_object
from discord_standin.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """A request.

    Attributes:
        world: The stand-in.
        path: The parts of the path that vary.
        query: The query string.
        body: The parsed body; of a multipart body its `payload_json`.
        uploads: The files of a multipart body, by the number in `files[n]`.
        reason: Why it is done, as the audit log is to have it; None where nothing is said.
    """

    world: World
    path: dict[str, str]
    query: dict[str, str]
    body: Json
    uploads: dict[int, Upload]
    reason: str | None = None

    @property
    def fields(self) -> Payload:
        """The body as an object; an empty one if it is none."""
        return as_object(self.body)

    def guild(self) -> None:
        """Check that the path names the guild.

        Raises:
            ApiError: 404 with code 10004 for any other, and while the bot is not in it.
        """
        state = self.world.state
        if self.path["guild_id"] != state.id or not state.is_joined:
            raise unknown(10004)

    def channel(self, permission: Permission = Permission.VIEW_CHANNEL) -> Payload:
        """Give the channel that the path names.

        Raises:
            ApiError: 404 with code 10003, or 403 with 50001 (not visible) or 50013 (something else not allowed).
        """
        state = self.world.state
        channel = found(state.find_channel(self.path["channel_id"]), 10003)
        guarded(state.bot_may(Permission.VIEW_CHANNEL, channel), 50001)
        guarded(state.bot_may(permission, channel), 50013)
        return channel

    def needs(self, permission: Permission) -> None:
        """Check a permission of the bot in the guild.

        Raises:
            ApiError: 403 with code 50013.
        """
        guarded(self.world.state.bot_may(permission), 50013)


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the route table.

    Attributes:
        method: The HTTP method.
        template: The path, in Discord's own names for its parts.
        handler: Gives the JSON to answer with; None answers 204.
        is_answer: An answer to an interaction: it needs no token, has no rate limit, and is spared by the faults.
        status: The status of a good answer with a body.
        limit: How many requests within how many seconds it takes of one guild, channel or webhook.
    """

    method: str
    template: str
    handler: Callable[[Call], Json]
    is_answer: bool = False
    status: int = 200
    limit: tuple[int, float] = (1000, 1.0)


Routes: TypeAlias = tuple[Route, ...]


async def read_body(request: web.Request) -> tuple[Json, dict[int, Upload]]:
    """Read a request's body.

    Returns:
        The parsed JSON, None without one, and the files.

    Raises:
        ApiError: 400 with code 50109 where the JSON is none.
    """
    if request.content_type.startswith("multipart/"):
        return await _read_multipart(await request.multipart())
    data = await request.read()
    return (_parse(data) if data else None), {}


async def _read_multipart(reader: MultipartReader) -> tuple[Json, dict[int, Upload]]:
    body: Json = {}
    uploads: dict[int, Upload] = {}
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        name = part.name or ""
        if name == "payload_json":
            body = _parse(data)
        elif name.startswith("files["):
            kind = part.headers.get("Content-Type", "application/octet-stream")
            number = int(name.removeprefix("files[").rstrip("]"))
            uploads[number] = Upload(part.filename or "unknown", kind, data)
    return body, uploads


def _parse(data: bytes) -> Json:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from error
