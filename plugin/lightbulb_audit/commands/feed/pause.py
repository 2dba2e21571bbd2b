"""`/audit feed pause`: stop one for a while."""

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.feed.desk import FeedDesk, FeedServices, find, say
from lightbulb_audit.render.message import MessagePayload


def pause(desk: FeedDesk) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    class Pause(
        lightbulb.SlashCommand,
        name="pause",
        description="Stop a feed for a while; it keeps its place",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        feed = lightbulb.string("feed", "Its number, as the list shows it", max_length=20)
        paused = lightbulb.boolean("paused", "False takes it up again where it stopped", default=True)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Pause it, or let it go on."""

            async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
                feed = await find(feeding, guild_id, self.feed)
                await feeding.store.change(int(guild_id), feed.feed_id, is_paused=self.paused)
                feeding.runner.changed(int(guild_id))
                said = feed_words.PAUSED if self.paused else feed_words.RESUMED
                return say(said.format(feed=feed.feed_id))

            await desk.answer(ctx.interaction, work, ctx.initial_response_sent)

    return Pause
