"""Feeds in the archive: what is posted where, the messages before they are sent, and how far each has come."""
