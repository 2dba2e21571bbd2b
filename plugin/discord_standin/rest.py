"""The HTTP server: reads requests, applies the faults, answers from the route table, and keeps a log."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TextIO
from urllib.parse import unquote

from aiohttp import web

from discord_standin import routes_bot, routes_channel, routes_guild, routes_interaction, routes_member
from discord_standin.call import Call, Route, Routes, read_body
from discord_standin.errors import ApiError
from discord_standin.rate_limits import Buckets, GlobalLimit, limited, limited_over_all
from discord_standin.values import Json, Payload
from discord_standin.world import World

logger = logging.getLogger(__name__)

PREFIX = "/api/v10"
GATEWAY_PATH = "/gateway"
ROUTES: Routes = (
    *routes_bot.ROUTES,
    *routes_guild.ROUTES,
    *routes_member.ROUTES,
    *routes_channel.ROUTES,
    *routes_interaction.ROUTES,
)
"""Every route, those with fixed parts before those with a varying part in their place."""

_LARGEST_BODY = 64 * 1024 * 1024
_REASON = "X-Audit-Log-Reason"
_LONGEST_REASON = 512
_TOKENS = ("interaction_token", "webhook_token")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class RestServer:
    """Serves the API and the gateway on one loopback port.

    Attributes:
        requests: The log: one object a request, oldest first.
        in_flight: How many requests are being answered.
        last_end: When the last request was answered, on the monotonic clock.
    """

    def __init__(self, world: World, log: TextIO | None = None) -> None:
        self._world = world
        self._log = log
        self._buckets = Buckets()
        self._global = GlobalLimit() if len(world.states) > 1 else None
        self._runner: web.AppRunner | None = None
        self.requests: list[Payload] = []
        self.in_flight = 0
        self.last_end = 0.0

    async def start(self, port: int) -> int:
        """Listen on a loopback port, 0 for any, and give its number.

        Raises:
            OSError: The port is taken.
        """
        app = web.Application(client_max_size=_LARGEST_BODY)
        for route in ROUTES:
            app.router.add_route(route.method, PREFIX + route.template, self._handler(route))
        app.router.add_get(GATEWAY_PATH, self._world.gateway.serve)
        app.router.add_get("/attachments/{channel_id}/{attachment_id}/{filename}", self._serve_attachment)
        app.router.add_route("*", "/{tail:.*}", self._refuse)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        await self._world.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _handler(self, route: Route) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._answer(request, route)

        return handle

    async def _answer(self, request: web.Request, route: Route | None) -> web.StreamResponse:
        self.in_flight += 1
        row = _log_row(request)
        try:
            response = await self._respond(request, route, row)
            row["status"] = response.status if response is not None else None
            if self._world.faults.latency:
                await asyncio.sleep(self._world.faults.latency)
        finally:
            self.in_flight -= 1
            self.last_end = time.monotonic()
            self._write(row)
        if response is None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        return response

    async def _respond(self, request: web.Request, route: Route | None, row: Payload) -> web.Response | None:
        """Answer a request; None cuts its connection."""
        path, query = dict(request.match_info), dict(request.query)
        headers: dict[str, str] = {}
        try:
            row["body"], uploads = await read_body(request)
            if route is None:
                raise _no_route(request)
            if not route.is_answer:
                faults = self._world.faults
                headers, early = self._buckets.headers(route, path)
                self._authorize(request)
                if faults.takes_drop():
                    return None
                if wait := self._global.take() if self._global else 0.0:
                    body, own = limited_over_all(wait)
                    return _json(body, 429, own)
                if wait := faults.retry_after() or early:
                    body, own = limited(wait)
                    return _json(body, 429, {**headers, **own})
                if error := faults.next_error():
                    raise error
            value = route.handler(Call(self._world.at(path), path, query, row["body"], uploads, _reason(request)))
            if not route.is_answer and (lost := self._world.faults.takes_answer()):
                raise lost
        except ApiError as error:
            return _json(error.to_json(), error.status, headers) if error.status else None
        if value is None:
            return web.Response(status=204, headers=headers)
        return _json(value, route.status, headers)

    def _authorize(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self._world.token}":
            raise ApiError(401, 0, "401: Unauthorized")

    async def _refuse(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, None)

    async def _serve_attachment(self, request: web.Request) -> web.StreamResponse:
        wanted = request.match_info["attachment_id"]
        for state in self._world.states.values():
            for held in state.messages:
                if wanted in held.files:
                    return web.Response(body=held.files[wanted])
        return web.Response(status=404)

    def _write(self, row: Payload) -> None:
        self.requests.append(row)
        if self._log is not None:
            self._log.write(json.dumps(row) + "\n")
            self._log.flush()


def _no_route(request: web.Request) -> ApiError:
    what = f"{request.method} {request.path.removeprefix(PREFIX)}"
    logger.error("the bot asked for a route that the stand-in does not have: %s", what)
    return ApiError(501, 0, f"501: The stand-in has no route {what}")


def _reason(request: web.Request) -> str | None:
    """Read why something is done: URL-encoded UTF-8, as Discord asks for it in its reference, "Audit Log Reason"."""
    return unquote(request.headers[_REASON])[:_LONGEST_REASON] if request.headers.get(_REASON) else None


def _log_row(request: web.Request) -> Payload:
    path = request.path.removeprefix(PREFIX)
    for name in _TOKENS:
        if secret := request.match_info.get(name):
            path = path.replace(secret, "{token}")
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "at": at,
        "method": request.method,
        "path": path,
        "query": dict(request.query),
        "body": None,
        "status": None,
    }


def _json(value: Json, status: int, headers: dict[str, str]) -> web.Response:
    return web.Response(text=json.dumps(value), status=status, headers=headers, content_type="application/json")
