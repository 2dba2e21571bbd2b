"""What an audit log says, read without loss: pure, no network, no text for people."""

from lightbulb_audit.model.decode.reader import Reader
from lightbulb_audit.model.page import Page
from lightbulb_audit.model.record import Change, Record

__all__ = ["Change", "Page", "Reader", "Record"]
