"""Feeds as people see them: their messages, and the list of them."""
