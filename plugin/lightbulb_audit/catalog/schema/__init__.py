"""Discord's changed objects: their fields, and what values mean."""
