"""Alerts in the archive: which there are, how far each has judged, and their incidents with the messages of these."""
