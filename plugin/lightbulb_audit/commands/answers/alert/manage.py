"""What `/audit alert mute` and `remove` answer."""

import datetime
from typing import Final

import hikari
import lightbulb

from lightbulb_audit.catalog import alert_words
from lightbulb_audit.commands.answers.alert.desk import answer, find
from lightbulb_audit.commands.answers.feed.desk import (
    AlertServices,
    FeedDesk,
    FeedServices,
    RefusedError,
    clean_quote,
    say,
)
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.alerts.rule_text import RuleError, parse_span
from lightbulb_audit.services.clock import local_time

_OFF: Final = ("off", "0", "0s")


async def mute(ctx: lightbulb.Context, desk: FeedDesk, number: str, span: str) -> None:
    """Let an alert tell nothing for a while, or tell again."""

    async def work(alerting: AlertServices, _: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        alert = await find(alerting, guild_id, number)
        until = _until(span)
        await alerting.store.mute(int(guild_id), alert.alert_id, until)
        alerting.runner.on_incident(int(guild_id))
        if until is None:
            return say(alert_words.UNMUTED.format(alert=alert.alert_id))
        said = f"<t:{int(until.timestamp())}:t>"
        return say(alert_words.MUTED.format(alert=alert.alert_id, until=said))

    await answer(desk, ctx.interaction, work, ctx.initial_response_sent)


async def remove(ctx: lightbulb.Context, desk: FeedDesk, number: str) -> None:
    """End an alert."""

    async def work(alerting: AlertServices, _: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        alert = await find(alerting, guild_id, number)
        await alerting.store.remove(int(guild_id), alert.alert_id)
        alerting.runner.changed(int(guild_id))
        return say(alert_words.REMOVED.format(alert=alert.alert_id))

    await answer(desk, ctx.interaction, work, ctx.initial_response_sent)


def _until(text: str) -> datetime.datetime | None:
    if text.strip().lower() in _OFF:
        return None
    try:
        return local_time() + parse_span(text)
    except RuleError as error:
        raise RefusedError(alert_words.NO_SPAN.format(text=clean_quote(text))) from error
