"""Keeping the archive complete: events as they come, and what they cannot tell read from Discord's log."""
