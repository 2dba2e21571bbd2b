"""Records into words. Pure: a Record and the names go in, a Description comes out."""

from lightbulb_audit.describe.description import Description, describe

__all__ = ["Description", "describe"]
