"""What a bot's own code may call: the promised names, which the package itself gives out."""

from lightbulb_audit.api.audit_log import AuditLog, AuditLogError, QueryError, SearchResult
from lightbulb_audit.api.customize import customize
from lightbulb_audit.api.entry_event import AuditEntryEvent
from lightbulb_audit.api.entry_text import ChangeText, EntryText, Subject
from lightbulb_audit.api.log_page import LogPage, describe, read_page

__all__ = [
    "AuditEntryEvent",
    "AuditLog",
    "AuditLogError",
    "ChangeText",
    "EntryText",
    "LogPage",
    "QueryError",
    "SearchResult",
    "Subject",
    "customize",
    "describe",
    "read_page",
]
