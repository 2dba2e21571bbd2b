"""What exists in a guild: looked up by id, changed by events and by the bot."""

import hashlib
from typing import TypeVar

from discord_standin import defaults, permissions
from discord_standin.audit_log import AuditLog
from discord_standin.errors import ApiError, UsageError, unknown
from discord_standin.guild_file import GuildFile
from discord_standin.messages import MessageStore
from discord_standin.permissions import Permission
from discord_standin.snowflake import Snowflakes
from discord_standin.threads import Threads
from discord_standin.values import Payload, as_integer, as_object, as_snowflake, objects

Kind = TypeVar("Kind")

BOT_PERMISSIONS = int(
    Permission.VIEW_AUDIT_LOG
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
)
"""What an invented bot may do, by a role of its own."""

COLLECTIONS = ("roles", "channels", "threads", "members")
HIDDEN_NAME = "___hidden___"
HIDDEN_FLAG = 1 << 17
"""Since 2026-11-16 channels that a bot cannot view reach it under this name and with this flag."""

TEXT_TYPES = frozenset({0, 5})
PRIVATE_THREAD = 12


class State:
    """One guild, its people, and what is written in it.

    Attributes:
        guild: The guild without its roles, channels, threads and members.
        roles: Roles by id.
        channels: Channels by id, threads not among them.
        threads: Threads by id, with who is in them; those that stand in the audit log alone are archived.
        members: Members by their user's id.
        users: Every known user by id, members or not.
        bot: The bot's own user; `application_id` is the same id, as for every newer application.
        messages: What was written.
        audit_log: The audit log.
        direct_channels: Direct message channels by id.
        snowflakes: Makes new ids.
        cdn_url: Where attachments can be had.
        is_joined: Whether the bot is in the guild.
    """

    def __init__(self, file: GuildFile, snowflakes: Snowflakes | None = None) -> None:
        guild = file.guild
        self.snowflakes = snowflakes or Snowflakes()
        self.cdn_url = "https://cdn.discordapp.com"
        self.is_joined = True
        self.guild = defaults.filled({k: v for k, v in guild.items() if k not in COLLECTIONS}, defaults.GUILD)
        self.id = self.guild["id"] = str(guild["id"])
        self.guild["emojis"] = [defaults.filled(e, defaults.EMOJI) for e in _with_id(self.guild["emojis"])]
        self.roles = {r["id"]: r for r in map(defaults.role, _with_id(guild.get("roles")))}
        self.roles.setdefault(self.id, defaults.role({"id": self.id, "name": "@everyone"}))
        self.channels = {c["id"]: c for c in (defaults.channel(c, self.id) for c in _with_id(guild.get("channels")))}
        self.members: dict[str, Payload] = {}
        self.users = {u["id"]: u for u in map(defaults.user, file.users)}
        for payload in objects(guild.get("members")):
            self.put_member(payload)
        self.bot = self._find_bot(file.bot)
        self._find_owner()
        self.direct_channels: dict[str, Payload] = {}
        self.messages = MessageStore()
        for channel_id, held in file.messages.items():
            for message in _with_id(held):
                self.messages.add(defaults.message(message, channel_id, self.bot))
        self.audit_log = AuditLog(file.audit_log)
        self.threads = Threads(self.id, str(self.guild["owner_id"]), self.bot["id"])
        for payload in _with_id(guild.get("threads")):
            self.threads.put(payload)
        for payload in _with_id(self.audit_log.map("threads")):
            if str(payload["id"]) not in self.threads and not self.audit_log.tells_end_of(payload):
                self.threads.put(payload, is_archived=True)

    @property
    def application_id(self) -> str:
        """The application's id."""
        return self.bot["id"]

    @property
    def bot_member(self) -> Payload:
        """The bot as a member."""
        return self.members[self.bot["id"]]

    def put_member(self, payload: Payload) -> None:
        """Add or change a member; one without a readable user is left out."""
        user = as_object(payload.get("user"))
        if as_snowflake(user.get("id")) is None:
            return
        old = self.members.get(str(user["id"]), {})
        member = defaults.member({**old, **payload})
        self.members[member["user"]["id"]] = member
        self.users[member["user"]["id"]] = member["user"]

    def find_channel(self, channel_id: str) -> Payload | None:
        """Find a channel, thread or direct channel."""
        for held in (self.channels, self.direct_channels, self.threads):
            if channel_id in held:
                return held[channel_id]
        return None

    def permissions(self, user_id: str, channel: Payload | None = None) -> int:
        """Compute a member's permissions in the guild or a channel; none for a stranger."""
        member = self.members.get(user_id)
        if member is None:
            return 0
        if channel is None:
            return permissions.in_guild(self.guild, self.roles, member)
        if channel["id"] in self.direct_channels:
            return permissions.ALL
        parent = self.channels.get(str(channel.get("parent_id"))) if channel["id"] in self.threads else channel
        if parent is None:
            return 0
        held = permissions.in_channel(self.guild, self.roles, member, parent)
        return held & permissions.GUILD_WIDE if self._is_closed_thread(channel, user_id, held) else held

    def may(self, user_id: str, wanted: Permission, channel: Payload | None = None) -> bool:
        """Tell whether a member has all of the wanted permissions."""
        return self.permissions(user_id, channel) & wanted == wanted

    def bot_may(self, wanted: Permission, channel: Payload | None = None) -> bool:
        """Tell whether the bot has all of the wanted permissions."""
        return self.may(self.bot["id"], wanted, channel)

    def shown_channel(self, channel: Payload) -> Payload:
        """Give a guild channel as the gateway shows it to the bot: hidden unless it may be viewed."""
        if self.bot_may(Permission.VIEW_CHANNEL, channel):
            return channel
        deny = {"id": self.id, "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}
        kept = {key: channel[key] for key in ("id", "type", "guild_id", "position", "parent_id") if key in channel}
        flags = as_integer(channel.get("flags")) | HIDDEN_FLAG
        hidden = {**kept, "name": HIDDEN_NAME, "flags": flags, "permission_overwrites": [deny]}
        return defaults.channel(hidden, self.id)

    def visible_threads(self) -> list[Payload]:
        """List the active threads that the bot may view, as it gets them."""
        seen = [thread for thread in self.threads.active() if self.bot_may(Permission.VIEW_CHANNEL, thread)]
        return list(map(self.threads.sent, seen))

    def thread_members(self, thread_id: str) -> dict[str, Payload]:
        """Give the thread member objects of a thread by the user's id; whoever left the guild is in none."""
        held = self.threads.members(thread_id)
        return {user_id: member for user_id, member in held.items() if user_id in self.members}

    def _is_closed_thread(self, channel: Payload, user_id: str, held: int) -> bool:
        is_private = channel["id"] in self.threads and channel.get("type") == PRIVATE_THREAD
        return is_private and not held & Permission.MANAGE_THREADS and user_id not in self.thread_members(channel["id"])

    def _find_bot(self, given: Payload | None) -> Payload:
        bot = defaults.user(given or {"id": self.snowflakes.next(), "username": "audit"})
        bot["bot"] = True
        if bot["id"] not in self.members:
            role_id = self.snowflakes.next()
            tags = {"bot_id": bot["id"]}
            role = {"id": role_id, "name": bot["username"], "permissions": str(BOT_PERMISSIONS), "managed": True}
            self.roles[role_id] = defaults.role({**role, "tags": tags, "position": 1})
            self.put_member({"user": bot, "roles": [role_id]})
        self.members[bot["id"]]["user"] = bot
        self.users[bot["id"]] = bot
        return bot

    def _find_owner(self) -> None:
        """Discord's guilds always have an owner among their members; so has this one."""
        people = [user_id for user_id, member in self.members.items() if not member["user"].get("bot")]
        owner = self.guild.get("owner_id") or next(iter(people), None) or self.snowflakes.next()
        self.guild["owner_id"] = str(owner)
        if self.guild["owner_id"] not in self.members:
            user = self.users.get(self.guild["owner_id"], {"id": self.guild["owner_id"], "username": "owner"})
            self.put_member({"user": user})


def found(value: Kind | None, code: int) -> Kind:
    """Give the value, or raise the 404 with Discord's code for what was not found."""
    if value is None:
        raise unknown(code)
    return value


def guarded(is_allowed: bool, code: int) -> None:
    """Raise the 403 with this code unless it is allowed."""
    if not is_allowed:
        message = {50001: "Missing Access", 50013: "Missing Permissions"}[code]
        raise ApiError(403, code, message)


def checked_member(state: State, user_id: str) -> str:
    """Give the id back if it is a member's.

    Raises:
        UsageError: Nobody in the guild has this id.
    """
    if user_id not in state.members:
        message = f"No member of the guild has the id {user_id}."
        raise UsageError(message)
    return user_id


def verify_key(user_id: str) -> str:
    """Invent an application's public key: 32 bytes in hexadecimal."""
    return hashlib.sha256(user_id.encode()).hexdigest()


def _with_id(value: object) -> list[Payload]:
    return [payload for payload in objects(value) if as_snowflake(payload.get("id")) is not None]
