"""What `/audit alert try` answers: what a rule would have told."""

import secrets

import hikari
import lightbulb

from lightbulb_audit.catalog import alert_words
from lightbulb_audit.commands.answers.alert.asked import AskedRule
from lightbulb_audit.commands.answers.alert.desk import answer as answer_with
from lightbulb_audit.commands.answers.alert.desk import find, read_rule
from lightbulb_audit.commands.answers.feed.desk import AlertServices, FeedDesk, FeedServices, RefusedError, say
from lightbulb_audit.model.alert import ConditionKind, Rule
from lightbulb_audit.model.feed import Post
from lightbulb_audit.render.alert.trial import draw, shown_ids
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.alerts.replay import replay
from lightbulb_audit.services.alerts.rule_text import parse_rule

_NONCE = 11


async def answer(ctx: lightbulb.Context, desk: FeedDesk, number: str, typed: AskedRule) -> None:
    """Run a rule over the archive."""

    async def work(alerting: AlertServices, feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        asked = typed
        if number:
            asked = typed.over(parse_rule((await find(alerting, guild_id, number)).rule))
        rule = await read_rule(desk, ctx.interaction, guild_id, asked)
        return await _run(desk, alerting, feeding, guild_id, rule)

    await answer_with(desk, ctx.interaction, work, ctx.initial_response_sent)


async def _run(
    desk: FeedDesk, alerting: AlertServices, feeding: FeedServices, guild_id: hikari.Snowflake, rule: Rule
) -> MessagePayload:
    if rule.condition.kind is ConditionKind.SILENCE:
        raise RefusedError(alert_words.NOT_TRIED)
    compiled = await alerting.rules.compile(int(guild_id), rule)
    if compiled is None:
        return say(alert_words.NOT_YET)
    now = desk.services.clock.now()
    found = await replay(alerting.store, int(guild_id), compiled, now)
    post = Post(int(guild_id), 0, secrets.token_hex(_NONCE), shown_ids(found), "", now)
    view = await feeding.teller.tell(post)
    return draw(found, view.descriptions, now)
