"""The group of all commands."""

import hikari
import lightbulb

from lightbulb_audit.commands.coverage import coverage
from lightbulb_audit.commands.entry import entry
from lightbulb_audit.commands.export import export
from lightbulb_audit.commands.history import history
from lightbulb_audit.commands.recent import recent
from lightbulb_audit.commands.search import search
from lightbulb_audit.commands.services import Services


def audit_group(services: Services) -> lightbulb.Group:
    """`/audit` with its commands, for one running plugin."""
    group = lightbulb.Group(
        "audit",
        "Who did what in this server, when and why",
        contexts=[hikari.ApplicationContextType.GUILD],
        default_member_permissions=hikari.Permissions.VIEW_AUDIT_LOG,
    )
    group.register(recent(services))
    group.register(entry(services))
    group.register(search(services))
    group.register(history(services))
    group.register(export(services))
    group.register(coverage(services))
    return group
