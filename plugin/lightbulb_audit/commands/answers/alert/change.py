"""What `/audit alert change` answers."""

import hikari
import lightbulb

from lightbulb_audit.catalog import alert_words
from lightbulb_audit.commands.answers.alert.asked import AskedRule
from lightbulb_audit.commands.answers.alert.desk import answer as answer_with
from lightbulb_audit.commands.answers.alert.desk import carry_out, check_ping, find, propose_alert, read_rule
from lightbulb_audit.commands.answers.feed.desk import AlertServices, FeedDesk, FeedServices, RefusedError, find_place
from lightbulb_audit.render.alert.question import Asked
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.alerts.rule_text import format_rule, parse_rule


async def answer(
    ctx: lightbulb.Context,
    desk: FeedDesk,
    number: str,
    typed: AskedRule,
    to_channel: int | None,
    role: hikari.Role | None,
) -> None:
    """Change what is given; ask first where people would read of the log who may not see it."""

    async def work(alerting: AlertServices, feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        alert = await find(alerting, guild_id, number)
        if typed.is_empty and to_channel is None and role is None:
            raise RefusedError(alert_words.SAME)
        text = alert.rule
        if not typed.is_empty:
            rule = await read_rule(desk, ctx.interaction, guild_id, typed.over(parse_rule(alert.rule)))
            text = format_rule(rule)
        role_id = alert.role_id if role is None else int(role.id)
        asked = Asked(alert.channel_id if to_channel is None else to_channel, role_id, alert.alert_id, text)
        if asked.channel_id != alert.channel_id:
            return await propose_alert(desk, alerting, feeding, ctx.interaction, guild_id, asked)
        if role is not None:
            place = await find_place(feeding, guild_id, asked.channel_id)
            check_ping(ctx.interaction, guild_id, role_id, place)
        return await carry_out(desk, alerting, guild_id, asked, int(ctx.user.id))

    await answer_with(desk, ctx.interaction, work, ctx.initial_response_sent)
