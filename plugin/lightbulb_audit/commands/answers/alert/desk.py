"""What the commands and buttons of alerts share: who may, whom they may ping, and how one is begun."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias

import hikari

from lightbulb_audit.catalog import alert_presets, alert_words, feed_words
from lightbulb_audit.commands.answers.alert.asked import AskedRule, rule_of
from lightbulb_audit.commands.answers.feed.desk import (
    AlertServices,
    FeedDesk,
    FeedServices,
    Interaction,
    Refusals,
    RefusedError,
    clean_quote,
    find_place,
    say,
)
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.model.alert import Alert, ConditionKind, NewAlert, Rule
from lightbulb_audit.render.alert import question
from lightbulb_audit.render.alert.question import Asked
from lightbulb_audit.render.alert.rule_words import rule_words
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.alerts.rule_text import RuleError, format_rule, parse_condition, parse_rule
from lightbulb_audit.services.feeds.place import FeedPlace

MOST: Final = 50
"""Alerts of one server."""

LONGEST: Final = 2000
"""Characters of a rule, which a question carries in its footer."""

_LONGEST_NUMBER: Final = 9
_REFUSALS: Final = Refusals(alert_words.NEEDS_MANAGE, alert_words.NEEDS_ARCHIVE)

Work: TypeAlias = Callable[[AlertServices, FeedServices, hikari.Snowflake], Awaitable[MessagePayload]]


async def answer(
    desk: FeedDesk,
    interaction: Interaction,
    work: Work,
    sent: asyncio.Event | None = None,
    *,
    edits: bool = False,
) -> None:
    """Answer somebody who may manage the server, for their eyes alone; tell anybody else why not."""

    async def with_alerts(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        if desk.alerting is None:
            raise RefusedError(alert_words.NEEDS_ARCHIVE)
        return await work(desk.alerting, feeding, guild_id)

    await desk.answer(interaction, with_alerts, sent, edits=edits, refusals=_REFUSALS)


async def read_rule(desk: FeedDesk, interaction: Interaction, guild_id: hikari.Snowflake, asked: AskedRule) -> Rule:
    """Return the rule that somebody asked for, its queries written out.

    Raises:
        RefusedError: If it cannot be one.
    """

    async def written(text: str) -> str:
        return await desk.parse(interaction, guild_id, text)

    rule = await rule_of(asked, written)
    if len(format_rule(rule)) > LONGEST:
        raise RefusedError(alert_words.TOO_LONG)
    return rule


async def in_words(desk: FeedDesk, guild_id: hikari.Snowflake, rule: Rule) -> str:
    """Return a rule as managers read it."""
    if rule.condition.kind is ConditionKind.SILENCE:
        return rule_words(rule.condition, "")
    said = [await desk.in_words(guild_id, await desk.read(guild_id, one)) for one in (rule.query, rule.then)]
    return rule_words(rule.condition, said[0] if rule.query else alert_words.ALL, said[1])


async def find(alerting: AlertServices, guild_id: hikari.Snowflake, text: str) -> Alert:
    """Return the alert of a number.

    Raises:
        RefusedError: If there is none.
    """
    number = text.strip().removeprefix("#")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        raise RefusedError(alert_words.NOT_AN_ALERT.format(text=clean_quote(text)))
    found = next((one for one in await alerting.store.of(int(guild_id)) if one.alert_id == int(number)), None)
    if found is None:
        raise RefusedError(alert_words.NO_SUCH_ALERT.format(alert=int(number)))
    return found


def check_ping(interaction: Interaction, guild_id: hikari.Snowflake, role_id: int | None, place: FeedPlace) -> None:
    """See that a role may be pinged in a channel: by who asks, and by the bot.

    What an interaction says of the bot's own permissions does not tell: mentioning is always among them. Source:
    Discord's API reference, "Interaction Structure".

    Raises:
        RefusedError: If it is everyone, or one of the two may not mention it, or it is deleted.
    """
    if role_id is None:
        return
    if role_id == guild_id:
        raise RefusedError(alert_words.NO_EVERYONE)
    is_mentionable = place.mentionable.get(role_id)
    if is_mentionable is None:
        raise RefusedError(alert_words.NO_SUCH_ROLE)
    wanted = hikari.Permissions.MENTION_ROLES | hikari.Permissions.ADMINISTRATOR
    held = hikari.Permissions.NONE if interaction.member is None else interaction.member.permissions
    if not (is_mentionable or held & wanted):
        raise RefusedError(alert_words.MAY_NOT_MENTION.format(role=role_id))
    if not (is_mentionable or place.mentions_all):
        raise RefusedError(alert_words.BOT_MAY_NOT_MENTION.format(role=role_id))


async def propose_alert(
    desk: FeedDesk,
    alerting: AlertServices,
    feeding: FeedServices,
    interaction: Interaction,
    guild_id: hikari.Snowflake,
    asked: Asked,
) -> MessagePayload:
    """Do what was asked for; ask first where people would read of the log who may not see it.

    Raises:
        RefusedError: If it cannot be done.
    """
    place = await find_place(feeding, guild_id, asked.channel_id)
    check_ping(interaction, guild_id, asked.role_id, place)
    if place.is_public:
        return question.ask(asked)
    return await carry_out(desk, alerting, guild_id, asked, int(interaction.user.id))


async def carry_out(
    desk: FeedDesk, alerting: AlertServices, guild_id: hikari.Snowflake, asked: Asked, made_by: int
) -> MessagePayload:
    """Do what was asked for, once nothing speaks against the channel.

    Raises:
        RefusedError: If it cannot be done.
        OutdatedError: If there is no such rule.
    """
    if asked.size is not None:
        return await _begin_presets(alerting, guild_id, asked, asked.size, made_by)
    try:
        rule = parse_rule(asked.text)
    except RuleError as error:
        raise OutdatedError from error
    said, pings = await in_words(desk, guild_id, rule), pings_of(asked.role_id)
    if asked.alert_id:
        values = {"rule": asked.text, "channel_id": asked.channel_id, "role_id": asked.role_id}
        if not await alerting.store.change(int(guild_id), asked.alert_id, **values):
            raise RefusedError(alert_words.NO_SUCH_ALERT.format(alert=asked.alert_id))
        alerting.runner.changed(int(guild_id))
        return say(alert_words.CHANGED.format(alert=asked.alert_id, channel=asked.channel_id, role=pings, rule=said))
    await _check_room(alerting, guild_id, 1)
    new = NewAlert(asked.text, asked.channel_id, asked.role_id, made_by)
    (alert,) = await alerting.store.add(int(guild_id), [new])
    alerting.runner.changed(int(guild_id))
    return say(alert_words.ADDED.format(alert=alert.alert_id, channel=alert.channel_id, role=pings, rule=said))


def pings_of(role_id: int | None, said: str = alert_words.PINGS) -> str:
    """Return whom an alert pings, in words."""
    return "" if role_id is None else said.format(role=role_id)


async def preset_rules(alerting: AlertServices, guild_id: hikari.Snowflake, size: str) -> list[tuple[str, Rule]]:
    """Return the presets for a size, each with its name."""
    own = ",".join(map(str, await alerting.own(int(guild_id))))
    place = alert_presets.SIZES.index(size)
    return [
        (one.name, Rule(one.query.format(own=own, everyone=guild_id), parse_condition(one.conditions[place])))
        for one in alert_presets.PRESETS
    ]


async def _begin_presets(
    alerting: AlertServices, guild_id: hikari.Snowflake, asked: Asked, size: str, made_by: int
) -> MessagePayload:
    """Begin the presets for a size, in place of those that are there."""
    if size not in alert_presets.SIZES:
        raise RefusedError(feed_words.AWAY)
    known = await alerting.store.of(int(guild_id))
    old = [one for one in known if one.preset]
    rules = await preset_rules(alerting, guild_id, size)
    await _check_room(alerting, guild_id, len(rules) - len(old))
    new = [NewAlert(format_rule(rule), asked.channel_id, asked.role_id, made_by, name) for name, rule in rules]
    made = await alerting.store.add(int(guild_id), new)
    for one in old:
        await alerting.store.remove(int(guild_id), one.alert_id)
    alerting.runner.changed(int(guild_id))
    pings = pings_of(asked.role_id, alert_words.PRESETS_PING)
    head = alert_words.PRESETS_ADDED.format(count=len(made), channel=asked.channel_id, role=pings)
    lines = [f"**{one.alert_id}** · {alert_presets.BY_NAME[one.preset].meaning}" for one in made]
    return say("\n".join([head, *lines, *([alert_words.PRESETS_REPLACED] if old else [])]))


async def _check_room(alerting: AlertServices, guild_id: hikari.Snowflake, count: int) -> None:
    known: Sequence[Alert] = await alerting.store.of(int(guild_id))
    if len(known) + count > MOST:
        raise RefusedError(alert_words.TOO_MANY.format(most=MOST))
