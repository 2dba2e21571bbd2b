"""A list of entries: one line each, a menu to look into one, buttons to walk on."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import hikari

from lightbulb_audit.catalog import words
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.bursts import Burst, entries_of, fold, shown_of, tell_together
from lightbulb_audit.describe.tallied import Tallied
from lightbulb_audit.describe.text.markdown import escape, markdown, timestamp
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.progress import MissingRange
from lightbulb_audit.model.query import Cursor, View
from lightbulb_audit.render import components, limits
from lightbulb_audit.render.coverage import stretch
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.render.search import candidates, empty
from lightbulb_audit.render.search.query_footer import footer_text
from lightbulb_audit.render.search.query_text import describe_query
from lightbulb_audit.services.list_reader import EntryList, Reach, Tally
from lightbulb_audit.services.log.browse import Hits, Window

_CUTS: Final = ((512, 100), (200, 100), (100, 64), (60, 40), (30, 24), (0, 24), (0, 12))
"""Longest reason and longest name, from generous to tight: the first that fits is taken."""

_LONGEST_NAME: Final = 100
_TITLE: Final = 256
_STRETCHES: Final = 3
_QUESTION: Final = 900
"""Characters of the question in words."""

_TALLIED_NAME: Final = 32
_REACHES: Final[Mapping[Reach, str]] = {
    Reach.PAGE: words.TALLY_OF_PAGE,
    Reach.READ: words.TALLY_OF_READ,
    Reach.ALL: words.TALLY_OF_ALL,
}
_HALF_A_DAY: Final = 12 * 60 * 60
"""Seconds below which the day need not be told twice."""

"""Milliseconds."""

_FOOT: Final = 400
"""Characters below the entries, but for what is missing."""

_HEADINGS: Final[Mapping[View, tuple[str, str]]] = {
    View.RECENT: (words.HEADING_UNNAMED, words.HEADING),
    View.SIDES: (words.HISTORY, words.HISTORY_OF),
    View.SEARCH: (words.SEARCH, words.SEARCH_OF),
    View.LIFE: (words.HISTORY, words.HISTORY_OF),
}


class _Lines(NamedTuple):
    """The lines that fit, and the descriptions that they tell."""

    text: str
    told: Sequence[Description]
    left_out: int


def _room(entries: EntryList) -> int:
    """Characters for the description: what is left of the embed's by the title and a carried question."""
    window = entries.window
    footer = len(footer_text(window.query)) if _has_footer(entries) else 0
    lack = len(_lack(window.missing)) if window.missing else 0
    return min(limits.DESCRIPTION, limits.EMBEDS_TOTAL - _TITLE - footer) - lack


def _has_footer(entries: EntryList) -> bool:
    """Whether the question stands below: a search is carried there, and any other question is told in its words."""
    return entries.view.is_searched or bool(entries.window.query)


def draw(entries: EntryList) -> MessagePayload:
    """Draw a list so that it fits into one embed, whatever the entries hold."""
    window = entries.window
    heading, named = _HEADINGS[entries.view]
    if entries.server is not None:
        heading = named.format(server=escape(entries.server, _LONGEST_NAME))
    head, room = _question(entries), _room(entries)
    # A life is read by its dates, news by how old it is.
    style = "f" if entries.view is View.LIFE else "R"
    folded = _folded(entries)
    told = folded if window.query.is_folded else entries.descriptions
    is_told = entries.tally is not None and (len(told) > 1 or entries.tally.rest or len(entries.tally.groups) > 1)
    counts = _tally(entries.tally, window) if entries.tally is not None and is_told else ""
    room -= len(head) + len(counts) + _FOOT
    lines = _fit(told, room, keep_last=window.is_read_upwards, style=style)
    foot = _foot(entries, lines)
    body = "\n".join(part for part in (head, counts, lines.text, foot) if part)
    embed = hikari.Embed(title=heading, description=body, color=COLOUR)
    if _has_footer(entries):
        embed.set_footer(footer_text(window.query))
    has_bursts = any(isinstance(one, Burst) for one in folded)
    shown = components.ListPage(lines.told, lines.left_out, entries.view, has_bursts, _behind(window), entries.person)
    rows = [*components.rows(window, shown), *candidates.menu(entries), *empty.buttons(entries)]
    return MessagePayload(embed, rows)


