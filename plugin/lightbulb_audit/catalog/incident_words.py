"""The words of incidents: their messages, their buttons, and what is said of a response."""

from collections.abc import Mapping
from typing import Final

TITLE: Final = "🚨 Incident {number}"
PERSON: Final = "**{name}** · <@{id}> · account made {made}"
BOT: Final = "a bot"
NOBODY: Final = "Somebody (Discord does not say who)"
TO_PERSON: Final = "What was done to {whom}"
TO_NOTHING: Final = "What was done to nobody and nothing that Discord names"
WHOLE_SERVER: Final = "What was done in this server"
ROLES: Final = "Roles: {roles}"
NO_ROLES: Final = "No roles"
NO_MEMBER: Final = "Not in this server any more"
MORE_ROLES: Final = "and {count} more"
FIRST_LAST: Final = "First {first}, last {last}"
ONCE: Final = "At {first}"
ALL_STAND: Final = "nothing of it is known to be undone"
SOME_UNDONE: Final = "{undone} of {count} undone, the rest stands as far as the archive knows"
ALL_UNDONE: Final = "all of it is undone"
LATE: Final = "🕓 Seen late: it happened while the bot could not hear of it."
AND_MORE: Final = "and {count} more"
FOOTER: Final = "Alert {number}"
FOOTER_OF_MORE: Final = "Alerts {numbers} and {last}"
UNHEARD: Final = "⚠️ No event told of this: the bot found it when it read Discord's log again."
FORBIDDEN: Final = (
    "⚠️ The bot may not read the audit log any more, so nobody is watched. Give its role the permission View Audit Log."
)

TAKEN: Final = "🔒 {by} took {roles} · {at}"
GIVEN: Final = "🔓 {by} gave back {roles} · {at}"
PAUSED: Final = "⏸️ {by} paused invites until {until} · {at}"
RESUMED: Final = "▶️ {by} let invites work again · {at}"
IN_DOUBT: Final = "⚠️ Discord did not say whether it took {roles}"
MUTED: Final = "🔕 Muted until {until}"

SHOW: Final = "Show entries"
HISTORY: Final = "Their history"
FILE: Final = "Incident file"
MUTE: Final = "Mute for an hour"
TAKE: Final = "Take their roles"
GIVE: Final = "Give roles back"
PAUSE: Final = "Pause invites"
RESUME: Final = "Resume invites"
NEWER: Final = "◀ Newer"
OLDER: Final = "Older ▶"
YES: Final = "Yes"
NO: Final = "No"

AWAY: Final = "The archive does not answer now, so nothing was done. Try again in a minute."
NO_INCIDENT: Final = "This incident is not in the archive any more."
NEEDS_MANAGE: Final = "Only members with the permission Manage Server mute an incident."
MUTED_NOW: Final = "Incident {number} is muted until {until}: what goes on is kept, and told when that is over."
NOTHING_DONE: Final = "Nothing was done."
NO_ENTRIES: Final = "This incident has no entries, or the archive does not have them any more."
LISTED: Final = "Incident {number} · entries {first} to {last} of {count}, newest first"

FILE_MADE: Final = "The whole incident: {count} entries."
FILE_MADE_OF_ONE: Final = "The whole incident: 1 entry."
FILE_WHO: Final = "Who"
FILE_POWERS: Final = "Powers gained"
FILE_STANDS: Final = "Still stands"
FILE_UNDONE: Final = "Undone"
FILE_LATE: Final = "It was seen late: it happened while the bot could not hear of it."
FILE_LACKING: Final = "{count} of its entries are not in the archive any more."
TITLE_PLAIN: Final = "Incident {number}"

ASK_TAKE: Final = "Take {roles} from {whom}?"
ASK_PAUSE: Final = "Pause the invites of this server for a day? Nobody new can join meanwhile."
ASK_RESUME: Final = "Let the invites of this server work again?"
LEFT: Final = "{roles} stays: {why}."
LEFT_MANY: Final = "{roles} stay: {why}."
TOOK: Final = "Took {roles} from {whom}. One press on “Give roles back” undoes it."
TOOK_NONE: Final = "No role was taken from {whom}."
GAVE: Final = "Gave {roles} back to {whom}."
GAVE_NONE: Final = "No role was given back to {whom}."
PAUSED_NOW: Final = (
    "Invites are paused until {until}. One press on “Resume invites” ends it. Discord's log does not tell who paused "
    "them, so the incident's message does."
)
RESUMED_NOW: Final = "Invites work again."

WHYS: Final[Mapping[str, str]] = {
    "managed": "Discord or an app manages it",
    "above bot": "it is not below the bot's highest role",
    "gone": "it is deleted by now",
    "unsure": "Discord did not answer; press again",
}

REFUSALS: Final[Mapping[str, str]] = {
    "presser lacks": "You need the permission {about} in the server for this.",
    "bot lacks": "The bot needs the permission {about} in the server for this. Give it to its role, then try again.",
    "presser below": "You do not stand above them: your highest role must be higher than every role of theirs.",
    "is owner": "They own this server, so nobody stands above them.",
    "is presser": "That is you: somebody who stands above you must do this.",
    "is this bot": "That is this bot itself.",
    "no member": "They are not in this server now. Roles that were taken are kept until they are.",
    "nobody": "Discord does not say who did this, so there is nobody to take roles from.",
    "nothing to take": "They have no role that the bot can take: the others are managed, or not below the bot's own.",
    "nothing kept": "Nothing is kept that could be given back.",
    "already paused": "Invites are paused already, until {about}.",
    "not paused": "Invites are not paused.",
}

PERMISSIONS: Final[Mapping[int, str]] = {1 << 5: "Manage Server", 1 << 28: "Manage Roles"}
