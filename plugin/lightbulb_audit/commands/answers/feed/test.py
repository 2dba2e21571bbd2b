"""What `/audit feed test` answers: the last entry that fits, posted as it would be."""

import secrets

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import EVERYONE
from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices, check_place, find, say
from lightbulb_audit.model.feed import Feed, Post
from lightbulb_audit.model.query import Query, View
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.clock import local_time

_NONCE = 11


async def answer(ctx: lightbulb.Context, desk: FeedDesk, number: str) -> None:
    """Post it, beside what the feed itself tells."""

    async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
        feed = await find(feeding, guild_id, number)
        await check_place(feeding, guild_id, feed.channel_id)
        query = await desk.read(guild_id, feed.query)
        entry_id = await _last(desk, guild_id, query)
        if entry_id is None:
            return say(feed_words.NOTHING_FITS.format(feed=feed.feed_id))
        view = await feeding.teller.tell(_post_of(feed, entry_id))
        await feeding.channels.post(feed.channel_id, feeding.draw(view, feed.look), view.post.nonce)
        return say(feed_words.TESTED.format(channel=feed.channel_id))

    await desk.answer(ctx.interaction, work, ctx.initial_response_sent)


async def _last(desk: FeedDesk, guild_id: hikari.Snowflake, query: Query) -> int | None:
    found = await desk.services.lists.read(guild_id, Query(query.clauses, 1), EVERYONE, View.SEARCH)
    return next((int(one.record.id) for one in found.descriptions if one.record.id), None)


def _post_of(feed: Feed, entry_id: int) -> Post:
    """Return a message that stands in no outbox."""
    nonce = secrets.token_hex(_NONCE)
    return Post(feed.guild_id, feed.feed_id, nonce, (entry_id,), feed.query, local_time())
