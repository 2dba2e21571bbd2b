"""What the program says for itself: refusals, errors, headings and buttons.

Each sentence says what happened and what to do. Nothing from outside stands in them but through `{…}`, already made
safe by who fills it.
"""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit import errors
from lightbulb_audit.model import intervals

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
HOST_REFUSED: Final = "This bot's own checks do not let you do this. Whoever runs it can tell you who may."
YES: Final = "Yes"
NO: Final = "No"
PUBLIC_QUESTION: Final = (
    "⚠️ People without the permission **View audit log** can read this channel, and would read the log in this answer. "
    "Show it to all here all the same? A yes is remembered for this channel; a no shows it to you alone."
)
PUBLIC_REMEMBERED: Final = (
    "From now on answers with `private:False` are shown to all in this channel. Give the command once more: I no "
    "longer have the answer that waited for this."
)
NO_FORM: Final = (
    "No form can open here, since this bot answered your press already. Give the date to the command instead."
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
        "“2 days ago”, “last week” or “yesterday 14:00”, or the id of an entry."
    ),
    errors.FutureMomentError: "“{text}” is still to come, and the log tells only what was: give an earlier time.",
    errors.UnclearDateError: "“{text}” could be {days}.",
    errors.NoTimeBetweenError: (
        "There is no time between the two: **after** must be earlier than **before**. Turn them round, or drop one."
    ),
    errors.NotAnActionError: (
        "I know no action called “{text}”. Choose one from the list that appears while you type, such as "
        "“Member banned”, “Member timed out” or “All of Members”."
    ),
    errors.NotAnEntryError: (
        "I do not understand “{text}” as an entry. Choose one from the list that appears while you type, or give an "
        "entry's id or the link of a message of this server."
    ),
    errors.NoEntryOfMessageError: (
        "The audit log says nothing about that message: it knows pinned messages, and those of mine that show an entry."
    ),
    errors.OutdatedError: (
        "This list was made by another version of me, so its buttons no longer work. Ask for it anew."
    ),
    errors.MissingEntryError: "There is no entry {entry_id} in this server's log. Check its id.",
    errors.ExpiredEntryError: "Discord has no entry {entry_id} any more: it keeps the audit log for 45 days.",
}
"""What the asker is told of each error; the fields are the error's own."""

FAULTS: Final[Mapping[errors.Fault, str]] = {
    errors.Fault.UNKNOWN_FILTER: (
        "I know no filter called {word}. There is: {allowed}. To look for these words in the text, put them in quotes."
    ),
    errors.Fault.UNKNOWN_VALUE: "`{filter}:` takes {plain}; I do not know “{typed}”.",
    errors.Fault.ALONE: (
        "`{filter}:` takes {choices} only by itself: write it as a word of its own, without {word} behind a comma."
    ),
    errors.Fault.UNKNOWN_NAME: (
        "I know no {noun} called {word}. There are {choices} and more: choose from the list that appears as you type."
    ),
    errors.Fault.MISSPELT: "I know no {noun} called {word}. Did you mean {choices}?",
    errors.Fault.SEVERAL: "{word} could be one of several: {allowed}. Write more of it.",
    errors.Fault.NO_VALUE: (
        "Something is missing here: a filter is written like `actor:@anna`, words to look for as they are."
    ),
    errors.Fault.NO_WORDS: "There are no letters or digits in {word}, so I cannot look for it.",
    errors.Fault.NO_END: 'This quote is opened and never closed: put a `"` at its end.',
    errors.Fault.NOBODY: (
        "I know nobody and nothing called {word}. Mention them, give an id, or choose from the list that appears while "
        "you type."
    ),
    errors.Fault.NAME_MISSPELT: "I know nobody and nothing called {word}. Did you mean {choices}?",
    errors.Fault.TOO_MANY_NAMED: (
        "{count} people and things have names that begin like {word}, and I look for {meant} at most: write more "
        "letters of it, mention the one, or give an id."
    ),
    errors.Fault.THE_SERVER: (
        "{word} is this server itself. To find what was changed of it, write `category:server`; what its everyone may "
        "do is under `@everyone`."
    ),
    errors.Fault.NOT_A_MOMENT: (
        'I do not understand {word} as a time. Try a date such as `2026-10-01`, words such as `"2 days ago"`, '
        '`"last week"` or `yesterday`, or the id of an entry.'
    ),
    errors.Fault.STILL_TO_COME: "{word} is still to come, and the log tells only what was.",
    errors.Fault.SEVERAL_DAYS: "{word} could be {days}: write {choices}.",
    errors.Fault.NO_TIME_BETWEEN: (
        "There is no time between the two: **after** must be earlier than **before**. Turn them round, or drop one."
    ),
    errors.Fault.NOT_AN_ENTRY: "{word} is no id of an entry.",
    errors.Fault.NOT_A_SPAN: (
        "I do not understand {word} as a span of time. Write `created:>2026-10-01`, `created:<2026-10-01`, "
        '`created:2026-10-01` for that day, `created:"last week"`, or `created:2026-10-01..2026-11-01`.'
    ),
    errors.Fault.TOO_LONG: "A search may have {longest} characters: leave something out.",
    errors.Fault.TOO_MANY_WORDS: "A search may have {most} words: leave something out.",
    errors.Fault.TOO_MUCH: (
        "This means so many people and things that the answer has no room to repeat them: write more of each name, or "
        "mention whom you mean."
    ),
}
"""What is wrong with a word of a search."""
NOUNS: Final[Mapping[str, str]] = {"key": "setting", "gained": "permission", "lost": "permission"}
"""What the values of a filter are called, where its name does not say so."""
NOTHING_ALLOWED: Final = "nothing that I know of"

