"""The `/audit` commands: options in, a drawing out.

A command is two modules. The one here declares its name and options, and is all that loading the extension costs. Its
`invoke` awaits a `Deferred` for what it works with, and hands the options to the module of the same name in `answers/`,
which is imported with the first command or press of the process. So modules here import from `answers/` within
functions alone, after that `await`, and for types under TYPE_CHECKING. A group of commands with a desk of its own, such
as `/audit feed`, is one module here and a folder there, and its desk is another `Deferred`.
"""

from lightbulb_audit.commands.group import audit_group, commands_of
from lightbulb_audit.commands.host_checks import HostChecks
from lightbulb_audit.commands.names import CommandName
from lightbulb_audit.commands.presses import GatewayPresses, ServerPresses, presses_of
from lightbulb_audit.commands.user_history import user_history

__all__ = [
    "CommandName",
    "GatewayPresses",
    "HostChecks",
    "ServerPresses",
    "audit_group",
    "commands_of",
    "presses_of",
    "user_history",
]
