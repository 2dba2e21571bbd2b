"""What `/audit feed add` answers."""

import hikari
import lightbulb

from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices, begin, check_place
from lightbulb_audit.model.feed import Look, NewFeed
from lightbulb_audit.render.feed import question
from lightbulb_audit.render.message import MessagePayload


async def answer(ctx: lightbulb.Context, desk: FeedDesk, channel_id: int, typed: str, look: Look) -> None:
    """Begin a feed; ask first where people would read the log who may not see it."""

    async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        query = await desk.parse(ctx.interaction, guild_id, typed)
        if await check_place(feeding, guild_id, channel_id):
            return question.ask(channel_id, await desk.read(guild_id, query), look)
        return await begin(desk, feeding, guild_id, NewFeed(channel_id, query, int(ctx.user.id), look))

    await desk.answer(ctx.interaction, work, ctx.initial_response_sent)
