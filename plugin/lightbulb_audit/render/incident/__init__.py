"""Incidents as people see them: their messages, the lists of their entries, and the answers to their buttons."""