HEADING: Final = "{server} · audit log"
HEADING_UNNAMED: Final = "Audit log"
NOTHING: Final = "Nothing is in the audit log."
NOTHING_FOUND: Final = "Nothing in the audit log fits this."
NOTHING_BEYOND: Final = {"older": "Nothing in the audit log is older.", "newer": "Nothing in the audit log is newer."}
NOTHING_FOUND_BEYOND: Final = {"older": "Nothing older fits this.", "newer": "Nothing newer fits this."}
NOTHING_YET: Final = "Nothing found so far. Press Search further to go on looking."
KEPT: Final = "Discord keeps 45 days"
ARCHIVED: Final = "from the archive"
ARCHIVED_SINCE: Final = "archive since {time}"
DISCORD_SILENT: Final = "⚠️ Discord does not answer now, so the newest entries may be missing"
NOTHING_CALLED: Final = "I know nobody and nothing called so, and no invite with this code."
DID_YOU_MEAN: Final = "Did you mean {names}?"
RELAXED: Final = "Without “{condition}”, {entries} would fit."
RELAXED_MORE: Final = "without “{condition}”, {entries}"
ONE_ENTRY: Final = "1 entry"
ENTRIES: Final = "{count} entries"
ENTRIES_AT_LEAST: Final = "{count} entries or more"
ONE_AT_LEAST: Final = "1 entry or more"
SPAN: Final = "the limits of time"
MEANT: Final = "I meant {name}"
WITHOUT: Final = "Without: {condition} · {count}"
DONE_BY_THEM: Final = "What they did themselves stands under All by them."
HOPELESS: Final = "Leaving out any one of the conditions does not help."
EXPIRED: Final = "It asks for what is older than 45 days, and Discord keeps no longer."
PERHAPS_MISSING: Final = "A part of the time that is asked for is not there, see below, and may have it."
WHICH: Final = "Which one?"
WHICH_OF: Final = "Which one? The first {count} of {of}"
WHICH_MADE: Final = "{noun} {id} · since {time}"
LOOKED_BACK: Final = "looked through {count}, back to {time}"
LOOKED_FORWARD: Final = "looked through {count}, up to {time}"
LOOKED_ALL: Final = "looked through {count}, to the end"
BOTS_LOOKED_BACK: Final = "for what bots did for them, looked through {count}, back to {time}"
BOTS_LOOKED_FORWARD: Final = "for what bots did for them, looked through {count}, up to {time}"
BOTS_REACHED: Final = (
    "For what bots did for them, looked through {count} entries, back to {time}; there may be more before that."
)
MENU: Final = "Look into an entry…"

