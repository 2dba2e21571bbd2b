"""Audit log commands for Discord bots made with hikari and hikari-lightbulb.

`await client.load_extensions("lightbulb_audit")` is all that a bot needs to do.
"""

import importlib.metadata

from lightbulb_audit.config import Config
from lightbulb_audit.plugin import loader

__all__ = ["Config", "__version__", "loader"]

__version__ = importlib.metadata.version("lightbulb-audit")
