"""The group of all commands."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import hikari
import lightbulb

from lightbulb_audit.commands import alert, feed
from lightbulb_audit.commands.coverage import coverage
from lightbulb_audit.commands.entry import entry
from lightbulb_audit.commands.export import export
from lightbulb_audit.commands.history import history
from lightbulb_audit.commands.names import AuditGroup, CommandName
from lightbulb_audit.commands.recent import recent
from lightbulb_audit.commands.search import search
from lightbulb_audit.config import Config
from lightbulb_audit.deferred import Deferred

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.feed.desk import FeedDesk
    from lightbulb_audit.commands.answers.services import Services


def audit_group(
    config: Config, name: CommandName, services: "Deferred[Services]", feeds: "Deferred[FeedDesk]"
) -> lightbulb.Group:
    """`/audit` with its commands, for one running plugin."""
    group = AuditGroup(
        name.current,
        "Who did what in this server, when and why",
        contexts=[hikari.ApplicationContextType.GUILD],
        default_member_permissions=config.permission,
    )
    object.__setattr__(group, "given_name", name)  # a group is frozen
    for command in (recent, entry, search, history, export):
        group.register(command(config, services))
    group.register(coverage(config, feeds))
    feed.register(group, services, feeds)
    alert.register(group, services, feeds)
    return group


def commands_of(group: lightbulb.Group) -> Mapping[str, type[lightbulb.SlashCommand]]:
    """Return the commands of the group, by their names behind its own, such as `recent` and `feed add`."""
    found: dict[str, type[lightbulb.SlashCommand]] = {}
    for name, command in group.subcommands.items():
        inner = command.subcommands if isinstance(command, lightbulb.SubGroup) else {"": command}
        for last, one in inner.items():
            if issubclass(one, lightbulb.SlashCommand):
                found[f"{name} {last}".strip()] = one
    return found
