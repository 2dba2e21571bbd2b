"""The hash chain over all observations: its digests, its head, verifying it, redacting rows in it."""
