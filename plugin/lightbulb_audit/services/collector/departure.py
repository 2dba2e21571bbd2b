"""Noting when the bot left a server: by that its archive is deleted one day."""

import dataclasses
import datetime
import logging
from typing import Final

from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import snowflake
from lightbulb_audit.services.clock import TOLERANCE
from lightbulb_audit.services.ports import Store

_log: Final = logging.getLogger(__name__)


async def note_left(store: Store, guild_id: int, now: datetime.datetime) -> None:
    """Note that the bot is no more in a server, where that is not noted yet and its log was ever read."""
    try:
        marks = (await store.progress(guild_id)).marks
        is_said = marks.left_at is not None and snowflake.time_of(0) <= marks.left_at <= now + TOLERANCE
        if marks.checked_at is not None and not is_said:
            await store.mark(guild_id, dataclasses.replace(marks, left_at=now))
    except ArchiveError as error:
        _log.warning("that guild %s was left could not be noted: %s", guild_id, error)
