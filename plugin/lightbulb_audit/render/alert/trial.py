"""What a rule would have told, drawn."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import alert_words, feed_words
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.values.numbers import count_phrase
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.feed import LISTED_AT_MOST, FeedVerb, custom_id
from lightbulb_audit.render.components import label
from lightbulb_audit.render.listing import line
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.services.alerts.replay import MOST, Firing, Replayed

SHOWN: Final = 10
"""Incidents that are told one by one: the newest."""


def shown_ids(found: Replayed) -> list[int]:
    """Return the entries of which the answer tells: the first of each incident that is shown, then others of these."""
    newest = found.firings[-SHOWN:]
    ids = [one.entry_ids[0] for one in newest]
    ids += [entry_id for one in reversed(newest) for entry_id in one.entry_ids[1:]]
    return ids[:LISTED_AT_MOST]


def draw(found: Replayed, told: Sequence[Description], now: datetime.datetime) -> MessagePayload:
    """Draw the answer.

    Args:
        found: What would have been found.
        told: The entries of `shown_ids` in words, those that are still there.
        now: The time.
    """
    span = count_phrase(max(1, (now - found.since).days), "day")
    if not found.firings:
        return MessagePayload(hikari.Embed(description=alert_words.NEVER_FIRED.format(span=span), color=COLOUR))
    by_id = {int(one.record.id): one for one in told}
    many = len(found.firings)
    times = alert_words.ONCE if many == 1 else alert_words.TIMES.format(count=f"{many:,}")
    lines = [alert_words.FIRED.format(times=times, span=span)]
    lines += [_line(one, by_id) for one in reversed(found.firings[-SHOWN:])]
    if len(found.firings) > SHOWN:
        lines.append(feed_words.AND_MORE.format(count=f"{len(found.firings) - SHOWN:,}"))
    if not found.is_whole:
        lines.append(alert_words.TRIED_AT_MOST.format(count=f"{MOST:,}"))
    row = hikari.impl.MessageActionRowBuilder()
    menu = row.add_text_menu(custom_id(FeedVerb.ENTRY), placeholder=feed_words.MENU, min_values=1, max_values=1)
    for one in sorted(told, key=lambda one: one.record.id, reverse=True):
        menu.add_option(label(one), str(int(one.record.id)), emoji=one.icon)
    embed = hikari.Embed(description="\n".join(lines), color=COLOUR)
    return MessagePayload(embed, [row] if told else [])


def _line(firing: Firing, told: Mapping[int, Description]) -> str:
    """Return one incident: when it began, of how many entries it is, and the first of these."""
    at = int(snowflake.time_of(firing.entry_ids[0]).timestamp())
    first = told.get(firing.entry_ids[0])
    said = "…" if first is None else line(first, 60, 40, style="t")
    template = alert_words.FIRED_BY_ONE if len(firing.entry_ids) == 1 else alert_words.FIRED_LINE
    return template.format(at=f"<t:{at}:d>", count=f"{len(firing.entry_ids):,}", first=said)
