"""The `/audit` commands: options in, a drawing out."""

from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.commands.components import ComponentHandler
from lightbulb_audit.commands.group import audit_group
from lightbulb_audit.commands.user_history import user_history

__all__ = ["Audit", "ComponentHandler", "audit_group", "user_history"]
