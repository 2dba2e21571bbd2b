"""The gateway: sessions that outlive their connections, and what is sent to them."""

import asyncio
import contextlib
import itertools
import json
import secrets
from collections.abc import Mapping

from aiohttp import WSMsgType, web

from discord_standin import gateway_view as view
from discord_standin import intents
from discord_standin.gateway_session import Connection, GatewaySession
from discord_standin.state import State
from discord_standin.values import Json, Payload, as_integer, as_object, is_array
from discord_standin.wire import PlainWire, make_wire

HEARTBEAT = 1
IDENTIFY = 2
RESUME = 6
RECONNECT = 7
REQUEST_MEMBERS = 8
INVALID_SESSION = 9
HELLO = 10
ACK = 11
HEARTBEAT_MS = 41_250
CHUNK = 1000
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, BAD_SHARD, BAD_VERSION = 4001, 4002, 4003, 4004, 4010, 4012
_IGNORED = frozenset({3, 4, 31, 43})
"""Presence, voice state, sounds and channel info: taken, and answered with nothing."""
_FINAL_CODES = frozenset({1000, 1001})
"""A client that closes with one of these ends its session."""


class Gateway:
    """Serves the websocket and hands events to the sessions that may have them.

    Attributes:
        url: Where bots connect, set once the port is known.
        is_ready: Set while a session of a guild's shard is connected.
        identified: How many sessions were begun since the start.
    """

    def __init__(self, states: Mapping[str, State], token: str) -> None:
        self._states = states
        self._token = token
        self._sessions: dict[str, GatewaySession] = {}
        self._connections: set[Connection] = set()
        self._numbers = itertools.count(1)
        self.url = ""
        self.is_ready = asyncio.Event()
        self.identified = 0

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        socket = web.WebSocketResponse(compress=False, max_msg_size=4096 * 4)
        await socket.prepare(request)
        wire = make_wire(request.query.get("compress"))
        if request.query.get("v") != str(view.VERSION) or wire is None:
            await socket.close(code=BAD_VERSION, message=b"Invalid API version.")
            return socket
        connection = Connection(socket, request.transport, wire)
        self._connections.add(connection)
        pump = asyncio.create_task(connection.pump())
        try:
            connection.outbox.put_nowait({"op": HELLO, "s": None, "t": None, "d": {"heartbeat_interval": HEARTBEAT_MS}})
            await self._listen(connection)
        finally:
            pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pump
            self._connections.discard(connection)
            self._detach(connection, socket.close_code)
        return socket

    def dispatch(self, state: State, event: str, data: Payload) -> None:
        """Send an event of a guild to every session that may have it."""
        for session in list(self._sessions.values()):
            if view.may_have(state, session, event, data):
                session.push(event, view.as_seen(state, session, event, data))

    def greet(self, state: State) -> None:
        """Tell every session of a guild, as when the bot joins it."""
        for session in list(self._sessions.values()):
            self._greet(state, session)

    def interact(self, data: Payload) -> bool:
        """Send an interaction to one connected session of its guild's shard; tell whether there was one."""
        session = self._connected(self._states[data["guild_id"]])
        if session is None:
            return False
        session.push("INTERACTION_CREATE", data)
        return True

    def cut(self) -> None:
        """Break all connections off; the sessions can be resumed."""
        for connection in list(self._connections):
            connection.cut()
            self._detach(connection, None)

    def invalidate(self) -> None:
        """End all sessions: bots must identify anew, and what happens meanwhile is lost to them."""
        self._sessions.clear()
        self.is_ready.clear()
        for connection in self._connections:
            connection.outbox.put_nowait({"op": INVALID_SESSION, "s": None, "t": None, "d": False})

    def forget(self) -> None:
        """Break all connections off, and end their sessions: a bot that wants to resume must identify anew."""
        self._sessions.clear()
        self.cut()
        self._update_readiness()

    def ask_to_reconnect(self) -> None:
        """Ask all bots to reconnect and resume, as Discord does before a restart."""
        for connection in self._connections:
            connection.outbox.put_nowait({"op": RECONNECT, "s": None, "t": None, "d": None})

    async def close(self) -> None:
        """Cut all connections for good."""
        self.forget()

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
                continue
            try:
                payload = as_object(json.loads(message.data))
            except ValueError:
                await connection.socket.close(code=DECODE_ERROR, message=b"Error while decoding payload.")
                return
            code = self._handle(connection, payload.get("op"), payload.get("d"))
            if code is not None:
                await connection.socket.close(code=code)
                return

    def _handle(self, connection: Connection, op: Json, data: Json) -> int | None:
        """Do what the bot asks; a number is the code to close the connection with."""
        if op == HEARTBEAT:
            connection.outbox.put_nowait({"op": ACK, "s": None, "t": None, "d": None})
        elif op == IDENTIFY:
            return self._identify(connection, as_object(data))
        elif op == RESUME:
            return self._resume(connection, as_object(data))
        elif op == REQUEST_MEMBERS:
            return self._send_members(connection, as_object(data))
        elif op not in _IGNORED:
            return UNKNOWN_OPCODE
        return None

    def _identify(self, connection: Connection, data: Payload) -> int | None:
        if str(data.get("token")).removeprefix("Bot ") != self._token:
            return BAD_TOKEN
        shard = data.get("shard", [0, 1])
        if not is_array(shard) or len(shard) != 2 or not 0 <= as_integer(shard[0], -1) < as_integer(shard[1]):  # noqa: PLR2004 - [shard, shards]
            return BAD_SHARD
        session = GatewaySession(secrets.token_hex(16), as_integer(data.get("intents")), shard[0], shard[1], connection)
        self._sessions[session.id] = session
        self.identified += 1
        if isinstance(connection.wire, PlainWire):
            connection.wire.packs_payloads = bool(data.get("compress"))
        session.push("READY", view.ready(self._states.values(), session, self.url))
        for state in self._states.values():
            self._greet(state, session)
        self._update_readiness()
        return None

    def _greet(self, state: State, session: GatewaySession) -> None:
        if view.is_in_guild(state, session) and session.intents & intents.GUILDS:
            session.push("GUILD_CREATE", view.guild_create(state, session))

    def _resume(self, connection: Connection, data: Payload) -> int | None:
        if str(data.get("token")).removeprefix("Bot ") != self._token:
            return BAD_TOKEN
        session = self._sessions.get(str(data.get("session_id")))
        sequence = as_integer(data.get("seq"), -1)
        oldest = session.sent[0]["s"] if session and session.sent else 1
        if session is None or not oldest - 1 <= sequence <= session.sequence:
            connection.outbox.put_nowait({"op": INVALID_SESSION, "s": None, "t": None, "d": False})
            return None
        session.connection = connection
        for payload in session.sent:
            if payload["s"] > sequence:
                connection.outbox.put_nowait(payload)
        session.push("RESUMED", {"_trace": []})
        self._update_readiness()
        return None

    def _send_members(self, connection: Connection, data: Payload) -> int | None:
        session = next((one for one in self._sessions.values() if one.connection is connection), None)
        if session is None:
            return NOT_AUTHENTICATED
        state = self._states.get(str(data.get("guild_id")))
        if state is None:
            return None
        ids = data.get("user_ids")
        wanted = list(map(str, ids if is_array(ids) else [ids])) if ids is not None else None
        members = _find_members(state.members, wanted, str(data.get("query") or ""), as_integer(data.get("limit")))
        base: Payload = {"guild_id": state.id}
        if wanted is not None:
            base["not_found"] = [user_id for user_id in wanted if user_id not in state.members]
        if data.get("nonce") is not None:
            base["nonce"] = data["nonce"]
        chunks = [members[start : start + CHUNK] for start in range(0, len(members), CHUNK)] or [[]]
        for index, chunk in enumerate(chunks):
            part = {**base, "members": chunk, "chunk_index": index, "chunk_count": len(chunks)}
            session.push("GUILD_MEMBERS_CHUNK", part)
        return None

    def _connected(self, state: State) -> GatewaySession | None:
        live = [one for one in self._sessions.values() if one.connection is not None and view.has_guild(state, one)]
        return live[-1] if live else None

    def _update_readiness(self) -> None:
        if any(self._connected(state) is not None for state in self._states.values()):
            self.is_ready.set()
        else:
            self.is_ready.clear()

    def _detach(self, connection: Connection, code: int | None) -> None:
        for session in [one for one in self._sessions.values() if one.connection is connection]:
            session.connection = None
            if code in _FINAL_CODES:
                del self._sessions[session.id]
        self._update_readiness()


def _find_members(members: Mapping[str, Payload], wanted: list[str] | None, query: str, limit: int) -> list[Payload]:
    if wanted is not None:
        return [members[user_id] for user_id in wanted if user_id in members]
    start = query.lower()
    found = [
        member
        for member in members.values()
        if any(str(name or "").lower().startswith(start) for name in (member["user"]["username"], member["nick"]))
    ]
    return found[:limit] if limit else found
