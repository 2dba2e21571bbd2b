"""What `/audit feed pause` answers."""

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices, find, say
from lightbulb_audit.render.message import MessagePayload


async def answer(ctx: lightbulb.Context, desk: FeedDesk, number: str, *, paused: bool) -> None:
    """Pause it, or let it go on."""

    async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        feed = await find(feeding, guild_id, number)
        await feeding.store.change(int(guild_id), feed.feed_id, is_paused=paused)
        feeding.runner.changed(int(guild_id))
        said = feed_words.PAUSED if paused else feed_words.RESUMED
        return say(said.format(feed=feed.feed_id))

    await desk.answer(ctx.interaction, work, ctx.initial_response_sent)
