"""`/audit feed add`: begin one."""

import hikari
import lightbulb

from lightbulb_audit.commands.autocomplete import propose
from lightbulb_audit.commands.feed.desk import FeedDesk, FeedServices, begin, check_place
from lightbulb_audit.model.feed import NewFeed
from lightbulb_audit.render.feed import question
from lightbulb_audit.render.message import MessagePayload


def add(desk: FeedDesk) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
        await propose(ctx, desk.services)

    class Add(
        lightbulb.SlashCommand,
        name="add",
        description="Post what happens to a channel, as it happens",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        channel = lightbulb.channel("channel", "Where to post")
        query = lightbulb.string(
            "query", "Which entries, as a search asks for them; all without", default="", autocomplete=suggest
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Begin a feed; ask first where people would read the log who may not see it."""

            async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
                query = await desk.parse(ctx.interaction, guild_id, self.query)
                if await check_place(feeding, guild_id, int(self.channel.id)):
                    return question.ask(int(self.channel.id), await desk.read(guild_id, query))
                new = NewFeed(int(self.channel.id), query, int(ctx.user.id))
                return await begin(desk, feeding, guild_id, new)

            await desk.answer(ctx.interaction, work, ctx.initial_response_sent)

    return Add
