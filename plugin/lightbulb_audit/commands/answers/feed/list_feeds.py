"""What `/audit feed list` answers."""

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices, in_look, say
from lightbulb_audit.render.message import MessagePayload

_ROOM = 4000


async def answer(ctx: lightbulb.Context, desk: FeedDesk) -> None:
    """Answer with one line a feed."""

    async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        lines: list[str] = []
        for feed in await feeding.store.of(int(guild_id)):
            query = await desk.in_words(guild_id, await desk.read(guild_id, feed.query))
            state = feed_words.STOPPED if feed.is_paused else feed_words.RUNS
            said = state if feed.trouble is None else feed_words.TROUBLES[feed.trouble]
            lines.append(f"**{feed.feed_id}** · <#{feed.channel_id}> · {query}{in_look(feed.look)} · {said}")
        return say("\n".join(lines)[:_ROOM] or feed_words.NO_FEEDS)

    await desk.answer(ctx.interaction, work, ctx.initial_response_sent)
