"""What `/audit feed change` answers."""

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices, RefusedError, check_place, find, say
from lightbulb_audit.render.feed import question
from lightbulb_audit.render.message import MessagePayload


async def answer(ctx: lightbulb.Context, desk: FeedDesk, number: str, to_channel: int | None, typed: str) -> None:
    """Change what is given; ask first where people would read the log who may not see it."""

    async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        feed = await find(feeding, guild_id, number)
        if to_channel is None and not typed:
            raise RefusedError(feed_words.SAME)
        text = "" if typed == "*" else typed
        query = await desk.parse(ctx.interaction, guild_id, text) if typed else feed.query
        channel_id = feed.channel_id if to_channel is None else to_channel
        is_open = channel_id != feed.channel_id and await check_place(feeding, guild_id, channel_id)
        if is_open:
            return question.ask(channel_id, await desk.read(guild_id, query), feed.feed_id)
        await feeding.store.change(int(guild_id), feed.feed_id, channel_id=channel_id, query=query)
        feeding.runner.changed(int(guild_id))
        words = await desk.in_words(guild_id, await desk.read(guild_id, query))
        return say(feed_words.CHANGED.format(feed=feed.feed_id, channel=channel_id, query=words))

    await desk.answer(ctx.interaction, work, ctx.initial_response_sent)