def _folded(entries: EntryList) -> list[Description | Burst]:
    """Return the lines of a page: the one at its end tells what lies behind it as well, as far as that is known."""
    window, here = entries.window, entries.descriptions
    told = [*entries.beyond, *here] if window.is_read_upwards else [*here, *entries.beyond]
    ids = {id(one) for one in here}
    lines: list[Description | Burst] = []
    for one in fold(told):
        shown = [told for told in entries_of(one) if id(told) in ids]
        if isinstance(one, Burst):
            one.shown = shown
        if shown:
            lines.append(one)
    edge = lines[0 if window.is_read_upwards else -1] if lines else None
    if isinstance(edge, Burst):
        edge.goes_on = window.goes_on
    return lines


def _behind(window: Window) -> Cursor | None:
    """Return where what lies behind the last line begins, where that is known."""
    ids = [int(one.id) for one in window.beyond if one.id]
    return Cursor("older", min(ids)) if ids and not window.is_read_upwards else None


def line(
    told: Description | Burst | Tallied, longest_reason: int = 512, longest_name: int = 100, *, style: str = "R"
) -> str:
    """Entries as one line of markdown: icon, sentence, reason, what came of it, and when, in a style of Discord's."""
    text = f"{told.icon} {markdown(told.sentence, longest=longest_name)}"
    reason = told.reason
    if reason is not None and longest_reason:
        text += f" — *{escape(reason, longest_reason)}*"
    for remark in told.remarks:
        said = markdown(remark.text if longest_reason else remark.brief, longest=longest_name)
        text += words.REMARK_IN_LIST.format(sign=remark.sign, remark=said)
    return f"{text}{_when(told, style)}{_part(told)}"


def _part(told: Description | Burst | Tallied) -> str:
    """Return how many of several entries are on the page, and whether there may be more than are told."""
    if not isinstance(told, Burst):
        return ""
    here = words.HERE.format(count=len(told.shown)) if len(told.shown) < len(told.entries) else ""
    return f"{here}{words.GOES_ON if told.goes_on else ''}"


