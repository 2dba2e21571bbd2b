"""What the options of commands say of themselves; it is loaded by every bot, so it imports nothing."""

from collections.abc import Mapping
from typing import Final

MEANINGS: Final[Mapping[str, str]] = {
    "actor": "Who did it, or for whom a bot did it",
    "for": "For whom a bot did it, according to its reason",
    "target": "What it was done to: a user, channel, role or anything else",
    "about": "What the entry names anywhere, but as who did it",
    "action": "What was done, such as “timeout” or “banned”, or a whole category",
    "category": "What part of the server it is about",
    "channel": "The channel or thread that it names",
    "role": "The role that it names",
    "before": "Only what is older: a date, “2 days ago”, an entry's id",
    "after": "Only what is newer: a date, “yesterday 14:00”, an entry's id",
    "has": "What it must have: a reason",
    "is": "By a bot or a human, or undone since",
    "text": "Words in the reason, a name or a change",
    "key": "Which setting was changed",
    "permission": "A permission that was given or taken",
    "gained": "A permission that was given",
    "lost": "A permission that was taken",
    "id": "The entry with this id",
}
"""What each filter asks for, by its name."""

EXPORT_FORMS: Final[Mapping[str, str]] = {
    "html": "A page to read and to print (HTML)",
    "csv": "A table for spreadsheets (CSV)",
    "jsonl": "The raw entries for programs (JSON lines)",
}
"""The forms of files, by what an option takes, the one that most people want first."""
