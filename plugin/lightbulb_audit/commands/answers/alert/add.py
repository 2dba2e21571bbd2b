"""What `/audit alert add` answers."""

import hikari
import lightbulb

from lightbulb_audit.commands.answers.alert.asked import AskedRule
from lightbulb_audit.commands.answers.alert.desk import answer as answer_with
from lightbulb_audit.commands.answers.alert.desk import propose_alert, read_rule
from lightbulb_audit.commands.answers.feed.desk import AlertServices, FeedDesk, FeedServices
from lightbulb_audit.render.alert.question import Asked
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.alerts.rule_text import format_rule


async def answer(
    ctx: lightbulb.Context, desk: FeedDesk, typed: AskedRule, channel_id: int, role: hikari.Role | None
) -> None:
    """Begin an alert; ask first where people would read of the log who may not see it."""

    async def work(alerting: AlertServices, feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        rule = await read_rule(desk, ctx.interaction, guild_id, typed)
        asked = Asked(channel_id, None if role is None else int(role.id), 0, format_rule(rule))
        return await propose_alert(desk, alerting, feeding, ctx.interaction, guild_id, asked)

    await answer_with(desk, ctx.interaction, work, ctx.initial_response_sent)
