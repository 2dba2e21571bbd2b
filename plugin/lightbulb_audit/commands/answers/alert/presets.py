"""What `/audit alert preset` and `presets` answer."""

import hikari
import lightbulb

from lightbulb_audit.catalog import alert_presets, alert_words
from lightbulb_audit.commands.answers.alert.desk import answer, propose_alert
from lightbulb_audit.commands.answers.feed.desk import AlertServices, FeedDesk, FeedServices, say
from lightbulb_audit.model.alert import ConditionKind
from lightbulb_audit.render.alert.question import Asked, presets_of
from lightbulb_audit.render.alert.rule_words import condition_words
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.alerts.rule_text import parse_condition


async def begin(ctx: lightbulb.Context, desk: FeedDesk, size: str, channel_id: int, role: hikari.Role | None) -> None:
    """Begin them; ask first where people would read of the log who may not see it."""

    async def work(alerting: AlertServices, feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        asked = Asked(channel_id, None if role is None else int(role.id), 0, presets_of(size))
        return await propose_alert(desk, alerting, feeding, ctx.interaction, guild_id, asked)

    await answer(desk, ctx.interaction, work, ctx.initial_response_sent)


async def explain(ctx: lightbulb.Context, desk: FeedDesk, size: str) -> None:
    """Explain each in a sentence."""

    async def work(_alerting: AlertServices, _feeding: FeedServices, _: hikari.Snowflake) -> MessagePayload:
        return say(_explanation(size))

    await answer(desk, ctx.interaction, work, ctx.initial_response_sent)


def _explanation(size: str) -> str:
    place = alert_presets.SIZES.index(size)
    lines = [alert_words.SIZES[size]]
    for one in alert_presets.PRESETS:
        condition = parse_condition(one.conditions[place])
        is_counted = condition.kind in (ConditionKind.COUNT, ConditionKind.TARGETS)
        said = f" *{condition_words(condition)}*" if is_counted else ""
        lines.append(f"**{one.name}** · {one.meaning}{said}")
    return "\n".join([*lines, alert_words.EXPLAINED])
