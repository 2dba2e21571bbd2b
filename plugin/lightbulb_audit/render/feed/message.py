"""A feed's message: the entries one by one, or their sum by who did what."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

import hikari
import hikari.impl

from lightbulb_audit.analyse.bursts import tally_records
from lightbulb_audit.catalog import feed_words
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.bursts import Burst, entries_of
from lightbulb_audit.model.feed import LISTED_AT_MOST, FeedVerb, Post, custom_id
from lightbulb_audit.render import limits
from lightbulb_audit.render.components import label
from lightbulb_audit.render.entry import COLOURS
from lightbulb_audit.render.listing import line
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.services.feeds.ports import PostView

_CUTS: Final = ((512, 100), (200, 100), (100, 64), (60, 40), (30, 24), (0, 24), (0, 12))
"""Longest reason and longest name, from generous to tight: the first that fits is taken."""

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
        _add_menu(row, view)
    return MessagePayload(embed, [row]).to_message()


def _colour(view: PostView) -> hikari.Color:
    """That of what was done, where it was one thing."""
    tones = {one.row.tone for one in view.descriptions}
    return COLOURS.get(tones.pop(), COLOUR) if len(tones) == 1 else COLOUR


def _lines(view: PostView) -> str:
    """Return the entries in the order of their arrival, tightened before any is left out."""
    lines: list[str] = []
    for reason, name in _CUTS:
        lines = [f"{_mark(one, view.post)}{line(one, reason, name, style='t')}" for one in view.descriptions]
        if sum(map(len, lines)) + len(lines) <= _ROOM:
            break
    room, kept = _ROOM, list[str]()
    for text in lines:
        room -= len(text) + 1
        if room < 0:
            kept.append(feed_words.AND_MORE.format(count=len(lines) - len(kept)))
            break
        kept.append(text)
    notes = [feed_words.LATE_NOTE] if any(_is_late(one, view.post) for one in view.descriptions) else []
    return "\n".join([*kept, *notes]) or "…"


def _mark(told: Description, post: Post) -> str:
    return f"{feed_words.LATE} " if _is_late(told, post) else ""


def _is_late(told: Description, post: Post) -> bool:
    made = told.record.created_at
    return made is not None and post.made_at - made > _LATE


def _sum(view: PostView) -> str:
    """Return who did what how often, those first of which the first entry came first."""
    told = {id(one.record): one for one in view.descriptions}
    tallied = tally_records([one.record for one in view.descriptions])[:_GROUPS]
    groups = [Burst([told[id(record)] for record in some]) for some in tallied]
    order = {id(one): at for at, one in enumerate(view.descriptions)}
    groups.sort(key=lambda burst: order[id(burst.entries[0])])
    lines = [_line_of(one) for one in groups]
    rest = view.count - sum(len(one.entries) for one in groups)
    if rest > 0:
        lines.append(feed_words.AND_MORE.format(count=f"{rest:,}"))
    return "\n".join(lines)[: limits.DESCRIPTION]


def _line_of(burst: Burst) -> str:
    told = burst if len(burst.entries) > 1 else burst.entries[0]
    return line(told, 0 if isinstance(told, Burst) else 60, 40, style="f")


def _add_menu(row: hikari.impl.MessageActionRowBuilder, view: PostView) -> None:
    """One option an entry, its value the entry's id."""
    menu = row.add_text_menu(
        custom_id(FeedVerb.ENTRY, view.post.nonce), placeholder=feed_words.MENU, min_values=1, max_values=1
    )
    for one in [entry for told in view.descriptions for entry in entries_of(told)][:LISTED_AT_MOST]:
        menu.add_option(label(one), str(int(one.record.id)), emoji=one.icon)
