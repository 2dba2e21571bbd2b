"""Where everything is put together, and the only loader."""

import functools
import logging
from typing import Final, TypeVar

import hikari
import lightbulb
import linkd

from lightbulb_audit import config
from lightbulb_audit.analyse.reason import FORMATS
from lightbulb_audit.api.announcer import Announcer
from lightbulb_audit.api.audit_log import AuditLog, connect
from lightbulb_audit.archiver import Archiver
from lightbulb_audit.commands import ComponentHandler, RunningArchive, Services, audit_group, user_history
from lightbulb_audit.config import Config
from lightbulb_audit.discord.answers import Answers
from lightbulb_audit.discord.server import server_of
from lightbulb_audit.discord.server_time import ServerTime
from lightbulb_audit.discord.source import RestAuditLog
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.collector import Schedule
from lightbulb_audit.services.collector.coverage import CollectedArchive
from lightbulb_audit.services.log.recent_cache import RecentEntries

_log: Final = logging.getLogger(__name__)

_T = TypeVar("_T")


class _Running:
    """What one client has loaded: its commands and its listener.

    Attributes:
        services: What its commands call.
        archiving: What fills its archive; None where there is none.
    """

    def __init__(self, client: lightbulb.Client, settings: Config, rhythm: Schedule, clock: DiscordClock) -> None:
        FORMATS.lengthen(settings.reason_formats)
        app = client.app
        self._heard = heard = ServerTime(app, clock)
        discord = RestAuditLog(app, heard=heard)
        self._announcer = announcer = Announcer(app, lambda: self.services)
        announce = announcer.announce
        archiving = Archiver(app, settings, discord, rhythm, heard, announce) if settings.archive else None
        if settings.checkpoints and archiving is None:
            _log.warning("without an archive there are no checkpoints: set `archive`, or leave `checkpoints` empty")
        log = discord if archiving is None else archiving.log
        newest = RecentEntries(log)
        self._answers = answers = Answers()
        archive = None
        if archiving is not None:
            collected = CollectedArchive(archiving.store, archiving.collector_of, clock)
            archive = RunningArchive(collected, archiving.searched, archiving.reader)
        server = functools.partial(server_of, app, answers)
        self.services = services = Services.of(settings, clock, server, log, newest, archive)
        self._client = client
        self._newest = newest
        self.archiving = archiving
        self._commands = (audit_group(services), user_history(services))
        self._presses = ComponentHandler(services)

    async def start(self) -> None:
        """Register the commands, listen to presses, and begin to collect."""
        app = self._client.app
        self._heard.attach()
        self._announcer.attach()
        for command in self._commands:
            self._client.register(command)
        if isinstance(app, hikari.EventManagerAware):
            app.event_manager.subscribe(hikari.InteractionCreateEvent, self._listen)
        else:
            _log.warning("this bot has no gateway: the buttons under /audit's answers will not work")
        if self.archiving is not None:
            await self.archiving.start()

    async def stop(self) -> None:
        """Leave nothing behind."""
        app = self._client.app
        for command in self._commands:
            self._client.unregister(command)
        if isinstance(app, hikari.EventManagerAware):
            app.event_manager.unsubscribe(hikari.InteractionCreateEvent, self._listen)
        await self._newest.close()
        await self._answers.close()
        if self.archiving is not None:
            await self.archiving.stop()
        self._announcer.detach()
        self._heard.detach()

    async def _listen(self, event: hikari.InteractionCreateEvent) -> None:
        await self._presses(event)


class _Plugin(lightbulb.Loadable):
    """Loads into any number of clients, each once."""

    def __init__(self) -> None:
        self._running: dict[lightbulb.Client, _Running | None] = {}

    async def load(self, client: lightbulb.Client) -> None:
        """Build the services for a client and start them."""
        if client in self._running:
            return
        # The place is taken at once, so that two loads side by side start one.
        self._running[client] = None
        try:
            settings = await _registered(client, Config) or config.find()
            rhythm = await _registered(client, Schedule) or Schedule()
            running = _Running(client, settings, rhythm, await _registered(client, DiscordClock) or DiscordClock())
            await running.start()
            connect(await self._log_of(client), running.services)
        except BaseException:
            del self._running[client]
            raise
        self._running[client] = running

    def archiver_of(self, client: lightbulb.Client) -> Archiver | None:
        """What fills a client's archive; None where there is none."""
        running = self._running.get(client)
        return None if running is None else running.archiving

    async def unload(self, client: lightbulb.Client) -> None:
        """Stop what was started for a client."""
        running = self._running.pop(client, None)
        if running is not None:
            connect(await self._log_of(client), None)
            await running.stop()

    async def _log_of(self, client: lightbulb.Client) -> AuditLog:
        """The log that the client's own commands take: what the bot registered, else one that is registered now."""
        found = await _registered(client, AuditLog)
        if found is None:
            found = AuditLog()
            try:
                client.di.registry_for(lightbulb.di.Contexts.DEFAULT).register_value(AuditLog, found)
            except linkd.RegistryFrozenException:
                _log.info("the bot runs already: for AuditLog in its commands, register an AuditLog() before it starts")
        return found


async def _registered(client: lightbulb.Client, kind: type[_T]) -> _T | None:
    """What the bot registered of a type; None if it did not.

    It is taken from a container of its own: entering the client's would freeze its registry, and what the bot
    registers after loading us would be refused.
    """
    registry = client.di.registry_for(lightbulb.di.Contexts.DEFAULT)
    if kind not in registry:
        return None
    container = linkd.Container(registry)
    try:
        return await container.get(kind)
    finally:
        await container.close()


_plugin: Final = _Plugin()
archiver_of: Final = _plugin.archiver_of
loader: Final = lightbulb.Loader()
loader.add(_plugin)
