"""A list of entries: one line each, a menu to look into one, buttons to walk on."""

import dataclasses
import datetime
import zoneinfo
from collections.abc import Sequence
from typing import Final, NamedTuple

import hikari

from lightbulb_audit.analyse.filters import action_words
from lightbulb_audit.analyse.moments import moment_words
from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, naming
from lightbulb_audit.describe.markdown import escape, markdown, timestamp
from lightbulb_audit.describe.names import Names
from lightbulb_audit.model import snowflake
from lightbulb_audit.render import controls, limits
from lightbulb_audit.render.drawing import Drawing
from lightbulb_audit.services.browse import Window

COLOUR: Final = hikari.Color(0x5865F2)
"""Discord's own blue: a list is neither good nor bad."""

_CUTS: Final = ((512, 100), (200, 100), (100, 64), (60, 40), (30, 24), (0, 24), (0, 12))
"""Longest reason and longest name, from generous to tight: the first that fits is taken."""

_LONGEST_NAME: Final = 100
_HEADINGS: Final = {
    False: (words.HEADING_UNNAMED, words.HEADING),
    True: (words.HISTORY, words.HISTORY_OF),
}


class _Lines(NamedTuple):
    """The lines that fit, and the descriptions that they tell."""

    text: str
    told: Sequence[Description]
    left_out: int


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """All that a list is drawn from.

    Attributes:
        window: The entries, and what lies around them.
        told: The same entries in words, in the same order.
        names: For the filters.
        server: The server's name; None where nobody knows it.
        zone: In which the understood times are repeated.
        is_history: Whether it is somebody's history, with two buttons for its two sides.
    """

    window: Window
    told: Sequence[Description]
    names: Names
    server: str | None
    zone: zoneinfo.ZoneInfo
    is_history: bool = False


def draw(listing: Listing) -> Drawing:
    """Draw a list so that it fits into one embed, whatever the entries hold."""
    window = listing.window
    heading, named = _HEADINGS[listing.is_history]
    if listing.server is not None:
        heading = named.format(server=escape(listing.server, _LONGEST_NAME))
    head, room = _filters(listing), limits.DESCRIPTION
    foot_room = 400
    lines = _fit(listing.told, room - len(head) - foot_room, keep_last=window.is_read_upwards)
    foot = _foot(window, lines)
    body = "\n".join(part for part in (head, lines.text, foot) if part)
    embed = hikari.Embed(title=heading, description=body, color=COLOUR)
    shown = controls.Shown(lines.told, lines.left_out, is_history=listing.is_history)
    return Drawing(embed, controls.rows(window, shown))


def line(told: Description, longest_reason: int = 512, longest_name: int = 100) -> str:
    """One entry as one line of markdown: icon, sentence, reason, what came of it, and how long ago."""
    text = f"{told.row.icon} {markdown(told.sentence, longest=longest_name)}"
    reason = told.reason
    if reason is not None and longest_reason:
        text += f" — *{escape(reason, longest_reason)}*"
    if told.undoing is not None:
        said = told.undoing.text if longest_reason else told.undoing.brief
        text += words.UNDONE_IN_LIST.format(undoing=markdown(said, longest=longest_name))
    entry_id = told.record.entry.id
    if entry_id:
        text += f" · <t:{snowflake.milliseconds_of(entry_id) // 1000}:R>"
    return text


def _fit(told: Sequence[Description], room: int, *, keep_last: bool) -> _Lines:
    """As many lines as fit, tightened before any is left out; those far from where the reading began go first."""
    lines: list[str] = []
    for reason, name in _CUTS:
        lines = [line(one, reason, name) for one in told]
        if sum(map(len, lines)) + len(lines) <= room:
            return _Lines("\n".join(lines), told, 0)
    count = 0
    for text in reversed(lines) if keep_last else lines:
        room -= len(text) + 1
        if room < 0:
            break
        count += 1
    kept = slice(len(lines) - count, None) if keep_last else slice(count)
    return _Lines("\n".join(lines[kept]), told[kept], len(lines) - count)


