"""Where everything is put together, and the only loader.

What only a bot with an archive needs is loaded with it, as `archive` does with its database packages; what answers is
loaded with the first command.
"""

import asyncio
import functools
import logging
import weakref
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

import hikari
import lightbulb
import linkd

from lightbulb_audit import config
from lightbulb_audit.analyse.reason import FORMATS
from lightbulb_audit.api.announcer import Announcer
from lightbulb_audit.api.audit_log import AuditLog, connect
from lightbulb_audit.commands import (
    CommandName,
    GatewayPresses,
    HostChecks,
    ServerPresses,
    audit_group,
    commands_of,
    presses_of,
    user_history,
)
from lightbulb_audit.commands.presses import Answer, Press
from lightbulb_audit.config import Config
from lightbulb_audit.deferred import Deferred, load, load_ahead
from lightbulb_audit.discord.answers import Answers
from lightbulb_audit.discord.server_time import ServerTime
from lightbulb_audit.discord.source import RestAuditLog
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.collector.schedule import Schedule

if TYPE_CHECKING:
    from lightbulb_audit.archiver import Archiver
    from lightbulb_audit.commands.answers.feed.desk import FeedDesk
    from lightbulb_audit.commands.answers.incident.services import IncidentServices
    from lightbulb_audit.commands.answers.services import RunningArchive, Services
    from lightbulb_audit.services.log.recent_cache import RecentEntries

_log: Final = logging.getLogger(__name__)

_ANSWERS: Final = "lightbulb_audit.commands.answers"

_T = TypeVar("_T")


class _Running:
    """What one client has loaded: its commands and its listener.

    Args:
        client: The client.
        settings: The settings.
        rhythm: How often what is asked.
        clock: Discord's time.
        of_bot: All that clients of the same bot have loaded, the first one first.

    Attributes:
        services: What its commands call, from the first command on.
        archiving: What fills its archive; None where there is none.
    """

    def __init__(
        self,
        client: lightbulb.Client,
        settings: Config,
        rhythm: Schedule,
        clock: DiscordClock,
        of_bot: Callable[[], Sequence["_Running"]],
    ) -> None:
        FORMATS.lengthen(settings.reason_formats)
        self._client = client
        self._settings = settings
        self._rhythm = rhythm
        self._of_bot = of_bot
        self._answers = Answers()
        self._newest: RecentEntries | None = None
        self.services = Deferred(_ANSWERS, self._build_services)
        self._desk = Deferred(_ANSWERS, self._build_desk)
        self._incidents = Deferred(_ANSWERS, self._build_incidents)
        self._heard = heard = ServerTime(client.app, clock)
        self._announcer = announcer = Announcer(client.app, self.services)
        self._discord = discord = RestAuditLog(client.app, heard=heard)
        self.archiving = None
        if settings.archive:
            load("lightbulb_audit.archiver")
            from lightbulb_audit.archiver import Archiver

            self.archiving = Archiver(client.app, settings, discord, rhythm, heard, announcer.announce)
        elif settings.checkpoints:
            _log.warning("without an archive there are no checkpoints: set `archive`, or leave `checkpoints` empty")
        self.names = (
            self._name(hikari.CommandType.SLASH, settings.group, "group"),
            self._name(hikari.CommandType.USER, settings.context_menu, "context_menu"),
        )
        self._commands: tuple[lightbulb.Group | type[lightbulb.UserCommand], ...] = ()
        self._presses: GatewayPresses | ServerPresses | None = None

    async def start(self) -> None:
        """Register the commands, listen to presses, and begin to collect."""
        self._heard.attach()
        self._announcer.attach()
        for name in self.names:
            await name.find()
        group = audit_group(self._settings, self.names[0], self.services, self._desk)
        self._commands = (group, user_history(self._settings, self.services, self.names[1]))
        for command in self._commands:
            self._client.register(command, guilds=[int(one) for one in self._settings.guilds] or None)
        checks = HostChecks(self._client, commands_of(group))
        handler = Deferred(_ANSWERS, functools.partial(self._build_handler, checks))

        async def answer(interaction: Press, sent: asyncio.Event) -> None:
            await (await handler.get())(interaction, sent)

        self._presses = presses_of(self._client.app, answer, lambda: next(iter(self._of_bot()), self) is self)
        if self._presses is not None:
            self._presses.start()
        load_ahead(_ANSWERS)
        if self.archiving is not None:
            self._desk.now()
            self._incidents.now()
            await self.archiving.start()

    async def stop(self) -> None:
        """Leave nothing behind."""
        for command in self._commands:
            self._client.unregister(command)
        if self._presses is not None:
            self._presses.stop()
        if self._newest is not None:
            await self._newest.close()
        await self._answers.close()
        if self.archiving is not None:
            await self.archiving.stop()
        self._announcer.detach()
        self._heard.detach()

    def _build_services(self) -> "Services":
        from lightbulb_audit.commands.answers.services import Services
        from lightbulb_audit.discord.server import server_of
        from lightbulb_audit.services.log.recent_cache import RecentEntries

        archiving, clock = self.archiving, self._heard.clock
        log = self._discord if archiving is None else archiving.log
        self._newest = RecentEntries(log)
        server = functools.partial(server_of, self._client.app, self._answers)
        archive = None if archiving is None else _running_archive(archiving, clock)
        return Services.of(self._settings, clock, server, log, self._newest, archive)

    def _build_desk(self) -> "FeedDesk":
        from lightbulb_audit.commands.answers.feed.desk import FeedDesk

        services = self.services.now()
        if self.archiving is None:
            return FeedDesk(services, None)
        from lightbulb_audit.alerts import build_alerts
        from lightbulb_audit.commands.answers.feed.notice import TroubleNotice
        from lightbulb_audit.feeds import build_feeds

        parts = (self._client.app, self.archiving, services, self._rhythm)
        feeding, alerting, incidents = build_feeds(*parts), build_alerts(*parts), self._incidents.now()
        if incidents is not None:
            alerting.runner.on_incident = incidents.runner.wake
        desk = FeedDesk(services, feeding, alerting)
        services.public.after = TroubleNotice(desk)
        return desk

    def _build_incidents(self) -> "IncidentServices | None":
        if self.archiving is None:
            return None
        from lightbulb_audit.incidents import build_incidents

        return build_incidents(self._client.app, self.archiving, self.services.now(), self._rhythm)

    def _build_handler(self, checks: HostChecks) -> Answer:
        from lightbulb_audit.commands.answers.alert.components import AlertPresses
        from lightbulb_audit.commands.answers.components import ComponentHandler
        from lightbulb_audit.commands.answers.feed.components import FeedPresses
        from lightbulb_audit.commands.answers.public_presses import PublicPresses

        services = self.services.now()
        others: Answer = PublicPresses(services.public, checks, ComponentHandler(services, checks))
        incidents = self._incidents.now()
        if incidents is not None:
            from lightbulb_audit.commands.answers.incident.components import IncidentPresses

            others = IncidentPresses(services, incidents, checks, others)
        desk = self._desk.now()
        return AlertPresses(desk, checks, FeedPresses(desk, checks, others))

    @property
    def app(self) -> hikari.RESTAware:
        """The bot."""
        return self._client.app

    @property
    def scope(self) -> frozenset[int]:
        """The servers that have the commands; empty for all."""
        return frozenset(map(int, self._settings.guilds or self._client.default_enabled_guilds))

    def _name(self, kind: hikari.CommandType, wanted: str, setting: str) -> CommandName:
        place = 0 if kind is hikari.CommandType.SLASH else 1

        def others() -> Sequence[str]:
            beside = [one for one in self._of_bot() if one is not self and _meet(one.scope, self.scope)]
            return [one.names[place].current for one in beside]

        return CommandName(self._client, kind, wanted, setting, others)


