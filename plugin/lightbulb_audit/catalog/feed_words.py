"""The words of feeds."""

from collections.abc import Mapping
from typing import Final

NEEDS_ARCHIVE: Final = (
    "A feed needs an archive. Set `archive` in the settings of this bot, such as "
    '`archive = "sqlite:///audit.sqlite3"`, and start it again.'
)
NEEDS_MANAGE: Final = "Only members with the permission Manage Server manage feeds."
AWAY: Final = "The archive does not answer now, so nothing was changed. Try again in a minute."
NO_SUCH_FEED: Final = "There is no feed {feed}. `/audit feed list` shows which there are."
NO_FEEDS: Final = "No feed yet. `/audit feed add` begins one."
FEEDS: Final = "Feeds"
ALL: Final = "everything"
LOOKS: Final[Mapping[str, str]] = {
    "compact": "Compact: a line for each entry",
    "full": "Full: each entry with all that it changed",
}
SHOWN_FULL: Final = " · full"
ADDED: Final = "Feed {feed} posts to <#{channel}>: {query}{look}. It tells what happens from now on."
CHANGED: Final = "Feed {feed} posts to <#{channel}> now: {query}{look}."
CHANGED_PAUSED: Final = (
    "Feed {feed} is to post to <#{channel}>: {query}{look}. It is still paused: `/audit feed pause` with "
    "`paused:False` lets it go on."
)
PAUSED: Final = "Feed {feed} is paused, and keeps its place. The same command with `paused:False` takes it up again."
RESUMED: Final = "Feed {feed} goes on where it stopped."
REMOVED: Final = "Feed {feed} is removed. What it posted stays."
NOTHING_FITS: Final = "Nothing that the archive has fits feed {feed}."
TESTED: Final = "The last entry that fits stands in <#{channel}> now."
NOT_A_FEED: Final = "“{text}” is no number of a feed. `/audit feed list` shows which there are."
SAME: Final = "Say what to change: `channel`, `query` or `look`."

NO_TEXT_CHANNEL: Final = (
    "A feed cannot post to <#{channel}>: only text channels, announcement channels, voice chats and threads hold "
    "messages that Discord takes once and no second time. Forums do not."
)
UNKNOWN_CHANNEL: Final = "There is no such channel here, or the bot cannot see it. Let the bot view it first."
BOT_LACKS: Final = "The bot lacks permissions in <#{channel}>: {permissions}. Give them to its role, then try again."
PERMISSIONS: Final[Mapping[int, str]] = {
    1 << 10: "View Channel",
    1 << 11: "Send Messages",
    1 << 14: "Embed Links",
    1 << 16: "Read Message History",
    1 << 38: "Send Messages in Threads",
}
IS_PUBLIC: Final = (
    "⚠️ People without the permission View Audit Log can read <#{channel}>, and would read the log there. "
    "Post it there all the same?"
)
YES: Final = "Yes"
NO: Final = "No"
NOT_ADDED: Final = "Nothing was added."
NOT_CHANGED: Final = "Nothing was changed."

MENU: Final = "Look into an entry…"
SHOW: Final = "Show the {count} entries"
SUM: Final = "{count} entries"
LATE: Final = "🕓"
LATE_NOTE: Final = "-# 🕓 was kept long after it was done"
LATE_SUM: Final = "-# 🕓 kept long after it was done, while the bot was away or caught up"
PRUNED: Final = (
    "What this sum told is known for 90 days, and they are over. `/audit search` finds what the archive has."
)
LISTED: Final = "{first:,} to {last:,} of {count:,} entries, newest first"
AND_MORE: Final = "and {count} more"

TROUBLES: Final[Mapping[str, str]] = {
    "closed": "⚠️ rests: the bot may not post there. Give it View Channel, Send Messages, Embed Links and Read "
    "Message History; it goes on by itself, and leaves nothing out",
    "gone": "⚠️ rests: the channel is gone. Choose another with `/audit feed change`; nothing is left out",
    "refused": "⚠️ rests: Discord refuses its messages. It is tried again, and leaves nothing out",
}
RESTING: Final = "Feed {feed} to <#{channel}> {trouble}."
STOPPED: Final = "⏸️ paused"
RUNS: Final = "posts"
