"""Audit log commands for Discord bots made with hikari and hikari-lightbulb."""