def _running_archive(archiving: "Archiver", clock: DiscordClock) -> "RunningArchive":
    from lightbulb_audit.commands.answers.services import RunningArchive
    from lightbulb_audit.services.collector.coverage import CollectedArchive

    collected = CollectedArchive(archiving.store, archiving.collector_of, clock)
    return RunningArchive(collected, archiving.searched, archiving.reader, archiving.store.public_channels)


def _meet(some: frozenset[int], others: frozenset[int]) -> bool:
    """Return whether two sets of servers have one in common; an empty one is of all global commands."""
    return some == others or bool(some & others)


class _Plugin(lightbulb.Loadable):
    """Loads into any number of clients, each once."""

    def __init__(self) -> None:
        # The clients themselves, by their commands, keep what runs for them: one that is gone takes it along.
        self._running: weakref.WeakValueDictionary[int, _Running] = weakref.WeakValueDictionary()
        self._loading: set[int] = set()

    async def load(self, client: lightbulb.Client) -> None:
        """Build the services for a client and start them."""
        if id(client) in self._running or id(client) in self._loading:
            return
        # The place is taken at once, so that two loads side by side start one.
        self._loading.add(id(client))
        running = None
        try:
            settings = await _registered(client, Config) or config.find()
            rhythm = await _registered(client, Schedule) or Schedule()
            clock = await _registered(client, DiscordClock) or DiscordClock()
            running = _Running(client, settings, rhythm, clock, lambda: self._of_bot(client.app))
            await running.start()
            connect(await self._log_of(client), running.services)
        except BaseException:
            if running is not None:
                await running.stop()
            raise
        finally:
            self._loading.discard(id(client))
        self._running[id(client)] = running
        _warn_of_sync(client, running)

    def archiver_of(self, client: lightbulb.Client) -> "Archiver | None":
        """Return what fills a client's archive; None where there is none."""
        running = self._running.get(id(client))
        return None if running is None else running.archiving

    def _of_bot(self, app: hikari.RESTAware) -> Sequence[_Running]:
        return [one for one in self._running.values() if one.app is app]

    async def unload(self, client: lightbulb.Client) -> None:
        """Stop what was started for a client."""
        running = self._running.pop(id(client), None)
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


def _warn_of_sync(client: lightbulb.Client, running: _Running) -> None:
    """Say what is left to do where the client has told Discord its commands already, and not ours."""
    # Nothing public says whether a client has started.
    if not client._started:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - see above
        return
    created = {command.name for commands in client.created_commands.values() for command in commands}
    if any(name.current not in created for name in running.names):
        _log.warning(
            "the client has started already, so Discord does not know /%s yet: call "
            "`await client.sync_application_commands()`, or load the extension before `client.start()`",
            running.names[0].current,
        )


async def _registered(client: lightbulb.Client, kind: type[_T]) -> _T | None:
    """Return what the bot registered of a type; None if it did not.

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
