"""Why a stretch of a log is not in the archive, in the words that are kept with it."""

from typing import Final

OFFLINE: Final = "offline"
FORBIDDEN: Final = "no permission"
LEFT: Final = "not a member"
BEFORE: Final = "before the bot came"
EXPIRED: Final = "older than 45 days"
RETENTION: Final = "older than retention"
