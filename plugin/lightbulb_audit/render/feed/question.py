"""The question before a feed is begun where people would read the log who may not see it."""

import hikari
import hikari.impl

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.model.feed import FeedVerb, Look, custom_id
from lightbulb_audit.model.query import Query
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.render.search.query_footer import footer_text


def ask(channel_id: int, query: Query, look: Look, feed_id: int = 0) -> MessagePayload:
    """Ask, with all in the message that a yes needs: the query stands in its footer.

    Args:
        channel_id: Where it is to post.
        query: Which entries.
        look: How they are shown.
        feed_id: The feed that is changed; 0 for a new one.
    """
    embed = hikari.Embed(description=feed_words.IS_PUBLIC.format(channel=channel_id), color=COLOUR)
    row = hikari.impl.MessageActionRowBuilder()
    about = f"{channel_id}:{feed_id}:{look}"
    row.add_interactive_button(hikari.ButtonStyle.DANGER, custom_id(FeedVerb.YES, about), label=feed_words.YES)
    row.add_interactive_button(hikari.ButtonStyle.SECONDARY, custom_id(FeedVerb.NO, about), label=feed_words.NO)
    return MessagePayload(embed.set_footer(footer_text(query)), [row])


def is_about_change(about: str) -> bool:
    """Return whether a button is about a feed that is there already."""
    try:
        return parse_about(about)[1] > 0
    except ValueError:
        return False


def parse_about(about: str) -> tuple[int, int, Look]:
    """Return the channel, the feed and the look that a button of it carries.

    Raises:
        ValueError: If it was made up.
    """
    channel_id, _, rest = about.partition(":")
    feed_id, _, look = rest.partition(":")
    return int(channel_id), int(feed_id), Look(look or Look.COMPACT)
