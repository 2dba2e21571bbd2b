"""What `/audit feed change` answers."""

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices, RefusedError, alter, check_place, find
from lightbulb_audit.model.feed import Look, NewFeed
from lightbulb_audit.render.feed import question
from lightbulb_audit.render.message import MessagePayload


async def answer(
    ctx: lightbulb.Context, desk: FeedDesk, number: str, to_channel: int | None, typed: str, to_look: Look | None
) -> None:
    """Change what is given; ask first where people would read the log who may not see it."""

    async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        feed = await find(feeding, guild_id, number)
        if to_channel is None and to_look is None and not typed:
            raise RefusedError(feed_words.SAME)
        text = "" if typed == "*" else typed
        query = await desk.parse(ctx.interaction, guild_id, text) if typed else feed.query
        look = feed.look if to_look is None else to_look
        channel_id = feed.channel_id if to_channel is None else to_channel
        is_open = channel_id != feed.channel_id and await check_place(feeding, guild_id, channel_id)
        if is_open:
            return question.ask(channel_id, await desk.read(guild_id, query), look, feed.feed_id)
        return await alter(desk, feeding, guild_id, feed.feed_id, NewFeed(channel_id, query, feed.made_by, look))

    await desk.answer(ctx.interaction, work, ctx.initial_response_sent)
