"""Guild files and clients that the stand-in's tests share."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from discord_standin import Discord, GuildFile
from discord_standin.permissions import Permission

GUILD_ID = "1000000000000000000"
BOT_ID = "900"
EVERYONE = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
)
BOT = int(Permission.VIEW_AUDIT_LOG | Permission.EMBED_LINKS | Permission.ATTACH_FILES)
BOT_SCRIPT = Path(__file__).with_name("bot_script.py")
BOT_ARGV = [sys.executable, str(BOT_SCRIPT)]
BOT_ENV = {"BOT_TOKEN": "{token}", "BOT_REST_URL": "{rest_url}"}


def guild_json(**parts: Any) -> dict[str, Any]:
    """Make a guild file with an owner (1), a member (2) and a bot that may view the audit log."""
    guild: dict[str, Any] = {
        "id": GUILD_ID,
        "name": "Pony",
        "owner_id": "1",
        "roles": [
            {"id": GUILD_ID, "name": "@everyone", "permissions": str(EVERYONE)},
            {"id": "50", "name": "Helpers", "permissions": "0", "mentionable": True},
            {"id": "99", "name": "bot", "permissions": str(BOT), "managed": True},
        ],
        "channels": [
            {"id": "10", "type": 0, "name": "general"},
            {"id": "11", "type": 0, "name": "staff", "permission_overwrites": [_deny_all()]},
        ],
        "members": [
            {"user": {"id": "1", "username": "anna", "global_name": "Anna A"}, "roles": []},
            {"user": {"id": "2", "username": "bert"}, "nick": "Bertie", "roles": ["50"]},
            {"user": {"id": BOT_ID, "username": "auditor", "bot": True}, "roles": ["99"]},
        ],
    }
    guild.update(parts.pop("guild", {}))
    bot = {"id": BOT_ID, "username": "auditor", "bot": True}
    return {"guild": guild, "bot": bot, "users": [{"id": "3", "username": "gone"}], **parts}


def _deny_all() -> dict[str, Any]:
    return {"id": GUILD_ID, "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}


def entries(*ids: int, **fields: Any) -> list[dict[str, Any]]:
    """Make audit log entries with these ids, newest first."""
    base: dict[str, Any] = {"action_type": 22, "user_id": "1", "target_id": "2", **fields}
    return [{"id": str(number), **base} for number in sorted(ids, reverse=True)]


class Client:
    """Asks a stand-in over its socket, as the bot."""

    def __init__(self, discord: Discord, session: aiohttp.ClientSession) -> None:
        self.discord = discord
        self._session = session

    async def ask(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        """Send one request and give the status and the parsed body."""
        headers = {"Authorization": f"Bot {self.discord.token}", **options.pop("headers", {})}
        url = self.discord.rest_url + path
        async with self._session.request(method, url, headers=headers, **options) as response:
            body = await response.json() if response.content_type == "application/json" else None
            return response.status, body

    async def headers(self, path: str) -> dict[str, str]:
        """Give the headers of a GET."""
        headers = {"Authorization": f"Bot {self.discord.token}"}
        async with self._session.get(self.discord.rest_url + path, headers=headers) as response:
            return dict(response.headers)


@asynccontextmanager
async def serving(**parts: Any) -> AsyncGenerator[Client]:
    """Run a stand-in of `guild_json(**parts)` and a client for it."""
    async with Discord(GuildFile.from_json(guild_json(**parts))) as discord, aiohttp.ClientSession() as session:
        yield Client(discord, session)
