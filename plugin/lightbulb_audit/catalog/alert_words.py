"""The words of alerts. A threshold stands in answers to managers alone, never in what an alert tells."""

from collections.abc import Mapping
from typing import Final

NEEDS_ARCHIVE: Final = (
    "An alert needs an archive. Set `archive` in the settings of this bot, such as "
    '`archive = "sqlite:///audit.sqlite3"`, and start it again.'
)
NEEDS_MANAGE: Final = "Only members with the permission Manage Server manage alerts."

NO_SUCH_ALERT: Final = "There is no alert {alert}. `/audit alert list` shows which there are."
NOT_AN_ALERT: Final = "“{text}” is no number of an alert. `/audit alert list` shows which there are."
NO_ALERTS: Final = "No alert yet. `/audit alert preset` begins the usual ones, `/audit alert add` one of your own."
ADDED: Final = "Alert {alert} tells <#{channel}>{role}: {rule}. It judges what happens from now on."
CHANGED: Final = "From now on alert {alert} tells <#{channel}>{role}: {rule}."
REMOVED: Final = "Alert {alert} is removed. What it told stays."
MUTED: Final = "Alert {alert} tells nothing until {until}; what it finds meanwhile is told then."
UNMUTED: Final = "Alert {alert} tells again."
PINGS: Final = ", and pings <@&{role}> once an incident"
PRESETS_PING: Final = ", and ping <@&{role}> once an incident"
PRESETS_ADDED: Final = "{count} alerts tell <#{channel}>{role}. They judge what happens from now on:"
PRESETS_REPLACED: Final = "The presets that were there before are gone."
SAME: Final = "Say what to change, such as `channel`, `role` or `count`."
TOO_LONG: Final = "That rule is too long. Ask for less, or begin two alerts."
TOO_MANY: Final = "A server has at most {most} alerts. Remove one first."

NO_SPAN: Final = "“{text}” is no length of time from 1 second to 7 days. Write `30s`, `10m` or `6h`."
NO_WINDOW: Final = "“{text}” is no second window. Write how many in what time, such as `20 in 6h`."
NEEDS_QUERY: Final = "Say which entries, such as `query:action:ban`: it would tell each one that there is."
NEEDS_WITHIN: Final = "Say within what time, such as `within:30s`."
NEEDS_COUNT: Final = "Say how many, such as `count:5`."
NEEDS_ARROW: Final = "Write what comes first, an arrow, and what comes then: `gained:administrator -> action:deleted`."
ONLY_ACTOR: Final = "What is unusual is told of who did it alone. Leave out `by`."
UNDONE: Final = "Whether an entry is undone is known later, and an alert judges at once. Leave out `is:undone`."
NO_EVERYONE: Final = "That role is everyone here. Choose a role of those who should come."
NO_SUCH_ROLE: Final = "That role is deleted. Choose another one."
MAY_NOT_MENTION: Final = (
    "You may not mention <@&{role}>: allow everybody to mention it, or ask somebody who may mention all roles."
)
BOT_MAY_NOT_MENTION: Final = (
    "The bot may not mention <@&{role}> there: allow everybody to mention it, or give the bot the permission Mention "
    "Everyone."
)

IS_PUBLIC: Final = (
    "⚠️ People without the permission View Audit Log can read <#{channel}>, and would read what alerts tell of the log "
    "there. Tell it there all the same?"
)
YES: Final = "Yes"
NO: Final = "No"
NOTHING_DONE: Final = "Nothing was changed."

EVERY: Final = "each one"
COUNT: Final = "{count} or more within {within}"
TARGETS: Final = "{count} different targets or more within {within}"
THEN: Final = "one, and then “{then}” within {within}"
MOST: Final = "more by one person within {within} than they ever did before, from {count} on"
MOST_FROM_ONE: Final = "more by one person within {within} than they ever did before"
FIRST: Final = "the first by one person that the archive has"
SILENCE: Final = "events stop while the log goes on, or the bot may not read it any more"
OR: Final = ", or "
BY: Final[Mapping[str, str]] = {
    "actor": "by one person",
    "target": "done to one target",
    "server": "by anybody",
}
RULE: Final = "{query}: {condition}, {by}"
RULE_OF_ONE: Final = "{query}: {condition}"
ALL: Final = "anything"

LISTED: Final = "**{alert}** · <#{channel}>{role} · {rule}{state}"
ROLE: Final = " · <@&{role}>"
IS_MUTED: Final = " · 🔇 until {until}"

NEVER_FIRED: Final = "It would not have fired in {span}."
FIRED: Final = "It would have fired {times} in {span}:"
FIRED_BY_ONE: Final = "{at} · {first}"
FIRED_LINE: Final = "{at} · {count} entries, the first: {first}"
ONCE: Final = "once"
TIMES: Final = "{count} times"
NOT_YET: Final = "The archive has nothing to try it on yet."
TRIED_AT_MOST: Final = "-# Only the first {count} entries of that time were looked at."
NOT_TRIED: Final = "What asks for silence has no entries to be tried on."

SIZES: Final[Mapping[str, str]] = {
    "small": "**small**: a server in which few people do things by hand",
    "middle": "**middle**: some thousands of members, and bots that moderate",
    "large": "**large**: a busy server with a team, in which ten bans in a minute are nothing rare",
}
EXPLAINED: Final = "-# `/audit alert preset` begins all of them; `/audit alert change` changes one, `remove` ends it."
