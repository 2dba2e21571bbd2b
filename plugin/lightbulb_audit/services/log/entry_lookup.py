"""Which entry somebody means: by its id, or by a link to a message."""

import re
from typing import Final

import hikari

from lightbulb_audit.errors import GoneError, NoEntryOfMessageError, NotAnEntryError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.ports import AuditLog, Lookups

_LINK: Final = re.compile(r"<?https?://(?:\w+\.)?discord(?:app)?\.com/channels/(\d{1,19})/(\d{1,19})/(\d{1,19})>?")
_PINS: Final = (74, 75)
_PAGE: Final = 100

SCANNED_AT_MOST: Final = 1000
"""Entries of one type that are looked at for one message."""


async def find_entry(log: AuditLog, lookups: Lookups, guild_id: hikari.Snowflake, text: str) -> int:
    """Return the id of the entry that is meant.

    A link means the entry that the message shows, if it is one of the bot's own, else the newest pin of the message.

    Raises:
        NotAnEntryError: If the text is neither an id nor a link to a message of this server.
        NoEntryOfMessageError: If the log has nothing about the message, as far as is looked.
        AuditError: If the log could not be read.
    """
    words = text.strip()
    entry_id = snowflake.parse(words)
    if entry_id:
        return int(entry_id)
    link = _LINK.fullmatch(words)
    if link is None or int(link[1]) != guild_id:
        raise NotAnEntryError(text)
    channel_id, message_id = int(link[2]), int(link[3])
    try:
        shown = await lookups.entry_shown_in(channel_id, message_id)
    except GoneError:
        shown = None
    return shown if shown is not None else await _pin_of(log, guild_id, message_id)


async def _pin_of(log: AuditLog, guild_id: hikari.Snowflake, message_id: int) -> int:
    newest: int | None = None
    for action_type in _PINS:
        newest = await _newest_of(log, guild_id, message_id, action_type, newest) or newest
    if newest is None:
        raise NoEntryOfMessageError
    return newest


async def _newest_of(
    log: AuditLog, guild_id: hikari.Snowflake, message_id: int, action_type: int, known: int | None
) -> int | None:
    """Return the newest entry of a type that is about a message; None if none is newer than the one that is known."""
    place: int | None = None
    for _ in range(SCANNED_AT_MOST // _PAGE):
        page = await log.read(guild_id, PageRequest(_PAGE, before=place, action_type=action_type))
        entry_ids = [int(record.id) for record in page.records if record.id]
        for record in page.records:
            if known is not None and 0 < record.id < known:
                return None
            if record.id and snowflake.parse(record.options.get("message_id")) == message_id:
                return int(record.id)
        if page.row_count < _PAGE or not entry_ids:
            return None
        place = entry_ids[-1]
    return None
