"""A feed's message: the entries one by one, or their sum by who did what."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.describe import Description
from lightbulb_audit.model.feed import FeedVerb, Post, custom_id
from lightbulb_audit.render import limits
from lightbulb_audit.render.entry import COLOURS
from lightbulb_audit.render.entry_lines import add_entry_menu, entry_lines
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.render.sums import sum_up
from lightbulb_audit.services.feeds.ports import PostView

_ROOM: Final = limits.DESCRIPTION - 200
_GROUPS: Final = 15
_LATE: Final = datetime.timedelta(minutes=2)
"""How long after it was done an entry is late; events come within seconds."""


def draw(view: PostView) -> Mapping[str, Any]:
    """Draw a message so that Discord takes it, whatever its entries hold, and nothing in it pings."""
    row = hikari.impl.MessageActionRowBuilder()
    if view.post.is_summary or not view.descriptions:
        embed = hikari.Embed(title=feed_words.SUM.format(count=f"{view.count:,}"), description=_sum(view), color=COLOUR)
        said = feed_words.SHOW.format(count=f"{view.count:,}")
        row.add_interactive_button(hikari.ButtonStyle.SECONDARY, custom_id(FeedVerb.LIST, view.post.nonce), label=said)
    else:
        embed = hikari.Embed(description=_lines(view), color=_colour(view))
        add_entry_menu(row, custom_id(FeedVerb.ENTRY, view.post.nonce), feed_words.MENU, view.descriptions)
    return MessagePayload(embed, [row]).to_message()


def _colour(view: PostView) -> hikari.Color:
    """That of what was done, where it was one thing."""
    tones = {one.row.tone for one in view.descriptions}
    return COLOURS.get(tones.pop(), COLOUR) if len(tones) == 1 else COLOUR


def _lines(view: PostView) -> str:
    """Return the entries in the order of their arrival, tightened before any is left out."""
    lines = entry_lines(view.descriptions, _ROOM, style="t", mark=lambda one: _mark(one, view.post))
    notes = [feed_words.LATE_NOTE] if any(_is_late(one, view.post) for one in view.descriptions) else []
    return "\n".join([*lines, *notes]) or "…"


def _mark(told: Description, post: Post) -> str:
    return f"{feed_words.LATE} " if _is_late(told, post) else ""


def _is_late(told: Description, post: Post) -> bool:
    made = told.record.created_at
    return made is not None and post.made_at - made > _LATE


def _sum(view: PostView) -> str:
    """Return who did what how often, those first of which the first entry came first."""
    found = sum_up(view.descriptions, _GROUPS)
    rest = view.count - found.told
    more = [feed_words.AND_MORE.format(count=f"{rest:,}")] if rest > 0 else []
    return "\n".join([*found.lines, *more])[: limits.DESCRIPTION]
