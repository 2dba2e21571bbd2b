"""`/audit feed change`: another channel or query."""

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.autocomplete import propose
from lightbulb_audit.commands.feed.desk import FeedDesk, FeedServices, RefusedError, check_place, find, say
from lightbulb_audit.render.feed import question
from lightbulb_audit.render.message import MessagePayload


def change(desk: FeedDesk) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
        await propose(ctx, desk.services)

    class Change(
        lightbulb.SlashCommand,
        name="change",
        description="Let a feed post elsewhere, or something else",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        feed = lightbulb.string("feed", "Its number, as the list shows it", max_length=20)
        channel = lightbulb.channel("channel", "Where to post from now on", default=None)
        query = lightbulb.string("query", "Which entries from now on; `*` for all", default="", autocomplete=suggest)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Change what is given; ask first where people would read the log who may not see it."""

            async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
                feed = await find(feeding, guild_id, self.feed)
                channel: hikari.PartialChannel | None = self.channel
                if channel is None and not self.query:
                    raise RefusedError(feed_words.SAME)
                text = "" if self.query == "*" else self.query
                query = await desk.parse(ctx.interaction, guild_id, text) if self.query else feed.query
                channel_id = feed.channel_id if channel is None else int(channel.id)
                is_open = channel_id != feed.channel_id and await check_place(feeding, guild_id, channel_id)
                if is_open:
                    return question.ask(channel_id, await desk.read(guild_id, query), feed.feed_id)
                await feeding.store.change(int(guild_id), feed.feed_id, channel_id=channel_id, query=query)
                feeding.runner.changed(int(guild_id))
                words = await desk.in_words(guild_id, await desk.read(guild_id, query))
                return say(feed_words.CHANGED.format(feed=feed.feed_id, channel=channel_id, query=words))

            await desk.answer(ctx.interaction, work, ctx.initial_response_sent)

    return Change
