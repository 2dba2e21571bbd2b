"""Keeping the archive complete: events as they come, and what they cannot tell read from Discord's log."""

from lightbulb_audit.services.collecting.collector import Collector
from lightbulb_audit.services.collecting.rhythm import Rhythm

__all__ = ["Collector", "Rhythm"]
