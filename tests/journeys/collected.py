"""What the journeys of collecting share: bots as processes, a log that lives, and the archive held against it."""

import asyncio
import contextlib
import dataclasses
import datetime
import json
import pathlib
import random
import sys
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from discord_standin import Discord, GuildFile
from discord_standin.example import example_guild
from discord_standin.process import BotProcess
from discord_standin.world import World
from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.progress import GROWING
from lightbulb_audit.model.query import PageRequest

SCRIPT: Final = pathlib.Path(__file__).with_name("bot_script.py")
GROWS_FOR: Final = 3.0
"""Seconds: how long an entry grows here. Discord's grow for minutes, and the default rhythm knows an hour."""

HURRY: Final[Mapping[str, Any]] = {
    "young": [[GROWS_FOR + 1, 0.5], [GROWS_FOR + 3, 1.0]],
    "first_look": 0.3,
    "sweep": 3600.0,  # it would heal what all the rest got wrong
    "sweep_wait": 3600.0,
    "poll": [0.3, 1.0],
    "forbidden": [0.5, 4.0],
    "failed": [0.1, 1.0],
    "away": [0.1, 1.0],
    "nudge": 0.5,
}
"""The rhythm of a bot whose minutes are seconds."""

_ENTRY: Final = "GUILD_AUDIT_LOG_ENTRY_CREATE"
_KINDS: Final = (22, 24, 26, 27, 72, 72, 73, 12, 31)


def hasty(discord: Discord, address: str, *more: str, **rhythm: Any) -> BotProcess:
    """A bot in a hurry, not started yet. What it logs is shown where a test fails."""
    words = [discord.rest_url, address, "--rhythm", json.dumps({**HURRY, **rhythm}), *more]
    return BotProcess([sys.executable, str(SCRIPT), *words], {"DISCORD_TOKEN": discord.token}, is_verbose=True)


def ours(discord: Discord, address: str) -> BotProcess:
    """`lightbulb-audit run`, not started yet."""
    words = ["-m", "lightbulb_audit", "run", "--rest-url", discord.rest_url, "--archive", address]
    return BotProcess([sys.executable, *words], {"DISCORD_TOKEN": discord.token}, is_verbose=True)


@contextlib.asynccontextmanager
async def up(*bots: BotProcess) -> AsyncGenerator[None]:
    """Bots that run, and end with this."""
    try:
        for bot in bots:
            await bot.start()
        yield
    finally:
        await asyncio.gather(*(bot.close() for bot in bots))


@contextlib.asynccontextmanager
async def guild_of(guild_id: int | None = None, entries: Sequence[Mapping[str, Any]] = ()) -> AsyncGenerator[Discord]:
    """A Discord with the example guild, be it under another id, and this log."""
    file = example_guild(datetime.datetime.now(datetime.UTC))
    if guild_id is not None:
        file = json.loads(json.dumps(file).replace(file["guild"]["id"], str(guild_id)))
    async with Discord(GuildFile.from_json({**file, "audit_log": {"audit_log_entries": list(entries)}})) as discord:
        yield discord


def past(count: int, *, seconds_ago: float = 3600.0) -> list[dict[str, Any]]:
    """A log of entries that grow no more, newest first, one a second, the newest so many seconds ago."""
    newest = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=seconds_ago)
    moments = (newest - datetime.timedelta(seconds=index) for index in range(count))
    return [_entry(str(int(snowflake.first_at(moment))), 22, index) for index, moment in enumerate(moments)]


def _entry(entry_id: str, action_type: int, number: int) -> dict[str, Any]:
    entry = {
        "id": entry_id,
        "user_id": str(10**17 + number % 7),
        "target_id": str(10**17 + number),
        "action_type": action_type,
        "reason": f"number {number} 🔨",
    }
    return {**entry, "options": {"channel_id": "5", "count": "1"}} if action_type in GROWING else entry


class InGuild(Protocol):
    """A Discord, or one of its servers, in which things happen."""

    @property
    def world(self) -> World:
        """What it knows, with the server at hand."""
        ...

    def emit(self, event: str, data: dict[str, Any], /) -> None:
        """Let something happen."""


@dataclasses.dataclass(frozen=True)
class OneOfMany:
    """One of the servers of a Discord.

    Attributes:
        world: What the Discord knows, with this server at hand.
        emit: Lets something happen.
    """

    world: World
    emit: Callable[[str, dict[str, Any]], None]

    @classmethod
    def each(cls, discord: Discord) -> "list[OneOfMany]":
        """List all of them."""
        return [cls(discord.world.within(state), discord.emit) for state in discord.world.states.values()]