def _filters(listing: Listing) -> str:
    """The question as it was understood; empty where nothing was asked for."""
    query = listing.window.query
    if query.is_open:
        return ""
    asked: list[str] = []
    if query.user_id is not None:
        asked.append(f"by {_person(listing.names, query.user_id)}")
    if query.action:
        asked.append(action_words(query.action))
    if query.target_id is not None:
        named = _person if listing.is_history else _whatever
        asked.append(f"done to {named(listing.names, query.target_id)}")
    asked += [
        f"{name} {_bound_words(bound, listing.zone)}"
        for name, bound in (("after", query.after), ("before", query.before))
        if bound is not None
    ]
    return f"-# 🔎 {' · '.join(asked)}"


def _bound_words(bound: int, zone: zoneinfo.ZoneInfo) -> str:
    moment = snowflake.time_of(bound)
    exact = bound & ((1 << 22) - 1)
    entry = f"entry {bound}, " if exact else ""
    return f"{entry}{moment_words(moment, zone)} ({timestamp(moment, 'R')})"


def _person(names: Names, user_id: int) -> str:
    """Somebody by name; where nobody knows it a mention, which each reader's Discord fills in. Embeds ping nobody."""
    known = names.get(Kind.USER, user_id)
    return f"<@{user_id}>" if known is None or known.name is None else f"**{escape(known.name, _LONGEST_NAME)}**"


def _whatever(names: Names, thing_id: int) -> str:
    """What a target is called: nobody said of what kind its id is."""
    for kind in Kind:
        known = names.get(kind, thing_id)
        if known is not None and known.name is not None:
            return markdown((naming.named(kind, known.name, known.channel_type),))
    return f"{thing_id}"


def _foot(window: Window, lines: _Lines) -> str:
    """How many, from when to when, and how far was looked."""
    said: list[str] = []
    if not lines.told:
        nothing = words.NOTHING if window.query.is_open else words.NOTHING_FOUND
        return "\n".join([words.NOTHING_YET if window.further else nothing, f"-# {' · '.join(_looked(window))}"])
    count = len(lines.told)
    one = "1 entry" if window.query.is_open else "1 entry fits"
    said.append(one if count == 1 else f"{count} entries, newest first")
    dated = [one.record for one in lines.told if one.record.id]
    if dated:
        said.append(_span(snowflake.time_of(dated[0].id), snowflake.time_of(dated[-1].id)))
    more = f"and {lines.left_out} more\n" if lines.left_out else ""
    return f"{more}-# {' · '.join([*said, *_looked(window)])}"


def _span(newest: datetime.datetime, oldest: datetime.datetime) -> str:
    if newest == oldest:
        return timestamp(newest)
    return f"{timestamp(newest)} back to {timestamp(oldest)}"


def _looked(window: Window) -> list[str]:
    said: list[str] = []
    if window.is_filtered_here and window.scanned:
        count = "1 entry" if window.scanned == 1 else f"{window.scanned:,} entries"
        template = words.LOOKED_FORWARD if window.is_read_upwards else words.LOOKED_BACK
        if window.reached is None:
            said.append(words.LOOKED_ALL.format(count=count))
        else:
            said.append(template.format(count=count, time=timestamp(snowflake.time_of(window.reached))))
    return [*said, _source(window)]


def _source(window: Window) -> str:
    """How far back the log goes where the entries came from."""
    origin = next((page.origin for page in window.pages if page.origin is not None), None)
    if origin is None:
        return words.KEPT
    since = "" if origin.since is None else timestamp(snowflake.time_of(origin.since), "D")
    kept = words.ARCHIVED_SINCE.format(time=since) if since else words.ARCHIVED
    return kept if origin.instead_of is None else f"{words.DISCORD_SILENT} · {kept}"
