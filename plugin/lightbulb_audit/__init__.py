"""Audit log commands for Discord bots made with hikari and hikari-lightbulb.

`await client.load_extensions("lightbulb_audit")` is all that a bot needs to do.

What stands in `__all__` is promised: it changes as semantic versioning says. Every other module is private.
"""

import importlib.metadata

from lightbulb_audit.api import (
    AuditEntryEvent,
    AuditLog,
    AuditLogError,
    ChangeText,
    EntryText,
    LogPage,
    QueryError,
    SearchResult,
    Subject,
    customize,
    describe,
    read_page,
)
from lightbulb_audit.config import Config
from lightbulb_audit.model import Change, Record
from lightbulb_audit.plugin import loader

__all__ = [
    "AuditEntryEvent",
    "AuditLog",
    "AuditLogError",
    "Change",
    "ChangeText",
    "Config",
    "EntryText",
    "LogPage",
    "QueryError",
    "Record",
    "SearchResult",
    "Subject",
    "__version__",
    "customize",
    "describe",
    "loader",
    "read_page",
]

__version__ = importlib.metadata.version("lightbulb-audit")
