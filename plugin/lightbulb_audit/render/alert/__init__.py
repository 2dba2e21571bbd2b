"""Alerts as managers see them: rules in words, and questions about them."""
