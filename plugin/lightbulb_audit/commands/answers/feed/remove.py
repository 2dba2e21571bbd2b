"""What `/audit feed remove` answers."""

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices, find, say
from lightbulb_audit.render.message import MessagePayload


async def answer(ctx: lightbulb.Context, desk: FeedDesk, number: str) -> None:
    """End it."""

    async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        feed = await find(feeding, guild_id, number)
        await feeding.store.remove(int(guild_id), feed.feed_id)
        feeding.runner.changed(int(guild_id))
        return say(feed_words.REMOVED.format(feed=feed.feed_id))

    await desk.answer(ctx.interaction, work, ctx.initial_response_sent)
