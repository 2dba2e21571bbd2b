"""The `/audit` commands: options in, a drawing out."""

from lightbulb_audit.commands.components import ComponentHandler
from lightbulb_audit.commands.group import audit_group, commands_of
from lightbulb_audit.commands.host_checks import HostChecks
from lightbulb_audit.commands.names import CommandName
from lightbulb_audit.commands.presses import GatewayPresses, ServerPresses, presses_of
from lightbulb_audit.commands.public_presses import PublicPresses
from lightbulb_audit.commands.services import RunningArchive, Services
from lightbulb_audit.commands.user_history import user_history

__all__ = [
    "CommandName",
    "ComponentHandler",
    "GatewayPresses",
    "HostChecks",
    "PublicPresses",
    "RunningArchive",
    "ServerPresses",
    "Services",
    "audit_group",
    "commands_of",
    "presses_of",
    "user_history",
]