def _when(told: Description | Burst | Tallied, style: str) -> str:
    """Return when it was; of several, from when to when."""
    ids = told.ids if isinstance(told, Tallied) else [one.record.id for one in entries_of(told) if one.record.id]
    seconds = [snowflake.milliseconds_of(one) // 1000 for one in ids]
    if not seconds:
        return ""
    first, last = min(seconds), max(seconds)
    if first == last:
        return f" · <t:{first}:{style}>"
    if first // 60 == last // 60:
        return f" · <t:{first}:f>"
    return f" · <t:{first}:f> to <t:{last}:{'t' if last - first < _HALF_A_DAY else 'f'}>"


def _fit(told: Sequence[Description | Burst], room: int, *, keep_last: bool, style: str) -> _Lines:
    """As many lines as fit, tightened before any is left out; those far from where the reading began go first."""
    lines: list[str] = []
    for reason, name in _CUTS:
        lines = [line(one, reason, name, style=style) for one in told]
        if sum(map(len, lines)) + len(lines) <= room:
            return _lines(lines, told, told)
    count = 0
    for text in reversed(lines) if keep_last else lines:
        room -= len(text) + 1
        if room < 0:
            break
        count += 1
    kept = slice(len(lines) - count, None) if keep_last else slice(count)
    return _lines(lines[kept], told[kept], told)


def _lines(texts: Sequence[str], kept: Sequence[Description | Burst], told: Sequence[Description | Burst]) -> _Lines:
    """Return the lines that were kept; what was left out is counted in entries."""
    entries = [one for some in kept for one in shown_of(some)]
    left_out = sum(len(shown_of(some)) for some in told) - len(entries)
    return _Lines("\n".join(texts), entries, left_out)


def _tally(tally: Tally, window: Window) -> str:
    """Return who did what how often, and of which entries."""
    said = [
        markdown(tell_together(one, [record.raw for record in some]), longest=_TALLIED_NAME)
        for one, some in tally.groups
    ]
    others = [words.OTHERS.format(count=f"{tally.rest:,}")] if tally.rest else []
    is_here = not (window.has_newer or window.has_older or window.further)
    return f"-# {'' if is_here else _REACHES[tally.reach]}{' · '.join([*said, *others])}"


def _question(entries: EntryList) -> str:
    """Return the question as it was understood; empty where nothing was asked for."""
    phrases = describe_query(
        entries.window.query,
        entries.names,
        is_of_people=entries.view is View.SIDES,
        is_plain=entries.view is View.RECENT,
        other_names=entries.other_names,
    )
    asked = [markdown(parts, longest=_LONGEST_NAME) for parts in phrases]
    if not asked:
        return ""
    text, is_cut = fit_lines(asked, _QUESTION)
    return f"-# 🔎 {text}{' · …' if is_cut else ''}"


def fit_lines(phrases: Sequence[str], room: int) -> tuple[str, bool]:
    """As many phrases as fit, and whether any is missing."""
    kept: list[str] = []
    for phrase in phrases:
        room -= len(phrase) + 3
        if room < 0:
            break
        kept.append(phrase)
    return " · ".join(kept), len(kept) < len(phrases)


def _foot(entries: EntryList, lines: _Lines) -> str:
    """Return how many, from when to when, and how far was looked."""
    window = entries.window
    parts: list[str] = []
    if not lines.told:
        return "\n".join([empty.explain(entries), f"-# {' · '.join(_looked(window))}"])
    count = len(lines.told)
    if window.hits is not None:
        parts.append(_hits(window.hits, count))
    elif count == 1:
        parts.append("1 entry fits" if window.query else "1 entry")
    else:
        parts.append(f"{count} entries, newest first")
    dated = [one.record for one in lines.told if one.record.id]
    if dated:
        parts.append(_span(snowflake.time_of(dated[0].id), snowflake.time_of(dated[-1].id)))
    more = f"and {lines.left_out} more\n" if lines.left_out else ""
    return f"{more}-# {' · '.join([*parts, *_looked(window)])}"


def _hits(hits: Hits, shown: int) -> str:
    """Return how many entries fit, and how many of them are here."""
    if hits.is_least:
        return words.HITS_LEAST.format(count=f"{hits.count:,}", shown=shown)
    if not hits.is_all:
        return words.HITS_MORE.format(count=f"{hits.count:,}", shown=shown)
    if hits.count == 1:
        return words.HIT
    return (
        words.HITS_ALL.format(count=hits.count)
        if hits.count <= shown
        else words.HITS.format(count=f"{hits.count:,}", shown=shown)
    )


def _span(newest: datetime.datetime, oldest: datetime.datetime) -> str:
    if newest == oldest:
        return timestamp(newest)
    return f"{timestamp(newest)} back to {timestamp(oldest)}"


def _looked(window: Window) -> list[str]:
    said: list[str] = [_lack(window.missing)] if window.missing else []
    if window.is_instead:
        said.append(words.INSTEAD)
    if window.unnamed:
        said.append(words.UNNAMED.format(words=", ".join(f"“{escape(one.strip(), 40)}”" for one in window.unnamed[:3])))
    if window.is_filtered_here and window.scanned:
        count = "1 entry" if window.scanned == 1 else f"{window.scanned:,} entries"
        template = words.LOOKED_FORWARD if window.is_read_upwards else words.LOOKED_BACK
        if window.reached is None:
            said.append(words.LOOKED_ALL.format(count=count))
        else:
            said.append(template.format(count=count, time=timestamp(snowflake.time_of(window.reached))))
    return [*said, *_bots(window), _source(window)]


def _bots(window: Window) -> list[str]:
    """Return how far was looked for what bots did for somebody, where that was not to the end of what is shown."""
    deeds = window.bots
    if deeds is None or deeds.is_whole or deeds.place is None:
        return []
    template = words.BOTS_LOOKED_FORWARD if window.is_read_upwards else words.BOTS_LOOKED_BACK
    return [template.format(count=f"{deeds.scanned:,} entries", time=timestamp(snowflake.time_of(deeds.place)))]


def _lack(missing: Sequence[MissingRange]) -> str:
    return words.LACKING.format(stretches=missing_text(missing))


def missing_text(missing: Sequence[MissingRange]) -> str:
    """Return what is not there of the span that was asked for, newest first; empty where nothing is missing."""
    told = [stretch(one) for one in missing[:_STRETCHES]]
    more = f", {words.AND_MORE.format(count=len(missing) - len(told))}" if len(missing) > len(told) else ""
    return f"{'; '.join(told)}{more}"


def _source(window: Window) -> str:
    """Return how far back the log goes where the entries came from."""
    origin = next((page.origin for page in window.pages if page.origin is not None), None)
    if origin is None:
        return words.KEPT
    since = "" if origin.since is None else timestamp(snowflake.time_of(origin.since), "D")
    kept = words.ARCHIVED_SINCE.format(time=since) if since else words.ARCHIVED
    return kept if origin.instead_of is None else f"{words.DISCORD_SILENT} · {kept}"
