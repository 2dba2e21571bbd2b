"""Whom or what somebody means by a mention or an id."""

import re
from typing import Final

from lightbulb_audit.model import snowflake

_MENTION: Final = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[^:<>]+:)(\d{1,20})>|(\d{1,20})", re.ASCII)
_EVERYONE: Final = frozenset({"@everyone", "everyone"})


def is_everyone(text: str) -> bool:
    """Return whether it means the role everyone."""
    return text.strip().lower() in _EVERYONE


def parse_id(text: str, guild_id: int) -> int | None:
    """Return the id in a mention of a user, role, channel, emoji or command, or a bare id; None for a name.

    Args:
        text: What was typed.
        guild_id: The server: its role of everyone has the server's own id. Source: Discord's API reference,
            "Permissions", "Role Object".
    """
    words = text.strip()
    if is_everyone(words):
        return int(guild_id)
    match = _MENTION.fullmatch(words)
    found = None if match is None else snowflake.parse(match[1] or match[2])
    return None if found is None else int(found)
