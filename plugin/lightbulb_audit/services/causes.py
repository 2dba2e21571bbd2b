"""Why a search finds nothing: a condition too many, a name that is spelt otherwise, or a time that nobody keeps."""

import asyncio
import dataclasses
from collections.abc import Sequence
from typing import Final, NamedTuple

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import PageRequest, Query
from lightbulb_audit.model.search import NamedThing, SearchContext
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.refinement import Relaxation, count_in_pages, droppable_clauses, relax_in_pages, without
from lightbulb_audit.query.remote import bounds, endpoint_filters, single_subject
from lightbulb_audit.query.spelling import nearest
from lightbulb_audit.query.terms import FILLERS
from lightbulb_audit.services.clock import KEPT, local_time
from lightbulb_audit.services.log.archive_search import ArchiveSearch
from lightbulb_audit.services.log.bot_deeds import has_bot_deeds
from lightbulb_audit.services.log.browse import Window
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.names.own_words import own_words
from lightbulb_audit.services.names.page_names import extend_with_page
from lightbulb_audit.services.ports import AuditLog, ServerSeen

_TEXTS: Final = 2
"""Words for which the nearest names are looked for."""

_READS: Final = 3
"""Pages that are read for what Discord would find without one of the conditions that it filters by."""

_PAGE: Final = 100


class Near(NamedTuple):
    """What may have been meant.

    Attributes:
        clause: The place of the condition in the query.
        name: What is spelt nearly like its value.
    """

    clause: int
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Causes:
    """Why a search found nothing.

    Attributes:
        relaxations: What it would find without each of its conditions, where that is something.
        near: What is spelt nearly like a name or a word that nothing has, the nearest first.
        is_hopeless: Whether it is sure that it finds nothing without any one of several conditions.
        is_expired: Whether it asks Discord for what that has forgotten.
    """

    relaxations: Sequence[Relaxation] = ()
    near: Sequence[Near] = ()
    is_hopeless: bool = False
    is_expired: bool = False


NO_CAUSES: Final = Causes()
_OWN: Final = [NamedThing("", 0, word, word) for word in sorted(own_words() - FILLERS) if " " not in word]
"""The words in which entries are told, as what may be meant."""


class CauseFinder:
    """Finds them: out of what was read anyway, but for what Discord filtered out by itself.

    Args:
        archived: The archive, as it is searched; None where there is none.
        names: Who and what is called so.
        log: Where entries are read.
    """

    def __init__(self, archived: ArchiveSearch | None, names: NameSearch, log: AuditLog) -> None:
        self._archived = archived
        self._names = names
        self._log = log

    async def find(
        self, guild_id: hikari.Snowflake, seen: ServerSeen, window: Window, context: SearchContext
    ) -> Causes:
        """Return why a search found nothing.

        Args:
            guild_id: Where.
            seen: The server as the asker may know it.
            window: The empty answer.
            context: What was known beside the entries.
        """
        query = window.query
        is_archived = any(page.origin is not None for page in window.pages)
        if is_archived and self._archived is not None:
            counted = await self._archived.relax(guild_id, query, context)
        else:
            counted = await self._relax_live(guild_id, window, context)
        places = droppable_clauses(query)
        is_sure = is_archived and not window.missing and len(counted) == len(places) > 1
        found = [one for one in counted if one.count]
        near: list[Near] = []
        # A word that stands in what another condition rules out is spelt as it was meant.
        asked = [one for one in _unknown(query, context) if not any(other.clause != one[0] for other in found)]
        for place, text, kinds in asked:
            known = [] if single_subject(query) else nearest(text, _OWN)[:1]
            names = await self._names.nearest(guild_id, seen, text, kinds, window.pages)
            near += [Near(place, one) for one in (*(one.name for one in known), *names)]
        return Causes(
            relaxations=found,
            near=tuple(dict.fromkeys(near)),
            is_hopeless=is_sure and not found,
            is_expired=not is_archived and _is_expired(query),
        )

    async def _relax_live(self, guild_id: hikari.Snowflake, window: Window, context: SearchContext) -> list[Relaxation]:
        if endpoint_filters(window.query):
            places = droppable_clauses(window.query)[:_READS]
            found = await asyncio.gather(*(self._read_without(guild_id, window, place, context) for place in places))
            return [one for some in found for one in some]
        newest = self._names.newest_at_hand(guild_id)
        pages = [*window.pages, *([] if newest is None else [newest])]
        for page in pages:
            context = extend_with_page(window.query, context, page)
        is_whole = window.reached is None and (window.bots is None or window.bots.is_whole)
        return relax_in_pages(window.query, context, pages, is_whole=is_whole)

    async def _read_without(
        self, guild_id: hikari.Snowflake, window: Window, place: int, context: SearchContext
    ) -> list[Relaxation]:
        """Return what the newest entries tell that Discord has without one of the conditions."""
        wider = without(window.query, place)
        after, before = bounds(wider)
        try:
            page = await self._log.read(guild_id, PageRequest(_PAGE, before, **endpoint_filters(wider)))
        except AuditError:
            return []
        context = extend_with_page(wider, context, page)
        oldest = min((int(record.id) for record in page.records if record.id), default=0)
        is_read = page.row_count < _PAGE or (after is not None and oldest <= after)
        is_whole = is_read and not has_bot_deeds(wider)
        count = count_in_pages(wider, context, [page])
        return [Relaxation(place, count, is_whole)] if count else []


def _unknown(query: Query, context: SearchContext) -> Sequence[tuple[int, str, Sequence[Kind]]]:
    """Return what may be meant for a name and is none, with its condition's place.

    These are words by which nothing is called, but for those of our own sentences, and what is no invite either.
    """
    kinds = FILTERS["about"].kinds
    thing = single_subject(query)
    if thing is not None and not thing.isdigit():
        return [(next(at for at, one in enumerate(query.clauses) if thing in one.values), thing, kinds)]
    texts = [
        (at, value.strip(), kinds)
        for at, one in enumerate(query.clauses)
        if one.filter == "text" and not one.is_negated and not any(map(context.named.get, one.values))
        for value in one.values[:1]
        if value.strip() not in own_words() and value not in context.unnamed
    ]
    return texts[:_TEXTS]


def _is_expired(query: Query) -> bool:
    """Return whether all that is asked for is older than what Discord keeps."""
    below = bounds(query)[1]
    return below is not None and snowflake.time_of(below) < local_time() - KEPT
