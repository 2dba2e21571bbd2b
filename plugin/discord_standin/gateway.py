"""The gateway: sessions that outlive their connections, and what is sent to them."""

import asyncio
import contextlib
import copy
import itertools
import json
import logging
import secrets
from collections import deque
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from discord_standin import intents
from discord_standin.permissions import Permission
from discord_standin.state import State
from discord_standin.values import Json, Payload, as_integer, as_object, as_snowflake, is_array, objects
from discord_standin.wire import PlainWire, Wire, make_wire

logger = logging.getLogger(__name__)

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = (
    0,
    1,
    2,
    6,
    7,
    8,
    9,
    10,
    11,
)
HEARTBEAT_MS = 41_250
VERSION = "10"
CHUNK = 1000
KEPT_EVENTS = 2000
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, BAD_SHARD, BAD_VERSION = 4001, 4002, 4003, 4004, 4010, 4012
_FINAL_CODES = frozenset({1000, 1001})
"""A client that closes with one of these ends its session."""


@dataclass(slots=True, eq=False)
class Connection:
    """One socket of the bot."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    wire: Wire
    outbox: asyncio.Queue[Payload] = field(default_factory=asyncio.Queue[Payload])

    def cut(self) -> None:
        """Break the connection off without a close frame."""
        if self.transport is not None:
            self.transport.abort()

    async def pump(self) -> None:
        """Send what is in the outbox, in order, until cancelled or cut."""
        with contextlib.suppress(ConnectionError):
            while True:
                await self.wire.send(self.socket, await self.outbox.get())


@dataclass(slots=True, eq=False)
class GatewaySession:
    """What Discord remembers of a bot between IDENTIFY and the session's end."""

    id: str
    intents: int
    shard: int
    shards: int
    connection: Connection | None = None
    sequence: int = 0
    sent: deque[Payload] = field(default_factory=lambda: deque[Payload](maxlen=KEPT_EVENTS))

    def push(self, event: str, data: Json) -> None:
        """Number an event, keep it for a RESUME, and send it if the bot is connected."""
        self.sequence += 1
        payload: Payload = {"op": DISPATCH, "s": self.sequence, "t": event, "d": copy.deepcopy(data)}
        self.sent.append(payload)
        if self.connection is not None:
            self.connection.outbox.put_nowait(payload)