WHO: Final = "Who"
TARGET: Final = "To what"
TARGET_PERSON: Final = "To whom"
THEMSELVES: Final = "Themselves"
MESSAGE: Final = "The message"
REASON: Final = "Reason"
IMPORTED: Final = "⚠️ Known from an imported file alone: Discord was not seen to say it."
ON_BEHALF: Final = "for {person}, according to the reason"
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
FOR_WHOM: Final = "For, according to the reason"
CAME_OF_IT: Final = "What came of it"
UNTOLD: Final = "What Discord does not tell"
UNDONE: Final = "undone"
UNDONE_AS: Final[Mapping[int, str]] = {
    **dict.fromkeys((10, 30, 40, 50, 110, 140), "deleted again"),
    **dict.fromkeys((13, 60, 80, 90, 130, 163), "removed again"),
    74: "unpinned",
    83: "ended",
    100: "cancelled",
}
"""What it is called that an entry of a type was undone, where a better word is known."""
UNDONE_AFTER: Final = "{undone} after {time}"
UNDONE_AT_ONCE: Final = "{undone} at once"
UNDONE_BY: Final = " by "
UNDONE_BY_NOBODY: Final = " (Discord does not say by whom)"
REMARK: Final = "{sign} {remark}"
REMARK_IN_LIST: Final = " · {sign} {remark}"
PERHAPS_PRUNED: Final = "Discord may name the wrong person"
ALL_UNDONE: Final = "all undone"
SOME_UNDONE: Final = "{count} undone"
HERE: Final = " · {count} of them on this page"
GOES_ON: Final = " · and goes on"
OTHERS: Final = "{count} more"
TALLY_OF_ALL: Final = "In all: "
TALLY_OF_READ: Final = "Of what was looked through: "
TALLY_OF_PAGE: Final = "On this page: "
FOLD: Final = "Fold"
UNFOLD: Final = "Unfold"
BEHIND: Final = "⏭ Behind these"
UNDONE_WHERE: Final = "{time} · entry {entry_id}"
BACK: Final = "↩ Back to the list"
BY_ACTOR: Final = "🧑 All by them"
ABOUT_TARGET: Final = "🎯 All about it"
AROUND: Final = "⏱ 10 minutes around"
ALL_CHANGES: Final = "📄 All changes"
SEVERAL: Final = "Several things are or were called so. Choose the one that you mean:"
MADE: Final = "made "
DELETED: Final = "deleted "
ACCOUNT_MADE: Final = "account made "
LEFT: Final = "left "
DID: Final = "Did"
WAS_DONE_TO: Final = "Was done to"
HISTORY: Final = "Audit history"
HISTORY_OF: Final = "{server} · audit history"

SEARCH: Final = "Audit search"
SEARCH_OF: Final = "{server} · audit search"
SAVE: Final = "💾 Save as file"
SAVE_AS: Final[Mapping[str, str]] = {"html": "💾 HTML", "csv": "💾 CSV", "jsonl": "💾 JSON lines"}
PAST_BUTTON: Final = "🕰 State at…"
PAST_FORM: Final = "State at a moment"
JUMP_TO: Final = "📅 Jump to a date…"
JUMP_FORM: Final = "Jump to a date"
WHEN: Final = "When"
WHEN_SUCH_AS: Final = "2026-11-20, “yesterday 14:00”, “2 days ago”, or an entry's id"
CARRIED: Final = "🔎 "
CARRIED_ALL: Final = "everything"
HIT: Final = "1 entry fits"
HITS: Final = "{count} entries fit, {shown} of them here, newest first"
HITS_ALL: Final = "{count} entries fit, newest first"
HITS_LEAST: Final = "at least {count} entries fit, {shown} of them here, newest first"
HITS_MORE: Final = "more than {count} entries fit, {shown} of them here, newest first"
EVERYONE: Final = "everyone"
THIS_SERVER: Final = "this server"
SERVER_OR_EVERYONE: Final = "this server or everyone"
OTHERWISE_CALLED: Final = " (or "
THEN_CALLED: Final = ", then called "
ONCE_CALLED_SO: Final = "once called so"
CALLED_OTHERWISE: Final = ", called otherwise then"
UNNAMED: Final = "names with {words} were left aside, as so many have them"
INSTEAD: Final = "⚠️ the archive does not answer, or is still empty, so I looked in Discord's own log"
LACKING: Final = "⚠️ not complete: {stretches}"