class Life:
    """What happens in a server: entries are made, and some of them grow.

    Args:
        discord: Where.
        rng: What decides.
        kinds: The action types of what is made.
    """

    def __init__(self, discord: InGuild, rng: random.Random, kinds: Sequence[int] = _KINDS) -> None:
        self.discord = discord
        self.made = 0
        self._rng = rng
        self._kinds = kinds
        self._young: list[tuple[float, str, int]] = []

    def make(self, count: int) -> None:
        """So many entries are made; the bot hears of them if it listens."""
        state = self.discord.world.state
        for _ in range(count):
            self.made += 1
            entry = _entry(state.snowflakes.next(), self._rng.choice(self._kinds), self.made)
            entry["user_id"] = self._rng.choice(list(state.members))
            self.discord.emit(_ENTRY, {**entry, "guild_id": state.id})
            if entry["action_type"] in GROWING:
                self._young.append((time.monotonic(), entry["id"], 1))

    def grow(self) -> None:
        """Some of the young entries grow, and nobody is told."""
        now = time.monotonic()
        self._young = [one for one in self._young if now - one[0] < GROWS_FOR]
        for index, (made, entry_id, count) in enumerate(self._young):
            if self._rng.random() < 0.1:
                self._young[index] = (made, entry_id, count + self._rng.randint(1, 5))
                self.discord.world.state.audit_log.grow(entry_id, self._young[index][2])

    async def live(self, count: int, seconds: float) -> None:
        """So many entries are made in bursts, over about so many seconds, and grow until they are too old."""
        end = self.made + count
        mean = 40
        while self.made < end:
            self.make(min(end - self.made, self._rng.randint(1, 2 * mean - 1)))
            self.grow()
            await asyncio.sleep(self._rng.uniform(0, 2 * seconds * mean / count))
        while self._young:
            await asyncio.sleep(0.1)
            self.grow()


def requests(discord: Discord) -> list[dict[str, Any]]:
    """Every request for the log so far."""
    return [row for row in discord.requests if row["path"].endswith("/audit-logs")]


def truth(discord: InGuild) -> dict[str, Any]:
    """The log as Discord has it, by id."""
    return {entry["id"]: entry for entry in discord.world.state.audit_log.entries}


async def held(archive: Archive, guild_id: int) -> dict[str, Any]:
    """The log as the archive has it, by id; an event also says in which server it was."""
    found: dict[str, Any] = {}
    before: int | None = None
    while page := await archive.page(guild_id, PageRequest(1000, before)):
        for entry in page:
            assert str(entry.entry_id) not in found, f"entry {entry.entry_id} is there twice"
            found[str(entry.entry_id)] = {name: value for name, value in entry.json().items() if name != "guild_id"}
        before = page[-1].entry_id
    return found


async def until(is_so: Callable[[], bool], seconds: float = 20.0) -> float:
    """Wait until something is so; how many seconds that took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, f"it did not come about within {seconds:g} seconds"
        await asyncio.sleep(0.02)
    return time.monotonic() - began


@dataclasses.dataclass
class Difference:
    """What an archive lacks, has too much, or has otherwise; nothing where it is equal to the log.

    Attributes:
        missing: Entries of the log that are not in the archive.
        other: Entries that differ: the log's, the archive's.
        extra: Entries of the archive that are not in the log.
        covered: Whether one interval holds the log from its first entry to its last.
    """

    missing: list[str]
    other: list[tuple[Any, Any]]
    extra: list[str]
    covered: bool

    @classmethod
    async def between(cls, archive: Archive, discord: InGuild) -> "Difference":
        """Hold one against the other."""
        guild_id, log = int(discord.world.state.id), truth(discord)
        kept, covered = await held(archive, guild_id), (await archive.progress(guild_id)).covered
        low, high = int(min(log, key=int)), int(max(log, key=int))
        return cls(
            missing=[one for one in log if one not in kept],
            other=[(entry, kept[one]) for one, entry in log.items() if one in kept and kept[one] != entry],
            extra=[one for one in kept if one not in log],
            covered=any(one.low <= low and high <= one.high for one in covered),
        )

    @property
    def is_none(self) -> bool:
        """Whether they are equal."""
        return self.covered and not (self.missing or self.other or self.extra)

    def __str__(self) -> str:
        first = f", the first: {self.other[0]}" if self.other else ""
        return (
            f"missing {len(self.missing)} ({self.missing[-1:]} to {self.missing[:1]}), extra {len(self.extra)}, "
            f"other {len(self.other)}{first}; covered: {self.covered}"
        )


async def equal(address: str, discord: InGuild, seconds: float = 20.0) -> float:
    """Wait until the archive is equal to the log, and so many seconds at most; how many it took."""
    began = time.monotonic()
    async with await _opened(address, seconds) as archive:
        while not await _is_equal(archive, discord):
            found = "" if time.monotonic() - began < seconds else await Difference.between(archive, discord)
            assert not found, f"after {seconds:g} seconds: {found}"
            await asyncio.sleep(0.1)
    return time.monotonic() - began


async def _is_equal(archive: Archive, discord: InGuild) -> bool:
    """See whether it is, and look into the entries once there are as many: the bot needs the processor until then."""
    held = (await archive.stats(int(discord.world.state.id))).entries
    return held == len(truth(discord)) and (await Difference.between(archive, discord)).is_none


async def _opened(address: str, seconds: float) -> Archive:
    """An archive that a bot makes: opened as soon as it is there, and made by nobody else."""
    began = time.monotonic()
    while True:
        try:
            return await open_archive(address, is_new_allowed=False)
        except ArchiveError:
            if time.monotonic() - began > seconds:
                raise
            await asyncio.sleep(0.1)


async def sound(address: str, discord: Discord) -> None:
    """See that the archive verifies, and is the log entry by entry. The bot is down."""
    async with await open_archive(address, is_new_allowed=False) as archive:
        findings = [finding async for report in archive.verify() for finding in report.findings]
        assert findings == []
        found = await Difference.between(archive, discord)
        assert found.is_none, found
