"""Searching: the filters, the language in which they are asked for, and what an entry can be found by. Pure."""