NEWEST: Final = "⏮ Newest"
NEWER: Final = "◀ Newer"
OLDER: Final = "Older ▶"
REFRESH: Final = "⟳ Refresh"
FURTHER: Final = "🔍 Search further"

PAST: Final = "{thing} · {time}"
PAST_AS_OF: Final = "As it was {time}, as far as the log tells."
PAST_MADE: Final = "{sentence} on {time}."
PAST_GONE: Final = "It was gone: {sentence} on {time}. This is how it was in the end."
PAST_GONE_BEFORE: Final = "It was gone: {sentence} on {time}."
PAST_LEFT: Final = "Not in the server: {sentence} on {time}. This is how it was before."
PAST_LEFT_BEFORE: Final = "Not in the server: {sentence} on {time}."
PAST_AGAIN: Final = "The log shows them in the server again on {time}; when they came back it does not tell."
PAST_NOT_YET: Final = "It did not exist yet: {sentence} on {time}."
PAST_NOT_HERE_YET: Final = "Not in the server yet: {sentence} on {time}."
PAST_NOT_MADE: Final = "It did not exist yet: its id was made on {time}."
PAST_EVERYONE: Final = "The role everyone"
PAST_NOTHING: Final = "The log has no change to {thing}."
PAST_NOTHING_THEN: Final = "The log has entries about this, but none that tells a setting."
PAST_SINCE: Final = "since {time}"
PAST_SINCE_BY: Final = "since {time} ({who})"
PAST_LATER: Final = "told by a later change, {time}"
PAST_LATER_BY: Final = "told by a later change, {time} ({who})"
PAST_REMOVAL: Final = "told by its removal, {time}"
PAST_REMOVAL_BY: Final = "told by its removal, {time} ({who})"
PAST_AS_NOW: Final = "as now, not changed since"
PAST_END: Final = "in the end"
PAST_FADING: Final = "may have changed by itself meanwhile"
PAST_OVER: Final = " (over by then)"
PAST_ROLE_HELD: Final = "held"
PAST_ROLE_NOT_HELD: Final = "not held"
PAST_AMONG: Final = "among them "
PAST_NOT_AMONG: Final = "not among them "
PAST_MAY: Final = "may "
PAST_MAY_NOT: Final = "may not "
PAST_ALLOWED_UNKNOWN: Final = "what it allows is not known"
PAST_DENIED_UNKNOWN: Final = "what it denies is not known"
PAST_NEUTRAL: Final = "nothing allowed, nothing denied"
PAST_NO_OVERWRITES: Final = "🔐 No role and no member has permissions of its own here"
PAST_UNKNOWN: Final = "Not known: {settings}"
PAST_OVERWRITES: Final = ("permissions of roles and members", "permissions of other roles and members")
PAST_ROLES: Final = ("roles", "other roles")
PAST_MENU: Final = "Another time…"

COVERAGE: Final = "Archive"
COVERAGE_OF: Final = "{server} · archive"
NO_ARCHIVE: Final = (
    "I keep no archive: every answer comes from Discord itself, which forgets an entry after 45 days.\n"
    'To keep more, whoever runs me can set `archive` in my settings, such as `archive = "sqlite:///audit.sqlite3"`.'
)
MISSING: Final = "What is missing"
COLLECTED: Final = "How it is collected"