class Gateway:
    """Serves the websocket and hands events to the sessions that may have them.

    Attributes:
        url: Where bots connect, set once the port is known.
        is_ready: Set while a session of the guild's shard is connected.
        identified: How many sessions were begun since the start.
    """

    def __init__(self, state: State, token: str) -> None:
        self._state = state
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
        if request.query.get("v") != VERSION or wire is None:
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

    def dispatch(self, event: str, data: Payload) -> None:
        """Send an event to every session that may have it."""
        for session in list(self._sessions.values()):
            if self._may_have(session, event, data):
                session.push(event, self._as_seen(session, event, data))

    def interact(self, data: Payload) -> bool:
        """Send an interaction to one connected session of the guild's shard; tell whether there was one."""
        session = self._connected()
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

    def ask_to_reconnect(self) -> None:
        """Ask all bots to reconnect and resume, as Discord does before a restart."""
        for connection in self._connections:
            connection.outbox.put_nowait({"op": RECONNECT, "s": None, "t": None, "d": None})

    async def close(self) -> None:
        """Cut all connections for good."""
        self._sessions.clear()
        self.cut()

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
        elif op not in {3, 4, 31, 43}:
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
        session.push("READY", self._ready(session))
        if self._has_guild(session) and session.intents & intents.GUILDS:
            session.push("GUILD_CREATE", self._guild_create(session))
        self._update_readiness()
        return None

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
        if str(data.get("guild_id")) != self._state.id:
            return None
        ids = data.get("user_ids")
        wanted = list(map(str, ids if is_array(ids) else [ids])) if ids is not None else None
        members = self._find_members(wanted, str(data.get("query") or ""), as_integer(data.get("limit")))
        base: Payload = {"guild_id": self._state.id}
        if wanted is not None:
            base["not_found"] = [user_id for user_id in wanted if user_id not in self._state.members]
        if data.get("nonce") is not None:
            base["nonce"] = data["nonce"]
        chunks = [members[start : start + CHUNK] for start in range(0, len(members), CHUNK)] or [[]]
        for index, chunk in enumerate(chunks):
            part = {**base, "members": chunk, "chunk_index": index, "chunk_count": len(chunks)}
            session.push("GUILD_MEMBERS_CHUNK", part)
        return None

    def _find_members(self, wanted: list[str] | None, query: str, limit: int) -> list[Payload]:
        members = self._state.members
        if wanted is not None:
            return [members[user_id] for user_id in wanted if user_id in members]
        start = query.lower()
        found = [
            member
            for member in members.values()
            if any(str(name or "").lower().startswith(start) for name in (member["user"]["username"], member["nick"]))
        ]
        return found[:limit] if limit else found

    def _ready(self, session: GatewaySession) -> Payload:
        guilds = [{"id": self._state.id, "unavailable": True}] if self._has_guild(session) else []
        return {
            "v": int(VERSION),
            "user": {**self._state.bot, "verified": True, "mfa_enabled": True, "email": None},
            "guilds": guilds,
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": [session.shard, session.shards],
            "application": {"id": self._state.application_id, "flags": 0},
            "private_channels": [],
            "relationships": [],
            "_trace": [],
        }

    def _guild_create(self, session: GatewaySession) -> Payload:
        state = self._state
        voices = [v for v in objects(state.guild["voice_states"]) if str(v.get("user_id")) in state.members]
        shown = {state.bot["id"], *(str(voice["user_id"]) for voice in voices)}
        if session.intents & intents.GUILD_MEMBERS:
            shown = set(state.members)
        return {
            **state.guild,
            "joined_at": state.bot_member["joined_at"],
            "member_count": len(state.members),
            "roles": list(state.roles.values()),
            "channels": list(map(state.shown_channel, state.channels.values())),
            "threads": state.visible_threads(),
            "members": [member for user_id, member in state.members.items() if user_id in shown],
            "voice_states": voices,
            "unavailable": False,
        }

    def _has_guild(self, session: GatewaySession) -> bool:
        number = as_snowflake(self._state.id) or 0
        return (number >> 22) % session.shards == session.shard

    def _may_have(self, session: GatewaySession, event: str, data: Payload) -> bool:
        state = self._state
        is_direct = str(data.get("channel_id")) in state.direct_channels
        if not is_direct and not self._has_guild(session):
            return False
        needed = intents.DIRECT_MESSAGES if is_direct else intents.NEEDED.get(event, 0)
        is_itself = event == "GUILD_MEMBER_UPDATE" and as_object(data.get("user")).get("id") == state.bot["id"]
        if needed and not session.intents & needed and not is_itself:
            return False
        if event == "GUILD_AUDIT_LOG_ENTRY_CREATE":
            return state.bot_may(Permission.VIEW_AUDIT_LOG)
        if event.startswith(("MESSAGE_", "THREAD_")):
            channel = state.find_channel(str(data.get("channel_id") or data.get("id")))
            return channel is None or state.bot_may(Permission.VIEW_CHANNEL, channel)
        return True

    def _as_seen(self, session: GatewaySession, event: str, data: Payload) -> Payload:
        state = self._state
        if event in {"CHANNEL_CREATE", "CHANNEL_UPDATE"}:
            return state.shown_channel(state.channels.get(str(data.get("id")), data))
        if event in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} and not session.intents & intents.MESSAGE_CONTENT:
            concerned = [as_object(data.get("author")), *objects(data.get("mentions"))]
            is_own = any(user.get("id") == state.bot["id"] for user in concerned)
            if not is_own and "guild_id" in data:
                return {**data, "content": "", "embeds": [], "attachments": [], "components": []}
        return data

    def _connected(self) -> GatewaySession | None:
        live = [one for one in self._sessions.values() if one.connection is not None and self._has_guild(one)]
        return live[-1] if live else None

    def _update_readiness(self) -> None:
        if self._connected() is not None:
            self.is_ready.set()
        else:
            self.is_ready.clear()

    def _detach(self, connection: Connection, code: int | None) -> None:
        for session in [one for one in self._sessions.values() if one.connection is connection]:
            session.connection = None
            if code in _FINAL_CODES:
                del self._sessions[session.id]
        self._update_readiness()
