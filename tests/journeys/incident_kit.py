"""What the journeys of incidents share: a server whose moderator goes rogue, and whoever finds it out."""

import asyncio
import contextlib
import dataclasses
import datetime
import json
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, Final

from tests.journeys.collected import HURRY, SCRIPT, until

from discord_standin import Discord, GuildFile, Session
from discord_standin.example import example_guild
from discord_standin.messages import Held
from discord_standin.permissions import Permission
from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.alert import Alert, By, Cause, Finding, Incident, NewAlert, Verdict
from lightbulb_audit.model.incident_button import nonce_of

RHYTHM: Final = {**HURRY, "feed_look": 0.3, "feed_failed": [0.1, 1.0], "feed_closed": [0.3, 1.0], "incident_edit": 0.3}
_NOTHING: Final = "every: action:stage_create actor:1"
"""A rule that nothing fits: what is found is found by these tests."""

_TIMEOUT: Final = 20.0


def rogue_guild(**more: Any) -> dict[str, Any]:
    """The example guild with an empty log; the bot may manage roles and the server."""
    file = example_guild(datetime.datetime.now(datetime.UTC))
    for role in file["guild"]["roles"]:
        if role["name"] == "auditor":
            added = Permission.MANAGE_ROLES | Permission.MANAGE_GUILD
            role["permissions"] = str(int(role["permissions"]) | int(added))
    return {**file, "audit_log": {"audit_log_entries": []}, "messages": {}, **more}


def member(discord: Discord, username: str) -> dict[str, Any]:
    """Somebody in the server."""
    found = discord.world.state.members.values()
    return next(one for one in found if one["user"]["username"] == username)


def role_id(discord: Discord, name: str) -> str:
    """A role of the server."""
    return next(key for key, role in discord.world.state.roles.items() if role["name"] == name)


def held(discord: Discord, username: str) -> set[str]:
    """The names of somebody's roles now."""
    roles = discord.world.state.roles
    return {roles[one]["name"] for one in member(discord, username)["roles"] if one in roles}


def posted(discord: Discord) -> list[Held]:
    """The messages of incidents, oldest first, whatever channel they are in."""
    state = discord.world.state
    return [one for channel in state.channels for one in reversed(state.messages.in_channel(channel)) if nonces(one)]


def nonces(message: Held) -> set[str]:
    """The nonces that a message carries."""
    parts = [part for row in message.message["components"] for part in row["components"]]
    return {nonce for part in parts if (nonce := nonce_of(part.get("custom_id", ""))) is not None}


@contextlib.asynccontextmanager
async def sitting(address: str, file: dict[str, Any] | None = None) -> AsyncGenerator[Session]:
    """A sitting with a bot in a hurry that keeps an archive."""
    words = [sys.executable, str(SCRIPT), "{rest_url}", address, "--rhythm", json.dumps(RHYTHM)]
    async with (
        Discord(GuildFile.from_json(file or rogue_guild())) as discord,
        Session(discord, words, {"DISCORD_TOKEN": "{token}"}) as session,
    ):
        started = await session.do("wait 0.5")
        assert started.error is None, started.error
        yield session


@dataclasses.dataclass
class Judge:
    """Finds incidents, as the judging of rules does: into the archive, from another process.

    Attributes:
        discord: Where things happen.
        address: The archive's.
        channel: Where it is told.
        role: The role that is pinged; None for none.
    """

    discord: Discord
    address: str
    channel: str = "mod-log"
    role: str | None = None
    made: int = 0

    def entry(self, action_type: int = 22, by: str = "anna", **fields: Any) -> str:
        """Something happens; its id."""
        state = self.discord.world.state
        self.made += 1
        entry: dict[str, Any] = {
            "id": state.snowflakes.next(),
            "guild_id": state.id,
            "user_id": member(self.discord, by)["user"]["id"],
            "target_id": str(10**17 + self.made),
            "action_type": action_type,
            **fields,
        }
        self.discord.emit("GUILD_AUDIT_LOG_ENTRY_CREATE", entry)
        return entry["id"]

    async def find(
        self, *ids: str, by: str | None = "anna", incident_id: int | None = None, is_late: bool = False
    ) -> Incident:
        """Open an incident of some entries, or add them to one; by nobody where Discord does not say who."""
        key = None if by is None else int(member(self.discord, by)["user"]["id"])
        return await self._claim(Finding(By.ACTOR, key, Cause.FITS, tuple(map(int, ids)), incident_id, is_late))

    async def find_to(self, target_id: int | None, *ids: str) -> Incident:
        """Open an incident of what was done to somebody or something."""
        return await self._claim(Finding(By.TARGET, target_id, Cause.FITS, tuple(map(int, ids))))

    async def _claim(self, found: Finding) -> Incident:
        async with await _opened(self.address) as archive:
            await self._until_kept(archive, found.entry_ids)
            while True:
                alert = await self._alert(archive)
                (numbers,) = await archive.alerts.claim([Verdict(alert, alert.cursor, [found])])
                incident = await archive.alerts.incident(alert.guild_id, (numbers or [0])[0] or 0)
                if incident is not None:
                    return incident
                await asyncio.sleep(0.05)

    async def _alert(self, archive: Archive) -> Alert:
        state = self.discord.world.state
        guild_id = int(state.id)
        known = await archive.alerts.of(guild_id)
        if known:
            return known[0]
        channel_id = next(int(one["id"]) for one in state.channels.values() if one["name"] == self.channel)
        pinged = None if self.role is None else int(role_id(self.discord, self.role))
        return (await archive.alerts.add(guild_id, [NewAlert(_NOTHING, channel_id, pinged, 1)]))[0]

    async def _until_kept(self, archive: Archive, wanted: Sequence[int]) -> None:
        guild_id = int(self.discord.world.state.id)
        async with asyncio.timeout(_TIMEOUT):
            while len(await archive.feeds.entries(guild_id, wanted)) < len(wanted):
                await asyncio.sleep(0.05)


async def told(discord: Discord, fits: Callable[[str], bool] = lambda _: True, count: int = 1) -> dict[str, Any]:
    """Wait until so many messages stand there, and the text of the last of them fits; that one."""

    def is_there() -> bool:
        found = posted(discord)
        return len(found) >= count and fits(str(found[-1].message["embeds"][0]["description"]))

    await until(is_there, _TIMEOUT)
    found = posted(discord)
    assert len(found) == count, [one.message["embeds"][0]["title"] for one in found]
    return found[-1].message


async def _opened(address: str) -> Archive:
    async with asyncio.timeout(_TIMEOUT):
        while True:
            try:
                return await open_archive(address, is_new_allowed=False)
            except ArchiveError:
                await asyncio.sleep(0.1)