UNWRITABLE: Final = "⚠️ The archive cannot be written since {time}. For whoever runs me: {problem}."
UNREADABLE: Final = "⚠️ The archive cannot be read since {time}. For whoever runs me: {problem}."
UNANSWERED: Final = "⚠️ The archive does not answer, or is only just being opened: I cannot tell how much is in it."
MEANWHILE: Final = (
    "Answers come from Discord itself meanwhile. What is missing is read once the archive is back; nothing is lost if "
    "that takes less than 45 days."
)
ARCHIVE_BACK: Final = "The archive was away and is back. What I missed is read within a minute or so."
CLOSED: Final = (
    "⚠️ I do not have the permission **View audit log**, so I can neither read nor show the log. The server's owner, "
    "or anybody who may manage roles, can give it to my role in the server's settings, under Roles."
)
CLOSED_SINCE: Final = "I was first refused {time}."
READ_LATER: Final = (
    "Once I have the permission, I read what I missed by myself, as far back as Discord keeps it: 45 days."
)
TROUBLES: Final[Mapping[type[errors.AuditError], str]] = {
    errors.ForbiddenError: "Discord did not let me read the audit log when I last tried.",
    errors.GoneError: "Discord said that it does not know this server when I last tried.",
    errors.BusyError: "Discord makes me wait before I may read on.",
    errors.FailedError: "Discord has trouble of its own and could not answer when I last tried.",
    errors.SilentError: "Discord did not answer in time when I last tried.",
    errors.UnreachableError: "The connection to Discord broke when I last tried.",
}
"""What keeps the collecting from going on."""
TROUBLE: Final = "Something went wrong on my side when I last tried, and it is in my log."
TRY_AGAIN: Final = "⚠️ {problem} I try again by myself, and then read what is missing."

CLOCK: Final = (
    "⚠️ The clock of the machine that I run on is {difference} Discord's. I go by Discord's time, and delete nothing "
    "until the two agree. For whoever runs me: set the clock."
)
POSTPONED: Final = (
    "⏳ More than a tenth of the entries is older than that. Since that is much at once, they are deleted {time} at "
    "the earliest, unless `retention_days` is changed in my settings before."
)
CHECKPOINTS: Final = "What the audit archive held. Whoever changes one of the rows later changes the root."
CHECKPOINT: Final = "At {time} the archive of server {server} held {rows} rows, with the root `{root}…`."
UNPOSTED: Final[Mapping[type[errors.AuditError], str]] = {
    errors.ForbiddenError: (
        "Discord does not let the bot read and write there; give its role the permissions View channel, Send messages "
        "and Read message history"
    ),
    errors.GoneError: "Discord knows no channel of this id",
}
UNPOSTED_NOW: Final = "Discord did not answer as it should; it is slow, or has trouble of its own"

COMPLETE: Final = "✅ Complete since {since}, up to now: nothing in between is missing."
COMPLETE_UNTIL: Final = "Complete since {since}, up to {until}."
NOW: Final = "now"
NOT_YET: Final = "Nothing is complete yet."
HELD: Final = "{count} entries are held, from {oldest} to {newest}."
HELD_ONE: Final = "1 entry is held, of {oldest}."
HELD_NONE: Final = "No entry is held yet."
KEPT_FOR: Final = "An entry is let go of after {days}."

STRETCH: Final = "{low} to {high}: {why}"
STRETCH_SHORT: Final = "{low}: {why}"
STRETCH_FIRST: Final = "Before {high}: {why}"
PENDING: Final = "still to be read"
PENDING_SINCE: Final = "still to be read ({reason})"
UNNOTED: Final = "nobody noted why"
REASONS: Final[Mapping[str, str]] = {
    intervals.OFFLINE: "I was offline",
    intervals.FORBIDDEN: "I did not have the permission **View audit log**",
    intervals.LEFT: "I was not in this server",
    intervals.BEFORE: "I was not in this server yet",
    intervals.EXPIRED: "Discord had forgotten it already, after 45 days",
    intervals.RETENTION: "it grew older than my settings let me keep",
}
"""Why a stretch is not there."""

