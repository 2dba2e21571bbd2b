"""The `/audit` commands: options in, a drawing out."""

from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.commands.group import audit_group
from lightbulb_audit.commands.history import history
from lightbulb_audit.commands.presses import Presses

__all__ = ["Audit", "Presses", "audit_group", "history"]
