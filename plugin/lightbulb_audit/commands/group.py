"""The group of all commands."""

import hikari
import lightbulb

from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.commands.coverage import coverage
from lightbulb_audit.commands.entry import entry
from lightbulb_audit.commands.export import export
from lightbulb_audit.commands.history import history
from lightbulb_audit.commands.recent import recent
from lightbulb_audit.commands.search import search


def audit_group(audit: Audit) -> lightbulb.Group:
    """`/audit` with its commands, for one running plugin."""
    group = lightbulb.Group(
        "audit",
        "Who did what in this server, when and why",
        contexts=[hikari.ApplicationContextType.GUILD],
        default_member_permissions=hikari.Permissions.VIEW_AUDIT_LOG,
    )
    group.register(recent(audit))
    group.register(entry(audit))
    group.register(search(audit))
    group.register(history(audit))
    group.register(export(audit))
    group.register(coverage(audit))
    return group
