"""State at a moment, rebuilt from the changes of the audit log. Pure."""
