"""Whom or what somebody means by a mention or an id."""

import re
from typing import Final

from lightbulb_audit.errors import NotATargetError
from lightbulb_audit.model import snowflake

_MENTION: Final = re.compile(r"<(?:@[!&]?|#)(\d{1,20})>|(\d{1,20})", re.ASCII)
_EVERYONE: Final = frozenset({"@everyone", "everyone"})


def parse_target(text: str, guild_id: int) -> int:
    """The id in a mention of a user, role or channel, or a bare id.

    Args:
        text: What was typed.
        guild_id: The server: its role of everyone has the server's own id. Source: Discord's API reference,
            "Permissions", "Role Object".

    Raises:
        NotATargetError: If it is anything else, or more than one.
    """
    words = text.strip()
    if words.lower() in _EVERYONE:
        return int(guild_id)
    match = _MENTION.fullmatch(words)
    target_id = None if match is None else snowflake.parse(match[1] or match[2])
    if target_id is None:
        raise NotATargetError(text)
    return int(target_id)
