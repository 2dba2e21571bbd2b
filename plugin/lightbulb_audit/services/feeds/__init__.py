"""Posting what happens to channels, each entry once: a reader of the archive with a cursor and an outbox."""
