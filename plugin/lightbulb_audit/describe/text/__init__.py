"""Text: its parts, and how they look plain and as markdown."""
