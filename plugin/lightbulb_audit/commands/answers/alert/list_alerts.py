"""What `/audit alert list` answers."""

import hikari
import lightbulb

from lightbulb_audit.catalog import alert_words, feed_words
from lightbulb_audit.commands.answers.alert.desk import answer as answer_with
from lightbulb_audit.commands.answers.alert.desk import in_words
from lightbulb_audit.commands.answers.feed.desk import AlertServices, FeedDesk, FeedServices, say
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model.alert import Alert
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.alerts.rule_text import RuleError, parse_rule
from lightbulb_audit.services.clock import local_time

_ROOM = 4000


async def answer(ctx: lightbulb.Context, desk: FeedDesk) -> None:
    """Answer with one line an alert."""

    async def work(alerting: AlertServices, _: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        lines = [await _line(desk, guild_id, one) for one in await alerting.store.of(int(guild_id))]
        return say(_fit(lines) or alert_words.NO_ALERTS)

    await answer_with(desk, ctx.interaction, work, ctx.initial_response_sent)


async def _line(desk: FeedDesk, guild_id: hikari.Snowflake, alert: Alert) -> str:
    try:
        rule = await in_words(desk, guild_id, parse_rule(alert.rule))
    except (RuleError, AuditError):
        rule = alert.rule  # written by a later version
    state = ""
    if alert.muted_until is not None and alert.muted_until > local_time():
        state = alert_words.IS_MUTED.format(until=f"<t:{int(alert.muted_until.timestamp())}:t>")
    if alert.trouble is not None:
        state += f" · {feed_words.TROUBLES[alert.trouble]}"
    role = "" if alert.role_id is None else alert_words.ROLE.format(role=alert.role_id)
    return alert_words.LISTED.format(alert=alert.alert_id, channel=alert.channel_id, role=role, rule=rule, state=state)


def _fit(lines: list[str]) -> str:
    """Return as many lines as there is room for, and of how many more there is none."""
    room, kept = _ROOM, list[str]()
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            return "\n".join([*kept, feed_words.AND_MORE.format(count=len(lines) - len(kept))])
        kept.append(line)
    return "\n".join(kept)
