"""Audit log commands for Discord bots made with hikari and hikari-lightbulb.

`await client.load_extensions("lightbulb_audit")` is all that a bot needs to do.

What stands in `__all__` is promised: it changes as semantic versioning says. Every other module is private.
"""

import sys
import types
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from lightbulb_audit.config import Config
from lightbulb_audit.plugin import loader

if TYPE_CHECKING:
    from lightbulb_audit.api.audit_log import AuditLog, AuditLogError, QueryError, SearchResult
    from lightbulb_audit.api.customize import customize
    from lightbulb_audit.api.entry_event import AuditEntryEvent
    from lightbulb_audit.api.entry_text import ChangeText, EntryText, Subject
    from lightbulb_audit.api.log_page import LogPage, describe, read_page
    from lightbulb_audit.model import Change, Record

    __version__: str

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

_MODULES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("AuditLog", "AuditLogError", "QueryError", "SearchResult"), "api.audit_log"),
    **dict.fromkeys(("ChangeText", "EntryText", "Subject"), "api.entry_text"),
    **dict.fromkeys(("LogPage", "describe", "read_page"), "api.log_page"),
    **dict.fromkeys(("Change", "Record"), "model"),
    "AuditEntryEvent": "api.entry_event",
    "customize": "api.customize",
}
"""Where the promised names are: who loads the extension alone does not pay for what it does not call."""


def _find(name: str) -> Any:
    """Return a promised name; what it takes is imported with its first use."""
    from lightbulb_audit.deferred import load

    module = f"{__name__}.{_MODULES[name]}"
    load(module)
    return getattr(sys.modules[module], name)


class _Package(types.ModuleType):
    """This package. There is a package `describe` in it too, which Python would put in the place of the function."""

    @property
    def describe(self) -> Any:
        return _find("describe")

    @describe.setter
    def describe(self, _: types.ModuleType) -> None:
        """Leave the function where it is."""


if not TYPE_CHECKING:  # or every name would seem to be there

    def __getattr__(name: str) -> Any:
        if name == "__version__":
            import importlib.metadata

            return importlib.metadata.version("lightbulb-audit")
        if name in _MODULES:
            return _find(name)
        problem = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(problem)

    sys.modules[__name__].__class__ = _Package
