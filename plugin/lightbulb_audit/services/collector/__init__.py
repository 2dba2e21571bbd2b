"""Keeping the archive complete: events as they come, and what they cannot tell read from Discord's log."""

from lightbulb_audit.services.collector.collector import Collector
from lightbulb_audit.services.collector.schedule import Schedule

__all__ = ["Collector", "Schedule"]
