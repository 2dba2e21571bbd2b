"""A feed's message: the entries one by one, or their sum by who did what."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.describe import Description
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.feed import LATE, FeedVerb, Look, Post, custom_id
from lightbulb_audit.render import limits
from lightbulb_audit.render.entry import COLOURS, colour_of
from lightbulb_audit.render.entry_fields import changes_text
from lightbulb_audit.render.entry_lines import add_entry_menu, entry_lines
from lightbulb_audit.render.listing import line
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.render.sums import tallied_lines
from lightbulb_audit.services.feeds.ports import PostView

_ROOM: Final = limits.DESCRIPTION - 200
_FULL_REASON: Final = 200
_FULL_NAME: Final = 64


def draw(view: PostView, look: Look = Look.COMPACT) -> Mapping[str, Any]:
    """Draw a message so that Discord takes it, whatever its entries hold, and nothing in it pings.

    Args:
        view: The message.
        look: How its entries are shown, as far as there is room: of many each is a line.
    """
    full = _embeds(view) if look is Look.FULL else ()
    if full:
        return {**MessagePayload(rows=[entry_menu(view)]).to_message(), "embeds": full}
    row = hikari.impl.MessageActionRowBuilder()
    if view.post.is_summary or not view.descriptions:
        embed = hikari.Embed(title=feed_words.SUM.format(count=f"{view.count:,}"), description=_sum(view), color=COLOUR)
        said = feed_words.SHOW.format(count=f"{view.count:,}")
        row.add_interactive_button(hikari.ButtonStyle.SECONDARY, custom_id(FeedVerb.LIST, view.post.nonce), label=said)
    else:
        embed = hikari.Embed(description=_lines(view), color=_colour(view))
        row = entry_menu(view)
    return MessagePayload(embed, [row]).to_message()


def entry_menu(view: PostView) -> hikari.impl.MessageActionRowBuilder:
    """Return the menu under some entries: one option an entry, its value the entry's id."""
    row = hikari.impl.MessageActionRowBuilder()
    add_entry_menu(row, custom_id(FeedVerb.ENTRY, view.post.nonce), feed_words.MENU, view.descriptions)
    return row


def _embeds(view: PostView) -> Sequence[hikari.Embed]:
    """Return an embed an entry, with all that it changed; none where Discord would not take them."""
    if view.post.is_summary or not 0 < len(view.descriptions) <= limits.EMBEDS:
        return ()
    room = limits.EMBEDS_TOTAL // len(view.descriptions)
    embeds = [_embed(one, view.post, room) for one in view.descriptions]
    return embeds if sum(len(one.description or "") for one in embeds) <= limits.EMBEDS_TOTAL else ()


def _embed(told: Description, post: Post, room: int) -> hikari.Embed:
    late = feed_words.LATE_NOTE if _is_late(told, post) else ""
    head = line(told, _FULL_REASON, _FULL_NAME, style="t")
    changes = changes_text(told, max(room - len(head) - len(late) - 2, 0))
    return hikari.Embed(description="\n".join(filter(None, (head, changes, late))), color=colour_of(told))


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
    return bool(told.record.id) and int(told.record.id) < _first_in_time(post)


def _first_in_time(post: Post) -> int:
    """Return the smallest id of what is not late."""
    return snowflake.first_at(post.made_at - LATE)


def _sum(view: PostView) -> str:
    """Return who did what how often, those first of which the first entry came first."""
    lines, told = tallied_lines(view.sums, _ROOM, style="f")
    first = _first_in_time(view.post)
    rest = view.count - told
    more = [feed_words.AND_MORE.format(count=f"{rest:,}")] if rest > 0 else []
    late = [feed_words.LATE_SUM] if min(view.post.entry_ids, default=first) < first else []
    return "\n".join([*lines, *more, *late]) or "…"
