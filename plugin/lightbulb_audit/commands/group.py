"""The group of all commands."""

from collections.abc import Mapping

import hikari
import lightbulb

from lightbulb_audit.commands.coverage import coverage
from lightbulb_audit.commands.entry import entry
from lightbulb_audit.commands.export import export
from lightbulb_audit.commands.feed import FeedDesk
from lightbulb_audit.commands.feed import register as register_feeds
from lightbulb_audit.commands.history import history
from lightbulb_audit.commands.names import AuditGroup, CommandName
from lightbulb_audit.commands.recent import recent
from lightbulb_audit.commands.search import search
from lightbulb_audit.commands.services import Services


def audit_group(services: Services, name: CommandName, desk: FeedDesk) -> lightbulb.Group:
    """`/audit` with its commands, for one running plugin."""
    group = AuditGroup(
        name.current,
        "Who did what in this server, when and why",
        contexts=[hikari.ApplicationContextType.GUILD],
        default_member_permissions=services.config.permission,
    )
    object.__setattr__(group, "given_name", name)  # a group is frozen
    group.register(recent(services))
    group.register(entry(services))
    group.register(search(services))
    group.register(history(services))
    group.register(export(services))
    group.register(coverage(services, desk))
    register_feeds(group, desk)
    return group


def commands_of(group: lightbulb.Group) -> Mapping[str, type[lightbulb.SlashCommand]]:
    """Return the commands of the group, by their names; it has no groups of its own."""
    return {
        name: command
        for name, command in group.subcommands.items()
        if isinstance(command, type) and issubclass(command, lightbulb.SlashCommand)
    }
