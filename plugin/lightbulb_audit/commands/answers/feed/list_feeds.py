"""What `/audit feed list` answers."""

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices, in_look, say
from lightbulb_audit.describe.text.markdown import escape
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model.feed import Feed
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.overflow import fit_lines_counted

_ROOM = 4000
_QUERY = 300


async def answer(ctx: lightbulb.Context, desk: FeedDesk) -> None:
    """Answer with one line a feed."""

    async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        lines: list[str] = []
        for feed in await feeding.store.of(int(guild_id)):
            query = await _in_words(desk, guild_id, feed)
            lines.append(f"**{feed.feed_id}** · <#{feed.channel_id}> · {query}{in_look(feed.look)} · {_state_of(feed)}")
        text, _ = fit_lines_counted(lines, _ROOM)
        return say(text or feed_words.NO_FEEDS)

    await desk.answer(ctx.interaction, work, ctx.initial_response_sent)


async def _in_words(desk: FeedDesk, guild_id: hikari.Snowflake, feed: Feed) -> str:
    try:
        return await desk.in_words(guild_id, await desk.read(guild_id, feed.query), _QUERY)
    except AuditError:
        return escape(feed.query, _QUERY)  # written by a later version


def _state_of(feed: Feed) -> str:
    if feed.is_paused:
        return feed_words.STOPPED  # whatever else there is: nothing goes on by itself
    return feed_words.RUNS if feed.trouble is None else feed_words.TROUBLES[feed.trouble]
