"""The entries that a sum tells, newest first, a page at a time."""

from collections.abc import Sequence
from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import feed_words, words
from lightbulb_audit.model.feed import LISTED_AT_MOST, FeedVerb, Post, custom_id
from lightbulb_audit.render import limits
from lightbulb_audit.render.entry_lines import entry_lines
from lightbulb_audit.render.feed.message import entry_menu
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.services.feeds.ports import PostView

_ROOM: Final = limits.DESCRIPTION - 100
_LONGEST_NUMBER: Final = 6


def page_of(post: Post, page: int) -> tuple[int, Sequence[int]]:
    """Return the number of a page of a message's entries, the nearest that there is, and its entries."""
    ids = sorted(post.entry_ids, reverse=True)
    page = min(page, max(len(ids) - 1, 0) // LISTED_AT_MOST)
    return page, ids[page * LISTED_AT_MOST :][:LISTED_AT_MOST]


def draw(view: PostView, page: int, count: int) -> MessagePayload:
    """Draw a page so that Discord takes it, whatever its entries hold.

    Args:
        view: The page's entries.
        page: Its number, from 0.
        count: How many entries the sum tells in all.
    """
    first = page * LISTED_AT_MOST
    last = min(first + LISTED_AT_MOST, count)
    foot = feed_words.LISTED.format(first=first + 1, last=last, count=count)
    text = "\n".join(entry_lines(view.descriptions, _ROOM, style="f"))
    embed = hikari.Embed(description=f"{text}\n-# {foot}", color=COLOUR)
    rows: list[hikari.api.ComponentBuilder] = [entry_menu(view)] if view.descriptions else []
    walk = hikari.impl.MessageActionRowBuilder()
    for to, label, is_on in ((page - 1, words.NEWER, page > 0), (page + 1, words.OLDER, last < count)):
        about = f"{view.post.nonce}:{to}"
        walk.add_interactive_button(
            hikari.ButtonStyle.SECONDARY, custom_id(FeedVerb.LIST, about), label=label, is_disabled=not is_on
        )
    return MessagePayload(embed, [*rows, walk])


def parse_about(about: str) -> tuple[str, int | None]:
    """Return the nonce and the page that a button carries; no page under the sum itself. It may be made up."""
    nonce, _, page = about.partition(":")
    return nonce, int(page) if page.isascii() and page.isdigit() and len(page) <= _LONGEST_NUMBER else None
