"""What bots did for somebody, beside what they did themself: Discord can filter by the account that did it alone.

So the log is looked through without that filter as well, but no further than a person would wait for, and the answer
says how far.
"""

import dataclasses
from collections.abc import Callable
from typing import Final

import hikari

from lightbulb_audit.model import Page, Record
from lightbulb_audit.model.query import PageRequest, Query, Way
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.query.remote import bounds, endpoint_filters
from lightbulb_audit.services.ports import AuditLog

LOOKED_AT: Final = 300
"""Entries that are looked at for them, for one answer."""

_PAGE: Final = 100


@dataclasses.dataclass(slots=True)
class BotDeeds:
    """What was found, and how far was looked.

    Attributes:
        place: The entry that the looking got to; where it begins before that.
        records: The entries that fit, in the order in which they were read.
        pages: What was read.
        scanned: How many entries were looked at.
        is_whole: Whether nothing is left to be looked at, as far as was asked for.
    """

    place: int | None
    records: list[Record] = dataclasses.field(default_factory=list[Record])
    pages: list[Page] = dataclasses.field(default_factory=list[Page])
    scanned: int = 0
    is_whole: bool = False


def has_bot_deeds(query: Query) -> bool:
    """Return whether Discord would filter out what bots did for the one who is asked for."""
    return "user_id" in endpoint_filters(query)


async def find_bot_deeds(
    log: AuditLog,
    guild_id: hikari.Snowflake,
    query: Query,
    wanted: Callable[[Page], Predicate],
    found: BotDeeds,
    *,
    way: Way,
    stop: int | None = None,
    at_most: int = LOOKED_AT,
) -> None:
    """Look on for what fits a query, whoever's account did it.

    Args:
        log: Where to read.
        guild_id: Whose log.
        query: Which entries.
        wanted: What is asked of the entries of a page.
        found: What was found so far, and from where on to look; it takes what is found now.
        way: In which direction.
        stop: The entry up to which everything is to be found; None for all there is.
        at_most: How many entries are looked at, with those that were before.

    Raises:
        AuditError: If the log could not be read.
    """
    filters = endpoint_filters(query)
    filters.pop("user_id", None)
    after, before = bounds(query)
    limit = [one for one in (stop, after if way == "older" else before) if one is not None]
    place = found.place
    found.is_whole = found.is_whole or (stop is not None and place is not None and _is_past(place, stop, way))
    while not found.is_whole and found.scanned < at_most:
        place = found.place
        older, newer = (place, None) if way == "older" else (None, place)
        page = await log.read(guild_id, PageRequest(_PAGE, older, newer, **filters))
        found.pages.append(page)
        found.scanned += page.row_count
        fits = wanted(page)
        for record in page.records:
            if record.id:
                found.place = int(record.id)
            if record.id and any(_is_past(int(record.id), one, way) for one in limit):
                found.is_whole = True
                break
            if record.id and fits.matches(record):
                found.records.append(record)
        found.is_whole = found.is_whole or page.row_count < _PAGE or found.place == place


def _is_past(entry_id: int, bound: int, way: Way) -> bool:
    return entry_id <= bound if way == "older" else entry_id >= bound
