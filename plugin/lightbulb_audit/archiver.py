"""The archive of a running bot: what fills it, and what reads it."""

import asyncio
import contextlib
import logging
from typing import Final, Protocol

import hikari

from lightbulb_audit.archive import check_files, prepare
from lightbulb_audit.archive.reconnect import ReconnectingArchive
from lightbulb_audit.config import Config
from lightbulb_audit.describe.names.name_table import Lookup
from lightbulb_audit.discord.channel import MessageChannel
from lightbulb_audit.discord.guild_cache import GuildCache
from lightbulb_audit.discord.guild_list import GuildList
from lightbulb_audit.discord.names import CachedNames
from lightbulb_audit.discord.retries import RetryGate
from lightbulb_audit.discord.server_time import ServerTime
from lightbulb_audit.discord.source import RestAuditLog
from lightbulb_audit.discord.stream import Stream
from lightbulb_audit.errors import ArchiveError, ForbiddenError
from lightbulb_audit.model import Reader
from lightbulb_audit.model.progress import Hearing
from lightbulb_audit.services.collector.checkpoints import Checkpointer
from lightbulb_audit.services.collector.collector import Collector, Statistics
from lightbulb_audit.services.collector.guild_collector import GuildCollector
from lightbulb_audit.services.collector.news import Announce, tell_nobody
from lightbulb_audit.services.collector.pace import Pacer, PeoplesLog
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.collector.tally import Tally
from lightbulb_audit.services.deadline import is_answering
from lightbulb_audit.services.log.archive_search import ArchiveSearch
from lightbulb_audit.services.log.archived_log import ArchivedLog
from lightbulb_audit.services.ports import AuditLog

_log: Final = logging.getLogger(__name__)

_PATIENCE: Final = 120.0
"""Seconds to wait for a page that nobody waits for."""


class Runner(Protocol):
    """What does something with the archive while it is filled."""

    def start(self) -> None:
        """Begin."""
        ...

    async def close(self) -> None:
        """Stop, and leave nothing behind."""
        ...


