"""Collecting the logs of every server of this process: who is there, and what becomes of them."""

import asyncio
import dataclasses
import datetime
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any, Final

from lightbulb_audit.describe.names.name_table import Lookup
from lightbulb_audit.errors import ArchiveError, ForbiddenError, GoneError
from lightbulb_audit.model import Reader
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.collector.context import Context
from lightbulb_audit.services.collector.departure import note_left
from lightbulb_audit.services.collector.guild_collector import GuildCollector
from lightbulb_audit.services.collector.news import Announce, tell_nobody
from lightbulb_audit.services.collector.pace import Pacer, Rank
from lightbulb_audit.services.collector.retention import Retention
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.collector.standings import Standings
from lightbulb_audit.services.collector.tally import Tally
from lightbulb_audit.services.ports import AuditLog, Store

_log: Final = logging.getLogger(__name__)

_LOOK_SECONDS: Final = 0.1
_RETRY_SECONDS: Final = 60.0
_AT_ONCE: Final = 500
"""Servers of which something is read together."""


@dataclasses.dataclass(frozen=True, slots=True)
class Statistics:
    """How much collecting did so far, and how it does now.

    Attributes:
        tally: What was kept.
        servers: How many servers there are.
        behind: Of how many the archive may lack something that Discord has.
        requests: How many requests were made, what was sent again among them.
        requests_left: How many may still be made within this second.
    """

    tally: Tally
    servers: int
    behind: int
    requests: int
    requests_left: int


