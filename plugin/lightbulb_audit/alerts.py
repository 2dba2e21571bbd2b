"""The alerts of a running bot: what judges its archive."""

import hikari

from lightbulb_audit.archiver import Archiver
from lightbulb_audit.commands.answers.feed.desk import AlertServices
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.discord.own_roles import RestOwnRoles
from lightbulb_audit.services.alerts.rules import RuleBook
from lightbulb_audit.services.alerts.runner import AlertRunner
from lightbulb_audit.services.alerts.silence import Silence
from lightbulb_audit.services.collector.schedule import Schedule


def build_alerts(app: hikari.RESTAware, archiving: Archiver, services: Services, rhythm: Schedule) -> AlertServices:
    """Put the alerts of an archive together; they are judged while it collects."""
    store = archiving.store.alerts
    rules = RuleBook(services.parser, services.names, services.server)
    silence = Silence(store, archiving.hearing, archiving.store.progress)
    runner = AlertRunner(store, rules, lambda guild_id: archiving.hearing(guild_id) is not None, silence, rhythm)
    others = archiving.store.on_append

    def wake(guild_id: int) -> None:
        others(guild_id)
        runner.wake(guild_id)

    archiving.store.on_append = wake
    archiving.runners.append(runner)
    return AlertServices(store, runner, rules, RestOwnRoles(app))
