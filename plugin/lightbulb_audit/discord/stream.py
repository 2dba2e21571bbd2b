"""What the gateway says that collecting needs, out of raw payloads: hikari's own event drops entries in silence."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import hikari

from lightbulb_audit.model import snowflake
from lightbulb_audit.services.collector.collector import Collector

_Payload = Mapping[str, Any]


class Stream:
    """Hands events on to a collector, in the order in which they came.

    hikari starts the tasks of listeners in the order of their events, and nothing here waits.

    Args:
        app: The bot.
        collector: Whom to tell.
    """

    def __init__(self, app: hikari.GatewayBotAware, collector: Collector) -> None:
        self._app = app
        self._collector = collector
        self._roles: dict[int, set[int]] = {}
        self._handlers: Final[Mapping[str, Callable[[hikari.api.GatewayShard, _Payload], None]]] = {
            "READY": self._ready,
            "RESUMED": self._on_resume,
            "GUILD_CREATE": self._guild_create,
            "GUILD_DELETE": self._guild_delete,
            "GUILD_AUDIT_LOG_ENTRY_CREATE": self._entry,
            "GUILD_ROLE_UPDATE": self._role,
            "GUILD_ROLE_DELETE": self._role,
            "GUILD_MEMBER_UPDATE": self._member,
        }

    def start(self, manager: hikari.api.EventManager) -> None:
        """Listen."""
        manager.subscribe(hikari.ShardPayloadEvent, self._listen)
        manager.subscribe(hikari.ShardDisconnectedEvent, self._on_disconnect)

    def stop(self, manager: hikari.api.EventManager) -> None:
        """Listen no more."""
        manager.unsubscribe(hikari.ShardPayloadEvent, self._listen)
        manager.unsubscribe(hikari.ShardDisconnectedEvent, self._on_disconnect)

    async def join(self) -> None:
        """Begin with the servers of a bot that runs already."""
        shards = {shard.id: shard for shard in self._app.shards.values() if shard.is_connected}
        if not shards:
            return
        found: dict[int, list[int]] = {shard_id: [] for shard_id in shards}
        async for guild in self._app.rest.fetch_my_guilds():
            shard_id = (guild.id >> 22) % self._app.shard_count
            if shard_id in found:
                found[shard_id].append(int(guild.id))
        for shard_id, guild_ids in found.items():
            self._collector.session(shard_id, self._app.shard_count, guild_ids)

    async def _listen(self, event: hikari.ShardPayloadEvent) -> None:
        handler = self._handlers.get(event.name)
        if handler is not None:
            handler(event.shard, event.payload)

    async def _on_disconnect(self, event: hikari.ShardDisconnectedEvent) -> None:
        self._collector.disconnected(event.shard.id)

    def _ready(self, shard: hikari.api.GatewayShard, payload: _Payload) -> None:
        guild_ids = [guild_id for guild in payload.get("guilds", ()) if (guild_id := _id(guild, "id"))]
        self._collector.session(shard.id, shard.shard_count, guild_ids)

    def _on_resume(self, shard: hikari.api.GatewayShard, _: _Payload) -> None:
        self._collector.resumed(shard.id)

    def _guild_create(self, shard: hikari.api.GatewayShard, payload: _Payload) -> None:
        guild_id = _id(payload, "id")
        if not guild_id or payload.get("unavailable"):
            return
        me = self._me(shard)
        for member in payload.get("members", ()):
            if _id(member.get("user", {}), "id") == me:
                self._roles[guild_id] = _roles(member)
        self._collector.arrived(shard.id, guild_id, _moment(payload.get("joined_at")))

    def _guild_delete(self, _: hikari.api.GatewayShard, payload: _Payload) -> None:
        guild_id = _id(payload, "id")
        if not guild_id:
            return
        if payload.get("unavailable"):
            self._collector.away(guild_id)
        else:
            self._roles.pop(guild_id, None)
            self._collector.on_leave(guild_id)

    def _entry(self, _: hikari.api.GatewayShard, payload: _Payload) -> None:
        guild_id = _id(payload, "guild_id")
        if guild_id:
            # hikari decodes the same object later; nobody must find it changed.
            self._collector.entry(guild_id, dict(payload))

    def _role(self, _: hikari.api.GatewayShard, payload: _Payload) -> None:
        guild_id, role_id = _id(payload, "guild_id"), _id(payload, "role_id") or _id(payload.get("role", {}), "id")
        if guild_id and role_id and (role_id == guild_id or role_id in self._roles.get(guild_id, ())):
            self._collector.permissions_changed(guild_id)

    def _member(self, shard: hikari.api.GatewayShard, payload: _Payload) -> None:
        guild_id = _id(payload, "guild_id")
        if not guild_id or _id(payload.get("user", {}), "id") != self._me(shard):
            return
        roles = _roles(payload)
        if roles != self._roles.get(guild_id):
            self._roles[guild_id] = roles
            self._collector.permissions_changed(guild_id)

    @staticmethod
    def _me(shard: hikari.api.GatewayShard) -> int:
        return int(shard.get_user_id())


def _id(payload: Any, key: str) -> int:
    """Return an id out of a payload; 0 for none."""
    # hikari hands payloads on as read-only views of dictionaries.
    return int(snowflake.parse(cast("_Payload", payload).get(key)) or 0) if isinstance(payload, Mapping) else 0


def _roles(member: _Payload) -> set[int]:
    return {int(role_id) for one in member.get("roles", ()) if (role_id := snowflake.parse(one))}


def _moment(text: Any) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None
