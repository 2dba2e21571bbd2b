"""The audit log, wherever it is kept: read, walked through, searched."""
