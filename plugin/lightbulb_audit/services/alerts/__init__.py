"""Alerts: rules over a server's log, judged as it happens, and their incidents."""
