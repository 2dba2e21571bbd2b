"""`/audit feed remove`: end one."""

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.feed.desk import FeedDesk, FeedServices, find, say
from lightbulb_audit.render.message import MessagePayload


def remove(desk: FeedDesk) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    class Remove(
        lightbulb.SlashCommand,
        name="remove",
        description="End a feed; what it posted stays",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        feed = lightbulb.string("feed", "Its number, as the list shows it", max_length=20)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """End it."""

            async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
                feed = await find(feeding, guild_id, self.feed)
                await feeding.store.remove(int(guild_id), feed.feed_id)
                feeding.runner.changed(int(guild_id))
                return say(feed_words.REMOVED.format(feed=feed.feed_id))

            await desk.answer(ctx.interaction, work, ctx.initial_response_sent)

    return Remove
