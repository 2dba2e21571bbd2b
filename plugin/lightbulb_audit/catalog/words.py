"""What the program says for itself: refusals, errors, headings and buttons.

Each sentence says what happened and what to do. Nothing from outside stands in them but through `{…}`, already made
safe by who fills it.
"""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit import errors

NOT_A_SERVER: Final = "The audit log belongs to a server: ask in one of its channels."
ASKER_LACKS: Final = (
    "You need the permission **View audit log** to see this. The server's owner, or anybody who may manage roles, can "
    "give it to one of your roles."
)
BOT_LACKS: Final = (
    "I need the permission **View audit log** to read the log, and I do not have it. The server's owner, or anybody "
    "who may manage roles, can give it to my role in the server's settings, under Roles."
)
UNEXPECTED: Final = (
    "Something went wrong on my side, and it is in my log. Try again; if it stays so, tell whoever runs me."
)

ERRORS: Final[Mapping[type[errors.AuditError], str]] = {
    errors.ForbiddenError: (
        "Discord does not let me read this server's audit log. Check that my role has the permission **View audit "
        "log**; the server's owner, or anybody who may manage roles, can give it."
    ),
    errors.GoneError: ("Discord says that it does not know this server. Try again; if it stays so, invite me again."),
    errors.BusyError: ("Discord asks me to wait {seconds} before I read the audit log again. Try again after that."),
    errors.FailedError: (
        "Discord could not answer: it has trouble of its own (error {status}). Try again in a minute."
    ),
    errors.SilentError: (
        "Discord did not answer within {seconds}: it is slow, or it is making me wait. Try again in a minute."
    ),
    errors.UnreachableError: "The connection to Discord broke before it answered. Try again in a minute.",
    errors.NotAMomentError: (
        "I do not understand “{text}” as a time for **{option}**. Try a date such as 2026-11-20, words such as "
        "“2 days ago” or “yesterday 14:00”, or the id of an entry."
    ),
    errors.NotAnActionError: (
        "I know no action called “{text}”. Choose one from the list that appears while you type, such as "
        "“Member banned” or “All of Members”."
    ),
    errors.SeveralActionsError: (
        "“{text}” could be one of several actions: {candidates}. Choose one from the list that appears while you type."
    ),
    errors.NotATargetError: (
        "I do not understand “{text}” as a **target**. Mention a user, a channel or a role, or give an id; to copy an "
        "id, turn on Developer Mode in your settings under Advanced."
    ),
    errors.NotAnEntryError: (
        "I do not understand “{text}” as an entry. Choose one from the list that appears while you type, or give an "
        "entry's id or the link of a message of this server."
    ),
    errors.NoEntryOfMessageError: (
        "The audit log says nothing about that message: it knows pinned messages, and those of mine that show an entry."
    ),
    errors.OutdatedError: (
        "This list was made by another version of me, so its buttons no longer work. Ask again with `/audit recent`."
    ),
    errors.MissingEntryError: "Discord has no entry {entry_id} any more: it keeps the audit log for 45 days.",
}
"""What the asker is told of each error; the fields are the error's own."""

HEADING: Final = "{server} · audit log"
HEADING_UNNAMED: Final = "Audit log"
NOTHING: Final = "Nothing is in the audit log."
NOTHING_FOUND: Final = "Nothing in the audit log fits this."
NOTHING_YET: Final = "Nothing found so far. Press Search further to go on looking."
KEPT: Final = "Discord keeps 45 days"
ARCHIVED: Final = "from the archive"
ARCHIVED_SINCE: Final = "archive since {time}"
DISCORD_SILENT: Final = "⚠️ Discord does not answer now, so the newest entries may be missing"
LOOKED_BACK: Final = "looked through {count}, back to {time}"
LOOKED_FORWARD: Final = "looked through {count}, up to {time}"
LOOKED_ALL: Final = "looked through {count}, to the end"
MENU: Final = "Look into an entry…"

WHO: Final = "Who"
TARGET: Final = "To what"
TARGET_PERSON: Final = "To whom"
THEMSELVES: Final = "Themselves"
MESSAGE: Final = "The message"
REASON: Final = "Reason"
CHANGES: Final = "Changes"
OPTIONS: Final = "Details"
NO_ID: Final = "An entry without a readable id"
NO_TEXT: Final = "(no text)"
JUMP: Final = "Go to the message"
AND_MORE: Final = "and {count} more"
MESSAGE_OUT_OF_SIGHT: Final = "In a channel that you cannot see."
MESSAGE_HIDDEN: Final = "In a channel that I cannot see."
MESSAGE_GONE: Final = "It is gone."
MESSAGE_UNANSWERED: Final = "Discord did not say what it was. Try again in a minute."
BACK: Final = "↩ Back to the list"
ALL_CHANGES: Final = "📄 All changes"
DID: Final = "Did"
WAS_DONE_TO: Final = "Was done to"
HISTORY: Final = "Audit history"
HISTORY_OF: Final = "{server} · audit history"

NEWEST: Final = "⏮ Newest"
NEWER: Final = "◀ Newer"
OLDER: Final = "Older ▶"
REFRESH: Final = "⟳ Refresh"
FURTHER: Final = "🔍 Search further"