class Collector:
    """Keeps the archive of every server complete, and lets go of what may not be kept.

    Args:
        log: Discord's log.
        store: The archive.
        reader: Reads events.
        names: What a server's people and things are called now.
        keep_days: For how many days entries are kept; 0 for ever.
        left_days: For how many days a server's entries are kept after the bot left it.
        is_polled: Whether no events come.
        rhythm: How often what is asked.
        clock: Discord's time; this machine's if None.
        announce: Is told of entries that no event told of; see `collector.news`.
        pace: When Discord may be asked; as by default if None.
    """

    def __init__(
        self,
        log: AuditLog,
        store: Store,
        reader: Reader,
        names: Callable[[int], Lookup],
        *,
        keep_days: int = 0,
        left_days: int = 30,
        is_polled: bool = False,
        rhythm: Schedule | None = None,
        clock: DiscordClock | None = None,
        announce: Announce = tell_nobody,
        pace: Pacer | None = None,
    ) -> None:
        rhythm, clock, pace = rhythm or Schedule(), clock or DiscordClock(), pace or Pacer()
        standings = Standings(store, pace, clock)
        own = (rhythm, pace, standings, clock)
        self._means = Context(log, store, reader, names, *own, keep_days, is_polled, Tally(), announce)
        self._retention = Retention(store, clock, keep_days, left_days)
        self._guilds: dict[int, GuildCollector] = {}
        self._shards: dict[int, set[int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._upkeep: asyncio.Task[None] | None = None

    async def fill(self, guild_id: int, progress: Callable[[int], None]) -> int:
        """Read once all that is missing of a server's log, without a gateway.

        Args:
            guild_id: Whose log.
            progress: Is told how many more entries were read.

        Returns:
            How many entries were read.

        Raises:
            AuditError: If Discord does not let the bot read it.
            ArchiveError: If it cannot be kept.
        """
        collecting = GuildCollector(guild_id, self._means)
        collecting.begin()
        told = 0
        try:
            while collecting.is_reading:
                await asyncio.sleep(_LOOK_SECONDS)
                progress(collecting.read - told)
                told = collecting.read
                if isinstance(collecting.trouble, ForbiddenError | GoneError | ArchiveError):
                    raise collecting.trouble
        finally:
            await collecting.close()
        return collecting.read

    def get(self, guild_id: int) -> GuildCollector | None:
        """Return the collecting of one server; None if the bot is not in it."""
        return self._guilds.get(guild_id)

    @property
    def is_polled(self) -> bool:
        """Whether no events come, so that the log is asked for now and then."""
        return self._means.is_polled

    def statistics(self) -> Statistics:
        """Return how much was done so far, and how the servers do now."""
        behind = sum(one.is_behind for one in self._guilds.values())
        pace = self._means.pace
        return Statistics(dataclasses.replace(self._means.tally), len(self._guilds), behind, pace.sent, pace.left)

    # What the gateway says

    def session(self, shard_id: int, shard_count: int, guild_ids: Collection[int]) -> None:
        """A session of a shard begins: these are its servers, and events from before may have been lost."""
        if self._upkeep is None:
            self._upkeep = asyncio.create_task(self._look_after(), name="upkeep of the audit archive")
        gone = self._shards.get(shard_id, set()) - set(guild_ids)
        for guild_id in gone:
            self.on_leave(guild_id)
        self._shards[shard_id] = set(guild_ids)
        for guild_id in guild_ids:
            self._begin(guild_id, None)
        self._do(self._hurry_growing(list(guild_ids)))
        self._do(self._note_absent(shard_id, shard_count))

    def disconnected(self, shard_id: int) -> None:
        """The connection of a shard broke."""
        self._connect(shard_id, is_connected=False)

    def resumed(self, shard_id: int) -> None:
        """It is back, and every event that was missed comes now."""
        self._connect(shard_id, is_connected=True)

    def arrived(self, shard_id: int, guild_id: int, joined_at: datetime.datetime | None) -> None:
        """A server is there: the bot joined it, or the gateway tells of it."""
        known = self._guilds.get(guild_id)
        if known is None or guild_id not in self._shards.setdefault(shard_id, set()):
            self._shards.setdefault(shard_id, set()).add(guild_id)
            self._begin(guild_id, joined_at)
        else:
            known.joined(joined_at)

    def away(self, guild_id: int) -> None:
        """A server is away for a while: an outage of Discord's."""
        for guilds in self._shards.values():
            guilds.discard(guild_id)
        known = self._guilds.get(guild_id)
        if known is not None:
            known.is_connected = False

    def on_leave(self, guild_id: int) -> None:
        """The bot is no more in a server."""
        for guilds in self._shards.values():
            guilds.discard(guild_id)
        known = self._guilds.pop(guild_id, None)
        if known is not None:
            self._do(known.leave())

    def entry(self, guild_id: int, raw: Mapping[str, Any]) -> None:
        """An entry was made."""
        known = self._guilds.get(guild_id)
        if known is not None:
            known.take(raw)

    def permissions_changed(self, guild_id: int) -> None:
        """What the bot may do in a server may have changed."""
        known = self._guilds.get(guild_id)
        if known is not None:
            known.nudge()

    async def close(self) -> None:
        """Stop, and leave nothing behind."""
        tasks = [*self._tasks, *([] if self._upkeep is None else [self._upkeep])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, *(one.close() for one in self._guilds.values()), return_exceptions=True)
        self._guilds.clear()

    # How it is done

    def _begin(self, guild_id: int, joined_at: datetime.datetime | None) -> None:
        known = self._guilds.get(guild_id)
        if known is None:
            known = self._guilds[guild_id] = GuildCollector(guild_id, self._means)
        known.is_connected = True
        known.begin(joined_at)

    def _connect(self, shard_id: int, *, is_connected: bool) -> None:
        for guild_id in self._shards.get(shard_id, ()):
            known = self._guilds.get(guild_id)
            if known is not None:
                known.is_connected = is_connected

    def _do(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hurry_growing(self, guild_ids: Sequence[int]) -> None:
        """Servers in which entries may have grown go before those in which nothing happened."""
        try:
            for at in range(0, len(guild_ids), _AT_ONCE):
                for guild_id in await self._means.store.growing_guilds(guild_ids[at : at + _AT_ONCE]):
                    self._means.pace.hurry(guild_id, Rank.GROWTH)
        except ArchiveError as error:
            _log.info("which servers have entries that grow could not be read: %s", error)

    async def _note_absent(self, shard_id: int, shard_count: int) -> None:
        """Servers that the bot left while it was down are in the archive, and not in the gateway's list."""
        try:
            for guild_id in await self._means.store.guilds():
                if (guild_id >> 22) % shard_count == shard_id and guild_id not in self._guilds:
                    await note_left(self._means.store, guild_id, self._means.clock.now())
        except ArchiveError as error:
            _log.warning("which servers were left could not be noted: %s", error)

    async def _look_after(self) -> None:
        """Let go, now and then, of what may not be kept."""
        while True:
            try:
                wait = (await self._retention.run(self._guilds)).total_seconds()
            except ArchiveError as error:
                _log.warning("what is too old could not be let go of: %s", error)
                wait = _RETRY_SECONDS
            await asyncio.sleep(wait)
