"""The `/audit` commands: options in, a drawing out."""

from lightbulb_audit.commands.components import ComponentHandler
from lightbulb_audit.commands.group import audit_group
from lightbulb_audit.commands.services import RunningArchive, Services
from lightbulb_audit.commands.user_history import user_history

__all__ = ["ComponentHandler", "RunningArchive", "Services", "audit_group", "user_history"]
