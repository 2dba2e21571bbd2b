"""Signed tree heads over all observations: making them, holding the archive against them, proving an entry."""