LIVE: Final = "Each entry is kept as soon as it is made."
LAG: Final = "The last one took {time}."
LESS_THAN_A_SECOND: Final = "less than a second"
POLLED: Final = (
    "I ask Discord for new entries now and then, since it does not send them to me: the intent `GUILD_MODERATION` is "
    "missing. Whoever runs me can add `hikari.Intents.GUILD_MODERATION` to my intents; it needs nobody's approval."
)
DISCONNECTED: Final = "My connection to Discord is broken just now. What happens meanwhile is read once it is back."
CATCHING_UP: Final = "I am just reading what happened before I listened."
UNCHECKED: Final = (
    "Not checked since the reconnect at {time}: its turn comes in about {wait}, and until then answers read Discord's "
    "log."
)
UNCOLLECTED: Final = (
    "Nothing is collected here just now: I have just started, or I run without a connection that brings new entries. "
    "Whoever runs me can always fill the archive by `lightbulb-audit archive backfill`."
)
REACHED: Final = "Older entries are being read, back to {time} so far."
CHECKED: Final = "I last asked Discord for what is new {time}."
REREAD: Final = "Recent entries were last read again {time}, since their counts can still grow."

EXPORT_SERVER: Final = "Id of the server"
EXPORT_PART: Final = "Part"
EXPORT_PART_OF: Final = "{number} of {of}"
EXPORT_QUESTION: Final = "Asked for"
EXPORT_EVERYTHING: Final = "everything"
EXPORT_QUERY: Final = "As a query"
EXPORT_SPAN: Final = "Period"
EXPORT_TO: Final = " to "
EXPORT_ENTRIES: Final = "Entries"
EXPORT_COVERAGE: Final = "Coverage"
EXPORT_ARCHIVED: Final = "From the archive, which is complete since {since}."
EXPORT_UNSURE: Final = "From the archive, which does not know itself to be complete yet."
EXPORT_LACKS: Final = "Not complete: {stretch}."
EXPORT_LIVE: Final = "From Discord's own log, which keeps 45 days."
EXPORT_REACHED: Final = "Looked through {count} entries, back to {time}; there may be more before that."
EXPORT_CUT: Final = "There are more: only the newest {count} were taken. Ask for less, such as by a span of time."
EXPORT_NOTHING: Final = "Nothing in the audit log fits this, so there is no file."
EXPORT_NOTHING_YET: Final = "Nothing fits so far, so there is no file."
EXPORT_FURTHER: Final = "Ask for those by the option **before**."
EXPORT_COUNT: Final = "{count} entries, newest first."
EXPORT_ONE: Final = "1 entry."
EXPORT_HEAD: Final = "Head of the archive"
EXPORT_HEAD_NOTE: Final = (
    "Keep it: “lightbulb-audit archive verify --head” takes it, and says whether anything up to here was altered later."
)
EXPORT_MADE: Final = "Made"

EXPORT_CSV_NOTE: Final = (
    "The table is UTF-8 text after RFC 4180, one entry a row, newest first; all times are UTC.\n"
    "An apostrophe stands before each id, and before whatever a spreadsheet could take for a formula, so that it shows "
    "both letter by letter. A program takes one apostrophe off the beginning of a cell that has one."
)
EXPORT_LINES_NOTE: Final = (
    "The file holds the entries as Discord sent them, one JSON object a line, newest first, each with the id of its "
    "server. What is known beside, who is who and what came of it, stands under “lightbulb_audit” at the end of a "
    "line.\n"
    "“lightbulb-audit read” says them in words, and “lightbulb-audit archive import” takes them in."
)
EXPORT_EMPTY: Final = "Nothing in the audit log fits this."
EXPORT_WHEN: Final = "When"
EXPORT_WHAT: Final = "What happened"
EXPORT_SEARCH: Final = "Search"
EXPORT_SEARCH_HINT: Final = "a name, an id, an action, a word of a reason…"
EXPORT_DETAILS: Final = "details"
EXPORT_FINE_PRINT: Final = "About this file"
EXPORT_ENTRY: Final = "Entry\N{NO-BREAK SPACE}{entry_id}"
EXPORT_ZIPPED: Final = "It is zipped, since Discord takes at most {limit} a file here."
EXPORT_SPLIT: Final = (
    "It is in {parts} parts, each complete in itself and zipped, since Discord takes at most {limit} a file here."
)
EXPORT_TOO_MUCH: Final = (
    "That is more than Discord takes in one message: of these entries only the newest {entries} would fit. Ask for a "
    "shorter time, or for less at once; whoever runs me can write all of it by `lightbulb-audit archive export`."
)