class Archiver:
    """An archive, and what keeps it complete while the bot runs.

    Args:
        app: The bot.
        settings: Where the archive is, and for how long it keeps what.
        discord: Discord's log, for people.
        rhythm: How often what is asked.
        heard: What hears Discord's time.
        announce: Is told of entries that no event told of.

    Attributes:
        store: The archive.
        log: The log as the archive has it, and Discord's where it is not complete.
        searched: The archive, as it is searched.
        reader: Reads what comes out of it.
        runners: What posts of it while it is filled.
    """

    def __init__(
        self,
        app: hikari.RESTAware,
        settings: Config,
        discord: AuditLog,
        rhythm: Schedule,
        heard: ServerTime,
        announce: Announce = tell_nobody,
    ) -> None:
        now = heard.clock.now
        self.store = ReconnectingArchive(settings.archive, now)
        self._heard = heard
        self._announce = announce
        self._app = app
        self._settings = settings
        self._rhythm = rhythm
        self.reader = Reader(app)
        self._collector: Collector | None = None
        self._stream: Stream | None = None
        self._guild_list: GuildList | None = None
        self._checkpointer: Checkpointer | None = None
        self.runners: list[Runner] = []
        self._joining: asyncio.Task[None] | None = None
        self.searched = ArchiveSearch(self.store, self.reader, self.collector_of, settings.retention_days, now)
        self._pace = Pacer(settings.requests_per_second, is_answering)
        self._retries = RetryGate(app, self._pace.pass_gate)
        self.log = ArchivedLog(
            PeoplesLog(discord, self._pace), self.store, self.reader, self.collector_of, self._names, now
        )

    def collector_of(self, guild_id: int) -> GuildCollector | None:
        """Return the collecting of one server, about which somebody asks; None where nothing is collected."""
        found = None if self._collector is None else self._collector.get(guild_id)
        if found is not None:
            found.asked()
        return found

    def hearing(self, guild_id: int) -> Hearing | None:
        """Return what is heard of one server; None where nothing is collected."""
        found = None if self._collector is None else self._collector.get(guild_id)
        if found is None:
            return None
        since = None if found.is_polled or not found.is_connected else found.since
        return Hearing(since, isinstance(found.trouble, ForbiddenError))

    def statistics(self) -> Statistics:
        """Return how much was collected so far, and how it does now; nothing where it has not begun."""
        return Statistics(Tally(), 0, 0, 0, 0) if self._collector is None else self._collector.statistics()

    def is_reading(self, guild_id: int) -> bool | None:
        """Return whether a server's log is still being read, beside what comes by itself; None where it is not kept."""
        found = None if self._collector is None else self._collector.get(guild_id)
        return None if found is None else found.is_reading

    async def find_problem(self) -> str | None:
        """Return why nothing is collected now; None while all is well."""
        if self._collector is None:
            return "it has not begun"
        with contextlib.suppress(ArchiveError):
            await self.store.ping()  # a database that nobody asks does not tell that it is away
        return None if self.store.trouble is None else str(self.store.trouble.error)

    async def start(self) -> None:
        """Begin to collect, now and whenever the bot starts again."""
        await prepare()
        try:
            check_files(self._settings.archive)
        except ArchiveError as error:
            _log.error("no archive is kept, and the commands answer from Discord alone: %s", error)
        app = self._app
        if isinstance(app, hikari.GatewayBotAware):
            app.event_manager.subscribe(hikari.StartingEvent, self._starting)
            app.event_manager.subscribe(hikari.StoppingEvent, self._stopping)
        elif isinstance(app, hikari.RESTBotAware):
            app.add_startup_callback(self._starting)
            app.add_shutdown_callback(self._stopping)
        self._begin()

    async def stop(self) -> None:
        """Leave nothing behind."""
        if isinstance(self._app, hikari.GatewayBotAware):
            self._app.event_manager.unsubscribe(hikari.StartingEvent, self._starting)
            self._app.event_manager.unsubscribe(hikari.StoppingEvent, self._stopping)
        elif isinstance(self._app, hikari.RESTBotAware):
            if self._starting in self._app.on_startup:
                self._app.remove_startup_callback(self._starting)
            if self._stopping in self._app.on_shutdown:
                self._app.remove_shutdown_callback(self._stopping)
        await self._end()

    def _begin(self) -> None:
        if self._collector is not None:
            return
        app = self._app
        self._heard.attach()
        has_gateway = isinstance(app, hikari.GatewayBotAware)
        is_polled = not has_gateway or not app.intents & hikari.Intents.GUILD_MODERATION
        if is_polled:
            lack = "the intent GUILD_MODERATION" if has_gateway else "a gateway"
            _log.warning("without %s no events come: the audit log is asked for now and then", lack)
        self._collector = Collector(
            RestAuditLog(app, _PATIENCE, self._heard, self._retries),
            self.store,
            self.reader,
            self._names,
            keep_days=self._settings.retention_days,
            left_days=self._settings.left_days,
            is_polled=is_polled,
            rhythm=self._rhythm,
            clock=self._heard.clock,
            announce=self._announce,
            pace=self._pace,
        )
        if self._settings.checkpoints:
            channel = MessageChannel(app.rest, int(self._settings.checkpoints))
            self._checkpointer = Checkpointer(
                self.store.checkpoints, channel, look_seconds=self._rhythm.checkpoints, clock=self._heard.clock.now
            )
            self._checkpointer.start()
        for runner in self.runners:
            runner.start()
        self._listen(self._collector)

    def _listen(self, collector: Collector) -> None:
        """Hear of the bot's servers, and of what happens there where a gateway tells."""
        app = self._app
        if not isinstance(app, hikari.GatewayBotAware):
            self._guild_list = GuildList(app.rest, collector, self._rhythm)
            self._guild_list.start()
            return
        self._stream = Stream(app, collector)
        self._stream.start(app.event_manager)
        if app.is_alive:
            self._joining = asyncio.create_task(self._join(self._stream))

    async def _join(self, stream: Stream) -> None:
        try:
            await stream.join()
        except hikari.HikariError:
            _log.warning("the bot's servers could not be listed; they are collected from the next session on")

    async def _end(self) -> None:
        app, stream, collector, checkpointer = self._app, self._stream, self._collector, self._checkpointer
        guild_list = self._guild_list
        self._stream = self._guild_list = self._collector = self._checkpointer = None
        if stream is not None and isinstance(app, hikari.GatewayBotAware):
            stream.stop(app.event_manager)
        if guild_list is not None:
            await guild_list.stop()
        if self._joining is not None:
            self._joining.cancel()
            await asyncio.gather(self._joining, return_exceptions=True)
        for runner in self.runners:
            await runner.close()
        if checkpointer is not None:
            await checkpointer.close()
        if collector is not None:
            await collector.close()
        self._retries.detach()
        await self.store.close()

    async def _starting(self, _: object) -> None:
        self._begin()

    async def _stopping(self, _: object) -> None:
        await self._end()

    def _names(self, guild_id: int) -> Lookup:
        return CachedNames(GuildCache(self._app, hikari.Snowflake(guild_id)))
